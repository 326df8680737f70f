"""What stands around the passages: lists, quotes, recommendations and the notes at the end."""

from dataclasses import dataclass

from papers.shared.markdown import labels
from papers.shared.markdown.document import SourceBlock
from papers.shared.markdown.leaves import Leaf
from papers.shared.markdown.lines import Lines
from papers.shared.text import first_strong_direction


@dataclass(slots=True)
class Container:
    """Something that holds passages; it is written only once the first of them is known."""

    kind: str
    opening: str
    closing: str
    lines: tuple[int, int]
    label: str = ""
    task: str = ""
    next_number: int | None = None
    first: int | None = None  # the index of its first passage


@dataclass(slots=True)
class Draft:
    """A block that is still being put together."""

    leaf: Leaf
    kind: str
    level: int
    label: str
    before: str
    quoted: bool
    after: str = ""
    recommendation: int | None = None


class Structure:
    """The containers around the place that is being read, and the blocks read so far."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.drafts: list[Draft] = []
        self.path: list[Container] = []
        self.recommendations: list[range] = []

    def open(self, container: Container) -> None:
        """Enter a container; an item takes its number from the list around it."""
        around = self.path[-1] if self.path else None
        if container.kind == "item" and around and around.next_number is not None:
            container.label = str(around.next_number)
            around.next_number += 1
        self.path.append(container)

    def close(self, tail: str = "") -> None:
        """Leave the innermost container; an empty item or note still has its place."""
        container = self.path[-1]
        if container.first is None and container.kind in ("item", "footnote"):
            self.add(Leaf("paragraph", "p", "", "", (container.lines[0], container.lines[0])))
        self.path.pop()
        if container.first is None:
            return
        self._finish(tail)
        self.drafts[-1].after += container.closing
        if container.kind == "recommendation":
            self._recommend(range(container.first, len(self.drafts)))

    def add(self, leaf: Leaf) -> None:
        """Put a passage where the reading is."""
        fresh = next((one for one in reversed(self.path) if one.kind in ("item", "footnote")), None)
        starts = fresh is not None and fresh.first is None
        if starts and fresh is not None and fresh.task:
            leaf.html, leaf.text = fresh.task + leaf.html, fresh.task + leaf.text
        label = (fresh.label if starts and fresh is not None else "") or labels.printed(leaf.text, leaf.kind)
        quoted = any(one.kind in ("quote", "item", "footnote") for one in self.path)
        kind = self._kind(leaf)
        self.drafts.append(Draft(leaf, kind, self._level(leaf), label, self._begin(leaf), quoted))

    def finished(self, draft: Draft) -> SourceBlock:
        """The block as it will be kept."""
        leaf = draft.leaf
        start, end = self.lines.span(*leaf.lines)
        return SourceBlock(
            kind=draft.kind,
            level=draft.level,
            label=draft.label,
            label_in_text=bool(draft.label) and labels.printed(leaf.text, leaf.kind) == draft.label,
            start=start,
            end=end,
            lines=leaf.lines,
            text=leaf.text,
            source=self.lines.text[start:end],
            tag=leaf.tag,
            before=draft.before,
            html=leaf.html,
            after=draft.after,
            quoted=draft.quoted,
            recommendation=draft.recommendation,
            brackets=tuple(leaf.brackets),
        )

    def _begin(self, leaf: Leaf) -> str:
        direction = first_strong_direction(leaf.text)
        attribute = f' dir="{direction}"' if direction else ""
        before = []
        for one in self.path:
            if one.first is None:
                one.first = len(self.drafts)
                before.append(one.opening.replace("{dir}", attribute))
        return "".join(before)

    def _kind(self, leaf: Leaf) -> str:
        if leaf.kind != "paragraph":
            return leaf.kind
        for one in reversed(self.path):
            if one.kind in ("footnote", "quote"):
                return one.kind
            if one.kind == "item":
                return "paragraph" if one.first is not None else "item"
        return "paragraph"

    def _level(self, leaf: Leaf) -> int:
        if leaf.kind == "heading":
            return leaf.level
        return sum(one.kind in ("list", "quote") for one in self.path)

    def _finish(self, tail: str) -> None:
        if tail and self.drafts[-1].leaf.tag == "p":
            self.drafts[-1].leaf.html += " " + tail if self.drafts[-1].leaf.html else tail
        elif tail:
            self.drafts[-1].after += f"<p>{tail}</p>"

    def _recommend(self, blocks: range) -> None:
        for draft in self.drafts[blocks.start :]:
            draft.recommendation = len(self.recommendations)
        self.recommendations.append(blocks)

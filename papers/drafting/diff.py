"""What changed between two revisions: passages first, then words inside a passage, as escaped HTML."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

from papers.drafting import blocks
from papers.drafting.sequences import changes

REWRITTEN = 0.5  # with less in common, the old words stand whole before the new ones

MOVED = frozenset({"moved", "moved_changed"})

_TOKEN = re.compile(r"\w+|[^\w\s]|\s+")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class DiffBlock:
    """A passage as it is compared: its permanent id if it has one, its number, words and (optional) HTML."""

    id: str
    kind: str
    label: str
    text: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison: same, changed, added, removed, moved, moved_changed, or departed."""

    kind: str
    old: DiffBlock | None
    new: DiffBlock | None
    old_html: str = ""
    new_html: str = ""
    inline_html: str = ""
    words_added: int = 0
    words_removed: int = 0
    moved_from: str = ""
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """A comparison in numbers."""

    same: int = 0
    changed: int = 0
    added: int = 0
    removed: int = 0
    moved: int = 0
    words_added: int = 0
    words_removed: int = 0
    words_moved: int = 0


def compare(old: Sequence[DiffBlock], new: Sequence[DiffBlock]) -> list[Row]:
    """The rows of a comparison in the order of the new text, what was removed where it stood."""
    pairs = paired(old, new)
    still = blocks.unmoved(pairs, [len(block.text) for block in new])
    stops = {pairs[place] for place in still}
    gone = set(range(len(old))) - set(pairs.values())
    rows = list(_removed_from(0, old, gone, stops))
    for place, block in enumerate(new):
        if place not in pairs:
            rows.append(_added(block))
            continue
        rows.append(_paired(old[pairs[place]], block, moved=place not in still))
        if place in still:
            rows += _removed_from(pairs[place] + 1, old, gone, stops)
    return rows


def with_departures(rows: Sequence[Row], old: Sequence[DiffBlock]) -> list[Row]:
    """The same rows, and at the place that a moved passage left a row that says where it went."""
    order = {id(block): place for place, block in enumerate(old)}
    out = list(rows)
    for row in rows:
        if row.kind in MOVED and row.old is not None and row.new is not None:
            at = _place_for(out, order, order[id(row.old)])
            out.insert(at, Row("departed", row.old, None, row.old_html, moved_to=row.new.label))
    return out


def summary(rows: Sequence[Row]) -> Summary:
    """How many passages and words changed, moved, came and went."""
    count = {kind: sum(row.kind == kind for row in rows) for kind in {row.kind for row in rows}}
    moved = [row for row in rows if row.kind in MOVED]
    return Summary(
        same=count.get("same", 0),
        changed=count.get("changed", 0),
        added=count.get("added", 0),
        removed=count.get("removed", 0),
        moved=len(moved),
        words_added=sum(row.words_added for row in rows),
        words_removed=sum(row.words_removed for row in rows),
        words_moved=sum(_count(row.new.text) for row in moved if row.new),
    )


def paired(old: Sequence[DiffBlock], new: Sequence[DiffBlock]) -> dict[int, int]:
    """New places to old places: by permanent id where both have it, the others by their words."""
    where = {block.id: place for place, block in enumerate(old) if block.id}
    pairs = {place: where[block.id] for place, block in enumerate(new) if block.id in where}
    used = set(pairs.values())
    free_old = [place for place, block in enumerate(old) if place not in used and not block.id]
    free_new = [place for place, block in enumerate(new) if place not in pairs and not block.id]
    if free_old and free_new:
        found = blocks.match([old[place] for place in free_old], [new[place] for place in free_new]).pairs
        pairs.update({free_new[n]: free_old[o] for n, o in found.items()})
    return pairs


def mark_words(old: str, new: str) -> tuple[str, str, str, int, int]:
    """Old, new and inline HTML with what differs marked by word, and the words added and removed."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    stretches = list(changes(before, after))
    common = sum(len("".join(before[one.old])) for one in stretches if one.same)
    if common * 2 < REWRITTEN * (len(old) + len(new)):
        return _replaced(old, new)
    left: list[str] = []
    right: list[str] = []
    both: list[str] = []
    added = removed = 0
    for stretch in stretches:
        was, now = "".join(before[stretch.old]), "".join(after[stretch.new])
        if stretch.same:
            for part in (left, right, both):
                part.append(shown(was))
            continue
        left.append(_marked("del", was))
        right.append(_marked("ins", now))
        both += [_marked("del", was), _marked("ins", now)]
        removed, added = removed + _count(was), added + _count(now)
    return "".join(left), "".join(right), "".join(both), added, removed


def shown(words: str) -> str:
    """Words as HTML: escaped, with their lines kept."""
    return escape(words).replace("\n", "<br>")


def _replaced(old: str, new: str) -> tuple[str, str, str, int, int]:
    was, now = _marked("del", old), _marked("ins", new)
    return was, now, was + now, _count(new), _count(old)


def _marked(tag: str, words: str) -> str:
    return f"<{tag}>{shown(words)}</{tag}>" if words else ""


def _count(words: str) -> int:
    return len(_WORD.findall(words))


def _paired(old: DiffBlock, new: DiffBlock, *, moved: bool) -> Row:
    if old.text == new.text and old.html == new.html:
        html = shown(new.text)
        row = Row("moved" if moved else "same", old, new, html, html, html)
    else:
        left, right, both, added, removed = mark_words(old.text, new.text)
        row = Row("moved_changed" if moved else "changed", old, new, left, right, both, added, removed)
    return replace(row, moved_from=old.label) if moved else row


def _added(block: DiffBlock) -> Row:
    html = _marked("ins", block.text)
    return Row("added", None, block, "", html, html, words_added=_count(block.text))


def _removed_from(start: int, old: Sequence[DiffBlock], gone: set[int], stops: set[int]) -> Iterator[Row]:
    for place in range(start, len(old)):
        if place in stops:
            return
        if place in gone:
            html = _marked("del", old[place].text)
            yield Row("removed", old[place], None, html, "", html, words_removed=_count(old[place].text))


def _place_for(rows: Sequence[Row], order: dict[int, int], place: int) -> int:
    """The index of the first row whose old passage stood after this place and did not itself move."""
    for index, row in enumerate(rows):
        moved = row.kind in MOVED
        if row.old is not None and not moved and order[id(row.old)] > place:
            return index
    return len(rows)

"""Two texts of one paper beside each other, as rows of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.drafting import changes_html, diff, preparing, rendering
from papers.drafting.cells import Cells
from papers.drafting.diff import Row, Summary
from papers.drafting.live import log
from papers.drafting.models import Paper, Revision
from papers.drafting.passages import passages
from papers.drafting.queries.authors import WORKING, Author, Steps, authors_of, is_by, steps_between
from papers.drafting.queries.revisions import Pair
from papers.shared.acting import Actor

VIEWS = (
    ("side", gettext_lazy("Side by side")),
    ("inline", gettext_lazy("Inline")),
    ("changes", gettext_lazy("Changes only")),
)
ANY_BLOCK = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Line:
    """A row as a page shows it: what happened to the passage, its words on either side, and by whom.

    `place` counts the changes that are shown, from one; `before` and `after` are the anchors of its neighbours.
    """

    kind: str
    old_label: str
    new_label: str
    old: SafeString
    new: SafeString
    inline: SafeString
    block: str
    passage: str
    row: Row
    by: Sequence[Any] = ()
    place: int = 0
    before: str = ""
    after: str = ""

    @property
    def is_formatting(self) -> bool:
        """Whether the words are the same and only their form, or the target of a link, was changed."""
        cells = self.row.cells
        same_cells = cells is None or cells == Cells()
        return self.kind == "changed" and same_cells and not (self.row.words_added or self.row.words_removed)

    @property
    def anchor(self) -> str:
        """What an address names to lead here; the place that a passage left has one of its own."""
        return f"c-{self.block}-gone" if self.kind == "departed" else f"c-{self.block}"


@dataclass(frozen=True)
class Group:
    """Neighbouring lines: those that are the same, or not asked for, are folded into one."""

    same: bool
    lines: list[Line]

    @property
    def labels(self) -> list[str]:
        """The printed numbers of the first and the last passage that has one."""
        known = [line.new_label or line.old_label for line in self.lines if line.new_label or line.old_label]
        return [known[0], known[-1]] if known else []

    @property
    def others(self) -> int:
        """How many of these were changed, by others than those asked for."""
        return sum(line.kind not in ("same", "departed") for line in self.lines)


@dataclass(frozen=True)
class Comparison:
    """What changed, in groups and in numbers; `authors` are all whose changes there are, `shown` counts those shown."""

    groups: list[Group]
    summary: Summary
    names: tuple[str, str] = ("", "")
    authors: Sequence[Author] = ()
    shown: int = 0
    compared: Compared | None = None

    @property
    def side_lines(self) -> SafeString:
        return changes_html.side_lines(self.groups, self.names, self.compared)

    @property
    def inline_lines(self) -> SafeString:
        return changes_html.inline_lines(self.groups, self.compared)

    @property
    def changes_alone(self) -> SafeString:
        return changes_html.inline_lines([group for group in self.groups if not group.same], self.compared)

    @property
    def is_same(self) -> bool:
        return not any(line.kind != "same" for group in self.groups for line in group.lines)

    @property
    def passages(self) -> int:
        """How many passages the new text has."""
        return self.summary.same + self.summary.changed + self.summary.added + self.summary.moved

    @property
    def changes(self) -> list[Line]:
        """The changes that are shown, in order."""
        return [line for group in self.groups if not group.same for line in group.lines if line.place]


@dataclass(frozen=True)
class Compared:
    """What the lines of a page need to know beside themselves: how many there are, where a history is told."""

    count: int = 0
    history: str = ""


@dataclass(frozen=True)
class Asked:
    """What the address of a comparison asks for: which texts, how they stand, whose changes."""

    older: str = ""
    newer: str = ""
    view: str = "side"
    by: str = ""

    @property
    def is_working(self) -> bool:
        return self.newer == WORKING

    @property
    def template_mode(self) -> str:
        """How the lines stand: beside each other or as one text."""
        return "side" if self.view == "side" else "inline"

    @property
    def is_alone(self) -> bool:
        return self.view == "changes"

    @property
    def everyone(self) -> str:
        """The address of everyone's changes."""
        return self.address(by="")

    def of(self, pair: Pair) -> Asked:
        """The same with the texts that were found."""
        return replace(self, older=str(pair.old.number), newer=pair.new_key)

    @property
    def views(self) -> list[tuple[str, str, bool]]:
        """The ways to show it: label, address, whether it is shown so."""
        return [(str(label), self.address(view=view), view == self.view) for view, label in VIEWS]

    def address(self, **changed: str) -> str:
        """The address of this comparison with something else asked for."""
        now = replace(self, **changed)
        asked = {
            "from": now.older,
            "to": now.newer,
            "view": now.view if now.view != "side" else "",
            "by": now.by,
        }
        return "?" + urlencode({name: value for name, value in asked.items() if value})


def asked(query: Mapping[str, str]) -> Asked:
    """What an address asks for; a way to show it that nobody knows is the usual one."""
    view = query.get("view", "")
    known = view if view in dict(VIEWS) else "side"
    return Asked(query.get("from", ""), query.get("to", ""), known, query.get("by", "")[:200])


def between(acting: Actor, paper: Paper, pair: Pair, *, by: str = "") -> Comparison:
    """The two texts of a pair, every change with the revisions that made it; of one author alone if asked for."""
    only = pair.only
    steps = {} if only else steps_between(acting, paper, pair.between)
    after, fresh = _newer_text(paper, pair)
    old, new = passages(pair.old.block_map), passages(after)
    rows = diff.compare(old, new)
    lines = [_line(row, only or _makers(row, steps, fresh)) for row in diff.with_departures(rows, old)]
    groups = numbered(list(_groups(lines, by)))
    changed = [line.by for line in lines if line.kind not in ("same", "departed")]
    shown = sum(line.place > 0 for group in groups for line in group.lines)
    return Comparison(
        groups, diff.summary(rows), (str(pair.old.label), pair.new_label), authors_of(changed), shown,
        Compared(count=shown, history=_history_address(paper)),
    )  # fmt: skip


def _history_address(paper: Paper) -> str:
    """Where the history of a passage is told, with a place for its id; nothing where that page is not installed."""
    try:
        return reverse("portal:passage-history", args=[paper.pk, ANY_BLOCK]).replace(ANY_BLOCK, "{}")
    except NoReverseMatch:
        return ""


def _newer_text(paper: Paper, pair: Pair) -> tuple[Sequence[Mapping[str, Any]], frozenset[str]]:
    """The blocks of the newer side, and which of them nobody has issued yet."""
    if pair.new is not None or pair.latest is None:
        return (pair.new or pair.old).block_map, frozenset()
    block_map = preparing.prepare(
        log.current(paper.working).text, pair.latest.block_map, brackets=paper.brackets
    ).block_map
    rows = diff.compare(passages(pair.latest.block_map), passages(block_map))
    changed = ((row.new or row.old) for row in rows if row.kind != "same")
    return block_map, frozenset(one.id for one in changed if one)


def _makers(row: Row, steps: Steps, fresh: frozenset[str]) -> list[Any]:
    """The revisions that changed the passage of a row, and the working text if it did."""
    shown = row.new or row.old
    if row.kind == "same" or shown is None:
        return []
    return [*steps.get(shown.id, ()), *([WORKING] if shown.id in fresh else [])]


def numbered(groups: Sequence[Group]) -> list[Group]:
    """The same groups, each change that is shown with its number and its neighbours."""
    shown = [line for group in groups if not group.same for line in group.lines if line.kind != "departed"]
    anchors = ["", *(line.anchor for line in shown), ""]
    places = {id(line): place for place, line in enumerate(shown, start=1)}

    def placed(line: Line) -> Line:
        place = places.get(id(line), 0)
        return (
            replace(line, place=place, before=anchors[place - 1], after=anchors[place + 1]) if place else line
        )

    return [Group(group.same, [placed(line) for line in group.lines]) for group in groups]


def working_changes(paper: Paper, text: str, current: Revision | None) -> Comparison:
    """The working text against the revision it began from; everything is new where there is none."""
    before = current.block_map if current else []
    after = preparing.prepare(text, before, brackets=paper.brackets).block_map
    return _compared(
        before, after, (str(paper.label_of(current.number)) if current else "", _("Working text"))
    )


def of_texts(old: str, new: str, names: tuple[str, str]) -> Comparison:
    """Two texts that were never issued."""
    before = preparing.prepare(old).block_map
    return _compared(before, preparing.prepare(new, before).block_map, names)


def _compared(
    old_map: Iterable[Mapping[str, Any]], new_map: Iterable[Mapping[str, Any]], names: tuple[str, str]
) -> Comparison:
    old, new = passages(old_map), passages(new_map)
    rows = diff.compare(old, new)
    groups = numbered(list(_groups([_line(row) for row in diff.with_departures(rows, old)])))
    shown = sum(line.place > 0 for group in groups for line in group.lines)
    return Comparison(groups, diff.summary(rows), names, shown=shown, compared=Compared(count=shown))


def _groups(lines: Sequence[Line], by: str = "") -> Iterator[Group]:
    """The lines in groups; with an author, what others changed stands with what nobody did."""

    def is_aside(line: Line) -> bool:
        return line.kind == "same" or bool(by and not is_by(by, line.by))

    for same, some in groupby(lines, key=is_aside):
        yield Group(same, list(some))


def _line(row: Row, by: Sequence[Any] = ()) -> Line:
    old, new = row.old, row.new
    shown = new or old
    return Line(
        kind=row.kind,
        old_label=old.label if old else "",
        new_label=new.label if new else "",
        old=rendering.of_row(row.old_html),
        new=rendering.of_row(row.new_html),
        inline=rendering.of_row(row.inline_html or row.old_html),
        block=shown.id if shown else "",
        passage=shown.kind if shown else "",
        row=row,
        by=by,
    )

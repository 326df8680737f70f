"""Two texts of one paper beside each other, as rows of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from papers.drafting import changes_html, diff, preparing, rendering
from papers.drafting.diff import Row, Summary
from papers.drafting.models import Paper, Revision
from papers.drafting.passages import passages


@dataclass(frozen=True)
class Line:
    """A row as a page shows it: what happened to the passage, and its words on either side."""

    kind: str
    old_label: str
    new_label: str
    old: SafeString
    new: SafeString
    inline: SafeString
    block: str
    passage: str
    row: Row

    @property
    def is_formatting(self) -> bool:
        """Whether the words are the same and only their form, or the target of a link, was changed."""
        return self.kind == "changed" and not (self.row.words_added or self.row.words_removed)


@dataclass(frozen=True)
class Group:
    """Neighbouring lines: those that are the same are folded into one."""

    same: bool
    lines: list[Line]

    @property
    def labels(self) -> list[str]:
        """The printed numbers of the first and the last passage that has one."""
        known = [line.new_label for line in self.lines if line.new_label]
        return [known[0], known[-1]] if known else []


@dataclass(frozen=True)
class Comparison:
    """What changed, in groups and in numbers."""

    groups: list[Group]
    summary: Summary
    names: tuple[str, str] = ("", "")

    @property
    def side_lines(self) -> SafeString:
        return changes_html.side_lines(self.groups, self.names)

    @property
    def inline_lines(self) -> SafeString:
        return changes_html.inline_lines(self.groups)

    @property
    def is_same(self) -> bool:
        return all(group.same for group in self.groups)

    @property
    def passages(self) -> int:
        """How many passages the new text has."""
        return self.summary.same + self.summary.changed + self.summary.added + self.summary.moved


def between(old: Revision, new: Revision) -> Comparison:
    """Two issued revisions."""
    return _compared(old.block_map, new.block_map, (str(old.label), str(new.label)))


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
    return Comparison(list(_groups(diff.with_departures(rows, old))), diff.summary(rows), names)


def _groups(rows: Sequence[Row]) -> Iterator[Group]:
    for same, lines in groupby(rows, key=lambda row: row.kind == "same"):
        yield Group(same, [_line(row) for row in lines])


def _line(row: Row) -> Line:
    old, new = row.old, row.new
    shown = new or old
    return Line(
        kind=row.kind,
        old_label=old.label if old else "",
        new_label=new.label if new else "",
        old=rendering.of_row(row.old_html),
        new=rendering.of_row(row.new_html),
        inline=rendering.of_row(row.inline_html),
        block=shown.id if shown else "",
        passage=shown.kind if shown else "",
        row=row,
    )

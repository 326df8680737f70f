"""The rows of a matrix in groups: by paragraph, delegation, severity or what became of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from papers.review.lifecycle import Severity

WEIGHT = {severity: place for place, severity in enumerate(Severity.values)}


class Group(NamedTuple):
    """Rows under one heading; without grouping there is one group that has none."""

    heading: str
    rows: list[Any]


def sort(rows: Sequence[Any], by: str) -> list[Any]:
    """The rows in the order of their groups; within a group the order stays as it was."""
    return sorted(rows, key=KEYS[by][0]) if by in KEYS else list(rows)


def group(rows: Iterable[Any], by: str) -> list[Group]:
    """Sorted rows under the headings of their groups."""
    if by not in KEYS:
        return [Group("", list(rows))]
    key, heading = KEYS[by]
    found = [list(some) for _key, some in groupby(rows, key=key)]
    return [Group(heading(some[0]), some) for some in found]


def _place(row: Any) -> int:
    """Where its paragraph stands; comments on the whole paper come first, as they are numbered."""
    return int(row.place)


def _passage(row: Any) -> str:
    return str(row.passage.line) if row.passage else _("The paper as a whole")


def _standing(row: Any) -> int:
    return 2 if row.is_decided else int(row.is_proposed)


def _standing_name(row: Any) -> str:
    return (_("Nothing proposed yet"), _("Proposed, not decided"), _("Decided"))[_standing(row)]


KEYS: dict[str, tuple[Callable[[Any], Any], Callable[[Any], str]]] = {
    "passage": (_place, _passage),
    "delegation": (
        lambda row: (row.comment.delegation.rank, row.delegation_code),
        lambda row: f"{row.delegation_code} {row.comment.delegation.name}",
    ),
    "severity": (lambda row: WEIGHT[row.severity], lambda row: str(row.comment.get_severity_display())),
    "state": (_standing, _standing_name),
}

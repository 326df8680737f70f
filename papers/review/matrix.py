"""The comment matrix as values: which rows a filter keeps, and how a filter reads in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Protocol
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from papers.review.lifecycle import Severity

WHOLE = "paper"  # the passage of comments on the paper as a whole
SIZE = 100


class Row(Protocol):
    """What a filter asks of a row."""

    @property
    def delegation_code(self) -> str: ...

    @property
    def passage_id(self) -> str: ...

    @property
    def severity(self) -> str: ...

    @property
    def is_proposed(self) -> bool: ...

    @property
    def is_decided(self) -> bool: ...

    @property
    def is_news(self) -> bool: ...


@dataclass(frozen=True)
class Filter:
    """What a reader wants to see of a matrix; empty means everything."""

    delegation: str = ""
    passage: str = ""
    severity: str = ""
    state: str = ""
    group: str = ""

    def keeps(self, row: Row) -> bool:
        """Whether a row is shown."""
        return (
            self.delegation in {"", row.delegation_code}
            and self.passage in {"", row.passage_id}
            and self.severity in {"", row.severity}
            and STATES[self.state](row)
        )

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return any(name != "group" for name in self.wanted)

    @property
    def wanted(self) -> dict[str, str]:
        """The parts that are set, as they stand in an address."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}

    @property
    def query(self) -> str:
        """The filter as the query of an address."""
        return urlencode(self.wanted)

    def in_words(self, passages: dict[str, Any]) -> list[str]:
        """What is shown, one sentence for each part that is set."""
        passage = passages.get(self.passage)
        where = _("paragraph %(name)s") % {"name": passage.name} if passage else _("the paper as a whole")
        parts = {
            "delegation": _("delegation %(code)s") % {"code": self.delegation},
            "passage": where,
            "severity": str(dict(Severity.choices).get(self.severity, "")).lower(),
            "state": state_labels()[self.state],
        }  # fmt: skip
        return [parts[name] for name in self.wanted if name in parts]


STATES = {
    "": lambda _row: True,
    "undecided": lambda row: not row.is_decided,
    "unproposed": lambda row: not (row.is_proposed or row.is_decided),
    "decided": lambda row: row.is_decided,
    "news": lambda row: row.is_news,
}


def state_labels() -> dict[str, str]:
    """The states by which a matrix is filtered, in the active language."""
    return {
        "": _("any"),
        "undecided": _("without a decision"),
        "unproposed": _("without even a proposal"),
        "decided": _("decided"),
        "news": _("changed since you last looked"),
    }


def group_labels() -> dict[str, str]:
    """By what a matrix is grouped, in the active language."""
    return {
        "": _("nothing"),
        "passage": _("paragraph"),
        "delegation": _("delegation"),
        "severity": _("severity"),
        "state": _("disposition"),
    }


@dataclass(frozen=True)
class View:
    """A saved filter over the matrix, with how many rows it keeps."""

    label: str
    filter: Filter
    count: int

    @property
    def query(self) -> str:
        return self.filter.query


def views(rows: Iterable[Row], own_code: str) -> list[View]:
    """The views that people ask for; one that would be empty is left out, except the first."""
    rows = list(rows)
    wanted = [
        (_("All"), Filter()),
        (_("Ours"), Filter(delegation=own_code)),
        (_("Without a decision"), Filter(state="undecided")),
        (_("Changed since you last looked"), Filter(state="news")),
        (_("Critical"), Filter(severity=Severity.CRITICAL)),
        (_("Critical, without a decision"), Filter(severity=Severity.CRITICAL, state="undecided")),
    ]
    counted = [View(label, kept, sum(kept.keeps(row) for row in rows)) for label, kept in wanted]
    return counted[:1] + [view for view in counted[1:] if view.count]

"""Columns of a foreign table and what they are taken for: guessed at first, chosen by a person, read row by row."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from papers.implementation.lifecycle import Confidence, Status
from papers.implementation.outcomes import Note
from papers.implementation.replaying import SAYABLE
from papers.implementation.series import Told
from papers.implementation.taking import Item, Update

LIST, UPDATES, FIGURES = "list", "updates", "figures"
DAY = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ].*)?\Z")
SHORT = {"responsible": 500, "supporting": 500, "theme": 300, "due_words": 300}
SAID = 200


class Field(NamedTuple):
    """Something a column may be taken for: its name, its label, names of columns by which it is guessed."""

    name: str
    label: Any
    guess: tuple[str, ...]
    needed: bool = False


REF = Field("ref", _("Reference in the source"), ("subid", "indicatorid", "reference", "ref", "id", "number",
                                                  "indicator", "commitmentid"), True)  # fmt: skip
STANDS = Field("said", _("Where it stands"), ("status", "reportingstatus", "state", "progress"))
FIELDS: dict[str, tuple[Field, ...]] = {
    LIST: (
        REF,
        Field("words", _("Words"), ("text", "title", "indicatoren", "recommendation", "commitment", "target", "words"),
              True),
        Field("more", _("Further words"), ("detail", "details", "description")),
        Field("parent", _("Reference of what it is part of"), ("parent", "milestoneid", "commitmentid")),
        Field("parent_words", _("Words of what it is part of"), ("milestoneen", "parenttext", "parenttitle")),
        STANDS,
        Field("due", _("To be done by"), ("duedate", "due", "deadline", "targetdate")),
        Field("due_words", _("To be done by, in words"), ("deadlineen",)),
        Field("responsible", _("Responsible, in words"), ("responsiblebody", "leaddept", "lead", "owner",
                                                         "sourceorganisation1", "agency")),
        Field("supporting", _("Supporting, in words"), ("supportdept", "support", "partners")),
        Field("theme", _("Theme"), ("theme", "sector", "commitmenten", "sdggoal", "topic")),
        Field("second", _("Words in another language"), ("indicatorfr", "textfr", "titlefr")),
    ),
    UPDATES: (
        REF,
        Field("day", _("Day"), ("date", "day", "on", "asof"), True),
        Field("words", _("Words"), ("progressbody", "text", "update", "progress", "comment", "report")),
        Field("more", _("Further words"), ("progress2023", "evidence", "details")),
        STANDS,
    ),
    FIGURES: (
        REF,
        Field("name", _("Name of the indicator"), ("indicatorname", "measure", "name", "indicator", "indicatorid")),
        Field("unit", _("Unit"), ("unit", "units", "computationunits", "uom")),
        Field("definition", _("Definition, for a new indicator"), ("definition", "indicatoren", "target",
                                                                           "description")),
        Field("day", _("Day of the figure"), ("day", "date", "on", "period", "year", "asof")),
        Field("value", _("Figure"), ("value", "figure", "actual", "result", "reading")),
        Field("source", _("Source of the figure"), ("source", "sourceorganisation1", "sourceorganisation")),
        Field("scope", _("Of which part"), ("scope", "area", "district", "disaggregation")),
        Field("number", _("Number of the definition"), ("definitionnumber", "definitionno")),
        Field("baseline", _("Baseline"), ("baseline", "baselinevalue")),
        Field("baseline_on", _("Day of the baseline"), ("baselinedate", "baselineday", "baselineyear")),
        Field("target", _("Target, as a figure"), ("targetvalue", "goal")),
        Field("target_on", _("Target to be reached by"), ("targetdate", "targetday", "targetyear")),
    ),
}  # fmt: skip
# What a person says once for all rows, where no column says it.
ONCE: dict[str, tuple[str, ...]] = {FIGURES: ("unit", "source")}

# What a word of a source is taken for until a person says otherwise; “complete” is reported, never verified.
MEANINGS: dict[str, str] = {
    **dict.fromkeys(("notstarted", "noncommencé", "pending", "ns", "planned"), Status.NOT_STARTED),
    **dict.fromkeys(("inprogress", "ongoing", "started", "underway", "limitedprogress", "lp"), Status.IN_PROGRESS),
    **dict.fromkeys(("partlyimplemented", "partiallyimplemented", "substantialprogress", "sp", "partial"),
                    Status.PARTLY),
    **dict.fromkeys(("blocked", "stalled"), Status.BLOCKED),
    **dict.fromkeys(("suspended", "onhold", "paused"), Status.SUSPENDED),
    **dict.fromkeys(("complete", "completed", "done", "implemented", "fullyimplemented", "achieved", "c", "réalisé",
                     "finished"), Status.REPORTED),
    **dict.fromkeys(("ontrack", "green"), Confidence.GREEN),
    **dict.fromkeys(("atrisk", "amber", "delayed"), Confidence.AMBER),
    **dict.fromkeys(("offtrack", "red"), Confidence.RED),
}  # fmt: skip
MAY_MEAN: tuple[Any, ...] = (*SAYABLE, Confidence.GREEN, Confidence.AMBER, Confidence.RED)


@dataclass(frozen=True)
class Table:
    """A foreign table as it was read: its columns, and rows that begin with their number in the file."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    left_out: Sequence[str] = ()

    def values(self, column: str) -> list[str]:
        """The different words of a column, in the order in which they first appear; empty cells say nothing."""
        if column not in self.columns:
            return []
        place = self.columns.index(column) + 1
        return list(dict.fromkeys(row[place] for row in self.rows if row[place]))


@dataclass(frozen=True)
class Choice:
    """Which column is taken for what, what the words of the source mean, and the language of the other words."""

    columns: Mapping[str, str]
    meanings: Mapping[str, str]
    second_language: str = ""
    once: Mapping[str, str] = field(default_factory=dict)


def guess(fields: Sequence[Field], columns: Sequence[str]) -> dict[str, str]:
    """Which column is probably what, each used once; a person looks at it before anything happens."""
    plain = {plainly(name): name for name in reversed(columns)}
    found: dict[str, str] = {}
    for one in fields:
        names = (plain[name] for name in one.guess if name in plain and plain[name] not in found.values())
        chosen = next(names, "")
        if chosen:
            found[one.name] = chosen
    return found


def meaning(words: str) -> str:
    """What a word of the source probably means; nothing where nobody can tell."""
    return str(MEANINGS.get(plainly(words), ""))


def items(table: Table, chosen: Choice) -> list[Item]:
    """Every row of a list."""
    return [_item(row[0], cells, chosen) for row, cells in cells_of(table, chosen.columns)]


def updates(table: Table, chosen: Choice) -> list[Update]:
    """Every row of a history."""
    return [_update(row[0], cells, chosen) for row, cells in cells_of(table, chosen.columns)]


def told(table: Table, chosen: Choice) -> list[Told]:
    """Every row of a series."""
    return [_told(row[0], cells, chosen) for row, cells in cells_of(table, chosen.columns)]


def read_number(words: str) -> Decimal | None:
    """A figure as sources write it: 1234.5, 1 234,5, 12 %. Nothing where it cannot be read for certain, as 1,234."""
    plain = re.sub(r"[\s\u00a0\u202f%']", "", words).replace("\u2212", "-")
    if "," in plain and "." in plain:
        point = max(plain.rfind(","), plain.rfind("."))
        plain = re.sub(r"[.,]", "", plain[:point]) + "." + plain[point + 1 :]
    elif re.fullmatch(r"-?\d+,(\d{1,2}|\d{4,6})", plain):
        plain = plain.replace(",", ".")
    return Decimal(plain) if re.fullmatch(r"-?\d{1,18}(\.\d{1,6})?", plain) else None


def read_day(words: str) -> date | None:
    """A day written as 2026-03-31; a month or a year as its last day. Nothing where it cannot be read for certain."""
    whole = DAY.match(f"{words}-12" if re.fullmatch(r"\d{4}", words) else words)
    if whole is None:
        return None
    year, month, day = int(whole[1]), int(whole[2]), whole[3]
    try:
        return date(year, month, int(day) if day else calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None


def plainly(words: str) -> str:
    """Words as names of columns are compared: letters and digits, none of them capital."""
    return "".join(letter for letter in words.casefold() if letter.isalnum())


def cells_of(table: Table, columns: Mapping[str, str]) -> Iterable[tuple[Sequence[Any], dict[str, str]]]:
    """Each row with its words by what their column is taken for."""
    places = {name: table.columns.index(column) + 1 for name, column in columns.items() if column}
    for row in table.rows:
        yield row, {name: row[place] for name, place in places.items()}


def _item(row: int, cells: Mapping[str, str], chosen: Choice) -> Item:
    facts: dict[str, Any] = {name: cells[name][:most] for name, most in SHORT.items() if name in cells}
    notes: tuple[str, ...] = ()
    if "due" in cells:
        facts["due_on"] = read_day(cells["due"])
        if cells["due"] and facts["due_on"] is None:
            notes = (Note.DUE_IN_WORDS.value,)
            both = filter(None, (cells["due"], facts.get("due_words", "")))
            facts["due_words"] = "; ".join(both)[: SHORT["due_words"]]
    if "second" in cells:
        facts |= {"second": cells["second"], "second_language": chosen.second_language}
    said = cells.get("said", "")[:SAID]
    return Item(
        row, cells["ref"], _joined(cells), cells.get("parent", ""), cells.get("parent_words", ""), facts,
        said, chosen.meanings.get(said, ""), notes=notes,
    )  # fmt: skip


def _update(row: int, cells: Mapping[str, str], chosen: Choice) -> Update:
    day, said = read_day(cells["day"]), cells.get("said", "")[:SAID]
    fault = Note.BAD_DAY.value if cells["day"] and day is None else ""
    return Update(row, cells["ref"], day, _joined(cells), said, chosen.meanings.get(said, ""), fault)


def _told(row: int, cells: Mapping[str, str], chosen: Choice) -> Told:
    days = {name: read_day(cells.get(name, "")) for name in ("day", "baseline_on", "target_on")}
    numbers = {name: read_number(cells.get(name, "")) for name in ("value", "baseline", "target")}
    unread = {name for name, read in {**days, **numbers}.items() if cells.get(name) and read is None}
    fault = Note.BAD_DAY.value if unread & days.keys() else Note.NO_NUMBER.value if unread else ""
    number = cells.get("number", "").upper().removeprefix("D")
    goals = {name: {**days, **numbers}[name] for name in ("baseline", "baseline_on", "target", "target_on")}
    return Told(
        row, cells["ref"], cells.get("name", ""), (cells.get("unit") or chosen.once.get("unit", ""))[:60],
        cells.get("definition", ""), int(number) if number.isdecimal() and len(number) < 5 else None, days["day"],
        numbers["value"], (cells.get("source") or chosen.once.get("source", ""))[:200], cells.get("scope", "")[:200],
        goals, fault,
    )  # fmt: skip


def _joined(cells: Mapping[str, str]) -> str:
    return "\n\n".join(filter(None, (cells.get("words", ""), cells.get("more", ""))))

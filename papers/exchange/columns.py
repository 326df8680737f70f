"""The columns of a sheet that a capital filled in, and its lines: comments before the close, answers after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.exchange.filled import Draft, Note, Text, source_of
from papers.exchange.tables import Field, Table, cells_of, plainly
from papers.review.export import names, said_in_every_language
from papers.review.lifecycle import Answered, Kind, Outcome, Severity
from papers.review.wording import LONGEST
from papers.shared.text import squash

OPEN, CLOSED = "comments", "answers"
LABELS: dict[str, dict[str, Any]] = {
    OPEN: {
        "text": gettext_lazy("Comment"), "where": gettext_lazy("Paragraph"), "quote": gettext_lazy("Current text"),
        "proposed": gettext_lazy("Proposed text"), "reason": gettext_lazy("Reason"),
        "severity": gettext_lazy("Severity"), "kind": gettext_lazy("Kind"),
        "author": gettext_lazy("Who says so in the capital"), "block": gettext_lazy("Passage id"),
        "key": gettext_lazy("Row id"),
    },
    CLOSED: {
        "ref": gettext_lazy("No."), "reply": gettext_lazy("Your reply"),
        "answer": gettext_lazy("Answer of the delegation"), "answer_words": gettext_lazy("Words of the answer"),
        "proposal": gettext_lazy("Penholder's proposal"), "proposal_reason": gettext_lazy("Reason of the proposal"),
        "into": gettext_lazy("Merged with"),
    },
}  # fmt: skip
NEEDED = {"text", "ref"}
# What other people call them, as letters alone.
ELSEWHERE: dict[str, tuple[str, ...]] = {
    "ref": ("number", "commentno", "serial", "id"),
    "text": ("comments", "remark", "remarks", "observation", "issue", "commenttext", "commentjustification"),
    "where": ("para", "paragraphno", "clause", "clausesubclause", "subclause", "section", "location", "place",
              "article", "item"),
    "quote": ("originaltext", "presenttext", "existingtext", "quotation", "from"),
    "proposed": ("proposedchange", "proposedwording", "suggestedtext", "recommendedchange", "suggestion", "newtext",
                 "to"),
    "reason": ("rationale", "justification", "reasons"),
    "severity": ("type", "typeofcomment", "category", "commenttype", "classification", "weight", "priority"),
    "author": ("author", "source", "office", "commenter", "reviewer", "originator"),
    "reply": ("reply", "response", "ourreply"),
    "answer": ("answer", "satisfied", "ouranswer"),
    "proposal": ("proposeddisposition",),
}  # fmt: skip
# One letter or word of other matrices: general, technical and editorial; critical, major, substantive, administrative.
WEIGHTS: dict[str, str] = {
    **dict.fromkeys(("c", "crit"), Severity.CRITICAL),
    **dict.fromkeys(("s", "m", "major", "te", "technical", "ge", "general", "high", "medium"), Severity.SUBSTANTIVE),
    **dict.fromkeys(("e", "a", "ed", "admin", "administrative", "minor", "low"), Severity.EDITORIAL),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """What a line says to a comment that all may read."""

    row: int
    ref: str
    reply: str = ""
    answer: str = ""
    answer_words: str = ""
    proposal: str = ""
    proposal_reason: str = ""
    into: str = ""
    fault: str = ""


@cache
def fields(kind: str) -> tuple[Field, ...]:
    """What the columns of such a sheet may be taken for."""
    return tuple(
        Field(name, label, (*map(plainly, names(name)), *ELSEWHERE.get(name, ())), name in NEEDED)
        for name, label in LABELS[kind].items()
    )


def drafts_of(table: Table, columns: Mapping[str, str], text: Text) -> list[Draft]:
    """The comments of a filled sheet; a line that says nothing is none."""
    met: Counter[str] = Counter()
    found = []
    for row, cells in cells_of(table, columns):
        said = {name: cells.get(name, "") for name in LABELS[OPEN]}
        key = said["key"].strip()
        met[key] += 1
        if said["text"] or said["proposed"]:
            found.append(_draft(row[0], said, key if met[key] == 1 else f"{key}#{met[key]}", text))
    return found


def lines_of(table: Table, columns: Mapping[str, str]) -> list[Line]:
    """What a filled sheet says to comments; a line that says nothing is none."""
    found = []
    for row, cells in cells_of(table, columns):
        said = {name: cells.get(name, "") for name in LABELS[CLOSED]}
        ref = said.pop("ref")
        if any(said[name] for name in ("reply", "answer", "proposal")):
            found.append(_line(row[0], ref, said))
    return found


def _draft(row: int, said: Mapping[str, str], key: str, text: Text) -> Draft:
    block, quote, notes = text.place(said["block"], said["where"], said["quote"])
    severity, kind = _read(Severity, said["severity"], WEIGHTS), _read(Kind, said["kind"])
    fault = _fault(said, severity, kind)
    own = said["text"] or said["reason"] or _("The words that are proposed.")
    if Note.NOT_PLACED in notes:
        own = f"{own}\n\n{_in_the_file(said)}"
    proposes = Kind.DRAFTING if said["proposed"] else Kind.GENERAL
    return Draft(
        row, said["where"][:60], own, block, quote, kind or proposes, severity or Severity.SUBSTANTIVE,
        said["proposed"], said["reason"], author=said["author"][:120], source=_source(key), notes=notes, fault=fault,
    )  # fmt: skip


def _source(key: str) -> str:
    """Lines that were fetched here keep their own name; those of other people have one only if they give one."""
    return key if len(key) == 36 else source_of("line", key) if key.partition("#")[0] else ""


def _fault(said: Mapping[str, str], severity: str, kind: str) -> str:
    if any(len(said[name]) > LONGEST[name] for name in ("text", "proposed", "reason")):
        return Note.TOO_LONG.value
    if said["severity"] and not severity:
        return Note.NO_SEVERITY.value
    return Note.NO_KIND.value if said["kind"] and not kind else ""


def _in_the_file(said: Mapping[str, str]) -> str:
    """Where a line wanted to stand, in words, because it could not be placed."""
    where = ", ".join(filter(None, [squash(said["where"]), squash(said["quote"])[: LONGEST["quote"]]]))
    return _("In the file: %(where)s") % {"where": where}


def _line(row: int, ref: str, said: dict[str, str]) -> Line:
    answer, proposal = _read(Answered, said["answer"]), _read(Outcome, said["proposal"])
    fault = Note.NO_ANSWER.value if said["answer"] and not answer else ""
    fault = fault or (Note.NO_OUTCOME.value if said["proposal"] and not proposal else "")
    if any(len(said[name]) > LONGEST["reply"] for name in ("reply", "answer_words", "proposal_reason")):
        fault = Note.TOO_LONG.value
    return Line(row, ref, **{**said, "answer": answer, "proposal": proposal}, fault=fault)


def _read(choices: Any, words: str, more: Mapping[str, str] | None = None) -> str:
    """Which of the choices the words name, in any language of the centre; none where they name none."""
    plain = plainly(words)
    return _words_of(choices).get(plain) or (more or {}).get(plain, "")


@cache
def _words_of(choices: Any) -> dict[str, str]:
    found: dict[str, str] = {plainly(value): value for value in choices.values}
    for value in choices.values:
        found |= {plainly(word): value for word in said_in_every_language(choices(value).label)}
    return found

"""The matrix as a table to take away: its lines, and the sheet that a capital fills in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from papers.review.matrix import Filter

# The columns by what they hold; a sheet that comes back is read by these names, in whichever language it was fetched.
COLUMNS: dict[str, Any] = {
    "ref": gettext_lazy("No."), "delegation": gettext_lazy("Delegation"), "name": gettext_lazy("Name"),
    "revision": gettext_lazy("Revision"), "where": gettext_lazy("Paragraph"), "block": gettext_lazy("Passage id"),
    "kind": gettext_lazy("Kind"), "severity": gettext_lazy("Severity"), "text": gettext_lazy("Comment"),
    "quote": gettext_lazy("Current text"), "proposed": gettext_lazy("Proposed text"), "reason": gettext_lazy("Reason"),
    "proposal": gettext_lazy("Penholder's proposal"), "proposal_reason": gettext_lazy("Reason of the proposal"),
    "decision": gettext_lazy("Disposition"), "decision_reason": gettext_lazy("Reason of the disposition"),
    "decided_at": gettext_lazy("Decided at"), "replies": gettext_lazy("Replies"),
    "into": gettext_lazy("Merged with"), "answer": gettext_lazy("Answer of the delegation"),
    "answer_words": gettext_lazy("Words of the answer"), "reply": gettext_lazy("Your reply"),
}  # fmt: skip
FILLED: dict[str, Any] = {
    **{name: COLUMNS[name] for name in ("where", "quote", "kind", "severity", "text", "proposed", "reason", "block")},
    "key": gettext_lazy("Row id"),
}  # fmt: skip


def as_sheet(
    matrix: Any, wanted: Filter, at: datetime, *, answers: Mapping[Any, Any]
) -> tuple[list[str], list[list[Any]], list[list[Any]]]:
    """Head and lines that a filter keeps, and what stands above them: the filter and the moment."""
    round, kept = matrix.round, matrix.kept(wanted)
    shown = "; ".join(wanted.in_words(matrix.passages)) or _("all comments")
    about = [
        [_("Comment matrix"), round.paper.symbol_of(round.revision.number), round.paper.title],
        [_("Round"), round.number, round.get_state_display(), _moment(round.closed_at or round.deadline)],
        [_("As of"), _moment(at)],
        [_("Shown"), shown, _("%(kept)d of %(all)d") % {"kept": len(kept), "all": len(matrix.rows)}],
    ]  # fmt: skip
    return header(), [line(row, answers.get(row.comment.pk)) for row in kept], about


def to_fill(
    round: Any, passages: Mapping[str, Any], notes: Iterable[Any]
) -> tuple[list[str], list[list[Any]]]:
    """A line for each passage and for the paper as a whole, with the own drafts that stand there already."""
    drafts: dict[str, list[Any]] = {}
    for note in notes:
        drafts.setdefault(str(note.block_id or ""), []).append(note)
    lines = []
    for block in ("", *passages):
        passage = passages.get(block)
        where, words = (passage.name, passage.words) if passage else (_("the paper as a whole"), "")
        for note in drafts.get(block) or [None]:
            said = _drafted(note) if note else ["", "", "", "", ""]
            lines.append(
                [where, (note and note.quote) or words, *said, block, str(note.pk) if note else f"{block}+"]
            )
    return [str(label) for label in FILLED.values()], lines


def header() -> list[str]:
    """The names of the columns, in the active language."""
    return [str(label) for label in COLUMNS.values()]


def line(row: Any, answer: Any = None) -> list[Any]:
    """The cells of one comment; the last is for those who answer in the sheet."""
    comment = row.comment
    where = row.passage.name if row.passage else _("the paper as a whole")
    revision = comment.round.paper.symbol_of(comment.round.revision.number)
    return [
        comment.reference, comment.delegation.code, author_of(comment), revision, where, comment.block_id or "",
        comment.get_kind_display(), comment.get_severity_display(), comment.text, row.present, comment.proposed,
        comment.reason, *_disposition(row.proposal), *_disposition(row.decision),
        _moment(row.decision.made_at) if row.decision else "", comment.reply_count,
        row.partner.reference if row.partner else "",
        answer.get_value_display() if answer else "", answer.words if answer else "", "",
    ]  # fmt: skip


def author_of(comment: Any) -> str:
    """Whose words they are; those of people without a seat are marked, by name or as withheld."""
    name = str(comment.delegation.name)
    return f"{name} ({comment.get_source_display()})" if comment.is_of_a_party else name


@cache
def names(column: str) -> tuple[str, ...]:
    """What a column is called, in every language of the centre."""
    label = COLUMNS.get(column) or FILLED.get(column)
    return said_in_every_language(label) if label else ()


def said_in_every_language(label: Any) -> tuple[str, ...]:
    """A word in every language of the centre."""
    found = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.append(str(label))
    return tuple(dict.fromkeys(found))


def _drafted(note: Any) -> list[str]:
    return [
        note.get_comment_kind_display(),
        note.get_severity_display(),
        note.text,
        note.proposed,
        note.reason,
    ]


def _disposition(disposition: Any) -> Iterator[str]:
    yield disposition.get_value_display() if disposition else ""
    yield disposition.reason if disposition else ""


def _moment(at: datetime) -> str:
    """The centre's time and UTC, as plainly as a cell can say it."""
    centre = at.astimezone(timezone.get_default_timezone())
    return f"{centre:%Y-%m-%d %H:%M} {timezone.get_default_timezone_name()} ({at.astimezone(UTC):%Y-%m-%d %H:%M} UTC)"

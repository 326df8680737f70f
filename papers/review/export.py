"""The matrix as a file: one line for each comment, above them what the file shows and as of when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from papers.review.matrix import Filter
from papers.shared.sheets import csv_file


def as_csv(matrix: Any, wanted: Filter, at: datetime) -> bytes:
    """The rows that a filter keeps, with the filter and the moment printed above them."""
    round, kept = matrix.round, matrix.kept(wanted)
    shown = "; ".join(wanted.in_words(matrix.passages)) or _("all comments")
    about = [
        [_("Comment matrix"), round.paper.symbol_of(round.revision.number), round.paper.title],
        [_("Round"), round.number, round.get_state_display(), _moment(round.closed_at or round.deadline)],
        [_("As of"), _moment(at)],
        [_("Shown"), shown, _("%(kept)d of %(all)d") % {"kept": len(kept), "all": len(matrix.rows)}],
    ]  # fmt: skip
    return csv_file(header(), (line(row) for row in kept), about=about)


def header() -> list[str]:
    """The names of the columns, in the active language."""
    return [
        _("No."), _("Delegation"), _("Name"), _("Revision"), _("Paragraph"), _("Passage id"), _("Kind"), _("Severity"),
        _("Comment"), _("Current text"), _("Proposed text"), _("Reason"), _("Penholder's proposal"),
        _("Reason of the proposal"), _("Disposition"), _("Reason of the disposition"), _("Decided at"), _("Replies"),
    ]  # fmt: skip


def line(row: Any) -> list[Any]:
    """The cells of one comment."""
    comment = row.comment
    where = row.passage.name if row.passage else _("the paper as a whole")
    revision = comment.round.paper.symbol_of(comment.round.revision.number)
    return [
        comment.reference, comment.delegation.code, comment.delegation.name, revision, where, comment.block_id or "",
        comment.get_kind_display(), comment.get_severity_display(), comment.text, row.present, comment.proposed,
        comment.reason, *_disposition(row.proposal), *_disposition(row.decision),
        _moment(row.decision.made_at) if row.decision else "", comment.reply_count,
    ]  # fmt: skip


def _disposition(disposition: Any) -> Iterator[str]:
    yield disposition.get_value_display() if disposition else ""
    yield disposition.reason if disposition else ""


def _moment(at: datetime) -> str:
    """The centre's time and UTC, as plainly as a cell can say it."""
    centre = at.astimezone(timezone.get_default_timezone())
    return f"{centre:%Y-%m-%d %H:%M} {timezone.get_default_timezone_name()} ({at.astimezone(UTC):%Y-%m-%d %H:%M} UTC)"

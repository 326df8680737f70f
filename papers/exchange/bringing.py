"""Files that a delegation brings to a round: read in the sandbox, and what becomes of each line, asked before it is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from papers.exchange import columns, grounds, marked, reading, sheets, tables
from papers.exchange.answering import judge_answers
from papers.exchange.filled import Outcome, judge_drafts
from papers.exchange.marked import Marked, judge_changes
from papers.exchange.tables import Field, Table
from papers.review import rules
from papers.review.lifecycle import Severity
from papers.review.models import Round
from papers.shared.acting import Actor
from papers.shared.rules import Rule

SHEET, WORD = "sheet", "word"  # what kind of file it is


def rule_for(round: Round) -> Rule:
    """Who may bring a file: comments while the round is open, answers and proposals once all may read them."""
    return rules.can_fill_open if round.is_open else rules.can_fill_closed


def fields_for(round: Round) -> tuple[Field, ...]:
    return columns.fields(columns.OPEN if round.is_open else columns.CLOSED)


def read(round: Round, name: str, data: bytes) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """What kind of file it is, what was found in it, and what is probably meant by it."""
    if name.lower().endswith(".docx"):
        return WORD, *_read_word(round, data)
    _media_type, table = sheets.read_table(name, data, filled=True)
    return SHEET, sheets.kept(table), {"columns": tables.guess(fields_for(round), table.columns)}


def _read_word(round: Round, data: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    if not round.is_open:
        raise reading.refusal(_("A marked-up Word file is brought while the round is open."))
    if len(data) > settings.UPLOAD_LIMIT:
        raise reading.refusal(
            _("The file is larger than %(mib)d MiB.") % {"mib": settings.UPLOAD_LIMIT // 2**20}
        )
    found = reading.read_marked(data)
    authors = marked.authors_of(found)
    if not authors:
        raise reading.refusal(_("The file has neither comments nor tracked changes."))
    return found, {"authors": dict.fromkeys(authors, marked.OURS), "severity": Severity.SUBSTANTIVE}


def is_ready(brought: Any) -> bool:
    """Whether every column that is needed is chosen."""
    if brought.kind == WORD:
        return bool(brought.round.is_open)
    chosen = brought.chosen["columns"]
    return all(chosen.get(field.name) for field in fields_for(brought.round) if field.needed)


def judged(brought: Any, acting: Actor) -> list[Outcome]:
    """What would become of each line now; taking it over asks the same again."""
    if brought.kind == WORD:
        return _of_word(brought, acting)
    table, chosen = Table(**brought.found), _known(brought)
    if brought.round.is_open:
        ground = grounds.ground(acting, brought.round)
        return judge_drafts(columns.drafts_of(table, chosen, ground.text), ground)
    return judge_answers(columns.lines_of(table, chosen), grounds.thread(acting, brought.round))


def _of_word(brought: Any, acting: Actor) -> list[Outcome]:
    """Comments as drafts, tracked changes as amendments, and in words what has no place or is to be cleared."""
    ground = grounds.ground(acting, brought.round)
    chosen = brought.chosen
    clears = not rules.is_unchained(acting, brought.round)
    read = Marked(brought.found, chosen["authors"], chosen["severity"], ground.text, clears)
    drafts = judge_drafts(read.drafts(), ground)
    return [*drafts, *judge_changes(read, grounds.amended(acting, brought.round), brought.name)]


def _known(brought: Any) -> dict[str, str]:
    """The chosen columns that mean something in the state in which the round is now."""
    means = {field.name for field in fields_for(brought.round)}
    return {name: column for name, column in brought.chosen["columns"].items() if name in means}

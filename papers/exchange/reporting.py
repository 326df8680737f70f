"""Reports and tables to be read on paper: what the reader may see now of the day that they ask about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from papers.drafting.models import Paper
from papers.drafting.models.papers import Marking
from papers.exchange.render import Printed
from papers.implementation import queries
from papers.implementation.models import AsOf, Lookback
from papers.review.lifecycle import Reach
from papers.review.models import Reservation
from papers.shared.acting import Acting

LINES = 2000  # of a table in print; the whole of it is had as a sheet
Words = Sequence[tuple[Any, Any]]


def of_account(
    acting: Acting, wanted: Mapping[str, Any], words: Words = (), *, paper: Paper | None = None
) -> Printed:
    """What became of the recommendations of one paper, or of all that fit the filters."""
    asked = {**wanted, "paper": paper.pk} if paper else wanted
    told = queries.account(acting, asked)
    title = _title(wanted, paper)
    facts = {
        "title": title, "paper": paper, "told": told, "words": words, "delegation": acting.delegation,
        "moments": moments(told.at), "reservations": _reservations(acting, told.papers, told.at),
    }  # fmt: skip
    return Printed(
        title=title, language=get_language() or "en", marking=_marking(told), foot=_foot(acting, told.at),
        body=render_to_string("exchange/account_printed.html", facts),
    )  # fmt: skip


def of_table(
    acting: Acting,
    title: str,
    head: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    *,
    at: AsOf,
    about: Sequence[Sequence[Any]],
    widths: Sequence[int] = (),
) -> Printed:
    """A dashboard's table as it is taken away as a sheet, across the page."""
    shown = about[1:]  # its first line, the moment, is told in two
    kept = list(islice(rows, LINES + 1))
    facts = {
        "title": title, "head": head, "rows": [list(map(_cell, row)) for row in kept[:LINES]], "about": shown,
        "widths": widths, "moments": moments(at), "lines": LINES, "left_out": len(kept) > LINES,
    }  # fmt: skip
    return Printed(
        title=title, language=get_language() or "en", marking=_with_demo(Marking.DELEGATIONS.label),
        foot=_foot(acting, at), body=render_to_string("exchange/table_printed.html", facts), wide=True,
    )  # fmt: skip


def moments(at: AsOf) -> list[tuple[str, str]]:
    """The two moments of every fact that is told: until when it took effect, and until when it was recorded."""
    now = _moment()
    day = _("the end of %(day)s") % {"day": _day(at.day)} if at.is_past else now
    known = day if at.line == Lookback.KNOWN else now
    return [(_("Facts that had taken effect by"), day), (_("On record here by"), known)]


def _title(wanted: Mapping[str, Any], paper: Paper | None) -> str:
    if paper is not None:
        return _("Report on implementation: %(title)s") % {"title": paper.title}
    if wanted.get("theme"):
        return _("Report on implementation, theme: %(theme)s") % {"theme": wanted["theme"]}
    return _("Report on implementation")


def _foot(acting: Acting, at: AsOf) -> str:
    day = _day(at.day) if at.is_past else _moment()
    return _("As of %(day)s, as %(code)s may see it") % {"code": acting.delegation.code, "day": day}


def _moment() -> str:
    return f"{written(timezone.localtime(), 'j F Y, H:i')} {settings.TIME_ZONE}"


def _day(day: date) -> str:
    return written(day, "j F Y")


def _cell(value: Any) -> Any:
    return "" if value is None else written(value, "j M Y") if isinstance(value, date) else value


def _marking(told: queries.Account) -> str:
    """The strictest of what it tells of; of a paper that is not open to the reader nothing milder is known."""
    order = list(Marking)
    marks = [Marking(paper.marking) for paper in told.papers]
    if told.shows_hidden_papers or told.left_out:
        marks.append(Marking.DELEGATIONS)
    return _with_demo(min(marks, key=order.index, default=Marking.DELEGATIONS).label)


def _with_demo(marking: Any) -> str:
    return f"{marking} · {_('Fictional demonstration content.')}" if settings.DEMO else str(marking)


def _reservations(acting: Acting, papers: Sequence[Paper], at: AsOf) -> list[Reservation]:
    """Those that all readers of the paper may see: a report is passed on."""
    seen = Reservation.objects.visible_to(acting).filter(paper__in=papers, reach=Reach.PAPER)
    if at.is_past:
        stood = Q(lifted_at__isnull=True) | Q(lifted_at__date__gt=at.day)
        return list(seen.filter(stood, entered_at__date__lte=at.day).for_list())
    return list(seen.outstanding().for_list())

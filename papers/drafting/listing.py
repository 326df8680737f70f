"""Lists kept elsewhere: a paper that holds what somebody else published, so that access and record stay the same."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.delegations.models import Body, Delegation
from papers.delegations.queries import secretariat
from papers.drafting import access, rules
from papers.drafting.levels import Level
from papers.drafting.lifecycle import Stage
from papers.drafting.live import log
from papers.drafting.models import Kind, Paper, Revision, Sponsor
from papers.drafting.preparing import prepare
from papers.drafting.projection import whole
from papers.drafting.writing import write_revision
from papers.shared.acting import Actor
from papers.shared.errors import BadInput


@transaction.atomic
def begin_list(
    *,
    body: Body,
    title: str,
    symbol: str,
    lead: Delegation,
    language: str,
    dated: date,
    text: str,
    by: Actor,
    theme: str = "",
) -> Paper:
    """Begin a list that was published elsewhere: whose it is reads it, the secretariat keeps it, nobody edits it."""
    rules.can_begin_list.require(by, None)
    if Paper.objects.filter(symbol=symbol).exists():
        raise BadInput(_("“%(symbol)s” is taken already. Nothing was taken over.") % {"symbol": symbol})
    paper = Paper.objects.create(
        body=body, kind=Kind.LIST, title=title, theme=theme, language=language, lead=lead, symbol=symbol, first_issue=1,
        stage=Stage.PUBLISHED, external=True, brackets=False,
    )  # fmt: skip
    Sponsor.objects.create(paper=paper, delegation=lead)
    reason = _("a list kept elsewhere")
    gifts = [access.Gift(lead, Level.LEAD, 1, reason=reason)]
    gifts += [access.Gift(secretariat(), Level.PRESIDE, 1, reason=reason)]
    access.give_each(paper, gifts, by=by)
    audit.record("drafting.list.begun", paper, by=by, paper=paper, symbol=symbol)
    write_list(paper, text, by=by, dated=dated)
    return paper


def write_list(paper: Paper, text: str, *, by: Actor, dated: date | None = None, note: str = "") -> Revision:
    """Write the list as it stands now as its next revision, on a locked paper; the caller asked its rule."""
    before = whole(paper.current)
    try:
        prepared = prepare(text, before.block_map if before else (), brackets=False)
    except ValueError as error:
        raise BadInput(f"{error} {_('Nothing was taken over.')}") from error
    day: dict[str, Any] = {"dated": _noon(dated)} if dated else {}
    revision = write_revision(paper, prepared, previous=before, by=by, note=note, **day)
    log.begin(paper, text, by=by)
    return revision


def _noon(day: date) -> datetime:
    """A day as a moment that is the same day in every zone of the centre's work."""
    return timezone.make_aware(datetime.combine(day, time(12)), timezone.get_default_timezone())

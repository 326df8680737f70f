"""Who is given what on a paper: wishes from the page become changes, checked against what may be given, then grants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.delegations.models import Delegation
from papers.delegations.queries import holders
from papers.delegations.roles import State
from papers.delegations.services import wake
from papers.drafting import access, levels, rules
from papers.drafting.levels import Ladder, Level
from papers.drafting.models import Grant, Paper
from papers.notifications.services import News, notify_each
from papers.shared.acting import Actor, Capability
from papers.shared.errors import Refused

GIVEN = "drafting.access.given"
AS_NOW, CURRENT, ALL = "now", "current", "all"


@dataclass(frozen=True)
class Wish:
    """What one delegation is to have: a level or none, from where, until when, why; and the grants that were seen."""

    delegation: Delegation
    level: str = ""
    report: bool = False
    first: str = AS_NOW
    last_day: date | None = None
    reason: str = ""
    seen: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Change:
    """What a wish changes on one ladder: the grant that ends, if any, and the level that begins, if any."""

    delegation: Delegation
    ladder: str
    was: Grant | None
    level: str
    from_number: int
    until: datetime | None
    reason: str

    @property
    def is_rise(self) -> bool:
        """Whether the delegation may do more than before, so that its people are told."""
        if not self.level:
            return False
        return self.was is None or not levels.at_most(self.level, self.was.level)

    @property
    def narrows(self) -> bool:
        """Whether the delegation may do or see less than before, or not for as long."""
        if self.was is None:
            return False
        lower = not levels.at_most(self.was.level, self.level)
        return lower or self.until is not None or self.from_number > self.was.from_number


def standing(paper: Paper) -> list[Grant]:
    """The grants that hold or will hold, not those whose end has passed."""
    return standing_on([paper]).get(paper.pk, [])


def standing_on(papers: Iterable[Paper]) -> dict[UUID, list[Grant]]:
    """The same for several papers, by paper; one statement."""
    now = timezone.now()
    found: dict[UUID, list[Grant]] = {}
    for grant in Grant.objects.open().filter(paper__in=list(papers)).select_related("delegation"):
        if grant.until is None or grant.until > now:
            found.setdefault(grant.paper_id, []).append(grant)
    return found


def plan(paper: Paper, wishes: Iterable[Wish], grants: Iterable[Grant], *, by: Actor) -> list[Change]:
    """What the wishes change, or the sentence why they may not; wishes that say what stands already change nothing."""
    known = {(grant.delegation_id, grant.ladder): grant for grant in grants}
    changes = []
    for wish in wishes:
        own = [known.get((wish.delegation.pk, ladder)) for ladder in (Ladder.TEXT, Ladder.REPORT)]
        wanted = [change for change in (_text(paper, wish, own[0]), _report(paper, wish, own[1])) if change]
        if wanted and {grant.pk for grant in own if grant} != wish.seen:
            raise Refused(_stale(wish))
        changes += wanted
    for change in changes:
        _may(paper, change, by)
    return changes


@transaction.atomic
def set_access(paper: Paper, wishes: Iterable[Wish], *, by: Actor) -> list[Change]:
    """Give, change and end countries' access in one act, effective at their next request; those who gain are told."""
    paper = Paper.objects.select_for_update(of=("self",)).select_related("lead", "current").get(pk=paper.pk)
    rules.can_change_access.require(by, paper)
    if by.delegation:
        wake(by.delegation, by=by)
    changes = plan(paper, wishes, standing(paper), by=by)
    carry_out(paper, changes, by=by)
    return changes


def carry_out(paper: Paper, changes: list[Change], *, by: Actor) -> None:
    """Make changes that were planned, on a paper that is locked; those who gain are told."""
    ended = [(change.delegation, change.ladder) for change in changes if not change.level]
    given = [change for change in changes if change.level]
    access.end_each(paper, ended, by=by)
    grants = access.give_each(paper, [_gift(change) for change in given], by=by)
    _tell(list(zip(given, grants, strict=True)), by)


@transaction.atomic
def look_as(paper: Paper, delegation: Delegation, *, by: Actor) -> None:
    """Record that somebody who manages its access looks at the paper as a country sees it."""
    rules.can_manage_access.require(by, paper)
    audit.record("drafting.access.looked_as", paper, by=by, paper=paper, code=delegation.code)


def people_told(changes: Iterable[Change], *, by: Actor) -> Any:
    """The mandates whose holders learn of these changes: of those who gain, not of those who lose."""
    gaining = [
        change.delegation for change in changes if change.is_rise and change.delegation != by.delegation
    ]
    return holders(gaining, Capability.READ)


def end_of(day: date | None) -> datetime | None:
    """The moment after the last of a day in the centre's zone."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def last_day(until: datetime | None) -> date | None:
    """The last day on which something with this end holds."""
    return timezone.localdate(until - timedelta(microseconds=1)) if until else None


def first_number(paper: Paper, choice: str, grant: Grant | None) -> int:
    """The first revision shown: as now, the current one, or all there are."""
    if choice == ALL:
        return 1
    if choice == AS_NOW and grant is not None:
        return grant.from_number
    return paper.current.number if paper.current else 1


def _text(paper: Paper, wish: Wish, grant: Grant | None) -> Change | None:
    if grant is None and not wish.level:
        return None
    number = first_number(paper, wish.first, grant)
    wanted = (wish.level, number, wish.last_day, wish.reason)
    if grant is not None and wanted == (grant.level, grant.from_number, last_day(grant.until), grant.reason):
        return None
    return Change(wish.delegation, Ladder.TEXT, grant, wish.level, number, end_of(wish.last_day), wish.reason)


def _report(paper: Paper, wish: Wish, grant: Grant | None) -> Change | None:
    if wish.report == (grant is not None):
        return None
    level, number = (Level.REPORT if wish.report else ""), first_number(paper, wish.first, grant)
    return Change(wish.delegation, Ladder.REPORT, grant, level, number, end_of(wish.last_day), wish.reason)


def _may(paper: Paper, change: Change, by: Actor) -> None:
    """Nobody gives, changes or ends more than they may give; the lead's own access stays."""
    if change.ladder == Ladder.REPORT:
        return
    if change.delegation.pk == paper.lead_id:
        raise PermissionDenied(_("The delegation that leads a paper keeps its access to it."))
    if change.narrows:
        rules.may_be_narrowed.require(by, paper)
    ceiling = rules.ceiling(by, paper)
    for level in (change.level, change.was.level if change.was else ""):
        if level and not levels.at_most(level, ceiling):
            raise PermissionDenied(_("Nobody gives or takes more than they hold: you may go up to “%(level)s”.")
                                   % {"level": Level(ceiling).label})  # fmt: skip


def _gift(change: Change) -> access.Gift:
    return access.Gift(
        change.delegation, change.level, change.from_number, until=change.until, reason=change.reason
    )


def _tell(given: Iterable[tuple[Change, Grant]], by: Actor) -> None:
    """Each grant to the people of the delegation that gained by it."""
    gained: dict[Any, list[Grant]] = {}
    for change, grant in given:
        if change.is_rise:
            gained.setdefault(change.delegation.pk, []).append(grant)
    mandates = people_told([change for change, _grant in given], by=by)
    notify_each(
        News(mandate, GIVEN, grant) for mandate in mandates for grant in gained[mandate.seat.delegation_id]
    )


def _stale(wish: Wish) -> str:
    return _("The access of %(name)s was changed by somebody else since you opened the page. Nothing was changed; "
             "look at it again.") % {"name": wish.delegation.name}  # fmt: skip


@transaction.atomic
def name_penholder(paper: Paper, delegation: Delegation, *, reason: str, by: Actor) -> Grant:
    """Give the pen to another delegation while the one that leads the paper is away; it stays named as its lead."""
    paper = Paper.objects.select_for_update(of=("self",)).select_related("lead", "current").get(pk=paper.pk)
    rules.can_name_penholder.require(by, paper)
    taking_part = Delegation.objects.seated().with_state(by.at).filter(pk=delegation.pk, state=State.ACTIVE)
    if delegation.pk == paper.lead_id or not taking_part.exists():
        raise Refused(_("The pen passes to another delegation that takes part. Nothing was changed."))
    grant = access.give(paper, delegation, Level.LEAD, by=by, reason=reason[:200])
    notify_each(News(mandate, GIVEN, grant) for mandate in holders([delegation], Capability.ISSUE))
    return grant

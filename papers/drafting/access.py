"""Which country may do what with a paper: the only code that writes guardian's table, and the questions asked of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.clock import services as clock
from papers.delegations.models import Delegation
from papers.drafting import levels, pictures
from papers.drafting.levels import Ladder
from papers.drafting.live import log, nudges
from papers.drafting.models import Grant, Paper, PaperPermission, WorkingText
from papers.shared.acting import Actor, Capability
from papers.shared.errors import Refused
from papers.shared.models import act_of

GRANT_EDGE = "drafting.grant.edge"


class Held(NamedTuple):
    """What a delegation holds on a paper now: permissions, and the first revision it sees."""

    permissions: frozenset[str]
    from_number: int


class Reach(NamedTuple):
    """How far a permission reaches: from which revision on, and until when."""

    from_number: int
    until: datetime | None


def held(acting: Actor, paper: Paper) -> Held:
    """What the acting delegation holds on this paper, read once per request."""
    key = ("held", paper.pk)
    if key not in acting.memo:
        acting.memo[key] = _read(acting, paper)
    answer: Held = acting.memo[key]
    return answer


def hold_ready(actings: Iterable[Actor], paper: Paper) -> None:
    """Read once what several delegations hold on one paper, so that no rule asks again for any of them."""
    live = PaperPermission.objects.filter(content_object=paper).exclude(until__lte=timezone.now())
    rows = list(live.values_list("group", "permission__codename", "from_number"))
    for acting in actings:
        group = acting.delegation.group_id if acting.delegation else None
        acting.memo[("held", paper.pk)] = _held(row[1:] for row in rows if row[0] == group)


def with_held(papers: Any, acting: Actor) -> Any:
    """Papers with what the acting delegation holds on each, read in the same statement; `remember` takes it up."""
    if acting.delegation is None:
        return papers
    rows = PaperPermission.objects.filter(content_object=OuterRef("pk"), group=acting.delegation.group_id)
    live = rows.exclude(until__lte=timezone.now())
    views = live.filter(permission__codename=levels.VIEW).order_by("from_number")
    each = {
        f"holds_{name}": Exists(live.filter(permission__codename=name)) for name, _words in levels.PERMISSIONS
    }
    return papers.annotate(sees_from=Subquery(views.values("from_number")[:1]), **each)


def remember(acting: Actor, paper: Paper) -> Paper:
    """Keep for this request what a paper from `with_held` says, so that nobody asks again."""
    names = (name for name, _words in levels.PERMISSIONS if getattr(paper, f"holds_{name}", False))
    acting.memo[("held", paper.pk)] = Held(frozenset(names), getattr(paper, "sees_from", None) or 1)
    return paper


def allowed(acting: Actor, permission: str, paper: Paper) -> bool:
    """Country's grant and the person's right to read for it; what the person may do beside, the rules ask."""
    return acting.can(Capability.READ) and permission in held(acting, paper).permissions


def delegations_with(paper: Paper, permission: str) -> Any:
    """The delegations that hold this permission on the paper now."""
    now = timezone.now()
    rows = PaperPermission.objects.filter(content_object=paper, permission__codename=permission)
    live = rows.exclude(until__lte=now).values("group")
    return Delegation.objects.filter(group__in=live).in_order()


@transaction.atomic
def give(
    paper: Paper,
    delegation: Delegation,
    level: str,
    *,
    by: Actor,
    from_number: int | None = None,
    starts: datetime | None = None,
    until: datetime | None = None,
    reason: str = "",
) -> Grant:
    """Give a delegation a level, in place of the one it had on the same ladder. The caller asked the rule."""
    now = timezone.now()
    if until is not None and until <= max(now, starts or now):
        raise Refused(_("The access would end before it begins. Nothing was changed."))
    Paper.objects.select_for_update().get(pk=paper.pk)
    _end_open(paper, delegation, levels.ladder_of(level), by, now)
    grant = Grant.objects.create(
        paper=paper, delegation=delegation, level=level, ladder=levels.ladder_of(level),
        from_number=from_number or (paper.current.number if paper.current else 1),
        starts=starts or now, until=until, reason=reason, **act_of(by),
    )  # fmt: skip
    _derive(paper, delegation, by)
    _watch_edges(grant, now)
    audit.record(
        "drafting.access.given", paper, by=by, paper=paper, to=delegation.code, level=level,
        from_number=grant.from_number, until=until,
    )  # fmt: skip
    return grant


@transaction.atomic
def end(paper: Paper, delegation: Delegation, *, by: Actor, ladder: str = Ladder.TEXT) -> bool:
    """End the delegation's open grant on a ladder; effective at its next request."""
    Paper.objects.select_for_update().get(pk=paper.pk)
    if not _end_open(paper, delegation, ladder, by, timezone.now()):
        return False
    _derive(paper, delegation, by)
    audit.record("drafting.access.ended", paper, by=by, paper=paper, to=delegation.code, ladder=ladder)
    return True


def ensure(
    paper: Paper, delegations: Iterable[Delegation], level: str, *, by: Actor, reason: str
) -> list[Delegation]:
    """Give a level of the text ladder to those who hold less; returns those who gained something."""
    open_grants = {grant.delegation_id: grant for grant in paper.grants.live().filter(ladder=Ladder.TEXT)}
    gained = []
    for delegation in delegations:
        grant = open_grants.get(delegation.pk)
        if grant is None or not levels.at_most(level, grant.level):
            from_number = grant.from_number if grant else None
            give(paper, delegation, level, by=by, from_number=from_number, reason=reason)
            gained.append(delegation)
    return gained


def give_in_bulk(grants: list[Grant]) -> None:
    """Write many open grants and what derives from them, without a record: for filling a database to be measured."""
    ids = dict(Permission.objects.filter(content_type__app_label="drafting").values_list("codename", "pk"))
    Grant.objects.bulk_create(grants, batch_size=2000)
    PaperPermission.objects.bulk_create(
        (
            PaperPermission(
                group_id=grant.delegation.group_id, permission_id=ids[codename], content_object_id=grant.paper_id,
                from_number=grant.from_number, until=grant.until,
            )
            for grant in grants
            for codename in levels.BRINGS[grant.level]
        ),
        batch_size=2000,
    )  # fmt: skip


def begin_generation(paper: Paper, *, by: Actor) -> None:
    """Start a new history of the working text: who may draft from now on sees nothing that was deleted before."""
    working = log.current(WorkingText.objects.select_for_update().get(paper=paper))
    pictures.take_over(paper, working.text)
    log.begin(paper, working.text, by=by)
    nudges.access_changed(paper)


class GrantEdge:
    """A grant that begins or ends later: its permissions are written when the clock reaches the edge."""

    def fire(self, target_uuid: UUID, *, by: Actor) -> None:
        grant = Grant.objects.select_related("paper", "delegation").filter(pk=target_uuid).first()
        if grant is not None:
            with transaction.atomic():
                _derive(grant.paper, grant.delegation, by)


def _read(acting: Actor, paper: Paper) -> Held:
    if acting.delegation is None:
        return Held(frozenset(), 1)
    now = timezone.now()
    rows = PaperPermission.objects.filter(content_object=paper, group=acting.delegation.group_id)
    return _held(rows.exclude(until__lte=now).values_list("permission__codename", "from_number"))


def _held(rows: Iterable[tuple[str, int]]) -> Held:
    found = list(rows)
    views = [number for codename, number in found if codename == levels.VIEW]
    return Held(frozenset(codename for codename, _number in found), min(views, default=1))


def _end_open(paper: Paper, delegation: Delegation, ladder: str, by: Actor, now: datetime) -> int:
    open_grants = Grant.objects.open().filter(paper=paper, delegation=delegation, ladder=ladder)
    return open_grants.update(ended_at=now, ended_by=by.user)


def _derive(paper: Paper, delegation: Delegation, by: Actor) -> None:
    """Rewrite guardian's rows of one delegation on one paper from its live grants."""
    by.memo.pop(("held", paper.pk), None)
    wanted: dict[str, Reach] = {}
    for grant in Grant.objects.live().filter(paper=paper, delegation=delegation):
        for codename in levels.BRINGS[grant.level]:
            wanted[codename] = _wider(wanted.get(codename), Reach(grant.from_number, grant.until))
    rows = PaperPermission.objects.filter(content_object=paper)
    drafting = set(rows.of_any(levels.DRAFT).values_list("group", flat=True))
    since = dict(rows.held_by(delegation).values_list("permission__codename", "since"))
    rows.filter(group=delegation.group_id).delete()
    ids = dict(Permission.objects.filter(content_type__app_label="drafting").values_list("codename", "pk"))
    PaperPermission.objects.bulk_create(
        PaperPermission(
            group_id=delegation.group_id, permission_id=ids[codename], content_object=paper,
            from_number=reach.from_number, until=reach.until, since=since.get(codename) or timezone.now(),
        )
        for codename, reach in wanted.items()
    )  # fmt: skip
    if levels.DRAFT in wanted and drafting and delegation.group_id not in drafting:
        begin_generation(paper, by=by)
    nudges.access_changed(paper)


def _wider(found: Reach | None, more: Reach) -> Reach:
    if found is None:
        return more
    latest = None if found.until is None or more.until is None else max(found.until, more.until)
    return Reach(min(found.from_number, more.from_number), latest)


def _watch_edges(grant: Grant, now: datetime) -> None:
    for version, edge in enumerate([grant.starts, grant.until]):
        if edge is not None and edge > now:
            clock.schedule(GRANT_EDGE, grant.pk, edge, version=version)

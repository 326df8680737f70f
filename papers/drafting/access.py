"""Which country may do what with a paper: the only code that writes guardian's table, and the questions asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.clock import services as clock
from papers.delegations.models import Delegation, Kind
from papers.drafting import levels, pictures, reach
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


class Gift(NamedTuple):
    """What a delegation is to have; without a number it sees from the current revision on."""

    delegation: Delegation
    level: str
    from_number: int | None = None
    starts: datetime | None = None
    until: datetime | None = None
    reason: str = ""


def held(acting: Actor, paper: Paper) -> Held:
    """What the acting delegation holds on this paper, read once per request."""
    key = ("held", paper.pk)
    if key not in acting.memo:
        acting.memo[key] = _read(acting, paper)
    answer: Held = acting.memo[key]
    return answer


def hold_ready(actings: Iterable[Actor], paper: Paper) -> None:
    """Read once what several delegations hold on one paper, so that no rule asks again for any of them."""
    live = PaperPermission.objects.in_force().filter(content_object=paper)
    rows = list(live.values_list("group", "permission__codename", "from_number"))
    for acting in actings:
        group = acting.delegation.group_id if acting.delegation else None
        acting.memo[("held", paper.pk)] = _held(row[1:] for row in rows if row[0] == group)


def with_held(papers: Any, acting: Actor) -> Any:
    """Papers with what the acting delegation holds on each, read in the same statement; `remember` takes it up."""
    if acting.delegation is None:
        return papers
    rows = PaperPermission.objects.held_by(acting.delegation).filter(content_object=OuterRef("pk"))
    return papers.annotate(held_now=Subquery(rows.in_one_word()))


def remember(acting: Actor, paper: Paper) -> Paper:
    """Keep for this request what a paper from `with_held` says, so that nobody asks again."""
    told = (row.rpartition(":") for row in (getattr(paper, "held_now", None) or "").split(",") if row)
    acting.memo[("held", paper.pk)] = _held((codename, int(number)) for codename, _colon, number in told)
    return paper


def allowed(acting: Actor, permission: str, paper: Paper) -> bool:
    """Country's grant and the person's right to read for it; what the person may do beside, the rules ask."""
    return acting.can(Capability.READ) and permission in held(acting, paper).permissions


def delegations_with(paper: Paper, permission: str) -> Any:
    """The delegations that hold this permission on the paper now."""
    rows = PaperPermission.objects.of_any(permission).filter(content_object=paper)
    return Delegation.objects.filter(group__in=rows.values("group")).in_order()


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
    _lock(paper)
    return give_each(paper, [Gift(delegation, level, from_number, starts, until, reason)], by=by)[0]


def give_each(paper: Paper, gifts: Sequence[Gift], *, by: Actor) -> list[Grant]:
    """Give each delegation what it is to have, the caller having locked the paper; as many statements as for one."""
    now = timezone.now()
    if any(gift.until is not None and gift.until <= max(now, gift.starts or now) for gift in gifts):
        raise Refused(_("The access would end before it begins. Nothing was changed."))
    if any(gift.delegation.kind == Kind.CONSULTED for gift in gifts):
        raise Refused(
            _("Consulted parties are asked about passages; no paper is opened to them. Nothing was changed.")
        )
    if not gifts:
        return []
    _end_open(paper, [(gift.delegation, levels.ladder_of(gift.level)) for gift in gifts], by, now)
    current = paper.current.number if paper.current else 1
    grants = Grant.objects.bulk_create(
        Grant(
            paper=paper, delegation=gift.delegation, level=gift.level, ladder=levels.ladder_of(gift.level),
            from_number=gift.from_number or current, starts=gift.starts or now, until=gift.until, reason=gift.reason,
            **act_of(by),
        )
        for gift in gifts
    )  # fmt: skip
    _derive(paper, [gift.delegation for gift in gifts], by)
    _watch_edges(grants, now)
    audit.record_all([_given(grant, by) for grant in grants])
    return grants


@transaction.atomic
def end(paper: Paper, delegation: Delegation, *, by: Actor, ladder: str = Ladder.TEXT) -> bool:
    """End the delegation's open grant on a ladder; effective at its next request."""
    _lock(paper)
    return bool(end_each(paper, [(delegation, ladder)], by=by))


def end_each(paper: Paper, ends: Sequence[tuple[Delegation, str]], *, by: Actor) -> int:
    """End open grants, each named by delegation and ladder, the caller having locked the paper; how many there were."""
    if not ends:
        return 0
    grants = list(_open_grants(paper, ends).select_related("delegation"))
    if grants:
        _end_open(paper, ends, by, timezone.now())
        _derive(paper, [grant.delegation for grant in grants], by)
        audit.record_all([_ended(grant, by) for grant in grants])
    return len(grants)


def ensure(
    paper: Paper, delegations: Iterable[Delegation], level: str, *, by: Actor, reason: str
) -> list[Delegation]:
    """Give a level of the text ladder to those who hold less, on a locked paper; returns those who gained something."""
    open_grants = {grant.delegation_id: grant for grant in paper.grants.live().filter(ladder=Ladder.TEXT)}
    gifts = []
    for delegation in delegations:
        grant = open_grants.get(delegation.pk)
        if grant is None or not levels.at_most(level, grant.level):
            gifts.append(Gift(delegation, level, grant.from_number if grant else None, reason=reason))
    give_each(paper, gifts, by=by)
    return [gift.delegation for gift in gifts]


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


def begin_generation(paper: Paper, *, by: Actor, text: str | None = None) -> None:
    """Start a new history of the working text: who may draft from now on sees nothing that was deleted before."""
    working = log.current(WorkingText.objects.select_for_update().get(paper=paper))
    begins = working.text if text is None else text
    pictures.take_over(paper, begins)
    log.begin(paper, begins, by=by)
    nudges.access_changed(paper)


class GrantEdge:
    """A grant that begins or ends later: its permissions are written when the clock reaches the edge."""

    @transaction.atomic
    def fire(self, target_uuid: UUID, *, by: Actor) -> None:
        # Under the lock of every other change of access: what somebody ends at this moment must not come back.
        paper = Paper.objects.select_for_update(of=("self",)).filter(grants=target_uuid).first()
        if paper is not None:
            _derive(paper, Delegation.objects.filter(grants=target_uuid), by)


def _read(acting: Actor, paper: Paper) -> Held:
    if acting.delegation is None:
        return Held(frozenset(), 1)
    rows = PaperPermission.objects.held_by(acting.delegation).filter(content_object=paper)
    return _held(rows.values_list("permission__codename", "from_number"))


def _held(rows: Iterable[tuple[str, int]]) -> Held:
    found = list(rows)
    views = [number for codename, number in found if codename == levels.VIEW]
    return Held(frozenset(codename for codename, _number in found), min(views, default=1))


def _lock(paper: Paper) -> None:
    """Whoever changes who holds what on a paper waits for whoever does so already."""
    Paper.objects.select_for_update().only("pk").get(pk=paper.pk)


def _open_grants(paper: Paper, places: Iterable[tuple[Delegation, str]]) -> Any:
    """The open grants of delegations on ladders, of which each holds one at most."""
    anywhere = Q()
    for delegation, ladder in places:
        anywhere |= Q(delegation=delegation, ladder=ladder)
    return Grant.objects.open().filter(anywhere, paper=paper)


def _end_open(paper: Paper, places: Iterable[tuple[Delegation, str]], by: Actor, now: datetime) -> None:
    _open_grants(paper, places).update(ended_at=now, ended_by=by.user)


def _derive(paper: Paper, delegations: Iterable[Delegation], by: Actor) -> None:
    """Rewrite guardian's rows of these delegations on one paper from their live grants."""
    by.memo.pop(("held", paper.pk), None)
    groups = {delegation.pk: delegation.group_id for delegation in delegations}
    wanted = reach.of(Grant.objects.live().filter(paper=paper, delegation__in=groups))
    rows = PaperPermission.objects.filter(content_object=paper)
    found = rows.in_force().values_list("group", "permission__codename", "since")
    since = {(group, codename): moment for group, codename, moment in found}
    rows.filter(group__in=groups.values()).delete()
    ids = dict(Permission.objects.filter(content_type__app_label="drafting").values_list("codename", "pk"))
    PaperPermission.objects.bulk_create(
        PaperPermission(
            group_id=groups[one], permission_id=ids[codename], content_object=paper,
            from_number=far.from_number, until=far.until,
            since=since.get((groups[one], codename)) or timezone.now(),
        )
        for (one, codename), far in wanted.items()
    )  # fmt: skip
    drafting = {group for group, codename in since if codename == levels.DRAFT}
    drafting_now = {groups[one] for one, codename in wanted if codename == levels.DRAFT}
    if drafting and drafting_now - drafting:
        begin_generation(paper, by=by)
    nudges.access_changed(paper)


def _watch_edges(grants: Iterable[Grant], now: datetime) -> None:
    edges = [
        (grant, version, edge) for grant in grants for version, edge in enumerate([grant.starts, grant.until])
    ]
    clock.schedule_each(
        GRANT_EDGE, [(grant.pk, version, edge) for grant, version, edge in edges if edge is not None and edge > now]
    )  # fmt: skip


def _given(grant: Grant, by: Actor) -> audit.Act:
    facts = {
        "to": grant.delegation.code, "level": grant.level, "from_number": grant.from_number, "until": grant.until,
    }  # fmt: skip
    return audit.Act("drafting.access.given", grant.paper, by, grant.paper, facts=facts)


def _ended(grant: Grant, by: Actor) -> audit.Act:
    facts = {"to": grant.delegation.code, "ladder": grant.ladder}
    return audit.Act("drafting.access.ended", grant.paper, by, grant.paper, facts=facts)

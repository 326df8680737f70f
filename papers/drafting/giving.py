"""Giving several delegations access to several papers in one act: planned, previewed, and done as it was previewed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations.models import Delegation
from papers.delegations.services import wake
from papers.drafting import access, levels, rules
from papers.drafting.levels import Ladder
from papers.drafting.models import AccessTemplate, AccessTemplateRow, Grant, Paper
from papers.drafting.sharing import ALL, AS_NOW, Change, Wish, carry_out, last_day, plan, standing_on
from papers.shared.acting import Actor
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of
from papers.shared.text import sha256

MOST = 50  # papers in one act, each of which is locked until all are done
MADE, ENDED = "drafting.access.template_made", "drafting.access.template_ended"


@dataclass(frozen=True)
class Offer:
    """What delegations are to hold at least: levels by delegation, from where, until when, and why."""

    levels: Mapping[Delegation, str]
    first: str = AS_NOW
    last_day: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class Plan:
    """What an offer changes on one paper; nothing where all hold as much already."""

    paper: Paper
    changes: list[Change]


def plan_all(papers: Collection[UUID], offer: Offer, *, by: Actor) -> list[Plan]:
    """What the offer would change; refused whole where a paper or a level is not this person's to give."""
    return _planned(_papers(papers, by), offer, by)


@transaction.atomic
def give_all(papers: Collection[UUID], offer: Offer, *, seen_digest: str, by: Actor) -> list[Plan]:
    """Give on every paper what was previewed, or on none: another outcome than the one that was seen is refused."""
    _lock(papers, by)
    plans = plan_all(papers, offer, by=by)
    if seen_digest != digest_of(plans):
        raise Refused(
            _(
                "Who holds what on these papers has changed since the preview. Nothing was changed; look at it again."
            )
        )
    if by.delegation:
        wake(by.delegation, by=by)
    for one in plans:
        carry_out(one.paper, one.changes, by=by)
    return plans


def digest_of(plans: Iterable[Plan]) -> str:
    """The fingerprint of what a preview shows: any other outcome gives another."""
    return sha256("\n".join(sorted(_line(one.paper, change) for one in plans for change in one.changes)))


@transaction.atomic
def make_template(
    *, title: str, levels: Mapping[Delegation, str], kind: str = "", theme: str = "", by: Actor
) -> AccessTemplate:
    """Keep under a title which delegation is usually given what; the centre's templates are offered to everybody."""
    rules.can_see_matrix.require(by, None)
    if not levels:
        raise BadInput(_("Choose a level for at least one delegation."))
    owner = Delegation.objects.select_for_update(no_key=True).get(pk=by.delegation.pk)
    if owner.access_templates.filter(title__iexact=title).exists():
        raise BadInput(_("Your delegation has a template of this title already. Choose another title."))
    template = AccessTemplate.objects.create(owner=owner, title=title, kind=kind, theme=theme, **act_of(by))
    AccessTemplateRow.objects.bulk_create(
        AccessTemplateRow(template=template, delegation=delegation, level=level)
        for delegation, level in levels.items()
    )
    audit.record(MADE, template, by=by, audience=Audience.DELEGATION, template=template.pk)
    return template


@transaction.atomic
def end_template(template: AccessTemplate, *, by: Actor) -> None:
    """Do away with a template; what was given by it stays."""
    rules.can_end_template.require(by, template)
    audit.record(ENDED, template, by=by, audience=Audience.DELEGATION, template=template.pk)
    AccessTemplate.objects.filter(pk=template.pk).delete()


def _lock(papers: Collection[UUID], by: Actor) -> None:
    """Wait for whoever changes access on these papers; by their ids, so that two such acts never wait in a circle."""
    found = Paper.objects.visible_to(by).filter(pk__in=list(papers)[: MOST + 1]).only("pk").order_by("pk")
    list(found.select_for_update(of=("self",)))


def _papers(papers: Collection[UUID], by: Actor) -> list[Paper]:
    """The papers, or the one refusal that names none of them: hidden, unknown and not one's own are alike."""
    wanted = set(papers)
    if len(wanted) > MOST:
        raise BadInput(_("At most %(most)d papers can be changed at once. Choose fewer.") % {"most": MOST})
    found = (
        Paper.objects.visible_to(by).filter(pk__in=wanted).select_related("lead", "current").order_by("pk")
    )
    rows = [access.remember(by, paper) for paper in access.with_held(found, by)]
    if (
        not wanted
        or len(rows) != len(wanted)
        or not all(rules.can_change_access(by, paper) for paper in rows)
    ):
        raise PermissionDenied(
            _("These are not all papers whose access you can change now. Nothing was changed on any of them.")
        )
    return rows


def _planned(papers: list[Paper], offer: Offer, by: Actor) -> list[Plan]:
    grants = standing_on(papers)
    return [_plan(paper, offer, grants.get(paper.pk, []), by) for paper in papers]


def _plan(paper: Paper, offer: Offer, grants: list[Grant], by: Actor) -> Plan:
    ceiling = rules.ceiling(by, paper)
    if not all(levels.at_most(level, ceiling) for level in offer.levels.values()):
        raise PermissionDenied(
            _(
                "Nobody gives more than they hold, and on one of these papers this is more. Nothing was changed on any."
            )
        )
    wishes = [_wish(delegation, level, offer, grants) for delegation, level in offer.levels.items()]
    return Plan(paper, plan(paper, [wish for wish in wishes if wish], grants, by=by))


def _wish(delegation: Delegation, level: str, offer: Offer, grants: list[Grant]) -> Wish | None:
    """What the offer asks beyond what the delegation holds; an offer takes nothing away, so that more stays more."""
    own = {grant.ladder: grant for grant in grants if grant.delegation_id == delegation.pk}
    grant = own.get(Ladder.TEXT)
    if grant is not None and levels.at_most(level, grant.level):
        return None
    return Wish(
        delegation,
        level,
        report=Ladder.REPORT in own,
        first=ALL if offer.first == ALL else AS_NOW,
        last_day=_later(offer.last_day, grant),
        reason=offer.reason,
        seen=frozenset(one.pk for ladder, one in own.items() if ladder != Ladder.PRESIDE),
    )


def _later(day: date | None, grant: Grant | None) -> date | None:
    if grant is None or day is None:
        return day
    until = last_day(grant.until)
    return None if until is None else max(day, until)


def _line(paper: Paper, change: Change) -> str:
    was: Any = change.was.pk if change.was else ""
    return f"{paper.pk}:{change.delegation.pk}:{was}:{change.level}:{change.from_number}:{change.until}:{change.reason}"

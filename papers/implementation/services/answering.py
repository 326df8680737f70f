"""Who it is addressed to, who does what about it, and what the addressee answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.delegations.models import Delegation
from papers.delegations.services import wake
from papers.implementation import rules
from papers.implementation.lifecycle import ACCEPTING, PLAIN_ANSWERS, Answer
from papers.implementation.models import Assignment, Recommendation, Response, Role, having
from papers.implementation.services import notices, standing
from papers.shared.acting import Actor
from papers.shared.errors import BadInput
from papers.shared.models import act_of

Parts = set[tuple[Delegation, str]]


@transaction.atomic
def assign(
    recommendation: Recommendation,
    *,
    addressee: Delegation,
    by: Actor,
    due: date | None = None,
    every_days: int | None = None,
    reporters: Iterable[Delegation] = (),
    supporters: Iterable[Delegation] = (),
    verifiers: Iterable[Delegation] = (),
) -> Recommendation:
    """Say who owns it, who supports, reports and verifies, by when it is to be done and how often reported."""
    recommendation = standing.locked(recommendation, by=by)
    rules.can_assign.require(by, recommendation)
    reporters, verifiers = list(reporters), list(verifiers)
    if due is not None and due <= timezone.localdate(recommendation.adopted_at):
        raise BadInput(_("It cannot be due before it was adopted. Nothing was changed; give a later day."))
    if {addressee, *reporters} & set(verifiers):
        raise BadInput(
            _("Whoever owns it or reports on it does not verify it. Nothing was changed; name another one.")
        )
    standing.begin(recommendation.paper, by=by)
    _readdress(recommendation, addressee, by)
    recommendation.due, recommendation.every_days = due, every_days or recommendation.every_days
    wanted = {(addressee, Role.OWNER.value)}
    wanted |= _as(Role.REPORTER, reporters) | _as(Role.SUPPORT, supporters) | _as(Role.VERIFIER, verifiers)
    fresh = _change_parts(recommendation, wanted, by)
    standing.keep(
        recommendation, "assigned", by=by, to=addressee.code, due=due, every_days=recommendation.every_days,
        parts=sorted(f"{delegation.code} {role}" for delegation, role in wanted),
    )  # fmt: skip
    notices.assigned(recommendation, fresh, by=by)
    return recommendation


@transaction.atomic
def respond(
    recommendation: Recommendation,
    *,
    value: str,
    by: Actor,
    text: str = "",
    effective_on: date | None = None,
    received_by: str = "",
) -> Response:
    """Record the addressee's answer; the secretariat may enter one given elsewhere, saying how it came."""
    recommendation = standing.locked(recommendation, by=by)
    rules.can_answer.require(by, recommendation)
    day = standing.checked_day(effective_on or timezone.localdate(), since=_earliest_answer(recommendation))
    _check_words(value, text)
    own = rules.answers_for_itself(by, recommendation)
    if not own and not received_by.strip():
        raise BadInput(_("An answer given elsewhere needs a note of how it came. Nothing was recorded."))
    if own:
        wake(standing.person(by).delegation, by=by)
    standing.begin(recommendation.paper, by=by)
    response = Response.objects.create(
        recommendation=recommendation, delegation=recommendation.addressee, value=value, text=text,
        received_by="" if own else received_by.strip(), effective_on=day, **act_of(by),
    )  # fmt: skip
    standing.answered(recommendation, value, day, accepting=value in ACCEPTING, by=by)
    standing.keep(recommendation, "answered", by=by, answer=value, effective_on=day, on_behalf=not own)
    notices.answered(recommendation, by=by)
    return response


def _as(role: Role, delegations: Iterable[Delegation]) -> Parts:
    return {(delegation, role.value) for delegation in delegations}


def _readdress(recommendation: Recommendation, addressee: Delegation, by: Actor) -> None:
    """A new addressee has not answered yet, whatever the one before said."""
    if recommendation.addressee_id == addressee.pk:
        return
    recommendation.addressee = addressee
    if recommendation.answer != Answer.AWAITING:
        Response.objects.create(
            recommendation=recommendation, delegation=addressee, value=Answer.AWAITING,
            effective_on=timezone.localdate(), **act_of(by),
        )  # fmt: skip
        standing.answered(recommendation, Answer.AWAITING, None, accepting=False, by=by)


def _change_parts(recommendation: Recommendation, wanted: Parts, by: Actor) -> list[Assignment]:
    """End the parts that are not wanted any more and begin the new ones; returns those."""
    now = timezone.now()
    live = recommendation.assignments.filter(until__isnull=True).select_related("delegation")
    held = {(part.delegation, part.role): part for part in live}
    ended = [part.pk for key, part in held.items() if key not in wanted]
    recommendation.assignments.filter(pk__in=ended).update(until=now)
    having.forget(by, recommendation)
    return Assignment.objects.bulk_create(
        Assignment(recommendation=recommendation, delegation=delegation, role=role, starts=now, **act_of(by))
        for delegation, role in sorted(wanted - held.keys(), key=lambda part: (part[0].code, part[1]))
    )


def _earliest_answer(recommendation: Recommendation) -> date:
    """An answer holds from its adoption on, and not before the answer that it replaces."""
    adopted = timezone.localdate(recommendation.adopted_at)
    return max(adopted, recommendation.answered_on or adopted)


def _check_words(value: str, text: str) -> None:
    if value == Answer.AWAITING:
        raise BadInput(_("“Awaiting” is no answer. Nothing was recorded; choose what the addressee said."))
    if value not in PLAIN_ANSWERS and not text.strip():
        raise BadInput(_("This answer needs its reasons. Nothing was recorded; add them and send it again."))

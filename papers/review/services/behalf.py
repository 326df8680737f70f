"""Answers that speak for other delegations too, each once it has confirmed that itself."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations.models import Delegation
from papers.review import rules
from papers.review.models import Answer, OnBehalf
from papers.shared.acting import Actor
from papers.shared.errors import Refused
from papers.shared.models import act_of


@transaction.atomic
def ask_to_speak_for(answer: Answer, delegations: Iterable[Delegation], *, by: Actor) -> None:
    """Ask others whether this answer speaks for them too, in the transaction of its release."""
    chosen = {delegation.pk: delegation for delegation in delegations}
    if not chosen:
        return
    invited = set(answer.round.entries.values_list("delegation", flat=True))
    if not set(chosen) <= invited - {answer.delegation_id}:
        raise Refused(_("An answer speaks for delegations that were invited to the round themselves."))
    answer.round.comments.standing().filter(delegation=answer.delegation).update(answer=answer)
    OnBehalf.objects.bulk_create(
        OnBehalf(answer=answer, delegation=delegation, asked_at=by.at) for delegation in chosen.values()
    )
    audit.record_all(_acts("review.behalf.asked", answer, chosen.values(), by))


@transaction.atomic
def say_for_whom(one: OnBehalf, *, agrees: bool, by: Actor) -> OnBehalf:
    """Confirm that another's answer speaks for the own delegation, or decline, or take that back."""
    locked = OnBehalf.objects.select_for_update(of=("self",)).select_related(
        "answer__round__paper", "delegation"
    )
    one = locked.get(pk=one.pk)
    rule = rules.can_confirm if agrees else rules.can_disown
    rule.require(by, one)
    one.confirmed_at = by.at if agrees else one.confirmed_at
    one.withdrawn_at = None if agrees else by.at
    for name, value in act_of(by).items():
        setattr(one, name, value)
    one.save()
    verb = "review.behalf.confirmed" if agrees else "review.behalf.withdrawn"
    audit.record_all(_acts(verb, one.answer, [one.delegation], by))
    return one


def _acts(verb: str, answer: Answer, others: Iterable[Delegation], by: Actor) -> list[audit.Act]:
    """The same fact for each of the two delegations, and for nobody else."""
    round = answer.round
    return [
        audit.Act(
            verb, round, by, round.paper, delegation=told, audience=Audience.DELEGATION,
            facts={"number": round.number, "code": other.code, "from": answer.delegation.code},
        )
        for other in others
        for told in (answer.delegation, other)
    ]  # fmt: skip

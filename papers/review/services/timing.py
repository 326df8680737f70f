"""The deadline of a round on the clock: put down, moved by the chair, and recalled to those who have not answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.clock import services as clock
from papers.delegations.models import Delegation
from papers.delegations.models.delegations import DelegationQuerySet
from papers.delegations.queries import holders
from papers.drafting.lifecycle import Stage
from papers.notifications.services import notify
from papers.review import lifecycle, rules
from papers.review.lifecycle import LEADS, State
from papers.review.models import Round, RoundExtension
from papers.review.services.words import in_centre_time, within
from papers.shared.acting import Actor, Capability
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of

LONGEST = timedelta(days=366)
VERSIONS = 10  # a deadline has fewer reminders than this; each has a version of its own


class RemindOfRound:
    """A reminder before the deadline of a round, as the clock knows it."""

    def fire(self, target_uuid: UUID, *, by: Actor) -> None:
        remind(target_uuid, by=by)


def keep(round: Round, *, now: datetime) -> None:
    """Put the deadline on the clock, with the reminders before it that are still to come."""
    due = round.deadline + timedelta(seconds=settings.SILENCE_MARGIN_SECONDS)
    clock.schedule(lifecycle.CLOSE, round.pk, due, version=round.version)
    ahead = [(which, round.deadline - lead) for which, lead in enumerate(LEADS)]
    reminders = [(round.pk, _version(round, which), at) for which, at in ahead if at > now]
    if reminders:
        clock.schedule_each(lifecycle.REMIND, reminders)


@transaction.atomic
def extend_round(round: Round, *, deadline: datetime, reason: str, by: Actor) -> RoundExtension:
    """Set a later deadline, before the present one has passed; everyone who was invited is told why."""
    rules.presides_over.require(by, round)
    locked = Round.objects.select_for_update(of=("self",)).select_related("paper", "revision")
    round = locked.get(pk=round.pk)
    refused = rules.still_runs.why_not(by, round)
    if refused is not None:
        raise Refused(refused)
    reason = within("reason", reason)
    if not reason:
        raise BadInput(_("An extension gives its reason, which everyone who was invited reads."))
    _require_later(round, deadline)
    extension = RoundExtension.objects.create(
        round=round, old_deadline=round.deadline, new_deadline=deadline, reason=reason, made_at=by.at, **act_of(by)
    )  # fmt: skip
    _move(round, deadline, by)
    audit.record(
        "review.round.extended", round, by=by, paper=round.paper, number=round.number,
        old_deadline=extension.old_deadline, new_deadline=deadline,
    )  # fmt: skip
    notify(holders(_invited(round), Capability.COMMENT), lifecycle.EXTENDED, round, version=round.version)
    return extension


@transaction.atomic
def remind(round_id: UUID, *, by: Actor) -> int:
    """Remind those who have not answered, each person once for each of the moments before each deadline."""
    rules.keeps_time.require(by, None)
    running = Round.objects.filter(state=State.OPEN, deadline__gt=by.at, paper__stage=Stage.CIRCULATION)
    round = running.select_for_update(of=("self",)).select_related("paper").filter(pk=round_id).first()
    passed = [which for which, lead in enumerate(LEADS) if round and round.deadline - lead <= by.at]
    if round is None or not passed:
        return 0
    silent = list(_invited(round, answered_at__isnull=True))
    people = {mandate.user_id: mandate for mandate in holders(silent, Capability.COMMENT)}
    told = notify(people.values(), lifecycle.REMINDED, round, version=_version(round, passed[-1]))
    if told:
        audit.record(
            "review.round.reminded", round, by=by, paper=round.paper, audience=Audience.CHAIR, number=round.number,
            reminded=[one.code for one in silent],
        )  # fmt: skip
    return told


def _version(round: Round, which: int) -> int:
    return round.version * VERSIONS + which


def _move(round: Round, deadline: datetime, by: Actor) -> None:
    """What waits for the old deadline is taken back; the new one is another version, so that people are told anew."""
    round.deadline, round.version = deadline, round.version + 1
    round.save(update_fields=["deadline", "version"])
    clock.cancel(lifecycle.CLOSE, round.pk)
    clock.cancel(lifecycle.REMIND, round.pk)
    keep(round, now=by.at)


def _require_later(round: Round, deadline: datetime) -> None:
    if deadline <= round.deadline:
        raise Refused(
            _("The round ends on %(day)s at %(time)s centre time. An extension sets a later deadline.")
            % in_centre_time(round.deadline)
        )
    if deadline - round.opens_at > LONGEST:
        raise Refused(_("A round of more than a year is not held. Choose an earlier deadline."))


def _invited(round: Round, **having: Any) -> DelegationQuerySet:
    return Delegation.objects.filter(pk__in=round.entries.filter(**having).values("delegation")).in_order()

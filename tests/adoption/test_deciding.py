"""What the clock decides, and what it does after an outage."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils import timezone

from papers.adoption import services
from papers.adoption.lifecycle import End, Standing, State
from papers.adoption.models import Adoption, Silence
from papers.adoption.registry import on_adoption
from papers.adoption.services.deciding import seal_of
from papers.audit.models import Event
from papers.clock.services import tick
from papers.drafting.lifecycle import Stage
from papers.drafting.services import withdraw
from papers.shared.errors import Refused
from tests.adoption.making import (
    CLOCK,
    HOUR,
    age,
    broken,
    expire,
    forget_beats,
    in_hours,
    outage,
    placed,
    swept,
)


def test_sweep_unbroken_adopts_effective_at_the_expiry(silence, ready_paper):
    swept(silence)

    adoption = Adoption.objects.get()
    ready_paper.refresh_from_db()
    assert (adoption.at, adoption.revision, adoption.silence) == (
        silence.expires_at,
        silence.revision,
        silence,
    )
    assert (silence.state, ready_paper.stage) == (State.UNBROKEN, Stage.ADOPTED)


def test_sweep_twice_adopts_once(silence):
    swept(silence)
    services.sweep(silence.pk, by=CLOCK)

    assert Adoption.objects.count() == 1
    assert Event.objects.filter(verb="adoption.paper.adopted").count() == 1


def test_sweep_before_the_margin_has_passed_decides_nothing(silence, settings):
    settings.SILENCE_MARGIN_SECONDS = 30

    swept(silence)

    assert (silence.state, Adoption.objects.count()) == (State.OPEN, 0)


def test_sweep_late_after_a_clock_that_stood_still_after_expiry_adopts_at_expiry(silence):
    expire(silence)
    Silence.objects.filter(pk=silence.pk).update(
        opened_at=F("opened_at") - 5 * HOUR, counted_from=F("counted_from") - 5 * HOUR,
        expires_at=F("expires_at") - 5 * HOUR,
    )  # fmt: skip
    silence.refresh_from_db()
    forget_beats(after=silence.expires_at)

    services.sweep(silence.pk, by=CLOCK)

    assert Adoption.objects.get().at == silence.expires_at


def test_sweep_by_a_person_is_refused(silence, chair):
    expire(silence)

    with pytest.raises(PermissionDenied, match="clock alone"):
        services.sweep(silence.pk, by=chair.acting)


def test_sweep_of_a_withdrawn_paper_ends_without_result(silence, head):
    withdraw(silence.paper, reason="", by=head.acting)
    services.watch(by=CLOCK)

    silence.refresh_from_db()
    silence.paper.refresh_from_db()
    assert (silence.state, silence.ended_because, silence.paper.stage) == (
        State.CANCELLED, End.WITHDRAWN, Stage.WITHDRAWN,
    )  # fmt: skip


def test_sweep_short_of_the_quorum_adopts_nothing(ready_paper, chair, body, reader):
    body.rules.update(acknowledgement_quorum_percent=50)
    silence = placed(ready_paper, chair)
    services.acknowledge(silence, by=reader.acting)

    swept(silence)

    assert (silence.state, silence.ended_because, Adoption.objects.count()) == (
        State.CANCELLED,
        End.QUORUM,
        0,
    )


def test_sweep_with_the_quorum_adopts(ready_paper, chair, body, reader, reviewer):
    body.rules.update(acknowledgement_quorum_percent=50)
    silence = placed(ready_paper, chair)
    services.acknowledge(silence, by=reader.acting)
    services.acknowledge(silence, by=reviewer.acting)

    swept(silence)

    assert (silence.state, Adoption.objects.count()) == (State.UNBROKEN, 1)


def test_adoption_seal_can_be_computed_again_and_changes_with_the_roll(silence, reader):
    services.acknowledge(silence, by=reader.acting)
    swept(silence)
    adoption = Adoption.objects.get()
    entries = list(silence.roll.select_related("delegation").order_by("delegation__code"))

    assert seal_of(silence, entries, adoption.chain_head) == adoption.seal
    entries[0].acknowledged_at = timezone.now()
    assert seal_of(silence, entries, adoption.chain_head) != adoption.seal
    assert Event.objects.filter(hash=adoption.chain_head, verb="adoption.silence.unbroken").exists()


def test_adoption_and_what_follows_from_it_happen_together_or_not_at_all(silence, monkeypatch):
    def fails(adoption, *, by):
        raise RuntimeError("the recommendations could not be referenced")

    monkeypatch.setattr(on_adoption, "_handlers", {"test": fails})
    expire(silence)

    with pytest.raises(RuntimeError):
        services.sweep(silence.pk, by=CLOCK)
    silence.refresh_from_db()
    assert (silence.state, Adoption.objects.count()) == (State.OPEN, 0)

    seen = []
    monkeypatch.setattr(on_adoption, "_handlers", {"test": lambda adoption, by: seen.append(adoption)})
    services.sweep(silence.pk, by=CLOCK)
    assert seen == [Adoption.objects.get()]


def test_clock_decides_at_its_beat(silence):
    expire(silence)
    tick()

    silence.refresh_from_db()
    assert silence.state == State.UNBROKEN


# Outages -------------------------------------------------------------------------------------------


def test_outage_in_the_last_day_suspends_as_soon_as_the_clock_beats_again(silence):
    age(silence, hours=60)
    forget_beats(after=timezone.now() - 2 * HOUR)

    services.watch(by=CLOCK)

    silence.refresh_from_db()
    assert silence.state == State.SUSPENDED


def test_outage_found_at_expiry_suspends_instead_of_adopting(silence):
    expire(silence)
    outage(silence, before=2 * HOUR, length=HOUR)

    services.sweep(silence.pk, by=CLOCK)

    silence.refresh_from_db()
    suspension = silence.suspensions.get()
    assert (silence.state, Adoption.objects.count()) == (State.SUSPENDED, 0)
    assert abs(suspension.lost_time - HOUR) < timedelta(minutes=9)


@pytest.mark.parametrize(
    ("before", "length"),
    [(timedelta(hours=30), HOUR), (timedelta(hours=2), timedelta(minutes=1)), (timedelta(seconds=2), HOUR)],
    ids=["earlier than the last day", "short", "after expiry"],
)
def test_outage_that_does_not_count_leaves_the_decision_to_expiry(silence, before, length):
    expire(silence)
    outage(silence, before=before, length=length)

    services.sweep(silence.pk, by=CLOCK)

    silence.refresh_from_db()
    assert (silence.state, Adoption.objects.get().at) == (State.UNBROKEN, silence.expires_at)


def test_outage_makes_nobody_late(silence, estmark_head):
    expire(silence)
    outage(silence, before=2 * HOUR, length=HOUR)

    objection = broken(silence, estmark_head)

    silence.refresh_from_db()
    assert (objection.standing, silence.state) == (Standing.COUNTED, State.BROKEN)


@pytest.fixture
def suspended(silence):
    """A silence that lost about an hour, two hours before its end, found out after its expiry."""
    expire(silence)
    outage(silence, before=2 * HOUR, length=HOUR)
    services.sweep(silence.pk, by=CLOCK)
    silence.refresh_from_db()
    return silence


def test_resume_gives_back_at_least_the_lost_time(suspended, chair):
    with pytest.raises(Refused, match="must be later than"):
        services.resume(suspended, new_expiry=in_hours(0.8), by=chair.acting)

    services.resume(suspended, new_expiry=in_hours(1.2), by=chair.acting)

    suspended.refresh_from_db()
    assert suspended.state == State.OPEN


def test_resumed_procedure_does_not_stumble_over_the_same_outage(suspended, chair):
    services.resume(suspended, new_expiry=in_hours(2), by=chair.acting)

    services.watch(by=CLOCK)

    suspended.refresh_from_db()
    assert (suspended.state, suspended.suspensions.count()) == (State.OPEN, 1)


def test_resumed_procedure_is_adopted_at_its_new_expiry(suspended, chair):
    services.resume(suspended, new_expiry=in_hours(2), by=chair.acting)

    swept(suspended)

    assert (suspended.state, Adoption.objects.get().at) == (State.UNBROKEN, suspended.expires_at)


def test_suspended_procedure_is_not_adopted_and_takes_objections(suspended, estmark_head):
    services.sweep(suspended.pk, by=CLOCK)
    assert Adoption.objects.count() == 0

    objection = broken(suspended, estmark_head)

    assert objection.standing == Standing.COUNTED


def test_resume_a_running_procedure_is_refused(silence, chair):
    with pytest.raises(PermissionDenied, match="not suspended"):
        services.resume(silence, new_expiry=in_hours(100), by=chair.acting)

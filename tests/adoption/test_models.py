"""What the database refuses."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from papers.adoption import services
from papers.adoption.lifecycle import Standing, State
from papers.adoption.models import Adoption, Break, Silence
from tests.adoption.making import CLOCK, broken, expire, in_hours, received


def test_database_refuses_a_second_running_silence(silence):
    with (
        pytest.raises(IntegrityError, match=r"one_running_silence|adoption_silence.paper_id"),
        transaction.atomic(),
    ):
        Silence.objects.create(
            paper=silence.paper,
            revision=silence.revision,
            number=2,
            expires_at=in_hours(1),
            zone="UTC",
            rules={},
        )


def test_database_refuses_a_decided_silence_without_its_time(silence):
    with pytest.raises(IntegrityError), transaction.atomic():
        Silence.objects.filter(pk=silence.pk).update(state=State.BROKEN)


def test_database_refuses_a_cancelled_silence_that_does_not_say_why(silence):
    with pytest.raises(IntegrityError), transaction.atomic():
        Silence.objects.filter(pk=silence.pk).update(state=State.CANCELLED, decided_at=timezone.now())


def test_database_refuses_a_second_counted_break(silence, estmark_head, outsider):
    broken(silence, estmark_head)

    with pytest.raises(IntegrityError), transaction.atomic():
        Break.objects.create(
            silence=silence, delegation=outsider.delegation, received_at=timezone.now(),
            expiry_then=silence.expires_at, standing=Standing.COUNTED, disclosure="named",
        )  # fmt: skip


def test_database_refuses_to_change_an_objection_or_an_adoption(silence, estmark_head):
    expire(silence)
    objection = broken(silence, estmark_head, received_at=received(silence, seconds=1))
    services.sweep(silence.pk, by=CLOCK)

    for rows, change in (
        (Break.objects.filter(pk=objection.pk), {"objection": "other words"}),
        (Adoption.objects.all(), {"seal": "0" * 64}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


def test_database_refuses_an_observer_on_a_roll(silence):
    with pytest.raises(IntegrityError), transaction.atomic():
        silence.roll.update(participation_then="observer")

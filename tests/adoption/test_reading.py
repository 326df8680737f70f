"""Opening and acknowledging a text under silence."""

import pytest
from django.core.exceptions import PermissionDenied

from papers.adoption import services
from papers.audit.models import Event
from papers.shared.errors import Refused
from tests.adoption.making import (
    change_state,
    expire,
    placed,
)


def test_note_opened_marks_the_first_reading_only(silence, reader):
    first = services.note_opened(silence, by=reader.acting)
    moment = silence.roll.get(delegation=reader.delegation).opened_at
    second = services.note_opened(silence, by=reader.acting)

    assert (first, second) == (True, False)
    assert silence.roll.get(delegation=reader.delegation).opened_at == moment
    assert [event.audience for event in Event.objects.filter(verb="adoption.silence.read")] == ["delegation"]


def test_note_opened_by_someone_off_the_roll_marks_nothing(silence, chair):
    assert services.note_opened(silence, by=chair.acting) is False
    assert silence.roll.filter(opened_at__isnull=False).count() == 0


def test_note_opened_after_expiry_comes_too_late(silence, reader):
    expire(silence)

    assert services.note_opened(silence, by=reader.acting) is False


def test_acknowledge_by_any_reader_counts_once_for_the_delegation(silence, reader):
    first = services.acknowledge(silence, by=reader.acting)
    second = services.acknowledge(silence, by=reader.acting)

    assert first.acknowledged_at == second.acknowledged_at == first.opened_at
    assert Event.objects.filter(verb="adoption.silence.acknowledged").count() == 1


def test_acknowledge_after_expiry_is_refused(silence, reader):
    expire(silence)

    with pytest.raises(Refused, match="time has expired"):
        services.acknowledge(silence, by=reader.acting)


def test_acknowledge_off_the_roll_is_refused(silence, secretary):
    with pytest.raises(PermissionDenied, match="not on the roll"):
        services.acknowledge(silence, by=secretary.acting)


def test_acknowledge_ends_dormancy(ready_paper, chair, secretary, estmark, reviewer):
    change_state(estmark, "dormant", secretary)
    silence = placed(ready_paper, chair)

    services.acknowledge(silence, by=reviewer.acting)

    assert reviewer.acting.participation == "active"

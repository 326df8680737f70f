"""Deadlines: carried out once, late rather than twice, and one that fails does not hold up the others."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from papers.clock import services
from papers.clock.models import DueAction, Heartbeat
from papers.clock.registry import due_actions
from papers.shared.registry import UnknownKind

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Ledger:
    """A handler that writes down what it was asked to do."""

    def __init__(self):
        self.fired, self.broken = [], set()

    def fire(self, target_uuid, *, by):
        if target_uuid in self.broken:
            raise RuntimeError("broken")
        self.fired.append((target_uuid, by.reason))


@pytest.fixture
def ledger(db, monkeypatch):
    monkeypatch.setattr(due_actions, "_handlers", dict(due_actions._handlers))
    ledger = Ledger()
    due_actions.register("test.ledger", ledger)
    return ledger


def test_tick_carries_out_what_is_due_once(ledger):
    target = uuid4()
    services.schedule("test.ledger", target, NOON)

    early, first, second = (services.tick(NOON + timedelta(seconds=shift)) for shift in (-1, 0, 30))

    assert (early, first, second) == (0, 1, 0)
    assert ledger.fired == [(target, "clock")]


def test_tick_tries_a_failing_deadline_again_without_holding_up_others(ledger):
    broken, sound = uuid4(), uuid4()
    ledger.broken.add(broken)
    services.schedule("test.ledger", broken, NOON)
    services.schedule("test.ledger", sound, NOON + timedelta(seconds=1))

    services.tick(NOON + timedelta(minutes=1))
    ledger.broken.clear()
    services.tick(NOON + timedelta(minutes=2))

    assert [target for target, _by in ledger.fired] == [sound, broken]


def test_schedule_again_moves_a_deadline(ledger):
    target = uuid4()
    services.schedule("test.ledger", target, NOON)
    services.schedule("test.ledger", target, NOON + timedelta(hours=1))

    services.tick(NOON)

    assert ledger.fired == []
    assert DueAction.objects.get().due_at == NOON + timedelta(hours=1)


def test_cancel_takes_a_waiting_deadline_back(ledger):
    target = uuid4()
    services.schedule("test.ledger", target, NOON)

    services.cancel("test.ledger", target)

    assert services.tick(NOON) == 0


def test_schedule_unknown_kind_fails_closed(db):
    with pytest.raises(UnknownKind):
        services.schedule("nobody.knows", uuid4(), NOON)


def test_gaps_finds_where_the_clock_stood_still(db):
    for minutes in (0, 1, 2, 12, 13):
        Heartbeat.objects.create(at=NOON + timedelta(minutes=minutes))

    found = services.gaps(NOON, NOON + timedelta(minutes=14), timedelta(minutes=5))

    assert found == [(NOON + timedelta(minutes=2), NOON + timedelta(minutes=12))]


def test_gaps_counts_the_time_before_the_first_beat(db):
    Heartbeat.objects.create(at=NOON - timedelta(hours=1))
    Heartbeat.objects.create(at=NOON + timedelta(minutes=1))

    found = services.gaps(NOON, NOON + timedelta(minutes=1), timedelta(minutes=5))

    assert found == [(NOON - timedelta(hours=1), NOON + timedelta(minutes=1))]

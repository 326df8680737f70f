"""The record: appended, chained, refused to whoever would change it."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from papers.audit import services
from papers.audit.models import ChainHead, Event


def test_record_chains_each_event_to_the_one_before(paper):
    events = list(Event.objects.order_by("seq"))

    assert [event.prev for event in events[1:]] == [event.hash for event in events[:-1]]
    assert services.head_hash() == events[-1].hash


@pytest.mark.parametrize("change", [{"verb": "drafting.paper.tabled"}, {"facts": {"kind": "forged"}}])
def test_event_cannot_be_changed(paper, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.filter(seq=1).update(**change)

    assert services.first_broken() is None


def test_event_cannot_be_deleted(paper):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.filter(seq=1).delete()


def test_verify_record_names_the_first_event_that_was_forged(paper):
    with connection.cursor() as cursor:
        on = " ON audit_event" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER audit_event_no_update{on}")
        cursor.execute("UPDATE audit_event SET verb = 'forged' WHERE seq = 3")

    with pytest.raises(CommandError, match="from event 3 on"):
        call_command("verify_record", stdout=io.StringIO())


def test_verify_record_counts_an_untouched_record(paper):
    said = io.StringIO()

    call_command("verify_record", stdout=said)

    assert said.getvalue() == (
        f"{Event.objects.count()} events, all links hold. Head: {ChainHead.objects.get().hash}\n"
    )


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused(paper, drafter):
    before = Event.objects.count()

    with pytest.raises(transaction.TransactionManagementError):
        services.record("drafting.paper.tabled", paper, by=drafter.acting)

    assert Event.objects.count() == before

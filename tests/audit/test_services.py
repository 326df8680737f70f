"""The record: appended, chained, refused to whoever would change it."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from papers.audit import chain, services
from papers.audit.models import AccessBatch, AccessRecord, ChainHead, Event


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


def test_verify_audit_names_the_first_event_that_was_forged(paper):
    with connection.cursor() as cursor:
        on = " ON audit_event" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER audit_event_no_update{on}")
        cursor.execute("UPDATE audit_event SET verb = 'forged' WHERE seq = 3")

    with pytest.raises(CommandError, match="from event 3 on"):
        call_command("verify_audit", stdout=io.StringIO())


def test_verify_audit_finds_the_last_events_cut_off(paper):
    last = Event.objects.order_by("seq").last().seq
    let_rows_be_deleted("audit_event")
    Event.objects.filter(seq__gte=last - 1).delete()

    with pytest.raises(CommandError, match=f"from event {last - 1} on"):
        call_command("verify_audit", stdout=io.StringIO())


def test_verify_audit_finds_an_event_put_in_behind_the_last(paper):
    forged = Event.objects.order_by("seq").last()
    forged.seq, forged.prev = forged.seq + 1, forged.hash
    forged.hash = chain.digest(forged, forged.prev)
    forged.save(force_insert=True)

    with pytest.raises(CommandError, match=f"from event {forged.seq} on"):
        call_command("verify_audit", stdout=io.StringIO())


def test_verify_audit_finds_a_tail_written_anew(paper):
    """Whoever rewrites the last event with a hash that fits has not moved the head that all writers share."""
    last = Event.objects.order_by("seq").last()
    let_rows_be_deleted("audit_event")
    Event.objects.filter(seq=last.seq).delete()
    last.facts = {"kind": "forged"}
    last.hash = chain.digest(last, last.prev)
    last.save(force_insert=True)

    with pytest.raises(CommandError, match=f"from event {last.seq} on"):
        call_command("verify_audit", stdout=io.StringIO())


def test_verify_audit_finds_the_last_batch_of_accesses_cut_off(db):
    for _batch in range(2):
        services.seal([AccessRecord(at=timezone.now(), what="refused", page="portal:desk")])
    let_rows_be_deleted("audit_accessrecord")
    let_rows_be_deleted("audit_accessbatch")
    AccessRecord.objects.filter(batch=2).delete()
    AccessBatch.objects.filter(number=2).delete()

    with pytest.raises(CommandError, match="from batch 2 on"):
        call_command("verify_audit", stdout=io.StringIO())


def let_rows_be_deleted(table):
    with connection.cursor() as cursor:
        on = f" ON {table}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {table}_no_delete{on}")


def test_verify_audit_counts_an_untouched_record(paper):
    said = io.StringIO()

    call_command("verify_audit", stdout=said)

    assert said.getvalue() == (
        f"{Event.objects.count()} events, all links hold. Head: {ChainHead.objects.get().hash}\n"
        "0 accesses in 0 batches, all links hold.\n"
    )


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused(paper, drafter):
    before = Event.objects.count()

    with pytest.raises(transaction.TransactionManagementError):
        services.record("drafting.paper.tabled", paper, by=drafter.acting)

    assert Event.objects.count() == before

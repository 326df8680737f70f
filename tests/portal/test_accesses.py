"""The record of access: noted beside the request, sealed in batches, read by its own rule."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from papers.audit import services as audit
from papers.audit.models import AccessBatch, AccessRecord, What
from papers.drafting import access
from papers.drafting.models import Paper
from portal import accesses, noting
from tests.cast import add_person
from tests.pages import text_of
from tests.portal.test_record import let_rows_be_changed
from tests.statements import statements_of

RECORD = reverse("portal:access-record")


@pytest.fixture
def focal(estmark):
    return add_person(estmark, "focal")


def page_of(paper):
    return reverse("portal:paper-detail", args=[paper.pk])


def seen_by(person):
    """What this person finds on record, the oldest first."""
    noting.waiting.seal()
    rows = accesses.visible(person.acting).order_by("at", "pk")
    return [(row.what, row.page, row.paper_uuid) for row in rows]


def test_opening_a_restricted_paper_is_recorded_for_the_readers_own_delegation(shared_paper, reviewer, focal):
    reviewer.client.get(page_of(shared_paper))

    assert seen_by(focal) == [(What.OPENED, "portal:paper-detail", shared_paper.pk)]
    told = text_of(focal.client.get(RECORD))
    assert shared_paper.title in told
    assert str(reviewer.user) in told


def test_paper_that_may_be_passed_on_is_opened_without_a_record(shared_paper, reviewer):
    Paper.objects.filter(pk=shared_paper.pk).update(marking="clear")

    reviewer.client.get(page_of(shared_paper))
    noting.waiting.seal()

    assert not AccessRecord.objects.exists()


def test_page_opened_again_and_again_is_one_line_of_a_batch(shared_paper, reviewer, focal):
    for _time in range(3):
        reviewer.client.get(page_of(shared_paper))

    assert len(seen_by(focal)) == 1


def test_noting_an_access_asks_the_database_nothing(shared_paper, reviewer, settings):
    client = reviewer.client
    client.get(page_of(shared_paper))
    noted = statements_of(lambda: client.get(page_of(shared_paper)))
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != "portal.noting.AccessMiddleware"]
    unnoted = Client()
    unnoted.cookies = client.cookies

    assert statements_of(lambda: unnoted.get(page_of(shared_paper))) == noted


def test_a38_lead_learns_what_others_took_of_its_paper_and_not_who_read_it(shared_paper, head, reviewer):
    reviewer.client.get(page_of(shared_paper))
    noting.waiting.put(taken(shared_paper, reviewer))

    rows = [row for row in seen_by(head) if row[1] != "portal:access-record"]

    assert rows == [(What.TAKEN, "review:matrix-csv", shared_paper.pk)]
    told = text_of(head.client.get(RECORD))
    assert "Estmark" in told
    assert str(reviewer.user) not in told


def test_a38_outsiders_record_is_the_same_whatever_happens_elsewhere(shared_paper, reviewer, outsider):
    before = seen_by(outsider)
    reviewer.client.get(page_of(shared_paper))
    reviewer.client.get(reverse("drafting:working-edit", args=[shared_paper.pk]))

    assert seen_by(outsider) == before == []


def test_refusal_is_recorded_for_the_own_delegation(shared_paper, reviewer, focal, head):
    reviewer.client.get(reverse("drafting:working-edit", args=[shared_paper.pk]))

    assert seen_by(focal) == [(What.REFUSED, "drafting:working-edit", shared_paper.pk)]
    assert seen_by(head) == []


def test_a1_asking_for_what_one_may_not_see_is_known_to_the_auditor_alone(
    paper, outsider, head, auditor, kaldria
):
    outsider.client.get(page_of(paper))

    assert [seen_by(one) for one in (outsider, head)] == [[], []]
    assert seen_by(auditor) == [(What.NOT_FOUND, "portal:paper-detail", paper.pk)]
    told = text_of(auditor.client.get(RECORD))
    assert paper.title not in told
    assert str(outsider.user) in told


def test_title_of_a_paper_is_gone_from_the_record_with_the_access(shared_paper, reviewer, focal, drafter):
    reviewer.client.get(page_of(shared_paper))
    noting.waiting.seal()
    access.end(shared_paper, reviewer.delegation, by=drafter.acting)

    told = text_of(focal.client.get(RECORD))

    assert shared_paper.title not in told
    assert "a paper that your delegation does not see now" in told


def test_files_are_recorded_with_the_list_they_were_taken_from(head):
    head.client.get(reverse("portal:access-record-csv"))

    assert seen_by(head) == [(What.TAKEN, "portal:access-record-csv", None)]


def test_signing_in_and_failing_to_is_recorded(reviewer, focal, auditor):
    client, address = Client(), reverse("portal:sign-in")
    client.post(address, {"login": reviewer.user.email, "password": "wrong"})
    client.post(address, {"login": reviewer.user.email, "password": "a long pass phrase"})
    client.post(reverse("portal:sign-out"))

    assert [what for what, _page, _paper in seen_by(focal)] == [What.SIGNED_IN, What.SIGNED_OUT]
    assert What.NOT_SIGNED_IN in {what for what, _page, _paper in seen_by(auditor)}


def test_record_is_filtered_and_taken_away_with_the_same_filter(shared_paper, reviewer, focal):
    reviewer.client.get(page_of(shared_paper))
    reviewer.client.get(reverse("drafting:working-edit", args=[shared_paper.pk]))
    noting.waiting.seal()

    answer = focal.client.get(reverse("portal:access-record-csv"), {"what": "refused", "since": "nonsense"})

    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [line[1:3] for line in lines[1:]] == [["Refused", "the working text"]]
    assert focal.client.get(reverse("portal:access-record-xlsx")).status_code == 200


def test_record_pages_back_and_asks_the_same_few_questions(
    shared_paper, reviewer, head, django_assert_max_num_queries
):
    for number in range(30):
        noting.waiting.put(taken(shared_paper, reviewer, number=number))
    noting.waiting.seal()
    client = head.client

    with django_assert_max_num_queries(6):
        first = client.get(RECORD, {"what": "taken"})
    second = client.get(f"{RECORD}{first.context['older']}")

    assert [len(one.context["lines"]) for one in (first, second)] == [25, 5]
    assert second.context["wanted"] == {"what": "taken"}


def test_batches_are_chained_and_verify_audit_names_the_first_that_was_forged(shared_paper, reviewer):
    for number in (1, 2, 3):
        noting.waiting.put(taken(shared_paper, reviewer, number=number))
        noting.waiting.seal()
    batches = list(AccessBatch.objects.order_by("number"))
    assert [one.prev for one in batches[1:]] == [one.hash for one in batches[:-1]]
    assert audit.first_broken_batch() is None

    let_rows_be_changed("audit_accessrecord")
    AccessRecord.objects.filter(number=2).update(number=7)

    with pytest.raises(CommandError, match="from batch 2 on"):
        call_command("verify_audit", stdout=io.StringIO())


def test_access_on_record_can_neither_be_changed_nor_deleted(shared_paper, reviewer):
    noting.waiting.put(taken(shared_paper, reviewer))
    noting.waiting.seal()

    for rows in (AccessRecord.objects.all(), AccessBatch.objects.all()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows._raw_delete(rows.db)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AccessRecord.objects.update(page="another")


def test_accesses_wait_while_the_database_cannot_be_written_and_what_has_no_room_is_counted(
    shared_paper, reviewer, monkeypatch, caplog
):
    seal = audit.seal
    monkeypatch.setattr(noting, "MOST", 2)
    monkeypatch.setattr(audit, "seal", refuse)
    for number in (1, 2, 3):
        noting.waiting.put(taken(shared_paper, reviewer, number=number))
    noting.waiting.seal()
    monkeypatch.setattr(audit, "seal", seal)
    noting.waiting.seal()

    assert [row.number for row in AccessRecord.objects.order_by("number")] == [1, 2]
    assert AccessBatch.objects.get().lost == 1


def refuse(*_rows, **_facts):
    raise DatabaseError("disk full")


def taken(paper, person, number=None):
    """A file that was taken away, as the middleware notes it."""
    return AccessRecord(
        at=noting.timezone.now(), what=What.TAKEN, page="review:matrix-csv", user_uuid=person.user.pk,
        mandate_uuid=person.mandate.pk, delegation_uuid=person.delegation.pk, paper_uuid=paper.pk, number=number,
    )  # fmt: skip

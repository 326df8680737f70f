"""Reports received by letter: entered with the letter, confirmed by a second person, then a report like any other."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from papers.implementation import queries, services
from papers.implementation.models import Evidence, Letter, Report
from papers.implementation.models.letters import LetterState
from papers.notifications.models import Notice
from papers.shared.errors import BadInput, Refused
from tests.implementation.test_views import PDF, address, body_of, sent

LETTER = services.Exhibit(title="Note verbale 14", kind="letter", name="note.pdf", content=PDF)


def entered(recommendation, person, **facts):
    given = {
        "delegation": recommendation.addressee, "received_by": "Note verbale 14 of 3 May", "text": "Both lists exist.",
        "letter": LETTER, "status": "reported", **facts,
    }  # fmt: skip
    return services.enter_letter(recommendation, **given, by=person.acting)


@pytest.fixture
def letter(accepted_one, secretary):
    return entered(accepted_one, secretary)


def test_letter_counts_only_once_a_second_person_confirms_it(letter, accepted_one, secretary, chair, estmark):
    assert Report.objects.count() == 0
    with pytest.raises(PermissionDenied, match="does not confirm it as well"):
        services.decide_letter(letter, confirm=True, by=secretary.acting)

    services.decide_letter(letter, confirm=True, by=chair.acting)

    accepted_one.refresh_from_db()
    report = Report.objects.get()
    assert (report.delegation, report.letter.received_by, report.by) == (
        estmark,
        "Note verbale 14 of 3 May",
        chair.user,
    )
    assert (accepted_one.status, accepted_one.last_report) == ("reported", timezone.localdate())
    assert [(one.kind, one.title) for one in Evidence.objects.all()] == [("letter", "Note verbale 14")]
    with pytest.raises(Refused, match="decided already"):
        services.decide_letter(letter, confirm=True, by=chair.acting)


def test_letter_that_is_refused_changes_nothing_and_says_why(letter, accepted_one, chair):
    with pytest.raises(BadInput, match="refusal needs its reason"):
        services.decide_letter(letter, confirm=False, by=chair.acting)

    services.decide_letter(letter, confirm=False, answer="The letter says partly", by=chair.acting)

    accepted_one.refresh_from_db()
    assert (Report.objects.count(), accepted_one.status, Letter.objects.get().state) == (
        0,
        "not_started",
        LetterState.REFUSED,
    )


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"text": " "}, "what it says and how it came"),
        ({"received_by": ""}, "what it says and how it came"),
        ({"letter": services.Exhibit(title="x", url="https://example.org/")}, "itself is needed"),
        ({"letter": services.Exhibit(title="x", name="x.html", content=b"<html>")}, "not kept as evidence"),
    ],
)
def test_letter_without_what_it_needs_is_refused(accepted_one, secretary, facts, said):
    with pytest.raises(BadInput, match=said):
        entered(accepted_one, secretary, **facts)


def test_letter_of_a_delegation_without_a_part_is_refused(accepted_one, secretary, kaldria):
    with pytest.raises(BadInput, match="neither owns it nor reports on it"):
        entered(accepted_one, secretary, delegation=kaldria)


def test_letter_is_entered_by_the_centre_alone(accepted_one, drafter, estmark_head):
    for person in (drafter, estmark_head):
        with pytest.raises(PermissionDenied, match="chair or the secretary"):
            entered(accepted_one, person)


def test_letter_waits_for_the_other_person_of_the_centre(chair, letter, secretary):
    told = Notice.objects.filter(kind="implementation.letter_entered").values_list("recipient", flat=True)

    assert list(told) == [chair.user.pk]
    assert next(one.act for one in queries.waiting_for(chair.acting)) == "See the letter"
    assert [one.act for one in queries.waiting_for(secretary.acting) if one.act == "See the letter"] == []


def test_letter_that_waits_is_seen_by_the_centre_alone(
    letter, accepted_one, drafter, estmark_head, chair, outsider
):
    page = address("recommendation-detail", accepted_one)
    for person in (drafter, estmark_head):
        assert "Both lists exist." not in body_of(person.client.get(page))
        assert "Note verbale" not in body_of(person.client.get(page))
        assert person.client.get(address("letter-file", letter)).status_code == 404
        assert list(Letter.objects.visible_to(person.acting)) == []
    assert "Note verbale 14 of 3 May" in body_of(chair.client.get(page))
    file = chair.client.get(address("letter-file", letter))
    assert (file.content, "attachment" in file["Content-Disposition"]) == (PDF, True)


def test_letter_through_its_forms(accepted_one, secretary, chair, estmark_head):
    sent(
        secretary, "letter-add", accepted_one, delegation=accepted_one.addressee_id, received_by="Letter of 2 May",
        text="Done in all sites.", status="in_progress", effective_on=timezone.localdate(),
        letter=SimpleUploadedFile("letter.pdf", PDF),
    )  # fmt: skip
    waiting = Letter.objects.get()
    read = body_of(chair.client.get(address("letter-decide", waiting)))

    sent(chair, "letter-decide", waiting, confirm="yes")

    page = body_of(estmark_head.client.get(address("recommendation-detail", accepted_one)))
    assert "Done in all sites." in read
    assert "confirmed by a second person; it came by" in page
    assert "Letter of 2 May" in page


def test_refused_letter_gives_back_what_was_typed(accepted_one, secretary):
    answer = sent(
        secretary, "letter-add", accepted_one, text="Words not to be lost", effective_on="2026-01-01"
    )

    assert (answer.status_code, Letter.objects.count()) == (422, 0)
    assert "Words not to be lost" in body_of(answer)


@pytest.mark.parametrize("wrong", [{"state": "confirmed"}, {"state": "refused"}])
def test_database_refuses_a_letter_confirmed_by_nobody(letter, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.update(**wrong)


def test_database_refuses_a_letter_confirmed_by_whoever_entered_it(letter, chair):
    services.decide_letter(letter, confirm=False, answer="No", by=chair.acting)

    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.update(decider=letter.by)

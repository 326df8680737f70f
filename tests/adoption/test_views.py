"""The pages of a silence: what each reader is shown, and what each may do there."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from papers.adoption import evidence, services
from papers.adoption.lifecycle import State
from papers.adoption.models import Break, RollEntry, Silence
from papers.adoption.queries import face
from papers.delegations.services import add_delegation, add_member
from papers.drafting import access
from papers.drafting.models import Paper
from papers.review.services import issue_next_revision
from tests import factories
from tests.adoption.making import (
    CLOCK,
    HOUR,
    broken,
    consolidated,
    expire,
    forget_beats,
    in_hours,
    placed,
    received,
    swept,
)
from tests.cast import SETUP, add_person

ZONE = ZoneInfo("Asia/Jerusalem")


def address(name, silence, *more):
    return reverse(f"adoption:{name}", args=[silence.paper_id, silence.number, *more])


def words(response):
    """What a reader sees in the page's own part, in one line."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode().partition("<main")[2])
    return re.sub(r"\s+", " ", text)


def read(person, name, silence, *more):
    response = person.client.get(address(name, silence, *more))
    assert response.status_code == 200, words(response)
    return words(response)


def typed(moment):
    return moment.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")


def forms_of(response):
    return re.findall(r'<form method="post"[^>]*action="([^"]*)"', response.content.decode())


# Who finds the pages -------------------------------------------------------------------------------


@pytest.fixture
def stranger(body):
    """The head of a delegation that is neither a member nor given anything."""
    ardenia = add_delegation(code="XE", kind="country", names={"en": "Ardenia"}, by=SETUP)
    return add_person(ardenia, "head")


@pytest.mark.parametrize(
    "name",
    [
        "silence-detail",
        "silence-acknowledge",
        "silence-break",
        "silence-extend",
        "silence-cancel",
        "silence-resume",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_page_of_a_paper_one_may_not_see_is_not_found(silence, stranger, name, method):
    response = getattr(stranger.client, method)(address(name, silence))

    one_way = (name, method) in {("silence-acknowledge", "get"), ("silence-detail", "post")}
    assert response.status_code == (405 if one_way else 404)


@pytest.mark.parametrize("name", ["silence-list", "silence-place"])
def test_list_and_placing_of_a_hidden_paper_are_not_found(silence, stranger, name):
    assert stranger.client.get(reverse(f"adoption:{name}", args=[silence.paper_id])).status_code == 404


def test_procedure_on_an_earlier_revision_is_unseen_by_those_whose_access_starts_later(
    ready_paper, chair, drafter, stranger
):
    silence = placed(ready_paper, chair)
    services.cancel(silence, reason="x", by=chair.acting)
    factories.save(ready_paper, drafter, factories.TEXT.replace("ninety", "sixty"))
    ready_paper.refresh_from_db()
    issue_next_revision(ready_paper, note="", by=drafter.acting)
    ready_paper.refresh_from_db()
    access.give(ready_paper, stranger.delegation, "read", by=drafter.acting)

    assert stranger.client.get(address("silence-detail", silence)).status_code == 404
    listed = words(stranger.client.get(reverse("adoption:silence-list", args=[ready_paper.pk])))
    assert "Silence 1" not in listed


@pytest.mark.parametrize(
    ("person", "name", "reason"),
    [
        ("estmark_head", "silence-extend", "This is the chair&#x27;s to decide"),
        ("reviewer", "silence-break", "Silence is broken by the head of a delegation"),
        ("secretary", "silence-cancel", "This is the chair&#x27;s to decide"),
        ("chair", "silence-resume", "The procedure is not suspended"),
    ],
)
def test_page_seen_but_not_allowed_says_why(silence, person, name, reason, request):
    response = request.getfixturevalue(person).client.get(address(name, silence))

    assert response.status_code == 403
    assert reason in response.content.decode()


# The clock and the roll ----------------------------------------------------------------------------


def test_clock_shows_the_exact_end_and_the_acts_of_a_head(silence, estmark_head):
    response = estmark_head.client.get(address("silence-detail", silence))

    page = words(response)
    assert f"{silence.expires_at:%H:%M} UTC" in page
    assert "Acknowledged 0 of 4" not in page
    assert address("silence-acknowledge", silence) in forms_of(response)
    assert address("silence-break", silence) in response.content.decode()


def test_clock_offers_a_reviewer_to_acknowledge_but_not_to_break(silence, reviewer):
    response = reviewer.client.get(address("silence-detail", silence))

    assert forms_of(response).count(address("silence-acknowledge", silence)) == 1
    assert address("silence-break", silence) not in response.content.decode()


def test_reading_the_page_notes_that_the_delegation_opened_it(silence, reader):
    read(reader, "silence-detail", silence)

    assert RollEntry.objects.get(silence=silence, delegation=reader.delegation).opened_at is not None
    assert RollEntry.objects.filter(silence=silence, opened_at__isnull=True).count() == 3


def test_acknowledging_on_the_page_counts_for_the_delegation(silence, reader, chair):
    response = reader.client.post(address("silence-acknowledge", silence), follow=True)

    assert "Receipt is acknowledged in your delegation" in words(response)
    assert "Kaldria: Acknowledged" in words(response)
    assert "Acknowledged 1 of 4" in read(chair, "silence-detail", silence)


def test_names_of_the_silent_are_shown_to_the_chair_and_to_nobody_else(
    silence, chair, reader, secretary, estmark_head
):
    services.acknowledge(silence, by=reader.acting)
    services.note_opened(silence, by=estmark_head.acting)

    chairs = read(chair, "silence-detail", silence)
    assert [name in chairs for name in ("Valoria", "Estmark", "Kaldria", "Norvenia")] == [True] * 4
    for person in (secretary, reader, estmark_head):
        seen = read(person, "silence-detail", silence).replace(
            "Valoria", "", 1
        )  # who leads the paper is no secret
        others = {"Estmark", "Kaldria", "Norvenia"} - {person.delegation.name}
        assert {name for name in others if name in seen} == set()
        assert "Valoria" not in seen


def test_face_of_an_adopted_text_counts_the_silent_and_names_none(
    silence, reader, estmark_head, outsider, chair
):
    services.acknowledge(silence, by=reader.acting)
    services.note_opened(silence, by=estmark_head.acting)
    swept(silence)

    page = read(reader, "silence-detail", silence)

    assert "Acknowledged by 1 of 4 · silent 3 (of them 2 never opened it) · dormant 0" in page
    assert "Norvenia" not in page
    assert "Norvenia" in read(chair, "silence-detail", silence)


def test_totals_are_told_to_others_once_the_procedure_is_over(silence, reader, estmark_head, chair):
    services.acknowledge(silence, by=reader.acting)

    running = [read(person, "silence-detail", silence) for person in (estmark_head, chair)]
    swept(silence)
    over = read(estmark_head, "silence-detail", silence)

    assert ["Acknowledged 1 of 4" in page for page in running] == [False, True]
    assert "only the chair sees who acknowledged receipt" in running[0]
    assert "Acknowledged by 1 of 4" in over


def test_quorum_is_asked_for_without_telling_how_many_have_acknowledged(
    ready_paper, chair, body, reader, estmark_head
):
    body.rules.update(acknowledgement_quorum_percent=50)
    silence = placed(ready_paper, chair)

    before = face(reader.acting, ready_paper).needed
    services.acknowledge(silence, by=estmark_head.acting)

    assert "by at least 2 on the roll" in before
    assert face(reader.acting, ready_paper).needed == before
    assert face(chair.acting, ready_paper).needed.startswith("One more acknowledgement")


def test_page_while_the_margin_runs_says_that_it_is_being_established(silence, reader, settings):
    settings.SILENCE_MARGIN_SECONDS = 30
    expire(silence)

    page = read(reader, "silence-detail", silence)

    local = silence.expires_at.astimezone(ZONE)
    assert f"Time expired at {local:%H:%M:%S} Being established" in page
    assert "Acknowledge receipt" not in page


def test_pages_need_no_more_statements_for_a_longer_roll(ready_paper, chair, body, django_assert_num_queries):
    few = placed(ready_paper, chair)
    client = chair.client
    with django_assert_num_queries(6):
        client.get(address("silence-detail", few))
    services.cancel(few, reason="x", by=chair.acting)
    for n in range(5):
        more = add_delegation(code=f"X{n}{n}", kind="country", names={"en": f"Country {n}"}, by=SETUP)
        add_member(body, more, by=SETUP)
    ready_paper.refresh_from_db()
    many = placed(ready_paper, chair)

    with django_assert_num_queries(6):
        client.get(address("silence-detail", many))


def test_list_needs_no_more_statements_for_more_procedures(ready_paper, chair, django_assert_num_queries):
    url = reverse("adoption:silence-list", args=[ready_paper.pk])
    client = chair.client
    for n in range(3):
        silence = placed(Paper.objects.get(pk=ready_paper.pk), chair)
        if n in {0, 2}:
            with django_assert_num_queries(5):
                client.get(url)
        services.cancel(silence, reason="x", by=chair.acting)


# Placing -------------------------------------------------------------------------------------------


def placing(paper):
    return reverse("adoption:silence-place", args=[paper.pk])


def test_place_shows_who_gains_access_before_anything_is_done(ready_paper, chair):
    page = words(chair.client.get(placing(ready_paper)))

    gaining = page.partition("Who will gain access")[2].partition("The roll")[0]
    assert [name for name in ("Valoria", "Estmark", "Kaldria", "Norvenia") if name in gaining] == [
        "Estmark", "Kaldria", "Norvenia",
    ]  # fmt: skip
    assert Silence.objects.count() == 0


def test_place_asks_to_confirm_and_then_places(ready_paper, chair):
    form = {"expires_at": typed(in_hours(80)), "seen_sha256": ready_paper.current.sha256}

    asked = chair.client.post(placing(ready_paper), form)
    assert "Confirm: place under silence" in words(asked)
    assert Silence.objects.count() == 0

    done = chair.client.post(placing(ready_paper), {**form, "confirmed": "1"}, follow=True)
    assert "The text is under silence" in words(done)
    assert typed(Silence.objects.get().expires_at) == form["expires_at"]


def test_place_confirmed_twice_is_one_procedure(ready_paper, chair):
    form = {"expires_at": typed(in_hours(80)), "seen_sha256": ready_paper.current.sha256, "confirmed": "1"}
    chair.client.post(placing(ready_paper), form)

    again = chair.client.post(placing(ready_paper), form)

    assert again.status_code == 403
    assert "from consolidation" in words(again)
    assert Silence.objects.count() == 1


@pytest.mark.parametrize(
    ("typed_expiry", "sentence"),
    [
        ("2030-03-29T02:30", "does not exist in Asia/Jerusalem"),
        ("2030-10-27T01:30", "comes twice in Asia/Jerusalem"),
        ("9999-12-31T23:59", "no year that this centre plans for"),
        ("1970-01-01T00:00", "The expiry has passed already"),
        ("2026-11-26T16:00+00:00", "no date with a time"),
        ("tomorrow", "no date with a time"),
        ("2027-02-29T12:00", "no date with a time"),
        ("2026-11-26T23:59:60", "no date with a time"),
        ("", "This field is required"),
    ],
)
def test_place_at_a_time_that_is_none_keeps_what_was_typed(ready_paper, chair, typed_expiry, sentence):
    form = {
        "expires_at": typed_expiry,
        "short_reason": "Kept words",
        "seen_sha256": ready_paper.current.sha256,
    }

    response = chair.client.post(placing(ready_paper), form)

    assert response.status_code == 422
    assert sentence in words(response)
    assert "Kept words" in words(response)


def test_place_an_unclean_text_lists_its_brackets_and_offers_no_form(drafter, head, centre, body, chair):
    paper = consolidated(factories.tabled(drafter, head, body, text="1. A [disputed – XB] word.\n"))

    response = chair.client.get(placing(paper))

    assert "[disputed – XB]" in words(response)
    assert 'name="expires_at"' not in response.content.decode()


def test_list_offers_placing_to_the_chair_alone(ready_paper, chair, head):
    url = reverse("adoption:silence-list", args=[ready_paper.pk])

    assert placing(ready_paper) in chair.client.get(url).content.decode()
    assert placing(ready_paper) not in head.client.get(url).content.decode()


# Breaking ------------------------------------------------------------------------------------------


def test_break_form_lists_the_paragraphs_by_their_printed_numbers(silence, estmark_head):
    response = estmark_head.client.get(address("silence-break", silence))

    boxes = re.findall(r'name="blocks" value="([^"]+)"', response.content.decode())
    assert boxes == [entry["id"] for entry in silence.revision.block_map]
    assert "This is final." in words(response)


def test_break_sent_empty_breaks_and_gives_a_receipt(silence, estmark_head):
    response = estmark_head.client.post(address("silence-break", silence), {}, follow=True)

    silence.refresh_from_db()
    assert silence.state == State.BROKEN
    assert "Receipt of an objection" in words(response)
    assert "The paper as a whole" in words(response)


def test_break_counts_the_moment_of_the_request_not_of_the_lock(silence, estmark_head, monkeypatch):
    moment = received(silence, microseconds=-1)
    monkeypatch.setattr("portal.middleware.read_clock", lambda: moment)

    estmark_head.client.post(address("silence-break", silence), {})

    assert Break.objects.get().received_at == moment


def test_break_sent_twice_gives_the_same_receipt(silence, estmark_head):
    client = estmark_head.client
    first = client.post(address("silence-break", silence), {"objection": "No."})
    second = client.post(address("silence-break", silence), {"objection": "No."})

    assert first.url == second.url == address("receipt-detail", silence, Break.objects.get().pk)


def test_break_too_long_keeps_the_words_and_breaks_nothing(silence, estmark_head):
    response = estmark_head.client.post(address("silence-break", silence), {"objection": "word " * 5000})

    silence.refresh_from_db()
    assert (response.status_code, silence.state) == (422, State.OPEN)
    assert "word word" in words(response)


def test_break_form_without_script_is_one_form_of_plain_fields(silence, estmark_head):
    html = estmark_head.client.get(address("silence-break", silence)).content.decode()
    form = html.partition('<form method="post" class="form form--wide">')[2].partition("</form>")[0]

    assert "hx-" not in form
    assert sorted(set(re.findall(r'name="(\w+)"', form))) == [
        "blocks", "csrfmiddlewaretoken", "mandate", "objection", "proposed", "reason",
    ]  # fmt: skip


WORDS = {
    "objection": "Objection in public words",
    "proposed": "Proposed words",
    "reason": "Reason for the chair",
}


@pytest.mark.parametrize(
    ("disclosure", "shown"),
    [
        ("named", {"Estmark", "Objection in public words", "Proposed words"}),
        ("chair", {"Objection in public words", "Proposed words"}),
        ("paragraphs", set()),
    ],
)
def test_break_is_disclosed_as_the_rules_said_at_placing(
    ready_paper, chair, body, estmark_head, reader, outsider, disclosure, shown
):
    body.rules.update(break_disclosure=disclosure)
    silence = placed(ready_paper, chair)
    body.rules.update(break_disclosure="named")
    third = silence.revision.block_map[3]
    broken(silence, estmark_head, blocks=[third["id"]], **WORDS)
    secret = ["Estmark", *WORDS.values()]

    for person in (reader, outsider):
        page = read(person, "silence-detail", silence)
        assert {word for word in secret if word in page} == shown
        assert f"On paragraph {third['label']}" in page
    for person in (chair, estmark_head):
        page = read(person, "silence-detail", silence)
        assert {word for word in secret if word in page} == set(secret)


@pytest.mark.parametrize("disclosure", ["chair", "paragraphs"])
def test_break_not_named_moves_no_number_that_others_see(
    ready_paper, chair, body, estmark_head, reviewer, outsider, disclosure
):
    body.rules.update(break_disclosure=disclosure)
    silence = placed(ready_paper, chair)
    services.acknowledge(silence, by=reviewer.acting)
    services.note_opened(silence, by=outsider.acting)
    before = face(chair.acting, silence.paper).totals
    broken(silence, estmark_head)

    assert face(outsider.acting, silence.paper).totals == before
    assert face(chair.acting, silence.paper).totals.broke == 1


@pytest.mark.parametrize("disclosure", ["chair", "paragraphs"])
def test_break_not_named_leaves_no_name_in_record_notices_and_receipts(
    ready_paper, chair, body, estmark_head, reader, disclosure
):
    body.rules.update(break_disclosure=disclosure)
    silence = placed(ready_paper, chair)
    objection = broken(silence, estmark_head, **WORDS)

    record = words(reader.client.get(reverse("portal:paper-record", args=[silence.paper_id])))
    assert estmark_head.user.name not in record
    assert Break.objects.visible_to(reader.acting).count() == 0
    assert reader.client.get(address("receipt-detail", silence, objection.pk)).status_code == 404


def test_late_objection_is_seen_by_its_author_and_the_chair_alone(silence, estmark_head, reader, chair):
    expire(silence)
    broken(silence, estmark_head, received_at=received(silence, seconds=1), **WORDS)

    assert "Objection in public words" not in read(reader, "silence-detail", silence)
    assert "Received after expiry" not in read(reader, "silence-detail", silence)
    assert "Objection in public words" in read(estmark_head, "silence-detail", silence)
    assert "Take note of it" in read(chair, "silence-detail", silence)


def test_taking_note_removes_the_button_and_keeps_the_objection(silence, estmark_head, chair):
    expire(silence)
    objection = broken(silence, estmark_head, received_at=received(silence, seconds=1))

    response = chair.client.post(address("objection-note", silence, objection.pk), follow=True)

    assert "Take note of it" not in words(response)
    assert "Received after expiry" in words(response)


# Receipts ------------------------------------------------------------------------------------------


def test_receipt_text_can_be_checked_by_whoever_holds_it(silence, estmark_head, stranger):
    objection = broken(silence, estmark_head, **WORDS)
    response = estmark_head.client.get(address("receipt-text", silence, objection.pk))
    text = response.content.decode()

    facts = evidence.check(text)
    assert (facts["receipt"], facts["delegation"], facts["record"]) == (
        str(objection.pk),
        "XB",
        objection.chain_head,
    )
    assert WORDS["objection"] in text
    checked = stranger.client.post(reverse("adoption:receipt-check"), {"text": text})
    assert "Genuine and unchanged" in words(checked)
    forged = stranger.client.post(reverse("adoption:receipt-check"), {"text": text.replace("XB", "XC")})
    assert "Not genuine, or changed" in words(forged)


def test_receipt_is_the_same_whenever_it_is_fetched(silence, estmark_head, reviewer):
    objection = broken(silence, estmark_head)
    url = address("receipt-text", silence, objection.pk)

    assert estmark_head.client.get(url).content == reviewer.client.get(url).content


@pytest.mark.parametrize("person", ["chair", "reader"])
def test_receipt_is_for_the_delegation_that_objected(silence, estmark_head, person, request):
    objection = broken(silence, estmark_head)

    response = request.getfixturevalue(person).client.get(address("receipt-detail", silence, objection.pk))

    assert response.status_code == 403


def test_receipt_under_another_procedures_address_is_not_found(silence, ready_paper, chair, estmark_head):
    objection = broken(silence, estmark_head)
    ready_paper.refresh_from_db()
    second = placed(ready_paper, chair)

    assert estmark_head.client.get(address("receipt-detail", second, objection.pk)).status_code == 404


# The chair's forms ---------------------------------------------------------------------------------


def test_extend_and_cancel_work_by_their_forms(silence, chair):
    later = silence.expires_at + 24 * HOUR
    chair.client.post(address("silence-extend", silence), {"new_expiry": typed(later), "reason": "XC asked"})

    silence.refresh_from_db()
    assert typed(silence.expires_at) == typed(later)
    assert "XC asked" in read(chair, "silence-detail", silence)

    chair.client.post(address("silence-cancel", silence), {"reason": "A fault in annex B"})
    assert "A fault in annex B" in read(chair, "silence-detail", silence)


def test_resume_form_offers_an_expiry_that_is_accepted(silence, chair):
    expire(silence)
    forget_beats(after=silence.expires_at - HOUR, until=silence.expires_at)
    services.watch(by=CLOCK)
    page = chair.client.get(address("silence-resume", silence)).content.decode()
    offered = re.search(r'name="new_expiry" value="([^"]+)"', page)[1]

    chair.client.post(address("silence-resume", silence), {"new_expiry": offered})

    silence.refresh_from_db()
    assert (silence.state, typed(silence.expires_at)) == (State.OPEN, offered)


def test_refused_extension_hands_the_words_back(silence, chair):
    early = typed(silence.expires_at - timedelta(hours=2))

    response = chair.client.post(
        address("silence-extend", silence), {"new_expiry": early, "reason": "Kept words"}
    )

    assert response.status_code == 409
    assert "Kept words" in response.content.decode()

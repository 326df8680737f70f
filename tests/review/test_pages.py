"""Pages of a review: who sees which words when, what was typed is handed back, and how many statements it takes."""

import csv
import io
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from papers.audit.models import Event
from papers.delegations import services as delegations
from papers.drafting import access
from papers.drafting.models import Paper
from papers.notifications.models import Notice
from papers.notifications.registry import kinds
from papers.review import queries, services
from papers.review.models import Comment, Disposition, Reply, Round, RoundEntry
from tests import factories
from tests.cast import add_person
from tests.pages import text_of
from tests.review.making import block, closed, comment_of, fresh, open_round, said

CANARY = "Quetzal-of-Estmark"


def url(name, round, *more):
    return reverse(f"review:{name}", args=[round.paper_id, round.number, *more])


def pages_of(round, *comments):
    """The address of every page of a review that can be read."""
    listed = [
        reverse("review:round-list", args=[round.paper_id]),
        reverse("portal:paper-detail", args=[round.paper_id]),
    ]
    listed.append(reverse("portal:paper-record", args=[round.paper_id]))
    listed += [url(name, round) for name in ("round-detail", "matrix", "matrix-csv", "comment-add")]
    for comment in comments:
        listed += [
            url(name, round, comment.pk) for name in ("comment-detail", "comment-edit", "disposition-add")
        ]
    return listed


def texts(person, addresses):
    """What a person reads at these addresses, without what differs by request."""
    client = person.client
    return [without_nonces(client.get(address)) for address in addresses]


def without_nonces(response):
    text = response.content.decode()
    return response.status_code, re.sub(
        r'nonce-?="?[^" ]+|value="[A-Za-z0-9]{64}"|data-nonce="[^"]+"', "", text
    )


@pytest.fixture
def secret(round, reviewer):
    """A comment of Estmark whose every field holds a word that nobody else may read."""
    return comment_of(
        round, reviewer, f"{CANARY} text", kind="drafting", severity="critical", proposed=f"{CANARY} proposed",
        reason=f"{CANARY} reason", block=block(round, "ninety days"), quote="ninety days",
    )  # fmt: skip


def test_no_page_shows_a_word_of_a_comment_to_others_before_the_close(
    secret, round, reviewer, drafter, chair, reader
):
    found = {
        person.delegation.code: [CANARY in text for _status, text in texts(person, pages_of(round, secret))]
        for person in (drafter, chair, reader, reviewer)
    }

    assert any(found.pop("XB"))
    assert found == {code: [False] * 10 for code in ("XA", "SEC", "XC")}


def test_nothing_that_others_read_differs_by_whether_there_are_comments(
    round, reviewer, drafter, chair, reader
):
    # Not the record: it prints the head of the centre's chain, which moves with every act anywhere.
    compared = [address for address in pages_of(round) if "/record/" not in address]
    watching = (drafter, chair, reader)
    with time_machine.travel(timezone.now(), tick=False):
        for person in watching:
            texts(person, compared)
        before = [texts(person, compared) for person in watching]
        for number in range(3):
            comment_of(round, reviewer, f"{CANARY} {number}", severity="critical")

        after = [texts(person, compared) for person in watching]

    assert after == before


def test_a_comment_page_of_another_delegation_is_not_found_before_the_close(
    secret, round, chair, drafter, reader
):
    addresses = [
        url(name, round, secret.pk) for name in ("comment-detail", "comment-edit", "comment-withdraw")
    ]
    addresses.append(url("disposition-add", round, secret.pk))

    for person in (chair, drafter, reader):
        assert [person.client.get(address).status_code for address in addresses] == [404] * 4
        assert person.client.post(addresses[0].replace("comment-detail", "") + "replies/").status_code == 404


def test_events_and_notices_before_the_close_hold_no_word_and_no_count(secret, round):
    told = [kinds.get(notice.kind).render(notice.target_uuid) for notice in Notice.objects.all()]
    public = Event.objects.exclude(audience="delegation").filter(verb__startswith="review.")

    assert CANARY not in str(told) + str(list(Event.objects.values_list("facts", flat=True)))
    assert sorted(public.values_list("verb", flat=True)) == ["review.round.invited", "review.round.opened"]
    assert "invited" not in public.get(verb="review.round.opened").facts


def test_every_page_shows_the_comment_after_the_close_to_all_with_the_paper(
    secret, round, chair, reader, outsider
):
    closed(round)
    reading = [url(name, round) for name in ("round-detail", "matrix", "matrix-csv")]
    reading.append(url("comment-detail", round, secret.pk))

    for person in (chair, reader):
        assert [CANARY in text for _status, text in texts(person, reading)] == [True] * 4
    assert [status for status, _text in texts(outsider, reading)] == [404] * 4


def test_a_round_under_another_papers_address_is_not_found(round, drafter, head, body, chair, reviewer):
    other = factories.tabled(drafter, head, body, title="Another")
    comment = comment_of(round, reviewer)
    second = open_round(other, chair, reviewer.delegation)
    wrong = [
        reverse("review:round-detail", args=[other.pk, 2]),
        url("comment-detail", second, comment.pk),
        url("comment-edit", second, comment.pk),
        url("disposition-add", second, comment.pk),
    ]

    assert [reviewer.client.get(address).status_code for address in wrong] == [404] * 4


def test_round_page_names_delegations_to_the_chair_alone(round, chair, reviewer, reader, drafter):
    services.answer(round, by=reviewer.acting)
    page = url("round-detail", round)

    def names(person):
        text = person.client.get(page).content.decode()
        return "Invited delegations" in text, "Estmark" in text.split('<main id="main"')[1]

    assert names(chair) == (True, True)
    assert [names(person) for person in (drafter, reader)] == [(False, False)] * 2


def test_totals_are_told_to_others_only_after_the_close(round, chair, drafter, reviewer):
    services.answer(round, by=reviewer.acting)

    before = [queries.answers_total(person.acting, round) for person in (drafter, chair)]
    after = queries.answers_total(drafter.acting, closed(round))

    assert before == [None, queries.Totals(2, 0, 1, unopened=1)]
    assert after == queries.Totals(2, 0, 1, unopened=1)
    assert "2 delegations were invited" in drafter.client.get(url("round-detail", round)).content.decode()


def test_reading_the_round_is_noted_once_for_an_invited_delegation(round, reviewer, drafter):
    drafter.client.get(url("round-detail", round))
    reviewer.client.get(url("round-detail", round))
    reviewer.client.get(url("round-detail", round))

    opened = RoundEntry.objects.filter(opened_at__isnull=False).values_list("delegation__code", flat=True)
    assert list(opened) == ["XB"]
    assert Event.objects.filter(verb="review.round.read").count() == 1


def test_comment_form_is_filled_from_the_words_chosen_in_the_text(round, reviewer):
    where = block(round, "ninety days")

    text = reviewer.client.get(
        url("comment-add", round), {"block": where, "quote": "ninety days"}
    ).content.decode()

    assert f'<option value="{where}" selected>' in text
    assert re.search(r"<textarea name=\"quote\"[^>]*>\s*ninety days</textarea>", text)


def test_posted_comment_is_recorded_for_the_delegation_that_sends_it(round, reviewer):
    response = reviewer.client.post(url("comment-add", round), said(block=block(round, "ninety days")))

    comment = Comment.objects.get()
    assert response.url == f"{url('round-detail', round)}#c-{comment.pk}"
    assert (comment.delegation.code, comment.by) == ("XB", reviewer.user)


def test_comment_written_beside_the_text_names_its_passage_as_the_page_does(round, reviewer):
    where = block(round, "ninety days")

    reviewer.client.post(
        url("comment-add", round), said(block=f"b-{where}", quote="ninety days", after=" or so")
    )

    assert str(Comment.objects.get().block_id) == where


def test_comment_that_lacks_something_comes_back_with_its_words(round, reviewer):
    words = said("My long sentence.", reason="", block=block(round, "ninety days"), quote="sixty days")

    response = reviewer.client.post(url("comment-add", round), words)
    again = reviewer.client.post(url("comment-add", round), {**words, "reason": "So."})

    assert (response.status_code, again.status_code) == (422, 422)
    assert "gives its reason" in response.content.decode()
    assert "quoted words do not stand" in again.content.decode()
    assert "My long sentence." in response.content.decode()
    assert Comment.objects.count() == 0


def test_late_comment_is_refused_on_a_page_that_shows_its_words(round, reviewer):
    closed(round)

    response = reviewer.client.post(url("comment-add", round), said("My late sentence."))

    text = response.content.decode()
    assert response.status_code == 409
    assert "Round 1 ended on" in text
    assert "My late sentence." in text


def test_comment_by_somebody_who_was_not_invited_is_refused_with_the_reason(round, drafter):
    response = drafter.client.post(url("comment-add", round), said())

    assert response.status_code == 403
    assert "yours was not" in response.content.decode()


def test_own_comment_is_changed_and_taken_back_through_its_pages(secret, round, reviewer):
    words = said("Other words.", block="", quote="")
    changed = reviewer.client.post(url("comment-edit", round, secret.pk), words)
    taken_back = reviewer.client.post(url("comment-withdraw", round, secret.pk))

    after = fresh(secret)
    assert (changed.status_code, taken_back.status_code) == (302, 302)
    assert (after.text, after.block_id, after.withdrawn_at is None) == ("Other words.", None, False)


def test_pages_to_change_a_comment_close_with_the_round_and_hand_late_words_back(secret, round, reviewer):
    closed(round)
    pages = [url(name, round, secret.pk) for name in ("comment-edit", "comment-withdraw")]

    shown = [reviewer.client.get(page) for page in pages]
    late = reviewer.client.post(pages[0], said("My late change."))

    assert [page.status_code for page in shown] == [403, 403]
    assert "takes no changes any more" in shown[0].content.decode()
    assert (late.status_code, "My late change." in late.content.decode()) == (409, True)


def test_form_sent_empty_is_refused_like_any_other_that_lacks_something(round, reviewer, chair):
    assert reviewer.client.post(url("comment-add", round)).status_code == 422


def test_acknowledging_answering_and_taking_back_lead_to_the_round(round, reviewer):
    for name, data in (
        ("round-acknowledge", {}),
        ("round-answer", {}),
        ("round-answer", {"answer": "take-back"}),
    ):
        assert reviewer.client.post(url(name, round), data).url == url("round-detail", round)

    entry = RoundEntry.objects.get(delegation=reviewer.delegation)
    assert (entry.acknowledged_at is None, entry.answered_at) == (False, None)


def test_chair_opens_a_round_through_the_form(tabled_paper, chair, estmark, kaldria):
    page = reverse("review:round-open", args=[tabled_paper.pk])
    invited = {"delegations": [estmark.pk, kaldria.pk], "instructions": "Say."}

    with time_machine.travel("2027-01-04T08:00:00Z", tick=False):
        shown = chair.client.get(page).content.decode()
        response = chair.client.post(
            page, {**invited, "deadline_day": "2027-01-08", "deadline_time": "12:00"}
        )

    round = Round.objects.get()
    assert "On the clocks of the centre, Asia/Jerusalem." in shown
    assert response.url == url("round-detail", round)
    assert (round.deadline.isoformat(), round.zone) == ("2027-01-08T10:00:00+00:00", "Asia/Jerusalem")


def test_capitals_with_too_little_time_are_named_before_the_round_is_opened(
    tabled_paper, chair, estmark, centre
):
    focal = add_person(estmark, "focal")
    days = {timezone.datetime(2027, 1, day).date(): "Feast" for day in (5, 6)}
    page = reverse("review:round-open", args=[tabled_paper.pk])
    words = {
        "delegations": [estmark.pk], "deadline_day": "2027-01-09", "deadline_time": "12:00", "instructions": "Kept",
    }  # fmt: skip

    with time_machine.travel("2027-01-04T08:00:00Z", tick=False):
        delegations.add_holidays(estmark, days=days, by=focal.acting)
        warned = chair.client.post(page, words)
        opened = chair.client.post(page, {**words, "despite": "on"})

    assert warned.status_code == 422
    assert "The capital of XB Estmark has 2 working days until then. Holidays: Feast, Feast." in text_of(
        warned
    )
    assert "The centre does not work on Saturday 9 January 2027." in text_of(warned)
    assert opened.status_code == 302
    assert Round.objects.get().entries.count() == 1


@pytest.mark.parametrize(
    ("day", "clock", "sentence"),
    [
        ("2027-03-26", "02:30", "does not exist in Asia/Jerusalem"),
        ("2027-10-31", "01:30", "comes twice in Asia/Jerusalem"),
        ("2027-01-04", "12:00", "at least 3 working days"),
        ("2020-01-01", "12:00", "lies in the future"),
    ],
)
def test_deadline_that_cannot_be_kept_comes_back_in_the_form(
    tabled_paper, chair, estmark, day, clock, sentence
):
    page = reverse("review:round-open", args=[tabled_paper.pk])
    words = {
        "delegations": [estmark.pk],
        "deadline_day": day,
        "deadline_time": clock,
        "instructions": "Kept words.",
    }

    with time_machine.travel("2027-01-04T08:00:00Z", tick=False):
        response = chair.client.post(page, words)

    text = response.content.decode()
    assert (response.status_code, Round.objects.count()) == (422, 0)
    assert sentence in text
    assert "Kept words." in text


def test_round_form_is_the_chairs(tabled_paper, drafter, outsider):
    page = reverse("review:round-open", args=[tabled_paper.pk])

    assert (drafter.client.get(page).status_code, outsider.client.get(page).status_code) == (403, 404)


def test_matrix_filters_by_delegation_passage_severity_and_disposition(round, reviewer, kaldria, chair):
    ninety = block(round, "ninety days")
    comment_of(round, reviewer, "One", block=ninety, severity="critical")
    comment_of(round, add_person(kaldria, "head"), "Two", block=ninety)
    comment_of(round, reviewer, "Three")
    closed(round)
    services.decide_disposition(fresh(Comment.objects.get(text="One")), value="accepted", by=chair.acting)

    def rows(**query):
        response = chair.client.get(url("matrix", round), query)
        return re.findall(r'<tr id="(C-1-\d+)"', response.content.decode())

    assert rows() == ["C-1-001", "C-1-002", "C-1-003"]
    assert rows(delegation="XB") == ["C-1-001", "C-1-002"]
    assert rows(passage=ninety) == ["C-1-002", "C-1-003"]
    assert rows(passage="paper") == ["C-1-001"]
    assert rows(severity="critical") == ["C-1-002"]
    assert rows(state="undecided") == ["C-1-001", "C-1-003"]
    assert rows(state="undecided", delegation="XC") == ["C-1-003"]
    assert rows(delegation="ZZ", severity="no", comment__text="x") == ["C-1-001", "C-1-002", "C-1-003"]


def test_matrix_over_htmx_is_the_matrix_alone(secret, round, chair):
    closed(round)

    text = chair.client.get(url("matrix", round), headers={"HX-Request": "true"}).content.decode()

    assert text.strip().startswith('<div id="matrix">')
    assert CANARY in text


def test_matrix_of_many_comments_is_shown_a_page_at_a_time(round, reviewer, chair):
    for number in range(103):
        comment_of(round, reviewer, f"Comment {number}")
    closed(round)

    first = chair.client.get(url("matrix", round)).content.decode()
    second = chair.client.get(url("matrix", round), {"after": 100}).content.decode()

    assert (first.count('<tr id="C-1-'), second.count('<tr id="C-1-')) == (100, 3)
    assert 'href="?after=100"' in first
    assert 'href="?after=0"' in second


def test_csv_holds_the_filtered_rows_with_filter_and_moment(round, reviewer, chair, drafter):
    comment_of(
        round,
        reviewer,
        "=HYPERLINK(1)",
        block=block(round, "ninety days"),
        quote="ninety days",
        reason='"So",\nhe said',
    )
    comment_of(round, reviewer, "Second", severity="critical")
    closed(round)
    services.propose_disposition(
        fresh(Comment.objects.get(number=2)), value="rejected", reason="+no", by=drafter.acting
    )

    response = chair.client.get(url("matrix-csv", round), {"severity": "substantive"})

    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline=""), strict=True))
    assert len({len(row) for row in rows}) == 1
    assert rows[3][:3] == ["Shown", "substantive", "1 of 2"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d Asia/Jerusalem \(.* UTC\)", rows[2][1])
    [line] = rows[6:]
    assert [line[column] for column in (0, 1, 4, 8, 9, 11, 12, 13)] == [
        "C-1-002", "XB", "2", "'=HYPERLINK(1)", "ninety days", '"So",\nhe said', "Rejected", "'+no",
    ]  # fmt: skip


def test_disposition_is_proposed_and_decided_on_its_page_and_in_the_row(secret, round, drafter, chair):
    closed(round)
    page = url("disposition-add", round, secret.pk)

    bare = drafter.client.post(page, {"value": "rejected", "reason": ""})
    proposed = drafter.client.post(page, {"value": "rejected", "reason": "Beyond the scope."})
    decided = chair.client.post(page, {"value": "noted", "reason": "Heard."}, headers={"HX-Request": "true"})

    assert (bare.status_code, proposed.url) == (422, f"{url('matrix', round)}#C-1-001")
    assert (decided.status_code, "<html" in decided.content.decode()) == (200, False)
    assert list(Disposition.objects.values_list("step", "value")) == [
        ("proposed", "rejected"),
        ("decided", "noted"),
    ]


def test_disposition_by_others_is_refused_with_the_reason(secret, round, reviewer, reader):
    closed(round)

    for person in (reviewer, reader):
        response = person.client.post(url("disposition-add", round, secret.pk), {"value": "accepted"})
        assert response.status_code == 403
    assert Disposition.objects.count() == 0


def test_reply_is_written_in_the_thread(secret, round, drafter):
    closed(round)

    empty = drafter.client.post(url("reply-add", round, secret.pk), {"text": " "})
    drafter.client.post(url("reply-add", round, secret.pk), {"text": "Which sites?"})

    assert (empty.status_code, Reply.objects.get().text) == (422, "Which sites?")
    assert "Which sites?" in drafter.client.get(url("comment-detail", round, secret.pk)).content.decode()


def test_next_revision_is_issued_from_its_page_once_nothing_stands_open(secret, round, drafter, chair):
    closed(round)
    factories.save(round.paper, drafter, factories.TEXT.replace("ninety", "sixty"))
    page = reverse("review:revision-issue", args=[round.paper_id])

    stopped = drafter.client.get(page).content.decode()
    version = Paper.objects.get(pk=round.paper_id).working.version
    refused = drafter.client.post(page, {"note": "My note.", "seen_version": version})
    services.decide_disposition(fresh(secret), value="accepted", by=chair.acting)
    issued = drafter.client.post(page, {"note": "My note.", "seen_version": version, "rest": "on"})

    assert "C-1-001" in stopped
    assert (refused.status_code, issued.status_code) == (422, 302)
    assert "C-1-001" in refused.content.decode()
    assert Paper.objects.get(pk=round.paper_id).current.note == "My note."


def test_words_of_a_comment_are_shown_as_words(round, reviewer, chair):
    comment_of(
        round, reviewer, "<script>alert(1)</script>", kind="drafting", proposed="<img src=x onerror=alert(1)>"
    )
    after = closed(round)
    comment = Comment.objects.get()

    for address in (
        url("round-detail", after),
        url("matrix", after),
        url("comment-detail", after, comment.pk),
    ):
        text = chair.client.get(address).content.decode()
        assert ("<script>alert" in text, "<img" in text) == (False, False)


@pytest.mark.parametrize("count", [1, 3])
def test_reading_pages_take_six_statements_however_many_comments(
    round, reviewer, drafter, chair, count, django_assert_num_queries
):
    for number in range(count):
        comment_of(round, reviewer, f"Comment {number}", severity="critical")
    reviewer.client.get(url("round-detail", round))
    reviewer_client, chair_client = reviewer.client, chair.client

    with django_assert_num_queries(6):
        reviewer_client.get(url("round-detail", round))
    closed(round)
    for comment in Comment.objects.all():
        services.propose_disposition(fresh(comment), value="accepted", by=drafter.acting)
        services.reply(fresh(comment), text="Yes.", by=drafter.acting)

    chair_client.get(url("matrix", round))
    pages = {"round-detail": 6, "matrix": 6, "matrix-csv": 6, "matrix-positions": 8, "matrix-sides": 8}
    for name, statements in pages.items():
        with django_assert_num_queries(statements):
            chair_client.get(url(name, round))
    thread = url("comment-detail", round, Comment.objects.first().pk)
    with django_assert_num_queries(6):
        chair_client.get(thread)
    with django_assert_num_queries(6):
        chair_client.get(reverse("review:round-list", args=[round.paper_id]))


def test_access_that_ended_closes_every_page(secret, round, reviewer, estmark, chair):
    access.end(round.paper, estmark, by=chair.acting)

    assert [status for status, _text in texts(reviewer, pages_of(round, secret))] == [404] * 10


def test_matrix_as_a_workbook_holds_what_the_file_of_words_holds(round, reviewer, chair):
    comment_of(round, reviewer, "=HYPERLINK(1)", block=block(round, "ninety days"))
    closed(round)
    client = chair.client

    words = list(csv.reader(io.StringIO(client.get(url("matrix-csv", round)).content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(client.get(url("matrix-xlsx", round)).content)).active

    rows = [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows()]
    as_of = next(n for n, row in enumerate(words) if row[0] == "As of")
    assert [[cell.removeprefix("'") for cell in row] for n, row in enumerate(words) if n != as_of] == [
        row for n, row in enumerate(rows) if n != as_of
    ]

"""Going back in the working text: what is shown, to whom, and how words come back."""

from datetime import timedelta
from time import perf_counter

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from papers.audit.models import Audience, Event
from papers.drafting import access, history, services
from papers.drafting.live import log, past
from papers.drafting.live.replica import Edit
from papers.drafting.models import Milestone, Recovery, Restoration, Revision, TextUpdate, WorkingText
from papers.drafting.queries import history as queries
from papers.shared.errors import BadInput, Refused
from tests import factories
from tests.cast import add_person
from tests.pages import cells, same_page, text_of

NINETY, SIXTY = factories.TEXT, factories.TEXT.replace("ninety", "sixty")
SECRET = "A position that Valoria thought better of"


def at(paper, **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"/papers/{paper.pk}/text/history/?{query}"


def moment(paper, text):
    """The last update after which the text read so."""
    seqs = TextUpdate.objects.filter(paper=paper).order_by("-seq").values_list("seq", flat=True)
    return TextUpdate.objects.get(
        paper=paper, seq=next(seq for seq in seqs if log.text_at(paper.pk, seq) == text)
    )


def head(paper):
    return TextUpdate.objects.get(paper=paper, seq=WorkingText.objects.get(paper=paper).head_seq)


def now(paper):
    return log.current(WorkingText.objects.get(paper=paper)).text


@pytest.fixture
def written(paper, drafter, head):
    """A paper issued with ninety days, whose head then wrote sixty and whose drafter wrote forty."""
    factories.save(paper, head, SIXTY)
    factories.save(paper, drafter, SIXTY.replace("thirty", "forty"))
    return paper


# The page ------------------------------------------------------------------------------------------


def test_moments_say_who_wrote_when_and_how_much(written, drafter, head, django_assert_num_queries):
    client = drafter.client

    # session, person, paper with its text, grants, generations, updates, names, revisions, people, log, all names
    with django_assert_num_queries(11):
        page = client.get(at(written))

    words = text_of(page)
    assert "Issued as Draft 1" in words
    assert f"XA Valoria {head.user.name}, XA Valoria {drafter.user.name} +2 −2 words" in words
    assert "<del>ninety</del> <ins>sixty</ins>" in page.content.decode()


def test_page_asks_the_same_however_much_was_written(written, drafter, django_assert_num_queries):
    for number in range(30):
        factories.save(written, drafter, f"{SIXTY}\nLine {number}\n")
    client = drafter.client

    with django_assert_num_queries(11):
        client.get(at(written))


def test_moment_is_read_as_it_stood_and_against_now(written, drafter):
    issued = moment(written, NINETY)

    read = drafter.client.get(at(written, at=issued.seq, view="text")).content.decode()
    against = drafter.client.get(at(written, at=issued.seq, view="now")).content.decode()

    assert "service within ninety days" in read
    assert "<del>ninety</del> <ins>sixty</ins>" in against
    assert "<del>thirty</del> <ins>forty</ins>" in against


def test_passages_name_whose_words_they_are(written, drafter, head):
    page = drafter.client.get(at(written, view="who"))

    def writer_of(some):
        return next(who for words, who in cells(page) if some in words)

    assert head.user.name in writer_of("within sixty days")
    assert drafter.user.name in writer_of("within forty days")
    assert "the text with which this history begins" in writer_of("Purpose and scope")


def test_moment_alone_is_fetched_by_the_slider(written, drafter):
    issued = moment(written, NINETY)

    fragment = drafter.client.get(at(written, at=issued.seq), HTTP_HX_REQUEST="true").content.decode()

    assert fragment.strip().startswith('<section id="moment"')


@pytest.mark.parametrize("asked", ["999999", "0", "-1", "x", "9" * 40])
def test_moment_that_never_was_is_not_found(written, drafter, asked):
    assert drafter.client.get(at(written, at=asked)).status_code == 404


def test_issued_revision_marks_its_moment(written, drafter):
    factories.save(written, drafter, f"{SIXTY}\nLast words.\n")
    services.issue_revision(written, by=drafter.acting)

    found = queries.history_of(drafter.acting, written)

    assert Revision.objects.get(paper=written, number=2).moment == head(written).seq
    assert [one.revision.number if one.revision else None for one in found.moments][-1] == 2


# Who may go back, and how far ----------------------------------------------------------------------


def test_country_that_drafts_later_goes_back_to_its_beginning_and_no_further(paper, drafter, estmark):
    factories.save(paper, drafter, f"{NINETY}\n{SECRET}\n")
    secret = head(paper)
    history.name_moment(secret, name="Before we thought better", by=drafter.acting)
    factories.save(paper, drafter, NINETY)
    access.give(paper, estmark, "draft", by=drafter.acting)
    writer = add_person(estmark, "drafter")
    factories.save(paper, writer, SIXTY)
    begun = moment(paper, NINETY)

    pages = [
        writer.client.get(at(paper, **asked))
        for asked in ({}, {"view": "now"}, {"at": begun.seq, "view": "text"})
    ]
    refused = [
        writer.client.get(at(paper, at=secret.seq)),
        writer.client.post(
            f"/papers/{paper.pk}/text/history/restore/",
            {"at": secret.seq, "seen": head(paper).seq, "whole": 1},
        ),
        writer.client.post(
            f"/papers/{paper.pk}/text/history/restore/", {"at": begun.seq, "seen": secret.seq, "passage": 1}
        ),
        writer.client.post(f"/papers/{paper.pk}/text/history/name/", {"at": secret.seq, "name": "Mine"}),
        writer.client.get(at(paper, until=secret.seq)),
    ]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert [SECRET in page.content.decode() for page in pages] == [False] * 3
    assert ["thought better" in page.content.decode() for page in pages] == [False] * 3
    assert [answer.status_code for answer in refused] == [404] * 5
    assert SECRET in drafter.client.get(at(paper, at=secret.seq, view="text")).content.decode()
    assert now(paper) == SIXTY
    assert list(Milestone.objects.visible_to(writer.acting)) == []


def test_those_who_may_not_draft_learn_nothing_of_the_history(shared_paper, reviewer, outsider):
    refused, unseen = reviewer.client.get(at(shared_paper)), outsider.client.get(at(shared_paper))
    never = outsider.client.get("/papers/00000000-0000-4000-8000-000000000000/text/history/")

    assert (refused.status_code, unseen.status_code) == (403, 404)
    assert same_page(unseen).replace(str(shared_paper.pk), "") == same_page(never).replace(
        "00000000-0000-4000-8000-000000000000", ""
    )


def test_moment_of_another_paper_is_not_reached_through_this_one(paper, drafter, body):
    other = factories.started(drafter, body, text="Another\n")
    factories.save(other, drafter, "Another text\n")
    foreign = head(other)

    answer = drafter.client.post(
        f"/papers/{paper.pk}/text/history/restore/",
        {"at": foreign.seq + 1000, "seen": head(paper).seq, "whole": 1},
    )

    assert answer.status_code == 404


# Naming --------------------------------------------------------------------------------------------


def test_moment_gets_a_name_and_another_one(written, drafter):
    named = moment(written, SIXTY)
    name = f"/papers/{written.pk}/text/history/name/"

    drafter.client.post(name, {"at": named.seq, "name": "  As agreed on   Tuesday "})
    page = drafter.client.post(name, {"at": named.seq, "name": "As agreed on Wednesday"}, follow=True)

    assert [(one.seq, one.name) for one in Milestone.objects.all()] == [(named.seq, "As agreed on Wednesday")]
    assert text_of(page).count("As agreed on Wednesday") >= 3
    events = Event.objects.filter(verb__startswith="drafting.milestone.").order_by("seq")
    assert [(event.verb, event.audience, event.facts) for event in events] == [
        ("drafting.milestone.named", Audience.DELEGATION, {"seq": named.seq}),
        ("drafting.milestone.renamed", Audience.DELEGATION, {"seq": named.seq}),
    ]


def test_moment_without_a_name_or_by_a_reader_is_refused(written, drafter, valoria):
    with pytest.raises(BadInput, match="remembered by a name"):
        history.name_moment(head(written), name=" \n ", by=drafter.acting)
    with pytest.raises(PermissionDenied, match="needs a seat that drafts"):
        history.name_moment(head(written), name="Mine", by=add_person(valoria, "reader").acting)


def test_database_refuses_two_names_of_one_moment_and_a_name_without_letters(written, drafter):
    history.name_moment(head(written), name="One", by=drafter.acting)
    same = {"paper": written, "generation": 1, "seq": head(written).seq}

    for fields in ({**same, "name": "Two"}, {**same, "seq": 1, "name": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Milestone.objects.create(**fields)


# Bringing back -------------------------------------------------------------------------------------


def test_whole_text_comes_back_as_a_new_change_of_the_person_with_its_reason(written, drafter):
    issued, before = moment(written, NINETY), head(written)

    answer = drafter.client.post(
        f"/papers/{written.pk}/text/history/restore/",
        {"at": issued.seq, "seen": before.seq, "whole": "1"},
        follow=True,
    )

    last = head(written)
    restoration = Restoration.objects.get()
    assert (answer.status_code, now(written)) == (200, NINETY)
    assert (last.seq, last.by) == (before.seq + 1, drafter.user)
    assert (last.because_kind, last.because_uuid) == ("drafting.restoration", restoration.pk)
    assert (restoration.seq, restoration.passages) == (issued.seq, None)
    assert log.text_at(written.pk, before.seq) == SIXTY.replace("thirty", "forty")
    assert "brought back" in text_of(answer)
    assert Event.objects.get(verb="drafting.text.restored").audience == Audience.DELEGATION


def test_one_passage_comes_back_and_the_others_stay(written, drafter):
    issued = moment(written, NINETY)
    shown = queries.shown(
        written, queries.history_of(drafter.acting, written, at=issued.seq), now(written), "now"
    )
    place = next(one.place for one in shown.passages if "ninety" in one.then)

    history.restore(issued, seen=head(written), passages=[place], by=drafter.acting)

    assert now(written) == NINETY.replace("thirty", "forty")


def test_what_others_wrote_since_the_page_was_opened_stays(written, drafter, head):
    issued, seen = moment(written, NINETY), TextUpdate.objects.filter(paper=written).order_by("-seq")[0]
    factories.save(
        written, head, SIXTY.replace("thirty", "forty").replace("sets out a common", "lays out a common")
    )

    history.restore(issued, seen=seen, by=drafter.acting)

    assert now(written) == NINETY.replace("sets out a common", "lays out a common")
    assert Recovery.objects.count() == 0


def test_bringing_back_nothing_or_what_is_there_is_refused(written, drafter):
    restore = f"/papers/{written.pk}/text/history/restore/"
    same = {"at": head(written).seq, "seen": head(written).seq}

    nothing = drafter.client.post(restore, {**same, "passage": "x"})
    with pytest.raises(Refused, match="stand in the text already"):
        history.restore(head(written), seen=head(written), by=drafter.acting)

    assert nothing.status_code == 422
    assert "Tick the passages that shall come back" in text_of(nothing)
    assert Restoration.objects.count() == 0


def test_frozen_text_and_readers_bring_nothing_back(written, drafter, head, valoria):
    issued, seen = moment(written, NINETY), TextUpdate.objects.filter(paper=written).order_by("-seq")[0]
    with pytest.raises(PermissionDenied, match="needs a seat that drafts"):
        history.restore(issued, seen=seen, by=add_person(valoria, "reader").acting)
    services.withdraw(written, by=head.acting)
    with pytest.raises(PermissionDenied, match="frozen"):
        history.restore(issued, seen=seen, by=drafter.acting)

    page = drafter.client.get(at(written, at=issued.seq))
    assert "The text is frozen" in text_of(page)
    assert "Bring the whole text back" not in text_of(page)


# The log replayed ----------------------------------------------------------------------------------


def typed(paper, person, count):
    """So many keystrokes of one person, four seconds apart, written to the log as a room would."""
    working = WorkingText.objects.get(paper=paper)
    replica = log.load(working).replica
    began = timezone.now() - timedelta(seconds=4 * count)
    payloads = [replica.edit([Edit(len(replica.text), 0, "x")]) for _ in range(count)]
    TextUpdate.objects.bulk_create(
        TextUpdate(
            paper=paper, generation=working.generation, seq=working.head_seq + number, payload=payload, by=person.user,
            by_mandate=person.mandate.pk, at=began + timedelta(seconds=4 * number),
        )
        for number, payload in enumerate(payloads, 1)
    )  # fmt: skip
    WorkingText.objects.filter(paper=paper).update(
        head_seq=working.head_seq + count, text=replica.text, text_seq=working.head_seq + count
    )
    return replica.text


def test_text_at_any_moment_is_what_the_log_says_there(written):
    seqs = list(TextUpdate.objects.filter(paper=written).values_list("seq", flat=True))

    assert past.texts(written.pk, 1, seqs) == {seq: log.text_at(written.pk, seq) for seq in seqs}
    assert past.texts(written.pk, 1, []) == {}


def test_update_that_cannot_be_applied_is_left_out_of_the_history(written, drafter, caplog):
    text, working = now(written), WorkingText.objects.get(paper=written)
    TextUpdate.objects.create(paper=written, generation=1, seq=working.head_seq + 1, payload=b"\x01\x01\x05")
    WorkingText.objects.filter(paper=written).update(head_seq=working.head_seq + 1)

    assert past.texts(written.pk, 1, [working.head_seq + 1]) == {working.head_seq + 1: text}


@pytest.mark.slow
def test_five_thousand_updates_are_gone_through_quickly(paper, drafter):
    text = typed(paper, drafter, 5_000)
    last = WorkingText.objects.get(paper=paper).head_seq
    client = drafter.client
    client.get(at(paper))

    began = perf_counter()
    found = past.texts(paper.pk, 1, [last])
    replayed = perf_counter() - began

    assert found == {last: text}
    assert replayed < 1.5  # 0.1 s on a quiet machine; a crowded one is not what is judged here

"""What each change of the next revision answers: said when it is issued, and read beside the change from then on."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from papers.audit.models import Event
from papers.drafting import access
from papers.drafting.models import Paper, Step
from papers.review import services
from papers.review.models import Amendment, ChangeReason
from papers.shared.errors import BadInput
from tests import factories
from tests.pages import cells, text_of
from tests.review.making import block, closed, comment_of, fresh, open_round
from tests.review.test_amendments import again, propose

BOTH = factories.TEXT.replace("ninety", "sixty").replace("thirty", "twenty")


@pytest.fixture
def agreed(round, reviewer, chair):
    """C-1-001, on the passage of ninety days, agreed to; its round is closed."""
    comment = comment_of(round, reviewer, block=block(round, "ninety"))
    closed(round)
    services.decide_disposition(fresh(comment), value="accepted", by=chair.acting)
    return fresh(comment)


def issue(round, drafter, text=BOTH, **facts):
    factories.save(round.paper, drafter, text)
    paper = Paper.objects.get(pk=round.paper_id)
    return services.issue_next_revision(paper, note="Next", by=drafter.acting, **facts)


def page_of(paper):
    return reverse("review:revision-issue", args=[paper.pk])


def send(drafter, paper, **said):
    version = Paper.objects.get(pk=paper.pk).working.version
    return drafter.client.post(page_of(paper), {"note": "My note.", "seen_version": version, **said})


def reasons(revision):
    """By the words of a passage, what its change answers."""
    given = ChangeReason.objects.filter(step__revision=revision).order_by("pk")
    return [(one.step.words.split(". ", 1)[-1][:12], str(one)) for one in given]


def test_form_ticks_what_was_agreed_to_on_a_passage_and_nothing_beside_others(agreed, round, drafter):
    factories.save(round.paper, drafter, BOTH)

    form = drafter.client.get(page_of(round.paper)).context["form"]

    assert [(hunk.suggested, because.value()) for hunk, because, _more in form.rows] == [
        (["C-1-001"], ["C-1-001"]), ([], []),
    ]  # fmt: skip


def test_change_of_which_nothing_is_said_stops_the_issue_and_the_note_stays(agreed, round, drafter):
    factories.save(round.paper, drafter, BOTH)

    page = send(drafter, round.paper, **{"because-0": "C-1-001"})

    assert page.status_code == 422
    assert "Say what it answers, or that it is editorial." in text_of(page)
    assert "My note." in page.content.decode()
    assert Paper.objects.get(pk=round.paper_id).current.number == 1


def test_each_change_keeps_what_was_said_of_it(agreed, round, drafter):
    factories.save(round.paper, drafter, BOTH)

    send(drafter, round.paper, **{"because-0": "editorial", "more-1": "C-1-001"})

    assert reasons(Paper.objects.get(pk=round.paper_id).current) == [
        ("Interim repa", "Editorial, by the penholder"), ("That a list ", "C-1-001"),
    ]  # fmt: skip


def test_rest_may_be_called_editorial_at_once(agreed, round, drafter):
    factories.save(round.paper, drafter, BOTH)

    send(drafter, round.paper, rest="on", **{"because-0": "C-1-001"})

    assert [said for _words, said in reasons(Paper.objects.get(pk=round.paper_id).current)] == [
        "C-1-001", "Editorial, by the penholder",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["C-9-001", "AM 1", "nonsense"])
def test_reference_that_was_not_agreed_to_is_named_and_nothing_is_issued(agreed, round, drafter, name):
    factories.save(round.paper, drafter, BOTH)

    page = send(drafter, round.paper, rest="on", **{"more-0": f"C-1-001, {name}"})

    assert f"Nothing that was agreed to is called {name}" in text_of(page)
    with pytest.raises(BadInput, match=name):
        issue(round, drafter, because={0: [name]})
    assert Paper.objects.get(pk=round.paper_id).current.number == 1


def test_rejected_comment_is_no_reason(agreed, round, drafter, chair):
    services.decide_disposition(agreed, value="rejected", reason="It is not.", by=chair.acting)

    with pytest.raises(BadInput, match="C-1-001"):
        issue(round, drafter, because={0: ["C-1-001"]})


def test_without_words_a_change_answers_what_was_agreed_to_on_its_passage(agreed, round, drafter):
    revision = issue(round, drafter)

    assert [said for _words, said in reasons(revision)] == ["C-1-001", "Editorial, by the penholder"]
    assert Event.objects.get(verb="review.revision.attributed").facts == {"changes": 2, "answering": 1}


def test_comment_that_was_answered_is_not_suggested_for_a_later_change(agreed, round, drafter):
    issue(round, drafter)

    later = issue(round, drafter, BOTH.replace("sixty", "fifty"))

    assert [said for _words, said in reasons(later)] == ["Editorial, by the penholder"]


def test_new_passage_answers_the_amendment_that_added_it(round, reviewer, chair, drafter):
    amendment = services.propose_amendment(
        round, block=block(round, "ninety"), wanted="Works by night are lit.", is_new=True, reason="Safety.",
        by=reviewer.acting,
    )  # fmt: skip
    closed(round)
    services.judge_amendment(again(amendment), state="accepted", by=chair.acting)

    paper = Paper.objects.get(pk=round.paper_id)
    revision = services.issue_next_revision(paper, note="", by=drafter.acting)

    given = ChangeReason.objects.get(step__revision=revision, amendment=amendment)
    assert given.step.words == "Works by night are lit."
    assert Amendment.objects.get().applied_in == revision


def test_where_nothing_was_agreed_to_nothing_is_asked(round, drafter):
    closed(round)
    factories.save(round.paper, drafter, BOTH)

    send(drafter, round.paper)

    revision = Paper.objects.get(pk=round.paper_id).current
    assert [said for _words, said in reasons(revision)] == ["Editorial, by the penholder"] * 2


def test_origins_and_the_comment_lead_to_each_other(agreed, round, drafter, reviewer):
    revision = issue(round, drafter)

    origins = reviewer.client.get(reverse("portal:text-origins", args=[round.paper_id, revision.number]))
    comment = reviewer.client.get(reverse("review:comment-detail", args=[round.paper_id, 1, agreed.pk]))

    assert ["C-1-001" in " ".join(row) for row in cells(origins) if "sixty days" in " ".join(row)] == [True]
    assert "Editorial, by the penholder" in text_of(origins)
    assert f"#r-{revision.number}" in comment.content.decode()
    assert "What it changed revision 2 paragraph 2" in text_of(comment)


def test_reader_of_later_revisions_does_not_learn_of_earlier_comments(
    agreed, round, drafter, norvenia, outsider, chair, estmark
):
    issue(round, drafter)
    access.give(Paper.objects.get(pk=round.paper_id), norvenia, "read", from_number=2, by=drafter.acting)
    second = open_round(Paper.objects.get(pk=round.paper_id), chair, estmark)
    closed(second)
    issue(round, drafter, BOTH.replace("sixty", "fifty"), because={0: ["C-1-001"]})

    seen = ChangeReason.objects.visible_to(outsider.acting)
    page = outsider.client.get(reverse("portal:text-origins", args=[round.paper_id, 3]))

    assert Step.objects.visible_to(outsider.acting).count() == 1
    assert seen.count() == 0
    assert "C-1-001" not in page.content.decode()
    assert ChangeReason.objects.filter(comment=agreed).count() == 2


@pytest.mark.parametrize("twice", [{}, {"comment": True}])
def test_same_reason_is_kept_once(agreed, round, drafter, twice):
    issue(round, drafter)
    given = ChangeReason.objects.filter(comment__isnull="comment" not in twice).first()

    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeReason.objects.create(step=given.step, comment=given.comment)


def test_reason_is_a_comment_or_an_amendment_not_both(round, reviewer, chair, drafter):
    amendment = propose(round, reviewer)
    comment = comment_of(round, reviewer)
    closed(round)
    services.judge_amendment(again(amendment), state="accepted", by=chair.acting)
    paper = Paper.objects.get(pk=round.paper_id)
    revision = services.issue_next_revision(paper, note="", by=drafter.acting)

    with pytest.raises(IntegrityError, match="change_has_reasons_one_by_one"), transaction.atomic():
        ChangeReason.objects.create(step=revision.steps.get(), comment=comment, amendment=amendment)

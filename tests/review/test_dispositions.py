"""Dispositions: proposed, decided, never edited; and the revision that waits for the critical ones."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from papers.audit.models import Event
from papers.drafting.models import Paper, Revision
from papers.notifications.models import Notice
from papers.review import services
from papers.review.models import Disposition
from papers.shared.errors import BadInput, Refused
from tests import factories
from tests.review.making import closed, comment_of, fresh, open_round


@pytest.fixture
def comment(round, reviewer):
    """A critical comment of Estmark, open to all."""
    comment = comment_of(round, reviewer, severity="critical")
    closed(round)
    return fresh(comment)


def test_proposal_and_decision_stand_side_by_side(comment, drafter, chair):
    services.propose_disposition(comment, value="rejected", reason="Beyond the scope.", by=drafter.acting)
    services.decide_disposition(comment, value="in_part", reason="Paragraph 9.", by=chair.acting)

    found = comment.dispositions.values_list("step", "value", "delegation__code")

    assert list(found) == [("proposed", "rejected", "XA"), ("decided", "in_part", "SEC")]


def test_later_disposition_supersedes_and_keeps_the_earlier_one(comment, chair):
    first = services.decide_disposition(comment, value="rejected", reason="No.", by=chair.acting)
    second = services.decide_disposition(comment, value="accepted", by=chair.acting)

    assert (second.supersedes, Disposition.objects.filter(superseded_by__isnull=True).get()) == (
        first,
        second,
    )


def test_proposal_is_the_leads(comment, reviewer, chair, reader):
    for person in (reviewer, chair):
        with pytest.raises(PermissionDenied, match="Only the delegation that leads"):
            services.propose_disposition(comment, value="accepted", by=person.acting)


def test_proposal_after_the_decision_comes_too_late(comment, drafter, chair):
    services.decide_disposition(comment, value="accepted", by=chair.acting)

    with pytest.raises(PermissionDenied, match="comes too late"):
        services.propose_disposition(comment, value="noted", reason="Late.", by=drafter.acting)


def test_decision_is_the_chairs(comment, drafter):
    with pytest.raises(PermissionDenied, match="chair's to decide"):
        services.decide_disposition(comment, value="accepted", by=drafter.acting)


def test_disposition_before_the_close_is_refused(round, reviewer, drafter):
    comment = fresh(comment_of(round, reviewer))

    with pytest.raises(PermissionDenied, match="opened them to all"):
        services.propose_disposition(comment, value="accepted", by=drafter.acting)


@pytest.mark.parametrize(("value", "reason"), [("rejected", " "), ("noted", ""), ("settled", "So.")])
def test_disposition_without_its_reason_or_of_no_known_kind_is_refused(comment, chair, value, reason):
    with pytest.raises(BadInput):
        services.decide_disposition(comment, value=value, reason=reason, by=chair.acting)

    assert Disposition.objects.count() == 0


def test_accepted_needs_no_reason(comment, chair):
    assert services.decide_disposition(comment, value="accepted", by=chair.acting).reason == ""


def test_decisions_of_one_day_are_told_to_the_commenters_once(round, reviewer, chair, drafter):
    comments = [comment_of(round, reviewer), comment_of(round, reviewer)]
    closed(round)

    for comment in comments:
        services.decide_disposition(fresh(comment), value="accepted", by=chair.acting)

    told = Notice.objects.filter(kind="review.disposition.decided").values_list("recipient__email", flat=True)
    assert list(told) == [reviewer.user.email]


def test_event_of_a_decision_names_the_comment_and_no_words(comment, chair):
    services.decide_disposition(comment, value="rejected", reason="Canary reason.", by=chair.acting)

    event = Event.objects.get(verb="review.disposition.decided")

    assert event.facts == {"comment": "C-1-001", "value": "rejected", "again": False}


def test_next_revision_waits_for_every_critical_comment_and_names_them(comment, drafter, chair):
    factories.save(comment.paper, drafter, factories.TEXT.replace("ninety", "sixty"))
    paper = Paper.objects.get(pk=comment.paper.pk)

    with pytest.raises(Refused, match="C-1-001"):
        services.issue_next_revision(paper, note="After round 1", by=drafter.acting)
    services.propose_disposition(comment, value="accepted", by=drafter.acting)
    with pytest.raises(Refused, match="C-1-001"):
        services.issue_next_revision(paper, note="After round 1", by=drafter.acting)
    services.decide_disposition(comment, value="accepted", by=chair.acting)
    revision = services.issue_next_revision(paper, note="After round 1", by=drafter.acting)

    after = Paper.objects.get(pk=paper.pk)
    assert (revision.number, after.current, after.stage) == (2, revision, "consolidation")


def test_next_revision_does_not_wait_for_lesser_comments(round, reviewer, drafter):
    comment_of(round, reviewer)
    closed(round)
    factories.save(round.paper, drafter, factories.TEXT.replace("ninety", "sixty"))

    revision = services.issue_next_revision(round.paper, note="", by=drafter.acting)

    assert revision.number == 2


def test_next_revision_while_a_round_is_open_is_refused(round, drafter):
    factories.save(round.paper, drafter, factories.TEXT.replace("ninety", "sixty"))

    with pytest.raises(PermissionDenied, match="between rounds"):
        services.issue_next_revision(round.paper, note="", by=drafter.acting)

    assert Revision.objects.filter(paper=round.paper).count() == 1


def test_next_revision_is_the_leads(round, chair, reviewer):
    closed(round)

    for person in (chair, reviewer):
        with pytest.raises(PermissionDenied, match="Only the delegation that leads"):
            services.issue_next_revision(round.paper, note="", by=person.acting)


def test_next_revision_before_tabling_is_not_the_reviews(paper, drafter):
    with pytest.raises(PermissionDenied):
        services.issue_next_revision(paper, note="", by=drafter.acting)


def test_next_round_opens_on_the_revision_that_followed(round, drafter, chair, estmark):
    closed(round)
    factories.save(round.paper, drafter, factories.TEXT.replace("ninety", "sixty"))
    revision = services.issue_next_revision(round.paper, note="", by=drafter.acting)

    second = open_round(Paper.objects.get(pk=round.paper_id), chair, estmark)

    assert (second.number, second.revision) == (2, revision)


@pytest.mark.parametrize(
    "falsely", [{"value": "rejected", "reason": ""}, {"step": "proposed", "supersedes": None}]
)
def test_database_refuses_a_disposition_without_reason_or_a_second_beginning(comment, drafter, falsely):
    services.propose_disposition(comment, value="accepted", by=drafter.acting)
    row = {
        "comment": comment,
        "delegation": drafter.delegation,
        "step": "decided",
        "value": "accepted",
        **falsely,
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        Disposition.objects.create(**row)


def test_database_refuses_to_edit_or_remove_a_disposition(comment, chair):
    disposition = services.decide_disposition(comment, value="noted", reason="Noted.", by=chair.acting)

    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        Disposition.objects.filter(pk=disposition.pk).update(value="accepted")
    with pytest.raises(DatabaseError, match="kept for ever"), transaction.atomic():
        Disposition.objects.filter(pk=disposition.pk).delete()

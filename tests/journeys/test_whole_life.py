"""A paper's whole life, with the real services: from the first sentence to the recommendation that was verified."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from papers.adoption import services as adoption
from papers.adoption.models import Adoption, Silence
from papers.audit import services as audit
from papers.audit.models import Event
from papers.clock import services as clock
from papers.drafting import access, services
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper
from papers.implementation import services as tracking
from papers.implementation.models import Recommendation
from papers.review import services as review
from papers.review.models import Comment
from papers.shared.http import told_time
from tests import factories
from tests.cast import add_person

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
SILENCE = timedelta(hours=73)


def beats(traveller, until, *, every=timedelta(minutes=4), watched=timedelta(hours=25)):
    """Let the clock beat until a moment: closely in the last day, as the procedure's outage rule demands."""
    moment = max(timezone.now(), until - watched)
    while moment < until:
        moment += every
        traveller.move_to(moment)
        clock.tick()


@pytest.fixture
def told():
    with told_time(), time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.mark.django_db
def test_paper_lives_from_first_draft_to_verified_recommendation(told, request):
    cast = {
        name: request.getfixturevalue(name)
        for name in ("body", "drafter", "head", "reviewer", "estmark_head", "chair", "secretary")
    }
    drafter, head, reviewer, chair = cast["drafter"], cast["head"], cast["reviewer"], cast["chair"]
    estmark = reviewer.delegation

    # The delegation drafts, issues, shares and tables.
    paper = factories.issued(drafter, cast["body"])
    access.give(paper, estmark, "read", by=drafter.acting)
    paper = services.table(paper, by=head.acting)
    assert paper.symbol == "CMCC/WG.4/WP.2026/01"

    # The chair opens a round; the reviewer comments; at the deadline the comment is numbered and opened.
    round_ = review.open_round(
        paper, delegations=[estmark], deadline=MONDAY + timedelta(days=7), instructions="", by=chair.acting
    )
    passage = next(entry for entry in paper.current.block_map if "ninety days" in entry["text"])
    comment = review.add_comment(
        round_, block=passage["id"], quote="within ninety days", kind="drafting", severity="critical",
        text="Too long.", proposed="within sixty days", reason="Parts are in store.", by=reviewer.acting,
    )  # fmt: skip
    assert not Comment.objects.visible_to(drafter.acting).exists()
    told.move_to(MONDAY + timedelta(days=7, seconds=1))
    clock.tick()
    comment.refresh_from_db()
    assert comment.reference == "C-1-001"
    assert Comment.objects.visible_to(drafter.acting).get() == comment

    # The penholder answers, the chair decides, the next revision is issued.
    review.propose_disposition(comment, value="accepted", by=drafter.acting)
    review.decide_disposition(comment, value="accepted", by=chair.acting)
    factories.save(paper, drafter, factories.TEXT.replace("ninety days", "sixty days"))
    revision = review.issue_next_revision(_fresh(paper), note="Answers C-1-001", by=drafter.acting)
    assert revision.symbol == "CMCC/WG.4/WP.2026/01/Rev.1"

    # Placed under silence, acknowledged by one, adopted at expiry when nobody objected.
    expiry = timezone.now() + SILENCE
    silence = adoption.place(_fresh(paper), expires_at=expiry, by=chair.acting)
    adoption.acknowledge(silence, by=cast["estmark_head"].acting)
    beats(told, expiry + timedelta(minutes=2))
    adopted = Adoption.objects.get()
    assert (_fresh(paper).stage, adopted.revision, adopted.at) == (Stage.ADOPTED, revision, expiry)

    # Its recommendations are followed until one is done and verified.
    first, second = Recommendation.objects.filter(paper=paper).order_by("serial")
    assert [first.reference, second.reference] == ["CMCC/WG.4/WP.2026/01/R1", "CMCC/WG.4/WP.2026/01/R2"]
    tracking.assign(first, addressee=head.delegation, verifiers=[estmark], by=cast["secretary"].acting)
    tracking.respond(first, value="accepted", by=head.acting)
    tracking.report(
        first, text="The list is agreed.", status="reported", by=drafter.acting,
        evidence=[tracking.Exhibit(title="The list", url="https://lists.example/parts")],
    )  # fmt: skip
    tracking.verify(first, finding="confirmed", method="documents", text="Read the list.", by=reviewer.acting)
    first.refresh_from_db()
    assert (first.status, _fresh(paper).stage) == ("verified", Stage.IMPLEMENTATION)
    assert audit.first_broken() is None


@pytest.mark.django_db
def test_silence_broken_by_one_head_adopts_nothing(told, request):
    body, drafter, head, chair, estmark_head = (
        request.getfixturevalue(name) for name in ("body", "drafter", "head", "chair", "estmark_head")
    )
    paper = factories.tabled(drafter, head, body)
    reviewer = add_person(estmark_head.delegation, "reviewer")
    round_ = review.open_round(
        paper, delegations=[reviewer.delegation], deadline=MONDAY + timedelta(days=3), by=chair.acting
    )
    told.move_to(MONDAY + timedelta(days=3, seconds=1))
    clock.tick()
    round_.refresh_from_db()
    expiry = timezone.now() + SILENCE
    silence = adoption.place(_fresh(paper), expires_at=expiry, by=chair.acting)
    passage = paper.current.block_map[2]["id"]

    told.shift(timedelta(hours=1))
    adoption.break_silence(
        silence,
        received_at=timezone.now(),
        blocks=[passage],
        objection="Not agreed.",
        by=estmark_head.acting,
    )
    beats(told, expiry + timedelta(minutes=2), every=timedelta(hours=6))

    assert Silence.objects.get().state == "broken"
    assert (_fresh(paper).stage, Adoption.objects.count()) == (Stage.CONSOLIDATION, 0)
    verbs = set(Event.objects.filter(paper_uuid=paper.pk).values_list("verb", flat=True))
    assert "adoption.silence.broken" in verbs


def _fresh(paper):
    return Paper.objects.select_related("current", "body", "lead").get(pk=paper.pk)

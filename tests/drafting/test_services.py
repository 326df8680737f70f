"""A paper's first life: started, issued, shared, tabled."""

import pytest
from django.core.exceptions import PermissionDenied

from papers.audit import services as audit
from papers.audit.models import Event
from papers.drafting import access, services, writing
from papers.drafting.models import Paper, Recovery, Revision
from papers.shared.errors import Refused
from tests import factories


def test_start_paper_gives_the_lead_everything_and_others_nothing(drafter, reviewer, body):
    paper = factories.started(drafter, body)

    assert access.held(drafter.acting, paper).permissions == {
        "view_paper", "comment_paper", "draft_paper", "lead_paper",
    }  # fmt: skip
    assert list(Paper.objects.visible_to(drafter.acting)) == [paper]
    assert list(Paper.objects.visible_to(reviewer.acting)) == []


def test_issue_revision_freezes_the_text_with_permanent_blocks(paper, drafter):
    first = paper.current
    factories.save(paper, drafter, factories.TEXT.replace("ninety", "sixty"))
    second = services.issue_revision(paper, note="Shorter", by=drafter.acting)

    assert [first.number, second.number] == [1, 2]
    assert [entry["id"] for entry in second.block_map] == [entry["id"] for entry in first.block_map]
    assert second.prev_sha256 == first.sha256


def test_issue_revision_without_a_change_is_refused(paper, drafter):
    with pytest.raises(Refused, match="Nothing has changed"):
        services.issue_revision(paper, note="", by=drafter.acting)


def test_table_allots_a_symbol_once_and_lets_the_secretariat_preside(
    tabled_paper, chair, drafter, head, body
):
    other = factories.tabled(drafter, head, body, title="Another")

    assert [tabled_paper.serial, other.serial] == [1, 2]
    assert access.held(chair.acting, tabled_paper).permissions == {"view_paper", "preside_paper"}


def test_table_by_a_drafter_is_refused_with_the_reason(paper, drafter, centre):
    with pytest.raises(PermissionDenied, match="head or submitter"):
        services.table(paper, by=drafter.acting)


def test_revision_access_starts_at_the_granted_number(paper, drafter, reviewer, estmark):
    factories.save(paper, drafter, factories.TEXT.replace("ninety", "sixty"))
    services.issue_revision(paper, note="", by=drafter.acting)
    access.give(paper, estmark, "read", by=drafter.acting)

    numbers = Revision.objects.visible_to(reviewer.acting).values_list("number", flat=True)

    assert list(numbers) == [2]


def test_end_access_takes_effect_at_the_next_question(shared_paper, reviewer, estmark, drafter):
    assert Paper.objects.visible_to(reviewer.acting).count() == 1

    access.end(shared_paper, estmark, by=drafter.acting)

    assert Paper.objects.visible_to(reviewer.acting).count() == 0


def test_save_text_merges_two_people_and_loses_nothing(paper, drafter, head):
    base = paper.working.version
    mine = factories.TEXT.replace("ninety days", "sixty days")
    theirs = factories.TEXT.replace("thirty days", "forty days")
    writing.save_text(paper, text=theirs, base_version=base, by=head.acting)

    saved = writing.save_text(paper, text=mine, base_version=base, by=drafter.acting)

    assert saved.text == mine.replace("thirty days", "forty days")
    assert (saved.merged, saved.recovery) == (True, None)


def test_save_text_in_conflict_keeps_the_losers_words_for_their_author_alone(paper, drafter, head):
    base = paper.working.version
    writing.save_text(
        paper, text=factories.TEXT.replace("ninety", "sixty"), base_version=base, by=head.acting
    )

    saved = writing.save_text(
        paper, text=factories.TEXT.replace("ninety", "eighty"), base_version=base, by=drafter.acting
    )

    assert "sixty" in saved.text
    assert [recovery.text for recovery in Recovery.objects.visible_to(drafter.acting)] == [
        factories.TEXT.replace("ninety", "eighty")
    ]
    assert list(Recovery.objects.visible_to(head.acting)) == []


def test_record_is_one_unbroken_chain(tabled_paper):
    assert Event.objects.count() > 10
    assert audit.first_broken() is None

"""Amendments through the services: who sees them when, what the chair's decision does to the text, what is traced."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from papers.audit.models import Audience, Event
from papers.drafting import writing
from papers.drafting.models import TextUpdate, WorkingText
from papers.notifications.models import Notice
from papers.review import services
from papers.review.lifecycle import Fate, Op
from papers.review.models import Amendment, Position
from papers.shared.errors import BadInput, Refused
from tests.review.making import block, closed, comment_of

WANTED = "ninety"


def words_of(round, block_id):
    return next(entry["text"] for entry in round.revision.block_map if entry["id"] == block_id)


def propose(round, person, *, old=WANTED, new="sixty", **fields):
    """An amendment that makes one word another, in the passage in which it stands."""
    where = block(round, old)
    facts = {
        "block": where,
        "wanted": words_of(round, where).replace(old, new),
        "reason": "Access comes late.",
        **fields,
    }
    return services.propose_amendment(round, by=person.acting, **facts)


def again(amendment):
    return Amendment.objects.select_related("paper__lead", "paper__current", "revision", "round").get(
        pk=amendment.pk
    )


def seen_by(person):
    return set(Amendment.objects.visible_to(person.acting))


@pytest.fixture
def amendment(round, reviewer):
    return propose(round, reviewer)


@pytest.fixture
def opened(round, amendment):
    """The amendment once the close of its round has numbered it."""
    closed(round)
    return again(amendment)


def working_text(paper):
    return WorkingText.objects.get(paper=paper).text


# Proposing -----------------------------------------------------------------------------------------


def test_amendment_is_the_smallest_change_of_the_passage(amendment):
    assert (amendment.op, amendment.quote, amendment.words) == (Op.REPLACE, "ninety", "sixty")


def test_amendment_to_a_passage_that_the_revision_does_not_have_is_refused(round, reviewer):
    with pytest.raises(BadInput, match="does not stand in the revision"):
        propose(round, reviewer, block="00000000-0000-4000-8000-000000000000")


def test_amendment_that_changes_nothing_is_refused(round, reviewer):
    with pytest.raises(BadInput, match="nothing to amend"):
        propose(round, reviewer, new=WANTED)


def test_amendment_without_a_reason_is_refused(round, reviewer):
    with pytest.raises(BadInput, match="reason"):
        propose(round, reviewer, reason=" ")


def test_amendment_by_a_delegation_that_was_not_invited_is_refused(round, outsider):
    with pytest.raises(PermissionDenied):
        propose(round, outsider)


def test_amendment_after_the_round_is_refused(round, reviewer):
    round = closed(round)

    with pytest.raises(Refused, match="ended"):
        propose(round, reviewer)


# Who sees it ---------------------------------------------------------------------------------------


def test_amendment_before_the_close_is_seen_by_its_delegation_alone(
    amendment, reviewer, reader, chair, drafter
):
    assert seen_by(reviewer) == {amendment}
    assert [seen_by(person) for person in (reader, chair, drafter)] == [set(), set(), set()]


def test_amendment_before_the_close_is_in_nobody_elses_record(amendment):
    assert set(Event.objects.filter(target_uuid=amendment.pk).values_list("audience", "delegation_uuid")) == {
        (Audience.DELEGATION, amendment.delegation_id)
    }


def test_amendment_is_seen_by_the_delegation_asked_to_join_it(round, reviewer, kaldria, kaldria_reviewer):
    shared = propose(round, reviewer, cosponsors=[kaldria])

    assert seen_by(kaldria_reviewer) == {shared}
    told = Notice.objects.filter(kind="review.amendment.cosponsor_asked")
    assert [one.recipient for one in told] == [kaldria_reviewer.user]


def test_amendment_taken_back_before_the_close_is_not_shown_to_those_it_had_asked(
    round, reviewer, reader, kaldria
):
    shared = propose(round, reviewer, cosponsors=[kaldria])

    services.withdraw_amendment(shared, by=reviewer.acting)

    assert seen_by(reader) == set()


def test_amendment_at_the_close_is_numbered_and_open_to_all(opened, reader, chair, drafter):
    assert opened.reference == "AM 1"
    assert [seen_by(person) for person in (reader, chair, drafter)] == [{opened}] * 3


def test_amendments_are_numbered_in_the_order_of_the_text(round, reviewer):
    later = propose(round, reviewer)
    first = services.propose_amendment(
        round,
        block=round.revision.block_map[0]["id"],
        wanted="Another title",
        reason="Clearer.",
        by=reviewer.acting,
    )

    closed(round)

    assert [again(first).number, again(later).number] == [1, 2]


def test_amendment_taken_back_before_the_close_gets_no_number(round, amendment, reviewer):
    services.withdraw_amendment(amendment, by=reviewer.acting)

    closed(round)

    assert again(amendment).number is None


# Joining, supporting -------------------------------------------------------------------------------


def test_amendment_changed_asks_those_who_had_joined_again(round, reviewer, kaldria, kaldria_reviewer):
    shared = propose(round, reviewer, cosponsors=[kaldria])
    services.join_amendment(shared, agrees=True, by=kaldria_reviewer.acting)

    services.change_amendment(
        shared, block=str(shared.block_id), wanted=words_of(round, str(shared.block_id)).replace(WANTED, "thirty"),
        reason="Even shorter.", cosponsors=[kaldria], by=reviewer.acting,
    )  # fmt: skip

    assert shared.cosponsors.get().agreed_at is None


def test_amendment_joined_bears_both_names(round, reviewer, kaldria, kaldria_reviewer):
    shared = propose(round, reviewer, cosponsors=[kaldria])
    services.join_amendment(shared, agrees=True, by=kaldria_reviewer.acting)

    closed(round)

    assert Amendment.objects.for_list().get(pk=shared.pk).title == "AM 1 (XB, XC)"


def test_amendment_is_not_joined_by_those_who_were_not_asked(amendment, kaldria_reviewer):
    with pytest.raises(PermissionDenied):
        services.join_amendment(amendment, agrees=True, by=kaldria_reviewer.acting)


def test_position_replaces_the_one_before_and_can_be_taken_back(opened, kaldria_reviewer):
    services.take_position(opened, stance="supports", by=kaldria_reviewer.acting)
    services.take_position(opened, stance="opposes", by=kaldria_reviewer.acting)

    assert list(opened.positions.values_list("stance", flat=True)) == ["opposes"]

    services.take_position(opened, stance="", by=kaldria_reviewer.acting)

    assert not Position.objects.exists()


def test_position_on_an_own_amendment_or_before_the_close_is_refused(amendment, opened, reviewer):
    with pytest.raises(PermissionDenied):
        services.take_position(opened, stance="supports", by=reviewer.acting)


# The chair's decision and the text -----------------------------------------------------------------


def test_accepted_amendment_goes_into_the_working_text_as_one_attributed_change(opened, chair):
    before = working_text(opened.paper)

    services.judge_amendment(opened, state="accepted", by=chair.acting)

    assert again(opened).state == Fate.APPLIED
    assert working_text(opened.paper) == before.replace(WANTED, "sixty", 1)
    change = TextUpdate.objects.filter(paper=opened.paper).latest("seq")
    assert (change.because_kind, change.because_uuid, change.by) == (
        "review.amendment",
        opened.pk,
        chair.user,
    )


def test_accepted_amendment_whose_words_moved_on_waits_for_the_penholder(opened, chair, drafter):
    paper = opened.paper
    text = working_text(paper).replace(WANTED, "eighty")
    writing.save_text(
        paper, text=text, base_version=WorkingText.objects.get(paper=paper).version, by=drafter.acting
    )

    services.judge_amendment(opened, state="accepted", by=chair.acting)

    assert again(opened).state == Fate.ACCEPTED
    assert working_text(paper) == text


def test_accepted_amendment_put_in_by_hand_is_attributed_to_it(opened, chair, drafter):
    paper = opened.paper
    text = working_text(paper).replace(WANTED, "eighty")
    writing.save_text(
        paper, text=text, base_version=WorkingText.objects.get(paper=paper).version, by=drafter.acting
    )
    services.judge_amendment(opened, state="accepted", by=chair.acting)
    source = next(line for line in text.splitlines() if "eighty" in line)
    version = WorkingText.objects.get(paper=paper).version

    services.put_in(
        again(opened), passage=source.replace("eighty", "sixty"), seen_version=version, by=drafter.acting
    )

    assert working_text(paper) == text.replace("eighty", "sixty")
    assert TextUpdate.objects.filter(paper=paper).latest("seq").because_uuid == opened.pk


def test_next_revision_waits_for_accepted_amendments_that_are_not_in_the_text(opened, chair, drafter):
    paper = opened.paper
    writing.save_text(
        paper, text=working_text(paper).replace(WANTED, "eighty"),
        base_version=WorkingText.objects.get(paper=paper).version, by=drafter.acting,
    )  # fmt: skip
    services.judge_amendment(opened, state="accepted", by=chair.acting)

    with pytest.raises(Refused, match="AM 1"):
        services.issue_next_revision(paper, note="Next", by=drafter.acting)


def test_amendment_is_traced_to_the_revision_that_has_it(opened, chair, drafter):
    services.judge_amendment(opened, state="accepted", by=chair.acting)

    revision = services.issue_next_revision(opened.paper, note="With the amendment", by=drafter.acting)

    assert again(opened).applied_in_id == revision.pk


def test_rejected_amendment_needs_its_reason_and_leaves_the_text(opened, chair):
    before = working_text(opened.paper)

    with pytest.raises(BadInput, match="reason"):
        services.judge_amendment(opened, state="rejected", by=chair.acting)
    services.judge_amendment(opened, state="rejected", verdict="Ninety was agreed.", by=chair.acting)

    assert (again(opened).state, working_text(opened.paper)) == (Fate.REJECTED, before)


def test_amendment_is_decided_by_the_chair_alone(opened, drafter, reviewer):
    for person in (drafter, reviewer):
        with pytest.raises(PermissionDenied):
            services.judge_amendment(opened, state="accepted", by=person.acting)


def test_amendment_once_in_the_text_is_decided_no_more(opened, chair):
    services.judge_amendment(opened, state="accepted", by=chair.acting)

    with pytest.raises(PermissionDenied):
        services.judge_amendment(again(opened), state="rejected", verdict="No.", by=chair.acting)


@pytest.mark.parametrize(
    "fault",
    [
        {"reason": ""},
        {"quote": ""},
        {"op": Op.ADD},
        {"state": Fate.ACCEPTED},
        {"state": Fate.REJECTED, "number": 7},
    ],
    ids=str,
)
def test_database_refuses_an_amendment_that_cannot_be(amendment, fault):
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=amendment.pk).update(**fault)


def test_comments_and_amendments_of_a_round_are_numbered_apart(round, amendment, reviewer):
    comment = comment_of(round, reviewer)

    closed(round)

    comment.refresh_from_db()
    assert (comment.number, again(amendment).number) == (1, 1)

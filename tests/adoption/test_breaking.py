"""Breaking silence: what an objection counts for."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError

from papers.adoption import services
from papers.adoption.lifecycle import Standing, State
from papers.adoption.models import Adoption, Break
from papers.adoption.queries import waiting_for
from papers.adoption.services import locking
from papers.delegations.services import add_delegation, add_member
from papers.drafting.lifecycle import Stage
from papers.shared.errors import Refused
from tests.adoption.making import (
    CLOCK,
    broken,
    change_state,
    expire,
    placed,
    received,
    swept,
)
from tests.cast import SETUP, add_person


def test_break_in_time_ends_the_procedure_for_good(silence, ready_paper, estmark_head):
    objection = broken(silence, estmark_head, objection="Not acceptable.")

    silence.refresh_from_db()
    ready_paper.refresh_from_db()
    assert (objection.standing, silence.state, ready_paper.stage) == (
        Standing.COUNTED, State.BROKEN, Stage.CONSOLIDATION,
    )  # fmt: skip


def test_break_names_paragraphs_of_the_frozen_text_and_ignores_unknown_ones(silence, estmark_head):
    third = silence.revision.block_map[3]

    objection = broken(silence, estmark_head, blocks=[third["id"], "no such block"])

    assert (objection.block_ids, objection.cited) == ([third["id"]], [third["label"]])


@pytest.mark.parametrize(
    ("off", "inclusive", "expected"),
    [
        ({"microseconds": -1}, False, (Standing.COUNTED, State.BROKEN)),
        ({}, False, (Standing.LATE, State.OPEN)),
        ({}, True, (Standing.COUNTED, State.BROKEN)),
        ({"microseconds": 1}, True, (Standing.LATE, State.OPEN)),
        ({"milliseconds": 1}, False, (Standing.LATE, State.OPEN)),
    ],
)
def test_break_counts_by_time_of_receipt_to_the_microsecond(silence, estmark_head, off, inclusive, expected):
    expire(silence)
    silence.rules["inclusive"] = inclusive
    silence.save(update_fields=["rules"])

    objection = broken(silence, estmark_head, received_at=received(silence, **off))

    silence.refresh_from_db()
    assert (objection.standing, silence.state) == expected


def test_break_received_in_time_but_waiting_for_the_lock_beyond_expiry_still_breaks(silence, estmark_head):
    expire(silence)

    broken(silence, estmark_head, received_at=received(silence, milliseconds=-1))
    services.sweep(silence.pk, by=CLOCK)

    silence.refresh_from_db()
    assert (silence.state, Adoption.objects.count()) == (State.BROKEN, 0)


def test_break_late_changes_nothing_and_is_shown_to_the_chair(silence, estmark_head, chair):
    expire(silence)

    objection = broken(silence, estmark_head, received_at=received(silence, seconds=1))
    services.sweep(silence.pk, by=CLOCK)

    silence.refresh_from_db()
    assert (objection.standing, silence.state) == (Standing.LATE, State.UNBROKEN)
    assert [waiting.act for waiting in waiting_for(chair.acting)] == ["Take note of it"]
    services.take_note(objection, by=chair.acting)
    assert waiting_for(chair.acting) == []


def test_break_in_time_that_finds_the_text_decided_is_kept_for_the_chair(silence, estmark_head):
    swept(silence)

    objection = broken(silence, estmark_head, received_at=received(silence, seconds=-1))

    silence.refresh_from_db()
    assert (objection.standing, silence.state, Adoption.objects.count()) == (
        Standing.OVERTAKEN,
        State.UNBROKEN,
        1,
    )


def test_break_by_a_second_delegation_is_kept_as_further(silence, estmark_head, outsider):
    first = broken(silence, estmark_head)
    second = broken(silence, outsider)

    assert (first.standing, second.standing) == (Standing.COUNTED, Standing.FURTHER)


def test_break_sent_twice_is_one_objection_with_the_same_words(silence, estmark_head):
    first = broken(silence, estmark_head, objection="First")
    second = broken(silence, estmark_head, objection="Second")

    assert (first.pk, second.objection) == (second.pk, "First")
    assert Break.objects.count() == 1


def test_break_long_after_adoption_is_refused(silence, estmark_head):
    swept(silence)

    with pytest.raises(Refused, match="not open to objection"):
        broken(silence, estmark_head, received_at=received(silence, days=8))


@pytest.mark.parametrize("person", ["drafter", "reviewer", "reader", "chair", "secretary"])
def test_break_by_anyone_but_a_head_on_the_roll_is_refused(silence, person, request):
    with pytest.raises(PermissionDenied):
        broken(silence, request.getfixturevalue(person))

    silence.refresh_from_db()
    assert (silence.state, Break.objects.count()) == (State.OPEN, 0)


def test_break_by_a_delegation_that_joined_later_is_refused(silence, body, chair):
    ardenia = add_delegation(code="XE", kind="country", names={"en": "Ardenia"}, by=SETUP)
    add_member(body, ardenia, by=SETUP)
    late_head = add_person(ardenia, "head")

    with pytest.raises(PermissionDenied, match="not on the roll"):
        broken(silence, late_head)


def test_break_by_a_dormant_delegation_ends_its_dormancy(
    ready_paper, chair, secretary, estmark, estmark_head
):
    change_state(estmark, "dormant", secretary)
    silence = placed(ready_paper, chair)

    broken(silence, estmark_head)

    assert estmark_head.acting.participation == "active"


def test_break_too_long_is_refused_before_any_lock(silence, estmark_head):
    with pytest.raises(Refused, match="longer than 20000"):
        broken(silence, estmark_head, objection="x" * 20_001)


def test_break_with_a_character_that_cannot_be_stored_is_refused(silence, estmark_head):
    with pytest.raises(Refused, match="cannot be stored"):
        broken(silence, estmark_head, objection="a\x00b")


def test_break_that_waited_too_long_for_the_lock_is_told_to_send_again(silence, estmark_head, monkeypatch):
    def waited(silence):
        raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr(locking, "locked", waited)

    with pytest.raises(Refused, match="Send it again now") as refusal:
        broken(silence, estmark_head)
    assert refusal.value.status == 503

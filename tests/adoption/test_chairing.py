"""What the chair may do with a running procedure."""

import pytest
from django.core.exceptions import PermissionDenied

from papers.adoption import services
from papers.adoption.lifecycle import End, State
from papers.adoption.models import Adoption
from papers.clock.models import DueAction
from papers.drafting.lifecycle import Stage
from papers.shared.errors import Refused
from tests.adoption.making import (
    CLOCK,
    HOUR,
    age,
    expire,
    in_hours,
    placed,
)


def test_extend_before_expiry_moves_the_decision(silence, chair):
    old, new = silence.expires_at, silence.expires_at + 24 * HOUR

    services.extend(silence, new_expiry=new, reason="XC asked for it", by=chair.acting)

    silence.refresh_from_db()
    assert (silence.expires_at, silence.version) == (new, 1)
    assert list(silence.extensions.values_list("old_expiry", "new_expiry")) == [(old, new)]
    assert set(DueAction.objects.filter(target_uuid=silence.pk).values_list("version", "due_at")) == {
        (0, old), (1, new),
    }  # fmt: skip


def test_extend_to_an_earlier_or_the_same_expiry_is_refused(silence, chair):
    for new in (silence.expires_at, silence.expires_at - HOUR):
        with pytest.raises(Refused, match="must be later than"):
            services.extend(silence, new_expiry=new, reason="x", by=chair.acting)


def test_extend_more_often_than_the_rules_allow_is_refused(silence, chair):
    for hours in (1, 2):
        services.extend(silence, new_expiry=in_hours(73 + hours), reason="x", by=chair.acting)

    with pytest.raises(Refused, match="2 extensions"):
        services.extend(silence, new_expiry=in_hours(80), reason="x", by=chair.acting)


def test_extend_or_cancel_after_expiry_is_impossible(silence, chair):
    expire(silence)

    with pytest.raises(Refused, match="time expired"):
        services.extend(silence, new_expiry=in_hours(24), reason="x", by=chair.acting)
    with pytest.raises(Refused, match="time expired"):
        services.cancel(silence, reason="x", by=chair.acting)


def test_extend_without_a_reason_is_refused(silence, chair):
    with pytest.raises(Refused, match="needs its reason"):
        services.extend(silence, new_expiry=in_hours(90), reason=" ", by=chair.acting)


def test_sweep_at_the_old_expiry_decides_nothing_after_an_extension(silence, chair):
    age(silence, hours=72.5)
    services.extend(silence, new_expiry=in_hours(24), reason="x", by=chair.acting)
    services.sweep(silence.pk, by=CLOCK)

    silence.refresh_from_db()
    assert (silence.state, Adoption.objects.count()) == (State.OPEN, 0)


def test_cancel_returns_the_paper_to_consolidation(silence, ready_paper, chair):
    services.cancel(silence, reason="A mistake in the annex", by=chair.acting)

    silence.refresh_from_db()
    ready_paper.refresh_from_db()
    assert (silence.state, silence.ended_because, ready_paper.stage) == (
        State.CANCELLED, End.CHAIR, Stage.CONSOLIDATION,
    )  # fmt: skip


def test_cancelled_or_broken_paper_is_placed_again_as_the_next_procedure(silence, ready_paper, chair):
    services.cancel(silence, reason="x", by=chair.acting)
    ready_paper.refresh_from_db()

    assert placed(ready_paper, chair).number == 2


@pytest.mark.parametrize("person", ["head", "secretary", "estmark_head"])
def test_extend_and_cancel_are_the_chairs(silence, person, request):
    acting = request.getfixturevalue(person).acting

    with pytest.raises(PermissionDenied, match="chair's"):
        services.extend(silence, new_expiry=in_hours(90), reason="x", by=acting)
    with pytest.raises(PermissionDenied, match="chair's"):
        services.cancel(silence, reason="x", by=acting)

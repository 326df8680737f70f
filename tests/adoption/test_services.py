"""Silence: placed, opened, acknowledged, broken, extended, suspended, resumed, cancelled, decided."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils import timezone

from papers.adoption import services
from papers.adoption.lifecycle import End, Standing, State
from papers.adoption.models import Adoption, Break, RollEntry, Silence
from papers.adoption.registry import on_adoption
from papers.audit.models import Event
from papers.clock.models import DueAction
from papers.drafting.lifecycle import Stage
from papers.shared.errors import Refused
from tests.adoption.conftest import CLOCK, HOUR, age, beat, expire, in_hours, placed, swept


def received(silence, **off):
    """A moment of receipt, before or after the procedure's expiry."""
    silence.refresh_from_db()
    return silence.expires_at + timedelta(**off)


def broken(silence, person, **fields):
    fields.setdefault("received_at", timezone.now())
    return services.break_silence(silence, by=person.acting, **fields)


# Placing -------------------------------------------------------------------------------------------


def test_place_freezes_revision_roll_and_rules(ready_paper, chair, body):
    silence = placed(ready_paper, chair)

    body.rules.update(maximum_extensions=9)
    roll = RollEntry.objects.filter(silence=silence).order_by("delegation__code")
    assert list(roll.values_list("delegation__code", "participation_then")) == [
        ("XA", "active"), ("XB", "active"), ("XC", "active"), ("XD", "active"),
    ]  # fmt: skip
    assert (silence.revision, silence.number, silence.zone) == (ready_paper.current, 1, "Asia/Jerusalem")
    assert Silence.objects.get().snapshot.maximum_extensions == 2
    ready_paper.refresh_from_db()
    assert ready_paper.stage == Stage.SILENCE

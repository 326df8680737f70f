"""The demonstration: repeatable, closed to production, and only in an empty installation."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from papers.audit import services as audit
from papers.delegations.models import Delegation, User
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Grant, Paper, PaperPermission
from portal.demo.script import Script

FIXED = {
    "drafter@xa.demo", "head@xa.demo", "reviewer@xb.demo", "head@xb.demo", "reader@xc.demo", "outsider@xd.demo",
    "chair@centre.demo", "admin@centre.demo",
}  # fmt: skip


@pytest.mark.parametrize("hour", range(24))
def test_acts_of_the_demo_fall_on_the_day_that_it_was_at_the_centre(hour):
    now = datetime(2026, 11, 26, hour, 30, tzinfo=UTC)

    moments = [(days, Script(now).moment(days)) for days in (1, 30, 200)]

    assert [timezone.localdate(moment) for _days, moment in moments] == [
        timezone.localdate(now - timedelta(days=days)) for days, _moment in moments
    ]
    assert all(moment < now for _days, moment in moments)


@pytest.mark.django_db
def test_demo_is_played_once_and_filled_to_a_size_that_is_marked():
    said = io.StringIO()

    call_command("demo", stdout=said)
    call_command("demo", papers=30, countries=12, stdout=said)
    call_command("demo", papers=30, countries=12, stdout=said)

    assert said.getvalue().splitlines()[:2] == [
        "The demonstration has been played.", "The demonstration is there already.",
    ]  # fmt: skip
    assert set(User.objects.filter(is_demo=True).values_list("email", flat=True)) >= FIXED
    assert User.objects.filter(is_demo=False).count() == 0
    assert Paper.objects.filter(bulk=False, stage=Stage.SILENCE).count() == 1
    assert audit.first_broken() is None
    filled = Paper.objects.filter(bulk=True)
    assert (filled.count(), Delegation.objects.seated().count()) == (30, 12)
    assert Grant.objects.filter(paper__in=filled, level="lead").count() == 30
    views = PaperPermission.objects.filter(content_object__in=filled, permission__codename="view_paper")
    assert views.count() == Grant.objects.filter(paper__in=filled).count()


def test_demo_refuses_an_installation_in_use(valoria):
    with pytest.raises(CommandError, match="in use"):
        call_command("demo", stdout=io.StringIO())

    assert User.objects.filter(is_demo=True).count() == 0


@pytest.mark.django_db
def test_demo_refuses_under_production_settings(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="production"):
        call_command("demo", stdout=io.StringIO())

    assert User.objects.count() == 0

"""Reminders: on the right morning in every zone, once for each deadline and person, and never before acceptance."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from papers.clock.models import DueAction
from papers.clock.services import tick
from papers.implementation import progress, services
from papers.implementation.progress import Heard, Reminder, reminders, timetable
from papers.implementation.services.reminding import REMINDER, morning
from papers.notifications.models import Notice
from tests.cast import add_person
from tests.implementation.conftest import accepted, reported, step

days = st.dates(dt.date(2025, 1, 1), dt.date(2028, 12, 31))
TOLD = ("implementation.report_asked", "implementation.report_overdue", "implementation.nothing_known")


def waiting():
    return list(
        DueAction.objects.filter(kind=REMINDER, done_at__isnull=True).values_list("due_at", flat=True)
    )


def told(person=None):
    notices = Notice.objects.filter(kind__in=TOLD)
    if person is not None:
        notices = notices.filter(recipient=person.user)
    return [
        kind.rpartition(".")[2]
        for kind in notices.order_by("created_at", "kind").values_list("kind", flat=True)
    ]


def pass_days(first, last):
    """The clock beats twice each morning."""
    for number in range(first, last):
        with time_machine.travel(timezone.now() + dt.timedelta(days=number), tick=False):
            tick()
            tick(timezone.now() + dt.timedelta(seconds=30))


# The days --------------------------------------------------------------------------------------------


@given(accepted=days, due=st.none() | days, last=st.none() | days, every=st.integers(1, 730))
def test_reminders_come_in_order_and_each_on_a_day_of_its_own_deadline(accepted, due, last, every):
    times = timetable(Heard(accepted, accepted, accepted, last), due=due, every_days=every)

    found = reminders(times)

    assert [day for day, _said in found] == sorted(day for day, _said in found)
    assert found[0] == (times.asked_on, Reminder.ASKED)
    assert found[-1] == (times.silent_on, Reminder.SILENT)


@given(today=days, accepted=days, due=st.none() | days, last=st.none() | days, every=st.integers(1, 730))
def test_walking_from_reminder_to_reminder_says_each_of_them_once(today, accepted, due, last, every):
    times = timetable(Heard(accepted, accepted, accepted, last), due=due, every_days=every)
    heard, day = [], progress.next_reminder(today, times)

    while day is not None:
        heard.append(progress.reminder(day, times))
        day = progress.next_reminder(day, times)

    wanted = {day: said for day, said in reminders(times) if day > today}
    assert heard == list(wanted.values())


@given(heard=days, answered=st.none() | days, every=st.integers(1, 730))
def test_nobody_is_reminded_before_it_was_accepted_or_once_it_is_closed(heard, answered, every):
    unaccepted = timetable(Heard(heard, answered), due=None, every_days=every)
    closed = timetable(Heard(heard, heard, heard), due=None, every_days=every, closed=True)

    assert (reminders(unaccepted), reminders(closed)) == ([], [])


@given(
    day=days,
    zone=st.sampled_from(["Asia/Jerusalem", "Europe/Paris", "America/New_York", "UTC", "Pacific/Apia"]),
)
def test_reminder_is_sent_at_eight_of_its_own_day_on_both_sides_of_a_change_of_clocks(day, zone):
    with timezone.override(ZoneInfo(zone)):
        moment = morning(day).astimezone(timezone.get_default_timezone())

    assert (moment.date(), moment.hour, moment.minute) == (day, 8, 0)


@pytest.mark.parametrize(
    ("accepted", "every", "due"),
    [("2027-11-30", 92, "2028-03-01"), ("2028-01-31", 29, "2028-02-29"), ("2026-12-31", 59, "2027-02-28")],
)
def test_cycle_counts_days_over_ends_of_months_and_leap_years(accepted, every, due):
    day = dt.date.fromisoformat(accepted)

    assert timetable(Heard(day, day, day), due=None, every_days=every).report_due == dt.date.fromisoformat(
        due
    )


# The clock -----------------------------------------------------------------------------------------


def test_nothing_waits_before_it_is_accepted_and_then_one_reminder(
    recommendation, secretary, estmark, estmark_head
):
    step(services.assign, recommendation, addressee=estmark, by=secretary.acting)
    assert waiting() == []

    step(services.respond, recommendation, value="accepted", by=estmark_head.acting)

    assert waiting() == [morning(recommendation.asked_on)]


def test_each_deadline_tells_each_person_once(accepted_one, estmark_head, estmark, secretary, chair):
    drafter = add_person(estmark, "drafter")

    pass_days(55, 190)

    assert told(drafter) == ["report_asked", "report_overdue"]
    assert told(estmark_head) == ["report_asked", "report_overdue", "nothing_known"]
    assert told(chair) == told(secretary) == ["nothing_known"]
    assert waiting() == []


def test_report_takes_the_reminders_back_and_the_next_deadline_tells_anew(accepted_one, estmark_head):
    pass_days(59, 64)
    with time_machine.travel(timezone.now() + dt.timedelta(days=64), tick=False):
        step(services.report, accepted_one, text="Begun", by=estmark_head.acting)
        assert waiting() == [morning(accepted_one.asked_on)]

    pass_days(65, 130)

    assert told(estmark_head) == ["report_asked", "report_asked"]


def test_clock_that_stood_still_says_the_latest_once(accepted_one, estmark_head, chair):
    pass_days(400, 402)

    assert (told(estmark_head), told(chair)) == (["nothing_known"], ["nothing_known"])


def test_nobody_is_reminded_while_it_is_verified_or_once_it_is_closed(accepted_one, estmark_head, chair):
    reported(accepted_one, estmark_head)
    pass_days(55, 100)
    assert told() == []

    step(services.verify, accepted_one, finding="confirmed", method="site", by=chair.acting)
    assert waiting() == []


def test_new_owner_is_reminded_and_the_former_is_not(accepted_one, secretary, estmark_head, kaldria):
    new = add_person(kaldria, "head")
    accepted(accepted_one, secretary, new, kaldria)

    pass_days(55, 65)

    assert (told(estmark_head), told(new)) == ([], ["report_asked"])


def test_reminder_is_the_clocks_alone(accepted_one, chair):
    with pytest.raises(PermissionDenied, match="sent by the clock"):
        services.remind(accepted_one.pk, by=chair.acting)

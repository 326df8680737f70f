"""Working days: weekends that change, holidays, clocks that change, and who sets them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from papers.delegations import prefill, services
from papers.delegations.calendar import Calendar
from papers.delegations.models import Holiday, WorkingWeek
from papers.delegations.queries import calendars_of
from papers.shared.errors import BadInput
from tests.cast import add_person
from tests.pages import text_of

JERUSALEM = ZoneInfo("Asia/Jerusalem")
TODAY = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)  # a Monday


def at(day, hour=9, minute=0, month=2):
    return datetime(2027, month, day, hour, minute, tzinfo=JERUSALEM)


@pytest.fixture
def focal(estmark):
    return add_person(estmark, "focal")


# Counting ------------------------------------------------------------------------------------------


def test_working_days_leave_out_weekends_and_holidays():
    calendar = Calendar(JERUSALEM, holidays={date(2027, 2, 3): "A feast"})

    assert calendar.after(at(1), 3) == at(5)
    assert calendar.after(at(1), 4) == at(8)
    assert calendar.between(at(1), at(8)) == 4
    assert calendar.between(at(1), at(8, 8)) == 3
    assert calendar.holidays_between(at(1), at(8)) == ["A feast"]


def test_weekend_changes_from_a_day_on():
    calendar = Calendar(
        JERUSALEM, weeks=[(date(2027, 2, 8), frozenset({4, 5})), (date(2027, 1, 1), frozenset({5, 6}))]
    )

    assert [calendar.works_on(date(2027, 2, day)) for day in (5, 7, 12, 14)] == [True, False, False, True]


def test_time_of_day_stays_when_the_clocks_change():
    thursday = at(25, month=3)  # the clocks are put forward in the night to Friday

    assert Calendar(JERUSALEM).after(thursday, 1) == at(26, month=3)


def test_time_that_the_clocks_skip_is_taken_an_hour_on():
    early = at(25, 2, 30, month=3)

    assert Calendar(JERUSALEM).after(early, 1) == at(26, 3, 30, month=3)


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
    days=st.integers(1, 30),
    weekend=st.frozensets(st.integers(0, 6), max_size=6),
    zone=st.sampled_from(["Asia/Jerusalem", "America/Montevideo", "Europe/Lisbon"]),
)
def test_so_many_working_days_lie_between_a_moment_and_the_one_so_many_later(start, days, weekend, zone):
    calendar = Calendar(ZoneInfo(zone), weeks=[(date(2025, 1, 1), weekend)])
    end = calendar.after(start, days)

    assert calendar.between(start, end) == days
    assert calendar.between(start, end - timedelta(minutes=61)) < days


# Setting -------------------------------------------------------------------------------------------


def test_calendar_of_a_capital_is_set_by_its_own_focal_point(estmark, focal, administrator, reviewer):
    with time_machine.travel(TODAY, tick=False):
        services.set_weekend(estmark, first_day=TODAY.date(), weekend=[4, 5], by=focal.acting)
        services.add_holidays(estmark, days={date(2027, 2, 3): "A feast"}, by=focal.acting)
        for stranger in (administrator, reviewer):
            with pytest.raises(PermissionDenied, match="manages the people"):
                services.add_holidays(estmark, days={date(2027, 2, 4): "No"}, by=stranger.acting)

    calendar = calendars_of([estmark])[estmark.pk]
    assert calendar.works_on(date(2027, 2, 7))
    assert not calendar.works_on(date(2027, 2, 3))


@pytest.mark.parametrize(
    ("first_day", "weekend", "sentence"),
    [(date(2027, 2, 1), range(7), "is for work"), (date(2027, 1, 31), [5], "today or a later day")],
)
def test_weekend_that_cannot_be_is_refused(estmark, focal, first_day, weekend, sentence):
    with time_machine.travel(TODAY, tick=False), pytest.raises(BadInput, match=sentence):
        services.set_weekend(estmark, first_day=first_day, weekend=weekend, by=focal.acting)

    assert not WorkingWeek.objects.exists()


def test_holiday_that_is_known_keeps_its_name(estmark, focal):
    services.add_holidays(estmark, days={date(2030, 2, 3): "A feast"}, by=focal.acting)

    assert services.add_holidays(estmark, days={date(2030, 2, 3): "Another"}, by=focal.acting) == 0
    assert Holiday.objects.get().name == "A feast"


def test_library_proposes_and_knows_when_it_does_not():
    assert prefill.proposed("de", 2027).days[date(2027, 5, 1)]
    assert prefill.proposed("IL", 2027).weekend == {4, 5}
    assert prefill.proposed("ZZ", 2027) is None
    assert prefill.proposed("DE", 1700) is None


# The page ------------------------------------------------------------------------------------------


def page(delegation, name="calendar-detail", *more):
    return reverse(f"delegations:{name}", args=[delegation.code, *more])


def test_proposed_days_count_once_they_are_chosen(estmark, focal):
    client = focal.client
    shown = text_of(client.get(page(estmark), {"country": "DE", "year": 2027}))

    client.post(page(estmark, "holidays-add"), {"chosen": ["2027-05-01|Labor Day"]})

    assert "Public holidays of DE in 2027" in shown
    assert Holiday.objects.get().name == "Labor Day"


def test_page_hands_back_what_it_cannot_use(estmark, focal):
    client = focal.client
    answers = [
        client.post(page(estmark, "holidays-add"), {"name": "Typed with care"}),
        client.post(page(estmark, "holidays-add"), {"chosen": ["nonsense"]}),
        client.post(
            page(estmark, "weekend-set"), {"weekend": [0, 1, 2, 3, 4, 5, 6], "first_day": "2099-01-01"}
        ),
        client.get(page(estmark), {"country": "ZZ"}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 200]
    assert "Typed with care" in answers[0].content.decode()
    assert "Enter its days one by one" in text_of(answers[3])


def test_holiday_is_removed_on_the_page(estmark, focal):
    services.add_holidays(estmark, days={date(2030, 2, 3): "A feast"}, by=focal.acting)

    focal.client.post(page(estmark, "holiday-remove", Holiday.objects.get().pk))

    assert not Holiday.objects.exists()


def test_page_of_a_capital_is_read_by_those_who_know_the_delegation(estmark, drafter):
    shown = drafter.client.get(page(estmark))

    assert "Working days of Estmark" in text_of(shown)
    assert "Set the weekend" not in text_of(shown)

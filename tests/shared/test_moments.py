"""A time typed for a place: one moment, or a sentence."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.shared.moments import NoMoment, in_zone

BRUSSELS = ZoneInfo("Europe/Brussels")
ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
TYPED = st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2100, 1, 1))


def test_a_time_that_the_clocks_skip_is_refused():
    with pytest.raises(NoMoment, match=r"2027-03-28 02:30 does not exist in Europe/Brussels"):
        in_zone(datetime(2027, 3, 28, 2, 30), BRUSSELS)


def test_a_time_that_comes_twice_is_refused():
    with pytest.raises(NoMoment, match=r"2026-10-25 02:30 comes twice in Europe/Brussels"):
        in_zone(datetime(2026, 10, 25, 2, 30), BRUSSELS)


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        (datetime(2026, 10, 25, 1, 59), datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        (datetime(2026, 10, 25, 3, 0), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
        (datetime(2027, 3, 28, 1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (datetime(2027, 3, 28, 3, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (datetime(2028, 2, 29, 12, 0), datetime(2028, 2, 29, 11, 0, tzinfo=UTC)),
    ],
)
def test_times_beside_a_change_of_clocks_are_exact(typed, utc):
    assert in_zone(typed, BRUSSELS) == utc


@given(typed=TYPED, zone=ZONES)
def test_every_accepted_time_comes_back_as_it_was_typed(typed, zone):
    typed = typed.replace(second=0, microsecond=0, fold=0)
    try:
        moment = in_zone(typed, zone)
    except NoMoment:
        around = {(typed + timedelta(days=n)).replace(tzinfo=zone).utcoffset() for n in (-1, 1)}
        near = {typed.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)}
        assert len(near | around) > 1
    else:
        assert moment.astimezone(zone).replace(tzinfo=None, fold=0) == typed


@pytest.mark.parametrize("year", [1, 1899, 2201, 9999])
def test_a_year_far_away_is_refused_with_a_sentence(year):
    with pytest.raises(NoMoment, match="no year that this centre plans for"):
        in_zone(datetime(year, 12, 31, 23, 59), BRUSSELS)

"""How much of a procedure an outage took, and what is given back."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from papers.adoption import outage

T = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
MINUTES = st.integers(-4000, 4000).map(lambda n: T + n * MINUTE)
GAPS = st.lists(
    st.tuples(MINUTES, st.integers(0, 600)).map(lambda pair: (pair[0], pair[0] + pair[1] * MINUTE))
)


def lost(*gaps, counted_from=T - 72 * HOUR, allowed=5 * MINUTE):
    return outage.lost(gaps, counted_from=counted_from, expires_at=T, longer_than=allowed)


def test_lost_is_what_lies_in_the_last_day_before_expiry():
    assert lost((T - 30 * HOUR, T - 23 * HOUR)) == [(T - 24 * HOUR, T - 23 * HOUR)]
    assert lost((T - HOUR, T + 5 * HOUR)) == [(T - HOUR, T)]
    assert lost((T - 40 * HOUR, T - 30 * HOUR)) == []
    assert lost((T, T + 5 * HOUR)) == []


def test_lost_leaves_out_what_the_rules_tolerate():
    assert lost((T - HOUR, T - HOUR + 5 * MINUTE)) == []
    assert lost((T - HOUR, T - HOUR + 6 * MINUTE)) == [(T - HOUR, T - HOUR + 6 * MINUTE)]
    assert lost((T - 5 * MINUTE, T + HOUR)) == []


def test_lost_before_the_last_resumption_is_settled():
    assert lost((T - 10 * HOUR, T - 8 * HOUR), counted_from=T - 8 * HOUR) == []


@given(gaps=GAPS, allowed=st.integers(0, 60))
def test_lost_never_exceeds_the_window_nor_shrinks_below_what_is_tolerated(gaps, allowed):
    for since, until in lost(*gaps, allowed=allowed * MINUTE):
        assert T - 24 * HOUR <= since < until <= T
        assert until - since > allowed * MINUTE


@given(left=st.integers(-600, 1440), lost_minutes=st.integers(1, 1440), waited=st.integers(0, 5000))
def test_earliest_expiry_gives_back_all_that_was_left_and_lost(left, lost_minutes, waited):
    suspended_at = T - left * MINUTE
    resumed_at = suspended_at + waited * MINUTE

    earliest = outage.earliest_expiry(
        expires_at=T, lost_time=lost_minutes * MINUTE, suspended_at=suspended_at, resumed_at=resumed_at
    )

    assert earliest - resumed_at == (max(left, 0) + lost_minutes) * MINUTE
    assert earliest >= T + lost_minutes * MINUTE or left <= 0

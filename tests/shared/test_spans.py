from datetime import timedelta

import pytest

from papers.shared import spans


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(0), "time expired"),
        (timedelta(seconds=-1), "time expired"),
        (timedelta(seconds=20), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h 00 min"),
        (timedelta(hours=31, minutes=12), "31 h 12 min"),
        (timedelta(hours=71, minutes=59), "71 h 59 min"),
        (timedelta(days=3), "3 days"),
        (timedelta(days=4, hours=23), "4 days"),
    ],
)
def test_time_left_is_said_in_units_a_delegate_counts_in(left, words):
    assert spans.in_words(left) == words


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=40), "40 days ago"),
    ],
)
def test_time_passed_is_said_in_the_largest_unit(passed, words):
    assert spans.ago(passed) == words

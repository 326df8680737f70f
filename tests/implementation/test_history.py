"""The past as spans of days: nothing before a change moves, and every day has exactly one answer."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from papers.implementation import history
from papers.implementation.history import FOREVER, Span

START = dt.date(2026, 1, 1)
FIRST = {
    "due": None, "every_days": 90, "followed_from": START, "answer": "awaiting", "answered_on": None,
    "accepted_on": None, "status": "not_started", "confidence": "grey", "last_report": None,
}  # fmt: skip
days = st.integers(-20, 400).map(lambda number: START + dt.timedelta(days=number))
changes = st.one_of(
    st.tuples(days, st.sampled_from(["in_progress", "partly", "blocked", "verified"]).map(lambda v: {"status": v})),
    st.tuples(days, st.sampled_from(["green", "amber", "grey"]).map(lambda v: {"confidence": v})),
    days.map(lambda day: (day, {"last_report": day})),
)  # fmt: skip


def begun():
    return history.written([Span(START, FOREVER, FIRST)], [])


@given(st.lists(changes, max_size=12))
def test_every_day_from_the_first_has_exactly_one_answer(acts):
    spans = history.written(begun(), acts)

    assert spans[0].starts == START
    assert spans[-1].ends == FOREVER
    assert [one.ends for one in spans[:-1]] == [one.starts for one in spans[1:]]
    assert all(one.starts < one.ends for one in spans)


@given(st.lists(changes, max_size=8), changes, days)
def test_change_leaves_every_day_before_it_as_it_was(acts, change, day):
    before = history.written(begun(), acts)

    after = history.written(before, [change])

    if day < change[0]:
        assert history.on(after, day) == history.on(before, day)


@given(st.lists(changes, max_size=8), changes, days)
def test_change_holds_on_every_day_from_its_own_on(acts, change, day):
    from_day, facts = change

    now = history.on(history.written(history.written(begun(), acts), [change]), max(day, from_day, START))

    for name, value in facts.items():
        assert now[name] == value or (name == "last_report" and now[name] > value)


@given(days, days, days)
def test_changes_of_different_facts_do_not_care_for_their_order(first, second, third):
    acts = [(first, {"status": "partly"}), (second, {"confidence": "amber"}), (third, {"last_report": third})]

    forward, backward = history.written(begun(), acts), history.written(begun(), acts[::-1])

    assert [(one.starts, one.facts) for one in forward] == [(one.starts, one.facts) for one in backward]


def test_late_report_takes_the_news_of_a_newer_one_away_on_no_day():
    newer, older = START + dt.timedelta(days=60), START + dt.timedelta(days=30)
    spans = history.written(begun(), [(newer, {"last_report": newer}), (older, {"last_report": older})])

    told = [
        history.on(spans, START + dt.timedelta(days=number))["last_report"] for number in (29, 30, 59, 60)
    ]

    assert told == [None, older, older, newer]


def test_days_that_follow_are_those_of_each_span():
    accepted = START + dt.timedelta(days=10)
    facts = {"answer": "accepted", "answered_on": accepted, "accepted_on": accepted}

    spans = history.written(begun(), [(accepted, facts)])

    assert [one.facts["report_due"] for one in spans] == [None, accepted + dt.timedelta(days=90)]


def test_neighbours_that_say_the_same_are_one_span():
    spans = history.written(begun(), [(START + dt.timedelta(days=5), {"status": "not_started"})])

    assert len(spans) == 1
    assert history.on(spans, START - dt.timedelta(days=1)) is None

"""The log in sessions: order kept, nothing lost, every update in exactly one."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from papers.drafting.sessions import LONGEST, PAUSE, Step, sessions

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def at(minutes):
    return NOON + timedelta(minutes=minutes)


def steps(*written):
    """Steps of one generation from (minute, who)."""
    return [Step(seq, 1, at(minute), who) for seq, (minute, who) in enumerate(written, 1)]


@st.composite
def logs(draw):
    moment, generation, made = NOON, 1, []
    for seq in range(1, draw(st.integers(0, 40)) + 1):
        moment += timedelta(seconds=draw(st.sampled_from([-5, 0, 1, 30, 90, 700, 4000])))
        begins = draw(st.integers(0, 9)) == 0
        generation += begins
        because = draw(st.sampled_from([None, None, None, "amendment"]))
        made.append(Step(seq, generation, moment, draw(st.sampled_from("ab")), because, begins))
    return made


@settings(deadline=None)
@given(logs(), st.sets(st.integers(1, 40)))
def test_every_update_is_in_exactly_one_session_in_order(log, cuts):
    found = sessions(log, cuts)

    assert [seq for one in found for seq in range(one.first, one.last + 1)] == [step.seq for step in log]
    assert [one.updates for one in found] == [one.last - one.first + 1 for one in found]
    assert {one.last for one in found} >= cuts & {step.seq for step in log}
    for one in found:
        inside = log[one.first - 1 : one.last]
        assert {step.generation for step in inside} == {one.generation}
        assert list(one.who) == list(dict.fromkeys(step.who for step in inside))
        assert one.updates == 1 or not any(step.begins or step.because for step in inside)
        assert one.ended == max(step.at for step in inside)


def test_a_pause_ends_a_session():
    found = sessions(steps((0, "a"), (9, "a"), (20, "a")))

    assert [(one.first, one.last) for one in found] == [(1, 2), (3, 3)]
    assert timedelta(minutes=10) == PAUSE


def test_people_who_write_at_once_share_a_session_and_those_who_take_turns_do_not():
    together = sessions(steps((0, "a"), (0.5, "b"), (1, "a"), (4, "b")))
    in_turn = sessions(steps((0, "a"), (1, "a"), (4, "b")))

    assert [one.who for one in together] == [("a", "b")]
    assert [one.who for one in in_turn] == [("a",), ("b",)]


def test_a_long_day_has_several_sessions():
    found = sessions(steps(*((minute, "a") for minute in range(0, 150, 5))))

    assert len(found) == 3
    assert all(one.ended - one.began <= LONGEST for one in found)


def test_a_moment_that_has_a_name_ends_its_session():
    found = sessions(steps((0, "a"), (1, "a"), (2, "a")), cuts={2})

    assert [(one.first, one.last) for one in found] == [(1, 2), (3, 3)]

"""Rows of foreign tables: one outcome each, words that stay words, and a history that moves only what it may."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.implementation import replaying, taking
from papers.implementation.judging import Ground, judge_items
from papers.implementation.lifecycle import CLOSED, RECOMMENDATION, Confidence, Status
from papers.implementation.outcomes import Kind, Note
from papers.implementation.replaying import SAYABLE, Said, State, replayed
from papers.implementation.taking import Item, Known, Update
from papers.shared import markdown

words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp", "Zs")) | st.just(" ") | st.just("\n"),
                min_size=1, max_size=60).filter(str.strip)  # fmt: skip
refs = st.sampled_from(["", "A", "A.1", "A.2", "B", "C"])
items = st.lists(
    st.builds(Item, st.integers(2, 99), refs, words, st.sampled_from(["", "A", "B", "C", "Z"])), max_size=8
)
DAY = date(2024, 3, 1)


@given(st.lists(words, min_size=1, max_size=4))
def test_words_of_a_source_stay_words_whatever_signs_they_hold(said):
    rows = [Item(row, f"R-{row}", one) for row, one in enumerate(said)]

    document = markdown.parse(taking.as_markdown("A list", rows), brackets=False)

    inside = [block for block in document.blocks if block.recommendation is not None]
    assert {block.recommendation for block in inside} == set(range(len(said)))
    for row, one in enumerate(said):
        text = " ".join(block.text for block in inside if block.recommendation == row)
        assert text.split() == [f"R-{row}", *one.split()]


@given(items)
def test_every_row_has_exactly_one_outcome_and_parents_come_first(rows):
    rows = [Item(place, one.ref, one.words, one.parent) for place, one in enumerate(rows, start=2)]

    judged = judge_items(Ground(), rows, as_of=DAY, may_add=True)

    assert [outcome.row for outcome in judged.outcomes] == [item.row for item in rows]
    fresh = taking.parents_first(judged.of(Kind.NEW))
    there = set()
    for item in fresh:
        assert not item.parent or item.parent in there
        there.add(item.ref)


told = st.lists(
    st.builds(
        lambda day, value: Said(date(2024, 1, day), day, replaying.said_of(value), value, value),
        st.integers(1, 28), st.sampled_from([*SAYABLE, Confidence.GREEN, Confidence.AMBER, Confidence.RED]),
    ),
    max_size=12,
)  # fmt: skip


@given(told, st.sampled_from(list(Status)))
def test_history_walks_the_table_and_never_verifies_or_closes(said, status):
    replay = replayed(State(status=status), said)

    at, moved = status, [one for one in replay.entries if one.axis == "status"]
    for entry in moved:
        assert RECOMMENDATION.allows(at, Status(entry.value))
        at = Status(entry.value)
    assert replay.status == at
    assert not {one.value for one in moved} & CLOSED
    assert status not in CLOSED or not moved
    assert Confidence.RED not in {one.value for one in replay.entries}


@given(told)
def test_order_of_the_file_does_not_matter_between_days(said):
    once = {one.day: one for one in said}.values()

    assert replayed(State(), once) == replayed(State(), reversed(list(once)))


def test_what_people_keep_here_is_not_moved_by_a_file():
    replay = replayed(
        State(status=Status.IN_PROGRESS, status_is_ours=True),
        [Said(DAY, 7, "status", "reported", "Complete")],
    )

    assert (replay.entries, replay.notes) == ([], {7: Note.STATUS_OURS})


def test_off_track_is_kept_in_words_until_somebody_accepted():
    red = Said(DAY, 7, "confidence", "red", "Off track")

    assert replayed(State(), [red]).notes == {7: Note.RED_IN_WORDS}
    assert replayed(State(accepted_on=DAY), [red]).entries == [red]


@pytest.mark.parametrize(
    ("item", "note"),
    [
        (Item(2, "", "Words"), Note.NO_REF),
        (Item(2, "x" * 101, "Words"), Note.LONG_REF),
        (Item(2, "A", ""), Note.NO_WORDS),
        (Item(2, "A", "Words", "Z"), Note.NO_PARENT),
        (Item(2, "A", "Words", "A"), Note.IN_A_CIRCLE),
    ],
)
def test_row_that_cannot_be_taken_over_says_why(item, note):
    [outcome] = taking.plan_items([item], {}, may_add=True)

    assert (outcome.kind, outcome.notes) == (Kind.ERROR, (note,))


def test_same_reference_twice_is_said_before_or_a_fault():
    rows = [Item(2, "A", "One"), Item(3, "A", "One"), Item(4, "A", "Another")]

    kinds = [outcome.kind for outcome in taking.plan_items(rows, {}, may_add=True)]

    assert kinds == [Kind.NEW, Kind.DOUBLE, Kind.ERROR]


@pytest.mark.parametrize(
    ("update", "note"),
    [
        (Update(2, "Z", DAY, "Words"), Note.NOT_HERE),
        (Update(2, "A", None, "Words"), Note.NO_DAY),
        (Update(2, "A", date(2027, 1, 1), "Words"), Note.FUTURE),
        (Update(2, "A", date(2019, 1, 1), "Words"), Note.TOO_EARLY),
        (Update(2, "A", DAY, ""), Note.NO_WORDS),
    ],
)
def test_update_that_cannot_be_taken_over_says_why(update, note):
    known = {"A": Known(None, "A", "Words")}

    [outcome] = taking.plan_updates(
        [update], known, since=date(2020, 1, 1), today=date(2026, 1, 1), recorded={}
    )

    assert (outcome.kind, outcome.notes) == (Kind.ERROR, (note,))


def test_long_way_up_is_walked_without_end_of_stack():
    rows = [Item(n, str(n), "Words", str(n - 1) if n > 2 else "") for n in range(2, 5000)]

    assert {outcome.kind for outcome in taking.plan_items(rows, {}, may_add=True)} == {Kind.NEW}

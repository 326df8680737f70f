"""Merging what two people wrote: what they agree on stands, what they do not is kept, and no word is lost."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papers.drafting import merge
from papers.drafting.merge import Conflict, Merge, both_insertions, merge3
from tests import shared_data
from tests.texts import nasty

bounded = settings(max_examples=100, deadline=None)

base_texts = st.lists(
    st.lists(st.integers(0, 40).map("w{}".format), min_size=1, max_size=8).map(" ".join), max_size=6
).map("\n\n".join)
# An edit: where, how many words go, and how many new ones come.
edits = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 3), st.integers(0, 3)), max_size=4)


def edited(text, changes, author):
    """The text after some edits; every word that comes is written once only, and says by whom."""
    words = text.split(" ")
    for number, (place, gone, come) in enumerate(changes):
        words[place : place + gone] = [f"{author}{number}x{one}" for one in range(come)]
    return " ".join(words)


def test_changes_in_different_paragraphs_are_both_taken():
    assert merge3("one\n\ntwo\n\nthree\n", "ONE\n\ntwo\n\nthree\n", "one\n\ntwo\n\nTHREE\n") == Merge(
        "ONE\n\ntwo\n\nTHREE\n"
    )


def test_changes_in_different_sentences_of_a_paragraph_are_both_taken():
    base = "Reports come every quarter. They go to the Centre."

    merged = merge3(base, base.replace("quarter", "month"), base.replace("Centre", "Council"))

    assert merged == Merge("Reports come every month. They go to the Council.")


def test_changes_in_one_sentence_are_a_question_however_far_apart():
    base = "The Parties shall report every quarter to the Centre. Nothing else changes."
    ours, theirs = base.replace("shall", "may"), base.replace("Centre", "Council")

    merged = merge3(base, ours, theirs)

    assert merged.text == theirs
    assert merged.conflicts == (
        Conflict(
            "The Parties shall report every quarter to the Centre.",
            "The Parties may report every quarter to the Centre.",
            "The Parties shall report every quarter to the Council.",
            0,
            suggestion="The Parties may report every quarter to the Council.",
        ),
    )


def test_sentence_that_runs_over_several_lines_is_one_sentence():
    base = "The Parties shall\nreport every quarter\nto the Centre."

    merged = merge3(base, base.replace("shall", "may"), base.replace("Centre", "Council"))

    assert not merged.clean


def test_changes_that_touch_each_other_have_no_suggestion():
    base = "within ninety days of access"

    (conflict,) = merge3(base, "within sixty days of access", "within ninety months of access").conflicts

    assert conflict.suggestion == ""


def test_different_words_for_the_same_word_keep_what_is_stored():
    merged = merge3("at cost", "at half the cost", "at no cost")

    assert merged == Merge("at no cost", (Conflict("at cost", "at half the cost", "at no cost", 0),))


def test_sentences_added_in_one_place_are_both_taken():
    assert merge3("One. Four.", "One. Two. Four.", "One. Three. Four.") == Merge("One. Three. Two. Four.")


def test_rows_of_a_table_changed_by_two_people_are_both_taken():
    base = "| a | 1 |\n| b | 2 |\n"

    assert merge3(base, base.replace("1", "7"), base.replace("2", "8")) == Merge("| a | 7 |\n| b | 8 |\n")


def test_passage_deleted_by_one_and_edited_by_the_other_is_a_question():
    merged = merge3("stay\n\ngo on\n\nend\n", "stay\n\ngo on and on\n\nend\n", "stay\n\nend\n")

    assert merged.text == "stay\n\nend\n"
    assert "go on and on" in merged.conflicts[0].ours


def test_paragraphs_added_in_one_place_are_both_taken_and_stay_apart():
    assert merge3("A", "A\n\nmine", "A\n\nstored") == Merge("A\n\nstored\n\nmine")


def test_items_added_in_one_place_stay_in_one_list():
    assert merge3("- a\n", "- a\n- mine\n", "- a\n- stored\n") == Merge("- a\n- stored\n- mine\n")


def test_paragraph_added_by_both_stands_once():
    assert merge3("A\n", "A\n\nsame\n\nmine\n", "A\n\nsame\n") == Merge("A\n\nsame\n\nmine\n")
    assert both_insertions("x\n", "x\n") == "x\n"


def test_where_a_conflict_stands_is_an_offset_in_the_merged_text():
    merged = merge3("first\n\nat cost", "first line\n\nat my cost", "first\n\nat their cost")

    (conflict,) = merged.conflicts
    assert merged.text[conflict.where :].startswith(conflict.theirs)
    assert merged.text == "first line\n\nat their cost"


@bounded
@given(nasty, nasty, nasty)
def test_merging_with_an_unchanged_side_is_the_other_side(base, one, other):
    assert merge3(base, base, other) == Merge(other)
    assert merge3(base, one, base) == Merge(one)
    assert merge3(base, one, one) == Merge(one)


@bounded
@given(base_texts, edits, edits)
def test_no_word_that_anyone_wrote_is_lost(base, mine, stored):
    ours, theirs = edited(base, mine, "o"), edited(base, stored, "t")

    merged = merge3(base, ours, theirs)

    kept = set((merged.text + " " + " ".join(conflict.ours for conflict in merged.conflicts)).split())
    assert {word for word in ours.split() if word.startswith("o")} <= kept
    assert {word for word in theirs.split() if word.startswith("t")} <= set(merged.text.split())


@bounded
@given(base_texts, edits, edits)
def test_clean_merge_holds_what_both_left_and_nothing_else(base, mine, stored):
    ours, theirs = edited(base, mine, "o"), edited(base, stored, "t")

    merged = merge3(base, ours, theirs)

    assert set(merged.text.split()) <= set(ours.split()) | set(theirs.split())
    if merged.clean:
        assert set(base.split()) & set(ours.split()) & set(theirs.split()) <= set(merged.text.split())


@bounded
@given(base_texts, edits, edits)
def test_questions_are_the_same_whoever_saves_first(base, mine, stored):
    ours, theirs = edited(base, mine, "o"), edited(base, stored, "t")

    one, other = merge3(base, ours, theirs), merge3(base, theirs, ours)

    assert [(each.base, each.ours, each.theirs) for each in one.conflicts] == [
        (each.base, each.theirs, each.ours) for each in other.conflicts
    ]


@bounded
@given(base_texts, edits, edits)
def test_merging_again_what_is_merged_adds_and_loses_no_word(base, mine, stored):
    ours, theirs = edited(base, mine, "o"), edited(base, stored, "t")
    merged = merge3(base, ours, theirs)

    again = merge3(base, ours, merged.text)

    assert sorted(again.text.split()) == sorted(merged.text.split())


@bounded
@given(base_texts, edits, edits)
def test_suggestion_holds_every_word_that_came(base, mine, stored):
    ours, theirs = edited(base, mine, "o"), edited(base, stored, "t")

    for conflict in merge3(base, ours, theirs).conflicts:
        if conflict.suggestion:
            came = set(conflict.ours.split()) | set(conflict.theirs.split())
            assert {word for word in came if word[0] in "ot"} <= set(conflict.suggestion.split())


@bounded
@given(nasty, nasty, nasty)
def test_any_three_texts_are_merged_with_conflicts_in_place(base, ours, theirs):
    merged = merge3(base, ours, theirs)

    for conflict in merged.conflicts:
        assert merged.text[conflict.where : conflict.where + len(conflict.theirs)] == conflict.theirs


@pytest.mark.shared_data
@pytest.mark.parametrize("case", shared_data.merges(), ids=lambda case: case.name)
def test_merge_that_people_made_is_made_alike_or_asked_about(case):
    base, ours, theirs, actual = (
        shared_data.read(case, f"{name}.md") for name in ("base", "ours", "theirs", "actual")
    )

    merged = merge3(base, ours, theirs)

    if "clean" in case.name:
        assert merged == Merge(actual)
    else:
        same_lines = sorted(merged.text.splitlines()) == sorted(actual.splitlines())
        assert not merged.clean or same_lines  # of rows that both sides added, people chose the order


@pytest.mark.shared_data
@pytest.mark.parametrize("case", shared_data.merges(), ids=lambda case: case.name)
def test_no_line_of_a_real_merge_is_lost(case):
    base, ours, theirs = (shared_data.read(case, f"{name}.md") for name in ("base", "ours", "theirs"))

    merged = merge3(base, ours, theirs)

    kept = merged.text + "".join(conflict.ours for conflict in merged.conflicts)
    came = (set(ours.split()) | set(theirs.split())) - set(base.split())
    assert came <= set(kept.split())


def test_long_papers_are_merged_while_nobody_waits():
    rng = random.Random(2)
    paragraphs = [" ".join(rng.choices([f"word{n}" for n in range(3_000)], k=80)) for _ in range(800)]
    ours = [text.replace(" word1", " mine", 1) if n % 9 == 0 else text for n, text in enumerate(paragraphs)]
    theirs = [
        text.replace(" word2", " stored", 1) if n % 7 == 0 else text for n, text in enumerate(paragraphs)
    ]

    begun = time.process_time()
    merge3(*("\n\n".join(texts) for texts in (paragraphs, ours, theirs)))

    assert time.process_time() - begun < 0.5


def test_three_texts_with_nothing_in_common_are_merged_in_bounded_time():
    rng = random.Random(4)
    lines = {
        side: [" ".join(rng.choices([f"{side}{n}" for n in range(50)], k=9_000)) for _ in range(15)]
        for side in "bot"
    }
    base, ours, theirs = ("\nkept\n".join(lines[side]) for side in "bot")

    begun = time.process_time()
    merged = merge3(base, ours, theirs)

    assert time.process_time() - begun < 3
    assert merged.text == theirs


@bounded
@given(st.text())
def test_text_is_taken_apart_without_a_loss(text):
    assert "".join(merge.sentences(text)) == text
    assert "".join(merge._WORDS.findall(text)) == text


@pytest.mark.parametrize("text", ["a " * 100_000, "a. " * 60_000, "." * 100_000, ".\n" * 50_000])
def test_long_text_is_taken_apart_in_bounded_time(text):
    begun = time.process_time()
    merge.sentences(text)

    assert time.process_time() - begun < 1

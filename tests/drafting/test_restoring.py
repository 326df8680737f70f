"""Bringing passages of an earlier text back into the present one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from papers.drafting.restoring import changed, with_passages

THEN = """# Title

1. First words that everybody knows.

2. Second words about the water network and its pumps.

- tight one
- tight two

::: recommendation
3. That a list of spare parts be agreed within thirty days.

And that it be published.
:::

Last words.
"""


def test_passage_that_was_changed_comes_back_in_place():
    now = THEN.replace("the water network and its pumps", "the water network and its pipes").replace(
        "First", "Very first"
    )

    found = changed(now, THEN)

    assert [(one.then[:6], bool(one.now)) for one in found] == [("First ", True), ("Second", True)]
    assert with_passages(now, THEN, [found[1].place]) == now.replace("its pipes", "its pumps")


def test_passage_that_was_deleted_comes_back_where_it_stood():
    now = THEN.replace("2. Second words about the water network and its pumps.\n\n", "")

    found = changed(now, THEN)

    assert [(one.then, one.now) for one in found] == [
        ("Second words about the water network and its pumps.", "")
    ]
    assert with_passages(now, THEN, [found[0].place]) == THEN


def test_item_comes_back_into_its_list_without_loosening_it():
    now = THEN.replace("\n- tight two", "")

    assert with_passages(now, THEN, [one.place for one in changed(now, THEN)]) == THEN


def test_recommendation_comes_back_inside_its_fence_and_what_stood_behind_it_outside():
    whole = THEN[THEN.index("::: rec") : THEN.index("Last")]
    without = THEN.replace(whole, "")
    cut = THEN.replace("\nLast words.\n", "")

    assert with_passages(without, THEN, [one.place for one in changed(without, THEN)]) == THEN
    assert with_passages(cut, THEN, [one.place for one in changed(cut, THEN)]) == THEN.rstrip("\n") + "\n"


def test_heading_at_the_very_top_comes_back_to_the_top():
    now = THEN.removeprefix("# Title\n\n")

    assert with_passages(now, THEN, [0]) == THEN


@settings(deadline=None)
@given(st.sets(st.integers(-2, 12)))
def test_bringing_back_what_nobody_changed_changes_nothing(chosen):
    assert with_passages(THEN, THEN, chosen) == THEN


LINES = [
    f"{number}. Passage about {words}."
    for number, words in enumerate(["water", "pumps", "pipes", "roads", "power"], 1)
]


@settings(deadline=None)
@given(st.sets(st.sampled_from(LINES)), st.data())
def test_chosen_passages_are_there_again_and_nothing_else_was_touched(kept, data):
    then, now = "\n\n".join(LINES), "\n\n".join(line for line in LINES if line in kept)
    gone = changed(now, then)
    chosen = data.draw(st.sets(st.sampled_from([one.place for one in gone]))) if gone else set()

    result = with_passages(now, then, chosen)

    wanted = [line for place, line in enumerate(LINES) if line in kept or place in chosen]
    assert [line for line in result.split("\n\n") if line] == wanted

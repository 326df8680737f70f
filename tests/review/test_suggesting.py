"""A passage that was typed over, as amendments: nothing that was typed is lost or changed on the way."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from papers.review.amending import amended, overlap
from papers.review.anchoring import Anchor, nearest
from papers.review.lifecycle import Op
from papers.review.suggesting import amendments_of, taken
from papers.shared.text import squash

bounded = settings(max_examples=200, deadline=None)
WORDS = [
    "ninety", "days", "of", "access", "water", "ماء", "of", ",", ".", ";", "(", ")", "sixty-five", "[x]",
    "the", "site", "shall", "within", "families",
]  # fmt: skip
passages = (
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=30)
    .map(" ".join)
    .map(lambda words: words.replace(" ,", ",").replace(" .", "."))
)
PRESENT = "Sites of more than fifty families shall be met within ninety days, and again ninety days later."


def short(parts):
    return [(part.op, part.quote, part.words) for part in parts]


def test_two_changes_far_apart_become_two_amendments():
    wanted = "Sites of more than forty families shall be met within ninety days, and again sixty days later."

    assert short(amendments_of(PRESENT, wanted)) == [
        (Op.REPLACE, "fifty", "forty"),
        (Op.REPLACE, "ninety", "sixty"),
    ]


def test_second_of_the_same_words_is_found_by_what_stands_around_it():
    wanted = PRESENT.replace("again ninety", "again sixty")

    [part] = amendments_of(PRESENT, wanted)

    assert amended(PRESENT, Anchor("", part.quote, part.before, part.after), part.words) == wanted


def test_two_changes_side_by_side_become_one_amendment():
    wanted = PRESENT.replace("fifty families shall be", "forty families must be")

    assert short(amendments_of(PRESENT, wanted)) == [
        (Op.REPLACE, "fifty families shall", "forty families must")
    ]


def test_changes_on_both_sides_of_a_stop_become_two_amendments():
    assert short(amendments_of("One is first. Two follows.", "One is early. Three follows.")) == [
        (Op.REPLACE, "first", "early"),
        (Op.REPLACE, "Two", "Three"),
    ]


def test_words_that_only_come_or_only_go_hang_on_the_word_before():
    wanted = PRESENT.replace("Sites of", "Sites and camps of").replace("days later", "days")

    assert [(op, words) for op, _quote, words in short(amendments_of(PRESENT, wanted))] == [
        (Op.INSERT, "Sites and camps"),
        (Op.DELETE, "days"),
    ]


def test_emptied_passage_is_one_deletion_of_all_of_it():
    assert short(amendments_of(PRESENT, " \n ")) == [(Op.DELETE, PRESENT, "")]


def test_passage_typed_as_it_stands_is_no_amendment():
    assert amendments_of(PRESENT, f"  {PRESENT}\n") == []


@bounded
@given(passages, passages | st.just(""))
@example("of of of of of of of of", "of x of of of of of y of")
@example("a b a b a b a b a b", "b a b a b a b a")
def test_amendments_taken_one_after_the_other_give_exactly_what_was_typed(present, wanted):
    parts = amendments_of(present, wanted)

    assert taken(present, parts) == squash(wanted)
    assert taken(present, reversed(parts)) == squash(wanted)


def edits(passage):
    """The passage with some of its words replaced, dropped or followed by another."""
    tokens = passage.split()
    change = st.sampled_from(["keep"] * 8 + ["drop", "replace", "add"])
    return st.lists(change, min_size=len(tokens), max_size=len(tokens)).map(
        lambda fates: (
            passage,
            " ".join(
                {"keep": token, "drop": "", "replace": "otherwise", "add": f"{token} indeed"}[fate]
                for token, fate in zip(tokens, fates, strict=True)
            ),
        )
    )


@bounded
@given(passages.flatmap(edits))
def test_amendments_of_one_passage_are_no_rivals_of_each_other(typed):
    present, wanted = squash(typed[0]), squash(typed[1])

    parts = amendments_of(present, wanted)

    assert taken(present, parts) == wanted
    starts = [nearest(present, Anchor("", part.quote, part.before, part.after)) for part in parts]
    spans = [(at, at + len(part.quote)) for at, part in zip(starts, parts, strict=True)]
    assert not any(overlap(one, two) for place, one in enumerate(spans) for two in spans[place + 1 :])

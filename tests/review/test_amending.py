from hypothesis import example, given, settings
from hypothesis import strategies as st

from papers.drafting.live.replica import edited
from papers.drafting.preparing import prepare
from papers.review.amending import Change, amended, difference, edit_of, overlap
from papers.review.anchoring import Anchor
from papers.review.lifecycle import Op
from papers.shared.text import squash

bounded = settings(max_examples=150, deadline=None)
WORDS = ["ninety", "days", "of", "access", "water", "ماء", "of", ",", ".", ";", "(", ")", "sixty-five", "[x]"]
passages = (
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=12)
    .map(" ".join)
    .map(lambda words: words.replace(" ,", ",").replace(" .", "."))
)

TEXT = """# Water

1. Sites with **more** than fifty families.
2. To be met within ninety days, and again ninety days later.

A paragraph with a [link](https://example.org) in it.

> Quoted words
> over two lines.
"""


def anchor_of(block, change):
    return Anchor(block["id"], change.quote, change.before, change.after)


def applied(text, block, wanted):
    """The text with the passage of that block made to read as wanted, or None where a person must look."""
    block_map = prepare(text).block_map
    change = difference(block_map[block]["text"], wanted)
    edit = edit_of(
        text, block_map, change.op, anchor_of(block_map[block], change), change.words, brackets=True
    )
    return edit and edited(text, [edit])


def test_difference_of_one_word_names_that_word_with_its_surroundings():
    change = difference("met within ninety days of access", "met within sixty days of access")

    assert change == Change(Op.REPLACE, "ninety", "sixty", "met within ", " days of access")


def test_difference_of_an_insertion_hangs_on_the_word_before():
    assert difference("a b", "a x b") == Change(Op.INSERT, "a", "a x", "", " b")


def test_difference_of_a_deletion_keeps_the_word_beside_it():
    assert difference("days of access.", "days.") == Change(Op.DELETE, "days of access", "days", "", ".")


def test_difference_of_an_emptied_passage_deletes_all_of_it():
    assert difference("All of it.", "") == Change(Op.DELETE, "All of it.", "")


def test_difference_of_the_same_words_is_none():
    assert difference("the same\nwords", "the  same words") is None


@bounded
@given(passages, passages)
@example("a x b", "a, y b")
@example("days of access.", "days.")
def test_difference_put_into_the_passage_gives_what_was_wanted(present, wanted):
    change = difference(present, wanted)

    if change is None:
        assert squash(present) == squash(wanted)
    else:
        anchor = Anchor("", change.quote, change.before, change.after)
        assert amended(present, anchor, change.words) == squash(wanted)


def test_edit_changes_only_the_named_occurrence():
    changed = applied(TEXT, 2, "To be met within ninety days, and again sixty days later.")

    assert changed == TEXT.replace("again ninety", "again sixty")


def test_edit_beside_markup_leaves_the_markup():
    assert applied(TEXT, 1, "Sites with more than sixty families.") == TEXT.replace("fifty", "sixty")


def test_edit_inside_markup_changes_the_words_within_it():
    assert applied(TEXT, 1, "Sites with fewer than fifty families.") == TEXT.replace("**more**", "**fewer**")


def test_edit_across_markup_asks_a_person():
    assert applied(TEXT, 1, "Sites of fewer people than fifty families.") is None


def test_edit_whose_words_the_text_would_read_as_markup_asks_a_person():
    assert applied(TEXT, 3, "A paragraph with a *star* and a [link](x) in it.") is None


def test_edit_of_a_passage_that_is_gone_asks_a_person():
    block_map = prepare(TEXT).block_map

    assert edit_of(TEXT, block_map, Op.DELETE, Anchor("no such block", "Sites"), "", brackets=True) is None


def test_edit_of_a_new_passage_after_an_item_is_an_item():
    block_map = prepare(TEXT).block_map

    edit = edit_of(TEXT, block_map, Op.ADD, Anchor(block_map[1]["id"]), "Sites without any.", brackets=True)

    changed = edited(TEXT, [edit])
    assert [(one["kind"], one["text"]) for one in prepare(changed).block_map][1:4] == [
        ("item", "Sites with more than fifty families."),
        ("item", "Sites without any."),
        ("item", "To be met within ninety days, and again ninety days later."),
    ]


def test_edit_that_deletes_a_whole_passage_leaves_no_gap():
    assert applied(TEXT, 3, "") == TEXT.replace(
        "A paragraph with a [link](https://example.org) in it.\n\n", ""
    )


def test_overlap_is_of_words_and_not_of_neighbours():
    assert [overlap((0, 6), (5, 8)), overlap((0, 6), (6, 8)), overlap((2, 3), (0, 9))] == [True, False, True]

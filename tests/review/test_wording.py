"""Proposed words beside the present ones."""

from hypothesis import given
from hypothesis import strategies as st

from papers.review.wording import marked


@given(st.text(max_size=60), st.text(max_size=60))
def test_marked_words_spell_both_texts(old, new):
    pieces = list(marked(old, new))

    assert "".join(words for tag, words in pieces if tag != "ins") == old
    assert "".join(words for tag, words in pieces if tag != "del") == new
    assert all(words for _tag, words in pieces)


def test_marked_words_show_what_is_struck_and_what_is_put_in():
    assert list(marked("within ninety days", "within sixty days")) == [
        ("same", "within "), ("del", "ninety"), ("ins", "sixty"), ("same", " days"),
    ]  # fmt: skip

"""What was typed becomes terms, or nothing, and never an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.search.question import MOST_WORDS, ask


def test_ask_looks_for_every_word_in_any_order():
    question = ask("water repairs")

    assert question.for_sqlite == '("water" OR "wat") AND ("repair" OR "repairs")'
    assert question.for_postgresql("A") == "(('water':A) | ('wat':A)) & (('repair':A) | ('repairs':A))"


@pytest.mark.parametrize(
    "typed", ['"water network"', "“water network”", "«water network»", "„water network“"]
)
def test_ask_takes_words_in_quotation_marks_as_one_phrase(typed):
    assert [forms[0] for forms in ask(typed).terms] == [("water", "network")]


def test_ask_takes_a_symbol_as_a_phrase_without_its_revision_and_its_zeros():
    assert ask("WP.2026/07/Rev.3").terms == ((("wp", "2026", "7"),),)


@pytest.mark.parametrize("typed", ["", "   ", "*", "((((", '"', '""', "''; --", "\x00", "…", "_ - _"])
def test_ask_without_a_word_asks_nothing(typed):
    question = ask(typed)

    assert (bool(question), question.too_much) == (False, False)


@pytest.mark.parametrize("typed", ["word " * 10_000, "x " * (MOST_WORDS + 1), "x" * 1_000_000])
def test_ask_refuses_what_is_too_much_without_reading_it(typed):
    question = ask(typed)

    assert (bool(question), question.too_much) == (False, True)


@given(st.text(max_size=300))
def test_ask_never_lets_through_a_sign_of_either_engine(typed):
    for forms in ask(typed).terms:
        for form in forms:
            assert all(stem.isalnum() for stem in form)

"""Plain text: words, line ends, direction, and the chain of hashes."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.shared import text


def test_line_ends_become_one_kind():
    assert text.normalise_line_ends("a\r\nb\rc\nd\r\r\n") == "a\nb\nc\nd\n\n"


def test_words_keep_what_belongs_together():
    assert text.words("The Parties' half-year report (WP.2026/07) isn’t due; l’eau, مياه.") == [
        "The",
        "Parties",
        "half-year",
        "report",
        "WP.2026/07",
        "isn’t",
        "due",
        "l’eau",
        "مياه",
    ]


def test_white_space_is_evened_out():
    assert text.squash(" a\t\n b\u00a0c ") == "a b c"


@pytest.mark.parametrize(
    ("words", "direction"),
    [
        ("(1) Water", "ltr"),
        ("“مياه” water", "rtl"),
        ("42 שלום", "rtl"),
        ("12 – 14", ""),
        ("", ""),
        ("É", "ltr"),
    ],
)
def test_direction_is_that_of_the_first_letter(words, direction):
    assert text.first_strong_direction(words) == direction


def test_fingerprint_is_over_the_bytes_as_stored():
    assert text.sha256("é\r\n") == hashlib.sha256("é\r\n".encode()).hexdigest()


def test_link_of_a_chain_depends_on_the_one_before():
    first = text.chained_sha256("", "a")

    assert text.chained_sha256(first, "b") != text.chained_sha256(text.chained_sha256("", "c"), "b")


@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_chained_parts_cannot_be_shifted_into_each_other(one, other):
    assert (text.chained_sha256("", *one) == text.chained_sha256("", *other)) is (one == other)

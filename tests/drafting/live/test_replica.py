"""The shared text: edited in characters, whatever they weigh in bytes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papers.drafting.live.replica import (
    CENTRE,
    NOTHING,
    Edit,
    Replica,
    Spoilt,
    differences,
    edited,
    merged,
    seed,
)

bounded = settings(max_examples=60, deadline=None)
WORDS = st.text(st.sampled_from("ab \né\u0301مر😀中"), max_size=60)


@bounded
@given(WORDS, WORDS)
def test_a_text_becomes_another_in_every_copy(old, new):
    one, other = Replica([seed(old)]), Replica([seed(old)])

    other.apply(one.become(new))

    assert (one.text, other.text) == (new, new)
    assert edited(old, differences(old, new)) == new


@bounded
@given(WORDS, WORDS, WORDS)
def test_updates_merged_into_one_give_the_same_text(first, second, third):
    centre = Replica()
    updates = [centre.become(text) for text in (first, second, third)]

    assert Replica([merged(updates)]).text == third


def test_a_change_leaves_the_rest_of_the_text_alone():
    text = "One paragraph.\n\nAnother, with 😀.\n"
    centre = Replica([seed(text)])

    update = centre.become(text.replace("Another", "A second one"))

    assert len(update) < 60
    assert differences(text, text.replace("Another", "A second one")) != [Edit(0, len(text), centre.text)]


def test_nothing_changed_is_an_update_that_says_nothing():
    assert Replica([seed("Words")]).become("Words") == NOTHING


def test_the_centre_writes_under_one_id():
    centre = Replica([seed("a"), Replica([seed("a")]).become("ab")])

    assert (centre.doc.client_id, centre.state) == (CENTRE, b"\x01\x01\x02")


@pytest.mark.parametrize("update", [b"", b"\x01", b"\x01\x02\x03"])
def test_bytes_that_are_no_update_are_spoilt(update):
    with pytest.raises(Spoilt):
        Replica().apply(update)

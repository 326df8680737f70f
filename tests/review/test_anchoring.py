"""Anchors: words that are there are found, words that are not are said to be gone."""

from hypothesis import assume, given
from hypothesis import strategies as st

from papers.review.anchoring import CONTEXT, Anchor, Fate, Passages, Place, occurrences, surroundings
from papers.shared.text import squash

WORDS = st.lists(
    st.sampled_from(["parts", "site", "access", "days", "within", "of", "the", "ninety", "ab", "ba"]),
    min_size=1,
    max_size=12,
)
PASSAGES = st.lists(WORDS.map(" ".join), min_size=1, max_size=6)


def block_map(texts, names=None):
    return [
        {"id": name, "text": text}
        for name, text in zip(names or map(str, range(len(texts))), texts, strict=True)
    ]


def anchor_on(text, start, end, block="0"):
    before, after = surroundings(text, start, end)
    return Anchor(block, text[start:end], before, after)


@given(PASSAGES, st.data())
def test_words_of_the_same_revision_are_found_where_they_were_quoted(texts, data):
    at = data.draw(st.integers(0, len(texts) - 1))
    start = data.draw(st.integers(0, len(texts[at]) - 1))
    end = data.draw(st.integers(start + 1, len(texts[at])))
    anchor = anchor_on(texts[at], start, end, str(at))
    assume(anchor.quote == squash(anchor.quote) and anchor.quote)

    place = Passages(block_map(texts)).find(anchor)

    found = texts[at][place.start : place.end]
    assert (place.fate, place.block, found) == (Fate.HERE, str(at), anchor.quote)
    assert surroundings_alike(texts[at], place, start, end)


def surroundings_alike(text, place, start, end):
    """The very place, or one that nobody can tell from it by forty characters on each side."""
    near = [
        [part.strip() for part in surroundings(text, *span)]
        for span in ((place.start, place.end), (start, end))
    ]
    return place.start == start or near[0] == near[1]


@given(PASSAGES, PASSAGES, st.data())
def test_words_stay_found_when_other_passages_come_go_and_move(texts, others, data):
    anchor = anchor_on(texts[0], 0, len(texts[0]))
    names = [f"new {number}" for number in range(len(others))]
    shuffled = data.draw(st.permutations(block_map(texts[:1]) + block_map(others, names)))

    place = Passages(shuffled).find(anchor)

    assert place == Place(Fate.HERE, "0", 0, len(texts[0]))


@given(PASSAGES, WORDS.map(" ".join), st.sampled_from(["0", "9"]))
def test_what_is_reported_always_spells_the_quotation(texts, quote, block):
    passages = Passages(block_map(texts))

    place = passages.find(Anchor(block, quote))

    if place.fate in (Fate.HERE, Fate.ELSEWHERE):
        assert passages.words(place.block)[place.start : place.end] == quote
    else:
        assert place.fate == (Fate.REWORDED if block == "0" else Fate.GONE)
        assert quote not in passages.words("0") or block == "9"


@given(WORDS.map(" ".join), st.integers(0, 3))
def test_white_space_makes_no_difference(words, blanks):
    spaced = words.replace(" ", " " * blanks + "\n\t ")

    place = Passages(block_map([spaced])).find(Anchor("0", words))

    assert place == Place(Fate.HERE, "0", 0, len(words))


def test_of_two_places_the_one_with_the_same_surroundings_is_taken():
    text = "Group A within ten days. Group B within ten days."
    start = text.rindex("ten days")
    anchor = anchor_on(text, start, start + len("ten days"))

    place = Passages(block_map(["Now: Group B within ten days. Group A within ten days."])).find(anchor)

    assert place.start == len("Now: Group B within ")


def test_passage_without_a_quotation_is_meant_whole():
    passages = Passages(block_map(["One.", "Two."]))

    assert passages.find(Anchor("1")) == Place(Fate.WHOLE, "1", 0, 4)
    assert passages.find(Anchor("7")) == Place(Fate.GONE)


def test_long_quotation_is_followed_into_another_passage_only_if_it_stands_there_once():
    quote = "a reasoned answer within ten working days"
    once = Passages(block_map(["Other words.", f"Now here: {quote}."]))
    twice = Passages(block_map(["Other words.", f"{quote}.", f"{quote}!"]))

    assert once.find(Anchor("0", quote)).fate == Fate.ELSEWHERE
    assert twice.find(Anchor("0", quote)) == Place(Fate.REWORDED, "0")


def test_short_quotation_is_never_followed():
    passages = Passages(block_map(["Other words.", "ten days"]))

    assert passages.find(Anchor("0", "ten days")) == Place(Fate.REWORDED, "0")


def test_surroundings_are_bounded():
    words = "x" * 500

    assert [len(part) for part in surroundings(words, 200, 210)] == [CONTEXT, CONTEXT]


def test_occurrences_overlap():
    assert list(occurrences("ababab", "abab")) == [0, 2]
    assert list(occurrences("abc", "")) == []


def test_short_words_are_found_in_the_passage_that_theirs_was_put_into_or_that_was_cut_from_it():
    joined = Passages(block_map(["One. Within ten days.", "ten days"], "jx"), lambda: {"0": ["j"]})
    cut = Passages(block_map(["One.", "Within ten days.", "ten days"], "0cx"), lambda: {"0": ["c"]})

    assert joined.find(Anchor("0", "ten days")) == Place(Fate.ELSEWHERE, "j", 12, 20)
    assert cut.find(Anchor("0", "ten days")) == Place(Fate.ELSEWHERE, "c", 7, 15)


def test_words_are_followed_through_passages_that_came_and_went_in_between():
    passages = Passages(
        block_map(["Within ten days."], "z"), lambda: {"0": ["a"], "a": ["b", "0"], "b": ["z"]}
    )

    assert passages.find(Anchor("0", "ten days")) == Place(Fate.ELSEWHERE, "z", 7, 15)


def test_of_words_that_stand_twice_among_the_kin_none_is_chosen():
    passages = Passages(block_map(["ten days, ten days"], "j"), lambda: {"0": ["j"]})

    assert passages.find(Anchor("0", "ten days")) == Place(Fate.JOINED, "j")


def test_passage_that_was_put_into_another_is_shown_there_without_pointing_at_words():
    passages = Passages(block_map(["One. Two."], "j"), lambda: {"0": ["j"]})

    assert passages.find(Anchor("0")) == Place(Fate.JOINED, "j")
    assert passages.find(Anchor("0", "Gone words.")) == Place(Fate.JOINED, "j")


def test_kin_is_not_asked_for_while_all_words_stand_where_they_were():
    def never():
        raise AssertionError

    assert Passages(block_map(["Within ten days."]), never).find(Anchor("0", "ten days")).fate == Fate.HERE

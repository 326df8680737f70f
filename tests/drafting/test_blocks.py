"""Permanent ids: they stay with their passage whatever happens around it, and are never given twice."""

import random
import time
from itertools import count, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papers.drafting.blocks import Known, align
from papers.shared.markdown import parse
from portal.bench import alignment, comments, labels
from tests import shared_data
from tests.texts import nasty, paragraphs

bounded = settings(max_examples=60, deadline=None)
WATER = "Interim repair means work that restores a stated level of service within ninety days."
POWER = "Energy for pumping is supplied by the contributors listed in annex C in equal shares."
LISTS = "That a list of spare parts cleared in advance be agreed within thirty days of adoption."
COSTS = "Storage and handling are charged at cost, and reported every quarter with each payment."


def text_of(*passages):
    """The passages as one Markdown text."""
    return "\n\n".join(passages)


def first(text, prefix="p"):
    """A text as it stands in its first revision, ids p0, p1 and so on."""
    return [
        Known(f"{prefix}{place}", block.kind, block.text, block.label)
        for place, block in enumerate(parse(text).blocks)
    ]


def realign(old, new):
    """The alignment of two texts; newborn passages are called n0, n1 and so on."""
    number = count()
    return align(first(old), parse(new).blocks, lambda: f"n{next(number)}")


def test_unchanged_text_keeps_every_id():
    text = text_of("# Water", WATER, "1. One\n2. Two", "| a |\n|---|\n| b |", "---", "---")

    alignment = realign(text, text)

    assert alignment.ids == ("p0", "p1", "p2", "p3", "p4", "p5", "p6")
    assert alignment.kept == alignment.ids
    assert (alignment.edited, alignment.moved, alignment.born, alignment.died) == ((), (), (), ())


def test_inserted_passage_is_born_and_moves_nobody():
    alignment = realign(text_of(WATER, POWER), text_of(WATER, LISTS, POWER))

    assert alignment.ids == ("p0", "n0", "p1")
    assert (alignment.kept, alignment.born, alignment.moved) == (("p0", "p1"), ("n0",), ())


def test_deleted_passage_dies():
    alignment = realign(text_of(WATER, LISTS, POWER), text_of(WATER, POWER))

    assert (alignment.ids, alignment.died) == (("p0", "p2"), ("p1",))


def test_edited_passage_keeps_its_id():
    edited = WATER.replace("ninety days", "three months").replace("Interim", "Temporary")

    alignment = realign(text_of(POWER, WATER, COSTS), text_of(POWER, edited, COSTS))

    assert (alignment.ids, alignment.edited) == (("p0", "p1", "p2"), ("p1",))


def test_moved_passage_keeps_its_id_and_is_the_shorter_one():
    alignment = realign(text_of(WATER, POWER, COSTS, LISTS), text_of(LISTS, WATER, POWER, COSTS))

    assert (alignment.ids, alignment.moved) == (("p3", "p0", "p1", "p2"), ("p3",))


def test_passage_moved_and_edited_keeps_its_id():
    edited = LISTS.replace("thirty days", "sixty days")

    alignment = realign(text_of(WATER, POWER, COSTS, LISTS), text_of(edited, WATER, POWER, COSTS))

    assert (alignment.ids, alignment.moved, alignment.edited) == (("p3", "p0", "p1", "p2"), ("p3",), ("p3",))


def test_passage_half_rewritten_in_its_place_keeps_its_id():
    rewritten = (
        "Interim repair means work that restores service quickly and without prejudice to permanent works."
    )

    alignment = realign(text_of(POWER, WATER, COSTS), text_of(POWER, rewritten, COSTS))

    assert alignment.ids == ("p0", "p1", "p2")


def test_passage_wholly_replaced_in_its_place_dies():
    alignment = realign(
        text_of(POWER, WATER, COSTS), text_of(POWER, "Nothing of this was there before.", COSTS)
    )

    assert (alignment.ids, alignment.died) == (("p0", "n0", "p2"), ("p1",))


def test_passages_of_common_words_keep_their_ids_when_all_are_turned_round():
    clauses = [
        " ".join(words) for words in list(permutations(["one", "two", "three", "four", "five", "six"]))[::5]
    ]

    alignment = realign(text_of(*clauses), text_of(*reversed(clauses)))

    assert alignment.ids == tuple(f"p{place}" for place in reversed(range(len(clauses))))


def test_renumbering_is_no_edit():
    old = text_of("## 5.1 Purpose", "## 5.2 Scope", "3. Water\n4. Energy", "(a) access to sites")
    new = text_of(
        "## 5.1 New", "## 5.2 Purpose", "## 5.3 Scope", "7. Water\n8. Energy", "(b) access to sites"
    )

    alignment = realign(old, new)

    assert alignment.ids == ("n0", "p0", "p1", "p2", "p3", "p4")
    assert alignment.edited == ()


def test_repeated_passages_keep_their_order():
    alignment = realign(
        text_of("Noted.", WATER, "Noted.", POWER, "Noted."), text_of("Noted.", WATER, POWER, "Noted.")
    )

    assert alignment.ids == ("p0", "p1", "p3", "p4")
    assert alignment.died == ("p2",)


def test_paragraph_made_an_item_stays_itself():
    alignment = realign(text_of(WATER, POWER), f"1. {WATER}\n2. {POWER}\n")

    assert alignment.ids == ("p0", "p1")


def test_table_never_becomes_a_paragraph():
    alignment = realign("| water | energy |\n|---|---|\n| a | b |", "water | energy\n\na | b")

    assert alignment.born == alignment.ids


def test_passage_cut_in_two_leaves_its_id_with_the_larger_part():
    alignment = realign(f"{WATER} {POWER} {LISTS}", text_of(f"{WATER} {POWER}", LISTS))

    assert alignment.ids == ("p0", "n0")
    assert alignment.origin == {"n0": "p0"}


def test_passage_put_into_its_neighbour_dies_and_names_its_heir():
    alignment = realign(text_of(f"{WATER} {POWER}", LISTS), f"{WATER} {POWER} {LISTS}")

    assert (alignment.ids, alignment.died) == (("p0",), ("p1",))
    assert alignment.heir == {"p1": "p0"}


def test_of_two_passages_put_together_the_longer_one_gives_the_id():
    alignment = realign(text_of(POWER, "Reports come every month.", f"{WATER} {COSTS}"),
                        text_of(POWER, f"Reports come every month. {WATER} {COSTS}"))  # fmt: skip

    assert alignment.ids == ("p0", "p2")


def test_passage_cut_in_two_leaves_its_id_with_the_part_that_keeps_more_of_its_words():
    old = f"{WATER} It is done with parts that can be removed. {LISTS}"
    new = text_of(f"{WATER} It is meant to last for one winter and no longer than that.", LISTS)

    assert realign(old, new).ids == ("p0", "n0")


def test_edited_passage_in_its_place_counts_more_than_the_same_words_elsewhere():
    nonce = "The challenge shall be at least 64 bits long and unique over the life of the authenticator."
    longer = f"{nonce} The verification uses approved means."

    alignment = realign(text_of(POWER, nonce, COSTS, longer), text_of(POWER, longer, COSTS))

    assert (alignment.ids, alignment.edited, alignment.died) == (("p0", "p1", "p2"), ("p1",), ("p3",))


def test_short_heading_goes_where_its_section_goes():
    old = text_of("# Costs", COSTS, "# Water", WATER, POWER)

    alignment = realign(old, text_of("# Water", WATER, POWER, "# Costs", COSTS))

    assert alignment.ids == ("p2", "p3", "p4", "p0", "p1")


def test_heading_renamed_over_the_same_words_keeps_its_id():
    alignment = realign(text_of(POWER, "## Scope", WATER), text_of(POWER, "## Purpose", WATER))

    assert (alignment.ids, alignment.edited) == (("p0", "p1", "p2"), ("p1",))


def test_front_matter_is_one_passage_whatever_it_says():
    alignment = realign(f"---\norder: 2\n---\n\n{WATER}", f"---\nlicence: CC0\nauthors: a, b\n---\n\n{WATER}")

    assert (alignment.ids, alignment.edited) == (("p0", "p1"), ("p0",))


def test_dead_passage_does_not_come_back():
    gone = realign(text_of(WATER, POWER), WATER)

    back = align(
        [Known(one, "paragraph", WATER) for one in gone.ids],
        parse(text_of(WATER, POWER)).blocks,
        lambda: "fresh",
    )

    assert back.ids == ("p0", "fresh")


def test_every_passage_edited_at_once_keeps_its_id():
    rng = random.Random(7)
    vocabulary = [f"word{number}" for number in range(900)]
    old = [" ".join(rng.choices(vocabulary, k=60)) for _ in range(600)]
    new = [words.replace(words.split()[5], "Participants") + " henceforth." for words in old]
    old, new = text_of(*old), text_of(*new)

    alignment = realign(old, new)

    assert alignment.ids == tuple(f"p{place}" for place in range(600))


def test_long_paper_is_aligned_while_nobody_waits():
    rng = random.Random(3)
    vocabulary = [f"word{number}" for number in range(2_000)]
    old = [" ".join(rng.choices(vocabulary, k=90)) for _ in range(773)]
    new = [words if rng.random() > 0.2 else words.replace(" word1", " word2", 3) for words in old]
    new.insert(40, new.pop(600))
    known, blocks = first(text_of(*old)), parse(text_of(*new)).blocks

    begun = time.process_time()
    align(known, blocks, lambda: "new")

    assert time.process_time() - begun < 0.25  # about 0.05 on a quiet machine


def test_two_unrelated_papers_are_told_apart_in_bounded_time():
    rng = random.Random(5)
    texts = [text_of(*(" ".join(rng.choices("abcdefghij", k=40)) for _ in range(700))) for _ in range(2)]
    known, blocks = first(texts[0]), parse(texts[1]).blocks

    begun = time.process_time()
    align(known, blocks, lambda: "new")

    assert time.process_time() - begun < 2


@bounded
@given(nasty, nasty)
def test_ids_are_unique_and_accounted_for(old, new):
    known = first(old)
    number = count()

    result = align(known, parse(new).blocks, lambda: f"n{next(number)}")

    before = {one.id for one in known}
    assert len(set(result.ids)) == len(result.ids) == len(parse(new).blocks)
    assert set(result.born) == set(result.ids) - before
    assert set(result.died) == before - set(result.ids)
    assert set(result.kept) | set(result.edited) | set(result.moved) == before & set(result.ids)
    assert set(result.origin) <= set(result.born)
    assert set(result.origin.values()) <= before
    assert set(result.heir) <= set(result.died)
    assert set(result.heir.values()) <= set(result.ids) & before


@bounded
@given(nasty)
def test_any_text_aligned_with_itself_keeps_every_id(text):
    alignment = realign(text, text)

    assert alignment.ids == alignment.kept == tuple(one.id for one in first(text))


@bounded
@given(paragraphs, st.integers(0, 12), st.text("abc xyz", min_size=1, max_size=40).filter(str.strip))
def test_insertion_anywhere_keeps_every_other_id(passages, place, inserted):
    passages = list(dict.fromkeys(passages))
    place = min(place, len(passages))

    old, new = text_of(*passages), text_of(*passages[:place], f"Z {inserted}", *passages[place:])

    ids = realign(old, new).ids
    assert [one for one in ids if one.startswith("p")] == [f"p{number}" for number in range(len(passages))]


@bounded
@given(paragraphs, st.randoms(use_true_random=False))
def test_shuffled_passages_that_are_long_enough_keep_their_ids(passages, rng):
    passages = list(dict.fromkeys(one for one in passages if len(one.split()) > 6))
    order = list(range(len(passages)))
    rng.shuffle(order)

    alignment = realign(text_of(*passages), text_of(*(passages[place] for place in order)))

    assert alignment.ids == tuple(f"p{place}" for place in order)


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["18f-open-source-policy", "publiccode-standard-bundle-policy-and-code"])
def test_ids_survive_the_history_of_a_real_paper(name):
    tally, _ = alignment.measure(shared_data.revisions(shared_data.SHARED_DATA / "papers" / name))

    assert tally.unchanged_kept >= 0.999 * tally.unchanged
    assert tally.agreed >= 0.995 * tally.judged


@pytest.fixture(scope="module")
def verdicts():
    """What the aligner says of the two hundred passages that were labelled by hand."""
    if not shared_data.histories():
        pytest.skip("the histories do not lie beside the project")
    return labels.judged(shared_data.SHARED_DATA / "papers", labels.labelled())


def share(counted):
    right, total = counted
    return right / total


@pytest.mark.shared_data
def test_ids_go_where_a_person_would_put_them(verdicts):
    right = labels.by_label(verdicts)

    assert share(right["unchanged"]) >= 0.99
    assert share(right["edited"]) >= 0.95
    assert share(right["moved"]) >= 0.95
    assert {name: share(right[name]) for name in ("split", "merged", "born", "deleted", "repeated")} == dict.fromkeys(
        ("split", "merged", "born", "deleted", "repeated"), 1
    )  # fmt: skip


@pytest.mark.shared_data
def test_what_is_called_the_same_passage_is_the_same(verdicts):
    assert share(labels.precision(verdicts)) >= 0.99
    assert share(labels.recall(verdicts)) >= 0.95


def test_labels_hold_two_hundred_passages_and_no_words_of_them():
    found = labels.labelled()

    assert len({(one.history, one.step, one.side, one.place) for one in found}) == 200
    assert {len(one.sha) for one in found} == {labels.DIGITS}
    assert max(len(one.why) for one in found) < 140


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["18f-open-source-policy", "publiccode-standard-bundle-policy-and-code"])
def test_comments_stay_on_their_words_through_the_history_of_a_real_paper(name):
    fates = comments.measure(shared_data.revisions(shared_data.SHARED_DATA / "papers" / name), number=200)

    assert fates.other_place == 0
    assert fates.right >= 0.97 * fates.standing

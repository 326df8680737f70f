"""The order of numbers depends on places and delegations, never on who was first."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from papers.review.anchoring import Anchor
from papers.review.numbering import Entry, order

START = datetime(2026, 11, 23, tzinfo=UTC)
BLOCKS = [{"id": str(number), "text": f"Passage {number} of some words."} for number in range(4)]
ANCHORS = st.none() | st.builds(
    Anchor, st.sampled_from("0123x"), st.sampled_from(["", "some", "words", "gone"])
)
ONE_EACH = st.lists(
    st.tuples(ANCHORS, st.integers(1, 3), st.sampled_from(["XA", "XB", "XC"])),
    unique_by=lambda entry: (str(entry[0]), entry[1], entry[2]), max_size=12,
)  # fmt: skip


@given(ONE_EACH, st.randoms())
def test_order_does_not_depend_on_when_delegations_wrote(facts, random):
    times = [START + timedelta(seconds=second) for second in range(len(facts))]
    first = order([Entry(fact, *fact, made) for fact, made in zip(facts, times, strict=True)], BLOCKS)
    random.shuffle(times)
    again = order([Entry(fact, *fact, made) for fact, made in zip(facts, times, strict=True)], BLOCKS)

    assert [tied(key) for key in first] == [tied(key) for key in again]


def tied(fact):
    """What the order may depend on; quotations that are not there count as their whole passage."""
    anchor, rank, code = fact
    quote = anchor.quote if anchor and anchor.quote != "gone" else ""
    where = (anchor.block, quote) if anchor and anchor.block != "x" else (anchor and "x")
    return where, rank, code


def test_order_is_whole_paper_then_passages_then_words_then_rank_then_code():
    entries = [
        Entry("words", Anchor("1", "words"), 1, "XA", START),
        Entry("late XB", Anchor("1"), 2, "XB", START + timedelta(1)),
        Entry("early XC", Anchor("1"), 2, "XC", START),
        Entry("high rank", Anchor("1"), 1, "XZ", START + timedelta(2)),
        Entry("nowhere", Anchor("x"), 1, "XA", START),
        Entry("paper", None, 9, "XZ", START + timedelta(3)),
        Entry("first", Anchor("0"), 9, "XZ", START + timedelta(3)),
    ]

    assert order(entries, BLOCKS) == [
        "paper",
        "first",
        "high rank",
        "late XB",
        "early XC",
        "words",
        "nowhere",
    ]

"""A narrowed passage and the live socket: those who draft have all of the text, everybody else gets no frame of it."""

from papers.drafting import access, narrowing
from papers.drafting.live import threads
from papers.drafting.models import Paper
from papers.drafting.narrowing import Wish
from tests.cast import add_person

WORDS = "restores a stated level"


def narrow(paper, drafter, kaldria):
    """Kaldria comments on the paper, without the passage; somebody of Kaldria."""
    access.give(paper, kaldria, "comment", by=drafter.acting, from_number=1)
    paper = Paper.objects.select_related("current").get(pk=paper.pk)
    block = next(entry["id"] for entry in paper.current.block_map if WORDS in entry["text"])
    narrowing.mark(paper, Wish(frozenset({block}), "named", (), "Not yet."), by=drafter.acting)
    return add_person(kaldria, "drafter")


async def frames_of(wire):
    """Everything that comes before the socket is closed."""
    assert await wire.connect()
    return b"".join([frame async for frame in wire])


async def test_narrowed_passage_is_in_no_frame_to_a_delegation_without_it(
    paper, drafter, kaldria, wire, player
):
    person = await threads.reading(narrow, paper, drafter, kaldria)
    there = await player(drafter, paper)
    without = await wire(person, paper)

    frames = await frames_of(without)

    assert (WORDS in str(there.text), WORDS.encode() in frames) == (True, False)
    assert without.close_code == 4403

"""How many comments placed at random are still on the right words at the last revision.

    python -m portal.bench.comments FOLDER [SEED]

A comment quotes a few words of a passage of some revision; papers.review.anchoring finds them in the last one. The
judge knows nothing of passages: it follows every word of the text from revision to revision, by what two neighbours
have in common, and says where the quoted words stand in the end, if all of them are still there side by side.
"""

import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import count, pairwise
from pathlib import Path
from typing import NamedTuple

from papers.drafting.blocks import Known, align
from papers.drafting.sequences import changes
from papers.review.anchoring import Anchor, Fate, Passages, surroundings
from papers.shared.markdown import parse
from papers.shared.text import squash

SEED = 20261126
COMMENTS = 500  # on each history
QUOTED = (3, 12)  # words, from and to
FOUND = frozenset({Fate.HERE, Fate.ELSEWHERE})
Kin = dict[str, list[str]]


class Word(NamedTuple):
    """A word of a text: where it stands in which passage."""

    text: str
    block: str
    at: int


@dataclass(frozen=True)
class Revision:
    """A text with its ids, word by word."""

    block_map: list[dict[str, str]]
    words: list[Word]


class Comment(NamedTuple):
    """A quotation: the revision it was made on, its words there, and what it hangs on."""

    revision: int
    first: int
    length: int
    anchor: Anchor


@dataclass
class Fates:
    """What became of the comments on one history."""

    placed: int = 0
    standing: int = 0  # the judge says that their words are still there
    right: int = 0  # and they were found on exactly these words
    other_place: int = 0  # they were found on the same words in another place
    missed: int = 0  # they were not found
    honest: int = 0  # the words are gone, and this was said
    risen: int = 0  # the words were rewritten, and the same words were found
    in_passage: int = 0  # of those whose words are gone: the passage is still there

    def __add__(self, more: "Fates") -> "Fates":
        return Fates(**{one.name: getattr(self, one.name) + getattr(more, one.name) for one in fields(self)})


def measure(texts: Sequence[str], seed: int = SEED, number: int = COMMENTS) -> Fates:
    """Place comments on the revisions of one history and look for them in the last one."""
    kin: Kin = defaultdict(list)
    revisions = _with_ids(texts, kin)
    chance = random.Random(seed)  # noqa: S311 - the same comments each time are what is wanted
    made = list(_comments(revisions, chance, number))
    last, fates = len(revisions) - 1, Fates(placed=number)
    stays = _followed(revisions)
    passages = Passages(revisions[last].block_map, lambda: kin)
    for one in made:
        _judge(fates, one, stays[one.revision], revisions[last], passages)
    return fates


def _judge(fates: Fates, one: Comment, now: dict[int, int], last: Revision, passages: Passages) -> None:
    place = passages.find(one.anchor)
    found = place.fate in FOUND
    where = [now.get(at) for at in range(one.first, one.first + one.length)]
    if not _together(where, last.words):
        fates.honest += not found
        fates.risen += found
        fates.in_passage += place.fate in {Fate.REWORDED, Fate.JOINED}
        return
    word = last.words[where[0] or 0]
    fates.standing += 1
    fates.missed += not found
    at_home = (place.block, place.start) == (word.block, word.at)
    fates.right += found and at_home
    fates.other_place += found and not at_home


def _together(where: Sequence[int | None], words: Sequence[Word]) -> bool:
    """Whether all of the words are still there, side by side in one passage."""
    places = [at for at in where if at is not None]
    in_a_row = len(places) == len(where) and all(b - a == 1 for a, b in pairwise(places))
    return in_a_row and len({words[at].block for at in places}) == 1


def _with_ids(texts: Sequence[str], kin: Kin) -> list[Revision]:
    """The texts with their passages; what these were put into, and what was cut from them, is noted in `kin`."""
    fresh = count()
    known: list[Known] = []
    revisions = []
    for text in texts:
        blocks = parse(text).blocks
        found = align(known, blocks, lambda: str(next(fresh)))
        known = [
            Known(name, one.kind, one.text, one.label) for name, one in zip(found.ids, blocks, strict=True)
        ]
        for gone, heir in found.heir.items():
            kin[gone].append(heir)
        for newborn, origin in found.origin.items():
            kin[origin].append(newborn)
        block_map = [{"id": one.id, "text": one.text} for one in known]
        revisions.append(Revision(block_map, [word for one in known for word in _words(one)]))
    return revisions


def _words(one: Known) -> Iterator[Word]:
    at = 0
    for word in squash(one.text).split():
        yield Word(word, one.id, at)
        at += len(word) + 1


def _comments(revisions: Sequence[Revision], chance: random.Random, number: int) -> Iterator[Comment]:
    while number:
        revision = chance.randrange(len(revisions) - 1)
        words = revisions[revision].words
        length, first = chance.randint(*QUOTED), chance.randrange(len(words))
        some = words[first : first + length]
        if len(some) < length or len({word.block for word in some}) > 1:
            continue
        number -= 1
        yield Comment(revision, first, length, _anchor(revisions[revision], some))


def _anchor(revision: Revision, some: Sequence[Word]) -> Anchor:
    block, start = some[0].block, some[0].at
    text = squash(next(one["text"] for one in revision.block_map if one["id"] == block))
    end = some[-1].at + len(some[-1].text)
    return Anchor(block, text[start:end], *surroundings(text, start, end))


def _followed(revisions: Sequence[Revision]) -> list[dict[int, int]]:
    """For every revision, where each of its words stands in the last one."""
    stays = [{at: at for at in range(len(revisions[-1].words))}]
    for old, new in reversed(list(pairwise(revisions))):
        later = stays[-1]
        step = changes([word.text for word in old.words], [word.text for word in new.words])
        kept = {
            change.old.start + offset: change.new.start + offset
            for change in step
            if change.same
            for offset in range(change.old.stop - change.old.start)
        }
        stays.append({at: later[to] for at, to in kept.items() if to in later})
    return stays[::-1]


if __name__ == "__main__":
    for folder in sorted(path.parent for path in Path(sys.argv[1]).glob("*/001.md")):
        texts = [path.read_bytes().decode("utf-8") for path in sorted(folder.glob("[0-9]*.md"))]
        seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
        sys.stdout.write(f"{folder.name:44} {measure(texts, seed)}\n")

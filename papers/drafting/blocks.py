"""Permanent ids for passages: each revision's blocks are aligned with the ones before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from papers.drafting.matching import match, unmoved
from papers.shared.markdown import SourceBlock


@dataclass(frozen=True, slots=True)
class Known:
    """A passage that already has its id."""

    id: str
    kind: str
    text: str
    label: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which passage is which: one id for each new block, and what became of the old ones.

    `kept` stayed as it was where it was, `edited` has other words, `moved` another place (and perhaps other
    words), `origin` names for a newborn the passage that it was cut from, `heir` for one that died the passage
    into which its words went.
    """

    ids: tuple[str, ...]
    kept: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    died: tuple[str, ...] = ()
    origin: Mapping[str, str] = field(default_factory=dict)
    heir: Mapping[str, str] = field(default_factory=dict)


def align(old: Sequence[Known], new: Sequence[SourceBlock], new_id: Callable[[], str]) -> Alignment:
    """Carry the ids of the old passages over to the new ones; what is new gets a new id."""
    found = match(old, new)
    pairs = found.pairs
    ids = [old[pairs[place]].id if place in pairs else new_id() for place in range(len(new))]
    still = unmoved(pairs, [len(words.text) for words in found.new])
    same = {place for place in pairs if found.old[pairs[place]].text == found.new[place].text}
    survivors = set(pairs.values())
    return Alignment(
        ids=tuple(ids),
        kept=tuple(ids[place] for place in sorted(still & same)),
        edited=tuple(ids[place] for place in sorted(pairs.keys() - same)),
        moved=tuple(ids[place] for place in sorted(pairs.keys() - still)),
        born=tuple(ids[place] for place in range(len(new)) if place not in pairs),
        died=tuple(known.id for place, known in enumerate(old) if place not in survivors),
        origin={ids[place]: old[source].id for place, source in found.origins()},
        heir={old[place].id: ids[target] for place, target in found.heirs()},
    )

"""How alike two passages are: by words where there are enough of them, by letters where there are few."""

from dataclasses import dataclass, field

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, LCSseq

from papers.drafting.sequences import letter
from papers.shared.text import words

FEW = 8  # words below which letters are compared as well
MOST_WORDS = 4_000  # of a passage; one that is longer is compared by its beginning
MOST_LETTERS = 500
LETTERS = 0.65  # unrelated sentences of one language share about half of their letters in order


@dataclass(slots=True)
class Words:
    """A passage as one sign per word, so that comparing words is as fast as comparing letters."""

    text: str
    reader: "Reader"
    known_signs: str | None = None

    @property
    def signs(self) -> str:
        """Read when they are first needed: of two revisions most passages are the same and never are."""
        if self.known_signs is None:
            self.known_signs = self.reader.signs_of(self.text)
        return self.known_signs

    def __len__(self) -> int:
        return len(self.signs)

    def likeness(self, other: "Words") -> float:
        """How much of both is the same, from 0 to 1."""
        alike: float = Indel.normalized_similarity(self.signs, other.signs)
        shorter = min(len(self), len(other))
        if shorter >= FEW:
            held = self.common(other) / shorter
            return max(alike, 0.6 * held if held > 0.8 else 0.0)
        letters = fuzz.ratio(self.text[:MOST_LETTERS], other.text[:MOST_LETTERS]) / 100
        return max(alike, letters if letters >= LETTERS else 0.0)

    def common(self, other: "Words") -> int:
        """How many words both have, in order."""
        return int(LCSseq.similarity(self.signs, other.signs))

    def holds(self, other: "Words") -> float:
        """How much of the other passage stands in this one, in order."""
        return self.common(other) / len(other) if len(other) else 0.0


@dataclass(slots=True)
class Reader:
    """Gives every word its sign; passages are comparable if one reader read them."""

    known: dict[str, str] = field(default_factory=dict)

    def read(self, text: str) -> Words:
        """The passage, to be compared."""
        return Words(text, self)

    def signs_of(self, text: str) -> str:
        """Its words in signs."""
        known = self.known
        found = words(text.lower())[:MOST_WORDS]
        return "".join([known.get(word) or known.setdefault(word, letter(len(known))) for word in found])

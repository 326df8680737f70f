"""What was typed into the search box, as terms that are looked for, each in the forms it may have."""

from __future__ import annotations

import re
from dataclasses import dataclass

from papers.search import stems

LONGEST = 300  # characters of a question
MOST_WORDS = 12
QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”|«([^»]*)»|„([^“”]*)[“”]')
# A symbol names a revision as well; the index holds one text of each paper, the current one.
REVISION = re.compile(r"/(?:rev|corr|add)\.?\d+\Z", re.IGNORECASE)

Forms = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Question:
    """Terms that must all be there; each term is a choice of forms, each form a run of stems."""

    terms: tuple[Forms, ...] = ()
    too_much: bool = False

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def wanted(self) -> dict[str, int]:
        """Every stem that is looked for, with the number of the word that it stands for."""
        places = [at for forms in self.terms for at in _columns(forms)]
        return {stem: number for number, at in enumerate(places) for stem in at}

    @property
    def for_sqlite(self) -> str:
        """The question to an FTS5 table; stems are letters and digits only, and stand in quotation marks."""
        return " AND ".join(
            "(" + " OR ".join('"' + " ".join(form) + '"' for form in forms) + ")" for forms in self.terms
        )

    def for_postgresql(self, weight: str = "") -> str:
        """The question as a tsquery, for all words or for those of one weight."""
        mark = f":{weight}" if weight else ""
        return " & ".join(
            "("
            + " | ".join("(" + " <-> ".join(f"'{stem}'{mark}" for stem in form) + ")" for form in forms)
            + ")"
            for forms in self.terms
        )

    @property
    def words_apart(self) -> Question:
        """The same words without their order."""
        return Question(
            tuple(tuple((stem,) for stem in at) for forms in self.terms for at in _columns(forms))
        )

    @property
    def phrases(self) -> tuple[tuple[str, ...], ...]:
        """For each term of several words, its forms as text."""
        return tuple(
            tuple(" ".join(form) for form in forms)
            for forms in self.terms
            if any(len(form) > 1 for form in forms)
        )


def ask(typed: str) -> Question:
    """Read what was typed; what holds no word asks nothing, and what is too long is not read at all."""
    if len(typed) > LONGEST:
        return Question(too_much=True)
    quoted = ["".join(found) for found in QUOTED.findall(typed)]
    chunks = [REVISION.sub("", chunk) for chunk in QUOTED.sub(" ", typed).split()]
    runs = [[word[0] for word in stems.words(run) if stems.stem(word[0], "en")] for run in (*quoted, *chunks)]
    runs = list(filter(None, runs))
    if sum(map(len, runs)) > MOST_WORDS:
        return Question(too_much=True)
    return Question(tuple(_forms(run) for run in runs))


def _forms(run: list[str]) -> Forms:
    if len(run) == 1:
        return tuple((reading,) for reading in stems.readings(run[0]))
    return tuple(dict.fromkeys(tuple(stems.stem(word, language) for word in run) for language in stems.LATIN))


def _columns(forms: Forms) -> list[tuple[str, ...]]:
    """The choice of stems at each place of a term."""
    return [tuple(dict.fromkeys(at)) for at in zip(*forms, strict=True)]

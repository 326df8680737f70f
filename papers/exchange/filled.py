"""What becomes of each line that a capital filled in: of a sheet, or of a marked-up Word file. No database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.implementation.outcomes import Kind
from papers.review import lifecycle, wording
from papers.review.export import said_in_every_language
from papers.review.passages import Passage
from papers.shared.text import sha256, squash

LEAST = 12  # letters that words need to be looked for in the whole text


class Note(models.TextChoices):
    """What is said of a line beside what becomes of it."""

    NOT_PLACED = "not_placed", gettext_lazy("Its place was not found: it stands on the paper as a whole.")
    ON_PASSAGE = (
        "on_passage",
        gettext_lazy("Its words were not found in the passage, which is meant as a whole."),
    )
    NEEDS_REASON = "needs_reason", gettext_lazy("It needs its reason before it is released.")
    NEEDS_WORDS = "needs_words", gettext_lazy("It needs the proposed words before it is released.")
    SETTLED = "settled", gettext_lazy("Resolved in the file: it is kept among ourselves and not released.")
    NO_SEVERITY = (
        "no_severity",
        gettext_lazy("The severity cannot be read: critical, substantive or editorial."),
    )
    NO_KIND = "no_kind", gettext_lazy("The kind cannot be read: write it as the form of a comment names it.")
    TOO_LONG = "too_long", gettext_lazy("A cell holds more than a comment takes.")
    RELEASED = (
        "released",
        gettext_lazy("It was released already and says something else: change the comment itself."),
    )
    NOT_HERE = "not_here", gettext_lazy("No comment of this round has this number.")
    NO_ANSWER = (
        "no_answer",
        gettext_lazy("The answer cannot be read: write it as the page of a comment names it."),
    )
    NO_OUTCOME = (
        "no_outcome",
        gettext_lazy("The disposition cannot be read: write it as the matrix names it."),
    )
    NOT_OURS = "not_ours", gettext_lazy("Only the delegation that commented answers the decision.")
    NOT_DECIDED = "not_decided", gettext_lazy("The chair has not decided on this comment yet.")
    NO_PEN = "no_pen", gettext_lazy("Only the penholder proposes, until the chair has decided.")
    OUTCOME_REASON = "outcome_reason", gettext_lazy("Everything but “accepted” needs its reason.")


class Do(NamedTuple):
    """One act that follows from a line: which, on what, with which words."""

    what: str
    on: UUID | None
    facts: dict[str, Any]


@dataclass(frozen=True)
class Given:
    """How a line is shown: what it says it is about, and its words."""

    said: str
    words: str
    day: None = None


@dataclass(frozen=True)
class Outcome:
    """What becomes of one line, what is said of it, and the acts that follow."""

    row: int
    ref: str
    kind: str
    notes: tuple[str, ...] = ()
    given: Given | None = None
    doing: tuple[Do, ...] = ()

    @property
    def label(self) -> Any:
        return Kind(self.kind).label

    @property
    def sentences(self) -> list[Any]:
        return [Note(note).label for note in self.notes]


@dataclass(frozen=True)
class Draft:
    """A comment as a file has it, placed in the text."""

    row: int
    ref: str
    text: str
    block: str = ""
    quote: str = ""
    kind: str = lifecycle.Kind.GENERAL
    severity: str = lifecycle.Severity.SUBSTANTIVE
    proposed: str = ""
    reason: str = ""
    author: str = ""
    settled: bool = False
    source: str = ""
    replies: tuple[tuple[str, str], ...] = ()  # author and words
    notes: tuple[str, ...] = ()
    fault: str = ""
    is_marked: bool = False  # from a Word file, which says nothing of its weight: that is for people here

    @property
    def place(self) -> tuple[str, str, str]:
        """By which it is known where nothing else says which one it is."""
        return self.block, squash(self.text), squash(self.proposed)

    @property
    def says(self) -> tuple[str, ...]:
        return (*self.place, self.quote, self.kind, self.severity, squash(self.reason))

    @property
    def facts(self) -> dict[str, Any]:
        """As a note of the national space takes it."""
        return {
            "kind": lifecycle.Note.THREAD if self.settled else lifecycle.Note.DRAFT, "text": self.text,
            "block": self.block, "quote": self.quote, "comment_kind": self.kind, "severity": self.severity,
            "proposed": self.proposed, "reason": self.reason,
        }  # fmt: skip


@dataclass(frozen=True)
class Known:
    """A comment that the delegation has here already, as a draft or in the round."""

    pk: UUID
    draft: Draft
    is_final: bool
    replies: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Text:
    """The passages of the revision, and how places that a file names are found in them."""

    passages: Mapping[str, Passage]

    def place(self, block: str, where: str, quote: str) -> tuple[str, str, tuple[str, ...]]:
        """Passage, quoted words, and what is to be said of it."""
        block = block.strip().removeprefix("b-")
        found = block if block in self.passages else self._by_name.get(_named(where), "")
        quote = squash(quote)
        if not found and quote:
            found = self._by_words(quote)
        if not found:
            return "", "", (Note.NOT_PLACED.value,) if quote or not self._is_whole(where) else ()
        words = self.passages[found].words
        if not quote or quote == words or quote in words:
            return found, "" if quote == words else quote, ()
        return found, "", (Note.ON_PASSAGE.value,)

    def _by_words(self, quote: str) -> str:
        found = (
            [key for key, one in self.passages.items() if quote in one.words] if len(quote) >= LEAST else []
        )
        return found[0] if len(found) == 1 else ""

    def _is_whole(self, where: str) -> bool:
        whole = said_in_every_language(gettext_lazy("the paper as a whole"))
        return _named(where) in {"", "general", "whole", "all", *map(_named, whole)}

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """Passages by printed number or by how they are called; a name that two of them have is none."""
        found: dict[str, list[str]] = {}
        for key, passage in self.passages.items():
            for name in {_named(passage.label), _named(passage.name)} - {""}:
                found.setdefault(name, []).append(key)
        return {name: keys[0] for name, keys in found.items() if len(keys) == 1}


@dataclass(frozen=True)
class Ground:
    """What the delegation has here: by line of a file, by id, and by what it says."""

    text: Text
    known: Sequence[Known] = field(default_factory=tuple)

    @cached_property
    def by_source(self) -> dict[str, Known]:
        return {one.draft.source: one for one in self.known if one.draft.source}

    @cached_property
    def by_id(self) -> dict[str, Known]:
        return {str(one.pk): one for one in self.known}

    @cached_property
    def by_place(self) -> dict[tuple[str, str, str], Known]:
        return {one.draft.place: one for one in self.known}


def source_of(*parts: str) -> str:
    """The name under which a line of a file is known when it comes again."""
    return sha256("\x1f".join(parts))[:40]


def judge_drafts(drafts: Iterable[Draft], ground: Ground) -> list[Outcome]:
    """What becomes of each comment: a new draft, a changed one, as it was, said before, or not to be had."""
    met: set[Any] = set()
    return [_of_draft(draft, ground, met) for draft in drafts]


def _of_draft(draft: Draft, ground: Ground, met: set[Any]) -> Outcome:
    shown = Outcome(draft.row, draft.ref, Kind.ERROR, draft.notes, _given(draft, ground.text))
    if draft.fault:
        return replace(shown, notes=(draft.fault,))
    known = ground.by_id.get(draft.source) or ground.by_source.get(draft.source)
    if known is None and not draft.is_marked:
        known = ground.by_place.get(draft.place)
    key = known.pk if known else draft.source if draft.is_marked else draft.place
    if key in met:
        return replace(shown, kind=Kind.DOUBLE, notes=())
    met.add(key)
    shown = replace(shown, notes=(*draft.notes, *_needs(draft)))
    if known is None:
        doing = Do("write", None, {**draft.facts, "author": draft.author, "source": draft.source,
                                   "settled": draft.settled, "replies": draft.replies})  # fmt: skip
        return replace(shown, kind=Kind.NEW, doing=(doing,))
    return _again(draft, known, shown)


def _again(draft: Draft, known: Known, shown: Outcome) -> Outcome:
    """What becomes of a comment that is here: changed as far as it may be, with the answers that are new.

    Of a marked-up file only its threads are news: what people here made of the comment since is theirs.
    """
    says_same = draft.is_marked or known.draft.says == draft.says
    if known.is_final:
        return (
            replace(shown, kind=Kind.SAME, notes=())
            if says_same
            else replace(shown, notes=(Note.RELEASED.value,))
        )
    fresh = tuple(one for one in draft.replies if one not in known.replies)
    turned = draft.settled != known.draft.settled
    if says_same and not fresh and not turned:
        return replace(shown, kind=Kind.SAME)
    facts = dict((known.draft if draft.is_marked else draft).facts)
    if turned:
        facts |= {"settled": draft.settled, "kind": draft.facts["kind"]}
    return replace(shown, kind=Kind.CHANGED, doing=(Do("change", known.pk, {**facts, "replies": fresh}),))


def _needs(draft: Draft) -> tuple[str, ...]:
    """What a draft still lacks before it can be released as a comment."""
    if draft.settled:
        return (Note.SETTLED.value,)
    lacking = wording.faults(
        kind=draft.kind,
        severity=draft.severity,
        text=draft.text,
        proposed=draft.proposed,
        reason=draft.reason,
    )
    said = {"reason": Note.NEEDS_REASON.value, "proposed": Note.NEEDS_WORDS.value}
    return tuple(said[name] for name in lacking if name in said)


def _given(draft: Draft, text: Text) -> Given:
    passage = text.passages.get(draft.block)
    where = passage.name if passage else _("the paper as a whole")
    parts = [where, str(lifecycle.Severity(draft.severity).label)]
    return Given(" · ".join([*parts, *filter(None, [draft.author])]), draft.text)


def _named(where: str) -> str:
    """A place without what people write around a number: “para. 12.” is 12."""
    plain = squash(where).casefold()
    plain = re.sub(r"^(?:paragraph|para|clause|section|art|article|point|§)\.?\s*(?=\d)", "", plain)
    return plain.strip(".()[]§ ")

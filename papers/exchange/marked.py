"""A marked-up Word file as comments and amendments: what each is on in the revision under review. No database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from papers.exchange.filled import LEAST, Do, Draft, Given, Note, Outcome, Text, source_of
from papers.exchange.tables import plainly
from papers.implementation.outcomes import Kind
from papers.review.wording import LONGEST
from papers.shared.text import squash

OURS = "ours"  # an author whose words are taken over as the own delegation's; any other is left out


@dataclass(frozen=True)
class Change:
    """What one author would have a passage say, or a new passage after it."""

    row: int
    author: str
    block: str
    wanted: str
    is_new: bool = False

    @property
    def key(self) -> tuple[str, str, bool]:
        return self.block, squash(self.wanted), self.is_new


@dataclass
class Marked:
    """What was read of the file, beside the passages of the revision."""

    found: Mapping[str, Any]
    authors: Mapping[str, str]
    severity: str
    text: Text
    clears: bool = (
        False  # the delegation has its answers cleared: no change becomes an amendment past its chain
    )
    changes: list[Change] = field(default_factory=list)
    unplaced: list[Draft] = field(default_factory=list)
    met: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def drafts(self) -> list[Draft]:
        """The comments with their threads, and in words the changes that have no place or are to be cleared."""
        roots, replies = _threads(self.found["comments"])
        ours = ((row, one) for row, one in roots if self.is_ours(one["author"]))
        said = [self._comment(row, one, replies[one["id"]]) for row, one in ours]
        self._read_changes()
        return [*said, *self.unplaced]

    def _source(self, *parts: str) -> str:
        """By which a comment is known when the file comes again; the second of two that are alike is the second."""
        self.met[parts] += 1
        return source_of(*parts, str(self.met[parts]))

    def is_ours(self, author: str) -> bool:
        return self.authors.get(author) == OURS

    def _comment(self, row: int, one: Mapping[str, Any], replies: Sequence[tuple[str, str]]) -> Draft:
        at, quote, words = one["at"], squash(one["quote"]), one["words"] or _("(no words)")
        block = self._blocks.get(at, "")
        block, quote, notes = self.text.place(block, "", quote)
        if not block and one["quote"].strip():
            words = f"{words}\n\n{_('In the file: %(where)s') % {'where': squash(one['quote'])[: LONGEST['quote']]}}"
        fault = Note.TOO_LONG.value if len(words) > LONGEST["text"] else ""
        return Draft(
            row, one["author"][:60], words, block, quote[: LONGEST["quote"]], severity=self.severity,
            author=one["author"][:120], settled=one["done"], notes=notes, fault=fault, is_marked=True,
            source=self._source("word", one["author"], one["words"], one["quote"], str(at)),
            replies=tuple((author[:120], said or _("(no words)")) for author, said in replies),
        )  # fmt: skip

    @cached_property
    def _blocks(self) -> dict[int, str]:
        """The passage of each paragraph: by its words, each passage once and in reading order where words repeat."""
        by_words: dict[str, list[str]] = {}
        for key, passage in self.text.passages.items():
            by_words.setdefault(plainly(passage.words), []).append(key)
        found = {}
        for at, pieces in enumerate(self.found["paragraphs"]):
            plain = plainly(_was(pieces))
            keys = by_words.get(plain) if plain else None
            if keys:
                found[at] = keys.pop(0) if len(keys) > 1 else keys[0]
            elif (
                len(plain) >= LEAST
                and len(within := [key for words, [key, *_] in by_words.items() if plain in words]) == 1
            ):
                found[at] = within[0]
        return found

    def _read_changes(self) -> None:
        last = ""
        for at, pieces in enumerate(self.found["paragraphs"]):
            last = self._blocks.get(at, last)
            for author in dict.fromkeys(piece[2] for piece in pieces if piece[1]):
                self._change(at, pieces, author, last)

    def _change(self, at: int, pieces: Sequence[Sequence[str]], author: str, last: str) -> None:
        was, wanted = squash(_was(pieces)), squash(_wanted(pieces, author))
        if was == wanted or not self.is_ours(author):
            return
        row, block = len(self.found["comments"]) + at + 1, self._blocks.get(at, "")
        place = block if was else last
        says = (self._amended(block, was, wanted) if was else wanted) if place else None
        if says is None or self.clears:
            self.unplaced.append(self._in_words(row, author, was, wanted, at=at, block=place if says else ""))
        else:
            self.changes.append(Change(row, author, place, says, is_new=not was))

    def _in_words(self, row: int, author: str, was: str, wanted: str, *, at: int, block: str) -> Draft:
        """A change as a comment that says what it was and is to be."""
        words = _("Tracked change in the file. It was: %(was)s\n\nIt is to be: %(wanted)s") % {
            "was": was or "—", "wanted": wanted or "—",
        }  # fmt: skip
        return Draft(
            row, author[:60], words[: LONGEST["text"]], block, severity=self.severity, author=author[:120],
            source=self._source("word change", author, was, wanted, str(at)),
            notes=() if block else (Note.NOT_PLACED.value,), is_marked=True,
        )  # fmt: skip

    def _amended(self, block: str, was: str, wanted: str) -> str | None:
        """What the passage would say, if the paragraph is the passage or stands in it once."""
        present = self.text.passages[block].words if block else ""
        if plainly(was) == plainly(present):
            return wanted
        return present.replace(was, wanted) if was and present.count(was) == 1 else None


def judge_changes(marked: Marked, known: Iterable[tuple[str, str, bool]], name: str) -> list[Outcome]:
    """What becomes of each tracked change: a proposed amendment, or as it was."""
    met, found = set(known), []
    for one in marked.changes:
        passage = marked.text.passages[one.block]
        shown = Outcome(one.row, one.author[:60], Kind.SAME, (), Given(passage.name, one.wanted))
        if one.key not in met:
            met.add(one.key)
            reason = _("Tracked change of %(author)s in %(file)s.") % {
                "author": one.author or "—",
                "file": name,
            }
            facts = {"block": one.block, "wanted": one.wanted, "is_new": one.is_new, "reason": reason}
            shown = replace(shown, kind=Kind.NEW, doing=(Do("amend", None, facts),))
        found.append(shown)
    return found


def authors_of(found: Mapping[str, Any]) -> list[str]:
    """Whom the file names, in the order in which they first speak; one may have no name."""
    said = [one["author"] for one in found["comments"]]
    said += [piece[2] for pieces in found["paragraphs"] for piece in pieces if piece[1]]
    return list(dict.fromkeys(said))


def _threads(comments: Sequence[Mapping[str, Any]]) -> tuple[list[Any], dict[str, list[tuple[str, str]]]]:
    """Comments that begin a thread, with what was said under each; an answer to an answer is one of the thread."""
    by_id = {one["id"]: one for one in comments}
    replies: dict[str, list[tuple[str, str]]] = {one["id"]: [] for one in comments}
    roots = []
    for row, one in enumerate(comments, start=1):
        first, seen = one, {one["id"]}
        while first["parent"] in by_id and first["parent"] not in seen:
            first = by_id[first["parent"]]
            seen.add(first["id"])
        if first is one:
            roots.append((row, one))
        else:
            replies[first["id"]].append((one["author"], one["words"]))
    return roots, replies


def _was(pieces: Sequence[Sequence[str]]) -> str:
    return "".join(words for words, kind, _author in pieces if kind != "ins")


def _wanted(pieces: Sequence[Sequence[str]], author: str) -> str:
    """The paragraph with the changes of this author alone."""
    return "".join(words for words, kind, by in pieces if kind == "" or (kind == "ins") == (by == author))

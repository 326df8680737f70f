"""The passage that answers a question: the block where its words stand, cut to a few lines, with the words marked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from papers.search import stems

BEFORE, AFTER = 60, 220  # characters around the first word that was found
SCANNED = 400_000  # characters of one text; a page of results is not held up by the rest
BEGINNING = 4  # letters of a stem that no ending changes

Block = Mapping[str, Any]


class Piece(NamedTuple):
    """Some characters of a passage, and whether they were looked for."""

    text: str
    found: bool


class Excerpt(NamedTuple):
    """Where the words stand, and the passage in pieces."""

    block: str
    pieces: tuple[Piece, ...]

    @property
    def html(self) -> SafeString:
        return with_marks(self.pieces)


def with_marks(pieces: Iterable[Piece]) -> SafeString:
    """The pieces as HTML, escaped, with what was looked for marked."""
    return format_html_join(
        "", "{}", ((_mark(piece.text) if piece.found else piece.text,) for piece in pieces)
    )


def excerpt(
    block_map: Sequence[Block], wanted: Mapping[str, int], language: str, *, title: str = ""
) -> Excerpt | None:
    """The first block that holds the most of the wanted words; nothing when only the title holds them."""
    likely = [block for block in block_map if _may_hold(block["text"], wanted)]
    best = _best(likely, wanted, language, title)
    if best is None:
        return None
    return Excerpt(str(best["id"]), tuple(marked(best["text"], wanted, language, cut=True)))


def _may_hold(text: str, wanted: Collection[str]) -> bool:
    """Whether the beginning of a stem stands in a text; where letters carry accents or points that is not asked."""
    if not text.isascii():
        return True
    folded = text.lower()
    return any(stem[:BEGINNING] in folded for stem in wanted)


def _best(blocks: Sequence[Block], wanted: Mapping[str, int], language: str, title: str) -> Block | None:
    best, most, scanned = None, 0, 0
    words = len(set(wanted.values()))
    for block in blocks:
        scanned += len(block["text"])
        if scanned > SCANNED or most == words:
            break
        held = {wanted[stem] for stem, _start, _end in _found(block["text"], wanted, language)}
        if len(held) > most and block["text"] != title:
            best, most = block, len(held)
    return best


def marked(text: str, wanted: Collection[str], language: str, *, cut: bool = False) -> Iterable[Piece]:
    """The text in pieces, found words apart; `cut` leaves a few lines around the first of them."""
    places = [(start, end) for _stem, start, end in _found(text, wanted, language)]
    begin, finish = _window(text, places[0][0]) if cut and places else (0, len(text))
    at = begin
    if begin > 0:
        yield Piece("… ", False)
    for start, end in places:
        if begin <= start and end <= finish:
            if start > at:
                yield Piece(text[at:start], False)
            yield Piece(text[start:end], True)
            at = end
    if at < finish:
        yield Piece(text[at:finish], False)
    if finish < len(text):
        yield Piece(" …", False)


def _mark(text: str) -> SafeString:
    return format_html("<mark>{}</mark>", text)


def _found(text: str, wanted: Collection[str], language: str) -> list[tuple[str, int, int]]:
    return [
        (stem, word.start(), word.end())
        for word in stems.words(text)
        if (stem := stems.stem(word[0], language)) in wanted
    ]


def _window(text: str, first: int) -> tuple[int, int]:
    """Some characters around a place, cut between words."""
    begin = 0 if first <= BEFORE else text.find(" ", first - BEFORE, first) + 1 or first
    finish = text.find(" ", min(first + AFTER, len(text)))
    return begin, len(text) if finish < 0 else finish

"""The centre's copy of a shared text: applies updates, edits as the centre, reads as Markdown. No database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

import fast_diff_match_patch
from pycrdt import Doc, Text, merge_updates

NAME = "content"
CENTRE = 1  # the client id under which the centre writes; a socket may not use it
NOTHING = b"\x00\x00"  # an update without a change
DIFF_SECONDS = 1.0

Answer = TypeVar("Answer")


class Spoilt(ValueError):
    """Bytes that the document cannot take."""


class Edit(NamedTuple):
    """One change of a text: from this character on, so many characters go and these words come."""

    at: int
    cut: int
    words: str


class Replica:
    """A document rebuilt from updates. What the centre writes into it comes back as an update for the log."""

    def __init__(self, updates: Iterable[bytes] = ()) -> None:
        self.doc: Doc = Doc(client_id=CENTRE)
        self.content = self.doc.get(NAME, type=Text)
        for update in updates:
            self.apply(update)

    @property
    def text(self) -> str:
        return str(self.content)

    @property
    def state(self) -> bytes:
        """What this copy knows, as the protocol says it."""
        return self.doc.get_state()

    def apply(self, update: bytes) -> None:
        """Take an update in; Spoilt if it cannot be, after which this copy is not to be used any more."""
        _surely(lambda: self.doc.apply_update(update))

    def since(self, state: bytes) -> bytes:
        """What somebody who knows `state` lacks."""
        return _surely(lambda: self.doc.get_update(state))

    def edit(self, edits: Iterable[Edit]) -> bytes:
        """Change the text, all edits counted in the text as it stands; returns the one update that this made."""
        made: list[bytes] = []
        subscription = self.doc.observe(lambda event: made.append(event.update))
        try:
            with self.doc.transaction():
                self._edit(self.text, edits)
        finally:
            self.doc.unobserve(subscription)
        return made[0] if made else NOTHING

    def become(self, text: str) -> bytes:
        """Make the text this one by the fewest changes, so that carets and other people's words stay in place."""
        return self.edit(differences(self.text, text))

    def _edit(self, text: str, edits: Iterable[Edit]) -> None:
        """pycrdt counts UTF-8 bytes; from the end backwards, so that no edit moves the next."""
        for edit in sorted(edits, reverse=True):
            start = len(text[: edit.at].encode())
            if edit.cut:
                del self.content[start : start + len(text[edit.at : edit.at + edit.cut].encode())]
            if edit.words:
                self.content.insert(start, edit.words)


def seed(text: str) -> bytes:
    """The update with which a generation begins."""
    return Replica().become(text)


def differences(old: str, new: str) -> list[Edit]:
    """The edits that turn one text into the other; coarser ones where finding the finest would take long."""
    if not old or not new:
        return [Edit(0, len(old), new)] if old != new else []
    edits, at = [], 0
    for sign, words in fast_diff_match_patch.diff(old, new, timelimit=DIFF_SECONDS, counts_only=False):
        if sign == "+":
            edits.append(Edit(at, 0, words))
            continue
        if sign == "-":
            edits.append(Edit(at, len(words), ""))
        at += len(words)
    return _joined(edits)


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with these edits, all counted in it as it was."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.at] + edit.words + text[edit.at + edit.cut :]
    return text


def merged(updates: Iterable[bytes]) -> bytes:
    """Many updates as one. Not by way of a document, which forgets what still waits for a predecessor."""
    parts = list(updates)
    return _surely(lambda: merge_updates(*parts)) if parts else b""


def _joined(edits: list[Edit]) -> list[Edit]:
    """A cut and the words that come in its place are one edit."""
    out: list[Edit] = []
    for edit in edits:
        last = out[-1] if out else None
        if last is not None and last.at + last.cut == edit.at:
            out[-1] = Edit(last.at, last.cut + edit.cut, last.words + edit.words)
        else:
            out.append(edit)
    return out


def _surely(act: Callable[[], Answer]) -> Answer:
    try:
        return act()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the Rust core is no Exception
        raise Spoilt(str(error)) from error

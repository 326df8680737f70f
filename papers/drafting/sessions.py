"""The history of a text in sessions, as people remember it: somebody wrote for a while, then nobody, then others."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import fast_diff_match_patch

from papers.shared.text import words

PAUSE = timedelta(minutes=10)  # nobody wrote: what comes after is another session
TOGETHER = timedelta(minutes=1)  # somebody else went on so soon that the two wrote together
LONGEST = timedelta(hours=1)
SECONDS = 0.2  # for finding the words that changed; what is not found by then counts as replaced


class Step(NamedTuple):
    """One update of the log. `begins` says that it is the text with which a generation began."""

    seq: int
    generation: int
    at: datetime
    who: Hashable
    because: Hashable = None
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """Some updates in a row: from which to which, when, by whom in the order in which they first wrote."""

    first: int
    last: int
    generation: int
    began: datetime
    ended: datetime
    who: tuple[Hashable, ...]
    because: Hashable
    begins: bool
    updates: int

    def and_then(self, step: Step) -> Session:
        """This session with one update more."""
        who = self.who if step.who in self.who else (*self.who, step.who)
        return Session(
            self.first, step.seq, self.generation, self.began, max(self.ended, step.at), who, self.because,
            self.begins, self.updates + 1,
        )  # fmt: skip


def sessions(steps: Iterable[Step], cuts: Collection[int] = ()) -> list[Session]:
    """The steps in sessions, in order, each in exactly one; none goes on past a step that is in `cuts`."""
    found: list[Session] = []
    for step in steps:
        if found and found[-1].last not in cuts and _goes_on(found[-1], step):
            found[-1] = found[-1].and_then(step)
        else:
            found.append(_opened(step))
    return found


def words_changed(old: str, new: str) -> tuple[int, int]:
    """How many words came and how many went."""
    counts = {"+": 0, "-": 0, "=": 0}
    for sign, piece in fast_diff_match_patch.diff(old, new, timelimit=SECONDS, counts_only=False):
        counts[sign] += len(words(piece))
    return counts["+"], counts["-"]


def _opened(step: Step) -> Session:
    return Session(
        step.seq, step.seq, step.generation, step.at, step.at, (step.who,), step.because, step.begins, 1
    )


def _goes_on(session: Session, step: Step) -> bool:
    """What the centre wrote because of something, and the text a generation began with, stand for themselves."""
    if session.begins or step.begins or session.generation != step.generation:
        return False
    if session.because is not None or step.because is not None:
        return False
    pause = step.at - session.ended
    if pause > PAUSE or step.at - session.began > LONGEST:
        return False
    return step.who in session.who or pause <= TOGETHER

"""What the paper's own page says of its adoption: a running clock, or the face of an adopted text."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from papers.adoption import outcome, rules
from papers.adoption.lifecycle import SILENT_MARKS, Silent, State
from papers.adoption.models import Break, RollEntry, Silence
from papers.adoption.outcome import Totals
from papers.delegations.models.bodies import Disclosure


@dataclass(frozen=True)
class Line:
    """One delegation on the roll and how it is silent: for the chair, and for itself."""

    entry: RollEntry
    silent: Silent
    but_for_breaking: Silent

    @property
    def delegation(self):
        return self.entry.delegation

    @property
    def mark(self):
        return SILENT_MARKS[self.silent]


@dataclass(frozen=True)
class Face:
    """A procedure as one delegation may see it: its own line for itself, totals once nothing more can be answered.

    While it runs only the chair counts: how many have acknowledged would tell the last ones how alone they are.
    """

    silence: Silence
    totals: Totals | None
    own: Line | None
    on_roll: int
    needed: str
    time_is_up: bool
    can_acknowledge: bool
    can_break: bool

    @property
    def adoption(self):
        return getattr(self.silence, "adoption", None)

    @property
    def to_be_noted(self):
        """Whether this delegation sees the text for the first time: then `services.note_opened` is called."""
        return self.silence.is_running and self.own is not None and self.own.entry.opened_at is None


def face(acting, paper):
    """The paper's latest procedure as this delegation may see it, or None: two statements."""
    silence = Silence.objects.visible_to(acting).with_all().filter(paper=paper).order_by("-number").first()
    return face_of(acting, silence, lines_of(silence)) if silence else None


def face_of(acting, silence, lines):
    """The face made of a procedure and its whole roll; only the acting delegation's own line stays in it."""
    own = next(
        (line for line in lines if acting.delegation and line.delegation.pk == acting.delegation.pk), None
    )
    acting.memo[("roll entry", silence.pk)] = own.entry if own else None
    totals, chairs = totals_of(acting, silence, lines), rules.chairs(acting, silence)
    percent = silence.snapshot.quorum_percent
    time_is_up = silence.state == State.OPEN and not silence.takes(acting.at)
    running = silence.is_running and not time_is_up
    return Face(
        silence=silence,
        totals=None if silence.is_running and not chairs else totals,
        own=own,
        on_roll=totals.on_roll,
        needed=outcome.needed(
            silence.state, totals, percent=percent, expired=time_is_up, counted=chairs
        ),
        time_is_up=time_is_up,
        can_acknowledge=running and own is not None and not own.entry.acknowledged_at
        and rules.can_acknowledge(acting, silence),
        can_break=running and rules.can_break(acting, silence),
    )  # fmt: skip


def totals_of(acting, silence, lines):
    """The roll counted. Where the breaker is not named to all, it is counted as it stood before: a number that
    moves from one kind to another would narrow down who it was.
    """
    named = silence.snapshot.disclosure == Disclosure.NAMED or rules.chairs(acting, silence)
    return Totals.of(line.silent if named else line.but_for_breaking for line in lines)


def lines_of(silence):
    """The whole roll by kind of silence, in the order of delegations."""
    broke = Break.objects.counted().filter(silence=OuterRef("silence"), delegation=OuterRef("delegation"))
    entries = silence.roll.select_related("delegation").annotate(broke=Exists(broke))
    return [_line(entry) for entry in entries.order_by("delegation__rank", "delegation__code")]


def _line(entry):
    facts = {
        "participation": entry.participation_then,
        "acknowledged": entry.acknowledged_at is not None,
        "opened": entry.opened_at is not None,
    }
    return Line(entry, outcome.silent(**facts, broke=entry.broke), outcome.silent(**facts, broke=False))

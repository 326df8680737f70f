"""What became of a row of a foreign table, and what is said of it: the same words for lists, histories and figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What became of a row."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("As it was")
    DOUBLE = "double", _("Said before")
    ERROR = "error", _("Cannot be taken over")


class Note(models.TextChoices):
    """What is said of a row beside its kind."""

    NO_REF = "no_ref", _("The row names no reference.")
    LONG_REF = "long_ref", _("The reference is longer than 100 letters.")
    NO_WORDS = "no_words", _("The row has no words.")
    REF_TWICE = "ref_twice", _("Another row has the same reference and says something else.")
    NOT_HERE = "not_here", _("Nothing here has this reference.")
    NO_PARENT = "no_parent", _("What it is part of stands neither in the file nor here.")
    IN_A_CIRCLE = "in_a_circle", _("It would be part of itself.")
    PARENT_FOLLOWED = "parent_followed", _("What it is part of is assigned or reported on itself already.")
    PARENT_STAYS = "parent_stays", _("The file puts it under something else; it stays where it is.")
    NO_DAY = "no_day", _("The row has no day.")
    BAD_DAY = "bad_day", _("The day cannot be read for certain; write it as 2026-03-31.")
    FUTURE = "future", _("The day lies in the future.")
    TOO_EARLY = "too_early", _("The day lies before the list itself.")
    NAMED_ONLY = "named_only", _("Named by its parts only.")
    WORDS_STAY = "words_stay", _("Its words differ from those first taken over, which stay.")
    DUE_IN_WORDS = "due_in_words", _("No day could be read for certain; it is kept in words.")
    STATUS_IN_WORDS = (
        "status_in_words",
        _("Where it stands is kept in words: it cannot follow what came before."),
    )
    STATUS_OURS = "status_ours", _("Where it stands is kept in words: its status is kept here by people.")
    RED_IN_WORDS = "red_in_words", _("“Off track” is kept in words: nobody has accepted it.")
    NO_NUMBER = "no_number", _("The figure cannot be read for certain; write it as 1234.5.")
    NO_FIGURE = "no_figure", _("A figure needs its day, and a day its figure.")
    NO_SOURCE = "no_source", _("The row names no source; say which it is above, or choose its column.")
    NO_UNIT = "no_unit", _("A new indicator needs its unit and its definition.")
    LONG_NAME = "long_name", _("The name of the indicator is longer than 200 letters.")
    WHICH = "which", _("It has several indicators, or none: the row names which.")
    NO_DEFINITION = "no_definition", _("The indicator has no definition of this number.")
    GOAL_HALF = "goal_half", _("A target, like a baseline, is a figure and its day.")
    SAID_TWICE = "said_twice", _("Another row gives a different figure of the same source and day.")
    NOT_YOURS = "not_yours", _("Your delegation does not report on it.")
    MAY_NOT_DEFINE = "may_not_define", _("It has no indicator of this name, and you may not define one.")
    OF_ANOTHER = (
        "of_another",
        _("Another delegation gave another figure; name your own source to put yours beside it."),
    )
    ENDED = "ended", _("The indicator ended before this day.")
    DEFINES = "defines", _("Defines the indicator.")
    CORRECTS = "corrects", _("Another figure than is here: it is corrected, and both stay on record.")
    BY_PARTS = "by_parts", _("Where it stands is kept in words: it is followed by its parts.")


@dataclass(frozen=True)
class Outcome:
    """What becomes of one row, and what is said of it."""

    row: int
    ref: str
    kind: str
    notes: tuple[str, ...] = ()
    given: Any = None

    def noted(self, *notes: str) -> Outcome:
        return replace(self, notes=(*self.notes, *notes))

    @property
    def label(self) -> Any:
        return Kind(self.kind).label

    @property
    def sentences(self) -> list[Any]:
        return [Note(note).label for note in self.notes]


def counted(outcomes: Iterable[Any]) -> dict[str, int]:
    """How many rows of each kind."""
    counts = dict.fromkeys((kind.value for kind in Kind), 0)
    for outcome in outcomes:
        counts[outcome.kind] += 1
    return counts

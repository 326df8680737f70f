"""How long a password would stand against somebody who guesses well; nobody outside is asked."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

ENOUGH = 3  # of 4: more than a hundred million guesses
TELLING = 3  # letters: shorter words say nothing of a person
JUDGED = 72  # characters; the estimate takes longer the longer the text is, and what follows only adds to it


class StrengthValidator:
    """Refuses what a guesser tries early: words, names, dates, rows of keys, and what is known of the person."""

    def validate(self, password: str, user: Any = None) -> None:
        beyond = without_own_words(password, user)[:JUDGED]
        if not beyond or zxcvbn(beyond)["score"] < ENOUGH:
            raise ValidationError(
                _("This password would soon be guessed. Take several words that do not belong together."),
                code="password_too_weak",
            )

    def get_help_text(self) -> str:
        return _("Several unrelated words make a strong password that is easy to keep in mind.")


def without_own_words(password: str, user: Any) -> str:
    """What is left of a password when everything is taken away that anybody knows of the person."""
    known = f"{getattr(user, 'name', '')} {getattr(user, 'email', '')}"
    for word in re.split(r"\W+", known):
        if len(word) >= TELLING:
            password = re.sub(re.escape(word), "", password, flags=re.IGNORECASE)
    return password

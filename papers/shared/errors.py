"""Refusals that are not about who asks: the moment is wrong, or what was given cannot be used."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """Nothing was changed; the message is a sentence for the person: what was wrong, what was kept, what to do."""

    status = 409

    def __init__(self, sentence: Any, **details: Any) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.details = details


class TooOften(Refused):
    """Once more than a person needs."""

    status = 429


class BadInput(Refused):
    """What was given cannot be read: a file of the wrong type, a text that is too large."""

    status = 422

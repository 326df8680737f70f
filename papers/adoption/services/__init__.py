"""Silence: placed, acknowledged, broken, extended, suspended, resumed, cancelled, decided."""

from papers.adoption.services.breaking import break_silence, take_note
from papers.adoption.services.chairing import cancel, extend, resume
from papers.adoption.services.deciding import sweep, watch
from papers.adoption.services.placing import place
from papers.adoption.services.reading import acknowledge, note_opened

__all__ = [
    "acknowledge", "break_silence", "cancel", "extend", "note_opened", "place", "resume", "sweep", "take_note", "watch",
]  # fmt: skip

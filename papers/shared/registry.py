"""The single sanctioned inversion: low slices keep (kind, uuid); higher slices register who knows the kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class UnknownKind(LookupError):
    """Nobody registered this kind; whoever asks must treat that as a no."""


class Registry:
    """One handler per kind, registered in `AppConfig.ready()`; an unregistered kind fails closed."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._handlers: dict[str, Any] = {}

    def register(self, kind: str, handler: Any) -> None:
        if self._handlers.get(kind, handler) is not handler:
            raise ValueError(f"{self.name}: {kind} is registered twice")
        self._handlers[kind] = handler

    def get(self, kind: str) -> Any:
        try:
            return self._handlers[kind]
        except KeyError:
            raise UnknownKind(f"{self.name}: {kind} is registered by nobody") from None

    def __contains__(self, kind: str) -> bool:
        return kind in self._handlers

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._handlers))

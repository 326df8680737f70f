"""State machines as tables: checked here, drawn from here into docs/lifecycle.md."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from papers.shared.errors import Refused


class NotNow(Refused):
    """The thing is in a state from which this move does not lead."""


class Machine:
    """A named table of moves; `terminal` names the states that nothing leaves."""

    all: list[Machine] = []

    def __init__(self, name: str, moves: Mapping[Any, Collection[Any]], *, initial: Any) -> None:
        self.name, self.moves, self.initial = name, {k: frozenset(v) for k, v in moves.items()}, initial
        Machine.all.append(self)

    @property
    def terminal(self) -> frozenset[Any]:
        return frozenset(state for state, onward in self.moves.items() if not onward)

    def allows(self, old: Any, new: Any) -> bool:
        return new in self.moves.get(old, frozenset())

    def check(self, old: Any, new: Any) -> None:
        """Raise NotNow with a sentence unless the table has the move."""
        if not self.allows(old, new):
            raise NotNow(
                _("This cannot be done now: it stands at “%(old)s”. Nothing was changed.")
                % {"old": getattr(old, "label", old)}
            )

    def reachable(self) -> frozenset[Any]:
        """Every state that a chain of moves from the initial one can reach."""
        seen, todo = {self.initial}, [self.initial]
        while todo:
            fresh = self.moves.get(todo.pop(), frozenset()) - seen
            seen |= fresh
            todo.extend(fresh)
        return frozenset(seen)

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"  [*] --> {self.initial}"]
        for old in self.moves:
            lines += [f"  {old} --> {new}" for new in sorted(self.moves[old])]
            if not self.moves[old]:
                lines.append(f"  {old} --> [*]")
        return "\n".join(lines)

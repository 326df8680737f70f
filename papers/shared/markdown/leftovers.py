"""Lines that became no passage: link definitions, and what lay too deep. Nothing in a text is invisible."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markdown_it.token import Token

from papers.shared.markdown.leaves import Leaf, code, folded
from papers.shared.markdown.lines import Lines

LEAVES = frozenset(
    ["heading_open", "paragraph_open", "table_open", "hr", "front_matter", "fence", "code_block"]
)

_FREE, _CLAIMED, _DEFINES = 0, 1, 2


class Leftovers:
    """The lines of a text that no token claims, given out as passages in their place."""

    def __init__(self, lines: Lines, tokens: Sequence[Token], env: Mapping[str, Any]) -> None:
        self.lines = lines
        self.state = bytearray(len(lines) + 1)
        for token in tokens:
            if token.map and token.type in LEAVES:
                self._set(token.map[0], token.map[1], _CLAIMED)
        for reference in [*env.get("references", {}).values(), *env.get("duplicate_refs", ())]:
            self._set(reference["map"][0], reference["map"][1], _DEFINES)
        self.waiting = deque(self._groups())

    def stand_before(self, line: int) -> bool:
        """Whether any is still waiting to be shown before a line."""
        return bool(self.waiting) and self.waiting[0][0] < line

    def before(self, line: int) -> Iterator[Leaf]:
        """The leftovers that stand before a line, each given out once."""
        while self.stand_before(line):
            first, after = self.waiting.popleft()
            content = "\n".join(self.lines.line(number) for number in range(first, after))
            if self.state[first] == _DEFINES:
                yield folded("definitions", content, (first, after))
            else:
                yield code(content, (first, after))

    def _set(self, first: int, after: int, state: int) -> None:
        for number in range(first, after):
            self.state[number] = state

    def _groups(self) -> Iterator[tuple[int, int]]:
        """Neighbouring lines of one sort; a line that begins a quote or an item begins a group."""
        first = None
        for number in range(len(self.lines)):
            free = self._is_left_over(number)
            if first is not None and (not free or self._parts(number)):
                yield first, number
                first = None
            if free and first is None:
                first = number
        if first is not None:
            yield first, len(self.lines)

    def _is_left_over(self, number: int) -> bool:
        return self.state[number] != _CLAIMED and not self.lines.is_only_structure(number)

    def _parts(self, number: int) -> bool:
        return self.state[number] != self.state[number - 1] or self.lines.is_nested(number)

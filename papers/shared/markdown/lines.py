"""Where things stand in the source: lines as the parser counts them, offsets as the text has them."""

import re
from bisect import bisect_right
from collections.abc import Callable

_LINE_END = re.compile(r"\r\n?|\n")
# A line of nothing but these holds no words: quote, item, note, task box, container.
_MARKERS = re.compile(
    r"(?:[>\s]|[-+*](?=\s|\Z)|\d{1,9}[.)](?=\s|\Z)|\[\^[^\s\]]+\]:|\[[ xX]\](?=\s|\Z)"
    r"|:{3,}[ \t]*+(?:recommendation[ \t]*+)?\Z)*+"
)
# What stands at the beginning of a line to nest it in quotes and lists.
NESTING = re.compile(r"^(?:[ \t>]|[-+*][ \t]|[0-9]{1,9}[.)][ \t])+", re.MULTILINE)
_NESTED = re.compile(r"[ \t]*(?:>|[-+*][ \t]|[0-9]{1,9}[.)][ \t])")


class Lines:
    """The lines of a text, with their offsets, whatever line ends it uses."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.read = text.replace("\0", "\ufffd")  # as the parser read it, letter for letter
        self.starts, self.ends = [0], []
        for match in _LINE_END.finditer(text):
            self.ends.append(match.start())
            self.starts.append(match.end())
        self.ends.append(len(text))

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, first: int, after: int) -> tuple[int, int]:
        """The offsets of some lines, without the blank lines at their end and the last line end."""
        if after <= first:
            return self.starts[first], self.starts[first]
        last = min(after, len(self.starts)) - 1
        while last > first and self.is_blank(last):
            last -= 1
        return self.starts[first], self.ends[last]

    def line(self, number: int) -> str:
        """One line without its end."""
        return self.read[self.starts[number] : self.ends[number]]

    def is_blank(self, number: int) -> bool:
        """Whether a line holds nothing but white space."""
        return not self.line(number).strip(" \t")

    def is_only_structure(self, number: int) -> bool:
        """Whether a line holds nothing but the signs that begin a quote, an item, a note or a container."""
        return _MARKERS.fullmatch(self.line(number)) is not None

    def is_nested(self, number: int) -> bool:
        """Whether a line begins in a quote or an item."""
        return _NESTED.match(self.line(number)) is not None

    def locate(self, first: int, words: str) -> Callable[[int], int]:
        """From a place in the words of a paragraph, which begins on a line, to the offset in the source."""
        starts, begins, at = [], [], 0
        parts = words.split("\n")
        while first + 1 < len(self) and parts[0].rstrip() not in self.line(first):
            first += 1  # the words begin below an empty task box
        for number, part in enumerate(parts, start=first):
            starts.append(at)
            begins.append(self._begin(min(number, len(self) - 1), part.rstrip()))
            at += len(part) + 1

        def offset(place: int) -> int:
            line = bisect_right(starts, place) - 1
            return begins[line] + place - starts[line]

        return offset

    def _begin(self, number: int, part: str) -> int:
        return self.starts[number] + max(self.line(number).rfind(part), 0)

    def locate_cells(self, number: int, cells: list[str]) -> list[int]:
        """The offsets at which the cells of a table row begin."""
        line, at, begins = self.line(number), 0, []
        for cell in cells:
            written = cell if "|" not in cell else cell.replace("|", "\\|")
            found = line.find(written, at)
            at = max(found, at)
            begins.append(self.starts[number] + at)
            at += len(written)
        return begins

"""What changed between two revisions: passages first, then words inside a passage, as escaped HTML."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from time import perf_counter
from typing import NamedTuple

from papers.drafting import matching
from papers.drafting.sequences import changes
from papers.shared.text import LETTER, in_written_order

REWRITTEN = 0.5  # with less in common, the old words stand whole before the new ones
ISLAND = 4  # letters between two changes that are not worth reading on their own
SECONDS = 1.0  # for the words of all passages together; the rest is then shown as replaced whole
SECONDS_FOR_ONE = 0.3
MOVED = frozenset({"moved", "moved_changed"})

_TOKEN = re.compile(rf"{LETTER}+|[^\w\s]|\s+")
_WORD = re.compile(rf"{LETTER}+")


@dataclass(frozen=True, slots=True)
class DiffBlock:
    """A passage as it is compared: its permanent id if it has one, its number, words and (optional) HTML."""

    id: str
    kind: str
    label: str
    text: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison: same, changed, added, removed, moved, moved_changed, or departed."""

    kind: str
    old: DiffBlock | None
    new: DiffBlock | None
    old_html: str = ""
    new_html: str = ""
    inline_html: str = ""
    words_added: int = 0
    words_removed: int = 0
    moved_from: str = ""
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """A comparison in numbers."""

    same: int = 0
    changed: int = 0
    added: int = 0
    removed: int = 0
    moved: int = 0
    words_added: int = 0
    words_removed: int = 0
    words_moved: int = 0


class Stretch(NamedTuple):
    """Some words of both sides: the same, or what they were and what they are."""

    same: bool
    old: str
    new: str


class Marked(NamedTuple):
    """Both sides and the two in one line, as HTML, and the words that came and went."""

    old: str
    new: str
    inline: str
    added: int
    removed: int


def compare(old: Sequence[DiffBlock], new: Sequence[DiffBlock]) -> list[Row]:
    """The rows of a comparison in the order of the new text, what was removed where it stood."""
    pairs = paired(old, new)
    still = matching.unmoved(pairs, [len(block.text) for block in new])
    stops = {pairs[place] for place in still}
    gone = set(range(len(old))) - set(pairs.values())
    until = perf_counter() + SECONDS
    rows = list(_removed_from(0, old, gone, stops))
    for place, block in enumerate(new):
        if place not in pairs:
            rows.append(_added(block))
            continue
        rows.append(_paired(old[pairs[place]], block, moved=place not in still, until=until))
        if place in still:
            rows += _removed_from(pairs[place] + 1, old, gone, stops)
    return rows


def with_departures(rows: Sequence[Row], old: Sequence[DiffBlock]) -> list[Row]:
    """The same rows, and at the place that a moved passage left a row that says where it went."""
    order = {id(block): place for place, block in enumerate(old)}
    out = list(rows)
    for row in rows:
        if row.kind in MOVED and row.old is not None and row.new is not None:
            at = _place_for(out, order, order[id(row.old)])
            out.insert(at, Row("departed", row.old, None, row.old_html, moved_to=row.new.label))
    return out


def summary(rows: Sequence[Row]) -> Summary:
    """How many passages and words changed, moved, came and went."""
    count = {kind: sum(row.kind == kind for row in rows) for kind in {row.kind for row in rows}}
    moved = [row for row in rows if row.kind in MOVED]
    return Summary(
        same=count.get("same", 0),
        changed=count.get("changed", 0),
        added=count.get("added", 0),
        removed=count.get("removed", 0),
        moved=len(moved),
        words_added=sum(row.words_added for row in rows),
        words_removed=sum(row.words_removed for row in rows),
        words_moved=sum(_count(row.new.text) for row in moved if row.new),
    )


def paired(old: Sequence[DiffBlock], new: Sequence[DiffBlock]) -> dict[int, int]:
    """New places to old places: by permanent id where both have it, the others by their words."""
    where = {block.id: place for place, block in enumerate(old) if block.id}
    pairs = {place: where[block.id] for place, block in enumerate(new) if block.id in where}
    used = set(pairs.values())
    free_old = [place for place, block in enumerate(old) if place not in used and not block.id]
    free_new = [place for place, block in enumerate(new) if place not in pairs and not block.id]
    if free_old and free_new:
        found = matching.match([old[place] for place in free_old], [new[place] for place in free_new]).pairs
        pairs.update({free_new[n]: free_old[o] for n, o in found.items()})
    return pairs


def mark_words(old: str, new: str, *, seconds: float = SECONDS_FOR_ONE) -> Marked:
    """What differs between two passages, word by word; two that have little in common stand whole."""
    if seconds <= 0:
        return _replaced(old, new)
    stretches = _readable(_stretches(old, new, seconds))
    common = sum(len(one.old) for one in stretches if one.same)
    if common * 2 < REWRITTEN * (len(old) + len(new)):
        return _replaced(old, new)
    left, right, both = [], [], []
    for one in stretches:
        left.append(shown(one.old) if one.same else _marked("del", one.old))
        right.append(shown(one.new) if one.same else _marked("ins", one.new))
        both.append(shown(one.new) if one.same else _both(one.old, one.new))
    changed = [one for one in stretches if not one.same]
    added, removed = sum(_count(one.new) for one in changed), sum(_count(one.old) for one in changed)
    return Marked("".join(left), "".join(right), "".join(both), added, removed)


def shown(words: str) -> str:
    """Words as HTML: escaped, with their lines kept."""
    return escape(in_written_order(words)).replace("\n", "<br>")


def _stretches(old: str, new: str, seconds: float) -> Iterator[Stretch]:
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    for one in changes(before, after, seconds=seconds):
        yield Stretch(one.same, "".join(before[one.old]), "".join(after[one.new]))


def _readable(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Two changes with nothing but a blank or a short word between them are read as one."""
    out: list[Stretch] = []
    for one in stretches:
        if len(out) > 1 and not one.same and _is_island(out[-2], out[-1], one):
            island, before = out.pop(), out.pop()
            out.append(Stretch(False, before.old + island.old + one.old, before.new + island.new + one.new))
        else:
            out.append(one)
    return out


def _is_island(before: Stretch, between: Stretch, after: Stretch) -> bool:
    if "\n" in between.new:
        return False
    if not _WORD.search(between.new):
        return len(between.new) <= ISLAND and _is_replacement(before) and _is_replacement(after)
    letters = min(len(before.old + before.new), len(after.old + after.new))
    return len(between.new.strip()) <= ISLAND and letters >= 8 * ISLAND


def _is_replacement(stretch: Stretch) -> bool:
    return bool(stretch.old.strip() and stretch.new.strip())


def _replaced(old: str, new: str) -> Marked:
    return Marked(_marked("del", old), _marked("ins", new), _both(old, new), _count(new), _count(old))


def _both(old: str, new: str) -> str:
    between = " " if old[-1:].isalnum() and new[:1].isalnum() else ""  # lest two words be read as one
    return _marked("del", old) + between + _marked("ins", new)


def _marked(tag: str, words: str) -> str:
    return f"<{tag}>{shown(words)}</{tag}>" if words else ""


def _count(words: str) -> int:
    return len(_WORD.findall(words))


def _paired(old: DiffBlock, new: DiffBlock, *, moved: bool, until: float) -> Row:
    if old.text == new.text and old.html == new.html:
        html = shown(new.text)
        row = Row("moved" if moved else "same", old, new, html, html, html)
    else:
        words = mark_words(old.text, new.text, seconds=min(SECONDS_FOR_ONE, until - perf_counter()))
        row = Row("moved_changed" if moved else "changed", old, new, *words)
    return replace(row, moved_from=old.label) if moved else row


def _added(block: DiffBlock) -> Row:
    html = _marked("ins", block.text)
    return Row("added", None, block, "", html, html, words_added=_count(block.text))


def _removed_from(start: int, old: Sequence[DiffBlock], gone: set[int], stops: set[int]) -> Iterator[Row]:
    for place in range(start, len(old)):
        if place in stops:
            return
        if place in gone:
            html = _marked("del", old[place].text)
            yield Row("removed", old[place], None, html, "", html, words_removed=_count(old[place].text))


def _place_for(rows: Sequence[Row], order: dict[int, int], place: int) -> int:
    """The index of the first row whose old passage stood after this place and did not itself move."""
    for index, row in enumerate(rows):
        moved = row.kind in MOVED
        if row.old is not None and not moved and order[id(row.old)] > place:
            return index
    return len(rows)

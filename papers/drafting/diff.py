"""What changed between two revisions: passages first, then words inside a passage, as escaped HTML."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from papers.drafting import cells, matching
from papers.drafting.cells import Cells
from papers.drafting.marking import SECONDS_FOR_ONE, count, mark_words, marked, shown

SECONDS = 1.0  # for the words of all passages together; the rest is then shown as replaced whole
MOVED = frozenset({"moved", "moved_changed"})


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
    cells: Cells | None = None


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
    kinds = Counter(row.kind for row in rows)
    moved = [row for row in rows if row.kind in MOVED]
    return Summary(
        same=kinds["same"],
        changed=kinds["changed"],
        added=kinds["added"],
        removed=kinds["removed"],
        moved=len(moved),
        words_added=sum(row.words_added for row in rows),
        words_removed=sum(row.words_removed for row in rows),
        words_moved=sum(count(row.new.text) for row in moved if row.new),
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


def _paired(old: DiffBlock, new: DiffBlock, *, moved: bool, until: float) -> Row:
    kind = "moved" if moved else "same"
    if old.text == new.text and old.html == new.html:
        html = shown(new.text)
        row = Row(kind, old, new, html, html, html)
    else:
        row = replace(_changed(old, new, min(SECONDS_FOR_ONE, until - perf_counter())), kind="changed")
        row = replace(row, kind="moved_changed") if moved else row
    return replace(row, moved_from=old.label) if moved else row


def _changed(old: DiffBlock, new: DiffBlock, seconds: float) -> Row:
    """Two tables cell by cell, anything else word by word."""
    if old.kind == new.kind == "table" and old.html and new.html and seconds > 0:
        table = cells.compare(old.html, new.html, seconds=seconds)
        return Row("changed", old, new, *table.marked, cells=table.found)
    return Row("changed", old, new, *mark_words(old.text, new.text, seconds=seconds))


def _added(block: DiffBlock) -> Row:
    html = marked("ins", block.text)
    return Row("added", None, block, "", html, html, words_added=count(block.text))


def _removed_from(start: int, old: Sequence[DiffBlock], gone: set[int], stops: set[int]) -> Iterator[Row]:
    for place in range(start, len(old)):
        if place in stops:
            return
        if place in gone:
            html = marked("del", old[place].text)
            yield Row("removed", old[place], None, html, "", html, words_removed=count(old[place].text))


def _place_for(rows: Sequence[Row], order: dict[int, int], place: int) -> int:
    """The index of the first row whose old passage stood after this place and did not itself move."""
    for index, row in enumerate(rows):
        moved = row.kind in MOVED
        if row.old is not None and not moved and order[id(row.old)] > place:
            return index
    return len(rows)

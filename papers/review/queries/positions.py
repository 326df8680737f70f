"""Where everyone stands: a row for each paragraph, the delegations beside each other, and what becomes of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from papers.drafting.projection import for_reader
from papers.review import passages as naming
from papers.review.lifecycle import Fate, Severity
from papers.review.matrix import WHOLE
from papers.review.models import Amendment, Reservation
from papers.review.passages import Passage
from papers.review.queries.amendments import Card
from papers.review.queries.facts import Told
from papers.review.queries.matrix import Matrix, frame
from papers.shared.acting import Actor

SIZE = 40  # paragraphs on a page
OTHERS = "others"
TAKEN = frozenset({Fate.ACCEPTED, Fate.APPLIED})


@dataclass
class Stand:
    """What one delegation says about one paragraph."""

    comments: list[Told] = field(default_factory=list)
    proposes: list[Amendment] = field(default_factory=list)
    supports: list[Amendment] = field(default_factory=list)
    opposes: list[Amendment] = field(default_factory=list)
    reservations: list[Reservation] = field(default_factory=list)

    @property
    def heaviest(self) -> str:
        """The heaviest of its comments; none without comments."""
        said = {one.severity for one in self.comments}
        return next((severity for severity in Severity.values if severity in said), "")

    @property
    def undecided(self) -> int:
        return sum(not one.is_decided for one in self.comments)


@dataclass
class Line:
    """One paragraph: who says what about it, and the amendments to it as tracked changes."""

    key: str
    passage: Passage | None
    stands: dict[Any, Stand] = field(default_factory=lambda: defaultdict(Stand))
    cards: list[Card] = field(default_factory=list)

    @property
    def comments(self) -> list[Told]:
        return [one for stand in self.stands.values() for one in stand.comments]


@dataclass(frozen=True)
class Positions:
    """The paragraphs on which somebody says something, and all who do."""

    lines: list[Line]
    delegations: list[Any]


@dataclass(frozen=True)
class Side:
    """What one column says about a paragraph."""

    comments: list[Told]
    cards: list[Card]


@dataclass(frozen=True)
class Beside:
    """A paragraph in four columns: the text, two sides, and what becomes of it."""

    line: Line
    left: Side
    right: Side
    disposed: list[Told]
    taken: list[Card]
    now: (
        str | None
    )  # how the paragraph reads in the current revision, if it reads otherwise; empty: it is gone


def positions_of(acting: Actor, matrix: Matrix) -> Positions:
    """Comments, amendments with the positions on them, and standing reservations, in five statements."""
    names = matrix.passages
    lines: dict[str, Line] = {}

    def line(block: Any) -> Line:
        key = str(block or WHOLE)
        return lines.setdefault(key, Line(key, names.get(key)))

    people: dict[Any, Any] = {}

    def stand(block: Any, delegation: Any) -> Stand:
        people[delegation.pk] = delegation
        return line(block).stands[delegation.pk]

    for row in matrix.rows:
        stand(row.comment.block_id, row.comment.delegation).comments.append(row)
    for one in _amendments(acting, matrix):
        line(one.block_id).cards.append(Card(one, names.get(str(one.block_id))))
        for delegation in one.sponsors:
            stand(one.block_id, delegation).proposes.append(one)
        for delegation in one.supporting:
            stand(one.block_id, delegation).supports.append(one)
        for delegation in one.opposing:
            stand(one.block_id, delegation).opposes.append(one)
    for held in _reservations(acting, matrix):
        stand(held.block_id, held.delegation).reservations.append(held)
    return Positions(_in_order(lines, names), sorted(people.values(), key=lambda one: (one.rank, one.code)))


def positions_page(acting: Actor, matrix: Matrix) -> dict[str, Any]:
    """Who is where: one row for each paragraph, one column for each delegation."""
    found = positions_of(acting, matrix)
    rows = [(line, [line.stands.get(one.pk) for one in found.delegations]) for line in found.lines]
    return {**frame(acting, matrix), "columns": found.delegations, "lines": rows}


def sides_page(
    acting: Actor, matrix: Matrix, *, left: str, right: str, after: int, found: Positions
) -> dict[str, Any]:
    """Four columns, a page of paragraphs of which one of the two sides says something."""
    codes = {one.code: one.pk for one in found.delegations}
    now = _current(acting, matrix)
    every = [_beside(line, _who(left, right, codes), _who(right, left, codes), now) for line in found.lines]
    kept = [
        row for row in every if row.left.comments or row.left.cards or row.right.comments or row.right.cards
    ]
    return {
        **frame(acting, matrix),
        "lines": kept[after : after + SIZE],
        "kept": len(kept),
        "previous_url": _from(left, right, max(after - SIZE, 0)) if after else "",
        "next_url": _from(left, right, after + SIZE) if after + SIZE < len(kept) else "",
    }


def _from(left: str, right: str, after: int) -> str:
    """The address of the page that begins after so many paragraphs."""
    return f"?{urlencode({'left': left, 'right': right, 'after': after})}"


def _who(side: str, other: str, codes: Mapping[str, Any]) -> frozenset[Any]:
    """The delegations of a column: one, or all but the one of the other column."""
    if side in codes:
        return frozenset({codes[side]})
    return frozenset(key for code, key in codes.items() if side == OTHERS and code != other)


def _beside(line: Line, left: frozenset[Any], right: frozenset[Any], now: Mapping[str, str] | None) -> Beside:
    was = line.passage.words if line.passage else ""
    reads = now.get(line.key, "") if now is not None and line.passage else None
    return Beside(
        line=line,
        left=_side(line, left),
        right=_side(line, right),
        disposed=[one for one in line.comments if one.proposal or one.decision],
        taken=[card for card in line.cards if card.amendment.state in TAKEN],
        now=None if reads == was else reads,
    )


def _side(line: Line, who: frozenset[Any]) -> Side:
    comments = [one for one in line.comments if one.comment.delegation_id in who]
    cards = [card for card in line.cards if who & {one.pk for one in card.amendment.sponsors}]
    return Side(comments, cards)


def _current(acting: Actor, matrix: Matrix) -> dict[str, str] | None:
    """The words of the current revision by passage, once there is one after that of the round."""
    current = matrix.round.paper.current
    if current is None or current.pk == matrix.round.revision_id:
        return None
    return {
        key: passage.words for key, passage in naming.named(for_reader(current, acting).block_map).items()
    }


def _amendments(acting: Actor, matrix: Matrix) -> Any:
    return Amendment.objects.visible_to(acting).filter(round=matrix.round).standing().for_list()


def _reservations(acting: Actor, matrix: Matrix) -> Any:
    visible = Reservation.objects.visible_to(acting).filter(paper=matrix.round.paper)
    return visible.outstanding().select_related("delegation").order_by("entered_at", "pk")


def _in_order(lines: Mapping[str, Line], names: Iterable[str]) -> list[Line]:
    places = {key: place for place, key in enumerate([WHOLE, *names])}
    return sorted(lines.values(), key=lambda one: places.get(one.key, len(places)))

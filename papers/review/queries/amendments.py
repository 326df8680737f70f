"""Amendments as their pages show them: passage by passage, rivals beside each other, each as a tracked change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from papers.drafting.heads import head_of
from papers.drafting.live import log
from papers.drafting.models import Paper, Revision, WorkingText
from papers.drafting.preparing import prepare
from papers.drafting.projection import for_reader, whole
from papers.review import amending, rules
from papers.review import passages as naming
from papers.review.anchoring import Anchor, Passages, Place
from papers.review.lifecycle import Op
from papers.review.models import Amendment, Round
from papers.review.passages import Passage
from papers.review.wording import marked
from papers.shared.acting import Actor


@dataclass(frozen=True)
class Card:
    """One amendment with its passage, and how many others want the same words."""

    amendment: Amendment
    passage: Passage | None
    rivals: int = 0

    @property
    def change(self) -> list[tuple[str, str]]:
        """The passage as tracked changes: stretches of words with what becomes of them."""
        one, words = self.amendment, self.passage.words if self.passage else self.amendment.quote
        if one.op == Op.ADD:
            return [("same", f"{words} ¶ "), ("ins", one.words)]
        return list(marked(words, self.wanted)) if self.wanted else list(marked(one.quote, one.words))

    @property
    def wanted(self) -> str:
        """The passage as it would read."""
        words = self.passage.words if self.passage else ""
        return amending.amended(words, self.amendment.anchor, self.amendment.words) or ""

    @property
    def span(self) -> tuple[int, int]:
        """From where to where it takes words of the passage; a new passage takes none."""
        words = self.passage.words if self.passage else ""
        at = amending.nearest(words, self.amendment.anchor) if self.amendment.quote else None
        return (at, at + len(self.amendment.quote)) if at is not None else (len(words), len(words))


@dataclass(frozen=True)
class OnePassage:
    """A passage and the amendments to it."""

    passage: Passage | None
    cards: list[Card]


@dataclass(frozen=True)
class InMargin:
    """An amendment beside the text of a revision, and whether its words still stand there."""

    amendment: Amendment
    place: Place

    @property
    def change(self) -> list[tuple[str, str]]:
        return list(marked(self.amendment.quote, self.amendment.words))


def amendment_list(acting: Actor, round: Round) -> dict[str, Any]:
    """The amendments of a round that this person may see, passage by passage in the order of the text."""
    found = Amendment.objects.visible_to(acting).filter(round=round).standing().for_list()
    names = naming.named(for_reader(round.revision, acting).block_map)
    passages = by_passage(found, names)
    return {
        "round": round,
        "paper": round.paper,
        "head": head_of(acting, round.paper, "review", review=round.number),
        "passages": passages,
        "count": sum(len(one.cards) for one in passages),
        "choices": list(names.values()),
        "may_amend": round.is_open and rules.can_comment_now(acting, round),
        "why_not": rules.can_comment_now.why_not(acting, round) if round.is_open else None,
    }


def by_passage(amendments: Iterable[Amendment], names: Mapping[str, Passage]) -> list[OnePassage]:
    """Cards in the order of the text; those that want the same words know of each other."""
    found: dict[str, list[Card]] = {}
    for one in amendments:
        found.setdefault(str(one.block_id), []).append(Card(one, names.get(str(one.block_id))))
    order = {key: place for place, key in enumerate(names)}
    return [
        OnePassage(names.get(block), _with_rivals(cards))
        for block, cards in sorted(found.items(), key=lambda item: order.get(item[0], len(order)))
    ]


def amendment_page(acting: Actor, amendment: Amendment) -> dict[str, Any]:
    """One amendment: what it changes, who is for it, what became of it, and what this person may do."""
    round, names = amendment.round, naming.named(for_reader(amendment.revision, acting).block_map)
    same = (
        Amendment.objects.visible_to(acting)
        .filter(round=round, block=amendment.block_id)
        .standing()
        .for_list()
    )
    cards = by_passage(same, names)[0].cards if amendment.state != "withdrawn" else []
    card = next((one for one in cards if one.amendment.pk == amendment.pk), None)
    own = next((one for one in amendment.cosponsors.all() if one.delegation_id == _own(acting)), None)
    position = next((one for one in amendment.positions.all() if one.delegation_id == _own(acting)), None)
    return {
        "amendment": amendment,
        "card": card or Card(amendment, names.get(str(amendment.block_id))),
        "rivals": _rivals(card, cards) if card else [],
        "round": round,
        "paper": amendment.paper,
        "head": head_of(acting, amendment.paper, "review", review=round.number),
        "asked": own,
        "position": position,
        "may_change": rules.can_amend(acting, amendment),
        "may_take_back": rules.can_take_back(acting, amendment),
        "may_join": own is not None and rules.can_join(acting, amendment),
        "may_take_position": rules.can_take_position(acting, amendment),
        "may_judge": rules.can_judge(acting, amendment),
        "may_put_in": rules.can_put_in(acting, amendment),
    }


def placing(amendment: Amendment) -> dict[str, Any]:
    """The three texts of a passage: as it was amended, as proposed, as the working text has it now."""
    working = log.current(WorkingText.objects.get(paper=amendment.paper_id))
    block_map = in_working_text(amendment, working.text)
    entry = next((one for one in block_map if one["id"] == str(amendment.block_id)), None)
    was = Passages(whole(amendment.revision).block_map).words(str(amendment.block_id))
    wanted = (
        amendment.words
        if amendment.op == Op.ADD
        else amending.amended(was, amendment.anchor, amendment.words)
    )
    return {
        "was": was,
        "wanted": wanted or "",
        "now": working.text[entry["start"] : entry["end"]] if entry else "",
        "is_gone": entry is None,
        "version": working.version,
    }


def in_working_text(amendment: Amendment, text: str) -> list[dict[str, Any]]:
    """The blocks of the working text under the ids of the current revision."""
    current = amendment.paper.current or amendment.revision
    return prepare(text, whole(current).block_map, brackets=amendment.paper.brackets).block_map


def margin_amendments(acting: Actor, paper: Paper, revision: Revision) -> dict[str | None, list[InMargin]]:
    """By block id, the amendments to show beside this revision; one statement."""
    visible = Amendment.objects.visible_to(acting).filter(paper=paper, revision__number__lte=revision.number)
    related = visible.standing().select_related("delegation", "round")
    passages = Passages(revision.block_map, paper.blocks.kin)
    notes: dict[str | None, list[InMargin]] = {}
    for one in related.with_counts().in_order():
        place = passages.find(one.anchor if one.quote else Anchor(str(one.block_id)))
        notes.setdefault(place.block, []).append(InMargin(one, place))
    return notes


def _with_rivals(cards: Sequence[Card]) -> list[Card]:
    return [Card(card.amendment, card.passage, len(_rivals(card, cards))) for card in cards]


def _rivals(card: Card, cards: Sequence[Card]) -> list[Card]:
    """Those of the same passage that want words which this one wants too."""
    return [
        one for one in cards
        if one.amendment.pk != card.amendment.pk and amending.overlap(one.span, card.span)
    ]  # fmt: skip


def _own(acting: Actor) -> Any:
    return acting.delegation.pk if acting.delegation else None

"""Who reads which passage: wishes become changes, checked against who may decide, then markings; lifted likewise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.delegations.models import Delegation
from papers.delegations.queries import holders
from papers.delegations.services import wake
from papers.drafting import access, carrying, levels, rules
from papers.drafting.live import nudges
from papers.drafting.models import Paper, PassageMarking, Release, Revision
from papers.drafting.projection import whole
from papers.drafting.withholding import notes_of
from papers.notifications.services import News, notify_each
from papers.shared.acting import Actor, Capability
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of
from papers.shared.registry import Registry

ALL = "all"
RELEASED = "drafting.passages.released"
LONGEST = 300
# Higher slices register, by their name, what in them keeps the passages of a paper from being narrowed:
# a function of the paper that gives the sentence, or nothing.
hurdles = Registry("what keeps passages from being narrowed")


@dataclass(frozen=True)
class Wish:
    """To whom some passages are to be released: to all, to those named, or to the chair; and why."""

    blocks: frozenset[str]
    release: str
    released_to: tuple[Delegation, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Change:
    """What becomes of one passage: the marking that ends, who has it from now on, who loses and who gains it."""

    block: str
    was: PassageMarking | None
    losing: frozenset[Any] = frozenset()
    gaining: frozenset[Any] = frozenset()


@dataclass(frozen=True)
class Plan:
    """All changes of a wish, and the delegations they concern."""

    wish: Wish
    changes: list[Change]
    readers: dict[Any, Delegation] = field(default_factory=dict)

    @property
    def losing(self) -> list[Delegation]:
        return self._those(one for change in self.changes for one in change.losing)

    @property
    def gaining(self) -> list[Delegation]:
        return self._those(one for change in self.changes for one in change.gaining)

    @property
    def blocks(self) -> list[str]:
        return [change.block for change in self.changes]

    def _those(self, keys: Iterable[Any]) -> list[Delegation]:
        wanted = set(keys)
        return [one for key, one in self.readers.items() if key in wanted]


def plan(paper: Paper, wish: Wish, *, by: Actor) -> Plan:
    """What the wish changes, or the sentence why it may not; passages that stand so already are left out."""
    rules.can_see_markings.require(by, paper)
    _require_sense(wish)
    blocks = _with_kin(paper, wish.blocks)
    standing = {
        str(one.block_id): one
        for one in PassageMarking.objects.standing().filter(paper=paper).prefetch_related("released_to")
    }
    readers = _Readers(paper)
    changes = [_change(block, standing.get(block), wish, readers) for block in sorted(blocks)]
    changes = [one for one in changes if _differs(one, wish, readers)]
    for one in changes:
        _require_may(paper, one, by)
    return Plan(wish, changes, {one.pk: one for one in readers.delegations})


@transaction.atomic
def mark(paper: Paper, wish: Wish, *, by: Actor) -> Plan:
    """Narrow, widen or lift: effective at the next request, in every revision that has the passages."""
    paper = Paper.objects.select_for_update(of=("self",)).select_related("lead", "current").get(pk=paper.pk)
    made = plan(paper, wish, by=by)
    if not made.changes:
        return made
    if by.delegation:
        wake(by.delegation, by=by)
    _end([one.was for one in made.changes if one.was], by)
    if wish.release != ALL:
        _begin(paper, made, by)
    carrying.note_narrowed(paper, Revision.objects.filter(paper=paper).defer("text"))
    audit.record("drafting.passages.marked", paper, by=by, paper=paper, passages=len(made.changes))
    _tell(made, by)
    nudges.access_changed(paper)
    return made


class _Readers:
    """Who may read the paper at all, who of them drafts it and who presides."""

    def __init__(self, paper: Paper) -> None:
        self.delegations = list(access.delegations_with(paper, levels.VIEW))
        self.all = frozenset(one.pk for one in self.delegations)
        self.drafting = frozenset(access.delegations_with(paper, levels.DRAFT).values_list("pk", flat=True))
        self.presiding = frozenset(
            access.delegations_with(paper, levels.PRESIDE).values_list("pk", flat=True)
        )

    def of(self, release: str, named: Collection[Any]) -> frozenset[Any]:
        """Those who have a passage that is released so; those who draft have all of the paper."""
        if release == ALL:
            return self.all
        chair = self.presiding if release == Release.CHAIR else frozenset()
        return self.all & (self.drafting | chair | frozenset(named))

    def of_marking(self, marking: PassageMarking | None) -> frozenset[Any]:
        if marking is None:
            return self.all
        return self.of(marking.release, [one.pk for one in marking.released_to.all()])


def _change(block: str, was: PassageMarking | None, wish: Wish, readers: _Readers) -> Change:
    before, after = readers.of_marking(was), readers.of(wish.release, [one.pk for one in wish.released_to])
    return Change(block, was, losing=before - after, gaining=after - before)


def _differs(change: Change, wish: Wish, readers: _Readers) -> bool:
    if change.was is None or wish.release == ALL:
        return (change.was is None) != (wish.release == ALL)
    named = {one.pk for one in change.was.released_to.all()} - {change.was.originator_id} - readers.drafting
    wanted = {one.pk for one in wish.released_to} - {change.was.originator_id} - readers.drafting
    return (change.was.release, named) != (wish.release, wanted)


def _require_sense(wish: Wish) -> None:
    if wish.release not in {ALL, *Release.values}:
        raise BadInput(_("Choose to whom the passages are released."))
    if not wish.blocks:
        raise BadInput(_("Choose the passages."))
    if not wish.reason.strip() or len(wish.reason) > LONGEST:
        raise BadInput(_("Say why, in at most %(n)d characters; it stays on the record.") % {"n": LONGEST})


def _require_may(paper: Paper, change: Change, by: Actor) -> None:
    if change.was is not None:
        rules.can_release_passage.require(by, change.was)
    if change.was is None or change.losing:
        rules.can_narrow.require(by, paper)
        for name in hurdles:
            sentence = hurdles.get(name)(paper)
            if sentence:
                raise Refused(sentence)


def _with_kin(paper: Paper, chosen: Collection[str]) -> set[str]:
    """The passages chosen, the notes they refer to, and those in other revisions that their words came from."""
    current = whole(paper.current)
    there = {entry["id"]: entry for entry in current.block_map} if current else {}
    standing = PassageMarking.objects.standing().filter(paper=paper).values_list("block", flat=True)
    known = there.keys() | {str(one) for one in standing}
    if not set(chosen) <= known:
        raise BadInput(_("A passage that was chosen does not stand in the current revision. Choose again."))
    found = set(chosen) | notes_of(there.values(), chosen)
    came: dict[str, set[str]] = defaultdict(set)
    for block, origin, heir in paper.blocks.exclude(origin=None, heir=None).values_list(
        "pk", "origin", "heir"
    ):
        if origin:
            came[str(block)].add(str(origin))
        if heir:
            came[str(heir)].add(str(block))
    asked = list(found)
    for one in asked:
        asked += came[one] - set(asked)
    return set(asked)


def _current(paper: Paper) -> Revision:
    if paper.current is None:
        raise Refused(_("Only passages of an issued revision are marked: issue one first."))
    return paper.current


def _end(markings: Iterable[PassageMarking], by: Actor) -> None:
    ended = [one.pk for one in markings]
    PassageMarking.objects.filter(pk__in=ended).update(ended_at=timezone.now(), ended_by=by.user)


def _begin(paper: Paper, made: Plan, by: Actor) -> None:
    drafting, since = list(access.delegations_with(paper, levels.DRAFT)), _current(paper)
    fresh = [
        PassageMarking(
            paper=paper, block_id=UUID(one.block), since=since, release=made.wish.release,
            originator=one.was.originator if one.was else by.delegation, reason=made.wish.reason.strip(), **act_of(by),
        )
        for one in made.changes
    ]  # fmt: skip
    PassageMarking.objects.bulk_create(fresh)
    through = PassageMarking.released_to.through
    through.objects.bulk_create(
        through(passagemarking_id=one.pk, delegation_id=delegation)
        for one in fresh
        for delegation in {one.originator_id, *(each.pk for each in (*drafting, *made.wish.released_to))}
    )


def _tell(made: Plan, by: Actor) -> None:
    """Who speaks for a delegation that gained a passage, and its focal points; never those who lost one."""
    gained = {key: change.was for change in made.changes for key in change.gaining}
    told = [one for one in made.gaining if one != by.delegation]
    people = {one for able in (Capability.SPEAK, Capability.MANAGE_PEOPLE) for one in holders(told, able)}
    notify_each(News(one, RELEASED, gained[one.seat.delegation_id]) for one in people)

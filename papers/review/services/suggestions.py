"""Suggesting in the text: passages typed over by a delegation, kept among its own, released as amendments."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.drafting.projection import for_reader
from papers.review import anchoring, rules
from papers.review.amending import amended
from papers.review.models import Answer, Round, Suggestion
from papers.review.services.amendments import put_down_amendment, withdraw_amendment
from papers.review.services.comments import require_freely, taking_comments
from papers.review.services.words import within
from papers.review.suggesting import amendments_of
from papers.shared.acting import Actor
from papers.shared.errors import BadInput
from papers.shared.models import act_of
from papers.shared.text import squash

SITTING = timedelta(minutes=10)  # a page saves while one types: the record has one event for each sitting


@transaction.atomic
def keep_suggestion(
    round: Round, *, block: str, wanted: str, reason: str, seen: int, by: Actor
) -> Suggestion | None:
    """Keep a passage as the own delegation would have it; None where it reads as it did and nothing is kept.

    `seen` is the version that was typed over, 0 for none: what a colleague kept meanwhile is not overwritten unseen.
    """
    rules.can_comment.require(by, round)
    round = taking_comments(round, by)
    present = _present(round, block, by)
    wanted, reason = within("proposed", wanted), within("reason", reason)
    kept = _waiting(round, by).filter(block_id=UUID(block)).first()
    if seen != (kept.version if kept else 0):
        raise BadInput(
            _("A colleague changed this passage meanwhile. Both are here: keep yours, or take theirs.")
        )
    if squash(wanted) == present and not reason:
        if kept:
            _remove(kept, by)
        return None
    is_new_sitting = kept is None or kept.by_id != by.user.pk or by.at > kept.changed_at + SITTING
    kept = kept or Suggestion(
        round=round, delegation=by.delegation, seat=by.mandate.seat, block_id=block, made_at=by.at, version=0
    )
    kept.wanted, kept.reason, kept.changed_at, kept.version = wanted, reason, by.at, kept.version + 1
    for name, value in act_of(by).items():
        setattr(kept, name, value)
    kept.save()
    if is_new_sitting:
        _record("review.suggestion.kept", kept, by)
    return kept


@transaction.atomic
def remove_suggestion(suggestion: Suggestion, *, by: Actor) -> None:
    """Take a suggestion away; the record says that there was one, not what it said."""
    kept = _waiting(suggestion.round, by).filter(pk=suggestion.pk).first()
    rules.can_suggest.require(by, suggestion)
    if kept:
        _remove(kept, by)


@transaction.atomic
def put_forward(suggestion: Suggestion, *, by: Actor) -> Suggestion:
    """Record a suggestion as amendments of the delegation, without waiting for the release of its answer."""
    rules.can_suggest.require(by, suggestion)
    require_freely(suggestion.round, by)
    kept = _waiting(suggestion.round, by).filter(pk=suggestion.pk).first()
    if kept is None:
        raise BadInput(_("This suggestion was put forward or taken away meanwhile."))
    return _release(kept, by)


def release_suggestions(round: Round, *, by: Actor) -> int:
    """Make amendments of all that waits; how many they became. Part of the release of an answer."""
    return sum(_release(one, by).released_as.count() for one in _waiting(round, by).order_by("made_at", "pk"))


def recall_suggestions(answer: Answer, *, by: Actor) -> None:
    """Take released amendments back and make suggestions of them again. Part of the recall of an answer.

    Where a colleague has begun another suggestion to the same passage, the amendments stay as they are.
    """
    anew = _waiting(answer.round, by).values("block")
    released = Suggestion.objects.select_for_update().filter(
        round=answer.round, delegation=by.delegation, released_at=answer.released_at
    )
    for one in released.exclude(block__in=anew):
        for amendment in one.released_as.all():
            if rules.can_take_back(by, amendment):
                withdraw_amendment(amendment, by=by)
        one.released_as.clear()
        one.released_at = None
        one.save(update_fields=["released_at"])


def _release(suggestion: Suggestion, by: Actor) -> Suggestion:
    """One amendment for each change that stands apart, all with the one reason."""
    present = _present(suggestion.round, str(suggestion.block_id), by)
    made = []
    for change in amendments_of(present, suggestion.wanted):
        anchor = anchoring.Anchor("", change.quote, change.before, change.after)
        wanted = amended(present, anchor, change.words) or ""
        made.append(
            put_down_amendment(
                suggestion.round,
                block=str(suggestion.block_id),
                wanted=wanted,
                reason=suggestion.reason,
                by=by,
            )
        )
    suggestion.released_at = by.at
    suggestion.save(update_fields=["released_at"])
    suggestion.released_as.set(made)
    _record("review.suggestion.released", suggestion, by, amendments=len(made))
    return suggestion


def _waiting(round: Round, by: Actor) -> QuerySet[Suggestion]:
    waiting = Suggestion.objects.select_for_update(of=("self",)).visible_to(by).waiting()
    related = waiting.select_related("delegation", "round__revision", "round__paper__lead")
    return related.filter(round=round, delegation=by.delegation)


def _present(round: Round, block: str, by: Actor) -> str:
    passages = anchoring.Passages(for_reader(round.revision, by).block_map)
    if block not in passages:
        raise BadInput(_("This passage does not stand in the revision of the round. Choose it again."))
    return passages.words(block)


def _remove(suggestion: Suggestion, by: Actor) -> None:
    _record("review.suggestion.removed", suggestion, by)
    suggestion.delete()


def _record(verb: str, suggestion: Suggestion, by: Actor, **facts: int) -> None:
    """The own delegation's alone, before and after the release."""
    audit.record(
        verb, suggestion, by=by, paper=suggestion.round.paper, delegation=suggestion.delegation,
        audience=Audience.DELEGATION, round=suggestion.round.number, **facts,
    )  # fmt: skip

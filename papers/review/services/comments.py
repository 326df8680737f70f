"""What delegations say in a round: comments until it ends, replies once its close has opened them to all."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations.queries import holders
from papers.delegations.services import wake
from papers.drafting.models import Paper
from papers.drafting.projection import for_reader
from papers.notifications.services import notify
from papers.review import anchoring, lifecycle, rules, wording
from papers.review.lifecycle import Kind, Severity
from papers.review.models import Comment, Reply, Round
from papers.review.services.words import clean, in_centre_time, within
from papers.shared.acting import Actor, Capability
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of
from papers.shared.text import squash

FIELDS = ("kind", "severity", "text", "proposed", "reason")
ANCHOR = ("block_id", "quote", "before", "after")


@transaction.atomic
def add_comment(round: Round, *, by: Actor, **words: Any) -> Comment:
    """Comment on the paper, a passage or words of it; until the close only the own delegation can see it.

    Takes kind, severity, text, and if need be proposed, reason, block, quote, before and after.
    """
    rules.can_comment.require(by, round)
    round = taking_comments(round, by)
    require_freely(round, by)
    return put_down(round, words, by=by)


def put_down(round: Round, words: dict[str, Any], *, by: Actor) -> Comment:
    """Record a comment in a round that takes it, under the round's lock."""
    comment = Comment(
        round=round, delegation=by.delegation, revision=round.revision, made_at=by.at, **act_of(by)
    )
    _write(comment, words, by)
    wake(by.delegation, by=by)
    comment.save(force_insert=True)
    _record("review.comment.added", comment, by)
    return comment


@transaction.atomic
def edit_comment(comment: Comment, *, by: Actor, **words: Any) -> Comment:
    """Change an own comment while the round is open."""
    comment = _changeable(comment, by)
    require_freely(comment.round, by)
    _write(comment, words, by)
    comment.changed_at = by.at
    comment.save(update_fields=[*FIELDS, *ANCHOR, "changed_at"])
    _record("review.comment.changed", comment, by)
    return comment


@transaction.atomic
def withdraw_comment(comment: Comment, *, by: Actor) -> Comment:
    """Take an own comment back while the round is open: it gets no number and is opened to nobody."""
    comment = _changeable(comment, by)
    comment.withdrawn_at = by.at
    comment.save(update_fields=["withdrawn_at"])
    _record("review.comment.withdrawn", comment, by)
    return comment


@transaction.atomic
def reply(comment: Comment, *, text: str, by: Actor) -> Reply:
    """Answer in the thread of a comment that all may read."""
    rules.can_reply.require(by, comment)
    text = within("reply", text)
    if not text:
        raise BadInput(_("A reply needs words."))
    wake(by.delegation, by=by)
    answer = Reply.objects.create(
        comment=comment, delegation=by.delegation, text=text, made_at=by.at, **act_of(by)
    )
    audit.record(
        "review.reply.added",
        comment,
        by=by,
        paper=comment.paper,
        comment=comment.reference,
        reply=str(answer.pk),
    )
    notify(_others_in(comment, by), lifecycle.REPLIED, answer)
    return answer


def taking_comments(round: Round, by: Actor) -> Round:
    """The round under its lock, if this came in time; what came late is refused with its words handed back."""
    locked = Round.objects.select_for_update(of=("self",)).select_related("paper__lead", "revision")
    round = locked.get(pk=round.pk)
    round.paper.refresh_from_db(fields=["stage"])
    rules.read_again(by, round)
    if round.is_over(by.at):
        raise Refused(
            _(
                "Round %(number)d ended on %(day)s at %(time)s centre time. This came after it and was not recorded; "
                "bring it in the next round."
            )
            % {"number": round.number, **in_centre_time(round.deadline)}
        )
    for rule in (rules.takes_comments, rules.has_not_answered):
        reason = rule.why_not(by, round)
        if reason is not None:
            raise Refused(reason)
    return round


def require_freely(round: Round, by: Actor) -> None:
    """Refuse what would go past the clearance chain of the delegation."""
    reason = rules.is_unchained.why_not(by, round)
    if reason is not None:
        raise Refused(reason)


def _changeable(comment: Comment, by: Actor) -> Comment:
    comment = (
        Comment.objects.select_for_update(of=("self",))
        .select_related("delegation", "block")
        .get(pk=comment.pk)
    )
    (rules.is_own & rules.comments & rules.stands).require(by, comment)
    comment.round = taking_comments(comment.round, by)
    return comment


def _write(comment: Comment, words: dict[str, Any], by: Actor) -> None:
    """Put what was typed on the comment, if it says what a comment of its kind must say and quotes what is there."""
    said = {name: clean(words.get(name) or "") for name in FIELDS}
    if said["kind"] not in Kind.values or said["severity"] not in Severity.values:
        raise BadInput(_("Choose the kind and the severity of the comment from those named."))
    faults = wording.faults(**said, quote=words.get("quote") or "")
    if faults:
        raise BadInput(" ".join(faults.values()))
    for name, value in said.items():
        setattr(comment, name, value)
    _anchor(comment, words, by)


def _anchor(comment: Comment, words: dict[str, Any], by: Actor) -> None:
    block, quote = str(words.get("block") or ""), squash(words.get("quote") or "")
    passages = anchoring.Passages(for_reader(comment.revision, by).block_map)
    if block and block not in passages:
        raise BadInput(_("This passage does not stand in the revision of the round. Choose it again."))
    if quote and not block:
        raise BadInput(_("Words are quoted from a passage: choose the one in which they stand."))
    comment.block_id, comment.quote = block or None, quote
    comment.before = comment.after = ""
    if quote:
        _place_quote(
            comment,
            passages,
            anchoring.Anchor(block, quote, words.get("before") or "", words.get("after") or ""),
        )


def _place_quote(comment: Comment, passages: anchoring.Passages, anchor: anchoring.Anchor) -> None:
    """Keep the true surroundings of the quoted words, whatever the form said about them."""
    present = passages.words(anchor.block)
    at = anchoring.nearest(present, anchor)
    if at is None:
        raise BadInput(
            _(
                "The quoted words do not stand in that passage of this revision. Choose them again, or quote none."
            )
        )
    comment.before, comment.after = anchoring.surroundings(present, at, at + len(anchor.quote))


def _record(verb: str, comment: Comment, by: Actor) -> None:
    """Until the close nobody else learns even that there is a comment."""
    audit.record(
        verb, comment, by=by, paper=comment.paper, delegation=comment.delegation, audience=Audience.DELEGATION,
        round=comment.round.number,
    )  # fmt: skip


def _others_in(comment: Comment, by: Actor) -> Any:
    """To whom a reply is news: those who comment for the commenter, and the penholders; not those who wrote it."""
    paper: Paper = comment.paper
    told = {comment.delegation_id: comment.delegation, paper.lead_id: paper.lead}
    others = [one for key, one in told.items() if by.delegation is None or key != by.delegation.pk]
    return holders(others, Capability.COMMENT)

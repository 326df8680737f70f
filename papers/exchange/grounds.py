"""What a delegation has in a round already: against it every line of a file that it brings is judged."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from papers.drafting.projection import for_reader
from papers.exchange.answering import Said, Thread
from papers.exchange.filled import Draft, Ground, Known, Text
from papers.review import amending, lifecycle, rules
from papers.review.lifecycle import Step
from papers.review.models import Amendment, Comment, Disposition, NationalNote, Reply, Round
from papers.review.passages import Passage, named
from papers.review.queries.matrix import answers_in
from papers.shared.acting import Actor
from papers.shared.text import squash

HERE = (lifecycle.Note.DRAFT, lifecycle.Note.THREAD)


def ground(acting: Actor, round: Round) -> Ground:
    """The own drafts and comments on the revision under review, with what was said under the drafts."""
    text = Text(passages_of(acting, round))
    own = NationalNote.objects.visible_to(acting).filter(revision=round.revision, kind__in=HERE)
    notes, replies = [], defaultdict(set)
    for note in own.order_by("made_at", "pk"):
        if note.parent_id is None:
            notes.append(note)
        else:
            replies[note.parent_id].add((note.author, note.text))
    made = Comment.objects.visible_to(acting).standing().filter(round=round, delegation=acting.delegation)
    known = [Known(one.pk, _draft(one, kind=one.kind), is_final=True) for one in made]
    known += [
        Known(
            one.pk,
            _draft(one, kind=one.comment_kind, source=one.source, settled=one.settled),
            one.released_at is not None,
            frozenset(replies[one.pk]),
        )
        for one in notes
    ]
    return Ground(text, known)


def amended(acting: Actor, round: Round) -> list[tuple[str, str, bool]]:
    """What the own amendments in the round would have each passage say, or add after it."""
    passages = passages_of(acting, round)
    own = Amendment.objects.visible_to(acting).standing().filter(round=round, delegation=acting.delegation)
    found = []
    for one in own:
        is_new, key = one.op == lifecycle.Op.ADD, str(one.block_id)
        present = passages[key].words if key in passages else ""
        says = one.words if is_new else amending.amended(present, one.anchor, one.words)
        found.append((key, squash(says or ""), is_new))
    return found


def passages_of(acting: Actor, round: Round) -> dict[str, Passage]:
    return named(for_reader(round.revision, acting).block_map)


def thread(acting: Actor, round: Round) -> Thread:
    """The comments that all may read, with what was said to each and what this person may say."""
    comments = list(Comment.objects.visible_to(acting).opened().filter(round=round))
    about = Disposition.objects.filter(comment__round=round, superseded_by__isnull=True)
    standing = {(one.comment_id, one.step): one for one in about.select_related("merge__into__round")}
    own = Reply.objects.filter(comment__round=round, delegation=acting.delegation)
    replies = defaultdict(set)
    for reply in own:
        replies[reply.comment_id].add(squash(reply.text))
    answers = answers_in(round)
    holds_the_pen = bool(comments) and rules.holds_the_pen(acting, _in(comments[0], round))
    said = {}
    for one in comments:
        decided = (one.pk, Step.DECIDED) in standing
        said[one.number] = Said(
            one.pk, _in(one, round).reference, one.text, rules.is_own(acting, one), decided,
            holds_the_pen and not decided, _proposal(standing.get((one.pk, Step.PROPOSED))),
            _answer(answers.get(one.pk)), frozenset(replies[one.pk]),
        )  # fmt: skip
    return Thread(round.number, said)


def _in(comment: Comment, round: Round) -> Comment:
    comment.round = round
    return comment


def _draft(row: Any, **facts: Any) -> Draft:
    return Draft(
        0, "", row.text, str(row.block_id or ""), row.quote, severity=row.severity, proposed=row.proposed,
        reason=row.reason, **facts,
    )  # fmt: skip


def _proposal(disposition: Any) -> tuple[str, str, str]:
    if disposition is None:
        return "", "", ""
    into = disposition.merge.into.reference if hasattr(disposition, "merge") else ""
    return disposition.value, squash(disposition.reason), into


def _answer(answer: Any) -> tuple[str, str]:
    return (answer.value, squash(answer.words)) if answer else ("", "")

"""A delegation's own space: notes that nobody else sees, and the release of its answer as one act."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations.models import Delegation
from papers.drafting.models import Paper, Revision
from papers.drafting.projection import for_reader
from papers.review import anchoring, rules
from papers.review.lifecycle import RECALL, Kind, Note, Severity
from papers.review.models import Answer, NationalNote, Round
from papers.review.queries import clearing
from papers.review.services import behalf, comments, rounds, suggestions
from papers.review.services.words import clean, within
from papers.shared.acting import Actor
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of
from papers.shared.text import squash

DRAFTED = ("comment_kind", "severity", "proposed", "reason")
CHOSEN = ("comment_kind", "severity")  # which always say something
BROUGHT = ("author", "source", "settled")  # what a note from a file keeps of it


@transaction.atomic
def write_note(
    paper: Paper, *, kind: str, text: str, by: Actor, parent: NationalNote | None = None, **words: Any
) -> NationalNote:
    """Write for the own delegation alone: an instruction, a thought to discuss, a comment to be released.

    One that comes from a file says so: author, source, settled.
    """
    rules.can_note.require(by, paper)
    note = NationalNote(
        paper=paper, delegation=by.delegation, seat=by.mandate.seat, made_at=by.at, parent=parent, **act_of(by),
        revision=Revision.objects.filter(paper=paper).latest("number"),
        **{name: words[name] for name in BROUGHT if name in words},
    )  # fmt: skip
    _write(note, kind=Note.THREAD if parent else kind, text=text, words=words, by=by)
    note.save(force_insert=True)
    _record("review.note.written", note, by)
    return note


@transaction.atomic
def change_note(note: NationalNote, *, kind: str, text: str, by: Actor, **words: Any) -> NationalNote:
    """Change a note of the own delegation; what was released stays as it was released."""
    note = _locked(note)
    rules.can_change_note.require(by, note)
    _write(note, kind=kind, text=text, words=words, by=by)
    note.settled = words.get("settled", note.settled)
    note.changed_at = by.at
    note.save()
    _record("review.note.changed", note, by)
    return note


@transaction.atomic
def remove_note(note: NationalNote, *, by: Actor) -> None:
    """Take a note away, with what was said under it; the record says that there was one, not what it said."""
    note = _locked(note)
    rules.can_change_note.require(by, note)
    _record("review.note.removed", note, by)
    note.delete()


@transaction.atomic
def release_answer(
    round: Round, *, despite: str = "", on_behalf: Iterable[Delegation] = (), by: Actor
) -> Answer:
    """Make comments of all drafts on the round's revision, amendments of all suggestions, and say that it is complete.

    All or nothing. Where the delegation has a clearance chain, every seat has cleared what is released, or `despite`
    says why it goes all the same; that stays within the delegation. Those `on_behalf` of whom it is to speak
    as well are asked to confirm that themselves.
    """
    rules.can_release.require(by, round)
    round = comments.taking_comments(round, by)
    despite = _cleared(round, within("reason", despite), by)
    drafts = (
        NationalNote.objects.select_for_update(of=("self",))
        .visible_to(by)
        .drafts()
        .filter(revision=round.revision)
    )
    released = list(drafts.order_by("made_at", "pk"))
    for note in released:
        note.released_as = comments.put_down(round, _as_comment(note), by=by)
        note.released_at = by.at
        note.save(update_fields=["released_as", "released_at"])
    amendments = suggestions.release_suggestions(round, by=by)
    rounds.complete(round, by=by)
    Answer.objects.visible_to(by).standing().filter(round=round).update(recalled_at=by.at)
    answer = Answer.objects.create(
        round=round, delegation=by.delegation, released_at=by.at, comments=len(released), amendments=amendments,
        despite=despite, **act_of(by),
    )  # fmt: skip
    behalf.ask_to_speak_for(answer, on_behalf, by=by)
    audit.record(
        "review.answer.released", round, by=by, paper=round.paper, delegation=by.delegation,
        audience=Audience.DELEGATION, number=round.number, comments=len(released), amendments=amendments,
    )  # fmt: skip
    return answer


@transaction.atomic
def recall_answer(round: Round, *, by: Actor) -> Answer:
    """Take a released answer back within minutes, while the round is open: all of it becomes drafts again."""
    rules.can_release.require(by, round)
    answer = Answer.objects.select_for_update().visible_to(by).standing().filter(round=round).first()
    if answer is None or by.at > answer.released_at + RECALL:
        raise Refused(
            _("An answer is recalled within ten minutes of its release. Take single comments back instead.")
        )
    rounds.take_back_answer(round, by=by)
    for note in NationalNote.objects.select_for_update().filter(
        released_at=answer.released_at, delegation=by.delegation
    ):
        if note.released_as is not None and note.released_as.withdrawn_at is None:
            comments.withdraw_comment(note.released_as, by=by)
        note.released_as = note.released_at = None
        note.save(update_fields=["released_as", "released_at"])
    suggestions.recall_suggestions(answer, by=by)
    answer.recalled_at = by.at
    answer.save(update_fields=["recalled_at"])
    return answer


def _cleared(round: Round, despite: str, by: Actor) -> str:
    """The reason to keep with a release that was not cleared; none where it was, or where nobody clears."""
    if rules.is_unchained(by, round) or clearing.chain(by, round).is_complete:
        return ""
    if not despite:
        raise BadInput(
            _(
                "These drafts are not cleared by every seat of your chain. Say why they are released all the same."
            )
        )
    return despite


def _write(note: NationalNote, *, kind: str, text: str, words: dict[str, Any], by: Actor) -> None:
    if kind not in Note.values:
        raise BadInput(_("Choose what kind of note this is."))
    note.kind, note.text = kind, within("text", text)
    if not note.text:
        raise BadInput(_("A note needs words."))
    for name in DRAFTED:
        said = words.get(name)
        kept = said is None or (not said and name in CHOSEN)
        setattr(note, name, clean(getattr(note, name) if kept else said or ""))
    if note.comment_kind not in Kind.values or note.severity not in Severity.values:
        raise BadInput(_("Choose the kind and the severity of the comment from those named."))
    _anchor(note, str(words.get("block") or ""), squash(words.get("quote") or ""), by)


def _anchor(note: NationalNote, block: str, quote: str, by: Actor) -> None:
    passages = anchoring.Passages(for_reader(note.revision, by).block_map)
    if block and block not in passages:
        raise BadInput(_("This passage does not stand in the current revision. Choose it again."))
    if quote and quote not in passages.words(block):
        raise BadInput(
            _(
                "The quoted words do not stand in that passage of this revision. Choose them again, or quote none."
            )
        )
    note.block_id, note.quote = block or None, quote


def _as_comment(note: NationalNote) -> dict[str, Any]:
    return {
        "block": str(note.block_id or ""), "quote": note.quote, "kind": note.comment_kind, "severity": note.severity,
        "text": note.text, "proposed": note.proposed, "reason": note.reason,
    }  # fmt: skip


def _locked(note: NationalNote) -> NationalNote:
    locked = NationalNote.objects.select_for_update(of=("self",)).select_related(
        "paper", "delegation", "revision"
    )
    return locked.get(pk=note.pk)


def _record(verb: str, note: NationalNote, by: Actor) -> None:
    audit.record(
        verb,
        note,
        by=by,
        paper=note.paper,
        delegation=note.delegation,
        audience=Audience.DELEGATION,
        kind=note.kind,
    )

"""Writing: saving the working text without losing a word, and freezing it as an immutable revision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.drafting import carrying, pictures, rules
from papers.drafting.live import log, nudges
from papers.drafting.live.log import Because
from papers.drafting.live.replica import Edit, edited
from papers.drafting.merge import merge3
from papers.drafting.models import Block, Paper, Recovery, Revision, Step, WorkingText
from papers.drafting.preparing import Prepared, prepare, seal
from papers.drafting.projection import whole
from papers.shared.acting import Actor
from papers.shared.errors import BadInput, Refused, TooOften
from papers.shared.models import act_of
from papers.shared.text import normalise_line_ends

TRIES = 3
MOST_KEPT, KEPT_WITHIN = 60, timedelta(hours=1)


@dataclass(frozen=True)
class Saved:
    """What became of a save: the text as it now stands, whether others' words came in, what could not be placed."""

    version: int
    text: str
    merged: bool
    recovery: Recovery | None
    saved_at: datetime


@transaction.atomic
def save_text(
    paper: Paper, *, text: str, base_version: int, by: Actor, because: log.Because = log.UNSAID
) -> Saved:
    """Save the working text written on `base_version`; what others wrote since is merged in, and nothing is lost."""
    rules.can_edit.require(by, Paper.objects.select_for_update().get(pk=paper.pk))
    text = _within_limit(normalise_line_ends(text))
    working = WorkingText.objects.select_for_update().get(paper=paper)
    if base_version == working.version:
        return _store(working, text, by, merged=False, because=because)
    base = log.text_at(working.paper_id, base_version)
    if base is None:
        return _keep_aside(working, text, by, why="base unknown")
    merge = merge3(base, text, log.current(working).text)
    saved = _store(working, merge.text, by, merged=merge.text != text, because=because)
    return saved if merge.clean else _with_recovery(saved, paper.pk, text, by, base=base, why="conflict")


def issue_working_text(
    paper: Paper, *, note: str, by: Actor, seen_version: int | None = None, **fields: Any
) -> Revision:
    """Freeze the working text as the next revision. The caller asked its rule: the lead's, or the review's.

    With `seen_version` only the text that the person saw is issued, not what others saved meanwhile.
    """
    for _attempt in range(TRIES):
        working = log.current(WorkingText.objects.get(paper=paper))
        if seen_version is not None and working.version != seen_version:
            raise Refused(
                _("The text was changed since you read it here. Nothing was issued; read it again first.")
            )
        current = whole(Revision.objects.filter(paper=paper).order_by("-number").first())
        if current and current.text == working.text:
            raise Refused(_("Nothing has changed since the last revision, so none was issued."))
        prepared = prepare_after(current, working.text, brackets=paper.brackets)
        revision = _issue_if_unchanged(
            paper, working.version, current, prepared, note=note, by=by, fields=fields
        )
        if revision is not None:
            return revision
    raise Refused(_("Others are saving at this moment. Nothing was issued; issue again."))


def prepare_after(current: Revision | None, text: str, *, brackets: bool) -> Prepared:
    """Parse and align a text after the current revision, outside any lock."""
    try:
        return prepare(text, current.block_map if current else (), brackets=brackets)
    except ValueError as error:
        raise BadInput(str(error)) from error


@transaction.atomic
def write_revision(
    paper: Paper, prepared: Prepared, *, previous: Revision | None, by: Actor, note: str = "", **fields: Any
) -> Revision:
    """Write one immutable revision with its blocks. The caller holds the paper's lock and asked its rule."""
    number = fields.pop("number", None) or (previous.number + 1 if previous else 1)
    now = timezone.now()
    revision = Revision.objects.create(
        paper=paper, number=number, base=previous, text=prepared.text, block_map=prepared.block_map,
        words=prepared.words, words_added=prepared.words_added, words_removed=prepared.words_removed,
        note=note, language=paper.language, recorded_at=now,
        dated=fields.pop("dated", None) or now, sha256=seal(previous.sha256 if previous else "", number, prepared.text),
        prev_sha256=previous.sha256 if previous else "", **act_of(by), **fields,
    )  # fmt: skip
    _write_blocks(paper, revision, prepared)
    pictures.note_shown(revision)
    carrying.carry(revision, prepared, by=by)
    paper.current, paper.moved_at = revision, now
    paper.save(update_fields=["current", "moved_at"])
    audit.record(
        "drafting.revision.issued", revision, by=by, paper=paper, number=number, sha256=revision.sha256,
        dated=revision.dated,
    )  # fmt: skip
    return revision


@transaction.atomic
def append_change(
    paper: Paper, *, edits: Sequence[Edit], on_version: int, because: Because, by: Actor
) -> WorkingText:
    """Change the working text by one update that says because of what, also while people type.

    The edits were made on the text of `on_version`; what was written since stays. The caller asked its own rule.
    """
    locked = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    rules.text_is_open.require(by, locked)
    working = WorkingText.objects.get(paper=paper)
    base = log.text_at(working.paper_id, on_version)
    if base is None:
        raise Refused(_("The text that was changed is not known. Nothing was changed; look at it again."))
    merge = merge3(base, edited(base, edits), log.current(working).text)
    if not merge.clean:
        raise Refused(_("Somebody is changing the same passage. Nothing was changed; look at it again."))
    if log.change_to(working, _within_limit(merge.text), by=by, because=because):
        nudges.text_changed(working)
    return working


@transaction.atomic
def keep_words(paper_id: UUID, *, text: str, why: str, by: Actor) -> Recovery:
    """Keep a person's own unsent words for them alone, whatever became of the paper they were meant for."""
    lately = Recovery.objects.filter(user=by.user, kept_at__gt=timezone.now() - KEPT_WITHIN)
    if lately.count() >= MOST_KEPT:
        raise TooOften(
            _(
                "Words of yours were kept many times within the hour; these were not. Copy them to a safe place."
            )
        )
    paper = Paper.objects.filter(pk=paper_id).first()
    return Recovery.objects.create(user=by.user, paper=paper, text=_within_limit(text), why=why)


@transaction.atomic
def settle_recovery(recovery: Recovery, *, by: Actor) -> Recovery:
    """The author has dealt with words that were kept aside."""
    if by.user is None or recovery.user_id != by.user.pk:
        raise Refused(_("Only the person who wrote these words can put them away."))
    recovery.settled_at = timezone.now()
    recovery.save(update_fields=["settled_at"])
    return recovery


@transaction.atomic
def _issue_if_unchanged(
    paper: Paper,
    version: int,
    current: Revision | None,
    prepared: Prepared,
    *,
    note: str,
    by: Actor,
    fields: dict[str, Any],
) -> Revision | None:
    locked = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    working = WorkingText.objects.select_for_update().get(paper=paper)
    if locked.stage != paper.stage:
        raise Refused(_("The paper has moved on since you opened it. Nothing was issued."))
    if working.version != version or locked.current_id != (current.pk if current else None):
        return None
    revision = write_revision(locked, prepared, previous=current, by=by, note=note, moment=version, **fields)
    paper.current, paper.moved_at = revision, locked.moved_at
    return revision


def _write_blocks(paper: Paper, revision: Revision, prepared: Prepared) -> None:
    Block.objects.bulk_create(
        Block(id=block_id, paper=paper, born=revision, origin_id=prepared.origin.get(block_id))
        for block_id in prepared.born
    )
    dead = [
        Block(id=block_id, died=revision, last_text=words, heir_id=prepared.heir.get(block_id))
        for block_id, words in prepared.died.items()
    ]
    Block.objects.bulk_update(dead, ["died", "last_text", "heir"], batch_size=200)
    Step.objects.bulk_create(
        Step(revision=revision, block_id=one.block, kind=one.kind, label=one.label, words=one.words)
        for one in prepared.steps
    )


def _within_limit(text: str) -> str:
    if len(text) > settings.TEXT_LIMIT:
        raise BadInput(
            _("The text is longer than %(limit)d characters and was not saved. Shorten it and save again.")
            % {"limit": settings.TEXT_LIMIT}
        )
    if "\x00" in text:
        raise BadInput(_("The text holds a character that cannot be stored (NUL) and was not saved."))
    return text


def _store(working: WorkingText, text: str, by: Actor, *, merged: bool, because: log.Because) -> Saved:
    if log.change_to(working, text, by=by, because=because):
        nudges.text_changed(working)
    return Saved(working.version, text, merged, None, working.saved_at)


def _keep_aside(working: WorkingText, text: str, by: Actor, *, why: str) -> Saved:
    unchanged = Saved(working.version, log.current(working).text, True, None, working.saved_at)
    return _with_recovery(unchanged, working.paper_id, text, by, base=None, why=why)


def _with_recovery(saved: Saved, paper_id: Any, text: str, by: Actor, *, base: str | None, why: str) -> Saved:
    if by.user is None:
        raise Refused(_("The text was changed by others in the meantime. Nothing was saved."))
    recovery = Recovery.objects.create(user=by.user, paper_id=paper_id, text=text, base=base, why=why)
    return Saved(saved.version, saved.text, True, recovery, saved.saved_at)

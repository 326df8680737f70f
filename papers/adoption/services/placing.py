"""Placing a clean revision under silence: revision, roll and rules are frozen together."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from papers.adoption import clean, outcome, rules
from papers.adoption.kinds import PLACED, SWEEP
from papers.adoption.models import RollEntry, Silence
from papers.adoption.queries import recipients
from papers.adoption.services import locking
from papers.adoption.snapshot import Snapshot
from papers.audit import services as audit
from papers.clock import services as clock
from papers.delegations.models import Delegation
from papers.delegations.queries import roll, rules_of
from papers.drafting import access
from papers.drafting import rules as drafting_rules
from papers.drafting import services as drafting
from papers.drafting.levels import Ladder, Level
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Grant, Paper, Revision
from papers.drafting.projection import whole
from papers.notifications.services import notify
from papers.review.queries import objections, reservations
from papers.shared.acting import Actor
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of

MOST_LISTED = 12


def place(
    paper: Paper,
    *,
    expires_at: datetime,
    by: Actor,
    seen_sha256: str = "",
    short_reason: str = "",
    reserved_reason: str = "",
    ignored_confirmed: bool = False,
) -> Silence:
    """Place the paper's current revision under silence until `expires_at`; the whole roll gains access to it.

    `seen_sha256` is the fingerprint of the revision that the chair confirmed; another one is refused.
    """
    rules.can_place.require(by, paper)
    if expires_at.tzinfo is None:
        raise BadInput(_("An expiry needs its zone: a time without one names no moment."))
    revision = whole(Revision.objects.filter(paper=paper).latest("number"))
    if seen_sha256 and seen_sha256 != revision.sha256:
        raise Refused(_another())
    ignored = _require_clean(paper, revision, confirmed=ignored_confirmed)
    reasons = {"short_reason": short_reason.strip(), "reserved_reason": reserved_reason.strip()}
    return _place(paper, revision, expires_at, reasons=reasons, ignored=ignored, by=by)


@locking.impatient()
@transaction.atomic
def _place(
    paper: Paper,
    revision: Revision,
    expires_at: datetime,
    *,
    reasons: dict[str, str],
    ignored: int,
    by: Actor,
) -> Silence:
    paper = locking.locked_paper(paper)
    rules.stage_allows_placing.require(by, paper)
    if paper.current_id != revision.pk:
        raise Refused(_another())
    drafting_rules.is_released_whole.require(by, paper)
    rules.is_settled.require(by, paper)
    opened_at = locking.now()
    frozen = Snapshot.of(rules_of(paper.body))
    _require_period(opened_at, expires_at, frozen, reasons["short_reason"])
    _require_free(paper, reasons["reserved_reason"])
    silence = Silence.objects.create(
        paper=paper, revision=revision, number=paper.silences.count() + 1, opened_at=opened_at,
        counted_from=opened_at, expires_at=expires_at, zone=settings.TIME_ZONE, rules=frozen.to_json(),
        ignored_brackets=ignored, set_aside=objections.set_aside_on(paper), **reasons, **act_of(by),
    )  # fmt: skip
    entries = _freeze_roll(silence)
    drafting.move(paper, to=Stage.SILENCE, by=by)
    _secure_access(silence, [entry.delegation for entry in entries], by)
    clock.schedule(SWEEP, silence.pk, silence.due_at, version=silence.version)
    audit.record(
        "adoption.silence.placed", silence, by=by, paper=paper, number=silence.number, revision=revision.number,
        sha256=revision.sha256, expires_at=expires_at, on_roll=len(entries),
        with_short_reason=bool(reasons["short_reason"]), over_reservation=bool(reasons["reserved_reason"]),
    )  # fmt: skip
    notify(recipients.of_roll(silence), PLACED, silence)
    return silence


def _require_clean(paper: Paper, revision: Revision, *, confirmed: bool) -> int:
    """How many visible brackets do not count; refused while one is open, or while they are not confirmed."""
    still_open = clean.open_brackets(revision.text, counted=paper.brackets)
    if still_open:
        raise Refused(
            ngettext(
                "The text is not clean: one bracket is open. Nothing was placed. %(list)s",
                "The text is not clean: %(n)d brackets are open. Nothing was placed. %(list)s",
                len(still_open),
            )
            % {"n": len(still_open), "list": _listed(still_open)}
        )
    ignored = clean.ignored(revision.block_map)
    if ignored and not confirmed:
        raise Refused(
            _("Square brackets in the text are not counted as open; confirm that none of them is. %(list)s")
            % {"list": _listed(ignored)}
        )
    return len(ignored)


def _require_free(paper: Paper, reason: str) -> None:
    """A reservation that blocks is lifted first, or the chair says why the text is placed all the same."""
    holding = [] if reason else reservations.blocking(paper)
    if holding:
        raise Refused(
            _(
                "Reservations hold this text: %(list)s. Nothing was placed. Have them lifted, or say why it is placed."
            )
            % {"list": ", ".join(f"{one.delegation.code} ({one.get_kind_display()})" for one in holding)}
        )


def _listed(found: list[clean.Found]) -> str:
    shown = [f"{one.paragraph + ': ' if one.paragraph else ''}{one.words}" for one in found[:MOST_LISTED]]
    return "; ".join(shown) + (" …" if len(found) > MOST_LISTED else "")


def _require_period(opened_at: datetime, expires_at: datetime, frozen: Snapshot, reason: str) -> None:
    refusal = outcome.period_refusal(
        opened_at, expires_at, minimum=frozen.minimum_hours, shortest=frozen.shortest_hours, reason=reason
    )
    if refusal:
        raise Refused(refusal)


def _freeze_roll(silence: Silence) -> list[RollEntry]:
    entries = [
        RollEntry(silence=silence, delegation=delegation, participation_then=delegation.state)
        for delegation in roll(silence.paper.body, silence.opened_at)
    ]
    if not entries:
        raise Refused(_("Nobody is on the roll: the body has no member that takes part. Nothing was placed."))
    return RollEntry.objects.bulk_create(entries)


def _secure_access(silence: Silence, members: list[Delegation], by: Actor) -> None:
    """The whole roll may comment; access that would end is given without end, or it could end before the silence."""
    reason = _("on the roll of silence %(number)d") % {"number": silence.number}
    paper = silence.paper
    limited = Grant.objects.live().filter(
        paper=paper, ladder=Ladder.TEXT, until__isnull=False, delegation__in=members
    )
    kept = limited.select_related("delegation")
    access.give_each(
        paper,
        [access.Gift(one.delegation, one.level, one.from_number, reason=reason) for one in kept],
        by=by,
    )
    access.ensure(paper, members, Level.COMMENT, by=by, reason=reason)


def _another() -> str:
    return _(
        "Another revision was issued since you looked. Nothing was placed; look at it and place it again."
    )

"""What waits on the desk: silence running out for those on a roll; what the chair must see."""

from __future__ import annotations

from itertools import groupby

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from papers.adoption.lifecycle import SILENT_MARKS, State
from papers.adoption.models import Break, RollEntry, Silence
from papers.adoption.outcome import silent
from papers.drafting import levels
from papers.drafting.models import Paper
from papers.shared.acting import Capability
from papers.shared.waiting import Silent, Unanswered, Waiting


def waiting_for(acting):
    """Silences to acknowledge or answer; for the chair also objections to note and procedures to resume."""
    if acting.delegation is None or not acting.can(Capability.READ):
        return []
    found = [_on_roll(acting, entry) for entry in _entries(acting)]
    if acting.can(Capability.PRESIDE):
        found += [_to_note(objection) for objection in _unnoted(acting)]
        found += [_to_resume(silence) for silence in _suspended(acting)]
    return found


def unanswered(acting):
    """For the chair: running silences with those on their rolls that have not acknowledged; one statement."""
    if not acting.can(Capability.PRESIDE):
        return []
    presided = Paper.objects.permitted_to(acting, levels.PRESIDE).filter(pk=OuterRef("silence__paper"))
    entries = RollEntry.objects.filter(
        Exists(presided), silence__state=State.OPEN, silence__expires_at__gt=acting.at, acknowledged_at__isnull=True
    )  # fmt: skip
    found = entries.select_related("silence__paper", "delegation").order_by(
        "silence__expires_at", "silence", "delegation__rank", "delegation__code"
    )
    return [_silent(silence, list(lines)) for silence, lines in groupby(found, key=lambda one: one.silence)]


def _silent(silence, entries):
    return Unanswered(
        due=silence.expires_at,
        what=_("Silence on %(paper)s") % {"paper": silence.paper.title},
        url=_url(silence),
        silent=[_as_silent(entry) for entry in entries],
    )


def _as_silent(entry):
    kind = silent(
        participation=entry.participation_then,
        acknowledged=False,
        opened=entry.opened_at is not None,
        broke=False,
    )
    return Silent(entry.delegation, kind.label, SILENT_MARKS[kind])


def _entries(acting):
    """Own lines on running rolls: all for whoever can break silence, the unacknowledged ones for others."""
    entries = RollEntry.objects.of(acting.delegation).filter(
        Exists(Silence.objects.visible_to(acting).filter(pk=OuterRef("silence"))),
        silence__state=State.OPEN, silence__expires_at__gt=acting.at,
    )  # fmt: skip
    if not acting.can(Capability.BREAK_SILENCE):
        entries = entries.filter(acknowledged_at__isnull=True)
    return entries.select_related("silence__paper").order_by("silence__expires_at")


def _unnoted(acting):
    presided = Paper.objects.permitted_to(acting, levels.PRESIDE)
    seen = Exists(presided.filter(pk=OuterRef("silence__paper")))
    rows = Break.objects.beside().filter(seen, noted__isnull=True)
    return rows.select_related("silence__paper", "delegation")


def _suspended(acting):
    presided = Paper.objects.permitted_to(acting, levels.PRESIDE)
    seen = Exists(presided.filter(pk=OuterRef("paper")))
    return Silence.objects.filter(seen, state=State.SUSPENDED).select_related("paper")


def _on_roll(acting, entry):
    silence = entry.silence
    if entry.acknowledged_at is None:
        why = _("%(delegation)s is on the roll and has not acknowledged receipt.")
        act = _("Acknowledge receipt")
    else:
        why = _("Unless %(delegation)s or another objects by then, the text is adopted.")
        act = _("Open the procedure")
    return Waiting(
        due=silence.expires_at,
        what=_("Silence on %(paper)s") % {"paper": silence.paper.title},
        why=why % {"delegation": acting.delegation.name},
        url=_url(silence),
        act=act,
        mark="clock",
    )


def _to_note(objection):
    return Waiting(
        due=None,
        what=_("Objection to %(paper)s") % {"paper": objection.silence.paper.title},
        why=f"{objection.delegation}: {objection.get_standing_display()}",
        url=_url(objection.silence),
        act=_("Take note of it"),
        mark="dia",
        tone="bad",
    )


def _to_resume(silence):
    return Waiting(
        due=None,
        what=_("Silence on %(paper)s is suspended") % {"paper": silence.paper.title},
        why=_("The clock stood still before its expiry; you set the new one."),
        url=_url(silence),
        act=_("Resume the procedure"),
        mark="bar",
        tone="warn",
    )


def _url(silence):
    return reverse("adoption:silence-detail", args=[silence.paper_id, silence.number])

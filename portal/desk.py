"""The desk: what waits, the current text, what changed, what is coming. Each slice knows its own part of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.adoption.lifecycle import State
from papers.adoption.models import Silence
from papers.adoption.queries.waiting import unanswered as adoption_unanswered
from papers.adoption.queries.waiting import waiting_for as adoption_waiting
from papers.delegations.roles import Role
from papers.drafting import levels, rules
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper
from papers.implementation.queries.waiting import waiting_for as implementation_waiting
from papers.review.models import Round
from papers.review.queries.consulting import given
from papers.review.queries.desk import unanswered as review_unanswered
from papers.review.queries.desk import waiting_for as review_waiting
from papers.shared.acting import Acting, Capability
from papers.shared.waiting import Unanswered, Waiting
from portal import events
from portal.participation import waiting_for as participation_waiting

PAPERS, CHANGES, MOST_DATES = 8, 12, 20
LOOK_BACK = dt.timedelta(days=14)
LOOK_AHEAD = dt.timedelta(days=14)


@dataclass(frozen=True)
class Next:
    """What a person in this role does first when nothing waits."""

    sentence: Any
    label: Any = ""
    view: str = ""

    @property
    def url(self) -> str:
        return reverse(self.view) if self.view else ""


WAIT_FOR_A_ROUND = _(
    "When the chair asks your delegation to comment, or places a paper under silence, it stands here with its "
    "deadline. Until then read what your delegation was given."
)
SEE_PAPERS = (_("See the papers you may read"), "drafting:paper-list")
START_A_PAPER = (_("Start a paper"), "drafting:paper-start")
DRAFT_SOMETHING = _(
    "Start a paper: only your delegation sees it until you give others access or its head tables it. Rounds, answers "
    "and reports that are yours to write stand here with their deadlines."
)
FIRST_STEPS: dict[str, Next] = {
    Role.HEAD: Next(DRAFT_SOMETHING, *START_A_PAPER),
    Role.SUBMITTER: Next(DRAFT_SOMETHING, *START_A_PAPER),
    Role.DRAFTER: Next(DRAFT_SOMETHING, *START_A_PAPER),
    Role.REVIEWER: Next(WAIT_FOR_A_ROUND, *SEE_PAPERS),
    Role.CLEARER: Next(WAIT_FOR_A_ROUND, *SEE_PAPERS),
    Role.READER: Next(
        _("You read for your delegation: what it is given stands below. Nobody waits for an act of yours."), *SEE_PAPERS
    ),
    Role.PARTY: Next(
        _("When you are asked about passages of a text, it stands here, with the day until which you can answer. "
          "You see these passages and your own answers, and nobody else sees them before they belong to the record."),
    ),
    Role.FOCAL: Next(
        _("You manage the people of your own delegation: who holds which seat, from when until when."),
        _("See the delegations"), "delegations:delegation-list",
    ),
    Role.CHAIR: Next(
        _("When a delegation tables a paper it stands here: open a round on it, or place it under silence."),
        *SEE_PAPERS,
    ),
    Role.SECRETARY: Next(
        _("You keep the register: tabled papers stand below, with their symbols and where they are."), *SEE_PAPERS
    ),
    Role.ACCESS_ADMINISTRATOR: Next(
        _("You manage access on tabled papers, each on its own page, and read the centre’s outbox."),
        _("See the outbox"), "notifications:outbox",
    ),
    Role.AUDITOR: Next(
        _("You read the facts of the record, not the texts."), _("Read the record"), "portal:centre-record"
    ),
    Role.PLATFORM: Next(
        _("You keep the platform and read no papers. To help a delegation, ask it to let you in."),
        _("Access for support"), "delegations:support-list",
    ),
    Role.SUPPORT: Next(
        _("You are here to help: you read what the delegation reads, and change nothing."), *SEE_PAPERS
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Due:
    """A thing that waits, with how late it is."""

    item: Waiting
    is_late: bool


def of(acting: Acting) -> dict[str, Any]:
    """All that the desk of this person shows."""
    waiting = what_waits(acting)
    looked = acting.user.last_seen_desk
    since = looked or acting.at - LOOK_BACK
    changed = events.since(acting, since, most=CHANGES + 1)
    return {
        "today": timezone.localdate(acting.at),
        "waiting": waiting,
        "unanswered": who_has_not_answered(acting),
        "first_step": FIRST_STEPS[acting.mandate.seat.role],
        "papers": current_papers(acting),
        "looked": looked,
        "since": since,
        "changes": changed[:CHANGES],
        "has_more": len(changed) > CHANGES,
        "names": events.names_for(acting) if changed else None,
        "days": next_days(acting, waiting, dates_to_come(acting)),
        "may_start": rules.can_start(acting, None),
        "is_party": acting.can(Capability.TELL),
        "asked": given(acting),
    }


def what_waits(acting: Acting) -> list[Due]:
    """What waits for this person, what is due first at the top, what has no date at the end."""
    found = [item for ask in WAITING for item in ask(acting)]
    found.sort(key=lambda item: (item.due is None, item.due or acting.at))
    return [Due(item, item.due is not None and item.due <= acting.at) for item in found]


def who_has_not_answered(acting: Acting) -> list[Unanswered]:
    """Open calls of the person who presides, with those that have not answered, the first to end at the top."""
    return sorted([*adoption_unanswered(acting), *review_unanswered(acting)], key=lambda call: call.due)


def current_papers(acting: Acting) -> list[Paper]:
    """The papers that moved last, of those this person may read."""
    return list(Paper.objects.visible_to(acting).for_list().newest_first()[:PAPERS])


def dates_to_come(acting: Acting) -> list[Waiting]:
    """Rounds that close and silences that end within fourteen days, on papers this person may read."""
    until = acting.at + LOOK_AHEAD
    rounds = Round.objects.visible_to(acting).open().filter(deadline__gt=acting.at, deadline__lte=until)
    silences = Silence.objects.visible_to(acting).filter(
        state=State.OPEN, expires_at__gt=acting.at, expires_at__lte=until
    )
    return [
        *(_round_closes(round) for round in rounds.select_related("paper").order_by("deadline")[:MOST_DATES]),
        *(_silence_ends(one) for one in silences.select_related("paper").order_by("expires_at")[:MOST_DATES]),
    ]


def next_days(
    acting: Acting, waiting: list[Due], coming: list[Waiting]
) -> list[tuple[dt.date, list[Waiting]]]:
    """The dates of the next fourteen days, each with what falls on it, a thing that also waits only once."""
    until = acting.at + LOOK_AHEAD
    own = [due.item for due in waiting if due.item.due is not None and acting.at < due.item.due <= until]
    known = {item.url for item in own}
    days: dict[dt.date, list[Waiting]] = {}
    for item in sorted([*own, *(one for one in coming if one.url not in known)], key=lambda item: item.due):
        days.setdefault(timezone.localdate(item.due), []).append(item)
    return list(days.items())


def _to_open(acting: Acting) -> list[Waiting]:
    """Papers that were tabled and on which nothing has begun: the chair's."""
    if not acting.can(Capability.PRESIDE):
        return []
    tabled = Paper.objects.permitted_to(acting, levels.PRESIDE).filter(stage=Stage.TABLED).for_list()
    why = _("%(lead)s has tabled it as %(symbol)s. Delegations are asked in a round of comments.")
    return [
        Waiting(
            due=None,
            what=paper.title,
            why=why % {"lead": paper.lead.name, "symbol": paper.symbol},
            url=reverse("review:round-open", args=[paper.pk]),
            act=str(_("Open a round")),
            mark="ring",
        )
        for paper in tabled.order_by("moved_at")[:MOST_DATES]
    ]


def _round_closes(round: Round) -> Waiting:
    what = _("Round %(number)d closes: %(paper)s") % {"number": round.number, "paper": round.paper.title}
    return Waiting(
        round.deadline, what, "", reverse("review:round-detail", args=[round.paper_id, round.number]), ""
    )


def _silence_ends(silence: Silence) -> Waiting:
    what = _("Silence ends: %(paper)s") % {"paper": silence.paper.title}
    url = reverse("adoption:silence-detail", args=[silence.paper_id, silence.number])
    return Waiting(silence.expires_at, what, "", url, "")


# Each slice says what waits for a person, in one statement or two.
WAITING: tuple[Callable[[Acting], list[Waiting]], ...] = (
    adoption_waiting, review_waiting, implementation_waiting, participation_waiting, _to_open,
)  # fmt: skip

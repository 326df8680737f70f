"""The page of a paper's access: who holds what, and why the reader can see the paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from papers.delegations.models.delegations import SEATED
from papers.delegations.queries import Signature, roster, signature_of, signed
from papers.delegations.roles import State
from papers.drafting import levels, rules
from papers.drafting.levels import Ladder, Level
from papers.drafting.models import Grant, Paper
from papers.drafting.sharing import last_day
from papers.shared.acting import Actor

HISTORY = 200


@dataclass(frozen=True)
class GrantRow:
    """A grant as it is shown: who gave it, and whether it holds, will hold or is over."""

    grant: Grant
    signature: Signature
    state: str

    @property
    def is_standing(self) -> bool:
        return self.state in ("holds", "will")


@dataclass(frozen=True)
class DelegationRow:
    """A line of the grid: a delegation, what it has now, and whether the reader may change it."""

    delegation: Any
    text: GrantRow | None
    report: GrantRow | None
    locked: str = ""
    first_label: str = ""

    @property
    def level(self) -> str:
        return self.text.grant.level if self.text else ""

    @property
    def reason(self) -> str:
        return self.text.grant.reason if self.text else ""

    @property
    def last_day(self) -> date | None:
        return last_day(self.text.grant.until) if self.text else None

    @property
    def state_label(self) -> str:
        """How the delegation takes part, in a word."""
        state = self.delegation.state
        return str(State(state).label) if state else str(_("Takes no part"))


@dataclass(frozen=True)
class Chain:
    """Why a delegation can see a paper: its grants, who acts for it, how it takes part, and what follows."""

    delegation: Any
    grants: list[GrantRow]
    mandate: Any
    state: str
    since: datetime | None
    people: int
    may: list[str] = field(default_factory=list)
    may_not: list[str] = field(default_factory=list)

    @property
    def can_be_looked_at_as(self) -> bool:
        """Whether the paper can be seen with its eyes: another country or organisation."""
        return self.mandate is None and self.delegation.kind in SEATED


@dataclass(frozen=True)
class Access:
    """What the page of a paper's access shows."""

    rows: list[DelegationRow]
    history: list[GrantRow]
    chain: Chain | None
    may_change: bool
    may_see_people: bool
    refusal: str | None
    levels: list[Level]
    offered: list[Level]


def access_to(acting: Actor, paper: Paper, *, explain: str = "") -> Access:
    """The grid for those who manage, and for everybody the chain of their own; two statements more."""
    manages = rules.can_manage_access(acting, paper)
    delegations = list(roster(acting)) if manages else list(roster(acting).filter(pk=acting.delegation.pk))
    grants = _grants(acting, paper)
    named = next((one for one in delegations if manages and one.code == explain), None)
    asked = named or next((one for one in delegations if one.pk == acting.delegation.pk), None)
    seated = [one for one in delegations if one.kind in SEATED]
    return Access(
        rows=[_row(acting, paper, one, grants) for one in seated] if manages else [],
        history=grants[::-1] if manages else [],
        chain=_chain(acting, paper, asked, grants) if asked else None,
        may_change=rules.can_change_access(acting, paper),
        may_see_people=rules.can_see_people(acting, paper),
        refusal=rules.can_change_access.why_not(acting, paper),
        levels=list(levels.STEPS),
        offered=[level for level in levels.STEPS if levels.at_most(level, rules.ceiling(acting, paper))],
    )


def grant_rows(grants: Any, most: int | None = None) -> list[GrantRow]:
    """Grants as they are shown, in their order."""
    now = timezone.now()
    return [GrantRow(grant, signature_of(grant), _state(grant, now)) for grant in signed(grants)[:most]]


def _grants(acting: Actor, paper: Paper) -> list[GrantRow]:
    found = Grant.objects.visible_to(acting).filter(paper=paper).select_related("delegation", "ended_by")
    return grant_rows(found.order_by("-given_at"), HISTORY)[::-1]


def _state(grant: Grant, now: datetime) -> str:
    if grant.ended_at is not None:
        return "ended"
    if grant.until is not None and grant.until <= now:
        return "over"
    return "will" if grant.starts > now else "holds"


def _row(acting: Actor, paper: Paper, delegation: Any, grants: Iterable[GrantRow]) -> DelegationRow:
    own = {
        row.grant.ladder: row
        for row in grants
        if row.grant.delegation_id == delegation.pk and row.is_standing
    }
    text = own.get(Ladder.TEXT)
    locked = _locked(acting, paper, delegation, text)
    shown_from = str(paper.label_of(text.grant.from_number)) if text else ""
    return DelegationRow(delegation, text, own.get(Ladder.REPORT), locked, shown_from)


def _locked(acting: Actor, paper: Paper, delegation: Any, text: GrantRow | None) -> str:
    """Why the reader cannot change this delegation's level, or nothing."""
    if delegation.pk == paper.lead_id:
        return _("leads the paper")
    if text is not None and not levels.at_most(text.grant.level, rules.ceiling(acting, paper)):
        return _("holds more than you may give")
    return ""


def _chain(acting: Actor, paper: Paper, delegation: Any, grants: Iterable[GrantRow]) -> Chain:
    own = [row for row in grants if row.grant.delegation_id == delegation.pk and row.is_standing]
    held = {name for row in own if row.state == "holds" for name in levels.BRINGS[row.grant.level]}
    is_mine = delegation.pk == acting.delegation.pk
    may, may_not = _follows(paper, own, held, delegation.state)
    return Chain(
        delegation=delegation,
        grants=own,
        mandate=acting.mandate if is_mine else None,
        state=State(delegation.state).label if delegation.state else "",
        since=delegation.since,
        people=delegation.people or 0,
        may=may,
        may_not=may_not,
    )


def _follows(paper: Paper, own: list[GrantRow], held: set[str], state: str) -> tuple[list[str], list[str]]:
    """In words, what the delegation may do with the paper now, and what it may not."""
    if state in (State.SUSPENDED, State.WITHDRAWN, None, ""):
        return [], [_("see anything of the paper while it does not take part")]
    words = dict(levels.PERMISSIONS)
    may = [_reach(paper, own)] if levels.VIEW in held else []
    may += [
        str(words[name])
        for name in (levels.COMMENT, levels.DRAFT, levels.LEAD, levels.REPORT)
        if name in held
    ]
    lacking = next(
        (name for name in (levels.VIEW, levels.COMMENT, levels.DRAFT, levels.LEAD) if name not in held), None
    )
    return may, [str(words[lacking])] if lacking else []


def _reach(paper: Paper, own: list[GrantRow]) -> str:
    first = min(row.grant.from_number for row in own if levels.VIEW in levels.BRINGS[row.grant.level])
    if paper.current is None:
        return _("Read the revisions once they are issued, the record and the tracker")
    if first >= paper.current.number:
        return _("Read %(label)s and what follows, the record and the tracker") % {
            "label": paper.label_of(first)
        }
    return _("Read %(first)s to %(last)s and what follows, the record and the tracker") % {
        "first": paper.label_of(first), "last": paper.label_of(paper.current.number),
    }  # fmt: skip

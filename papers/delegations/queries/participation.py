"""How one delegation takes part, with what was proposed and replied, as one reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from papers.delegations import rules
from papers.delegations.models import ChangeReply, Delegation, Participation, ProposedChange
from papers.delegations.queries.signatures import Signature, signature_of, signed
from papers.shared.acting import Acting


@dataclass(frozen=True)
class Change:
    """A proposal with the replies to it, and what this reader may do with it; `heard` says why it waits."""

    change: Any
    replies: list[Any]
    may_reply: bool
    keeps_register: bool
    why_not_yet: str | None


@dataclass(frozen=True)
class Part:
    """The page: periods newest first, proposals newest first, and whether one may be made."""

    delegation: Delegation
    periods: list[tuple[Any, Signature]]
    changes: list[Change]
    may_propose: bool
    keeps_register: bool

    @property
    def now(self) -> Any:
        """The period that holds, or None."""
        return next((period for period, _signature in self.periods if period.until is None), None)


def participation_page(acting: Acting, delegation: Delegation) -> Part:
    """Four statements however many periods, proposals and replies there are."""
    periods = signed(Participation.objects.visible_to(acting).filter(delegation=delegation)).order_by(
        "-starts"
    )
    replies = Prefetch("replies", ChangeReply.objects.select_related("by"), to_attr="said")
    found = ProposedChange.objects.visible_to(acting).filter(delegation=delegation)
    named = found.select_related("delegation", "by", "settled_by").prefetch_related(replies)
    changes = [_change(acting, one) for one in named.order_by("-made_at")]
    is_pending = any(one.change.is_open for one in changes)
    return Part(
        delegation=delegation,
        periods=[(period, signature_of(period)) for period in periods],
        changes=changes,
        may_propose=not is_pending and rules.can_propose_change(acting, delegation),
        keeps_register=rules.keeps_register(acting, delegation),
    )


def _change(acting: Acting, change: Any) -> Change:
    keeps = rules.can_drop(acting, change)
    return Change(
        change=change,
        replies=change.said,
        may_reply=rules.can_reply(acting, change),
        keeps_register=keeps,
        why_not_yet=rules.was_heard.why_not(acting, change) if keeps else None,
    )

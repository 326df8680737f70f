"""Pages of the record: a paper's, as far as the reader may know it, one's own delegation's, and the auditor's facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from papers.audit import chain
from papers.audit import services as audit
from papers.audit.models import ChainHead, Event
from papers.drafting.models import Paper
from papers.shared import keyset
from papers.shared.acting import Acting
from portal import events


@dataclass(frozen=True)
class Page:
    """Some events, newest first, whether each carries the hash of its own facts, and the chain's last link."""

    events: list[Event]
    names: events.Names
    older: str
    head: ChainHead
    broken: list[int]
    first_broken: int | None = None
    checked: bool = False


def of_paper(acting: Acting, paper: Paper, *, before: str = "") -> Page:
    """One page of a paper's record, older than the act with this hash.

    Acts are numbered through the whole centre, so a number would tell how much happened that one may not know of.
    """
    place = events.place_of(acting, paper, before) if before else None
    return _page(acting, events.of_paper(acting, paper, before=place), place=lambda event: event.hash)


def of_delegation(acting: Acting, *, before: str = "") -> Page:
    """One page of what was done with one's own delegation and its people."""
    place = events.place_among_own(acting, before) if before else None
    return _page(acting, events.of_delegation(acting, before=place), place=lambda event: event.hash)


def of_account(acting: Acting) -> Page:
    """The newest page of what was done with one's own account."""
    return _page(acting, events.of_account(acting), place=lambda event: event.hash)


def of_centre(acting: Acting, *, before: int | None = None, check: bool = False) -> Page:
    """One page of the whole record; with `check`, every link of the chain is computed anew."""
    facts: dict[str, Any] = {"checked": True, "first_broken": audit.first_broken()} if check else {}
    return _page(acting, events.facts(before=before), place=lambda event: event.seq, **facts)


def places(page: keyset.Page, wanted: Mapping[str, Any]) -> dict[str, str]:
    """The links to the neighbours of a page and to its files, with the filter that holds."""
    sides = {"newer": {"after": page.newer}, "older": {"before": page.older}}
    links = {
        name: f"?{urlencode({**wanted, **side})}" if any(side.values()) else ""
        for name, side in sides.items()
    }
    return {**links, "query": f"?{urlencode(wanted)}" if wanted else ""}


def _page(acting: Acting, found: list[Event], *, place: Callable[[Event], Any], **checked: Any) -> Page:
    shown = found[: events.PAGE]
    return Page(
        events=shown,
        names=events.names_for(acting),
        older=f"?before={place(shown[-1])}" if len(found) > events.PAGE else "",
        head=events.head(),
        broken=[event.seq for event in shown if event.hash != chain.digest(event, event.prev)],
        **checked,
    )

"""Who may come in, who may stay, and whether they may write: asked at the door, at a nudge, and by the watch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import import_module
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare

from papers.delegations import identity
from papers.drafting import access, rules
from papers.drafting.live.log import Loaded, load, since
from papers.drafting.models import Paper, WorkingText
from papers.shared.acting import Acting

SIGNED_OUT, NO_ACCESS, OTHER_GENERATION = 4401, 4403, 4409


@dataclass(frozen=True)
class Visitor:
    """Somebody at a socket: the session and the mandate under which they came."""

    session_key: str
    user_id: Any
    mandate_id: UUID
    identity: dict[str, Any] = field(compare=False)


class Admission(NamedTuple):
    """The answer at the door: why not, or who they are and whether they may write."""

    refusal: int | None
    visitor: Visitor | None = None
    may_write: bool = False


class Verdict(NamedTuple):
    """The answer on somebody who is inside: the code to close with, or whether they may write."""

    refusal: int | None
    may_write: bool = False


class News(NamedTuple):
    """What the log says beyond what a room knows."""

    generation: int
    frozen: bool
    rows: list[tuple[int, bytes]]


def admit(session_key: str, mandate_id: UUID, paper_id: UUID) -> Admission:
    """Ask who holds this session, and whether under this mandate they may read the paper's working text."""
    session = _session(session_key)
    user = _person(session)
    if user is None:
        return Admission(SIGNED_OUT)
    acting = identity.acting_under(user, mandate_id)
    if acting is not None and identity.lacks_second_factor(acting.mandate, session):
        return Admission(NO_ACCESS)
    paper = Paper.objects.filter(pk=paper_id).first()
    if acting is None or paper is None or not rules.can_read_working(acting, paper):
        return Admission(NO_ACCESS)
    visitor = Visitor(session_key, user.pk, mandate_id, _identity(acting))
    return Admission(None, visitor, rules.can_edit(acting, paper))


def open_text(paper_id: UUID) -> Loaded:
    """The document as the log has it."""
    return load(WorkingText.objects.get(paper=paper_id))


def look(paper_id: UUID, visitors: Iterable[Visitor]) -> dict[Visitor, Verdict]:
    """Ask again about everybody who has this text open; a paper that is gone lets nobody stay."""
    visitors = list(visitors)
    paper = Paper.objects.filter(pk=paper_id).first()
    signed_in = _still_signed_in(visitors)
    actings = actings_on(paper, {visitor.mandate_id for visitor in visitors}) if paper else {}
    full = WorkingText.objects.filter(paper=paper_id, size__gt=settings.LOG_LIMIT).exists()
    verdicts = {
        visitor: _verdict(visitor, actings.get(visitor.mandate_id), paper, visitor.session_key in signed_in)
        for visitor in visitors
    }
    return {
        one: verdict._replace(may_write=verdict.may_write and not full) for one, verdict in verdicts.items()
    }


def news(paper_id: UUID, generation: int, seq: int) -> News:
    """What was written since, and whether the generation or the stage is another now."""
    working = (
        WorkingText.objects.select_related("paper").only("generation", "paper__stage").get(paper=paper_id)
    )
    return News(working.generation, working.paper.is_frozen, since(paper_id, generation, seq))


def actings_on(paper: Paper, mandate_ids: Iterable[UUID]) -> dict[UUID, Acting]:
    """These mandates as they stand now, each knowing what its delegation holds on the paper; two statements."""
    actings = identity.rebuild_all(mandate_ids)
    access.hold_ready(actings.values(), paper)
    return actings


def _verdict(visitor: Visitor, acting: Acting | None, paper: Paper | None, signed_in: bool) -> Verdict:
    if not signed_in:
        return Verdict(SIGNED_OUT)
    if acting is None or acting.user.pk != visitor.user_id or not rules.can_read_working(acting, paper):
        return Verdict(NO_ACCESS)
    return Verdict(None, rules.can_edit(acting, paper))


def _session(session_key: str) -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore(session_key or None)


def _person(session: Any) -> Any:
    """The person whose session this is, as Django itself checks it: backend, account, password."""
    asking: Any = SimpleNamespace(session=session)
    user = auth.get_user(asking) if session.session_key else None
    return user if user is not None and user.is_authenticated else None


def _still_signed_in(visitors: Iterable[Visitor]) -> set[str]:
    """The sessions that still hold: neither ended nor run out, and begun with the password of today."""
    model = import_module(settings.SESSION_ENGINE).SessionStore.get_model_class()
    keys = {visitor.session_key for visitor in visitors}
    found = model.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    sessions = {session.session_key: session.get_decoded() for session in found}
    people = {str(user.pk): user for user in identity.people({visitor.user_id for visitor in visitors})}
    return {
        key for key, session in sessions.items() if _holds(session, people.get(session.get(auth.SESSION_KEY)))
    }


def _holds(session: dict[str, Any], user: Any) -> bool:
    return user is not None and constant_time_compare(
        session.get(auth.HASH_SESSION_KEY, ""), user.get_session_auth_hash()
    )


def _identity(acting: Acting) -> dict[str, Any]:
    """What others are told of them, in the delegation's own steady colour."""
    with translation.override(settings.LANGUAGE_CODE):
        country = acting.delegation.name
    return {
        "name": str(acting.user), "code": acting.delegation.code, "country": country,
        "colour": acting.delegation.colour,
    }  # fmt: skip

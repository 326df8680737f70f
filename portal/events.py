"""The record as one reader may see it: an event's audience, and what it is about, both asked in one query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce

from papers.adoption.models import Adoption, Break, Silence
from papers.audit.models import Audience, ChainHead, Event
from papers.delegations.models import Delegation, Mandate
from papers.drafting import levels
from papers.drafting.models import Paper, PaperPermission, Revision
from papers.implementation.models import Recommendation
from papers.review.models import Amendment, Bracket, Comment, Consultation, Round
from papers.shared.acting import Acting, Capability

# Events about these are shown to whoever may see the thing itself; events about anything else are shown to nobody.
SHOWN: tuple[Any, ...] = (
    Paper,
    Revision,
    Round,
    Comment,
    Amendment,
    Bracket,
    Consultation,
    Silence,
    Break,
    Adoption,
    Recommendation,
)
# What the desk leaves to the record: what follows from another act that it tells.
QUIET = {"implementation.recommendations.numbered", "adoption.silence.unbroken", "drafting.access.given"}
PAGE = 50
NEAR = 20_000  # events that the desk looks back over at most; older ones stand in the papers' records


@dataclass(frozen=True)
class Names:
    """The delegations that events speak of, as far as this reader knows them: by id, by code, and the reader's own."""

    by_id: dict[Any, Delegation]
    by_code: dict[str, Delegation]
    own: Delegation | None


def visible(acting: Acting) -> QuerySet[Event]:
    """Events of papers that this person may know of, from the moment their delegation's access reaches back to."""
    if acting.delegation is None or not acting.can(Capability.READ):
        return Event.objects.none()
    return Event.objects.filter(_audience(acting), Exists(_reach(acting)), _target(acting), _sharing(acting))


def of_paper(acting: Acting, paper: Paper, *, before: int | None = None) -> list[Event]:
    """One page of a paper's record, newest first; one event more than a page tells that there are older ones."""
    found = visible(acting).of_paper(paper)
    found = found.filter(seq__lt=before) if before else found
    return _page(found, PAGE + 1)


def of_delegation(acting: Acting, *, before: int | None = None) -> list[Event]:
    """One page of what was done with the posts, people and participation of one's own delegation."""
    found = _of_own(acting)
    return _page(found.filter(seq__lt=before) if before else found, PAGE + 1)


def of_account(acting: Acting) -> list[Event]:
    """The newest page of what was done with one's own account."""
    own = Event.objects.filter(verb__startswith="accounts.", target_uuid=acting.user.pk)
    return _page(own, PAGE)


def place_of(acting: Acting, paper: Paper, hash: str) -> int | None:
    """Where in the record the visible act with this hash stands, or None."""
    return _place(visible(acting).of_paper(paper), hash)


def place_among_own(acting: Acting, hash: str) -> int | None:
    """The same in the record of one's own delegation."""
    return _place(_of_own(acting), hash)


def since(acting: Acting, moment: Any, *, most: int) -> list[Event]:
    """What happened to the papers of this reader since a moment, by others, newest first, with the papers' names."""
    papers = Paper.objects.filter(pk=OuterRef("paper_uuid"))
    told = ~Q(verb__in=QUIET) | Q(verb="drafting.access.given", facts__to=acting.delegation.code)
    found = visible(acting).filter(told, ~Q(actor=acting.user), at__gt=moment, seq__gt=_near())
    named = found.annotate(title=Subquery(papers.values("title")), symbol=Subquery(papers.values("symbol")))
    return _page(named, most)


def facts(*, before: int | None = None) -> list[Event]:
    """The auditor's page of the whole record: what delegations did among themselves is not in it."""
    private = [Audience.DELEGATION, Audience.SELF]
    found = Event.objects.exclude(audience__in=private)
    found = found.filter(seq__lt=before) if before else found
    return _page(found, PAGE + 1)


def names_for(acting: Acting) -> Names:
    """Every delegation this reader knows, in one statement."""
    known = list(Delegation.objects.visible_to(acting)) if acting.capabilities else []
    return Names({one.pk: one for one in known}, {one.code: one for one in known}, acting.delegation)


def head() -> ChainHead:
    """The last link of the chain, which receipts and notices carry."""
    return ChainHead.objects.filter(pk=1).first() or ChainHead()


def _of_own(acting: Acting) -> QuerySet[Event]:
    kinds = Q(verb__startswith="delegations.") | Q(
        verb__regex=r"^(drafting\.access\.(review|template)_|review\.chain\.)"
    )
    return Event.objects.filter(kinds, delegation_uuid=acting.delegation.pk)


def _place(found: QuerySet[Event], hash: str) -> int | None:
    return found.filter(hash=hash.replace("\x00", "")[:64]).values_list("seq", flat=True).first()


def _page(found: QuerySet[Event], most: int) -> list[Event]:
    """The newest of these, each with the person and `acted_for`, the delegation of their mandate."""
    held = Mandate.objects.filter(pk=OuterRef("mandate_uuid"))
    named = found.annotate(acted_for=Subquery(held.values("seat__delegation"), output_field=UUIDField()))
    return list(named.select_related("actor").order_by("-seq")[:most])


def _audience(acting: Acting) -> Q:
    wanted = Q(audience=Audience.PAPER) | Q(audience=Audience.SELF, actor=acting.user)
    wanted |= Q(audience=Audience.DELEGATION, delegation_uuid=acting.delegation.pk)
    if acting.can(Capability.PRESIDE):
        presided = PaperPermission.objects.live(levels.PRESIDE, acting.delegation)
        wanted |= Q(audience=Audience.CHAIR) & Exists(presided.filter(content_object=OuterRef("paper_uuid")))
    return wanted


def _sharing(acting: Acting) -> Q:
    """Who was given access is for those who give it, and for the delegation that was given it."""
    held = PaperPermission.objects.held_by(acting.delegation, acting.at).giving(levels.LEAD, levels.PRESIDE)
    manages = Exists(held.filter(content_object=OuterRef("paper_uuid")))
    return ~Q(verb__startswith="drafting.access.") | Q(facts__to=acting.delegation.code) | manages


def _reach(acting: Acting) -> QuerySet[PaperPermission]:
    """The reader's permission on the event's paper, if what it shows first was issued before the event."""
    first_seen = Revision.objects.filter(
        paper=OuterRef("content_object"),
        number=OuterRef("from_number"),
        recorded_at__lte=OuterRef(OuterRef("at")),
    )
    held = PaperPermission.objects.live(levels.VIEW, acting.delegation)
    return held.filter(content_object=OuterRef("paper_uuid")).filter(
        Q(from_number__lte=1) | Exists(first_seen)
    )


def _target(acting: Acting) -> Q:
    shown = Q()
    for model in SHOWN:
        target = model.objects.visible_to(acting).filter(pk=OuterRef("target_uuid"))
        shown |= Q(kind=model._meta.label_lower) & Exists(target)
    return shown


def _near() -> Any:
    newest = Subquery(ChainHead.objects.filter(pk=1).values("seq"), output_field=BigIntegerField())
    return Coalesce(newest, 0) - NEAR

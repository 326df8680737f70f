"""The record of access as one reader may see it: of their own people, what left the papers they lead, or all facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.audit.models import AccessRecord, What
from papers.delegations.models import Delegation, Mandate, User
from papers.drafting import levels
from papers.drafting.models import Paper, PaperPermission
from papers.shared import keyset
from papers.shared.acting import Acting, Capability
from portal import events
from portal.noting import WORKING

MOST = 20_000  # lines of a file
PAGES = {
    "adoption:silence-detail": gettext_lazy("the silence procedure"),
    "api-v1:paper-detail": gettext_lazy("the paper, by a program"),
    "api-v1:revision-detail": gettext_lazy("a revision, by a program"),
    "drafting:history-detail": gettext_lazy("the history of the working text"),
    "drafting:picture-detail": gettext_lazy("a picture"),
    "drafting:revision-compare": gettext_lazy("a comparison"),
    "drafting:revision-detail": gettext_lazy("a revision"),
    "drafting:working-changes": gettext_lazy("changes of the working text"),
    "drafting:working-edit": gettext_lazy("the working text"),
    "portal:paper-beside": gettext_lazy("what stands beside the paper"),
    "portal:paper-detail": gettext_lazy("the paper"),
    "portal:passage-history": gettext_lazy("the history of a passage"),
    "portal:text-origins": gettext_lazy("where the text comes from"),
    "review:bracket-list": gettext_lazy("the open text"),
    "review:consultation-ask": gettext_lazy("the passages to ask about"),
    "review:consultation-list": gettext_lazy("what consulted parties said"),
    "review:matrix": gettext_lazy("the comment matrix"),
    "review:matrix-positions": gettext_lazy("the comment matrix"),
    "review:matrix-sides": gettext_lazy("the comment matrix"),
    "review:round-detail": gettext_lazy("a review round"),
}


@dataclass(frozen=True)
class Line:
    """An access in words; what this reader may not know is empty."""

    at: Any
    what: str
    page: str
    number: int | None
    delegation: Delegation | None
    person: User | None
    paper: Paper | None
    hidden: str


def visible(acting: Acting) -> QuerySet[AccessRecord]:
    """All for the auditor; for a delegation its own people's, and what others took of the papers it leads.

    Who merely read a paper is for their own delegation alone: a list of readers would tell its lead who never opened a
    text, which the chair alone may know. Tries at what is not there for somebody are the auditor's: they tell of ids.
    """
    if acting.can(Capability.AUDIT):
        return AccessRecord.objects.all()
    own = Q(delegation_uuid=acting.delegation.pk)
    people = Mandate.objects.filter(seat__delegation=acting.delegation, user=OuterRef("user_uuid"))
    own |= Q(delegation_uuid=None) & Exists(people)
    led = PaperPermission.objects.live(levels.LEAD, acting.delegation).filter(
        content_object=OuterRef("paper_uuid")
    )
    taken = Q(what=What.TAKEN) | Q(what=What.OPENED, page__in=WORKING)
    concerns = taken & Exists(led) if acting.can(Capability.READ) else Q(pk=None)
    return AccessRecord.objects.filter(own & ~Q(what=What.NOT_FOUND) | concerns)


def narrowed(acting: Acting, wanted: Mapping[str, Any]) -> QuerySet[AccessRecord]:
    """The same under a filter of `AccessFilters`."""
    found = visible(acting)
    for name in ("what", "paper_uuid", "user_uuid"):
        if wanted.get(name):
            found = found.filter(**{name: wanted[name]})
    if wanted.get("user_uuid") and not acting.can(Capability.AUDIT):
        found = found.filter(Q(delegation_uuid=acting.delegation.pk) | Q(delegation_uuid=None))
    if wanted.get("delegation"):
        named = Delegation.objects.visible_to(acting).filter(code=wanted["delegation"])
        found = found.filter(delegation_uuid__in=named.values("pk"))
    if wanted.get("since"):
        found = found.filter(at__date__gte=wanted["since"])
    if wanted.get("until"):
        found = found.filter(at__date__lte=wanted["until"])
    return found


def page(
    acting: Acting, wanted: Mapping[str, Any], *, before: str = "", after: str = ""
) -> tuple[list[Line], keyset.Page]:
    """One page, newest first, and where its neighbours begin."""
    found = keyset.page(narrowed(acting, wanted), "at", before=before, after=after)
    return lines(acting, found.rows), found


def lines(acting: Acting, rows: Iterable[AccessRecord]) -> list[Line]:
    """These accesses in words; three statements however many."""
    rows = list(rows)
    names = events.names_for(acting)
    # Who answers for a party whose name is withheld is named to nobody, the auditor included.
    named = User.objects.exclude(mandates__seat__delegation__custodian__isnull=False)
    people = named.in_bulk({row.user_uuid for row in rows if row.user_uuid})
    papers = (
        Paper.objects.visible_to(acting)
        .only("title", "symbol", "language")
        .in_bulk({row.paper_uuid for row in rows if row.paper_uuid})
    )
    return [_line(acting, row, names, people, papers) for row in rows]


def file_lines(acting: Acting, wanted: Mapping[str, Any]) -> tuple[list[Any], list[list[Any]]]:
    """The head and the lines of a file, the newest first."""
    head = [_("When (UTC)"), _("What"), _("Of what"), _("Number"), _("Delegation"), _("Person"), _("Paper")]
    found = narrowed(acting, wanted).order_by("-at", "-pk")[:MOST]
    return head, [
        [
            one.at.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="seconds"),
            one.what, one.page, one.number or "", one.delegation.code if one.delegation else "",
            str(one.person or ""), one.paper.symbol or one.paper.title if one.paper else one.hidden,
        ]
        for one in lines(acting, found)
    ]  # fmt: skip


def _line(acting: Acting, row: AccessRecord, names: events.Names, people: Mapping, papers: Mapping) -> Line:
    audits = acting.can(Capability.AUDIT)
    is_own = row.delegation_uuid in {acting.delegation.pk, None}
    paper = papers.get(row.paper_uuid)
    hidden = str(row.paper_uuid or row.target_uuid or "")[:8] if audits else ""
    if row.paper_uuid and not paper and not audits:
        hidden = _("a paper that your delegation does not see now")
    return Line(
        at=row.at,
        what=row.get_what_display(),
        page=str(PAGES.get(row.page) or _elsewhere(row, audits)),
        number=row.number,
        delegation=names.by_id.get(row.delegation_uuid) if row.delegation_uuid else None,
        person=people.get(row.user_uuid) if audits or is_own else None,
        paper=paper,
        hidden="" if paper else hidden,
    )


def _elsewhere(row: AccessRecord, audits: bool) -> str:
    """What a page without a text is called: whatever support opened is named, by its address to the auditor."""
    if audits and (row.paper_uuid or row.target_uuid):
        return row.page
    return _("a page without a text") if row.what in {What.SUPPORT, What.SUPPORT_TOOK} else ""

"""What recommendations wait for: an answer, a report, a verification, a decision, an addressee."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from papers.drafting import levels
from papers.drafting.models import PaperPermission
from papers.implementation.lifecycle import ACTIVE, OPEN, Answer, Status
from papers.implementation.models import AsOf, Assignment, Closure, Criteria, Letter, Recommendation, Role
from papers.implementation.models.entries import Decision
from papers.implementation.models.letters import LetterState
from papers.implementation.models.plans import Agreement, Side
from papers.implementation.progress import FRESHNESS_MARKS
from papers.implementation.queries.conditions import handover
from papers.implementation.rules import DOING
from papers.shared.acting import Acting, Capability
from papers.shared.waiting import Waiting

MOST = 50
ANSWER, REPORT, VERIFY, DECIDE, AGREE, NAME, CONFIRM = (
    "answer", "report", "verify", "decide", "agree", "name", "confirm",
)  # fmt: skip
# The page that takes the act, what it is called in the list, why it waits, and the button.
ACTS = {
    ANSWER: (
        "recommendation-answer", gettext_lazy("Answer %(reference)s"),
        gettext_lazy("It is addressed to your delegation: %(short)s"), gettext_lazy("Answer the recommendation"),
    ),
    REPORT: (
        "report-add", gettext_lazy("Report progress on %(reference)s"),
        gettext_lazy("Your delegation accounts for it: %(short)s"), gettext_lazy("Report progress"),
    ),
    VERIFY: (
        "recommendation-verify", gettext_lazy("Verify %(reference)s"),
        gettext_lazy("It is reported as done: %(short)s"), gettext_lazy("Verify the report"),
    ),
    DECIDE: (
        "recommendation-detail", gettext_lazy("Decide whether to close %(reference)s"),
        gettext_lazy("Closing it was proposed: %(short)s"), gettext_lazy("See the proposal"),
    ),
    AGREE: (
        "recommendation-detail", gettext_lazy("Answer the criteria of %(reference)s"),
        gettext_lazy("They say when it is done: %(short)s"), gettext_lazy("See the criteria"),
    ),
    CONFIRM: (
        "recommendation-detail", gettext_lazy("Confirm a letter on %(reference)s"),
        gettext_lazy("A report came by letter; somebody else entered it: %(short)s"), gettext_lazy("See the letter"),
    ),
    NAME: (
        "criteria-propose", gettext_lazy("Agree who verifies %(reference)s"),
        gettext_lazy("It is reported as done, and nobody may verify it: %(short)s"),
        gettext_lazy("Propose criteria and verifier"),
    ),
}  # fmt: skip


def waiting_for(acting: Acting) -> list[Waiting]:
    """What waits for this person; one statement, for the chair and the secretary one more."""
    if acting.delegation is None or not acting.can(Capability.READ):
        return []
    rows = _acts(acting).select_related("paper")[:MOST]
    return [_waiting(row) for row in rows] + _to_place(acting)


def _acts(acting: Acting) -> Any:
    """The recommendations with an act that this person may do now; `act` names it."""
    today = timezone.localdate()
    part = Assignment.objects.current().filter(delegation=acting.delegation, recommendation=OuterRef("pk"))
    asked = Assignment.objects.current().filter(recommendation=OuterRef("pk"), role=Role.VERIFIER)
    proposed = Closure.objects.filter(recommendation=OuterRef("pk"), decision=Decision.PROPOSED)
    entered = Letter.objects.filter(recommendation=OuterRef("pk"), state=LetterState.ENTERED)
    to_answer = Q(addressee=acting.delegation, answer=Answer.AWAITING)
    to_report = Q(asked_on__lte=today) & ~Q(status=Status.REPORTED) & Exists(part.filter(role__in=DOING))
    to_verify = Q(status=Status.REPORTED) & Exists(part.filter(role=Role.VERIFIER))
    may = {
        ANSWER: (acting.can(Capability.SPEAK), to_answer),
        REPORT: (acting.can(Capability.REPORT), to_report),
        VERIFY: (acting.can(Capability.VERIFY), to_verify),
        AGREE: (acting.can(Capability.SPEAK) or _coordinates(acting), _criteria_for(acting, part)),
        DECIDE: (_coordinates(acting), Exists(proposed.exclude(proposer=acting.user)) & _presides(acting)),
        CONFIRM: (_coordinates(acting), Exists(entered.exclude(by=acting.user)) & _presides(acting)),
        NAME: (_coordinates(acting), _without_verifier(acting, asked)),
    }
    whens = [When(condition, then=Value(act)) for act, (able, condition) in may.items() if able]
    if not whens:
        return Recommendation.objects.none()
    found = Recommendation.objects.followed().filter(
        _candidates(acting), status__in=OPEN, paper__stage__in=ACTIVE
    )
    return found.annotate(act=Case(*whens, default=Value(""))).exclude(act="").order_by(
        F("report_due").asc(nulls_last=True), "adopted_at", "paper_id", "serial"
    )  # fmt: skip


def _candidates(acting: Acting) -> Q:
    """The few among all that can wait for this delegation, each found by an index."""
    held = Assignment.objects.current().filter(delegation=acting.delegation).values("recommendation")
    candidates = Q(addressee=acting.delegation) | Q(pk__in=held)
    if _coordinates(acting):
        proposed = Closure.objects.filter(decision=Decision.PROPOSED).values("recommendation")
        criteria = Criteria.objects.filter(state=Agreement.PROPOSED).values("recommendation")
        letters = Letter.objects.filter(state=LetterState.ENTERED).values("recommendation")
        candidates |= Q(status=Status.REPORTED) | Q(pk__in=proposed) | Q(pk__in=criteria) | Q(pk__in=letters)
    return candidates


def _without_verifier(acting: Acting, asked: Any) -> Any:
    """Reported, and nobody may verify it: the chair and the secretary see to it that somebody is agreed."""
    waiting = Criteria.objects.filter(recommendation=OuterRef("pk"), state=Agreement.PROPOSED)
    reported = Q(status=Status.REPORTED, addressee__isnull=False)
    return reported & ~Exists(asked) & ~Exists(waiting) & _presides(acting)


def _criteria_for(acting: Acting, part: Any) -> Any:
    """Criteria that wait for this person's side: the owner's head or submitter, the chair or the secretary."""
    waiting = Criteria.objects.filter(recommendation=OuterRef("pk"), state=Agreement.PROPOSED).exclude(
        by=acting.user
    )
    found = Q(pk__in=[])
    if acting.can(Capability.SPEAK):
        found |= Q(Exists(waiting.filter(side=Side.CENTRE))) & Q(Exists(part.filter(role=Role.OWNER)))
    if _coordinates(acting):
        found |= Q(Exists(waiting.filter(side=Side.OWNER))) & Q(_presides(acting))
    return found


def _coordinates(acting: Acting) -> bool:
    return acting.can(Capability.PRESIDE) or acting.can(Capability.REGISTER)


def _presides(acting: Acting) -> Exists:
    held = PaperPermission.objects.live(levels.PRESIDE, acting.delegation)
    return Exists(held.filter(content_object=OuterRef("paper")))


def _to_place(acting: Acting) -> list[Waiting]:
    """What is addressed to nobody, by paper, and what belongs to a delegation that is away, for those who assign."""
    if not _coordinates(acting):
        return []
    astray = Q(addressee__isnull=True) | handover(acting, AsOf.now())
    rows = (
        Recommendation.objects.followed().open().filter(astray, _presides(acting), paper__stage__in=ACTIVE)
        .order_by().values("paper", "paper__symbol", "addressee__code").annotate(n=Count("pk"))
    )  # fmt: skip
    found = list(rows.order_by("paper__symbol")[:MOST])
    away: Counter[str] = Counter()
    for row in found:
        away[row["addressee__code"] or ""] += row["n"]
    assigning = [_assigning(row) for row in found if row["addressee__code"] is None]
    return assigning + [_handing_over(code, n) for code, n in sorted(away.items()) if code]


def _assigning(row: dict[str, Any]) -> Waiting:
    number = {"n": row["n"], "symbol": row["paper__symbol"]}
    what = ngettext(
        "Assign %(n)d recommendation of %(symbol)s", "Assign %(n)d recommendations of %(symbol)s", row["n"]
    )
    url = reverse("implementation:recommendation-list", args=[row["paper"]])
    why = _("Addressed to nobody, they are followed by nobody.")
    return Waiting(None, what % number, why, url, _("Assign the recommendations"), mark="ring")


def _handing_over(code: str, n: int) -> Waiting:
    what = ngettext(
        "Hand over %(n)d recommendation of %(code)s", "Hand over %(n)d recommendations of %(code)s", n
    )
    url = reverse("implementation:portfolio-recommendations") + f"?view=handover&addressee={code}"
    why = _("Their owner is away: somebody else takes them on, or they wait for its return.")
    return Waiting(None, what % {"n": n, "code": code}, why, url, _("See what it owns"), mark="ring")


def _waiting(row: Any) -> Waiting:
    view, what, why, act = ACTS[row.act]
    words = {"reference": row.reference, "short": row.short}
    mark, tone = FRESHNESS_MARKS[row.freshness] if row.act == REPORT else row.status_mark
    return Waiting(
        due=_end_of(row.report_due) if row.act == REPORT else None,
        what=what % words,
        why=why % words,
        url=reverse(f"implementation:{view}", args=[row.pk]),
        act=str(act),
        mark=mark,
        tone=tone,
    )


def _end_of(day: Any) -> datetime:
    """The last minute of a day in the centre's zone."""
    return timezone.make_aware(datetime.combine(day, time(23, 59)), timezone.get_default_timezone())

"""Who is told of what happened to a recommendation, and in which words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy

from papers.delegations.models import Delegation
from papers.delegations.queries import holders
from papers.implementation.models import Assignment, Criteria, Recommendation, Role
from papers.implementation.models.plans import Side
from papers.implementation.progress import Reminder
from papers.notifications.kinds import Rendered
from papers.notifications.services import notify
from papers.shared.acting import Actor, Capability

ASSIGNED = "implementation.assigned"
ANSWERED = "implementation.answered"
REPORTED = "implementation.reported"
PROPOSED = "implementation.closure_proposed"
SETTLED = "implementation.settled"
DISSENTED = "implementation.dissented"
LINKED = "implementation.linked"
CRITERIA = "implementation.criteria_proposed"
LETTER = "implementation.letter_entered"
ASKED = "implementation.report_asked"
OVERDUE = "implementation.report_overdue"
SILENT = "implementation.nothing_known"

# For the site, with the reference; for the postcard, with nothing.
WORDS = {
    ASSIGNED: (
        gettext_lazy("Your delegation has a part in %(reference)s."),
        gettext_lazy("Your delegation was given a part in a recommendation."),
    ),
    ANSWERED: (
        gettext_lazy("The addressee of %(reference)s has answered."),
        gettext_lazy("The addressee of a recommendation has answered."),
    ),
    REPORTED: (
        gettext_lazy("%(reference)s is reported as done: verify it."),
        gettext_lazy("A recommendation is reported as done and waits for verification."),
    ),
    PROPOSED: (
        gettext_lazy("It is proposed to close %(reference)s: decide on it."),
        gettext_lazy("It is proposed to close a recommendation."),
    ),
    SETTLED: (
        gettext_lazy("It was decided where %(reference)s stands."),
        gettext_lazy("It was decided where a recommendation of your delegation stands."),
    ),
    DISSENTED: (
        gettext_lazy("A delegation has put a note on the record of %(reference)s."),
        gettext_lazy("A delegation has put a note on the record of a recommendation."),
    ),
    LINKED: (
        gettext_lazy("%(reference)s was linked with another recommendation."),
        gettext_lazy("A recommendation of your delegation was linked with another one."),
    ),
    CRITERIA: (
        gettext_lazy("Criteria for calling %(reference)s done are proposed: answer them."),
        gettext_lazy("Criteria for calling a recommendation done are proposed."),
    ),
    LETTER: (
        gettext_lazy("A report on %(reference)s came by letter: confirm how it was entered."),
        gettext_lazy("A report came by letter and waits for a second person."),
    ),
    ASKED: (
        gettext_lazy("A report on %(reference)s is asked for."),
        gettext_lazy("A report of your delegation is asked for."),
    ),
    OVERDUE: (
        gettext_lazy("The report on %(reference)s is late."),
        gettext_lazy("A report of your delegation is late."),
    ),
    SILENT: (
        gettext_lazy("Of %(reference)s nothing was heard for two cycles."),
        gettext_lazy("Of a recommendation nothing was heard for two cycles."),
    ),
}


class About:
    """What a kind of notice says of a recommendation, to those who may still see it."""

    def __init__(self, kind: str) -> None:
        self.sentence, self.postcard = WORDS[kind]

    def still_allowed(self, acting: Any, target_uuid: UUID) -> bool:
        return bool(Recommendation.objects.visible_to(acting).filter(pk=target_uuid).exists())

    def render(self, target_uuid: UUID) -> Rendered:
        reference = Recommendation.objects.values_list("reference", flat=True).get(pk=target_uuid)
        path = reverse("implementation:recommendation-detail", args=[target_uuid])
        return Rendered(self.sentence % {"reference": reference}, str(self.postcard), path)


def assigned(recommendation: Recommendation, fresh: list[Assignment], *, by: Actor) -> None:
    """Those who were given a part: who verifies hears of it as such, all others as those who report."""
    verifying = [part.delegation for part in fresh if part.role == Role.VERIFIER]
    doing = [part.delegation for part in fresh if part.role != Role.VERIFIER]
    _tell(ASSIGNED, recommendation, doing, Capability.REPORT, by)
    _tell(ASSIGNED, recommendation, verifying, Capability.VERIFY, by)


def answered(recommendation: Recommendation, *, by: Actor) -> None:
    """The chair and the secretary."""
    _tell(ANSWERED, recommendation, _centre(), Capability.REGISTER, by)


def reported(recommendation: Recommendation, *, by: Actor) -> None:
    """Those who verify; where nobody was asked to, the chair."""
    asked = _with_part(recommendation, [Role.VERIFIER])
    _tell(REPORTED, recommendation, asked or _centre(), Capability.VERIFY, by)


def closure_proposed(recommendation: Recommendation, *, by: Actor) -> None:
    """The chair and the secretary."""
    _tell(PROPOSED, recommendation, _centre(), Capability.REGISTER, by)


def settled(recommendation: Recommendation, *, by: Actor) -> None:
    """Those who do the work and report on it."""
    doing = _with_part(recommendation, [Role.OWNER, Role.REPORTER, Role.SUPPORT])
    _tell(SETTLED, recommendation, doing, Capability.REPORT, by)


def dissented(recommendation: Recommendation, *, by: Actor) -> None:
    """Those who report on it and those who verify it, and the chair and the secretary."""
    parts = _with_part(recommendation, [Role.OWNER, Role.REPORTER])
    _tell(DISSENTED, recommendation, parts, Capability.REPORT, by)
    verifying = _with_part(recommendation, [Role.VERIFIER])
    _tell(DISSENTED, recommendation, verifying or _centre(), Capability.VERIFY, by)


def linked(recommendation: Recommendation, *, by: Actor) -> None:
    """Those who do the work of the other one and report on it."""
    doing = _with_part(recommendation, [Role.OWNER, Role.REPORTER])
    _tell(LINKED, recommendation, doing, Capability.REPORT, by)


def criteria_proposed(recommendation: Recommendation, criteria: Criteria, *, by: Actor) -> None:
    """The other side, which answers."""
    if criteria.side == Side.OWNER:
        _tell(CRITERIA, recommendation, _centre(), Capability.REGISTER, by)
    else:
        _tell(CRITERIA, recommendation, _with_part(recommendation, [Role.OWNER]), Capability.SPEAK, by)


def letter_entered(recommendation: Recommendation, *, by: Actor) -> None:
    """The chair and the secretary, one of whom entered it: another one confirms."""
    _tell(LETTER, recommendation, _centre(), Capability.REGISTER, by)


def reminded(recommendation: Recommendation, due: Reminder, *, by: Actor) -> None:
    """Those who report; once nothing is known, those who speak for the owner, the chair and the secretary.

    The version is the day on which the report was due, so that each deadline tells each person once.
    """
    if due != Reminder.SILENT:
        doing = _with_part(recommendation, [Role.OWNER, Role.REPORTER])
        kind = ASKED if due == Reminder.ASKED else OVERDUE
        return _tell(kind, recommendation, doing, Capability.REPORT, by, version=_deadline(recommendation))
    owner = _with_part(recommendation, [Role.OWNER])
    _tell(SILENT, recommendation, owner, Capability.SPEAK, by, version=_deadline(recommendation))
    _tell(SILENT, recommendation, _centre(), Capability.REGISTER, by, version=_deadline(recommendation))
    return None


def _deadline(recommendation: Recommendation) -> int:
    return recommendation.report_due.toordinal() if recommendation.report_due else 0


def _centre() -> list[Delegation]:
    return list(Delegation.objects.filter(kind="secretariat"))


def _with_part(recommendation: Recommendation, roles: Iterable[Role]) -> list[Delegation]:
    live = recommendation.assignments.current().filter(role__in=roles)
    return list(Delegation.objects.filter(pk__in=live.values("delegation")))


def _tell(
    kind: str,
    recommendation: Recommendation,
    delegations: Iterable[Delegation],
    capability: Capability,
    by: Actor,
    *,
    version: int | None = None,
) -> None:
    delegations = list(delegations)
    if delegations:
        told = [mandate for mandate in holders(delegations, capability) if mandate.user != by.user]
        notify(told, kind, recommendation, version=recommendation.changes if version is None else version)

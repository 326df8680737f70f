"""What is said of the work: reports with what they rest on, status and confidence with their reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.delegations.services import wake
from papers.files import services as files
from papers.implementation import exhibits, rules
from papers.implementation.lifecycle import DECLARED, Confidence, Status
from papers.implementation.models import Evidence, Letter, Recommendation, Report
from papers.implementation.models.entries import Axis, EvidenceKind
from papers.implementation.services import notices, standing
from papers.shared.acting import Actor
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of

SAYS = (Status.IN_PROGRESS, Status.PARTLY, Status.BLOCKED, Status.REPORTED)


@dataclass(frozen=True)
class Exhibit:
    """Evidence as it was handed in: a file by name and content, or the address of a place elsewhere."""

    title: str
    kind: str = EvidenceKind.DOCUMENT
    dated: date | None = None
    url: str = ""
    name: str = ""
    content: bytes | None = None


def report(
    recommendation: Recommendation,
    *,
    text: str,
    by: Actor,
    effective_on: date | None = None,
    status: str = "",
    evidence: Sequence[Exhibit] = (),
) -> Report:
    """Report the progress made until a day; files are examined first, outside any lock."""
    rules.can_report.require(by, recommendation)
    if not text.strip():
        raise BadInput(_("A report says what was done. Nothing was recorded; write it and send it again."))
    examined = [(exhibit, _examined(exhibit)) for exhibit in evidence]
    day = effective_on or timezone.localdate()
    return _record_report(recommendation, text=text, day=day, status=status, evidence=examined, by=by)


@transaction.atomic
def set_status(
    recommendation: Recommendation, *, value: str, reason: str, by: Actor, effective_on: date | None = None
) -> Recommendation:
    """Say how far the work is, with the reason; that it is done is reported and verified instead."""
    recommendation = standing.locked(recommendation, by=by)
    rules.can_set_status.require(by, recommendation)
    if value not in DECLARED:
        raise Refused(_("This follows from a report, a verification or a closure. Nothing was changed."))
    day = effective_on or timezone.localdate()
    standing.begin(recommendation.paper, by=by)
    before = recommendation.status
    standing.advance(recommendation, value, by=by, reason=_reason(reason), day=day)
    return standing.keep(recommendation, "status_set", by=by, was=before, status=value, effective_on=day)


@transaction.atomic
def set_confidence(
    recommendation: Recommendation, *, value: str, reason: str, by: Actor, effective_on: date | None = None
) -> Recommendation:
    """Say whether it is expected in time, with the reason."""
    recommendation = standing.locked(recommendation, by=by)
    rules.can_set_confidence.require(by, recommendation)
    if value == Confidence.RED and not recommendation.is_accepted:
        raise Refused(_("Nothing is off track before its addressee has accepted it. Nothing was changed."))
    day = effective_on or timezone.localdate()
    standing.begin(recommendation.paper, by=by)
    before = recommendation.confidence
    standing.set_axis(recommendation, Axis.CONFIDENCE, value, by=by, reason=_reason(reason), day=day)
    return standing.keep(
        recommendation, "confidence_set", by=by, was=before, confidence=value, effective_on=day
    )


def record_letter(letter: Letter, *, by: Actor) -> Report:
    """A confirmed letter as a report of the delegation it came from, with the letter as its evidence."""
    held = letter.recommendation
    made = _make_report(
        held, delegation=letter.delegation, text=letter.text, effective_on=letter.effective_on,
        status=letter.status, by=by,
    )  # fmt: skip
    Evidence.objects.create(
        report=made, blob=letter.blob, kind=EvidenceKind.LETTER, title=letter.title, dated=letter.effective_on
    )
    _follow(held, made, by, evidence=1, letter=letter.pk)
    return made


@transaction.atomic
def _record_report(
    recommendation: Recommendation,
    *,
    text: str,
    day: date,
    status: str,
    evidence: Iterable[tuple[Exhibit, exhibits.Examined | None]],
    by: Actor,
) -> Report:
    recommendation = standing.locked(recommendation, by=by)
    rules.can_report.require(by, recommendation)
    standing.checked_day(day)
    wake(standing.person(by).delegation, by=by)
    standing.begin(recommendation.paper, by=by)
    made = _make_report(
        recommendation, delegation=by.delegation, text=text, effective_on=day, status=status, by=by
    )
    kept = [_keep_evidence(made, exhibit, file) for exhibit, file in evidence]
    _follow(recommendation, made, by, evidence=len(kept))
    return made


def _make_report(recommendation: Recommendation, *, by: Actor, **said: Any) -> Report:
    return Report.objects.create(recommendation=recommendation, **said, **act_of(by))


def _follow(recommendation: Recommendation, made: Report, by: Actor, **facts: Any) -> None:
    """What follows from a report: the news is fresh, the status moves, those who verify are told."""
    day, status = made.effective_on, made.status
    recommendation.last_report = max(day, recommendation.last_report or day)
    recommendation.since["last_report"] = day
    if status and status != recommendation.status:
        _say(recommendation, status, by, day)
    standing.keep(
        recommendation, "report_added", by=by, report=made.pk, effective_on=day, status=status, **facts
    )
    if recommendation.status == Status.REPORTED and status == Status.REPORTED:
        notices.reported(recommendation, by=by)


def _say(recommendation: Recommendation, status: str, by: Actor, day: date) -> None:
    """A report moves the status where the table has the move; only a verifier moves what is reported as done."""
    if status not in SAYS or recommendation.status == Status.REPORTED:
        raise Refused(rules.is_not_under_verification.reason)
    standing.advance(recommendation, status, by=by, reason="", day=day)


def _examined(exhibit: Exhibit) -> exhibits.Examined | None:
    """The file as it may be kept, or nothing for a link; a refusal says what is wrong with it."""
    if bool(exhibit.url) == (exhibit.content is not None):
        raise BadInput(_("Evidence is a file or a link, one of the two. Nothing was recorded."))
    if exhibit.content is None:
        exhibits.check_link(exhibit.url)
        return None
    return exhibits.examine(exhibit.name, exhibit.content)


def _keep_evidence(made: Report, exhibit: Exhibit, file: exhibits.Examined | None) -> Evidence:
    return Evidence.objects.create(
        report=made, blob=files.store(file.content, file.media_type) if file else None, url=exhibit.url,
        kind=exhibit.kind, title=exhibit.title or exhibit.name or exhibit.url[:200], dated=exhibit.dated,
    )  # fmt: skip


def _reason(reason: str) -> str:
    if not reason.strip():
        raise BadInput(_("A change of status or confidence needs its reason. Nothing was changed."))
    return reason

"""Recommendations and their reports in bulk, for measuring: on the papers in bulk, and marked by their references."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from papers.delegations.models import Delegation
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Block, Paper
from papers.implementation.lifecycle import ACCEPTING, CLOSED, Answer, Confidence, Status
from papers.implementation.models import Assignment, Recommendation, Report, Role
from papers.implementation.progress import Heard, timetable

PAPERS_AT_ONCE = 200
REPORTS = 5  # of each recommendation
WORDS = "That what was agreed be done, measured and reported every quarter, number {n}."
ANSWERS = [*[Answer.ACCEPTED] * 6, Answer.IN_PART, Answer.AWAITING, Answer.NOTED, Answer.NOT_ACCEPTED]
STATUSES = [
    *[Status.NOT_STARTED] * 2, *[Status.IN_PROGRESS] * 4, Status.PARTLY, Status.BLOCKED, Status.REPORTED,
    *[Status.VERIFIED] * 2, Status.OVERTAKEN,
]  # fmt: skip


def fill(each: int, *, seed: int = 1) -> int:
    """Give every paper in bulk so many recommendations, with five reports each; returns how many there are."""
    chance = random.Random(seed)  # noqa: S311 - the same filling each time is what is wanted
    parties = list(Delegation.objects.seated().order_by("rank", "code"))
    followed = Recommendation.objects.filter(paper__bulk=True)
    papers = list(
        Paper.objects.filter(bulk=True).exclude(pk__in=followed.values("paper")).values_list("pk", "current")
    )
    for start in range(0, len(papers), PAPERS_AT_ONCE):
        _write(chance, papers[start : start + PAPERS_AT_ONCE], parties, each, start)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return followed.count()


@transaction.atomic
def _write(
    chance: Any, papers: Sequence[tuple[Any, Any]], parties: Sequence[Delegation], each: int, start: int
) -> None:
    Paper.objects.filter(pk__in=[pk for pk, _revision in papers]).update(stage=Stage.IMPLEMENTATION)
    blocks: dict[Any, list[Any]] = {}
    for block, paper in Block.objects.filter(paper__in=[pk for pk, _ in papers]).values_list("pk", "paper"):
        blocks.setdefault(paper, []).append(block)
    rows = [
        _recommendation(chance, parties, (paper, revision, block), f"BULK/{start + number}/R{serial}", serial)
        for number, (paper, revision) in enumerate(papers)
        for serial, block in enumerate(blocks.get(paper, [])[:each], start=1)
    ]
    Recommendation.objects.bulk_create(rows, batch_size=500)
    Assignment.objects.bulk_create(
        (
            Assignment(recommendation=one, delegation=one.addressee, role=Role.OWNER, starts=one.adopted_at)
            for one in rows
        ),
        batch_size=2000,
    )
    Report.objects.bulk_create((report for one in rows for report in _reports(one)), batch_size=2000)


def _recommendation(
    chance: Any, parties: Sequence[Delegation], place: tuple[Any, Any, Any], reference: str, serial: int
) -> Recommendation:
    adopted = timezone.now() - timedelta(days=chance.randrange(30, 900))
    answer, status = chance.choice(ANSWERS), chance.choice(STATUSES)
    accepted = _day(adopted) + timedelta(days=20) if answer in ACCEPTING else None
    last = _day(adopted) + timedelta(days=chance.randrange(20, 30)) if chance.random() < 0.8 else None
    answered = None if answer == Answer.AWAITING else _day(adopted) + timedelta(days=20)
    due = _day(adopted) + timedelta(days=chance.randrange(60, 1500))
    heard = Heard(_day(adopted), answered, accepted, last)
    times = timetable(heard, due=due, every_days=90, closed=status in CLOSED)
    confidence = chance.choice(list(Confidence)) if accepted else Confidence.GREY
    return Recommendation(
        paper_id=place[0], revision_id=place[1], block_id=place[2], serial=serial, reference=reference,
        text=WORDS.format(n=serial), adopted_at=adopted, addressee=chance.choice(parties), due=due,
        followed_from=_day(adopted), answer=answer, answered_on=answered, accepted_on=accepted, status=status,
        confidence=confidence, last_report=last, asked_on=times.asked_on, report_due=times.report_due,
        silent_on=times.silent_on, contested_on=accepted if chance.random() < 0.02 else None,
    )  # fmt: skip


def _reports(one: Recommendation) -> Iterator[Report]:
    for back in range(REPORTS):
        yield Report(
            recommendation=one, delegation=one.addressee, text=f"Report {REPORTS - back}", status="",
            effective_on=(one.last_report or one.followed_from) - timedelta(days=back), recorded_at=one.adopted_at,
        )  # fmt: skip


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)

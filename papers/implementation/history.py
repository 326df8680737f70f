"""The past as spans of days, each with what was so in it; acts are written into it on the day from which they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from papers.implementation.lifecycle import CLOSED
from papers.implementation.progress import Heard, latest, timetable

FOREVER = date(9999, 12, 31)
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Span:
    """What was so from a day on and until the day before `ends`."""

    starts: date
    ends: date
    facts: Facts


def written(spans: Sequence[Span], changes: Iterable[tuple[date, Facts]]) -> list[Span]:
    """The spans once each of these changes holds from its day on; what was before that day stays as it was."""
    found = list(spans)
    for day, facts in changes:
        found = _changed(found, max(day, found[0].starts), facts)
    return _joined(Span(span.starts, span.ends, _with_days(span.facts)) for span in found)


def on(spans: Iterable[Span], day: date) -> Facts | None:
    """What was so on a day; nothing before the first span."""
    return next((span.facts for span in spans if span.starts <= day < span.ends), None)


def _changed(spans: Iterable[Span], day: date, facts: Facts) -> list[Span]:
    found: list[Span] = []
    for span in spans:
        if span.starts < day:
            found.append(Span(span.starts, min(span.ends, day), span.facts))
        if span.ends > day:
            found.append(Span(max(span.starts, day), span.ends, _merged(span.facts, facts)))
    return found


def _merged(before: Facts, new: Facts) -> Facts:
    """A report that arrives late never takes the news of a newer one away."""
    reported = new.get("last_report")
    return {**before, **new, **({"last_report": latest(reported, before["last_report"])} if reported else {})}


def _with_days(facts: Facts) -> Facts:
    """The days at which the news grows old follow from the other facts of each span."""
    heard = Heard(
        facts["followed_from"], facts["answered_on"], facts["accepted_on"], facts["last_report"]
    )  # fmt: skip
    times = timetable(
        heard, due=facts["due"], every_days=facts["every_days"], closed=facts["status"] in CLOSED
    )
    days = {"asked_on": times.asked_on, "report_due": times.report_due, "silent_on": times.silent_on}
    return {**facts, **days}


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Neighbours that say the same are one."""
    found: list[Span] = []
    for span in spans:
        if found and found[-1].facts == span.facts:
            found[-1] = Span(found[-1].starts, span.ends, span.facts)
        else:
            found.append(span)
    return found

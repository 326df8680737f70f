"""Due dates as an iCalendar file (RFC 5545): days without an hour, which take up nobody's time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar, Event

PRODUCT = "-//Chancery//Due dates//EN"


def calendar(name: str, dates: Iterable[Any], *, base: str, host: str, at: datetime) -> bytes:
    """The file; each of `dates` has key, day, what and path, and keeps its identity from one fetch to the next."""
    file = Calendar()
    for key, value in (("prodid", PRODUCT), ("version", "2.0"), ("x-wr-calname", name)):
        file.add(key, value)
    for one in dates:
        event = Event()
        event.add("uid", f"{one.key}@{host}")
        event.add("dtstamp", at)
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
        event.add("summary", one.what)
        event.add("url", f"{base}{one.path}")
        event.add("transp", "TRANSPARENT")
        file.add_component(event)
    content: bytes = file.to_ical()
    return content

"""Words as they are recorded: line ends evened out, nothing around them, within their limit."""

from __future__ import annotations

from datetime import datetime

from django.utils import dateformat, timezone

from papers.review import wording
from papers.shared.errors import BadInput
from papers.shared.text import normalise_line_ends


def clean(words: str) -> str:
    """What was typed, without what no database takes and without blanks around it."""
    return normalise_line_ends(words).replace("\x00", "").strip()


def within(field: str, words: str) -> str:
    """The cleaned words of a field; too many of them are refused."""
    words = clean(words)
    if len(words) > wording.LONGEST[field]:
        raise BadInput(wording.too_long(wording.LONGEST[field]))
    return words


def in_centre_time(moment: datetime) -> dict[str, str]:
    """A moment on the clocks of the centre, as sentences name it: day and time."""
    local = moment.astimezone(timezone.get_default_timezone())
    return {"day": dateformat.format(local, "j F Y"), "time": dateformat.format(local, "H:i")}

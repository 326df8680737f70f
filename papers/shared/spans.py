"""Lengths of time in words, as a person would say them."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext, ngettext

MINUTE, HOUR, DAY = 60, 3600, 86400
HOURS_UNTIL = 72 * HOUR  # under three days a delegate counts in hours


def in_words(left: dt.timedelta) -> str:
    """What is left: days, then hours and minutes, then “time expired”."""
    seconds = int(left.total_seconds())
    if seconds <= 0:
        return gettext("time expired")
    if seconds >= HOURS_UNTIL:
        days = seconds // DAY
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    hours, minutes = seconds // HOUR, seconds % HOUR // MINUTE
    if hours:
        return gettext("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": minutes}
    return gettext("%(minutes)d min") % {"minutes": max(minutes, 1)}


def ago(passed: dt.timedelta) -> str:
    """How long ago, in the largest unit that fits."""
    seconds = int(passed.total_seconds())
    if seconds < MINUTE:
        return gettext("just now")
    if seconds < HOUR:
        minutes = seconds // MINUTE
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    if seconds < DAY:
        hours = seconds // HOUR
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    days = seconds // DAY
    return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}

"""The words and marks every page shares: delegations, states, times, and the fields a form must carry."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.context import Context
from django.templatetags.static import static
from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from papers.shared import spans

register = template.Library()

SEVERITY_MARKS = {"critical": "dia", "substantive": "tri", "editorial": "ring"}
THEMES = {"light", "dark"}


# Marks, states, delegations ------------------------------------------------------------------------


@register.simple_tag
def mark(name: str, kind: str = "mk") -> SafeString:
    """A small shape beside a word; never alone, so it is hidden from screen readers."""
    prefix = "i" if kind == "ic" else "m"
    url = static("img/marks.svg")
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}-{}"/></svg>', kind, url, prefix, name
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """A sixteen-pixel icon; whoever uses it gives its button a name."""
    return mark(name, kind="ic")


@register.simple_tag
def state(label: Any, mark: str = "", tone: str = "") -> SafeString:
    """A state: its mark, then its word; the tone (ok, warn, bad, unk) only colours the mark."""
    css = f"st st--{tone}" if tone else "st"
    return format_html('<span class="{}">{}{}</span>', css, _shape(mark), label)


@register.simple_tag
def stage(label: Any, mark: str = "", live: bool = False) -> SafeString:
    """Where a paper stands; live while a clock runs."""
    css = "stage stage--live" if live else "stage"
    return format_html('<span class="{}">{}{}</span>', css, _shape(mark), label)


@register.simple_tag
def severity(value: str, label: Any = "") -> SafeString:
    """How heavy a comment is: diamond critical, triangle substantive, ring editorial."""
    words = {
        "critical": gettext("Critical"),
        "substantive": gettext("Substantive"),
        "editorial": gettext("Editorial"),
    }
    shape = _shape(SEVERITY_MARKS.get(value, "ring"))
    return format_html(
        '<span class="sev sev--{}">{}{}</span>', value, shape, label or words.get(value, value)
    )


@register.simple_tag
def delegation(value: Any, code_only: bool = False) -> str:
    """A delegation: bar and code in its steady colour, then its name; colour never stands alone."""
    if value is None:
        return ""
    name = format_html('<span class="vh">{}</span>', value.name) if code_only else value.name
    return format_html('<span class="dg" data-d="{}"><b>{}</b> {}</span>', value.colour, value.code, name)


def _shape(name: str) -> str:
    return mark(name) if name else ""


# Times ---------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def when(
    context: Context, value: dt.date | dt.datetime | None, short: bool = False, day: bool = False
) -> SafeString:
    """A moment in the centre's zone, in UTC and in the reader's; a date, or only its day, has no zone."""
    if value is None:
        return format_html('<span class="quiet">{}</span>', gettext("not known"))
    if not isinstance(value, dt.datetime):
        return _date(value, short)
    centre = value.astimezone(timezone.get_default_timezone())
    if day:
        return _date(centre.date(), short)
    zones = _elsewhere(centre, reader_zone(_request(context)))
    stamp = value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if short:
        words = dateformat.format(centre, pgettext("short moment, Django date format", "j M Y, H:i"))
        title = f"{_in_full(centre)} {zones}"
        return format_html('<time datetime="{}" title="{}">{}</time>', stamp, title, words)
    ours = format_html('<span class="when__centre">{}</span>', _in_full(centre))
    theirs = format_html('<span class="when__else">{}</span>', zones)
    return format_html('<time class="when" datetime="{}">{} {}</time>', stamp, ours, theirs)


@register.simple_tag
def time_left(value: dt.datetime | None) -> str:
    """What is left until a moment; the page's clock keeps the words true minute by minute."""
    if value is None:
        return ""
    stamp = value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    words = spans.in_words(value - timezone.now())
    return format_html('<time class="left" datetime="{0}" data-until="{0}">{1}</time>', stamp, words)


@register.simple_tag
def ago(value: dt.datetime | None) -> str:
    """How long ago something happened, in one unit; stands beside a date, never instead of it."""
    return "" if value is None else spans.ago(timezone.now() - value)


def reader_zone(request: HttpRequest | None) -> ZoneInfo | None:
    """The zone the reader has set, if it is one that this machine knows."""
    name = getattr(getattr(request, "user", None), "zone", "")
    return _zone(str(name)) if name else None


@cache
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def _date(value: dt.date, short: bool) -> SafeString:
    words = dateformat.format(value, "j M Y" if short else "j F Y")
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


def _elsewhere(centre: dt.datetime, zone: ZoneInfo | None) -> str:
    """“centre time · 16:00 UTC · 17:00 your time”; the day is named where it differs from the centre's."""
    parts = [
        gettext("centre time"),
        gettext("%(time)s UTC") % {"time": _clock(centre.astimezone(dt.UTC), centre)},
    ]
    if zone is not None and centre.astimezone(zone).utcoffset() not in (centre.utcoffset(), dt.timedelta(0)):
        parts.append(gettext("%(time)s your time") % {"time": _clock(centre.astimezone(zone), centre)})
    return " · ".join(parts)


def _in_full(moment: dt.datetime) -> str:
    return dateformat.format(moment, pgettext("full moment, Django date format", "l j F Y, H:i"))


def _clock(moment: dt.datetime, centre: dt.datetime) -> str:
    return dateformat.format(moment, "H:i" if moment.date() == centre.date() else "D j M H:i")


# Forms and the page itself -------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def form_tokens(context: Context) -> str:
    """What every form posts besides its fields: the CSRF token and the mandate it was shown under."""
    request = _request(context)
    if request is None:
        return ""
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
    acting = getattr(request, "acting", None)
    mandate = getattr(acting, "mandate", None)
    if mandate is None:
        return token
    return format_html('{}<input type="hidden" name="mandate" value="{}">', token, mandate.pk)


@register.simple_tag(takes_context=True)
def theme_attribute(context: Context) -> str:
    """The reader's choice of light or dark; without one the reader's system decides."""
    request = _request(context)
    chosen = request.COOKIES.get("theme", "") if request else ""
    return format_html(' data-theme="{}"', chosen) if chosen in THEMES else ""


@register.simple_tag
def built(path: str) -> str:
    """Where a built front-end file is, or nothing when the front end was not built."""
    return _built_url(f"built/{path}")


@cache
def _built_url(name: str) -> str:
    if finders.find(name) is None and not staticfiles_storage.exists(name):
        return ""
    try:
        return static(name)
    except ValueError:  # built after the static files were collected: not in the manifest yet
        return ""


def _request(context: Context) -> HttpRequest | None:
    """The request, also inside an include that was given only its own words."""
    return getattr(context, "request", None) or context.get("request")

"""What only the pages that combine slices say."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from papers.shared import spans
from portal import sentences

register = template.Library()


@register.simple_tag
def sentence(event: Any, names: Any) -> SafeString:
    """An event of the record as a sentence."""
    return sentences.sentence(event, names)


@register.simple_tag
def symbol_of(paper: Any) -> str:
    """The symbol of the paper's current text, or what it is called before tabling."""
    return str(paper.symbol_of(paper.current.number))


@register.simple_tag
def late(due: dt.datetime) -> str:
    """How late something is, in one unit."""
    passed = timezone.now() - due
    if passed.days:
        return ngettext("%(n)d day late", "%(n)d days late", passed.days) % {"n": passed.days}
    hours = int(passed.total_seconds()) // spans.HOUR
    return ngettext("%(n)d hour late", "%(n)d hours late", hours) % {"n": hours} if hours else gettext("late")

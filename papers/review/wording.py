"""What a comment must say, and how a proposed text reads beside the present one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from papers.drafting.sequences import changes
from papers.review.lifecycle import Kind, Outcome, Severity

LONGEST = {
    "text": 8000,
    "proposed": 8000,
    "reason": 4000,
    "quote": 2000,
    "reply": 8000,
    "instructions": 4000,
    "passage": 40_000,
}

_TOKEN = re.compile(r"\w+|[^\w\s]|\s+")


def faults(
    *, kind: str, severity: str, text: str, proposed: str, reason: str, quote: str = ""
) -> dict[str, str]:
    """What is missing in a comment or too long, by field, as sentences; nothing when it can be recorded."""
    found = {name: too_long(LONGEST[name]) for name, words in
             {"text": text, "proposed": proposed, "reason": reason, "quote": quote}.items()
             if len(words) > LONGEST[name]}  # fmt: skip
    if not text.strip():
        found["text"] = _("A comment needs words.")
    if severity != Severity.EDITORIAL and not reason.strip():
        found["reason"] = _("A critical or substantive comment gives its reason.")
    if kind == Kind.DRAFTING and not proposed.strip():
        found["proposed"] = _(
            "A drafting proposal gives the words that are to stand in place of the present ones."
        )
    return found


def disposition_fault(value: str, reason: str) -> str:
    """What is missing in a disposition, as a sentence; empty when it can be recorded."""
    if len(reason) > LONGEST["reason"]:
        return too_long(LONGEST["reason"])
    if value != Outcome.ACCEPTED and not reason.strip():
        return _("Everything but “accepted” needs its reason.")
    return ""


def too_long(limit: int) -> str:
    """The sentence for words that are more than the centre takes."""
    return _("These are more than %(limit)d characters. Shorten them.") % {"limit": limit}


def marked(old: str, new: str) -> Iterator[tuple[str, str]]:
    """A proposed text against the present one: stretches of words with what became of them, same, del or ins."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    for stretch in changes(before, after):
        was, now = "".join(before[stretch.old]), "".join(after[stretch.new])
        if stretch.same:
            yield "same", was
            continue
        if was:
            yield "del", was
        if now:
            yield "ins", now

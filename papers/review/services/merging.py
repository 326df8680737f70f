"""Duplicates among comments: each keeps its number, its delegation and its words, and goes with the one it repeats."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from papers.delegations.models import Delegation
from papers.review.lifecycle import Outcome, Severity
from papers.review.models import Comment, Disposition, Merge
from papers.shared.errors import BadInput

REFERENCE = re.compile(r"\s*(?:C-(?P<round>\d{1,9})-)?0*(?P<number>\d{1,9})\s*", re.IGNORECASE)


def partner(comment: Comment, value: str, into: str) -> Comment | None:
    """The comment that this one is merged with, if that is what becomes of it; locked until the end."""
    if value != Outcome.MERGED:
        return None
    found = _named(comment, into)
    if found is None:
        raise BadInput(_("Say with which comment of this round it is merged, by its number, like C-1-004."))
    if found.pk == comment.pk:
        raise BadInput(_("A comment is merged with another one, not with itself."))
    if comment.severity == Severity.CRITICAL != found.severity:
        raise BadInput(
            _(
                "%(one)s is critical and %(other)s is not: merge the lighter comment with the critical one, "
                "so that its weight is kept."
            )
            % {"one": comment.reference, "other": found.reference}
        )
    _require_ends(comment, found)
    return found


def keep(disposition: Disposition, into: Comment | None) -> None:
    """Note with which comment a disposition merges its own."""
    if into is not None:
        Merge.objects.create(disposition=disposition, into=into)


def sources_of(comment: Comment) -> list[Delegation]:
    """The delegations whose comments are merged with this one."""
    merged = Merge.objects.standing().filter(into=comment).select_related("disposition__comment__delegation")
    return list({one.disposition.comment.delegation for one in merged})


def _named(comment: Comment, into: str) -> Comment | None:
    name = REFERENCE.fullmatch(into or "")
    if name is None or name["round"] not in (None, str(comment.round.number)):
        return None
    opened = Comment.objects.select_for_update(of=("self",)).opened().select_related("round")
    return opened.filter(round=comment.round_id, number=int(name["number"])).first()


def _require_ends(comment: Comment, into: Comment) -> None:
    """Comments are merged in one step, so that each leads straight to the one that is answered."""
    standing = Merge.objects.standing()
    if standing.filter(disposition__comment=into).exists():
        raise BadInput(
            _("%(other)s is itself merged with another comment; name that one.") % {"other": into.reference}
        )
    if standing.filter(into=comment).exists():
        raise BadInput(
            _("Other comments are merged with %(one)s; it stays, so that they lead to it.")
            % {"one": comment.reference}
        )

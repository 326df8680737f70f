"""Amendments at the close of their round and at the issue of a revision: numbered, asked for, traced."""

from __future__ import annotations

from django.db.models import Max
from django.utils.translation import gettext as _

from papers.drafting.models import Paper, Revision
from papers.drafting.projection import whole
from papers.review import numbering
from papers.review.lifecycle import Fate
from papers.review.models import Amendment, Round
from papers.shared.errors import Refused


def number_amendments(round: Round) -> list[Amendment]:
    """Number those that stand, in the order of the text; the close of the round opens them to all."""
    standing = {
        one.pk: one
        for one in Amendment.objects.filter(round=round)
        .standing()
        .select_related("delegation")
        .order_by("pk")
    }
    entries = [
        numbering.Entry(one.pk, one.anchor, one.delegation.rank, one.delegation.code, one.made_at)
        for one in standing.values()
    ]
    last = Amendment.objects.filter(paper=round.paper_id).aggregate(last=Max("number"))["last"] or 0
    ordered = [standing[key] for key in numbering.order(entries, whole(round.revision).block_map)]
    for number, one in enumerate(ordered, start=last + 1):
        one.number = number
    Amendment.objects.bulk_update(ordered, ["number"], batch_size=200)
    return ordered


def require_accepted_in_text(paper: Paper) -> None:
    """Raise Refused, naming the accepted amendments that the working text does not have yet."""
    waiting = Amendment.objects.filter(paper=paper, state=Fate.ACCEPTED).order_by("number")
    names = [one.reference for one in waiting]
    if names:
        raise Refused(
            _(
                "The next revision cannot be issued yet. Accepted amendments that are not in the text: %(names)s."
            )
            % {"names": ", ".join(names)}
        )


def note_issued(revision: Revision) -> None:
    """The amendments that the text took up since the last revision are traced to this one."""
    taken_up = Amendment.objects.filter(paper=revision.paper_id, state=Fate.APPLIED, applied_in__isnull=True)
    taken_up.update(applied_in=revision)

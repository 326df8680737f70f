"""What of drafting waits for a person: words of theirs that could not be placed."""

from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from papers.drafting.models import Paper, Recovery
from papers.shared.acting import Actor
from papers.shared.waiting import Waiting

MOST = 50


def waiting_for(acting: Actor) -> list[Waiting]:
    """Kept words, by paper, in one statement; of a paper the person no longer sees, without its title."""
    papers = Paper.objects.visible_to(acting).filter(pk=OuterRef("paper"))
    kept = (
        Recovery.objects.visible_to(acting).kept().annotate(seen=Exists(papers)).order_by("paper", "kept_at")
    )
    rows = kept.values("pk", "paper", "paper__title", "seen")[:MOST]
    return [_of_paper(list(group)) for _paper, group in groupby(rows, key=lambda row: row["paper"])]


def _of_paper(rows: list[dict[str, Any]]) -> Waiting:
    row, n = rows[0], len(rows)
    if row["seen"]:
        what = ngettext(
            "A text of yours in “%(title)s” could not be placed",
            "%(n)d texts of yours in “%(title)s” could not be placed",
            n,
        )
        url = reverse("drafting:recovery-list", args=[row["paper"]])
    else:
        what, url = (
            _("A text of yours could not be placed"),
            reverse("drafting:recovery-detail", args=[row["pk"]]),
        )
    return Waiting(
        due=None,
        what=what % {"n": n, "title": row["paper__title"]},
        why=_("It could not go into the text, and is kept for you alone."),
        url=url,
        act=_("See the words that were kept"),
        mark="tri",
        tone="warn",
    )

"""Where two texts ask a person: words kept aside put into the working text, and the working text put on a revision.

Both are a merge whose questions a page shows and whose answers come back as words, one for each question. Both are
saved only on the text that the person saw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.drafting import access, rules, writing
from papers.drafting.live import log
from papers.drafting.merge import Merge, decided, differences, merge3
from papers.drafting.models import Paper, Recovery, Revision, WorkingText
from papers.drafting.projection import whole
from papers.drafting.writing import Saved
from papers.shared.acting import Actor
from papers.shared.errors import Refused


@dataclass(frozen=True)
class Question:
    """A merge with the version of the working text it was made on."""

    merge: Merge
    version: int


def kept_words(recovery: Recovery, *, version: int | None = None) -> Question:
    """What is still to decide about words kept aside: against the working text now, or as it was at a version."""
    working = log.current(WorkingText.objects.get(paper=recovery.paper_id))
    seen = working.version if version is None else version
    text = working.text if seen == working.version else log.text_at(working.paper_id, seen)
    if text is None:
        raise Refused(
            _("The text you read is too old to be gone back to. Nothing was changed; read it again.")
        )
    if recovery.base is None:
        return Question(differences(recovery.text, text), seen)
    return Question(merge3(recovery.base, recovery.text, text), seen)


@transaction.atomic
def place_words(recovery: Recovery, *, version: int, chosen: Sequence[str], by: Actor) -> Saved:
    """Put kept words into the working text as their author decided, and settle them."""
    if recovery.paper is None:
        raise Refused(_("The paper of these words is not there any more. The words are kept."))
    text = decided(kept_words(recovery, version=version).merge, chosen)
    saved = writing.save_text(recovery.paper, text=text, base_version=version, by=by)
    writing.settle_recovery(recovery, by=by)
    return saved


def rebased(paper: Paper, onto: Revision) -> Question:
    """The working text as it would stand on another revision, and what is to decide about it."""
    working = log.current(WorkingText.objects.get(paper=paper))
    return Question(merge3(_began_from(paper, onto), working.text, onto.text), working.version)


def _began_from(paper: Paper, onto: Revision) -> str:
    """The text from which the working text and the chosen revision went apart."""
    latest = whole(Revision.objects.filter(paper=paper).select_related("base").order_by("-number")[0])
    if latest.pk != onto.pk:
        return latest.text
    return whole(latest.base).text if latest.base else ""


@transaction.atomic
def rebase(paper: Paper, onto: Revision, *, version: int, chosen: Sequence[str], by: Actor) -> str:
    """Put the working text on another revision; what was written before cannot be gone back to from there."""
    Paper.objects.select_for_update().get(pk=paper.pk)
    rules.can_rebase.require(by, paper)
    question = rebased(paper, onto)
    if question.version != version:
        raise Refused(_("The text was changed since you read it here. Nothing was re-based; read it again."))
    text = decided(question.merge, chosen)
    access.begin_generation(paper, by=by, text=text)
    audit.record(
        "drafting.text.rebased", paper, by=by, paper=paper, audience=Audience.DELEGATION, number=onto.number,
        questions=len(chosen),
    )  # fmt: skip
    return text

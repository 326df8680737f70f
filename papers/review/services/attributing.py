"""What the changes of a revision answer: said when it is issued, one passage at a time, and kept with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.drafting.models import Revision
from papers.drafting.models import Step as PassageStep
from papers.review.models import Amendment, ChangeReason, Comment
from papers.review.queries.reasons import EDITORIAL, Leading
from papers.shared.acting import Actor
from papers.shared.errors import BadInput

# By the place of a change among those of its revision, what it answers: references, or EDITORIAL.
Because = Mapping[int, Sequence[str]]


def require_known(because: Because, leading: Leading) -> None:
    """Raise BadInput for a reference that names nothing which was agreed to."""
    named = {name for names in because.values() for name in names}
    unknown = sorted(named - leading.named.keys() - {EDITORIAL})
    if unknown:
        raise BadInput(
            _("No comment that was agreed to, and no amendment in the text, is called: %(names)s.")
            % {"names": ", ".join(unknown)}
        )


def attribute(revision: Revision, because: Because | None, leading: Leading, *, by: Actor) -> None:
    """Keep what each change answers; of one that nothing was said of, what it seems to answer, else the penholder.

    `because` was typed for the very text that was issued: its places are those of the revision's steps.
    """
    given: list[ChangeReason] = []
    steps = list(revision.steps.order_by("pk"))
    for place, step in enumerate(steps):
        said = (
            because.get(place, ())
            if because is not None
            else leading.suggested(str(step.block_id), step.kind, step.words)
        )
        given += [_reason(step, name, leading) for name in dict.fromkeys(said or [EDITORIAL])]
    ChangeReason.objects.bulk_create(given)
    audit.record(
        "review.revision.attributed", revision, by=by, paper=revision.paper, changes=len(steps),
        answering=len({one.step_id for one in given if one.comment_id or one.amendment_id}),
    )  # fmt: skip


def _reason(step: PassageStep, name: str, leading: Leading) -> ChangeReason:
    one = leading.named.get(name)
    return ChangeReason(
        step=step,
        comment=one if isinstance(one, Comment) else None,
        amendment=one if isinstance(one, Amendment) else None,
    )

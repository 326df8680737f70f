"""Going back in the working text: naming a moment, and bringing its words back as a new change."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.drafting import rules, writing
from papers.drafting.live import log
from papers.drafting.models import Milestone, Paper, Restoration, TextUpdate
from papers.drafting.restoring import with_passages
from papers.drafting.writing import Saved
from papers.shared.acting import Actor
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of

RESTORED = Restoration._meta.label_lower


@transaction.atomic
def name_moment(moment: TextUpdate, *, name: str, by: Actor) -> Milestone:
    """Give a moment a name, or another one; the caller found the moment among those that `by` may go back to."""
    rules.can_name.require(by, moment.paper)
    name = " ".join(name.split())[:120]
    if not name:
        raise BadInput(_("A moment is remembered by a name. Nothing was recorded; write one."))
    milestone, created = Milestone.objects.update_or_create(
        paper=moment.paper, seq=moment.seq,
        defaults={"generation": moment.generation, "name": name, **act_of(by)},
    )  # fmt: skip
    verb = "drafting.milestone.named" if created else "drafting.milestone.renamed"
    audit.record(verb, milestone, by=by, paper=moment.paper, audience=Audience.DELEGATION, seq=moment.seq)
    return milestone


@transaction.atomic
def restore(
    moment: TextUpdate, *, seen: TextUpdate, by: Actor, passages: Collection[int] | None = None
) -> Saved:
    """Bring the text of a moment, or some of its passages, back into the text that the person saw.

    It is a change like any other: merged with what others wrote since, attributed, and itself to be gone back from.
    """
    rules.can_edit.require(by, Paper.objects.select_for_update().get(pk=moment.paper_id))
    then, now = _text(moment), _text(seen)
    wanted = then if passages is None else with_passages(now, then, passages)
    if wanted == now:
        raise Refused(_("These words stand in the text already. Nothing was changed."))
    restoration = Restoration.objects.create(
        paper=moment.paper, generation=moment.generation, seq=moment.seq,
        passages=None if passages is None else len(passages), **act_of(by),
    )  # fmt: skip
    because = log.Because(RESTORED, restoration.pk)
    saved = writing.save_text(moment.paper, text=wanted, base_version=seen.seq, by=by, because=because)
    audit.record(
        "drafting.text.restored", restoration, by=by, paper=moment.paper, audience=Audience.DELEGATION,
        seq=moment.seq, passages=restoration.passages,
    )  # fmt: skip
    return saved


def _text(moment: TextUpdate) -> str:
    return log.text_at(moment.paper_id, moment.seq) or ""

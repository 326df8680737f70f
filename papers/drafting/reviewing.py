"""The periodic review of what a delegation can see: opened by the centre, answered by its head."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations.models import Delegation
from papers.delegations.queries import holders
from papers.delegations.services import wake
from papers.drafting import rules
from papers.drafting.models import AccessReview, Confirmation, Grant
from papers.notifications.services import notify
from papers.shared.acting import Actor, Capability
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of
from papers.shared.text import sha256

OPENED, ANSWERED = "drafting.access.review_opened", "drafting.access.review_answered"
WORDS_LIMIT = 4000


@transaction.atomic
def open_review(delegation: Delegation, *, due_on: date, by: Actor) -> AccessReview:
    """Ask a delegation to go through what it can see, until a day; its head is told. One at a time."""
    rules.can_open_review.require(by, delegation)
    Delegation.objects.select_for_update().get(pk=delegation.pk)
    if AccessReview.objects.open().filter(delegation=delegation).exists():
        raise Refused(_("A review of what this delegation can see is open already."))
    if due_on <= timezone.localdate(by.at):
        raise BadInput(_("The day by which it is answered lies in the future."))
    review = AccessReview.objects.create(delegation=delegation, due_on=due_on, opened_at=by.at, **act_of(by))
    _record(OPENED, review, by, due=due_on)
    notify(holders([delegation], Capability.SPEAK), OPENED, review)
    return review


@transaction.atomic
def answer_review(
    review: AccessReview, *, answer: str, words: str = "", seen_digest: str, by: Actor
) -> AccessReview:
    """The head confirms the list that they read, or contests it in words; another list is refused."""
    review = (
        AccessReview.objects.select_for_update(of=("self",)).select_related("delegation").get(pk=review.pk)
    )
    rules.can_answer_review.require(by, review)
    grants = list(standing(review.delegation))
    if seen_digest != digest_of(grants):
        raise Refused(
            _("What your delegation can see has changed since you read it. Nothing was recorded; read again.")
        )
    words = words.strip()
    if answer not in Confirmation.values:
        raise BadInput(_("Confirm the list, or contest it."))
    if answer == Confirmation.CONTESTED and not words:
        raise BadInput(_("Say what is not as it should be."))
    if len(words) > WORDS_LIMIT:
        raise BadInput(_("These are more than %(limit)d characters. Shorten them.") % {"limit": WORDS_LIMIT})
    wake(by.delegation, by=by)
    review.answered_at, review.answered_by, review.answer, review.words = by.at, by.user, answer, words
    review.grants, review.digest = len(grants), seen_digest
    review.save(update_fields=["answered_at", "answered_by", "answer", "words", "grants", "digest"])
    _record(ANSWERED, review, by, confirmation=answer, grants=len(grants))
    centre = Delegation.objects.filter(kind="secretariat")
    notify(holders(list(centre), Capability.ADMINISTER_ACCESS), ANSWERED, review)
    return review


def standing(delegation: Delegation) -> Any:
    """The grants of a delegation that hold or will hold, in the order of a fingerprint."""
    return Grant.objects.open().filter(delegation=delegation).order_by("pk")


def digest_of(grants: list[Grant]) -> str:
    """The fingerprint of a list of grants: any change of it gives another."""
    return sha256("\n".join(f"{one.pk}:{one.level}:{one.from_number}:{one.until}" for one in grants))


def _record(verb: str, review: AccessReview, by: Actor, **facts: object) -> None:
    audit.record(verb, review, by=by, delegation=review.delegation, audience=Audience.DELEGATION, **facts)

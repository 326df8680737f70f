"""Reports received by letter: entered with the letter by one person of the centre, confirmed by another."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.delegations.models import Delegation
from papers.files import services as files
from papers.implementation import exhibits, rules
from papers.implementation.models import Letter, Recommendation
from papers.implementation.models.letters import LetterState
from papers.implementation.services import notices, standing
from papers.implementation.services.reporting import Exhibit, record_letter
from papers.shared.acting import Actor
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of


def enter_letter(
    recommendation: Recommendation,
    *,
    delegation: Delegation,
    received_by: str,
    text: str,
    letter: Exhibit,
    by: Actor,
    status: str = "",
    effective_on: date | None = None,
) -> Letter:
    """Enter what was reported by letter, with the letter; it counts once a second person confirms it."""
    rules.can_enter_letter.require(by, recommendation)
    if not text.strip() or not received_by.strip():
        raise BadInput(_("A letter needs what it says and how it came. Nothing was recorded."))
    if letter.content is None:
        raise BadInput(_("The letter itself is needed as a file. Nothing was recorded."))
    examined = exhibits.examine(letter.name, letter.content)
    with transaction.atomic():
        recommendation = standing.locked(recommendation, by=by)
        rules.can_enter_letter.require(by, recommendation)
        day = standing.checked_day(effective_on or timezone.localdate())
        _check_reporter(recommendation, delegation)
        made = Letter.objects.create(
            recommendation=recommendation, delegation=delegation, received_by=received_by.strip(), text=text,
            status=status, effective_on=day, blob=files.store(examined.content, examined.media_type),
            title=letter.title or letter.name[:200], **act_of(by),
        )  # fmt: skip
        standing.keep(recommendation, "letter_entered", by=by, letter=made.pk, to=delegation.code)
        notices.letter_entered(recommendation, by=by)
        return made


@transaction.atomic
def decide_letter(letter: Letter, *, confirm: bool, by: Actor, answer: str = "") -> Letter:
    """Confirm a letter, which makes it a report of the delegation it came from, or refuse it, saying why."""
    recommendation = standing.locked(letter.recommendation, by=by)
    letter = (
        Letter.objects.select_for_update(of=("self",)).select_related("delegation", "blob").get(pk=letter.pk)
    )
    letter.recommendation = recommendation
    rules.can_decide_letter.require(by, letter)
    if letter.state != LetterState.ENTERED:
        raise Refused(_("This was decided already. Nothing was changed."))
    if not confirm and not answer.strip():
        raise BadInput(_("A refusal needs its reason. Nothing was recorded."))
    letter.state = LetterState.CONFIRMED if confirm else LetterState.REFUSED
    letter.answer, letter.decided_at, letter.decider = answer, timezone.now(), by.user
    letter.decider_mandate = standing.person(by).mandate.pk
    letter.report = record_letter(letter, by=by) if confirm else None
    letter.save(update_fields=["state", "answer", "decided_at", "decider", "decider_mandate", "report"])
    if not confirm:
        standing.keep(recommendation, "letter_refused", by=by, letter=letter.pk)
    return letter


def _check_reporter(recommendation: Recommendation, delegation: Delegation) -> None:
    doing = recommendation.assignments.current().filter(role__in=rules.DOING, delegation=delegation)
    if not doing.exists():
        raise BadInput(_("This delegation neither owns it nor reports on it. Nothing was recorded."))

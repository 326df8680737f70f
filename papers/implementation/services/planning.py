"""The work itself: actions with owners and days, and what is in the way of them."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.delegations.models import Delegation
from papers.delegations.services import wake
from papers.implementation import rules
from papers.implementation.lifecycle import ACTION, UNSAID, ActionState
from papers.implementation.models import Action, ActionStep, Blocker, Recommendation
from papers.implementation.services import notices, standing
from papers.shared.acting import Actor
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of


@transaction.atomic
def add_action(
    recommendation: Recommendation,
    *,
    what: str,
    owner: Delegation,
    by: Actor,
    starts_on: date | None = None,
    due: date | None = None,
    after: Action | None = None,
) -> Action:
    """Plan one thing to be done; its owner sees the recommendation from then on."""
    recommendation = _held(recommendation, by)
    if not what.strip():
        raise BadInput(_("An action says what is to be done. Nothing was recorded."))
    if starts_on and due and due < starts_on:
        raise BadInput(_("It cannot end before it begins. Nothing was recorded; give other days."))
    if after is not None and after.recommendation_id != recommendation.pk:
        raise BadInput(_("It can only follow an action of the same recommendation. Nothing was recorded."))
    made = Action.objects.create(
        recommendation=recommendation, what=what, owner=owner, after=after, starts_on=starts_on, due=due, **act_of(by)
    )  # fmt: skip
    fresh = standing.take_part(recommendation, owner, by=by)
    standing.keep(recommendation, "action_added", by=by, action=made.pk, to=owner.code, due=due)
    notices.assigned(recommendation, fresh, by=by)
    return made


@transaction.atomic
def step_action(
    action: Action, *, state: str, by: Actor, reason: str = "", effective_on: date | None = None
) -> Action:
    """Say where an action stands from a day on; giving it up, or taking up what was done, needs its reason."""
    recommendation = _held(action.recommendation, by)
    action = Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
    ACTION.check(ActionState(action.state), ActionState(state))
    if not reason.strip() and (ActionState(action.state), ActionState(state)) not in UNSAID:
        raise BadInput(_("This change needs its reason. Nothing was recorded."))
    before = ActionStep.objects.filter(action=action).order_by("effective_on").last()
    day = standing.checked_day(
        effective_on or timezone.localdate(), since=before.effective_on if before else None
    )
    ActionStep.objects.create(
        recommendation=recommendation, action=action, state=state, reason=reason, effective_on=day,
        delegation=by.delegation, **act_of(by),
    )  # fmt: skip
    was, action.state = action.state, state
    action.save(update_fields=["state"])
    standing.keep(
        recommendation,
        "action_moved",
        by=by,
        action=action.pk,
        was=was,
        state_of_action=state,
        effective_on=day,
    )
    return action


@transaction.atomic
def block(
    recommendation: Recommendation,
    *,
    kind: str,
    text: str,
    by: Actor,
    action: Action | None = None,
    since: date | None = None,
) -> Blocker:
    """Say what is in the way, of one action or of the whole; the status is said apart from it."""
    recommendation = _held(recommendation, by)
    if not text.strip():
        raise BadInput(_("Say what is in the way and who could clear it. Nothing was recorded."))
    if action is not None and action.recommendation_id != recommendation.pk:
        raise BadInput(_("That action belongs to another recommendation. Nothing was recorded."))
    day = standing.checked_day(since or timezone.localdate())
    made = Blocker.objects.create(
        recommendation=recommendation, action=action, delegation=by.delegation, kind=kind, text=text, since=day,
        **act_of(by),
    )  # fmt: skip
    standing.keep(recommendation, "blocked", by=by, blocker=made.pk, in_the_way=kind, effective_on=day)
    return made


@transaction.atomic
def unblock(blocker: Blocker, *, text: str, by: Actor, until: date | None = None) -> Blocker:
    """Say that it is not in the way any more, from which day, and how it was cleared."""
    recommendation = _held(blocker.recommendation, by)
    blocker = Blocker.objects.select_for_update(of=("self",)).get(pk=blocker.pk)
    if blocker.until is not None:
        raise Refused(_("This was cleared already. Nothing was changed."))
    if not text.strip():
        raise BadInput(_("Say how it was cleared. Nothing was changed."))
    day = standing.checked_day(until or timezone.localdate(), since=blocker.since)
    blocker.until, blocker.end_text, blocker.ended_at = day, text, timezone.now()
    blocker.save(update_fields=["until", "end_text", "ended_at"])
    standing.keep(
        recommendation, "unblocked", by=by, blocker=blocker.pk, in_the_way=blocker.kind, effective_on=day
    )
    return blocker


def _held(recommendation: Recommendation, by: Actor) -> Recommendation:
    """The recommendation under lock, for somebody who may plan its work."""
    recommendation = standing.locked(recommendation, by=by)
    rules.can_plan.require(by, recommendation)
    wake(standing.person(by).delegation, by=by)
    standing.begin(recommendation.paper, by=by)
    return recommendation

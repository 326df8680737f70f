"""What the facts of the record are called in sentences: values that stand for words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from papers.delegations.models import Grounds
from papers.delegations.models import Settled as Left
from papers.delegations.roles import Role, State
from papers.drafting.levels import Level
from papers.drafting.models import Confirmation
from papers.implementation.lifecycle import ActionState, Answer, Confidence, Status
from papers.implementation.models.entries import Decision, Finding, Stance
from papers.implementation.models.links import Link
from papers.implementation.models.plans import Agreement, BlockerKind
from papers.review.lifecycle import Answered, Fate, Lifting, Note, Openness, Outcome, Reserve, Settled, Wish
from papers.review.lifecycle import Stance as Position

FACTORS = {
    "totp": gettext_lazy("an authenticator app"),
    "recovery_codes": gettext_lazy("recovery codes"),
    "webauthn": gettext_lazy("a passkey"),
}
THINGS = {
    "paper": gettext_lazy("Paper it leads"),
    "reservation": gettext_lazy("Reservation"),
    "amendment": gettext_lazy("Amendment"),
    "bracket": gettext_lazy("Words in brackets"),
    "recommendation": gettext_lazy("Recommendation"),
}
CHOICES: Mapping[str, Mapping[str, Any]] = {
    "level": dict(Level.choices),
    "state": dict(State.choices),
    "grounds": dict(Grounds.choices),
    "thing": THINGS,
    "settled": dict(Left.choices),
    "value": dict(Outcome.choices),
    "position": dict(Position.choices),
    "fate": dict(Fate.choices),
    "wish": dict(Wish.choices),
    "openness": dict(Openness.choices),
    "bracket_settled": dict(Settled.choices),
    "satisfied": dict(Answered.choices),
    "note": dict(Note.choices),
    "reserve": dict(Reserve.choices),
    "lifting": dict(Lifting.choices),
    "confirmation": dict(Confirmation.choices),
    "answer": dict(Answer.choices),
    "status": dict(Status.choices),
    "confidence": dict(Confidence.choices),
    "role": dict(Role.choices),
    "factor": FACTORS,
    "finding": dict(Finding.choices),
    "stance": dict(Stance.choices),
    "link": dict(Link.choices),
    "state_of_action": dict(ActionState.choices),
    "in_the_way": dict(BlockerKind.choices),
    "agreement": dict(Agreement.choices),
    "decision": dict(Decision.choices),
}

"""One recommendation with all that happened to it, and what of it was so or was known on a past day."""

from __future__ import annotations

from dataclasses import dataclass, replace

from papers.implementation import rules
from papers.implementation.lifecycle import (
    ActionState,
)
from papers.implementation.models import (
    AsOf,
    Closure,
    Letter,
    Recommendation,
    Role,
    having,
)
from papers.implementation.models.entries import Axis, Decision
from papers.implementation.models.letters import LetterState
from papers.implementation.models.plans import Agreement
from papers.implementation.queries.arms import everything, read
from papers.implementation.queries.lines import BESIDE, Line
from papers.shared.acting import Acting

ENDING = {"part_ended", "decision", "blocker_ended", "criteria_decided"}


@dataclass(frozen=True)
class Story:
    """All that happened to a recommendation, oldest first, and what of it holds now."""

    lines: list[Line]

    def of(self, *kinds: str) -> list[Line]:
        return [line for line in self.lines if line.kind in kinds]

    @property
    def answers(self) -> list[Line]:
        return self.of("answer")[::-1]

    @property
    def reports(self) -> list[Line]:
        return self.of("report")[::-1]

    @property
    def dissents(self) -> list[Line]:
        return self.of("dissent")[::-1]

    @property
    def actions(self) -> list[Line]:
        """The plan, each action where its latest step has put it."""
        stands = {step.of: step.value for step in self.of("step")}
        return [replace(one, value=stands.get(one.pk, ActionState.PLANNED)) for one in self.of("action")]

    @property
    def blockers(self) -> list[Line]:
        """What is in the way."""
        return [line for line in self.of("blocker") if line.detail == "live"]

    @property
    def indicators(self) -> list[Line]:
        """What is measured of it, in the words to which it was last corrected; its day is the one it ended on."""
        said = {line.of: line for line in self.of("indicator_restated")}
        ended = {line.of: line.day for line in self.of("indicator_ended")}
        return [
            replace(
                one, text=said.get(one.pk, one).text, note=said.get(one.pk, one).note, day=ended.get(one.pk)
            )
            for one in self.of("indicator")
        ]

    @property
    def criteria(self) -> list[Line]:
        """The criteria that hold, and those that wait for an answer."""
        return [line for line in self.of("criteria") if line.value in {Agreement.AGREED, Agreement.PROPOSED}]

    @property
    def verifiers(self) -> list[Line]:
        return [line for line in self.parts if line.value == Role.VERIFIER]

    @property
    def links(self) -> list[Line]:
        """Those that hold."""
        return [line for line in self.of("link", "link_back") if line.day is None]

    def reason(self, axis: str) -> str:
        """Why its status or its confidence is what it is."""
        return next((line.text for line in reversed(self.lines) if line.kind == axis), "")

    @property
    def reasons(self) -> dict[str, str]:
        return {axis.value: self.reason(axis) for axis in Axis}

    def on(self, at: AsOf) -> Story:
        """What of it was so, or was known, on a past day; a part or a proposal that ended later still held."""
        if not at.is_past:
            return self
        kept = [line for line in self.lines if line.seen(at)]
        ended = {line.pk for line in kept if line.kind in ENDING}
        answers = [
            line for line in kept if line.kind == "criteria_decided" and line.value == Agreement.AGREED
        ]
        agreed = answers[-1].pk if answers else None
        return Story([line.still(at, ended, agreed) for line in kept])

    @property
    def parts(self) -> list[Line]:
        """The parts that delegations have now, the owner first."""
        order = list(Role)
        live = [line for line in self.of("part") if line.detail == "live"]
        return sorted(live, key=lambda line: order.index(Role(line.value)))

    @property
    def proposal(self) -> Line | None:
        """The proposal to close it that waits for a decision."""
        return next((line for line in self.of("closure") if line.detail == Decision.PROPOSED), None)

    def closure(self, recommendation: Recommendation) -> Closure | None:
        """The waiting proposal, as the rules ask about it."""
        found = self.proposal
        if found is None:
            return None
        return Closure(pk=found.pk, recommendation=recommendation, proposer_id=found.person_id)

    @property
    def history(self) -> list[Line]:
        """The lines of the history, newest first."""
        return [line for line in self.lines if line.kind not in BESIDE][::-1]


def letters_waiting(acting: Acting, recommendation: Recommendation) -> list[Letter]:
    """Letters that a second person of the centre has not confirmed yet; asked only for those who could."""
    if not rules.coordinates(acting, recommendation):
        return []
    waiting = Letter.objects.visible_to(acting).filter(
        recommendation=recommendation, state=LetterState.ENTERED
    )
    return list(waiting.select_related("delegation", "by"))


def story(acting: Acting, recommendation: Recommendation) -> Story:
    """Everything that happened to it, in one statement; the rules of this request need not ask again."""
    lines = [read(row) for row in everything(acting, recommendation)]
    files = [line for line in lines if line.kind == "evidence"]
    for report in (line for line in lines if line.kind == "report"):
        report.evidence = [line for line in files if line.of == report.pk]
    told = Story(lines)
    own = acting.delegation
    having.know(
        acting,
        recommendation,
        parts={line.value for line in told.parts if line.party and line.party.code == own.code},
        reporters={(line.person_id, line.party.code if line.party else "") for line in told.reports},
    )
    return told

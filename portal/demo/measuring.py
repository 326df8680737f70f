"""What is measured in the demonstration: two sources that differ, a corrected figure, a definition that changes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from papers.implementation import services as tracking

if TYPE_CHECKING:
    from portal.demo.tracking import Steps

SECRETARY, MUF, DRAFTER = "secretary@centre.demo", "reporter@muf.demo", "drafter@xa.demo"
REGISTER, SLIPS = "Municipal register", "Slips of three weighbridges"
BY_REGISTER = (
    (102, 98, 365),
    (88, 85, 430),
    (73, 70, 540),
    (58, 55, 610),
    (44, 41, 735),
    (29, 26, 820),
    (14, 11, 905),
)
BY_SLIPS = ((44, 40, 590), (29, 25, 655), (14, 10, 760))


def debris(steps: Steps) -> None:
    """Tonnes and consents, with their targets."""
    tonnes = Measured(steps, 2, "Debris taken away from cleared sites", MUF)
    tonnes.defined(
        108, "tonnes a month", "Tonnes that leave a site over a weighbridge, each month.",
        baseline=(132, 310), target=(-60, 1200),
    )  # fmt: skip
    tonnes.target(107, (-5, 900), "Three quarters of the sites")
    for on_ago, ago, figure in BY_REGISTER:
        tonnes.figure(ago, (on_ago, figure), REGISTER)
    for on_ago, ago, figure in BY_SLIPS:
        tonnes.figure(ago, (on_ago, figure), SLIPS, person=SECRETARY)
    tonnes.redefined(
        50, 51, "Tonnes that leave a site over a weighbridge and are sorted by method, each month.",
        "Loads that were sorted later had been counted twice.",
    )  # fmt: skip
    tonnes.corrected(20, (73, 525), "One weighbridge was read twice.")
    consents = Measured(steps, 1, "Sites with a consent on file", DRAFTER)
    consents.defined(
        90, "% of cleared sites", "Cleared sites with at least one signed form, of all cleared sites.",
        baseline=(113, 22), target=(20, 95),
    )  # fmt: skip
    for on_ago, ago, figure in ((80, 79, 45), (60, 59, 71), (31, 30.5, 96)):
        consents.figure(ago, (on_ago, figure), "Register of consents")


class Measured:
    """Acts on one indicator of a recommendation; a figure stands with the day it is of."""

    def __init__(self, steps: Steps, serial: int, name: str, person: str) -> None:
        self.steps, self.serial, self.name, self.person = steps, serial, name, person

    def found(self):
        return self.steps.found(self.serial).indicators.get(name=self.name)

    def defined(self, ago, unit, definition, *, baseline, target) -> None:
        self.steps.at(ago, lambda: tracking.define_indicator(
            self.steps.found(self.serial), name=self.name, unit=unit, definition=definition,
            baseline=Decimal(baseline[1]), baseline_on=self.steps.day(baseline[0]), baseline_source="Site survey",
            target=Decimal(target[1]), target_on=self.steps.day(target[0]), by=self.steps.acting(self.person),
        ))  # fmt: skip

    def target(self, ago, goal, label) -> None:
        self.steps.at(ago, lambda: tracking.set_target(
            self.found(), on=self.steps.day(goal[0]), value=Decimal(goal[1]), label=label,
            by=self.steps.acting(self.person),
        ))  # fmt: skip

    def figure(self, ago, figure, source, *, person="") -> None:
        self.steps.at(ago, lambda: tracking.give_figure(
            self.found(), on=self.steps.day(figure[0]), value=Decimal(figure[1]), source=source,
            by=self.steps.acting(person or self.person),
        ))  # fmt: skip

    def redefined(self, ago, since_ago, text, reason) -> None:
        self.steps.at(ago, lambda: tracking.redefine(
            self.found(), text=text, reason=reason, since=self.steps.day(since_ago),
            by=self.steps.acting(self.person),
        ))  # fmt: skip

    def corrected(self, ago, figure, reason) -> None:
        self.steps.at(ago, lambda: tracking.correct_figure(
            self.found().readings.get(on=self.steps.day(figure[0])), value=Decimal(figure[1]), reason=reason,
            by=self.steps.acting(self.person),
        ))  # fmt: skip

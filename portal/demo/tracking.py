"""What became of the adopted papers of the demonstration: answers, reports, evidence, verification, closures."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from papers.implementation import services as tracking
from papers.implementation.models import Recommendation
from portal.demo import measuring

if TYPE_CHECKING:
    from portal.demo.story import Story

SECRETARY, CHAIR = "secretary@centre.demo", "chair@centre.demo"
FIGURES = b"site,cleared,with consent\nA-01,42,41\nA-02,17,16\nB-07,88,85\n"
NOTE = (
    b"Note verbale 31/2026\n\nThe delegation presents its compliments to the secretariat and reports that the\n"
    b"register of receipts stands in nine desks; the tenth waits for its printer.\n"
)
MUF, FORM = "reporter@muf.demo", "https://forms.example/consent-form-v3"


def debris(story: Story) -> None:
    """Four recommendations: one done and verified, one partly and contested, one late, one not accepted."""
    steps = Steps(story, "debris")
    steps.assign(114, 1, "XA", reporters=("MUF",), verifiers=("XC",), due_ago=20)
    steps.assign(114, 2, "MUF", verifiers=("XB",), due_ago=-60)
    steps.assign(114, 3, "XE", due_ago=-30)
    steps.assign(113, 4, "XF")
    steps.respond(112, 1, "head@xa.demo", "accepted", "")
    steps.respond(111, 2, MUF, "accepted", "")
    steps.respond(110, 3, "head@xe.demo", "accepted", "")
    steps.respond(
        108, 4, "head@xf.demo", "not_accepted", "The desks are for the municipalities to open, not for us."
    )
    steps.report(80, 1, "drafter@xa.demo", "The form is in use at 14 of 22 sites.", "in_progress")
    steps.report(
        30,
        1,
        "drafter@xa.demo",
        "In use at all 31 sites; 96 % of cleared sites have a consent on file.",
        "reported",
        address=FORM,
    )
    steps.verify(
        26, 1, "reviewer@xc.demo", "Read the files of twelve sites chosen by lot; eleven held a signed form."
    )
    steps.report(
        60, 2, MUF, "Tonnes by site are published since August; by method they are not yet.", "partly"
    )
    steps.confidence(60, 2, MUF, "amber", "Two contractors do not record the method.")
    steps.report(
        105,
        3,
        "drafter@xe.demo",
        "Receipts are printed; the first 212 documents were handed over.",
        "in_progress",
    )
    _debris_work(steps)


def _debris_work(steps: Steps) -> None:
    """The plan of the second with what is in its way, its criteria and who contests it; a letter on the third."""
    steps.criteria(109, 2, MUF, "Tonnes by site and by method are published for three months running.", "XB")
    steps.plan(
        98, 2, MUF, "Agree with the contractors how the method is recorded", "MUF", due_ago=40, state="done"
    )
    steps.plan(97, 2, MUF, "Record the method at every weighbridge", "MUF", due_ago=-20, state="under_way")
    steps.block(35, 2, MUF, "dual_use", "Two weighbridges wait for clearance of their sensors.")
    steps.link(96, 2, 1, "depends", "Tonnes count only for sites with a consent on file.")
    measuring.debris(steps)
    steps.dissent(
        22,
        2,
        "head@xe.demo",
        "Our own count of the weighbridge slips gives a fifth less than is published for September.",
        source="Slips of three weighbridges, copied 30 September",
    )
    steps.letter(
        6,
        3,
        "XE",
        "The register of receipts stands in nine desks; the tenth waits for its printer.",
        "Note verbale 31/2026, brought by hand",
    )


def energy(story: Story) -> None:
    """One verified, one overtaken by events; the paper is closed."""
    steps = Steps(story, "energy")
    steps.assign(139, 1, "XA", verifiers=("XC",), due_ago=90)
    steps.assign(139, 2, "XE", due_ago=60)
    steps.respond(138, 1, "head@xa.demo", "accepted", "")
    steps.respond(138, 2, "head@xe.demo", "in_part", "A temporary store only.")
    steps.report(
        110,
        1,
        "drafter@xa.demo",
        "Published every Monday for all 54 sites.",
        "reported",
        address="https://data.example/hours",
    )
    steps.verify(104, 1, "reviewer@xc.demo", "Compared four weeks with the meters of six sites.")
    steps.at(90, lambda: tracking.propose_closure(
        steps.found(2), kind="overtaken", reason="The northern depot was given up; fuel now comes by the other route.",
        by=steps.acting("head@xe.demo"),
    ))  # fmt: skip
    steps.at(
        88,
        lambda: tracking.decide_closure(steps.found(2).closures.get(), approve=True, by=steps.acting(CHAIR)),
    )
    steps.at(85, lambda: tracking.close_paper(steps.paper(), by=steps.acting(SECRETARY)))


def cash(story: Story) -> None:
    """One in progress, with a report that came late; of the other nothing is known."""
    steps = Steps(story, "cash")
    steps.assign(262, 1, "XB", verifiers=("XA",), due_ago=-20)
    steps.assign(262, 2, "XH", due_ago=-90)
    steps.respond(260, 1, "head@xb.demo", "accepted", "")
    steps.respond(258, 2, "head@xh.demo", "accepted", "")
    steps.report(
        130,
        1,
        "drafter@xb.demo",
        "The first review was held and published on the day announced.",
        "in_progress",
    )
    steps.report(40, 1, "drafter@xb.demo", "The second and third reviews were held on time.", "in_progress")
    steps.confidence(40, 1, "drafter@xb.demo", "green", "The date of the next review is published.")
    steps.report(
        9,
        1,
        "drafter@xb.demo",
        "The minutes of the fourth review arrived late; it was held on the day announced.",
        "",
        effective_ago=24,
    )


class Steps:
    """Acts on the recommendations of one paper, by their number."""

    def __init__(self, story: Story, key: str) -> None:
        self.story, self.key = story, key

    def at(self, ago: float, act) -> None:
        self.story.at(ago, act)

    def acting(self, person: str):
        return self.story.world.acting(person)

    def paper(self):
        return self.story.paper(self.key)

    def found(self, serial: int) -> Recommendation:
        return Recommendation.objects.get(paper=self.story.papers[self.key], serial=serial)

    def assign(
        self, ago, serial, addressee, *, reporters=(), verifiers=(), due_ago: int | None = None
    ) -> None:
        due = None if due_ago is None else self.day(due_ago)
        of = self.story.world.of
        self.at(ago, lambda: tracking.assign(
            self.found(serial), addressee=of(addressee)[0], reporters=of(*reporters), verifiers=of(*verifiers), due=due,
            every_days=90, by=self.acting(SECRETARY),
        ))  # fmt: skip

    def respond(self, ago, serial, person, value, text) -> None:
        self.at(
            ago, lambda: tracking.respond(self.found(serial), value=value, text=text, by=self.acting(person))
        )

    def report(self, ago, serial, person, text, status, *, address="", effective_ago=None) -> None:
        day = None if effective_ago is None else self.day(effective_ago)
        exhibits = [tracking.Exhibit(title="Where it can be seen", url=address)] if address else []
        if status == "reported":
            exhibits.append(
                tracking.Exhibit(title="Figures by site", kind="data", name="sites.csv", content=FIGURES)
            )
        self.at(ago, lambda: tracking.report(
            self.found(serial), text=text, status=status, evidence=exhibits, effective_on=day, by=self.acting(person)
        ))  # fmt: skip

    def verify(self, ago, serial, person, text) -> None:
        self.at(ago, lambda: tracking.verify(
            self.found(serial), finding="confirmed", method="documents", text=text, by=self.acting(person)
        ))  # fmt: skip

    def link(self, ago, serial, other, kind, reason) -> None:
        self.at(ago, lambda: tracking.link(
            self.found(serial), other=self.found(other), kind=kind, reason=reason, by=self.acting(SECRETARY)
        ))  # fmt: skip

    def criteria(self, ago, serial, person, text, verifier) -> None:
        """Proposed by the owner; the answer of the centre waits."""
        self.at(ago, lambda: tracking.propose_criteria(
            self.found(serial), text=text, verifier=self.story.world.of(verifier)[0], by=self.acting(person)
        ))  # fmt: skip

    def plan(self, ago, serial, person, what, owner, *, due_ago, state) -> None:
        self.at(ago, lambda: tracking.step_action(
            tracking.add_action(
                self.found(serial), what=what, owner=self.story.world.of(owner)[0], due=self.day(due_ago),
                by=self.acting(person),
            ),
            state=state, by=self.acting(person),
        ))  # fmt: skip

    def block(self, ago, serial, person, kind, text) -> None:
        self.at(ago, lambda: tracking.block(self.found(serial), kind=kind, text=text, by=self.acting(person)))

    def letter(self, ago, serial, delegation, text, received_by) -> None:
        """Entered by the secretary; the confirmation of a second person waits."""
        note = tracking.Exhibit(title="Note verbale 31", kind="letter", name="note.txt", content=NOTE)
        self.at(ago, lambda: tracking.enter_letter(
            self.found(serial), delegation=self.story.world.of(delegation)[0], received_by=received_by, text=text,
            letter=note, by=self.acting(SECRETARY),
        ))  # fmt: skip

    def dissent(self, ago, serial, person, text, *, stance="contests", source="") -> None:
        self.at(ago, lambda: tracking.dissent(
            self.found(serial), stance=stance, text=text, source=source, by=self.acting(person)
        ))  # fmt: skip

    def confidence(self, ago, serial, person, value, reason) -> None:
        self.at(ago - 0.01, lambda: tracking.set_confidence(
            self.found(serial), value=value, reason=reason, by=self.acting(person)
        ))  # fmt: skip

    def day(self, ago: int) -> date:
        return timezone.localdate(self.story.script.now - timedelta(days=ago))

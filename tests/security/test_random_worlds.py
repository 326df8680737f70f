"""The filter in the database, the question about one thing, and the words of the design agree in worlds at random."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from papers.clock import services as clock
from papers.delegations import services as delegations
from papers.delegations.models import Delegation
from papers.drafting import access
from papers.drafting import services as drafting
from papers.drafting.models import Paper, Revision
from papers.shared.acting import Capability, console, rebuild
from tests.factories import issued, save
from tests.machines import LIVES

SETUP = console("a world", Capability.INSTALL, Capability.REGISTER)
REVISIONS = 3
# The design's table, written again by hand: what a country may do at each level.
GIVES = {
    "read": {"view_paper"},
    "comment": {"view_paper", "comment_paper"},
    "draft": {"view_paper", "comment_paper", "draft_paper"},
    "lead": {"view_paper", "comment_paper", "draft_paper", "lead_paper"},
    "preside": {"view_paper", "preside_paper"},
    "report": {"report_paper"},
}
EVERYTHING = sorted(set().union(*GIVES.values()))
READING_STATES = {"active", "dormant", "observer"}
NOT_READING_ROLES = {"auditor"}
MOMENTS = [timedelta(minutes=minutes) for minutes in (0, 90, 300)]
HOURS = st.sampled_from([None, 1, 2, 4])


@dataclass(frozen=True)
class Gift:
    """What is written about one gift, as a person would tell it."""

    code: str
    level: str
    from_number: int
    starts: timedelta
    until: timedelta | None

    @property
    def ladder(self):
        return self.level if self.level in {"preside", "report"} else "text"

    def holds(self, after):
        return self.starts <= after and (self.until is None or after < self.until)


@st.composite
def gifts(draw):
    starts, lasts = draw(HOURS), draw(HOURS)
    return Gift(
        code=draw(st.sampled_from(["XA", "XB", "XC", "SEC"])),
        level=draw(st.sampled_from(sorted(GIVES))),
        from_number=draw(st.integers(1, REVISIONS)),
        starts=timedelta(hours=starts or 0),
        until=None if lasts is None else timedelta(hours=(starts or 0) + lasts),
    )


ENDS = st.tuples(st.sampled_from(["XA", "XB", "XC", "SEC"]), st.sampled_from(["text", "preside", "report"]))
WORLDS = st.lists(st.one_of(gifts(), ENDS), max_size=8)
STATES = st.fixed_dictionaries(
    {code: st.sampled_from([None, "dormant", "observer", "suspended", "withdrawn"]) for code in ("XB", "XC")}
)

# The secretariat presides over the last revision, and was shown all of them for an hour.
SHORT_LOOK_BACK = [
    Gift("SEC", "read", 1, timedelta(0), timedelta(hours=1)), Gift("SEC", "preside", REVISIONS, timedelta(0), None),
]  # fmt: skip


def told(world):
    """The gifts that stand after everything was done in turn: one open on each ladder of each country."""
    standing = {("XA", "text"): Gift("XA", "lead", 1, timedelta(0), None)}
    for step in world:
        if isinstance(step, Gift):
            standing[step.code, step.ladder] = step
        else:
            standing.pop(step, None)
    return standing.values()


def expected(standing, states, person, after):
    """Permission by permission the first revision it shows, as design.md tells it."""
    delegation, role = person.delegation.code, person.mandate.seat.role
    if states.get(delegation, "active") not in READING_STATES | {None} or role in NOT_READING_ROLES:
        return {}
    held = {}
    for gift in standing:
        if gift.code == delegation and gift.holds(after):
            for permission in GIVES[gift.level]:
                held[permission] = min(gift.from_number, held.get(permission, gift.from_number))
    return held


def filtered(acting, paper):
    """The same, as the database answers lists."""
    held = {
        permission: 0
        for permission in EVERYTHING
        if Paper.objects.permitted_to(acting, permission).filter(pk=paper.pk).exists()
    }
    seen = Revision.objects.visible_to(acting).filter(paper=paper).order_by("number")
    return held, list(seen.values_list("number", flat=True))


def asked(acting, paper):
    """The same, as the rules ask it of one paper."""
    return {permission: 0 for permission in EVERYTHING if access.allowed(acting, permission, paper)}


def play(world, paper):
    known = {one.code: one for one in Delegation.objects.all()}
    begun = timezone.now()
    for step in world:
        if isinstance(step, Gift):
            access.give(
                paper, known[step.code], step.level, from_number=step.from_number, starts=begun + step.starts,
                until=step.until and begun + step.until, by=SETUP,
            )  # fmt: skip
        else:
            access.end(paper, known[step[0]], ladder=step[1], by=SETUP)
    return begun


@pytest.fixture
def people(drafter, reviewer, reader, chair, auditor):
    return [drafter, reviewer, reader, chair, auditor]


@pytest.fixture
def history(people, body, drafter):
    paper = issued(drafter, body)
    for number in range(2, REVISIONS + 1):
        save(paper, drafter, f"# The paper\n\n{number}. Another text.\n")
        drafting.issue_revision(paper, note="Next", by=drafter.acting)
    return paper


@pytest.mark.parametrize("clock_runs", [True, False])
def test_filter_question_and_design_agree_in_random_worlds(people, history, clock_runs):
    @LIVES
    @example(world=SHORT_LOOK_BACK, states={})
    @given(world=WORLDS, states=STATES)
    def agree(world, states):
        with transaction.atomic():
            compare(world, states)
            transaction.set_rollback(True)

    def compare(world, states):
        with time_machine.travel(timezone.now(), tick=False):
            begun = play(world, history)
            for code, state in states.items():
                if state:
                    delegations.enter_participation(
                        Delegation.objects.get(code=code), state=state, decision_ref="D/1", by=SETUP
                    )
        standing = told(world)
        for after, person in product(MOMENTS, people):
            with time_machine.travel(begun + after, tick=False):
                if clock_runs:
                    clock.tick()
                acting = rebuild(person.mandate.pk)
                design = expected(standing, states, person, after)
                lists, numbers = filtered(acting, history)
                shown = [
                    number for number in range(1, REVISIONS + 1) if number >= design.get("view_paper", 99)
                ]
                assert lists == asked(acting, history)
                if clock_runs:
                    assert (set(lists), numbers) == (set(design), shown)
                else:  # late with giving, never with taking away
                    assert set(lists) <= set(design)
                    assert set(numbers) <= set(shown)

    agree()

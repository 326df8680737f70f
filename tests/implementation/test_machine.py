"""A recommendation as a machine: whoever does what, what must be true of the tracker stays true, day by day."""

from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from papers.audit import services as audit
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper
from papers.implementation import progress, services
from papers.implementation.history import FOREVER
from papers.implementation.lifecycle import (
    CLOSED,
    CLOSED_OTHERWISE,
    DECLARED,
    RECOMMENDATION,
    Answer,
    Confidence,
    Status,
)
from papers.implementation.models import (
    COLUMNS,
    Closure,
    Lookback,
    Recommendation,
    Report,
    Role,
    StatusEntry,
    Stretch,
    Verification,
)
from papers.implementation.models.entries import Axis, Decision, Finding, Method
from papers.implementation.services.reporting import SAYS
from tests.machines import LIVES, refusable

PEOPLE = ("head", "estmark_head", "outsider", "secretary", "chair")
who = st.sampled_from(PEOPLE)
doers = st.sampled_from(["head", "head", "estmark_head", "secretary", "outsider"])
centre = st.sampled_from(["secretary", "secretary", "chair", "chair", "head"])
verifiers = st.sampled_from(["chair", "chair", "estmark_head", "outsider", "head"])
which = st.integers(0, 1)
ago = st.sampled_from([0, 0, 0, 1, 5])  # days before today for which something holds


class Tracker(RuleBasedStateMachine):
    """Two recommendations of one paper; the lead's and another head, the centre, and one who has no part in it."""

    cast: dict

    @initialize(far=st.integers(0, 2))
    def begin(self, far):
        self.mark = transaction.savepoint()
        self.clock = time_machine.travel(timezone.now(), tick=True)
        self.clock.start()
        self.today = timezone.now()
        for place in (0, 1):
            self.assigns("secretary", place, "valoria", "centre")
            self.answers("head", place, Answer.ACCEPTED, 0)
        self.reports("head", 0, Status.REPORTED, 0)
        self.proposes_to_close("secretary", 1, Status.OVERTAKEN)
        if far > 0:
            self.verifies("chair", 0, Finding.CONFIRMED)
        if far > 1:
            self.decides_on_a_closure("chair", True)

    def teardown(self):
        self.clock.stop()
        assert audit.first_broken() is None
        transaction.savepoint_rollback(self.mark)

    def acting(self, name):
        return self.cast[name].acting

    def one(self, place):
        return Recommendation.objects.select_related("paper", "addressee").order_by("serial")[place]

    def day(self, back):
        return timezone.localdate() - timedelta(days=back)

    # What people do ----------------------------------------------------------------------------

    @rule(days=st.sampled_from([1, 20, 60, 200]))
    def time_passes(self, days):
        self.clock.stop()
        self.today += timedelta(days=days)
        self.clock = time_machine.travel(self.today, tick=True)
        self.clock.start()

    @rule(
        name=centre, place=which, to=st.sampled_from(["valoria", "estmark"]),
        verifier=st.sampled_from(["centre", "estmark", "norvenia"]),
    )  # fmt: skip
    def assigns(self, name, place, to, verifier):
        with refusable():
            services.assign(
                self.one(place),
                addressee=self.cast[to],
                verifiers=[self.cast[verifier]],
                by=self.acting(name),
            )

    @rule(name=who, place=which, value=st.sampled_from(Answer.values), back=ago)
    def answers(self, name, place, value, back):
        with refusable():
            services.respond(
                self.one(place), value=value, text="So.", effective_on=self.day(back), received_by="By letter.",
                by=self.acting(name),
            )  # fmt: skip

    @rule(name=doers, place=which, says=st.sampled_from(["", *SAYS, *[Status.REPORTED] * 3]), back=ago)
    def reports(self, name, place, says, back):
        with refusable():
            services.report(
                self.one(place), text="Done.", status=says, effective_on=self.day(back), by=self.acting(name)
            )

    @rule(name=doers, place=which, value=st.sampled_from(DECLARED))
    def declares(self, name, place, value):
        with refusable():
            services.set_status(self.one(place), value=value, reason="So.", by=self.acting(name))

    @rule(name=doers, place=which, value=st.sampled_from(Confidence.values))
    def judges_the_prospects(self, name, place, value):
        with refusable():
            services.set_confidence(self.one(place), value=value, reason="So.", by=self.acting(name))

    @rule(name=verifiers, place=which, finding=st.sampled_from([Finding.CONFIRMED, *Finding.values]))
    def verifies(self, name, place, finding):
        recommendation = self.one(place)
        before = recommendation.status
        with refusable():
            services.verify(
                recommendation, finding=finding, method=Method.SITE, text="Seen.", by=self.acting(name)
            )
            own = self.cast[name].delegation
            assert before == Status.REPORTED
            assert own != recommendation.addressee
            assert recommendation.assignments.filter(delegation=own, role=Role.VERIFIER, until=None).exists()
            assert not Report.objects.filter(recommendation=recommendation, by=self.cast[name].user).exists()

    @rule(name=centre, place=which, kind=st.sampled_from(sorted(CLOSED_OTHERWISE)))
    def proposes_to_close(self, name, place, kind):
        with refusable():
            services.propose_closure(self.one(place), kind=kind, reason="Overtaken.", by=self.acting(name))

    @rule(name=centre, approve=st.sampled_from([True, True, False]))
    def decides_on_a_closure(self, name, approve):
        closure = Closure.objects.select_related("recommendation__paper").order_by("-proposed_at").first()
        if closure:
            with refusable():
                services.decide_closure(closure, approve=approve, reason="So.", by=self.acting(name))

    @rule(name=centre, place=which)
    def reopens(self, name, place):
        with refusable():
            services.reopen(self.one(place), reason="It was not.", by=self.acting(name))

    @rule(name=centre)
    def closes_the_paper(self, name):
        with refusable():
            services.close_paper(self.one(0).paper, by=self.acting(name))

    @rule(name=who, place=which, stance=st.sampled_from(["contests", "notes", "withdraws"]))
    def dissents(self, name, place, stance):
        with refusable():
            services.dissent(self.one(place), stance=stance, text="It is not so.", by=self.acting(name))

    # What is always true -----------------------------------------------------------------------

    @invariant()
    def what_is_verified_was_confirmed_and_what_is_closed_otherwise_was_approved_by_a_second_person(self):
        for one in Recommendation.objects.filter(status__in=CLOSED):
            last = StatusEntry.objects.filter(recommendation=one, axis=Axis.STATUS).latest(
                "recorded_at", "pk"
            )
            assert last.value == one.status
            if one.status == Status.VERIFIED:
                assert Verification.objects.filter(recommendation=one, finding=Finding.CONFIRMED).exists()
            else:
                approved = one.closures.filter(decision=Decision.APPROVED, kind=one.status)
                assert all(closure.approver_id != closure.proposer_id for closure in approved)
                assert approved.exists()

    @invariant()
    def every_move_of_its_status_is_in_the_table(self):
        for one in Recommendation.objects.all():
            said = StatusEntry.objects.filter(recommendation=one, axis=Axis.STATUS)
            values = [Status.NOT_STARTED, *said.order_by("recorded_at", "pk").values_list("value", flat=True)]
            for before, after in pairwise(values):
                assert RECOMMENDATION.allows(Status(before), Status(after))

    @invariant()
    def closed_paper_has_nothing_open(self):
        for paper in Paper.objects.filter(stage=Stage.CLOSED):
            assert not paper.recommendations.exclude(status__in=CLOSED).exists()

    @invariant()
    def nothing_is_late_or_red_or_asked_for_before_it_was_accepted(self):
        for one in Recommendation.objects.filter(accepted_on=None):
            assert not one.is_late
            assert one.confidence != Confidence.RED
            assert one.report_due is None

    @invariant()
    def both_lines_of_the_past_end_where_it_stands_and_have_no_gap(self):
        for one in Recommendation.objects.all():
            for line in Lookback:
                stretches = list(Stretch.objects.filter(recommendation=one, line=line).order_by("starts"))
                assert stretches[-1].ends == FOREVER
                assert [earlier.ends for earlier in stretches[:-1]] == [
                    later.starts for later in stretches[1:]
                ]
                assert {name: getattr(stretches[-1], name) for name in COLUMNS} == {
                    name: getattr(one, name) for name in COLUMNS
                }

    @invariant()
    def paper_is_done_exactly_when_nothing_is_open(self):
        statuses = list(Recommendation.objects.values_list("status", flat=True))
        counts = {status: statuses.count(status) for status in set(statuses)}
        done = progress.overall(counts) in {progress.Overall.CLOSED, progress.Overall.VERIFIED}
        assert done == all(status in CLOSED for status in statuses)


@pytest.mark.django_db
def test_tracker_holds_whatever_its_people_do(
    recommendations, head, estmark_head, outsider, secretary, chair, valoria, estmark, norvenia, centre
):
    people = {"head": head, "estmark_head": estmark_head, "outsider": outsider, "secretary": secretary}
    delegations = {"valoria": valoria, "estmark": estmark, "norvenia": norvenia, "centre": centre}
    Tracker.cast = {**people, **delegations, "chair": chair}

    run_state_machine_as_test(Tracker, settings=LIVES)

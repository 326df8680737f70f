"""A review as a machine: whatever its people do, in whatever order, what must be true of a review stays true."""

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from papers.audit import services as audit
from papers.drafting.live import log
from papers.drafting.models import Paper, WorkingText
from papers.review import services
from papers.review.lifecycle import Answered, Fate, Outcome, Severity, Stance, Step
from papers.review.models import Amendment, ChangeReason, Comment, Disposition, Round
from tests import factories
from tests.machines import LIVES, refusable
from tests.review.making import closed, open_round, said
from tests.review.test_amendments import again, words_of

WORDS = ("ninety", "thirty", "sixty", "common", "reasoned", "stated")
PEOPLE = ("drafter", "reviewer", "kaldria_reviewer", "outsider", "chair")
who = st.sampled_from(PEOPLE)
reviewers = st.sampled_from(["reviewer", "kaldria_reviewer", "reviewer", "kaldria_reviewer", "outsider"])
some = st.integers(0, 40)  # one of those there are, counted round


class Review(RuleBasedStateMachine):
    """One paper, its lead, two delegations that review, one that sees nothing, and the chair."""

    cast: dict

    @initialize()
    def begin(self):
        self.mark = transaction.savepoint()
        self.paper_id = self.cast["paper"].pk
        self.opens_a_round()
        self.comments("reviewer", Severity.CRITICAL, 3, True)
        self.proposes_an_amendment("kaldria_reviewer", "ninety", "sixty", 0)

    def teardown(self):
        assert audit.first_broken() is None
        transaction.savepoint_rollback(self.mark)

    @property
    def paper(self):
        return Paper.objects.select_related("lead", "body", "current").get(pk=self.paper_id)

    @property
    def rounds(self):
        return Round.objects.filter(paper=self.paper_id).order_by("number")

    def acting(self, name):
        return self.cast[name].acting

    def one(self, rows, which):
        rows = list(rows.order_by("pk"))
        return rows[which % len(rows)] if rows else None

    def comment(self, which):
        return self.one(Comment.objects.select_related("round__paper", "delegation"), which)

    def amendment(self, which):
        found = self.one(Amendment.objects, which)
        return again(found) if found else None

    # What people do ----------------------------------------------------------------------------

    @rule()
    def opens_a_round(self):
        with refusable():
            open_round(self.paper, self.cast["chair"], self.cast["estmark"], self.cast["kaldria"])

    @rule(name=reviewers, severity=st.sampled_from(Severity.values), which=some, on_passage=st.booleans())
    def comments(self, name, severity, which, on_passage):
        round = self.rounds.last()
        if round is None:
            return
        blocks = [entry["id"] for entry in round.revision.block_map if entry["text"]]
        block = blocks[which % len(blocks)] if on_passage else ""
        with refusable():
            services.add_comment(round, by=self.acting(name), **said(severity=severity, block=block))

    @rule(name=who, which=some)
    def takes_a_comment_back(self, name, which):
        if comment := self.comment(which):
            with refusable():
                services.withdraw_comment(comment, by=self.acting(name))

    @rule(name=reviewers, word=st.sampled_from(WORDS), new=st.sampled_from(WORDS), which=some)
    def proposes_an_amendment(self, name, word, new, which):
        round = self.rounds.last()
        if round is None:
            return
        blocks = [entry["id"] for entry in round.revision.block_map if word in entry["text"]]
        if blocks:
            block = blocks[which % len(blocks)]
            wanted = words_of(round, block).replace(word, new)
            with refusable():
                services.propose_amendment(
                    round, block=block, wanted=wanted, reason="Because.", by=self.acting(name)
                )

    @rule(name=who, which=some, stance=st.sampled_from(Stance.values))
    def takes_a_position(self, name, which, stance):
        if amendment := self.amendment(which):
            with refusable():
                services.take_position(amendment, stance=stance, by=self.acting(name))

    @rule(name=who, which=some)
    def takes_an_amendment_back(self, name, which):
        if amendment := self.amendment(which):
            with refusable():
                services.withdraw_amendment(amendment, by=self.acting(name))

    @precondition(lambda self: self.rounds.open().exists())
    @rule()
    def deadline_passes(self):
        closed(self.rounds.open().get())

    @rule(name=reviewers)
    def closes_early(self, name):
        if round := self.rounds.last():
            with refusable():
                services.answer(round, by=self.acting(name))
            with refusable():
                services.close_early(round, by=self.acting("chair"))

    @rule(
        name=who, which=some, value=st.sampled_from(Outcome.values), reason=st.sampled_from(["", "For this."])
    )
    def proposes_or_decides(self, name, which, value, reason):
        if comment := self.comment(which):
            dispose = services.decide_disposition if name == "chair" else services.propose_disposition
            with refusable():
                dispose(comment, value=value, reason=reason, by=self.acting(name))

    @rule(name=who, which=some, value=st.sampled_from([Answered.SATISFIED, Answered.MAINTAINS]))
    def answers_a_decision(self, name, which, value):
        if comment := self.comment(which):
            with refusable():
                services.answer_decision(comment, value=value, by=self.acting(name))

    @rule(name=who, which=some)
    def sets_aside(self, name, which):
        if comment := self.comment(which):
            with refusable():
                services.set_aside(comment, reason="It was heard.", by=self.acting(name))

    @rule(name=who, which=some, state=st.sampled_from([Fate.ACCEPTED, Fate.REJECTED, Fate.OVERTAKEN]))
    def judges_an_amendment(self, name, which, state):
        if amendment := self.amendment(which):
            with refusable():
                services.judge_amendment(amendment, state=state, verdict="So.", by=self.acting(name))

    @rule(which=some)
    def puts_an_amendment_in_by_hand(self, which):
        if amendment := self.amendment(which):
            version = WorkingText.objects.get(paper=self.paper_id).version
            with refusable():
                services.put_in(
                    amendment, passage="As it reads now.", seen_version=version, by=self.acting("drafter")
                )

    @rule(word=st.sampled_from(WORDS), new=st.sampled_from(WORDS))
    def writes(self, word, new):
        text = log.current(WorkingText.objects.get(paper=self.paper_id)).text
        with refusable():
            factories.save(self.paper, self.cast["drafter"], text.replace(word, new, 1))

    @rule(name=st.sampled_from(["drafter", "drafter", "reviewer", "chair"]))
    def issues_the_next_revision(self, name):
        undecided = Comment.objects.filter(round__paper=self.paper_id).critical().undecided().exists()
        waiting = Amendment.objects.filter(paper=self.paper_id, state=Fate.ACCEPTED).exists()
        with refusable():
            services.issue_next_revision(self.paper, note="", by=self.acting(name))
            assert not undecided
            assert not waiting
            assert name == "drafter"

    # What is always true -----------------------------------------------------------------------

    @invariant()
    def at_most_one_round_is_open(self):
        if hasattr(self, "paper_id"):
            assert self.rounds.open().count() <= 1

    @invariant()
    def comments_are_numbered_without_gaps_at_the_close_and_never_before(self):
        for round in self.rounds if hasattr(self, "paper_id") else ():
            numbers = sorted(round.comments.exclude(number=None).values_list("number", flat=True))
            standing = round.comments.filter(withdrawn_at=None).count()
            assert numbers == ([] if round.is_open else list(range(1, standing + 1)))

    @invariant()
    def amendments_are_numbered_without_gaps_through_the_paper(self):
        if hasattr(self, "paper_id"):
            numbers = Amendment.objects.filter(paper=self.paper_id).exclude(number=None)
            assert sorted(numbers.values_list("number", flat=True)) == list(range(1, numbers.count() + 1))

    @invariant()
    def nobody_reads_what_others_said_in_an_open_round(self):
        for round in self.rounds.open() if hasattr(self, "paper_id") else ():
            for name in PEOPLE:
                own = self.cast[name].delegation
                for model in (Comment, Amendment):
                    seen = model.objects.visible_to(self.acting(name)).filter(round=round)
                    assert not seen.exclude(delegation=own).exists()

    @invariant()
    def one_decision_stands_and_gives_its_reason(self):
        standing = Disposition.objects.filter(superseded_by__isnull=True)
        pairs = list(standing.values_list("comment", "step"))
        assert len(pairs) == len(set(pairs))
        assert not standing.exclude(value=Outcome.ACCEPTED).filter(reason="").exists()
        assert not Disposition.objects.filter(step=Step.DECIDED, comment__number=None).exists()

    @invariant()
    def every_change_of_a_later_revision_says_what_it_answers(self):
        if hasattr(self, "paper_id"):
            for revision in self.paper.revisions.filter(number__gt=1):
                said_of = set(
                    ChangeReason.objects.filter(step__revision=revision).values_list("step", flat=True)
                )
                assert said_of == set(revision.steps.values_list("pk", flat=True))

    @invariant()
    def amendment_of_an_issued_revision_was_applied_and_no_other(self):
        if hasattr(self, "paper_id"):
            traced = Amendment.objects.filter(paper=self.paper_id, applied_in__isnull=False)
            assert not traced.exclude(state=Fate.APPLIED).exists()


@pytest.mark.django_db
def test_review_holds_whatever_its_people_do(
    tabled_paper, drafter, reviewer, kaldria_reviewer, outsider, chair, estmark, kaldria
):
    people = {"drafter": drafter, "reviewer": reviewer, "kaldria_reviewer": kaldria_reviewer}
    others = {"outsider": outsider, "chair": chair, "estmark": estmark, "kaldria": kaldria}
    Review.cast = {**people, **others, "paper": tabled_paper}

    run_state_machine_as_test(Review, settings=LIVES)

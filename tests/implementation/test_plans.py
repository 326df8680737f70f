"""The work: actions, what is in the way, criteria that both sides agree, and who verifies."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from papers.delegations import services as delegations
from papers.implementation import queries, services
from papers.implementation.models import (
    Action,
    ActionStep,
    AsOf,
    Assignment,
    Blocker,
    Criteria,
    Recommendation,
)
from papers.notifications.models import Notice
from papers.shared.errors import BadInput, Refused
from papers.shared.transitions import NotNow
from tests.cast import SETUP
from tests.implementation.conftest import reported, step
from tests.implementation.test_views import address, body_of, sent


def today():
    return timezone.localdate()


def planned(recommendation, person, owner, **facts):
    return services.add_action(recommendation, what="Agree the list", owner=owner, by=person.acting, **facts)


def proposed(recommendation, person, verifier=None, text="Both lists are published."):
    return services.propose_criteria(recommendation, text=text, verifier=verifier, by=person.acting)


@pytest.fixture
def unverified_one(recommendation, secretary, estmark, estmark_head):
    """Accepted by Estmark, with nobody agreed to verify it."""
    step(services.assign, recommendation, addressee=estmark, by=secretary.acting)
    return step(services.respond, recommendation, value="accepted", by=estmark_head.acting)


# The plan ------------------------------------------------------------------------------------------


def test_action_lets_its_owner_see_and_plan_the_recommendation_and_no_other(
    accepted_one, recommendations, secretary, agency, agent
):
    planned(accepted_one, secretary, agency, due=today() + dt.timedelta(days=30))

    assert list(Recommendation.objects.visible_to(agent.acting)) == [accepted_one]
    assert Assignment.objects.get(delegation=agency).role == "support"
    services.block(accepted_one, kind="funding", text="No budget line", by=agent.acting)
    assert list(Action.objects.visible_to(agent.acting)) == list(Action.objects.all())


def test_plan_is_kept_by_those_with_a_part_and_by_the_chair(accepted_one, drafter, reviewer, estmark):
    for person in (drafter, reviewer):
        with pytest.raises(PermissionDenied, match="The plan is kept by"):
            planned(accepted_one, person, estmark)


def test_action_moves_along_its_table_and_says_why(accepted_one, estmark_head, estmark):
    action = planned(accepted_one, estmark_head, estmark)

    services.step_action(action, state="done", by=estmark_head.acting)
    with pytest.raises(NotNow):
        services.step_action(action, state="dropped", reason="x", by=estmark_head.acting)
    with pytest.raises(BadInput, match="needs its reason"):
        services.step_action(action, state="under_way", by=estmark_head.acting)
    services.step_action(action, state="under_way", reason="One list is missing", by=estmark_head.acting)

    action.refresh_from_db()
    assert action.state == "under_way"
    assert [one.state for one in ActionStep.objects.order_by("recorded_at")] == ["done", "under_way"]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"what": " "}, "says what"),
        ({"starts_on": dt.date(2027, 2, 1), "due": dt.date(2027, 1, 1)}, "before it begins"),
    ],
)
def test_action_that_makes_no_sense_is_refused(accepted_one, estmark_head, estmark, facts, said):
    with pytest.raises(BadInput, match=said):
        services.add_action(accepted_one, **{"what": "x", "owner": estmark, **facts}, by=estmark_head.acting)


def test_action_follows_only_one_of_the_same_recommendation(
    accepted_one, recommendations, secretary, estmark
):
    other = planned(recommendations[1], secretary, estmark)

    with pytest.raises(BadInput, match="same recommendation"):
        planned(accepted_one, secretary, estmark, after=other)


def test_plan_is_shown_as_it_was_on_a_past_day(accepted_one, estmark_head, estmark, drafter):
    action = planned(accepted_one, estmark_head, estmark)
    services.step_action(action, state="under_way", by=estmark_head.acting)

    story = queries.story(drafter.acting, accepted_one)

    assert [one.value for one in story.actions] == ["under_way"]
    for line in ("known", "stood"):
        assert story.on(AsOf(today() - dt.timedelta(days=1), line)).actions == []
        assert [one.value for one in story.on(AsOf(today(), line)).actions] == ["under_way"]


def test_criteria_are_shown_as_they_were_on_a_past_day(unverified_one, secretary, estmark_head, drafter):
    days = [timezone.now() + dt.timedelta(days=number) for number in (1, 2, 3, 4)]
    for proposing, agreeing in ((days[0], days[1]), (days[2], days[3])):
        with time_machine.travel(proposing, tick=False):
            criteria = proposed(unverified_one, secretary, text=f"Version {proposing.day}")
        with time_machine.travel(agreeing, tick=False):
            services.decide_criteria(criteria, agree=True, by=estmark_head.acting)
    first, second = (f"Version {day.day}" for day in (days[0], days[2]))

    story = queries.story(drafter.acting, unverified_one)

    def shown(day):
        held = story.on(AsOf(timezone.localdate(day), "known")).criteria
        return [(one.text, str(one.value)) for one in held]

    assert [shown(day) for day in days] == [
        [(first, "proposed")],
        [(first, "agreed")],
        [(first, "agreed"), (second, "proposed")],
        [(second, "agreed")],
    ]


# What is in the way --------------------------------------------------------------------------------


def test_what_is_in_the_way_is_there_until_it_is_said_to_be_gone(accepted_one, estmark_head, drafter):
    since = today() - dt.timedelta(days=9)
    blocker = services.block(
        accepted_one, kind="dual_use", text="Pumps wait for clearance", since=since, by=estmark_head.acting
    )
    assert [one.value for one in queries.story(drafter.acting, accepted_one).blockers] == ["dual_use"]

    with pytest.raises(BadInput, match="how it was cleared"):
        services.unblock(blocker, text="", by=estmark_head.acting)
    services.unblock(blocker, text="Cleared by letter", by=estmark_head.acting)

    story = queries.story(drafter.acting, accepted_one)
    assert story.blockers == []
    assert [one.value for one in story.on(AsOf(since, "stood")).blockers] == ["dual_use"]
    with pytest.raises(Refused, match="cleared already"):
        services.unblock(blocker, text="Again", by=estmark_head.acting)


def test_status_is_said_apart_from_what_is_in_the_way(accepted_one, estmark_head):
    services.block(accepted_one, kind="access", text="The crossing is shut", by=estmark_head.acting)

    accepted_one.refresh_from_db()
    assert accepted_one.status == "not_started"


def test_nothing_is_planned_for_what_is_closed(reported_one, chair, estmark_head, estmark):
    step(services.verify, reported_one, finding="confirmed", method="site", by=chair.acting)

    with pytest.raises(PermissionDenied, match="reopen it first"):
        planned(reported_one, estmark_head, estmark)


# Criteria and who verifies -------------------------------------------------------------------------


def test_criteria_hold_once_the_other_side_agrees_and_name_the_verifier(
    unverified_one, secretary, estmark_head, outsider
):
    criteria = proposed(unverified_one, secretary, outsider.delegation)
    with pytest.raises(PermissionDenied, match="other side"):
        services.decide_criteria(criteria, agree=True, by=secretary.acting)

    services.decide_criteria(criteria, agree=True, by=estmark_head.acting)

    criteria.refresh_from_db()
    part = Assignment.objects.get(role="verifier", until__isnull=True)
    assert (criteria.state, criteria.late, part.delegation) == ("agreed", False, outsider.delegation)


def test_without_an_agreed_verifier_it_stays_reported(
    unverified_one, estmark_head, chair, secretary, outsider
):
    reported(unverified_one, estmark_head)
    with pytest.raises(PermissionDenied, match="stays reported, not verified"):
        services.verify(unverified_one, finding="confirmed", method="site", by=chair.acting)
    page = body_of(secretary.client.get(address("recommendation-detail", unverified_one)))
    assert "nobody is agreed to verify it, so it stays reported" in page
    assert next(one.act for one in queries.waiting_for(chair.acting)) == "Propose criteria and verifier"

    criteria = proposed(unverified_one, secretary, outsider.delegation)
    services.decide_criteria(criteria, agree=True, by=estmark_head.acting)
    step(services.verify, unverified_one, finding="confirmed", method="site", by=outsider.acting)

    criteria.refresh_from_db()
    assert (unverified_one.status, criteria.late) == ("verified", True)


def test_owner_proposes_and_the_centre_agrees(unverified_one, estmark_head, secretary):
    criteria = proposed(unverified_one, estmark_head)
    assert next(one.what for one in queries.waiting_for(secretary.acting)).startswith("Answer the criteria")

    sent(secretary, "criteria-decide", criteria, agree="yes")

    criteria.refresh_from_db()
    assert (criteria.side, criteria.state) == ("owner", "agreed")


def test_criteria_that_are_refused_say_why_and_later_ones_replace_the_agreed(
    unverified_one, estmark_head, secretary, outsider, agency
):
    first = proposed(unverified_one, secretary, outsider.delegation)
    with pytest.raises(Refused, match="wait for an answer already"):
        proposed(unverified_one, estmark_head)
    with pytest.raises(BadInput, match="refusal needs its reason"):
        services.decide_criteria(first, agree=False, by=estmark_head.acting)
    services.decide_criteria(first, agree=False, answer="Too vague", by=estmark_head.acting)
    for verifier in (outsider.delegation, agency):
        services.decide_criteria(
            proposed(unverified_one, secretary, verifier), agree=True, by=estmark_head.acting
        )

    states = list(Criteria.objects.order_by("recorded_at").values_list("state", flat=True))
    verifying = Assignment.objects.filter(role="verifier", until__isnull=True)
    assert states == ["refused", "replaced", "agreed"]
    assert [part.delegation for part in verifying] == [agency]


def test_owner_or_reporter_is_never_the_verifier(unverified_one, secretary, estmark, agency):
    with pytest.raises(BadInput, match="does not verify it"):
        proposed(unverified_one, secretary, estmark)
    with pytest.raises(BadInput, match="does not verify it"):
        services.assign(
            unverified_one, addressee=estmark, reporters=[agency], verifiers=[agency], by=secretary.acting
        )


def test_criteria_are_told_to_the_side_that_answers(unverified_one, secretary, estmark_head):
    proposed(unverified_one, secretary)

    told = Notice.objects.filter(kind="implementation.criteria_proposed").values_list("recipient", flat=True)
    assert list(told) == [estmark_head.user.pk]


# Pages ---------------------------------------------------------------------------------------------


def test_work_is_planned_through_its_forms(unverified_one, secretary, estmark, estmark_head, outsider):
    sent(
        estmark_head, "action-add", unverified_one, what="Write the list", owner=estmark.pk, due="2030-01-01"
    )
    action = Action.objects.get()
    sent(
        estmark_head, "blocker-add", unverified_one, kind="security", text="Roads are shut", since=today(),
        action=action.pk,
    )  # fmt: skip
    sent(estmark_head, "action-step", action, state="under_way", effective_on=today())
    sent(secretary, "criteria-propose", unverified_one, text="Published", verifier=outsider.delegation.pk)
    criteria = Criteria.objects.get()

    page = body_of(estmark_head.client.get(address("recommendation-detail", unverified_one)))

    for said in ("Write the list", "Roads are shut", "Under way", "It is done when", "Answer the criteria"):
        assert said in page
    sent(estmark_head, "blocker-end", Blocker.objects.get(), text="Opened", until=today())
    sent(estmark_head, "criteria-decide", criteria, agree="yes")
    page = body_of(estmark_head.client.get(address("recommendation-detail", unverified_one)))
    assert "Roads are shut" not in page.split("History")[0]
    assert "Agreed" in page


def test_refused_step_gives_back_what_was_typed(accepted_one, estmark_head, estmark):
    action = planned(accepted_one, estmark_head, estmark)

    answer = sent(estmark_head, "action-step", action, state="dropped", reason="", effective_on=today())

    assert answer.status_code == 422
    assert "This change needs its reason" in body_of(answer)


@pytest.mark.parametrize("name", ["action-step", "blocker-end", "criteria-decide"])
def test_what_hangs_on_a_hidden_recommendation_does_not_exist(
    accepted_one, secretary, estmark, outsider, name
):
    things = {
        "action-step": planned(accepted_one, secretary, estmark),
        "blocker-end": services.block(accepted_one, kind="other", text="x", by=secretary.acting),
        "criteria-decide": proposed(accepted_one, secretary),
    }

    answer = outsider.client.get(address(name, things[name]))

    assert answer.status_code == 404
    for model in (Action, Blocker, Criteria, ActionStep):
        assert model.objects.visible_to(outsider.acting).count() == 0


# What must never be false --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "wrong"),
    [
        (Action, {"what": ""}),
        (Action, {"starts_on": dt.date(2027, 2, 1), "due": dt.date(2027, 1, 1)}),
        (Blocker, {"text": ""}),
        (Blocker, {"until": dt.date(2020, 1, 1), "ended_at": timezone.now()}),
        (Blocker, {"until": dt.date(2030, 1, 1)}),
        (Criteria, {"text": ""}),
        (Criteria, {"state": "agreed"}),
        (ActionStep, {"reason": "changed later"}),
    ],
)
def test_database_refuses_a_plan_that_contradicts_itself(accepted_one, secretary, estmark, model, wrong):
    action = planned(accepted_one, secretary, estmark)
    services.step_action(action, state="under_way", by=secretary.acting)
    services.block(accepted_one, kind="other", text="x", by=secretary.acting)
    proposed(accepted_one, secretary)

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**wrong)


def test_database_refuses_a_decision_by_the_proposer_and_two_agreed_ones(
    unverified_one, secretary, estmark_head
):
    for _again in range(2):
        services.decide_criteria(proposed(unverified_one, secretary), agree=True, by=estmark_head.acting)

    with pytest.raises(IntegrityError), transaction.atomic():
        Criteria.objects.update(state="agreed")
    with pytest.raises(IntegrityError), transaction.atomic():
        Criteria.objects.update(decider=secretary.user)


# Owners that are away ------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["dormant", "suspended", "withdrawn"])
def test_what_an_absent_delegation_owns_is_listed_for_hand_over(
    accepted_one, recommendations, estmark, secretary, kaldria, state
):
    wanted = {"view": "handover"}
    assert queries.by_recommendation(secretary.acting, wanted).rows == []

    delegations.enter_participation(estmark, state=state, decision_ref="D/3", by=SETUP)

    page = queries.by_recommendation(secretary.acting, wanted)
    assert [row.reference for group in page.rows for row in group.rows] == [accepted_one.reference]
    assert page.figures["handover"] == 1
    waiting = [one for one in queries.waiting_for(secretary.acting) if "Hand over" in one.what]
    assert [one.what for one in waiting] == ["Hand over 1 recommendation of XB"]
    assert waiting[0].url.endswith("?view=handover&addressee=XB")

    services.assign(accepted_one, addressee=kaldria, by=secretary.acting)
    assert queries.by_recommendation(secretary.acting, wanted).rows == []

"""How a delegation takes part: proposed, replied to, decided; nothing happens by itself or by a technician."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from papers.audit.models import Event
from papers.delegations import services
from papers.delegations.models import Grounds, Outcome, ProposedChange
from papers.delegations.roles import State
from papers.delegations.rules import can_read_record
from papers.notifications.models import Notice
from papers.shared.acting import Capability, console
from papers.shared.errors import BadInput, Refused
from tests.cast import SETUP, add_person
from tests.pages import text_of


def proposed(person, delegation, *, state="dormant", words="Nobody came since spring."):
    return services.propose_change(
        delegation, state=state, grounds=Grounds.INACTIVITY, words=words, by=person.acting
    )


def page(person, delegation):
    return text_of(person.client.get(reverse("delegations:participation-detail", args=[delegation.code])))


def state_of(delegation):
    return delegation.participations.current().get().state


@pytest.mark.parametrize("who", ["administrator", "auditor", "reviewer", "outsider", "estmark_reader"])
def test_change_is_proposed_by_nobody_but_the_register_and_the_delegation_itself(
    request, who, estmark, administrator, auditor, reviewer, outsider
):
    person = add_person(estmark, "reader") if who == "estmark_reader" else request.getfixturevalue(who)

    with pytest.raises(PermissionDenied, match="chair or the secretary"):
        proposed(person, estmark)


@pytest.mark.parametrize("held", [Capability.INSTALL, Capability.ADMINISTER_CENTRE, Capability.REGISTER])
def test_console_alone_does_not_change_how_a_country_takes_part(estmark, held):
    with pytest.raises(PermissionDenied):
        services.enter_participation(
            estmark, state="suspended", decision_ref="D/1", by=console("maintenance", held)
        )

    assert state_of(estmark) == "active"


def test_proposal_changes_nothing_and_tells_the_delegation_and_the_register(
    body, estmark, estmark_head, secretary, chair, reviewer
):
    change = proposed(secretary, estmark)

    told = Notice.objects.filter(target_uuid=change.pk).values_list("recipient__name", flat=True)
    assert state_of(estmark) == "active"
    assert sorted(told) == sorted([estmark_head.user.name, chair.user.name])
    assert change.reply_until - change.made_at == timedelta(days=14)


def test_time_to_reply_is_the_longest_that_a_body_of_the_delegation_leaves(body, estmark, secretary):
    body.rules.update(reply_days=30)

    change = proposed(secretary, estmark)

    assert change.reply_until - change.made_at == timedelta(days=30)


def test_decision_waits_for_the_reply_until_its_time_is_over(body, estmark, secretary):
    change = proposed(secretary, estmark)

    with pytest.raises(PermissionDenied, match="still has time to reply"):
        services.decide_change(change, decision_ref="D/7", by=secretary.acting)
    with time_machine.travel(change.reply_until, tick=False):
        services.decide_change(change, decision_ref="D/7", by=secretary.acting)

    period = estmark.participations.get(until=None)
    change.refresh_from_db()
    assert (period.state, period.decision_ref, change.outcome) == ("dormant", "D/7", Outcome.DECIDED)
    assert change.period == period


def test_decision_without_its_reference_is_refused(body, estmark, secretary):
    change = proposed(secretary, estmark)

    with time_machine.travel(change.reply_until), pytest.raises(BadInput, match="reference of its decision"):
        services.decide_change(change, decision_ref="  ", by=secretary.acting)

    assert state_of(estmark) == "active"


def test_reply_that_agrees_ends_the_waiting(body, estmark, estmark_head, secretary):
    change = proposed(secretary, estmark)
    services.reply_to_change(change, words="Our people left in May.", agrees=True, by=estmark_head.acting)

    services.decide_change(change, decision_ref="D/7", by=secretary.acting)

    assert state_of(estmark) == "dormant"


def test_reply_that_objects_is_kept_and_shown_to_whoever_decides(
    body, estmark, estmark_head, chair, secretary, drafter
):
    change = proposed(secretary, estmark)
    services.reply_to_change(change, words="We come every week.", by=estmark_head.acting)

    assert "We come every week." in page(chair, estmark)
    assert "We come every week." not in page(drafter, estmark)
    assert "Nobody came since spring." not in page(drafter, estmark)
    with pytest.raises(PermissionDenied, match="still has time to reply"):
        services.decide_change(change, decision_ref="D/7", by=chair.acting)


@pytest.mark.parametrize("who", ["secretary", "head", "reviewer"])
def test_reply_is_the_delegations_own(request, who, body, estmark, secretary, head, reviewer):
    change = proposed(secretary, estmark)

    with pytest.raises(PermissionDenied, match="by its head or submitter"):
        services.reply_to_change(change, words="x", by=request.getfixturevalue(who).acting)


def test_suspended_delegation_keeps_its_right_of_reply_and_its_record(body, estmark, estmark_head, secretary):
    services.enter_participation(estmark, state="suspended", decision_ref="D/1", by=SETUP)
    change = proposed(secretary, estmark, state="withdrawn")

    services.reply_to_change(change, words="We did not withdraw.", by=estmark_head.acting)

    record = estmark_head.client.get(reverse("portal:delegation-record"))
    assert "We did not withdraw." in page(estmark_head, estmark)
    assert "proposed that the delegation take part as “Withdrawn”" in text_of(record)


def test_withdrawn_delegation_reads_its_record_for_the_time_that_the_rules_leave(body, estmark, estmark_head):
    body.rules.update(kept_record_days=10)
    services.enter_participation(estmark, state="withdrawn", decision_ref="D/1", by=SETUP)

    readable = []
    for days in (9, 11):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            readable.append(can_read_record(estmark_head.acting, estmark))

    assert readable == [True, False]


def test_own_notice_needs_no_waiting_but_a_decision(body, estmark, estmark_head, secretary):
    change = services.propose_change(
        estmark,
        state="withdrawn",
        grounds=Grounds.DECISION,
        words="Our government ends it.",
        by=estmark_head.acting,
    )

    with pytest.raises(PermissionDenied, match="chair or the secretary"):
        services.decide_change(change, decision_ref="NV/12", by=estmark_head.acting)
    services.decide_change(change, decision_ref="NV/12", by=secretary.acting)

    assert (change.grounds, state_of(estmark)) == (Grounds.OWN_NOTICE, "withdrawn")


def test_dropped_proposal_leaves_the_delegation_as_it_is(body, estmark, secretary, estmark_head):
    change = proposed(secretary, estmark)

    services.drop_change(change, by=secretary.acting)

    with pytest.raises(PermissionDenied, match="settled already"):
        services.decide_change(change, decision_ref="D/1", by=secretary.acting)
    assert state_of(estmark) == "active"
    assert Notice.objects.filter(kind="delegations.change.settled", recipient=estmark_head.user).count() == 1


def test_second_proposal_waits_for_the_first(body, estmark, secretary):
    proposed(secretary, estmark)

    with pytest.raises(Refused, match="Another change"):
        proposed(secretary, estmark, state="withdrawn")


def test_state_it_has_already_is_not_proposed(body, estmark, secretary):
    with pytest.raises(BadInput, match="already"):
        proposed(secretary, estmark, state="active")


def test_what_was_said_is_in_no_fact_of_the_record(body, estmark, estmark_head, secretary):
    change = proposed(secretary, estmark, words="CANARY grounds")
    services.reply_to_change(change, words="CANARY reply", by=estmark_head.acting)

    facts = Event.objects.filter(verb__startswith="delegations.change").values_list("facts", flat=True)

    assert len(facts) == 2
    assert "CANARY" not in str(list(facts))


def test_page_takes_a_reply_and_a_decision_and_keeps_what_was_typed_when_it_refuses(
    body, estmark, estmark_head, secretary
):
    change = proposed(secretary, estmark)
    args = [estmark.code, change.pk]

    refused = estmark_head.client.post(
        reverse("delegations:change-reply", args=args), {"words": "", "agrees": "on"}
    )
    taken = estmark_head.client.post(
        reverse("delegations:change-reply", args=args), {"words": "Agreed.", "agrees": "on"}
    )
    without = secretary.client.post(reverse("delegations:change-decide", args=args), {"decision_ref": " "})
    decided = secretary.client.post(reverse("delegations:change-decide", args=args), {"decision_ref": "D/9"})

    assert [answer.status_code for answer in (refused, taken, without, decided)] == [422, 302, 422, 302]
    assert "checked" in refused.content.decode()
    assert state_of(estmark) == "dormant"


@pytest.mark.parametrize("replies", [1, 3])
def test_page_asks_the_same_of_the_database_however_much_was_said(
    body, estmark, estmark_head, secretary, replies, django_assert_num_queries
):
    for number in range(replies):
        change = proposed(secretary, estmark, words=f"Proposal {number}")
        services.reply_to_change(change, words=f"Reply {number}", by=estmark_head.acting)
        services.drop_change(change, by=secretary.acting)
    client = secretary.client

    with django_assert_num_queries(6):  # session, person, delegation, periods, proposals, replies
        client.get(reverse("delegations:participation-detail", args=[estmark.code]))


def test_returning_restores_what_was(body, estmark, reviewer, shared_paper):
    reading = reverse("portal:paper-detail", args=[shared_paper.pk])
    seen = []
    for state in (State.ACTIVE, State.WITHDRAWN, State.ACTIVE):
        if estmark.participations.current().get().state != state:
            services.enter_participation(estmark, state=state, decision_ref="D/1", by=SETUP)
        seen.append(reviewer.client.get(reading).status_code)

    assert seen == [200, 404, 200]
    assert shared_paper.grants.open().filter(delegation=estmark).count() == 1


def test_proposals_are_visible_to_the_delegation_and_the_register_alone(
    body, estmark, secretary, chair, estmark_head, drafter, administrator
):
    change = proposed(secretary, estmark)

    seeing = [
        list(ProposedChange.objects.visible_to(person.acting)) == [change]
        for person in (secretary, chair, estmark_head, drafter, administrator)
    ]

    assert seeing == [True, True, True, False, False]

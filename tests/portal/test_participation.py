"""Who has been quiet as far as the centre may know, and what delegations that left have left open."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from papers.audit.models import Event
from papers.delegations import services as delegations
from papers.delegations.models import Settled, Settlement
from papers.drafting import access, levels
from papers.drafting.models import Grant
from papers.drafting.sharing import name_penholder
from papers.review import services as review
from papers.review.models import Reservation
from papers.shared.errors import BadInput, Refused
from portal import participation, services
from tests import factories
from tests.cast import SETUP, add_person
from tests.pages import text_of
from tests.review.making import closed, open_round

LATER = timedelta(days=100)


def quiet_codes(person, after=LATER):
    with time_machine.travel(timezone.now() + after):
        return [line.delegation.code for line in participation.quiet(person.acting)]


def left(person, delegation):
    return participation.left_open(person.acting, delegation)


def settle(person, delegation, kind, **facts):
    found = left(person, delegation)
    item = next(item for item in found.items if item.kind == kind)
    return services.settle(found, item, by=person.acting, **facts)


@pytest.fixture
def reserved(shared_paper, estmark_head):
    return review.enter_reservation(
        shared_paper, kind="political", text="Not without our parliament.", by=estmark_head.acting
    )


@pytest.fixture
def estmark_gone(reserved, estmark):
    delegations.enter_participation(estmark, state="withdrawn", decision_ref="NV/1", by=SETUP)
    return estmark


def test_delegation_without_an_act_for_the_time_of_the_rules_is_listed(shared_paper, chair):
    assert quiet_codes(chair, timedelta(days=89)) == []
    assert quiet_codes(chair, timedelta(days=91)) == ["XA", "XB", "XC", "XD"]


def test_delegation_that_acted_meanwhile_is_not_listed(shared_paper, chair, estmark_head):
    with time_machine.travel(timezone.now() + timedelta(days=50)):
        review.enter_reservation(shared_paper, kind="political", text="x", by=estmark_head.acting)

    assert quiet_codes(chair) == ["XA", "XC", "XD"]


def test_delegation_that_only_opened_the_text_is_silent_and_not_quiet(shared_paper, chair, estmark, reviewer):
    with time_machine.travel(timezone.now() + timedelta(days=50)):
        round = open_round(shared_paper, chair, estmark)
        review.note_opened(round, by=reviewer.acting)

    assert "XB" not in quiet_codes(chair)


def test_work_that_the_centre_may_not_know_of_moves_no_date_it_is_shown(shared_paper, chair, body, outsider):
    before = [(line.delegation.code, line.since) for line in participation.quiet(chair.acting)]
    with time_machine.travel(timezone.now() + timedelta(days=95)):
        factories.issued(outsider, body, title="CANARY draft of Norvenia")
        with_it = quiet_codes(chair, timedelta())

    assert before == []
    assert "XD" in with_it


@pytest.mark.parametrize("state", ["dormant", "suspended", "withdrawn"])
def test_delegation_whose_dormancy_is_known_is_not_listed_again(shared_paper, chair, norvenia, state):
    delegations.enter_participation(norvenia, state=state, decision_ref="D/1", by=SETUP)

    assert "XD" not in quiet_codes(chair)


def test_quiet_are_listed_with_their_proposal_and_change_nothing(shared_paper, chair, norvenia, secretary):
    with time_machine.travel(timezone.now() + LATER):
        delegations.propose_change(
            norvenia, state="dormant", grounds="inactivity", words="Nobody came.", by=secretary.acting
        )
        page = text_of(chair.client.get(reverse("portal:quiet-list")))

    assert "Dormant Norvenia" in page
    assert norvenia.participations.current().get().state == "active"


def test_quiet_list_asks_the_same_of_the_database_however_many_there_are(
    shared_paper, chair, norvenia, django_assert_num_queries
):
    delegations.enter_participation(norvenia, state="withdrawn", decision_ref="D/1", by=SETUP)
    with time_machine.travel(timezone.now() + LATER):
        client = chair.client
        with django_assert_num_queries(
            5
        ):  # session, person, members with their rules, delegations, proposals
            three = text_of(client.get(reverse("portal:quiet-list")))

    assert "Kaldria" in three


@pytest.mark.parametrize("who", ["drafter", "estmark_head", "administrator", "auditor"])
def test_quiet_list_is_for_the_register(request, who, shared_paper, estmark_head, administrator, auditor):
    assert request.getfixturevalue(who).client.get(reverse("portal:quiet-list")).status_code == 403


def test_proposal_on_the_page_keeps_the_last_act_that_the_centre_knew(
    shared_paper, chair, estmark, estmark_head
):
    review.enter_reservation(shared_paper, kind="political", text="x", by=estmark_head.acting)
    last = Event.objects.filter(verb="review.reservation.entered").latest("seq")

    chair.client.post(
        reverse("portal:change-propose", args=["XB"]),
        {"state": "dormant", "grounds": "inactivity", "words": "Nobody came."},
    )

    assert estmark.proposed_changes.get().quiet_since == last.at


def test_left_open_lists_reservations_amendments_recommendations_and_papers(
    estmark_gone, chair, shared_paper, valoria
):
    delegations.enter_participation(valoria, state="suspended", decision_ref="D/2", by=SETUP)

    assert [(item.kind, item.words) for item in left(chair, estmark_gone).items] == [
        ("reservation", "Not without our parliament.")
    ]
    assert [(item.kind, item.target) for item in left(chair, valoria).items] == [("paper", shared_paper)]


def test_left_open_lists_an_amendment_of_a_delegation_that_left(shared_paper, chair, estmark, estmark_head):
    round = open_round(shared_paper, chair, estmark)
    block = round.revision.block_map[2]
    review.propose_amendment(
        round, block=block["id"], wanted=block["text"] + " Twice.", reason="Clearer.", by=estmark_head.acting
    )
    closed(round)
    delegations.enter_participation(estmark, state="withdrawn", decision_ref="NV/1", by=SETUP)

    assert [item.kind for item in left(chair, estmark).items] == ["amendment"]


def test_delegation_that_takes_part_has_left_nothing_open(reserved, chair, estmark):
    assert left(chair, estmark).items == []


def test_thing_is_kept_with_its_reason_and_stays_on_the_list(estmark_gone, chair, reserved):
    settle(chair, estmark_gone, "reservation", how=Settled.KEPT, reason="Its parliament still sits.")

    (item,) = left(chair, estmark_gone).items
    reserved.refresh_from_db()
    assert (item.settlement.how, item.may_settle, reserved.stands) == ("kept", False, True)


def test_reservation_lapses_by_the_chair_and_is_never_removed(estmark_gone, chair, reserved):
    settle(chair, estmark_gone, "reservation", how=Settled.LAPSED, reason="It told us so.")

    reserved.refresh_from_db()
    assert (reserved.lifted_because, reserved.lifted_words) == ("lapsed", "It told us so.")
    assert Reservation.objects.count() == 1
    assert Event.objects.filter(verb="delegations.left_open.settled").count() == 1


def test_reservation_of_a_delegation_that_takes_part_is_not_the_chairs_to_lift(reserved, chair):
    with pytest.raises(PermissionDenied, match="does not take part any more"):
        review.let_lapse(reserved, words="x", by=chair.acting)


def test_pen_passes_on_while_the_lead_is_away_and_is_its_own_again_when_it_returns(
    shared_paper, chair, valoria, estmark, drafter, reviewer
):
    delegations.enter_participation(valoria, state="withdrawn", decision_ref="NV/1", by=SETUP)

    settle(chair, valoria, "paper", how=Settled.PASSED_ON, passed_to=estmark, reason="Estmark knows it best.")
    holding = access.delegations_with(shared_paper, levels.LEAD)
    delegations.enter_participation(valoria, state="active", decision_ref="NV/2", by=SETUP)

    shared_paper.refresh_from_db()
    assert sorted(one.code for one in holding) == ["XA", "XB"]
    assert shared_paper.lead == valoria
    assert access.allowed(drafter.acting, levels.LEAD, shared_paper)


def test_pen_does_not_pass_while_the_lead_takes_part(shared_paper, chair, estmark):
    with pytest.raises(PermissionDenied, match="does not take part"):
        name_penholder(shared_paper, estmark, reason="x", by=chair.acting)

    assert Grant.objects.open().get(delegation=estmark).level == "comment"


@pytest.mark.parametrize("who", ["secretary", "administrator", "head"])
def test_things_are_settled_by_the_chair_alone(
    request, who, estmark_gone, secretary, administrator, head, chair
):
    found = left(chair, estmark_gone)

    with pytest.raises(PermissionDenied):
        services.settle(
            found, found.items[0], how=Settled.KEPT, reason="x", by=request.getfixturevalue(who).acting
        )

    assert Settlement.objects.count() == 0


def test_thing_is_settled_once_and_with_a_reason(estmark_gone, chair):
    found = left(chair, estmark_gone)

    with pytest.raises(BadInput, match="in words"):
        services.settle(found, found.items[0], how=Settled.KEPT, reason=" ", by=chair.acting)
    services.settle(found, found.items[0], how=Settled.KEPT, reason="x", by=chair.acting)
    with pytest.raises(Refused, match="settled already"):
        services.settle(found, found.items[0], how=Settled.KEPT, reason="x", by=chair.acting)


def test_settling_on_its_page_shows_what_was_decided(estmark_gone, chair, secretary, reserved):
    where = reverse("portal:left-open-settle", args=["XB", reserved.pk])

    refused = chair.client.post(where, {"how": "kept", "reason": ""})
    done = chair.client.post(where, {"how": "kept", "reason": "Its parliament still sits."}, follow=True)

    assert refused.status_code == 422
    assert "Its parliament still sits." in text_of(done)
    assert secretary.client.get(where).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_left_open_asks_the_same_of_the_database_however_much_there_is(
    shared_paper, chair, estmark, estmark_head, count, django_assert_num_queries
):
    for _number in range(count):
        review.enter_reservation(shared_paper, kind="political", text="x", by=estmark_head.acting)
    delegations.enter_participation(estmark, state="withdrawn", decision_ref="NV/1", by=SETUP)
    client = chair.client

    # Session, person, delegation, period, settlements, one for each of the five kinds, papers presided over.
    with django_assert_num_queries(11):
        client.get(reverse("portal:left-open", args=["XB"]))


def test_desk_tells_the_register_who_is_quiet_and_a_delegation_what_it_may_reply_to(
    shared_paper, chair, secretary, norvenia, outsider
):
    with time_machine.travel(timezone.now() + LATER):
        before = text_of(chair.client.get(reverse("portal:desk")))
        delegations.propose_change(
            norvenia, state="dormant", grounds="inactivity", words="Nobody came.", by=secretary.acting
        )
        theirs = text_of(outsider.client.get(reverse("portal:desk")))

    assert "Delegations that have been quiet: 4" in before
    assert "It is proposed that Norvenia take part as “Dormant”" in theirs


def test_round_tells_the_dormant_from_those_that_never_opened_it(
    shared_paper, chair, estmark, kaldria, reader
):
    delegations.enter_participation(kaldria, state="dormant", decision_ref="D/1", by=SETUP)
    round = open_round(shared_paper, chair, estmark, kaldria)

    running = text_of(chair.client.get(reverse("review:round-detail", args=[shared_paper.pk, round.number])))
    own = text_of(reader.client.get(reverse("review:round-detail", args=[shared_paper.pk, round.number])))
    closed(round)
    over = text_of(add_person(estmark, "reader").client.get(
        reverse("review:round-detail", args=[shared_paper.pk, round.number])
    ))  # fmt: skip

    assert "never opened 1 · dormant 1" in running
    assert "Your delegation is counted as dormant until it acts" in own
    assert "never opened" not in own
    assert "Never opened: 1; dormant: 1." in over

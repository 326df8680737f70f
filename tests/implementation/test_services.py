"""A recommendation's life: numbered, assigned, answered, reported, verified, closed, reopened."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from papers.audit.models import Event
from papers.delegations import services as delegations
from papers.drafting import access
from papers.drafting.models import Paper
from papers.implementation import services
from papers.implementation.lifecycle import RECOMMENDATION
from papers.implementation.models import (
    Assignment,
    Closure,
    Evidence,
    Recommendation,
    Report,
    Response,
    StatusEntry,
)
from papers.notifications.models import Notice
from papers.shared.acting import System
from papers.shared.errors import BadInput, Refused
from papers.shared.transitions import NotNow
from tests import factories
from tests.cast import SETUP, add_person
from tests.implementation.conftest import accepted, adopt, reported, step

LINK = services.Exhibit(title="List of parts", url="https://example.org/parts")


def today():
    return timezone.localdate()


# Numbering -----------------------------------------------------------------------------------------


def test_activate_gives_each_recommendation_a_permanent_reference_and_its_block(adopted_paper):
    found = adopted_paper.recommendations.order_by("serial")

    blocks = [entry["id"] for entry in adopted_paper.current.block_map if entry["recommendation"] is not None]
    assert [one.reference for one in found] == [f"{adopted_paper.symbol}/R1", f"{adopted_paper.symbol}/R2"]
    assert [str(one.block_id) for one in found] == blocks
    assert [one.text for one in found] == [
        "That a list of spare parts cleared in advance be agreed within thirty days of adoption.",
        "That every request for parts receive a reasoned answer within ten working days.",
    ]


def test_activate_twice_adds_nothing(adopted_paper):
    again = services.activate(adopted_paper, adopted_paper.current, at=timezone.now(), by=System("test"))

    assert again == []
    assert adopted_paper.recommendations.count() == 2


def test_activate_takes_several_paragraphs_as_one_recommendation(drafter, head, centre, body):
    text = "# T\n\n::: recommendation\n7. That two things be done:\n\nthe first, and the second.\n:::\n\nAn end.\n"
    paper = factories.tabled(drafter, head, body, text=text)

    made = adopt(paper)

    assert [(one.label, one.text) for one in made] == [
        ("7", "That two things be done:\n\nthe first, and the second.")
    ]


def test_activate_of_a_paper_without_recommendations_makes_none(drafter, head, centre, body):
    assert adopt(factories.tabled(drafter, head, body, text="# Nothing\n\n1. To recommend.\n")) == []


# Assigning -----------------------------------------------------------------------------------------


def test_assign_makes_the_addressee_owner_and_brings_the_paper_into_implementation(
    recommendation, adopted_paper, secretary, estmark, kaldria
):
    due = today() + dt.timedelta(days=60)

    services.assign(recommendation, addressee=estmark, due=due, verifiers=[kaldria], by=secretary.acting)

    recommendation.refresh_from_db()
    adopted_paper.refresh_from_db()
    parts = {(part.delegation.code, part.role) for part in recommendation.assignments.current()}
    assert (recommendation.addressee, recommendation.due, adopted_paper.stage) == (
        estmark,
        due,
        "implementation",
    )
    assert parts == {("XB", "owner"), ("XC", "verifier")}


def test_assign_by_the_lead_is_refused_with_the_reason(recommendation, head, estmark):
    with pytest.raises(PermissionDenied, match="chair or the secretary"):
        services.assign(recommendation, addressee=estmark, by=head.acting)


def test_assign_to_another_ends_the_part_and_the_answer_of_the_first(
    accepted_one, secretary, estmark_head, kaldria
):
    step(services.set_confidence, accepted_one, value="red", reason="No parts", by=estmark_head.acting)

    step(services.assign, accepted_one, addressee=kaldria, by=secretary.acting)

    assert (accepted_one.answer, accepted_one.accepted_on, accepted_one.confidence) == (
        "awaiting",
        None,
        "grey",
    )
    assert list(Recommendation.objects.visible_to(estmark_head.acting)) == []
    assert list(Response.objects.order_by("recorded_at").values_list("value", flat=True)) == [
        "accepted",
        "awaiting",
    ]


def test_assign_tells_the_owner_and_the_verifier_once(
    recommendation, secretary, estmark_head, reader, outsider
):
    for _again in range(2):
        services.assign(
            recommendation,
            addressee=estmark_head.delegation,
            verifiers=[outsider.delegation],
            by=secretary.acting,
        )

    told = Notice.objects.filter(kind="implementation.assigned").values_list("recipient", flat=True)
    assert sorted(told) == sorted([estmark_head.user.pk, outsider.user.pk])


def test_assign_a_day_before_adoption_is_refused(recommendation, secretary, estmark):
    with pytest.raises(BadInput, match="before it was adopted"):
        services.assign(recommendation, addressee=estmark, due=today(), by=secretary.acting)


# Answering -----------------------------------------------------------------------------------------


def test_respond_by_the_addressees_head_accepts(accepted_one, estmark):
    response = Response.objects.get()

    assert (accepted_one.answer, accepted_one.accepted_on) == ("accepted", today())
    assert (response.delegation, response.value, response.received_by) == (estmark, "accepted", "")


def test_respond_by_another_delegation_is_refused(recommendation, secretary, estmark, head):
    services.assign(recommendation, addressee=estmark, by=secretary.acting)

    with pytest.raises(PermissionDenied, match="head or submitter of the addressee"):
        services.respond(recommendation, value="accepted", by=head.acting)


def test_respond_by_the_addressees_reviewer_is_refused(recommendation, secretary, estmark, reviewer):
    services.assign(recommendation, addressee=estmark, by=secretary.acting)

    with pytest.raises(PermissionDenied, match="head or submitter of the addressee"):
        services.respond(recommendation, value="accepted", by=reviewer.acting)


def test_respond_for_an_addressee_needs_a_note_of_how_it_came(recommendation, secretary, estmark):
    services.assign(recommendation, addressee=estmark, by=secretary.acting)
    with pytest.raises(BadInput, match="how it came"):
        services.respond(recommendation, value="accepted", by=secretary.acting)

    services.respond(recommendation, value="accepted", received_by="Note verbale 12", by=secretary.acting)

    response = Response.objects.get()
    assert (response.delegation, response.by, response.received_by) == (
        estmark,
        secretary.user,
        "Note verbale 12",
    )


def test_respond_without_reasons_where_they_are_needed_is_refused(accepted_one, estmark_head):
    with pytest.raises(BadInput, match="needs its reasons"):
        services.respond(accepted_one, value="not_accepted", by=estmark_head.acting)


def test_respond_in_the_future_or_before_the_last_answer_is_refused(
    recommendation, secretary, estmark, estmark_head
):
    later = timezone.now() + dt.timedelta(days=10)
    with time_machine.travel(later, tick=False):
        accepted(recommendation, secretary, estmark_head, estmark)
        with pytest.raises(BadInput, match="future"):
            services.respond(
                recommendation,
                value="noted",
                effective_on=today() + dt.timedelta(days=1),
                by=estmark_head.acting,
            )
        with pytest.raises(BadInput, match="already has an entry"):
            services.respond(
                recommendation,
                value="noted",
                effective_on=today() - dt.timedelta(days=1),
                by=estmark_head.acting,
            )


def test_respond_that_it_is_not_accepted_takes_back_red_and_every_deadline(accepted_one, estmark_head):
    step(services.set_confidence, accepted_one, value="red", reason="No parts", by=estmark_head.acting)

    step(services.respond, accepted_one, value="not_accepted", text="Not ours", by=estmark_head.acting)

    assert (accepted_one.confidence, accepted_one.report_due, accepted_one.accepted_on) == (
        "grey",
        None,
        None,
    )


# Status and confidence -----------------------------------------------------------------------------


def test_set_status_moves_along_the_table_and_keeps_the_reason(accepted_one, estmark_head):
    step(services.set_status, accepted_one, value="in_progress", reason="Talks began", by=estmark_head.acting)

    entry = StatusEntry.objects.get()
    assert (accepted_one.status, entry.value, entry.reason) == ("in_progress", "in_progress", "Talks began")


def test_set_status_where_the_table_has_no_move_changes_nothing(accepted_one, estmark_head):
    step(services.set_status, accepted_one, value="partly", reason="Half of it", by=estmark_head.acting)

    with pytest.raises(NotNow):
        services.set_status(accepted_one, value="not_started", reason="Back", by=estmark_head.acting)

    assert Recommendation.objects.get(pk=accepted_one.pk).status == "partly"


@pytest.mark.parametrize("value", ["reported", "verified", "overtaken"])
def test_set_status_to_what_needs_another_act_is_refused(accepted_one, estmark_head, value):
    with pytest.raises(Refused, match="follows from a report"):
        services.set_status(accepted_one, value=value, reason="Done", by=estmark_head.acting)


def test_set_confidence_red_before_acceptance_is_refused(recommendation, secretary, estmark):
    services.assign(recommendation, addressee=estmark, by=secretary.acting)

    with pytest.raises(Refused, match="before its addressee has accepted"):
        services.set_confidence(recommendation, value="red", reason="Late", by=secretary.acting)


def test_set_confidence_by_a_reader_of_the_paper_is_refused(
    recommendation, adopted_paper, kaldria, reader, drafter
):
    access.give(adopted_paper, kaldria, "read", by=drafter.acting)

    with pytest.raises(PermissionDenied, match="those who report on it"):
        services.set_confidence(recommendation, value="amber", reason="I think", by=reader.acting)


# Reporting -----------------------------------------------------------------------------------------


def test_report_keeps_text_day_and_evidence(accepted_one, estmark_head, estmark):
    day = today() - dt.timedelta(days=3)
    step(
        services.report,
        accepted_one,
        text="Talks began.",
        effective_on=day,
        evidence=[LINK],
        by=estmark_head.acting,
    )

    made = Report.objects.get()
    assert (made.delegation, made.text, made.effective_on, accepted_one.last_report) == (
        estmark,
        "Talks began.",
        day,
        day,
    )
    assert [(one.title, one.url, one.blob) for one in made.evidence.all()] == [
        ("List of parts", LINK.url, None)
    ]


def test_report_that_it_is_done_puts_down_that_it_had_begun(reported_one):
    values = StatusEntry.objects.order_by("recorded_at").values_list("value", flat=True)

    assert reported_one.status == "reported"
    assert list(values) == ["in_progress", "reported"]


def test_report_by_level_report_needs_no_part(recommendation, adopted_paper, kaldria, drafter):
    access.give(adopted_paper, kaldria, "read", by=drafter.acting)
    access.give(adopted_paper, kaldria, "report", by=drafter.acting)
    reporter = add_person(kaldria, "drafter")

    services.report(recommendation, text="Seen on site.", by=reporter.acting)

    assert Report.objects.get().delegation == kaldria


@pytest.mark.parametrize(
    ("role", "reason"), [("reader", "seat that reports"), ("reviewer", "seat that reports")]
)
def test_report_needs_a_seat_that_reports(accepted_one, estmark, role, reason):
    with pytest.raises(PermissionDenied, match=reason):
        services.report(accepted_one, text="Done.", by=add_person(estmark, role).acting)


def test_report_by_a_delegation_without_a_part_is_refused(accepted_one, head):
    with pytest.raises(PermissionDenied, match="neither owns"):
        services.report(accepted_one, text="Done.", by=head.acting)


def test_report_in_the_future_is_refused_and_keeps_nothing(accepted_one, estmark_head):
    with pytest.raises(BadInput, match="future"):
        services.report(
            accepted_one, text="Soon.", effective_on=today() + dt.timedelta(days=1), evidence=[LINK],
            by=estmark_head.acting,
        )  # fmt: skip

    assert (Report.objects.count(), Evidence.objects.count()) == (0, 0)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org/x", "//example.org", "https://"])
def test_report_with_a_link_that_is_no_web_page_is_refused(accepted_one, estmark_head, url):
    with pytest.raises(BadInput, match="begins with"):
        services.report(
            accepted_one,
            text="Done.",
            evidence=[services.Exhibit(title="x", url=url)],
            by=estmark_head.acting,
        )


def test_report_of_a_dormant_delegation_wakes_it(accepted_one, estmark, estmark_head):
    delegations.enter_participation(estmark, state="dormant", decision_ref="D/1", by=SETUP)

    services.report(accepted_one, text="Back.", by=estmark_head.acting)

    assert estmark_head.acting.participation == "active"


# Verifying -----------------------------------------------------------------------------------------


def test_verify_by_the_chair_closes(reported_one, chair):
    step(services.verify, reported_one, finding="confirmed", method="documents", by=chair.acting)

    assert (reported_one.status, reported_one.report_due, reported_one.silent_on) == ("verified", None, None)


def test_verify_that_returns_it_says_why(reported_one, chair):
    with pytest.raises(BadInput, match="what is missing"):
        services.verify(reported_one, finding="returned", method="documents", by=chair.acting)

    step(
        services.verify,
        reported_one,
        finding="returned",
        method="documents",
        text="No list.",
        by=chair.acting,
    )

    assert reported_one.status == "in_progress"


def test_verify_by_the_reporter_is_refused(accepted_one, estmark_head, chair):
    """Also where one person reported for one delegation and would verify for another."""
    reported(accepted_one, estmark_head)
    Report.objects.create(
        recommendation=accepted_one,
        delegation=accepted_one.addressee,
        text="x",
        effective_on=today(),
        by=chair.user,
    )

    with pytest.raises(PermissionDenied, match="somebody else verifies"):
        services.verify(accepted_one, finding="confirmed", method="documents", by=chair.acting)


def test_verify_within_the_owners_delegation_is_refused(reported_one, reviewer):
    with pytest.raises(PermissionDenied, match="Verifying needs"):
        services.verify(reported_one, finding="confirmed", method="documents", by=reviewer.acting)


def test_verify_by_a_delegation_that_has_come_to_own_it_is_refused(reported_one, estmark, reviewer):
    Assignment.objects.create(recommendation=reported_one, delegation=estmark, role="verifier")

    with pytest.raises(PermissionDenied, match="another one verifies"):
        services.verify(reported_one, finding="confirmed", method="documents", by=reviewer.acting)


def test_verify_what_is_not_reported_is_refused(accepted_one, chair):
    with pytest.raises(PermissionDenied, match="nothing to verify"):
        services.verify(accepted_one, finding="confirmed", method="documents", by=chair.acting)


# Closing otherwise ---------------------------------------------------------------------------------


def proposed(recommendation, person, kind="overtaken"):
    return services.propose_closure(
        recommendation, kind=kind, reason="The crossing is gone.", by=person.acting
    )


def test_closure_takes_two_people(accepted_one, estmark_head, chair):
    closure = proposed(accepted_one, estmark_head)

    services.decide_closure(closure, approve=True, by=chair.acting)

    closure.refresh_from_db()
    accepted_one.refresh_from_db()
    assert (accepted_one.status, closure.proposer, closure.approver) == (
        "overtaken",
        estmark_head.user,
        chair.user,
    )


def test_closure_is_not_decided_by_its_proposer(accepted_one, chair):
    closure = proposed(accepted_one, chair)

    with pytest.raises(PermissionDenied, match="does not decide"):
        services.decide_closure(closure, approve=True, by=chair.acting)

    assert Recommendation.objects.get(pk=accepted_one.pk).status == "not_started"


def test_closure_is_not_decided_by_the_owner(accepted_one, chair, estmark_head):
    closure = proposed(accepted_one, chair)

    with pytest.raises(PermissionDenied, match="chair or the secretary"):
        services.decide_closure(closure, approve=True, by=estmark_head.acting)


def test_closure_refused_leaves_it_open_and_lets_another_be_proposed(accepted_one, chair, secretary):
    first = proposed(accepted_one, chair)
    with pytest.raises(Refused, match="waits already"):
        proposed(accepted_one, secretary)
    with pytest.raises(BadInput, match="needs its reason"):
        services.decide_closure(first, approve=False, by=secretary.acting)
    services.decide_closure(first, approve=False, reason="Still needed.", by=secretary.acting)

    second = proposed(accepted_one, secretary, kind="declined")

    assert [one.decision for one in Closure.objects.order_by("proposed_at")] == ["refused", "proposed"]
    assert second.kind == "declined"


def test_closure_as_verified_cannot_be_proposed(accepted_one, chair):
    with pytest.raises(BadInput, match="is verified"):
        proposed(accepted_one, chair, kind="verified")


def test_closure_is_not_proposed_while_it_is_verified(reported_one, chair):
    with pytest.raises(PermissionDenied, match="reported as done"):
        proposed(reported_one, chair)


def test_closure_decided_after_it_was_reported_as_done_is_refused(accepted_one, estmark_head, chair):
    closure = proposed(accepted_one, estmark_head)
    reported(accepted_one, estmark_head)

    with pytest.raises(NotNow):
        services.decide_closure(closure, approve=True, by=chair.acting)


@pytest.mark.parametrize("fields", [{"approver": None}, {"same": True}])
def test_database_refuses_a_closure_by_one_person(accepted_one, chair, fields):
    closure = proposed(accepted_one, chair)
    approver = chair.user if fields.get("same") else None

    with pytest.raises(IntegrityError), transaction.atomic():
        Closure.objects.filter(pk=closure.pk).update(
            decision="approved",
            approver=approver,
            approver_mandate=chair.mandate.pk,
            decided_at=timezone.now(),
        )


# Reopening, and the paper as a whole ---------------------------------------------------------------


def closed(recommendation, proposer, decider):
    services.decide_closure(proposed(recommendation, proposer), approve=True, by=decider.acting)
    recommendation.refresh_from_db()
    return recommendation


def test_paper_is_closed_only_when_nothing_is_open(recommendations, adopted_paper, secretary, chair, estmark):
    for one in recommendations:
        step(services.assign, one, addressee=estmark, by=secretary.acting)
    closed(recommendations[0], secretary, chair)
    adopted_paper.refresh_from_db()
    with pytest.raises(PermissionDenied, match="still open"):
        services.close_paper(adopted_paper, by=secretary.acting)
    closed(recommendations[1], secretary, chair)

    services.close_paper(adopted_paper, by=secretary.acting)

    assert Paper.objects.get(pk=adopted_paper.pk).stage == "closed"


def test_reopen_takes_up_the_paper_and_counts_from_that_day(
    reported_one, recommendations, adopted_paper, secretary, chair
):
    step(services.verify, reported_one, finding="confirmed", method="site", by=chair.acting)
    step(services.assign, recommendations[1], addressee=reported_one.addressee, by=secretary.acting)
    closed(recommendations[1], secretary, chair)
    services.close_paper(adopted_paper, by=secretary.acting)

    with time_machine.travel(timezone.now() + dt.timedelta(days=400), tick=False):
        step(services.reopen, reported_one, reason="It broke again.", by=secretary.acting)

        assert (reported_one.status, reported_one.freshness) == ("in_progress", "current")
        assert Paper.objects.get(pk=adopted_paper.pk).stage == "implementation"


def test_reopen_what_was_closed_otherwise_starts_anew(accepted_one, secretary, chair):
    closed(accepted_one, secretary, chair)

    step(services.reopen, accepted_one, reason="The crossing is back.", by=chair.acting)

    assert accepted_one.status == "not_started"


def test_acts_on_a_superseded_paper_are_refused(recommendation, adopted_paper, secretary, estmark):
    Paper.objects.filter(pk=adopted_paper.pk).update(stage="superseded")

    with pytest.raises(PermissionDenied, match="not followed here any more"):
        services.assign(recommendation, addressee=estmark, by=secretary.acting)


# The record ----------------------------------------------------------------------------------------


def test_every_act_leaves_one_event(reported_one, chair):
    services.verify(reported_one, finding="confirmed", method="documents", by=chair.acting)

    verbs = (
        Event.objects.filter(verb__startswith="implementation.")
        .order_by("seq")
        .values_list("verb", flat=True)
    )
    assert list(verbs) == [
        "implementation.recommendations.numbered",
        "implementation.paper.begun",
        "implementation.recommendation.assigned",
        "implementation.recommendation.answered",
        "implementation.recommendation.report_added",
        "implementation.recommendation.verified",
    ]


def test_entries_are_never_changed_or_taken_back(reported_one):
    for rows in (Response.objects, StatusEntry.objects, Report.objects):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            rows.update(recorded_at=timezone.now())
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            rows.all()._raw_delete("default")


def test_row_repeats_its_latest_entries(reported_one, chair):
    step(services.set_confidence, reported_one, value="amber", reason="Slow", by=chair.acting)

    latest = {
        entry.axis: entry.value for entry in StatusEntry.objects.order_by("effective_on", "recorded_at")
    }
    assert latest == {"status": reported_one.status, "confidence": reported_one.confidence}


def test_machine_reaches_every_state_and_ends_nowhere():
    assert RECOMMENDATION.reachable() == frozenset(RECOMMENDATION.moves)
    assert RECOMMENDATION.terminal == frozenset()


def test_assignment_has_one_owner(accepted_one, kaldria):
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(recommendation=accepted_one, delegation=kaldria, role="owner")

"""What must never be false: each constraint of papers and delegations is seen refusing."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from papers.delegations import models as people
from papers.drafting import models as papers
from papers.drafting import services
from papers.files.models import Blob
from tests import factories
from tests.cast import add_person

BEFORE = timezone.now() - timedelta(days=400)


def again(row, **changed):
    """The same row once more under another id, with what is changed."""
    row.pk = row._meta.pk.get_default()
    row._state.adding = True
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def first(model):
    return model.objects.order_by("pk").first()


def paper_twice_in_a_series():
    row = papers.Paper.objects.exclude(serial=None).get()
    again(row, symbol="Another symbol")


def symbol_twice():
    again(papers.Paper.objects.exclude(serial=None).get(), serial=99)


def reset_asked_twice():
    for _time in range(2):
        people.AccountMail.objects.create(kind=people.MailKind.RESET, email="a@xa.example")


def identity_of_two_accounts():
    for user in people.User.objects.all()[:2]:
        people.Identity.objects.create(user=user, issuer="https://id.example", subject="one")


def consented_by_the_one_who_asks():
    support, mandate = first(people.SupportAccess), first(people.Mandate)
    people.SupportAccess.objects.update(consented_at=timezone.now(), consented_by=support.by, mandate=mandate)


VIOLATIONS = {
    # drafting
    "paper_serial_once": paper_twice_in_a_series,
    "paper_symbol_all_or_none": lambda: papers.Paper.objects.exclude(serial=None).update(first_issue=None),
    "paper_draft_has_no_symbol": lambda: papers.Paper.objects.exclude(serial=None).update(stage="draft"),
    "paper_from_elsewhere_is_a_published_list": lambda: papers.Paper.objects.update(kind="list"),
    "sponsor_once": lambda: again(first(papers.Sponsor)),
    "template_once": lambda: again(first(papers.PaperTemplate)),
    "one_open_grant_per_ladder": lambda: again(papers.Grant.objects.open().first()),
    "grant_ends_after_start": lambda: papers.Grant.objects.update(until=BEFORE),
    "grant_level_on_its_ladder": lambda: papers.Grant.objects.filter(ladder="text").update(level="preside"),
    "one_open_access_review": lambda: again(first(papers.AccessReview)),
    "access_review_answered_as_a_whole": lambda: papers.AccessReview.objects.update(answer="confirmed"),
    "access_review_contested_says_what": lambda: papers.AccessReview.objects.update(
        answer="contested", digest="a" * 64, answered_at=timezone.now()
    ),
    "access_template_once_per_owner": lambda: again(first(papers.AccessTemplate), title="WATER GROUP"),
    "access_template_row_once": lambda: again(first(papers.AccessTemplateRow)),
    "access_template_level_of_the_text": lambda: papers.AccessTemplateRow.objects.update(level="preside"),
    "revision_number_once": lambda: again(first(papers.Revision)),
    "step_once": lambda: again(first(papers.Step)),
    "step_of_a_known_kind": lambda: again(first(papers.Step), block=papers.Block.objects.last(), kind="lost"),
    "text_update_once": lambda: again(first(papers.TextUpdate)),
    "text_update_because_of_both_or_none": lambda: again(
        first(papers.TextUpdate), seq=99, because_kind="amendment"
    ),
    "working_text_not_ahead_of_its_log": lambda: papers.WorkingText.objects.update(text_seq=99),
    "picture_once_per_paper": lambda: again(first(papers.Picture)),
    "passage_marked_once": lambda: again(first(papers.PassageMarking)),
    "passage_release_known": lambda: papers.PassageMarking.objects.update(release="nobody"),
    "passage_marked_for_a_reason": lambda: papers.PassageMarking.objects.update(reason=""),
    "hold_ends_after_start": lambda: papers.SectionHold.objects.update(until=BEFORE),
    "one_open_hold_per_seat_and_section": lambda: again(first(papers.SectionHold)),
    "one_name_per_moment": lambda: again(first(papers.Milestone)),
    "milestone_has_a_name": lambda: papers.Milestone.objects.update(name=""),
    # delegations
    "one_waiting_reset_per_address": reset_asked_twice,
    "identity_opens_one_account": identity_of_two_accounts,
    "one_secretariat": lambda: people.Delegation.objects.update(kind="secretariat"),
    "only_a_party_has_a_custodian": lambda: people.Delegation.objects.filter(code="XA").update(
        custodian=first(people.Seat)
    ),
    "delegation_colour_known": lambda: people.Delegation.objects.filter(code="XA").update(colour=13),
    "working_week_once_a_day": lambda: again(first(people.WorkingWeek)),
    "working_week_has_work": lambda: people.WorkingWeek.objects.update(weekend="0123456"),
    "holiday_once": lambda: again(first(people.Holiday)),
    "participation_ends_after_start": lambda: people.Participation.objects.update(until=BEFORE),
    "one_open_participation": lambda: again(first(people.Participation)),
    "membership_ends_after_start": lambda: people.Membership.objects.update(until=BEFORE),
    "one_open_membership": lambda: again(first(people.Membership)),
    "rules_ends_after_start": lambda: people.RulesOfProcedure.objects.update(until=BEFORE),
    "one_open_rules": lambda: again(first(people.RulesOfProcedure)),
    "shortest_silence_within_minimum": lambda: people.RulesOfProcedure.objects.update(
        shortest_silence_hours=100, minimum_silence_hours=72
    ),
    "one_open_change_per_delegation": lambda: again(first(people.ProposedChange)),
    "change_says_what_it_rests_on": lambda: people.ProposedChange.objects.update(words=""),
    "change_leaves_time_to_reply": lambda: people.ProposedChange.objects.update(reply_until=BEFORE),
    "change_decided_by_a_decision": lambda: people.ProposedChange.objects.update(
        outcome="decided", settled_at=timezone.now(), period=first(people.Participation)
    ),
    "reply_to_a_change_says_something": lambda: people.ChangeReply.objects.update(words=""),
    "left_open_settled_once": lambda: again(first(people.Settlement)),
    "settlement_gives_its_reason": lambda: people.Settlement.objects.update(reason=""),
    "settlement_passes_to_somebody_or_not": lambda: people.Settlement.objects.update(how="passed_on"),
    "user_email_once_in_any_case": lambda: again(
        people.User.objects.order_by("pk").first(), email=first(people.User).email.upper()
    ),
    "mandate_ends_after_start": lambda: people.Mandate.objects.update(until=BEFORE),
    "seat_in_the_capital_reads_or_clears": lambda: people.Seat.objects.filter(role="head").update(
        place="capital"
    ),
    "absence_has_an_end": lambda: people.Absence.objects.update(until=None),
    "invitation_address_in_small": lambda: people.Invitation.objects.update(email="Loud@xa.example"),
    "invitation_taken_up_by_somebody_or_not": lambda: people.Invitation.objects.update(
        accepted_at=timezone.now()
    ),
    "one_unsettled_invitation_per_post_and_address": lambda: again(first(people.Invitation)),
    "erasure_has_a_reference": lambda: people.Erasure.objects.update(reference=""),
    "erasure_confirmed_by_somebody": lambda: people.Erasure.objects.update(erased=True),
    "erasure_by_two_people": lambda: people.Erasure.objects.update(
        erased=True, settled_at=timezone.now(), settled_by=F("by")
    ),
    "one_open_erasure_per_person": lambda: again(first(people.Erasure)),
    "mandate_of_support_has_an_end": lambda: people.Mandate.objects.update(support_reason="To help"),
    "support_has_a_reason": lambda: people.SupportAccess.objects.update(reason=""),
    "support_by_two_people": consented_by_the_one_who_asks,
    "support_holds_by_consent": lambda: people.SupportAccess.objects.update(consented_at=timezone.now()),
    "one_open_support_each": lambda: again(first(people.SupportAccess)),
}


@pytest.fixture
def world(tabled_paper, drafter, head, paper, valoria):
    """At least one row of every model of both slices that declares a constraint."""
    factories.save(paper, drafter, factories.TEXT.replace("ninety", "sixty"))
    services.issue_revision(paper, by=drafter.acting)
    factories.save(tabled_paper, drafter, "Words")
    add_person(valoria, "reader")
    seat, later = drafter.mandate.seat, timezone.now() + timedelta(days=1)
    people.Absence.objects.create(mandate=drafter.mandate, until=later)
    people.Invitation.objects.create(
        seat=seat, email="new@xa.example", name="New", language="en", expires_at=later
    )
    change = people.ProposedChange.objects.create(
        delegation=valoria, state="observer", grounds="decision", words="It asked.", reply_until=later
    )
    people.ChangeReply.objects.create(change=change, words="We did.")
    people.Settlement.objects.create(
        period=first(people.Participation),
        kind="drafting.paper",
        target_uuid=paper.pk,
        how="kept",
        reason="It stands.",
    )
    people.SupportAccess.objects.create(delegation=valoria, reason="To help", hours=1, by=drafter.user)
    people.Erasure.objects.create(user=head.user, reference="2026/7", by=drafter.user)
    papers.SectionHold.objects.create(paper=paper, seat=seat, heading="Water", until=later)
    papers.PassageMarking.objects.create(
        paper=paper, block=paper.blocks.first(), since=paper.current, release="chair", originator=valoria, reason="Why",
    )  # fmt: skip
    papers.Milestone.objects.create(paper=paper, generation=1, seq=1, name="Begun")
    people.WorkingWeek.objects.create(delegation=valoria, first_day=later.date(), weekend="45")
    people.Holiday.objects.create(delegation=valoria, day=later.date(), name="A feast")
    papers.AccessReview.objects.create(delegation=valoria, due_on=later.date())
    template = papers.AccessTemplate.objects.create(owner=valoria, title="Water group")
    papers.AccessTemplateRow.objects.create(template=template, delegation=valoria, level="read")
    blob = Blob.objects.create(sha256="0" * 64, size=1, media_type="image/png")
    papers.Picture.objects.create(paper=paper, blob=blob, title="A map")


def declared():
    """The constraints that the models of both slices declare, each with its model."""
    return {
        constraint.name: (constraint, model)
        for label in ("drafting", "delegations")
        for model in apps.get_app_config(label).get_models()
        for constraint in model._meta.constraints
    }


def named_in(message, name):
    """Whether the database refused because of this constraint; SQLite names the columns of a unique one."""
    constraint, model = declared()[name]
    columns = [model._meta.get_field(field).column for field in getattr(constraint, "fields", ())]
    listed = ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
    return name in message or (connection.vendor == "sqlite" and bool(listed) and listed in message)


def test_every_constraint_is_seen_refusing():
    assert set(VIOLATIONS) == set(declared())


@pytest.mark.parametrize("name", VIOLATIONS)
def test_constraint_refuses(name, world):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        VIOLATIONS[name]()

    assert named_in(str(refusal.value), name)


def test_symbol_is_never_used_twice(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        symbol_twice()


@pytest.mark.parametrize("field", ["text", "sha256", "note", "number"])
def test_revision_is_never_changed(world, field):
    with pytest.raises(IntegrityError), transaction.atomic():
        papers.Revision.objects.update(**{field: 7 if field == "number" else "changed"})


def test_step_of_a_passage_is_never_changed(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        papers.Step.objects.update(words="others")


def test_revision_is_never_deleted(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        papers.Revision.objects.all()._raw_delete("default")


@pytest.mark.parametrize("field", ["payload", "seq", "by", "at"])
def test_update_of_a_text_is_never_changed(world, field):
    value = {"payload": b"", "seq": 7, "by": None, "at": BEFORE}[field]
    with pytest.raises(IntegrityError), transaction.atomic():
        papers.TextUpdate.objects.update(**{field: value})


def test_update_of_a_text_is_never_deleted(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        papers.TextUpdate.objects.all()._raw_delete("default")

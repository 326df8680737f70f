"""What must never be false: each constraint of papers and delegations is seen refusing."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
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


VIOLATIONS = {
    # drafting
    "paper_serial_once": paper_twice_in_a_series,
    "paper_symbol_all_or_none": lambda: papers.Paper.objects.exclude(serial=None).update(first_issue=None),
    "paper_draft_has_no_symbol": lambda: papers.Paper.objects.exclude(serial=None).update(stage="draft"),
    "sponsor_once": lambda: again(first(papers.Sponsor)),
    "template_once": lambda: again(first(papers.PaperTemplate)),
    "one_open_grant_per_ladder": lambda: again(papers.Grant.objects.open().first()),
    "grant_ends_after_start": lambda: papers.Grant.objects.update(until=BEFORE),
    "grant_level_on_its_ladder": lambda: papers.Grant.objects.filter(ladder="text").update(level="preside"),
    "revision_number_once": lambda: again(first(papers.Revision)),
    "step_once": lambda: again(first(papers.Step)),
    "step_of_a_known_kind": lambda: again(first(papers.Step), block=papers.Block.objects.last(), kind="lost"),
    "text_update_once": lambda: again(first(papers.TextUpdate)),
    "text_update_because_of_both_or_none": lambda: again(
        first(papers.TextUpdate), seq=99, because_kind="amendment"
    ),
    "working_text_not_ahead_of_its_log": lambda: papers.WorkingText.objects.update(text_seq=99),
    "picture_once_per_paper": lambda: again(first(papers.Picture)),
    "hold_ends_after_start": lambda: papers.SectionHold.objects.update(until=BEFORE),
    "one_open_hold_per_seat_and_section": lambda: again(first(papers.SectionHold)),
    "one_name_per_moment": lambda: again(first(papers.Milestone)),
    "milestone_has_a_name": lambda: papers.Milestone.objects.update(name=""),
    # delegations
    "one_secretariat": lambda: people.Delegation.objects.update(kind="secretariat"),
    "delegation_colour_known": lambda: people.Delegation.objects.filter(code="XA").update(colour=13),
    "participation_ends_after_start": lambda: people.Participation.objects.update(until=BEFORE),
    "one_open_participation": lambda: again(first(people.Participation)),
    "membership_ends_after_start": lambda: people.Membership.objects.update(until=BEFORE),
    "one_open_membership": lambda: again(first(people.Membership)),
    "rules_ends_after_start": lambda: people.RulesOfProcedure.objects.update(until=BEFORE),
    "one_open_rules": lambda: again(first(people.RulesOfProcedure)),
    "shortest_silence_within_minimum": lambda: people.RulesOfProcedure.objects.update(
        shortest_silence_hours=100, minimum_silence_hours=72
    ),
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
    papers.SectionHold.objects.create(paper=paper, seat=seat, heading="Water", until=later)
    papers.Milestone.objects.create(paper=paper, generation=1, seq=1, name="Begun")
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

"""Working on a section: said, shown to those who draft, over by itself; nobody else is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from papers.audit.models import Audience, Event
from papers.drafting import access, holding, services
from papers.drafting.models import SectionHold
from papers.drafting.queries import holds
from papers.drafting.sections import Section
from papers.shared.errors import BadInput
from tests import factories
from tests.cast import add_person
from tests.pages import same_page, text_of

PURPOSE = Section("Purpose and scope", 0, 2)
HOUR = timedelta(hours=1)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def writer(paper, drafter, estmark):
    """A drafter of Estmark, which may draft Valoria's paper."""
    access.give(paper, estmark, "draft", by=drafter.acting)
    return add_person(estmark, "drafter")


def at(paper):
    return f"/papers/{paper.pk}/holds/"


def say(person, paper, section="0 Purpose and scope", lasting="60"):
    return person.client.post(at(paper), {"section": section, "lasting": lasting}, follow=True)


def test_section_that_is_worked_on_is_shown_beside_the_text_with_who_and_until_when(paper, drafter, writer):
    say(drafter, paper)

    page = text_of(writer.client.get(f"/papers/{paper.pk}/edit/"))

    held = SectionHold.objects.get()
    assert f"XA Valoria Purpose and scope {drafter.user.name}, until" in page
    assert held.until - held.held_at == HOUR


def test_list_alone_is_fetched_by_the_editor(paper, drafter, writer):
    say(drafter, paper)

    fragment = writer.client.get(at(paper), **HTMX).content.decode()

    assert fragment.strip().startswith('<div id="holds"')
    assert 'data-hold="XA" data-heading="Purpose and scope" data-place="0"' in fragment


def test_who_works_on_a_section_that_is_worked_on_already_is_warned(paper, drafter, writer):
    say(drafter, paper)

    page = text_of(say(writer, paper))

    assert f"So do already: XA Valoria ({drafter.user.name}). Agree who writes what." in page
    assert SectionHold.objects.standing().count() == 2


def test_section_said_again_counts_from_the_new_time(paper, drafter):
    first = holding.hold(paper, PURPOSE, lasting=HOUR, by=drafter.acting)
    again = holding.hold(paper, PURPOSE, lasting=2 * HOUR, by=drafter.acting)

    assert (again.pk, again.until > first.until) == (first.pk, True)


def test_section_is_free_when_its_time_is_over(paper, drafter, writer):
    holding.hold(paper, PURPOSE, lasting=HOUR, by=drafter.acting)
    SectionHold.objects.update(held_at=timezone.now() - 2 * HOUR, until=timezone.now() - HOUR)

    assert holds.standing(writer.acting, paper) == []


def test_section_is_let_go_by_its_delegation_and_by_the_lead(paper, drafter, head, writer):
    own = holding.hold(paper, PURPOSE, lasting=HOUR, by=drafter.acting)
    theirs = holding.hold(paper, PURPOSE, lasting=HOUR, by=writer.acting)

    refused = writer.client.post(f"{at(paper)}{own.pk}/release/")
    done = head.client.post(f"{at(paper)}{own.pk}/release/", follow=True)
    holding.release(theirs, by=drafter.acting)

    assert refused.status_code == 403
    assert "let go by the delegation that works on it, or by the lead" in text_of(refused)
    assert "The section is free again." in text_of(done)
    assert SectionHold.objects.standing().count() == 0


def test_section_whose_heading_was_changed_is_shown_under_the_new_one(paper, drafter):
    holding.hold(paper, PURPOSE, lasting=HOUR, by=drafter.acting)
    factories.save(paper, drafter, factories.TEXT.replace("Purpose and scope", "Purpose, scope and limits"))

    page = text_of(drafter.client.get(at(paper)))

    assert "XA Valoria Purpose, scope and limits" in page


def test_section_whose_heading_is_gone_says_so(paper, drafter):
    holding.hold(paper, PURPOSE, lasting=HOUR, by=drafter.acting)
    factories.save(paper, drafter, "# Something else\n")

    assert "Purpose and scope (no longer in the text)" in text_of(drafter.client.get(at(paper)))


def test_section_that_is_no_longer_in_the_text_is_refused_and_the_choice_kept(paper, drafter):
    answer = say(drafter, paper, section="0 A heading that was", lasting="240")

    assert answer.status_code == 422
    assert "This heading is no longer in the text; choose again." in text_of(answer)
    assert '<option value="240" selected>' in answer.content.decode()


@pytest.mark.parametrize("lasting", [timedelta(), -HOUR, timedelta(days=4)])
def test_section_is_held_for_a_while_not_for_ever(paper, drafter, lasting):
    with pytest.raises(BadInput, match="three days at most"):
        holding.hold(paper, PURPOSE, lasting=lasting, by=drafter.acting)


# Who may -------------------------------------------------------------------------------------------


def test_those_who_may_not_draft_are_told_nothing(shared_paper, drafter, reviewer, outsider):
    held = holding.hold(shared_paper, PURPOSE, lasting=HOUR, by=drafter.acting)

    answers = [person.client.get(at(shared_paper)) for person in (reviewer, outsider)]
    never = outsider.client.get("/papers/00000000-0000-4000-8000-000000000000/holds/")

    assert [answer.status_code for answer in answers] == [403, 404]
    assert "Purpose and scope" not in answers[0].content.decode()
    assert same_page(answers[1]) == same_page(never)
    assert reviewer.client.post(f"{at(shared_paper)}{held.pk}/release/").status_code == 404
    assert list(SectionHold.objects.visible_to(reviewer.acting)) == []


def test_hold_is_not_reached_through_another_paper(paper, drafter, body):
    held = holding.hold(paper, PURPOSE, lasting=HOUR, by=drafter.acting)
    other = factories.started(drafter, body)

    assert drafter.client.post(f"{at(other)}{held.pk}/release/").status_code == 404


def test_section_of_a_frozen_text_and_by_readers_is_not_held(paper, drafter, head, valoria):
    with pytest.raises(PermissionDenied, match="needs a seat that drafts"):
        holding.hold(paper, PURPOSE, lasting=HOUR, by=add_person(valoria, "reader").acting)
    services.withdraw(paper, by=head.acting)
    with pytest.raises(PermissionDenied, match="frozen"):
        holding.hold(paper, PURPOSE, lasting=HOUR, by=drafter.acting)


def test_hold_and_release_are_recorded_for_the_own_delegation_without_words(paper, drafter):
    held = holding.hold(paper, PURPOSE, lasting=HOUR, by=drafter.acting)
    holding.release(held, by=drafter.acting)
    holding.release(held, by=drafter.acting)

    events = Event.objects.filter(target_uuid=held.pk).order_by("seq")
    assert [(event.verb, event.audience) for event in events] == [
        ("drafting.section.held", Audience.DELEGATION),
        ("drafting.section.released", Audience.DELEGATION),
    ]
    assert [list(event.facts) for event in events] == [["until"], []]


# Constraints ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("changed", [{"until": -HOUR}, {"seat": "the same"}])
def test_database_refuses_a_hold_that_ends_before_it_begins_or_stands_twice(paper, drafter, changed):
    held = holding.hold(paper, PURPOSE, lasting=HOUR, by=drafter.acting)
    until = held.held_at + changed.get("until", HOUR)
    again = SectionHold(paper=paper, seat=held.seat, heading="Other", held_at=held.held_at, until=until)
    again.heading = held.heading if "seat" in changed else "Other"

    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_of_one_hold_and_of_three(paper, drafter, count, django_assert_num_queries):
    for number in range(count):
        holding.hold(paper, Section("Recommendations", number, 2), lasting=HOUR, by=drafter.acting)
    client = drafter.client

    with django_assert_num_queries(5):  # session, person, paper with its text, grants, holds
        client.get(at(paper))

"""Who can see a paper, person by person, and the chain of each; for those who manage its access, or the delegation."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from papers.delegations import services as delegations
from papers.drafting import access
from papers.drafting.models import Paper
from papers.drafting.queries import seeing
from tests.cast import SETUP, add_person
from tests.pages import text_of


@pytest.fixture
def focal(estmark):
    return add_person(estmark, "focal", name="Fay Focal")


@pytest.fixture
def shared(tabled_paper, drafter, estmark, kaldria):
    """Valoria's paper: Estmark comments, Kaldria will read from next week on."""
    access.give(tabled_paper, estmark, "comment", by=drafter.acting, reason="for the round")
    in_a_week = timezone.now() + timedelta(days=7)
    access.give(tabled_paper, kaldria, "read", by=drafter.acting, starts=in_a_week)
    return Paper.objects.for_list().get(pk=tabled_paper.pk)


def names(rows):
    return {one.mandate.user.name for one in rows}


def page(paper, person, **wanted):
    return person.client.get(reverse("drafting:access-people", args=[paper.pk]), wanted)


def why(paper, person, other):
    return person.client.get(reverse("drafting:access-person", args=[paper.pk, other.mandate.pk]))


def test_people_lists_everybody_who_sees_it_and_those_near_it_who_do_not(
    shared, drafter, head, reviewer, reader, outsider, chair, auditor
):
    people = seeing.people_of(drafter.acting, shared)

    assert names(people.seeing) == {one.user.name for one in (drafter, head, reviewer, chair)}
    assert {one.mandate.user.name: one.why_not for one in people.others} == {
        reader.user.name: "The delegation holds nothing that lets it read the paper now.",
        auditor.user.name: "The post reads no papers.",
    }


@pytest.mark.parametrize("state", ["active", "dormant", "observer", "suspended", "withdrawn"])
def test_people_say_of_everybody_what_the_papers_themselves_say(
    shared, drafter, head, reviewer, estmark_head, focal, reader, outsider, chair, auditor, administrator,
    secretary, state, estmark,
):  # fmt: skip
    delegations.enter_participation(estmark, state=state, decision_ref="D/1", by=SETUP)
    everybody = (
        drafter,
        head,
        reviewer,
        estmark_head,
        focal,
        reader,
        outsider,
        chair,
        auditor,
        administrator,
        secretary,
    )

    told = {one: seeing.person_of(drafter.acting, shared, one.mandate.pk).sees for one in map(Key, everybody)}

    assert told == {one: Paper.objects.visible_to(one.acting).filter(pk=shared.pk).exists() for one in told}


class Key:
    """A person as a key."""

    def __init__(self, person):
        self.acting, self.mandate = person.acting, person.mandate


def test_people_whose_account_is_closed_do_not_see_it(shared, drafter, reviewer):
    reviewer.user.is_active = False
    reviewer.user.save()

    assert seeing.person_of(drafter.acting, shared, reviewer.mandate.pk).why_not == "The account is closed."


def test_person_is_told_with_who_gave_what_when_and_why(shared, drafter, reviewer):
    words = text_of(why(shared, drafter, reviewer))

    assert "The delegation was given “Comment”" in words
    assert f"by {drafter.user.name}" in words
    assert "Reason: for the round" in words
    assert "Mandate: Reviewer" in words
    assert "The delegation takes part Active" in words
    assert "Comment, propose amendments, answer rounds" in words


def test_person_may_no_more_than_the_post_allows(shared, drafter, estmark):
    person = add_person(estmark, "reader")

    assert seeing.person_of(drafter.acting, shared, person.mandate.pk).may == [
        "Read the issued revisions, the record and the tracker"
    ]


def test_person_without_access_is_explained_to_who_manages_it(shared, drafter, outsider):
    assert "The delegation was given nothing" in text_of(why(shared, drafter, outsider))


def test_people_of_one_delegation_are_shown_alone(shared, drafter, reviewer, outsider):
    assert reviewer.user.name not in text_of(page(shared, drafter, delegation="XD"))
    assert outsider.user.name in text_of(page(shared, drafter, delegation="XD"))


def test_a26_focal_point_sees_who_of_the_own_delegation_alone(shared, focal, reviewer, drafter, chair):
    words = text_of(page(shared, focal))

    assert reviewer.user.name in words
    assert chair.user.name not in words
    assert why(shared, focal, reviewer).status_code == 200
    assert why(shared, focal, drafter).status_code == 404


def test_a1_people_of_a_paper_that_one_does_not_see_are_not_there(shared, outsider, kaldria):
    assert page(shared, outsider).status_code == 404
    assert page(shared, add_person(kaldria, "focal")).status_code == 404


def test_people_are_not_for_those_who_only_read(shared, reviewer):
    assert page(shared, reviewer).status_code == 403


def test_a14_before_tabling_the_administrator_knows_of_nobody(paper, administrator):
    assert page(paper, administrator).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_people_ask_six_times_however_many(shared, drafter, estmark, count, django_assert_num_queries):
    for _number in range(count):
        add_person(estmark, "reader")
    client = drafter.client

    with django_assert_num_queries(6):  # session, person, paper, delegations, grants, people
        client.get(reverse("drafting:access-people", args=[shared.pk]))

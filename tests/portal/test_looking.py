"""A paper as a country sees it: what that country sees, and of that only what the one who looks may see."""

import pytest
from django.urls import reverse

from papers.audit.models import Event
from papers.delegations import identity
from papers.delegations import services as delegations
from papers.drafting import access, services
from papers.drafting.models import Grant
from papers.shared.acting import Capability
from portal import events
from tests import factories
from tests.cast import SETUP, add_person
from tests.pages import text_of
from tests.review.making import closed, comment_of, open_round


@pytest.fixture
def shared(tabled_paper, drafter, estmark):
    access.give(tabled_paper, estmark, "comment", by=drafter.acting)
    return tabled_paper


def look(paper, person, code="XB", **sent):
    return person.client.post(reverse("portal:paper-as", args=[paper.pk, code]), sent)


def test_look_shows_the_text_with_a_banner(shared, drafter):
    words = text_of(look(shared, drafter))

    assert "You look at this paper as Estmark sees it" in words
    assert "Interim repair means work that restores" in words
    assert "Comment, propose amendments, answer rounds" in words


def test_look_shows_no_revision_from_before_their_access_began(paper, drafter, estmark):
    factories.save(paper, drafter, factories.TEXT.replace("ninety", "sixty"))
    services.issue_revision(paper, note="", by=drafter.acting)
    access.give(paper, estmark, "read", by=drafter.acting)

    assert [one.number for one in look(paper, drafter).context["revisions"]] == [2]
    assert look(paper, drafter, number="1").status_code == 404
    assert "sixty" in text_of(look(paper, drafter, number="2"))


def test_a36_look_shows_no_comment_that_they_have_not_released_to_the_one_who_looks(
    shared, drafter, chair, valoria, estmark, reviewer
):
    round = open_round(shared, chair, valoria, estmark)
    comment_of(round, reviewer, "Estmark thinks so for itself.")
    comment_of(round, drafter, "Valoria thinks so for itself.")
    during = text_of(look(shared, drafter))
    closed(round)

    after = text_of(look(shared, drafter))

    assert "thinks so for itself" not in during
    assert "Estmark thinks so for itself." in after
    assert "Valoria thinks so for itself." in after


def test_look_as_a_country_without_access_or_part_shows_nothing(shared, drafter, kaldria, estmark):
    delegations.enter_participation(estmark, state="suspended", decision_ref="D/1", by=SETUP)

    for code in ("XB", "XC"):
        page = look(shared, drafter, code)

        assert (page.context["revisions"], page.context["shown"]) == ([], None)
        assert "sees nothing of the paper" in text_of(page)
        assert "Interim repair means work" not in text_of(page)


def test_look_is_recorded_for_those_who_manage_access_alone(shared, drafter, reviewer):
    look(shared, drafter)

    [event] = Event.objects.filter(verb="drafting.access.looked_as")
    assert event.facts == {"code": "XB"}
    assert event in events.visible(drafter.acting)
    assert event not in events.visible(reviewer.acting)


def test_look_changes_no_access(shared, drafter):
    before = list(Grant.objects.values_list("pk", "ended_at"))

    look(shared, drafter)

    assert list(Grant.objects.values_list("pk", "ended_at")) == before


def test_look_is_for_those_who_manage_access_of_a_paper_they_see(
    shared, paper, reviewer, outsider, administrator
):
    assert look(shared, reviewer).status_code == 403
    assert look(shared, outsider).status_code == 404
    assert look(shared, administrator, "SEC").status_code == 404
    assert not Event.objects.filter(verb="drafting.access.looked_as").exists()


def test_a1_look_before_tabling_is_not_the_administrators(paper, administrator):
    assert look(paper, administrator).status_code == 404


def test_look_by_address_alone_does_nothing(shared, drafter):
    assert drafter.client.get(reverse("portal:paper-as", args=[shared.pk, "XB"])).status_code == 405


def test_eyes_of_another_country_can_do_nothing_for_it(drafter, estmark):
    add_person(estmark, "head")

    assert identity.reader_of(estmark, by=drafter.acting).capabilities == {Capability.READ}

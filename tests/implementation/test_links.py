"""Links between recommendations: shown on both, seen only by whoever sees both ends."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from papers.drafting import access
from papers.implementation import queries, services
from papers.implementation.models import RecommendationLink
from papers.notifications.models import Notice
from papers.shared.errors import BadInput, Refused
from tests.implementation.conftest import hidden
from tests.implementation.test_views import address, body_of, sent


@pytest.fixture
def other(drafter, head, body, secretary):
    """A recommendation of another paper, which Valoria and the centre may read."""
    return hidden(drafter, head, body).recommendations.get()


def linked(recommendation, other, secretary, kind="depends"):
    return services.link(
        recommendation, other=other, kind=kind, reason="It needs the list.", by=secretary.acting
    )


def shown(person, recommendation):
    story = queries.story(person.acting, recommendation)
    return [(str(one.label), one.note) for one in story.links]


@pytest.mark.parametrize(
    ("kind", "onward", "back"),
    [
        ("conflicts", "Conflicts with", "Conflicts with"),
        ("depends", "Depends on", "Is needed by"),
        ("supersedes", "Supersedes", "Is superseded by"),
        ("amends", "Amends", "Is amended by"),
    ],
)
def test_link_is_shown_on_both_and_read_from_each_end(
    recommendation, other, secretary, drafter, kind, onward, back
):
    linked(recommendation, other, secretary, kind)

    assert shown(drafter, recommendation) == [(onward, other.reference)]
    assert shown(drafter, other) == [(back, recommendation.reference)]


def test_link_to_what_a_reader_may_not_see_does_not_exist_for_them(
    recommendation, adopted_paper, other, secretary, reader, kaldria, drafter
):
    access.give(adopted_paper, kaldria, "read", by=drafter.acting)
    link = linked(recommendation, other, secretary)
    page = address("recommendation-detail", recommendation)

    answer = reader.client.get(page)

    assert shown(reader, recommendation) == []
    assert RecommendationLink.objects.visible_to(reader.acting).count() == 0
    assert not [word for word in (other.reference, "canary", "It needs the list") if word in body_of(answer)]
    assert reader.client.get(address("link-end", link)).status_code == 404
    assert other.reference in body_of(drafter.client.get(page))


def test_link_to_what_one_cannot_see_is_refused_as_if_it_did_not_exist(
    recommendation, drafter, head, body, chair
):
    with pytest.raises(PermissionDenied, match="chair or the secretary"):
        services.link(recommendation, other=recommendation, kind="depends", reason="x", by=drafter.acting)

    known = sent(
        chair, "recommendation-link", recommendation, kind="depends", other="X/R9", reason="Kept words"
    )

    assert known.status_code == 422
    assert "No recommendation that you can see has this reference" in body_of(known)
    assert "Kept words" in body_of(known)


def test_link_with_itself_twice_or_in_a_circle_is_refused(recommendations, other, secretary):
    first, second = recommendations
    with pytest.raises(BadInput, match="not with itself"):
        linked(first, first, secretary)
    linked(first, second, secretary)
    linked(second, other, secretary)

    with pytest.raises(Refused, match="linked in this way already"):
        linked(second, first, secretary)
    with pytest.raises(Refused, match="through others"):
        linked(other, first, secretary)
    assert RecommendationLink.objects.count() == 2


def test_link_is_made_and_ended_through_its_forms(recommendation, other, secretary, drafter):
    sent(
        secretary, "recommendation-link", recommendation, kind="amends", other=other.reference, reason="Rev.2"
    )
    link = RecommendationLink.objects.get()
    refused = drafter.client.get(address("link-end", link))

    sent(secretary, "link-end", link, reason="It was withdrawn.")

    link.refresh_from_db()
    assert (refused.status_code, link.end_reason, shown(drafter, recommendation)) == (
        403,
        "It was withdrawn.",
        [],
    )
    assert link.until is not None
    with pytest.raises(Refused, match="ended already"):
        services.unlink(link, reason="Again", by=secretary.acting)


def test_link_is_told_to_those_who_do_the_other_one(accepted_one, recommendations, secretary, estmark_head):
    services.link(recommendations[1], other=accepted_one, kind="depends", reason="x", by=secretary.acting)

    told = Notice.objects.filter(kind="implementation.linked").values_list("recipient", flat=True)
    assert list(told) == [estmark_head.user.pk]


@pytest.mark.parametrize("times", [1, 3])
def test_links_cost_no_statement_of_their_own(
    recommendation, recommendations, other, secretary, times, django_assert_max_num_queries
):
    for kind in ["conflicts", "amends", "supersedes"][:times]:
        linked(recommendation, other, secretary, kind)
    client = secretary.client

    with django_assert_max_num_queries(6):
        client.get(reverse("implementation:recommendation-detail", args=[recommendation.pk]))


@pytest.mark.parametrize("wrong", ["itself", "no reason", "twice"])
def test_database_refuses_a_link_that_makes_no_sense(recommendation, other, secretary, wrong):
    linked(recommendation, other, secretary)
    fields = {
        "itself": {"b": recommendation, "reason": "x", "kind": "amends"},
        "no reason": {"b": other, "reason": "", "kind": "amends"},
        "twice": {"b": other, "reason": "x", "kind": "depends"},
    }[wrong]

    with pytest.raises(IntegrityError), transaction.atomic():
        RecommendationLink.objects.create(a=recommendation, **fields)

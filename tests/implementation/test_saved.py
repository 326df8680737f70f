"""Saved views: filters under a name, on a post, shown by the rights of whoever holds it."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from papers.delegations import services as delegations
from papers.implementation import services
from papers.implementation.models import SavedView
from papers.implementation.services import saving
from papers.shared.errors import BadInput
from tests.cast import SETUP, Person
from tests.implementation.conftest import hidden
from tests.statements import statements_of

LIST = "implementation:saved-list"


def saved(person, name="Late ones", query="view=overdue&lead=XA"):
    return services.save_view(name=name, page="portfolio-recommendations", query=query, by=person.acting)


def test_filters_are_kept_from_a_page_and_opened_again(recommendations, drafter):
    page = drafter.client.get(reverse("implementation:portfolio-recommendations"), {"status": "open"})
    sent = {"name": "What is open", "page": "portfolio-recommendations", "query": "status=open&before=x"}
    answer = drafter.client.post(reverse(LIST), sent)

    keep = "?page=portfolio-recommendations&amp;query=status%3Dopen"
    assert keep in page.content.decode()
    assert answer.url == reverse(LIST)
    [view] = SavedView.objects.all()
    opened = drafter.client.get(f"{reverse('implementation:portfolio-recommendations')}?{view.query}")
    assert (view.seat, view.query) == (drafter.mandate.seat, "status=open")
    assert opened.context["wanted"] == {"status": "open"}
    assert f'href="{reverse("implementation:portfolio-recommendations")}?status=open"' in listed(drafter)


def listed(person):
    return person.client.get(reverse(LIST)).content.decode()


def test_view_goes_with_the_post_to_whoever_follows(drafter, outsider):
    view = saved(drafter)

    mandate = delegations.hand_over(drafter.mandate, to=outsider.user, by=SETUP)

    follower = Person(outsider.user, mandate)
    assert list(SavedView.objects.visible_to(follower.acting)) == [view]
    assert drafter.acting is None


def test_view_is_seen_by_no_other_post_not_even_of_the_delegation(drafter, head, outsider):
    view = saved(drafter)

    assert ["Late ones" in listed(person) for person in (head, outsider)] == [False, False]
    paths = [reverse(f"implementation:{name}", args=[view.pk]) for name in ("saved-rename", "saved-drop")]
    assert [head.client.post(path).status_code for path in paths] == [404, 404]
    assert SavedView.objects.count() == 1


def test_view_holds_no_rights(recommendations, drafter, head, body, reader):
    secret = hidden(drafter, head, body)
    saved(reader, query="theme=Canary")

    page = reader.client.get(reverse("implementation:portfolio-recommendations") + "?theme=Canary")

    assert secret.symbol not in page.content.decode()


def test_view_is_renamed_and_dropped(drafter):
    view = saved(drafter)

    drafter.client.post(reverse("implementation:saved-rename", args=[view.pk]), {"name": "Overdue"})
    renamed = listed(drafter)
    drafter.client.post(reverse("implementation:saved-drop", args=[view.pk]))

    assert ("Overdue" in renamed, "Late ones" in renamed) == (True, False)
    assert "No view is kept on your post yet." in listed(drafter)


def test_second_view_of_a_name_is_refused_with_what_was_typed(drafter):
    saved(drafter)

    answer = drafter.client.post(
        reverse(LIST), {"name": "Late ones", "page": "breakdown", "query": "by=theme"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Your post has a view of this name already." in page
    assert 'value="by=theme"' in page


def test_post_keeps_a_number_of_views_at_most(drafter, monkeypatch):
    monkeypatch.setattr(saving, "MOST", 1)
    saved(drafter)

    with pytest.raises(BadInput, match="1 views at most"):
        saved(drafter, name="Another")


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"name": ""}, "saved_view_has_a_name"),
        ({"name": "Late ones"}, "seat_id, .*name|saved_view_name_once"),
    ],
)
def test_database_keeps_names_apart(drafter, changed, name):
    saved(drafter)
    saved(drafter, name="Another")

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        SavedView.objects.filter(name="Another").update(**changed)


def test_list_asks_as_many_statements_for_three_as_for_one(drafter):
    client = drafter.client
    saved(drafter, name="First")
    one = statements_of(lambda: client.get(reverse(LIST)))
    saved(drafter, name="Second")
    saved(drafter, name="Third")

    assert statements_of(lambda: client.get(reverse(LIST))) == one <= 6

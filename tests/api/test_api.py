"""What programs read: with a token, as far as its mandate reaches, and nothing otherwise."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from papers.api import limits, services
from papers.api.models import Token
from papers.drafting import access
from papers.drafting import services as drafting
from papers.drafting.models import Paper
from papers.shared.errors import BadInput, Refused
from tests import factories
from tests.factories import started
from tests.pages import text_of


@pytest.fixture
def ask(client):
    """An answer of the API to a token."""

    def asked(secret, name, *args, **filters):
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        return client.get(reverse(f"api-v1:{name}", args=args), filters, headers=headers)

    return asked


@pytest.fixture
def secret(drafter):
    return services.make_token("A dashboard", by=drafter.acting)


def test_list_holds_what_the_pages_hold(tabled_paper, paper, drafter, reviewer, estmark, secret, ask):
    access.give(tabled_paper, estmark, "read", by=drafter.acting)
    theirs = services.make_token("A dashboard", by=reviewer.acting)

    found = [[one["id"] for one in ask(token, "paper-list").json()["papers"]] for token in (secret, theirs)]

    assert [set(ids) for ids in found] == [{str(paper.pk), str(tabled_paper.pk)}, {str(tabled_paper.pk)}]


def test_list_agrees_with_visible_to_for_everybody(
    tabled_paper, paper, drafter, head, reviewer, reader, outsider, chair, ask
):
    for person in (drafter, head, reviewer, reader, outsider, chair):
        token = services.make_token("A dashboard", by=person.acting)
        seen = {str(pk) for pk in Paper.objects.visible_to(person.acting).values_list("pk", flat=True)}

        assert {one["id"] for one in ask(token, "paper-list").json()["papers"]} == seen


def test_paper_with_its_revisions_and_a_text_as_it_was_issued(tabled_paper, secret, ask):
    whole = ask(secret, "paper-detail", tabled_paper.pk).json()
    number = whole["revisions"][-1]["number"]

    revision = ask(secret, "revision-detail", tabled_paper.pk, number).json()

    assert (whole["title"], whole["lead"], whole["stage"]) == (tabled_paper.title, "XA", "tabled")
    assert (revision["text"], revision["sha256"]) == (tabled_paper.current.text, tabled_paper.current.sha256)


def test_unseen_paper_is_answered_like_one_that_never_was(tabled_paper, outsider, ask):
    token = services.make_token("A dashboard", by=outsider.acting)

    unseen = ask(token, "paper-detail", tabled_paper.pk)
    never = ask(token, "paper-detail", "00000000-0000-4000-8000-000000000000")

    assert (unseen.status_code, unseen.content) == (404, never.content)


def test_revision_before_the_first_one_shown_is_not_there(paper, drafter, reader, kaldria, ask):
    factories.save(paper, drafter, factories.TEXT.replace("ninety", "sixty"))
    drafting.issue_revision(paper, by=drafter.acting)
    access.give(paper, kaldria, "read", by=drafter.acting)
    token = services.make_token("A dashboard", by=reader.acting)

    assert [one["number"] for one in ask(token, "paper-detail", paper.pk).json()["revisions"]] == [2]
    assert ask(token, "revision-detail", paper.pk, 1).status_code == 404


@pytest.mark.parametrize("token", ["", "nobody-made-this"])
def test_without_a_live_token_nothing_is_read(tabled_paper, token, ask):
    answers = [
        ask(token, "paper-list"), ask(token, "paper-detail", tabled_paper.pk), ask(token, "recommendation-list"),
    ]  # fmt: skip

    assert [(one.status_code, one.json()) for one in answers] == [(401, {"detail": "Unauthorized"})] * 3


def test_session_of_the_browser_opens_nothing_here(tabled_paper, drafter):
    assert drafter.client.get(reverse("api-v1:paper-list")).status_code == 401


def test_token_dies_when_it_is_ended_when_its_days_are_over_and_with_the_account(
    tabled_paper, drafter, secret, ask
):
    other = services.make_token("Another", by=drafter.acting)
    services.end_token(Token.objects.get(name="Another"), by=drafter.acting)

    assert [ask(token, "paper-list").status_code for token in (secret, other)] == [200, 401]
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        assert ask(secret, "paper-list").status_code == 401

    drafter.user.is_active = False
    drafter.user.save()
    assert ask(secret, "paper-list").status_code == 401


def test_access_that_ends_is_gone_at_the_next_request(tabled_paper, drafter, reader, kaldria, ask):
    access.give(tabled_paper, kaldria, "read", by=drafter.acting)
    token = services.make_token("A dashboard", by=reader.acting)
    assert ask(token, "paper-detail", tabled_paper.pk).status_code == 200

    access.end(tabled_paper, kaldria, by=drafter.acting)

    assert ask(token, "paper-detail", tabled_paper.pk).status_code == 404


def test_nothing_can_be_written(tabled_paper, secret, client):
    headers = {"Authorization": f"Bearer {secret}"}
    address = reverse("api-v1:paper-detail", args=[tabled_paper.pk])

    answers = [
        getattr(client, method)(address, headers=headers) for method in ("post", "put", "patch", "delete")
    ]

    assert [one.status_code for one in answers] == [405] * 4


def test_secret_is_kept_as_a_hash_and_shown_once(drafter):
    client, page = drafter.client, reverse("api:token-list")

    made = client.post(page, {"name": "A dashboard"})
    later = client.get(page)

    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert secret not in later.content.decode() + str(Token.objects.values().get())
    assert "A dashboard" in text_of(later)


def test_token_has_a_name_and_there_are_not_more_than_ten(drafter):
    with pytest.raises(BadInput, match="Name the program"):
        services.make_token(" ", by=drafter.acting)
    for number in range(10):
        services.make_token(f"Program {number}", by=drafter.acting)

    with pytest.raises(Refused, match="ten tokens"):
        services.make_token("One more", by=drafter.acting)


def test_token_of_another_person_is_not_found(secret, reviewer):
    token = Token.objects.get()

    assert reviewer.client.post(reverse("api:token-end", args=[token.pk])).status_code == 404
    assert Token.objects.live().exists()


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_three_times_however_many(drafter, body, secret, ask, count, django_assert_num_queries):
    for number in range(count):
        started(drafter, body, title=f"Paper {number}")

    with django_assert_num_queries(3):  # the token, the mandate, the papers
        assert len(ask(secret, "paper-list").json()["papers"]) == count


def test_description_names_every_address(drafter):
    described = drafter.client.get(reverse("api-v1:openapi-json")).json()

    assert sorted(described["paths"]) == [
        "/api/v1/papers", "/api/v1/papers/{pk}", "/api/v1/papers/{pk}/revisions/{number}", "/api/v1/recommendations",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "fault", [{"name": ""}, {"expires_at": timezone.now() - timedelta(days=1)}], ids=list
)
def test_database_refuses_a_token_that_cannot_be(secret, fault):
    with pytest.raises(IntegrityError), transaction.atomic():
        Token.objects.update(**fault)


@pytest.fixture
def two_a_minute(settings):
    """A limit that a test reaches, at a moment that is not the end of a minute."""
    settings.API_REQUESTS_A_MINUTE = 2
    with time_machine.travel(timezone.now().replace(second=30), tick=False):
        yield


def test_g11_program_that_asks_too_often_is_told_when_to_ask_again(two_a_minute, drafter, reviewer, ask):
    tokens = [services.make_token("A dashboard", by=drafter.acting) for _token in range(2)]
    theirs = services.make_token("A dashboard", by=reviewer.acting)

    answers = [ask(secret, "paper-list") for secret in (*tokens, *tokens, theirs)]

    assert [answer.status_code for answer in answers] == [200, 200, 429, 429, 200]
    assert answers[2]["Retry-After"] == "30"
    assert "Ask again" in answers[2].json()["detail"]


def test_program_reads_on_when_requests_cannot_be_counted(secret, ask, monkeypatch):
    before = ask(secret, "paper-list").json()
    monkeypatch.setattr(limits.cache, "incr", fail, raising=False)

    assert ask(secret, "paper-list").json() == before


def fail(*_arguments):
    raise OSError("the cache is gone")

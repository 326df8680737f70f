"""The permission matrix over every address, and the promises that hold for all of them."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper
from papers.shared.acting import rebuild
from tests.security.conftest import UNKNOWN
from tests.security.matrix import MATRIX, OPEN_TO_ALL, PEOPLE

pytestmark = pytest.mark.xdist_group("the demonstration")
# A browser may keep these, and asks each time whether it still may show them.
KEPT_BY_BROWSERS = {"drafting:picture-detail"}
CHANGING = re.compile(rb'(name="csrfmiddlewaretoken" value="|nonce="|datetime=")[^"]+')


def routes():
    """Every address of the product by name, with the names of its arguments."""

    def walk(patterns, namespace=""):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns, pattern.namespace or namespace)
            else:
                name = f"{namespace}:{pattern.name}" if namespace else pattern.name
                yield name, sorted(pattern.pattern.converters)

    return dict(walk(get_resolver().url_patterns))


def test_every_address_has_its_line():
    known = {name for name, _thing, _method in MATRIX} | OPEN_TO_ALL

    assert routes().keys() - known == set()
    assert known - routes().keys() == set()


@pytest.mark.parametrize(
    ("row", "expected"), MATRIX.items(), ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_address_answers_each_person_as_the_matrix_says(world, row, expected):
    name, thing, method = row
    path = reverse(name, kwargs=world.arguments()[thing] if thing else {})

    answers = [getattr(world.client(email), method)(path).status_code for email in PEOPLE.values()]

    assert answers == [int(status) for status in expected.split()]


@pytest.mark.parametrize("name", sorted(name for name, arguments in routes().items() if "pk" in arguments))
def test_unseen_thing_is_answered_byte_for_byte_like_one_that_never_was(world, name):
    thing = next(thing for route, thing, _method in MATRIX if route == name)
    there = world.arguments()[thing]
    client = world.client("outsider@xd.demo")

    seen = [client.get(reverse(name, kwargs=kwargs)) for kwargs in (there, {**there, "pk": UNKNOWN})]

    bodies = [CHANGING.sub(b"", answer.content) for answer in seen]
    varying = {"Content-Security-Policy", "Expires"}
    headers = [{key: value for key, value in answer.headers.items() if key not in varying} for answer in seen]
    assert [answer.status_code for answer in seen] in ([404, 404], [405, 405], [401, 401])
    assert bodies[0].replace(str(there["pk"]).encode(), UNKNOWN.encode()) == bodies[1]
    assert headers[0] == headers[1]


@pytest.mark.parametrize("email", [email for email in PEOPLE.values() if email != "nobody"])
def test_page_of_a_paper_agrees_with_what_is_visible(world, email):
    acting = rebuild(world.mandates[email].pk)
    visible = set(Paper.objects.visible_to(acting).values_list("pk", flat=True))
    client = world.client(email)

    shown = {
        paper.pk
        for paper in world.papers.values()
        if client.get(reverse("portal:paper-detail", args=[paper.pk])).status_code == 200
    }

    assert shown == visible
    assert {paper.stage for paper in world.papers.values()} >= {
        Stage.DRAFT, Stage.TABLED, Stage.CIRCULATION, Stage.CONSOLIDATION, Stage.SILENCE, Stage.ADOPTED,
        Stage.IMPLEMENTATION, Stage.CLOSED, Stage.DEFERRED, Stage.WITHDRAWN,
    }  # fmt: skip


def test_outsider_meets_no_word_of_any_paper(world):
    client = world.client("outsider@xd.demo")
    told = [paper.title for paper in world.papers.values()] + [
        str(paper.symbol) for paper in world.papers.values() if paper.symbol
    ]
    lists = [name for name, arguments in routes().items() if not arguments]

    pages = {
        name: client.get(reverse(name), {"q": "water consent", "stage": ""}, follow=True) for name in lists
    }

    found = {
        (name, words)
        for name, page in pages.items()
        for words in told
        if words in page.content.decode("utf-8", "ignore")
    }
    assert found == set()
    assert len(told) > 15


@pytest.mark.parametrize("name", sorted(routes()))
def test_post_without_its_token_is_refused_and_changes_nothing(world, name):
    thing = next((thing for route, thing, _method in MATRIX if route == name), "")
    client = Client(enforce_csrf_checks=True)
    client.cookies = world.client("chair@centre.demo").cookies

    answer = client.post(reverse(name, kwargs=world.arguments()[thing] if thing else {}))

    assert answer.status_code in {403, 405}


@pytest.mark.parametrize("email", ["nobody", "drafter@xa.demo", "outsider@xd.demo"])
def test_every_answer_carries_the_headers(world, email):
    client = world.client(email)
    arguments = world.arguments()

    for name, thing, method in MATRIX:
        answer = getattr(client, method)(reverse(name, kwargs=arguments[thing] if thing else {}))

        policy = answer.headers["Content-Security-Policy"]
        assert ("unsafe" in policy, "default-src 'none'" in policy) == (False, True), name
        assert answer.headers["X-Content-Type-Options"] == "nosniff", name
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", name
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin", name
        assert answer.headers["Referrer-Policy"] == "same-origin", name
        kept = name in KEPT_BY_BROWSERS and answer.status_code == 200
        assert ("private, no-cache" if kept else "no-store") in answer.headers["Cache-Control"], name

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import get_resolver

from tests.cast import add_person

PASSWORD = "a long pass phrase"


@pytest.fixture
def delegate(valoria):
    return add_person(valoria, "drafter").user


def test_guessing_a_password_in_several_letter_cases_is_stopped(delegate):
    variants = [delegate.email, delegate.email.upper(), f"  {delegate.email.title()} "]

    statuses = [
        sign_in(variants[attempt % 3], f"guess {attempt}").status_code
        for attempt in range(settings.AXES_FAILURE_LIMIT + 1)
    ]

    assert statuses == [200] * (settings.AXES_FAILURE_LIMIT - 1) + [429] * 2


def test_guesser_who_was_stopped_is_refused_even_the_right_password(delegate):
    guess_until_stopped(delegate.email)

    refused = sign_in(delegate.email, PASSWORD)

    assert (refused.status_code, "_auth_user_id" in refused.client.session) == (429, False)


def test_victim_of_guessing_signs_in_from_elsewhere(delegate):
    guess_until_stopped(delegate.email)

    welcomed = sign_in(delegate.email, PASSWORD, address="198.51.100.7")

    assert (welcomed.status_code, welcomed.client.session["_auth_user_id"]) == (302, str(delegate.pk))


def test_h4_guesser_is_counted_on_after_signing_in_to_an_account_of_their_own(delegate, estmark):
    own = add_person(estmark, "reader").user
    for attempt in range(settings.AXES_FAILURE_LIMIT - 1):
        sign_in(delegate.email, f"guess {attempt}")
    sign_in(own.email, PASSWORD)

    last = sign_in(delegate.email, "one more guess")

    assert last.status_code == 429


def test_h3_unknown_and_known_addresses_are_refused_alike(delegate):
    known, unknown = (sign_in(email, "not the password") for email in (delegate.email, "nobody@xa.example"))

    pages = {
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()).replace(email, "")
        for answer, email in ((known, delegate.email), (unknown, "nobody@xa.example"))
    }
    assert (known.status_code, unknown.status_code, len(pages)) == (200, 200, 1)


def guess_until_stopped(email):
    for attempt in range(settings.AXES_FAILURE_LIMIT):
        sign_in(email, f"guess {attempt}")


def sign_in(email, password, address="203.0.113.5"):
    """One attempt in a browser of its own."""
    form = {"login": email, "password": password}
    return Client(REMOTE_ADDR=address).post("/sign-in/", form)


def test_there_is_no_admin_site(drafter):
    """Neither its tables nor an address; a superuser finds what was never there (docs/adr/0017-no-admin-site.md)."""
    drafter.user.is_staff = drafter.user.is_superuser = True
    drafter.user.save()

    tried = [drafter.client.get(path) for path in ("/admin/", "/admin/login/", "/never-there/")]

    assert [answer.status_code for answer in tried] == [404, 404, 404]
    assert not apps.is_installed("django.contrib.admin")
    assert [route for route in routes(get_resolver()) if "admin" in route.lower()] == []


def test_superuser_without_a_mandate_is_let_in_nowhere(db):
    root = get_user_model().objects.create_superuser("root@centre.example", PASSWORD, name="Root")

    opened = sign_in(root.email, PASSWORD).client.get("/")

    assert (opened.status_code, opened["Location"]) == (302, "/sign-in/")


def routes(resolver, before=""):
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        yield from routes(entry, path) if hasattr(entry, "url_patterns") else [path]

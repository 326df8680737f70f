import re

import pytest
from django.conf import settings
from django.test import Client

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


def test_guesser_is_counted_on_after_signing_in_to_an_account_of_their_own(delegate, estmark):
    own = add_person(estmark, "reader").user
    for attempt in range(settings.AXES_FAILURE_LIMIT - 1):
        sign_in(delegate.email, f"guess {attempt}")
    sign_in(own.email, PASSWORD)

    last = sign_in(delegate.email, "one more guess")

    assert last.status_code == 429


def test_unknown_and_known_addresses_are_refused_alike(delegate):
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
    form = {"username": email, "password": password}
    return Client(REMOTE_ADDR=address).post("/sign-in/", form)

"""Signing in and out, for whom one acts, what is said when a session has ended."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from papers.delegations import services as delegations
from tests.cast import SETUP, add_person

PASSWORD = "a long pass phrase"


@pytest.fixture
def delegate(valoria):
    return add_person(valoria, "drafter")


def sign_in(email, password=PASSWORD, client=None, **fields):
    return (client or Client()).post(
        reverse("portal:sign-in"), {"login": email, "password": password, **fields}
    )


@pytest.mark.parametrize("written", ["{}", "  {} "])
def test_sign_in_leads_to_the_desk_whatever_the_letter_case(delegate, written):
    address = written.format(delegate.user.email.upper())

    answer = sign_in(address)

    assert (answer.status_code, answer["Location"]) == (302, reverse("portal:desk"))


@pytest.mark.parametrize(
    ("next_page", "leads_to"), [("/papers/", "/papers/"), ("https://evil.example/", "/"), ("//evil", "/")]
)
def test_sign_in_goes_on_to_pages_of_this_house_only(delegate, next_page, leads_to):
    assert sign_in(delegate.user.email, next=next_page)["Location"] == leads_to


def test_refused_sign_in_does_not_tell_which_of_the_two_was_wrong(delegate):
    wrong_password = sign_in(delegate.user.email, "guess").content.decode()
    nobody = sign_in("nobody@xa.example", "guess").content.decode()

    said = "This address and this password do not belong together."
    assert [said in html for html in (wrong_password, nobody)] == [True, True]


@pytest.mark.parametrize(("fields", "is_shared"), [({"shared_computer": "on"}, True), ({}, False)])
def test_shared_computer_is_remembered_and_its_session_ends_with_the_browser(delegate, fields, is_shared):
    client = Client()

    sign_in(delegate.user.email, client=client, **fields)

    assert client.session.get("shared_computer", False) == is_shared
    assert client.session.get_expire_at_browser_close() == is_shared


def test_sign_in_without_a_mandate_ends_at_the_sign_in_page(delegate):
    delegations.end_mandate(delegate.mandate, by=SETUP)
    client = Client()
    sign_in(delegate.user.email, client=client)

    answer = client.get(reverse("portal:desk"))

    assert (answer.status_code, answer["Location"]) == (302, reverse("portal:sign-in"))
    assert "_auth_user_id" not in client.session


def test_sign_in_page_lists_demonstration_accounts_only_in_the_demonstration(db, settings):
    shown = {}
    for demo in (True, False):
        settings.DEMO = demo
        shown[demo] = Client().get(reverse("portal:sign-in")).content.decode()

    assert ["drafter@xa.demo" in shown[demo] for demo in (True, False)] == [True, False]
    assert settings.DEMO_PASSWORD not in shown[False]


def test_sign_out_ends_the_session_and_clears_what_the_machine_kept(delegate):
    client = delegate.client

    answer = client.post(reverse("portal:sign-out"))

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get(answer["Location"]).status_code == 200
    assert client.get(reverse("portal:desk")).status_code == 302


def test_sign_out_by_a_link_is_refused(delegate):
    assert delegate.client.get(reverse("portal:sign-out")).status_code == 405


def test_expired_session_sends_a_page_to_sign_in_and_says_so(delegate):
    client = delegate.client
    client.session.flush()

    answer = client.get(reverse("drafting:paper-list"))
    page = client.get(answer["Location"])

    assert answer["Location"] == f"{reverse('portal:sign-in')}?next=/papers/"
    assert "Your session has ended" in page.content.decode()


def test_expired_session_makes_a_partial_request_leave_the_page(delegate):
    client = delegate.client
    client.session.flush()

    answer = client.get(
        reverse("drafting:paper-list"),
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/papers/?q=1"},
    )

    assert answer["HX-Redirect"] == f"{reverse('portal:sign-in')}?next=%2Fpapers%2F%3Fq%3D1"
    assert answer.content == b""


def test_switch_acts_for_one_of_ones_own_mandates_and_for_no_other(delegate, estmark, reviewer):
    seat = delegations.add_seat(estmark, title="Second", role="reader", by=SETUP)
    second = delegations.accredit(delegate.user, seat, by=SETUP)
    client = delegate.client

    acting = {}
    for mandate in (second, reviewer.mandate):
        client.post(reverse("portal:acting-switch"), {"switch_to": mandate.pk})
        acting[mandate.pk] = client.get(reverse("portal:desk")).context["request"].acting.mandate.pk

    assert acting == {second.pk: second.pk, reviewer.mandate.pk: second.pk}


def test_form_of_another_mandate_is_handed_back_with_its_words(delegate, estmark):
    seat = delegations.add_seat(estmark, title="Second", role="reader", by=SETUP)
    second = delegations.accredit(delegate.user, seat, by=SETUP)

    answer = delegate.client.post(
        reverse("portal:desk-seen"), {"mandate": second.pk, "text": "Words that nobody may lose"}
    )

    assert answer.status_code == 409
    assert "Words that nobody may lose" in answer.content.decode()


def test_preferences_keep_language_and_light_and_the_language_of_mails(delegate):
    client = delegate.client

    answer = client.post(
        reverse("portal:preferences"), {"language": "ar", "theme": "dark", "next": "/papers/"}
    )

    delegate.user.refresh_from_db()
    page = client.get(reverse("portal:desk")).content.decode()
    assert answer["Location"] == "/papers/"
    assert (delegate.user.language, answer.cookies[settings.LANGUAGE_COOKIE_NAME].value) == ("ar", "ar")
    assert '<html lang="ar" dir="rtl" data-theme="dark">' in page


def test_preferences_take_no_language_or_light_that_is_not_offered(delegate):
    answer = delegate.client.post(
        reverse("portal:preferences"), {"language": "xx", "theme": "pink", "next": "https://evil.example"}
    )

    assert (list(answer.cookies), answer["Location"]) == ([], "/")

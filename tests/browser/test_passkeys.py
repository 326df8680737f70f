"""Passkeys in a browser that has a device of its own: made, asked for as a second factor, signing in alone."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from papers.delegations.models import User
from tests.cast import add_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a long pass phrase"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture
def site(live_server):
    """Browsers make passkeys for names, not for numbers."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def delegate(valoria):
    return add_person(valoria, "drafter").user


@pytest.fixture
def page(open_as):
    page = open_as(None, reverse("portal:sign-in"))
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    line.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def sign_in(page, user):
    page.goto(reverse("portal:sign-in"))
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("form.panel button.btn--go")
    page.wait_for_load_state()


def add_passkey(page):
    page.goto(reverse("mfa_add_webauthn"))
    page.fill("input[name=password]", PASSWORD)
    page.click("main button.btn--go")
    page.fill("input[name=name]", "The blue key")
    page.click("form[data-passkey] button")
    page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")


def sign_out(page):
    page.context.clear_cookies()


def test_passkey_is_made_and_signs_in_by_itself(page, delegate):
    sign_in(page, delegate)
    add_passkey(page)
    sign_out(page)

    page.goto(f"{reverse('portal:sign-in')}?next={reverse('account')}")
    page.click("text=Sign in with a passkey")
    page.wait_for_selector("text=The blue key")

    assert page.title().startswith("Your account")


def test_passkey_is_asked_for_after_the_password(page, delegate):
    sign_in(page, delegate)
    add_passkey(page)
    sign_out(page)

    sign_in(page, delegate)
    asked = page.url.endswith(reverse("mfa_authenticate"))
    page.click("text=Show the passkey")
    page.wait_for_url(f"**{reverse('portal:desk')}")

    assert asked


def test_i11_passkey_of_a_closed_account_opens_nothing(page, delegate):
    sign_in(page, delegate)
    add_passkey(page)
    sign_out(page)
    User.objects.filter(pk=delegate.pk).update(is_active=False)

    page.goto(reverse("portal:sign-in"))
    page.click("text=Sign in with a passkey")
    page.wait_for_selector("text=this account has ended")

    assert page.url.endswith(reverse("portal:sign-in"))


def test_passkey_is_removed_with_its_recovery_codes(page, delegate):
    sign_in(page, delegate)
    add_passkey(page)

    page.goto(reverse("account"))
    page.click("text=Remove the passkey")
    page.click("main button.btn--stop")
    page.wait_for_url(f"**{reverse('account')}")

    assert Authenticator.objects.count() == 0

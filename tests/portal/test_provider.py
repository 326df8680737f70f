"""Signing in through a provider; names carry the ids of the threats that they answer (docs/security.md)."""

import time

import pytest
from axes.models import AccessAttempt
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from papers.delegations import services
from papers.delegations.models import Identity, Mandate, User
from papers.shared.acting import Capability, console
from portal import env
from tests import provider as oidc
from tests.cast import add_person
from tests.portal.test_accounts import is_in, sign_in, verbs
from tests.portal.test_second_factors import add_app, code_of, enter, fresh

REFUSED = "opens no account here"
UNFIT = "does not fit"


@pytest.fixture
def delegate(valoria):
    return add_person(valoria, "drafter").user


@pytest.fixture
def provider(delegate, settings):
    """A provider that knows the delegate under another name, and says that their address is verified."""
    running = oidc.Provider()
    running.claims = {"sub": "u-1", "email": delegate.email, "email_verified": True}
    settings.OIDC_ISSUER, settings.OIDC_NAME = running.issuer, "the Ministry of Valoria"
    settings.OIDC_CLIENT, settings.OIDC_SECRET = oidc.CLIENT, oidc.SECRET
    yield running
    running.close()


def leave(client, **asked):
    return client.get(reverse("account_provider"), asked)


def come_back(client, brought):
    return client.get(reverse("account_provider_back"), brought)


def through(provider, client=None, **asked):
    """The whole way there and back; the browser, and what it was answered."""
    client = client or Client()
    return client, come_back(client, provider.sign_in(leave(client, **asked)["Location"]))


def said(client):
    return client.get(reverse("portal:sign-in")).content.decode()


def test_e12_who_the_provider_knows_is_signed_in_and_recorded_as_by_a_password(provider, delegate):
    client, answer = through(provider)

    assert (answer.status_code, answer["Location"], is_in(client)) == (302, reverse("portal:desk"), True)
    assert verbs(delegate) == ["accounts.identity.bound", "accounts.session.begun"]
    assert [(visit.user, visit.address) for visit in delegate.visits.all()] == [(delegate, "127.0.0.1")]
    page = client.get(reverse("account")).content.decode()
    assert "signed in through the provider for the first time." in page


def test_e12_way_to_the_provider_carries_state_nonce_and_challenge(provider):
    first, second = (leave(Client())["Location"] for _time in range(2))

    asked = [provider.codes[provider.sign_in(address)["code"]] for address in (first, second)]
    assert all(one["code_challenge_method"] == "S256" and one["scope"].split() for one in asked)
    assert [len({one[name] for one in asked}) for name in ("state", "nonce", "code_challenge")] == [2, 2, 2]
    assert asked[0]["redirect_uri"] == "http://127.0.0.1:8000/sign-in/provider/back/"


def test_h6_way_back_is_under_the_centres_own_address(provider):
    answer = Client().get(reverse("account_provider"), HTTP_HOST="localhost")

    assert "redirect_uri=http%3A%2F%2F127.0.0.1%3A8000%2F" in answer["Location"]


def test_h1_session_is_another_one_after_coming_back(provider):
    client = Client()
    address = leave(client)["Location"]
    before = client.session.session_key

    come_back(client, provider.sign_in(address))

    assert client.session.session_key != before


WRONG = {
    "nonce of another sign-in": {"nonce": "planted"},
    "no nonce": {"nonce": None},
    "for somebody else": {"aud": "another client"},
    "for somebody else too": {"aud": [oidc.CLIENT, "another client"]},
    "presented by somebody else": {"azp": "another client"},
    "expired": {"exp": int(time.time()) - 3600},
    "never expires": {"exp": None},
    "of the future": {"iat": int(time.time()) + 3600},
    "another issuer": {"iss": "https://evil.example"},
    "names nobody": {"sub": ""},
    "no name": {"sub": None},
    "name without end": {"sub": "u" * 256},
    "name that is no name": {"sub": "u\0"},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_e12_token_that_is_not_for_this_sign_in_is_refused(provider, wrong):
    provider.claims |= wrong

    client, answer = through(provider)

    assert (answer["Location"], is_in(client)) == (reverse("portal:sign-in"), False)
    assert UNFIT in said(client)
    assert Identity.objects.count() == 0


@pytest.mark.parametrize(
    ("key", "algorithm"), [(oidc.OTHER_KEY, "RS256"), ("s" * 64, "HS256"), (None, "none")]
)
def test_e12_token_that_the_provider_did_not_sign_is_refused(provider, key, algorithm):
    provider.key, provider.algorithm = key, algorithm

    client, _answer = through(provider)

    assert (is_in(client), UNFIT in said(client)) == (False, True)


def test_e12_what_was_brought_back_is_good_once(provider):
    client = Client()
    brought = provider.sign_in(leave(client)["Location"])
    asked, provider.claims["email_verified"] = provider.codes[brought["code"]], False
    come_back(client, brought)
    said(client)
    provider.codes[brought["code"]], provider.claims["email_verified"] = asked, True

    come_back(client, brought)

    assert (is_in(client), UNFIT in said(client)) == (False, True)


def test_e12_what_one_browser_began_no_other_ends(provider):
    brought = provider.sign_in(leave(Client())["Location"])
    victim = Client()
    leave(victim)

    come_back(victim, brought)

    assert (is_in(victim), UNFIT in said(victim)) == (False, True)


@pytest.mark.parametrize("brought", [{}, {"code": "x"}, {"state": "x"}, {"code": "x", "state": "x"}])
def test_e12_nothing_is_brought_back_uncalled_for(provider, brought):
    client = Client()

    assert come_back(client, brought)["Location"] == reverse("portal:sign-in")
    assert not is_in(client)


def test_code_of_another_sign_in_fits_no_verifier(provider):
    client = Client()
    first, second = (provider.sign_in(leave(client)["Location"]) for _time in range(2))

    come_back(client, {"code": first["code"], "state": second["state"]})

    assert (is_in(client), UNFIT in said(client)) == (False, True)


def test_person_who_gives_up_at_the_provider_is_told_so(provider):
    client = Client()
    brought = provider.sign_in(leave(client)["Location"])

    come_back(client, {"error": "access_denied", "state": brought["state"]})

    assert "you went no further at the Ministry of Valoria." in said(client)


REFUSALS = {
    "nobody here": {"email": "nobody@xa.example"},
    "unverified": {"email_verified": False},
    "verified by a word": {"email_verified": "yes"},
    "not said whether verified": {"email_verified": None},
    "no address": {"email": None, "email_verified": None},
    "address that is none": {"email": 7},
    "address without end": {"email": "a" * 300 + "@xa.example"},
    "address that looks alike": {"email": "ﬁ@xa.example"},
}


@pytest.mark.parametrize("told", REFUSALS.values(), ids=REFUSALS.keys())
def test_h13_identity_without_an_account_is_refused_by_one_sentence(provider, told):
    provider.claims |= told
    provider.beside = {"sub": "u-1"}
    before = User.objects.count(), Mandate.objects.count()

    client, answer = through(provider)

    assert (answer["Location"], is_in(client), REFUSED in said(client)) == (
        reverse("portal:sign-in"),
        False,
        True,
    )
    assert (User.objects.count(), Mandate.objects.count(), Identity.objects.count()) == (*before, 0)


@pytest.mark.parametrize("bound", [True, False])
def test_h3_closed_account_is_refused_as_if_there_were_none(provider, delegate, bound):
    if bound:
        through(provider)
    services.close_account(delegate, by=console("test", Capability.INSTALL))

    client, _answer = through(provider)

    assert (is_in(client), REFUSED in said(client)) == (False, True)


def test_h13_other_address_at_the_provider_changes_nothing(provider, delegate, estmark):
    through(provider)
    other = add_person(estmark, "head").user
    provider.claims["email"] = other.email

    client, _answer = through(provider)

    assert client.session["_auth_user_id"] == str(delegate.pk)
    assert verbs(other) == []


def test_h13_second_subject_cannot_claim_a_bound_account(provider, delegate):
    through(provider)
    provider.claims["sub"] = "u-2"

    client, _answer = through(provider)

    assert (is_in(client), REFUSED in said(client)) == (False, True)
    assert list(Identity.objects.values_list("user", "subject")) == [(delegate.pk, "u-1")]


def test_h13_same_subject_at_another_provider_is_somebody_else(provider, delegate):
    Identity.objects.create(user=delegate, issuer="https://another.example", subject="u-1")

    client, _answer = through(provider)

    assert not is_in(client)


def test_h13_account_is_bound_anew_once_the_console_has_forgotten_its_identity(provider, delegate):
    through(provider)
    call_command("forget_identity", delegate.email)
    provider.claims["sub"] = "u-2"

    client, _answer = through(provider)

    assert (is_in(client), Identity.objects.get(user=delegate).subject) == (True, "u-2")
    assert "accounts.identity.forgotten" in verbs(delegate)


def test_h13_address_may_stand_beside_the_token_but_of_the_same_person_only(provider, delegate):
    address = {"email": provider.claims.pop("email"), "email_verified": provider.claims.pop("email_verified")}
    provider.beside = {"sub": "u-2", **address}
    refused, _answer = through(provider)
    provider.beside["sub"] = "u-1"

    taken, _answer = through(provider)

    assert (is_in(refused), is_in(taken)) == (False, True)


def test_provider_that_calls_itself_otherwise_is_not_asked(provider):
    provider.calls_itself = "https://evil.example"
    client = Client()

    assert leave(client)["Location"] == reverse("portal:sign-in")
    assert "does not answer" in said(client)


def test_provider_that_is_down_is_said_in_a_sentence(provider, settings):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    client = Client()

    leave(client)

    page = said(client)
    assert ("does not answer" in page, "Your session has ended" in page) == (True, False)


def test_second_factor_is_still_asked_for(provider, delegate, time_machine):
    secret = add_app(sign_in(delegate.email))
    fresh(time_machine)

    client, answer = through(provider)

    assert (answer["Location"], is_in(client)) == (reverse("mfa_authenticate"), False)
    enter(client, code_of(secret))
    assert is_in(client)


def test_post_that_asks_for_a_second_factor_opens_nothing_without(provider, settings):
    settings.SECOND_FACTOR_ROLES = ["drafter"]

    client, _answer = through(provider)

    assert client.get(reverse("portal:desk"))["Location"] == reverse("account")


def test_h4_refused_identities_are_counted_as_wrong_passwords_are(provider, delegate):
    provider.claims["sub"], provider.claims["email_verified"] = "u-2", True
    Identity.objects.create(user=delegate, issuer=provider.issuer, subject="u-1")
    for _try in range(8):
        through(provider)

    _client, answer = through(provider)

    assert (answer.status_code, "Too many attempts" in answer.content.decode()) == (429, True)
    assert set(AccessAttempt.objects.values_list("username", flat=True)) == {delegate.email}


def test_h4_connection_that_guessed_passwords_gets_no_further_by_the_provider(provider, delegate):
    for guess in range(8):
        sign_in(delegate.email, f"guess {guess}")

    client, answer = through(provider)

    assert (answer.status_code, is_in(client)) == (429, False)


def test_h4_ways_to_the_provider_are_counted(provider):
    answers = [leave(Client()).status_code for _time in range(61)]

    assert answers == [302] * 60 + [429]


@pytest.mark.parametrize(
    ("wanted", "arrives"),
    [
        ("/account/", "/account/"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
    ],
)
def test_next_page_is_on_this_site(provider, wanted, arrives):
    _client, answer = through(provider, next=wanted)

    assert answer["Location"] == arrives


def test_signed_in_people_are_not_signed_in_again(provider, delegate):
    client, _answer = through(provider)

    assert [leave(client)["Location"], come_back(client, {})["Location"]] == [reverse("portal:desk")] * 2


def test_signing_out_clears_what_the_machine_kept(provider, delegate):
    client, _answer = through(provider)

    answer = client.post(reverse("portal:sign-out"))

    assert (answer["Clear-Site-Data"], is_in(client)) == ('"cache", "storage"', False)
    assert verbs(delegate)[-1] == "accounts.session.ended"


def test_sign_in_page_offers_the_provider_with_the_page_that_was_asked_for(provider):
    page = Client().get(reverse("portal:sign-in"), {"next": "/papers/?a=b"}).content.decode()

    assert 'href="/sign-in/provider/?next=%2Fpapers%2F%3Fa%3Db"' in page
    assert "Sign in with the Ministry of Valoria" in page


def test_without_a_provider_nothing_is_offered(db):
    answers = [
        Client().get(reverse(name)).status_code for name in ("account_provider", "account_provider_back")
    ]

    assert answers == [404, 404]
    assert "/sign-in/provider/" not in Client().get(reverse("portal:sign-in")).content.decode()


def test_provider_library_keeps_nothing_of_its_own(provider):
    through(provider)

    tables = [name for name in connection.introspection.table_names() if name.startswith("socialaccount_")]
    with connection.cursor() as cursor:
        kept = [cursor.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables]
    assert (len(tables) > 2, set(kept)) == (True, {0})


@pytest.mark.parametrize(
    "given",
    [
        ("https://id.example", "", "s"),
        ("", "c", ""),
        ("ftp://id.example", "c", "s"),
        ("http://id.example", "c", "s"),
    ],
)
def test_half_a_provider_stops_the_start(given):
    with pytest.raises(env.Misconfigured):
        env.provider_is_whole(*given, production=True)

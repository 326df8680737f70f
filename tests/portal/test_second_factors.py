"""Second factors and sessions; names carry the ids of the threats that they answer (docs/security.md)."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from papers.delegations import services, tokens
from papers.delegations.models import User
from papers.drafting.live import door
from papers.shared import nudges
from tests.cast import SETUP, add_person
from tests.portal.test_accounts import PASSWORD, ask, choose, is_in, link_in, mailed, sign_in, verbs


@pytest.fixture
def delegate(valoria):
    return add_person(valoria, "drafter").user


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def confirm(client, password=PASSWORD, to="account"):
    return client.post(f"{reverse('account_reauthenticate')}?next={reverse(to)}", {"password": password})


def add_app(client):
    """Add an authenticator app; its secret."""
    confirm(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["secret"]
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    return secret


@pytest.fixture
def app(delegate):
    """The signed-in browser in which an app was added, and the secret of the app."""
    client = sign_in(delegate.email)
    return client, add_app(client)


def recovery_codes(client):
    return client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]


def enter(client, code):
    return client.post(reverse("mfa_authenticate"), {"code": code})


def fresh(time_machine):
    """A code is taken once; the next one comes with the next half minute."""
    time_machine.move_to(time.time() + 31)


def test_password_alone_opens_nothing_once_an_app_is_added(delegate, app):
    half_way = sign_in(delegate.email)

    assert not is_in(half_way)
    assert half_way.get(reverse("portal:sign-in"))["Location"] == reverse("mfa_authenticate")


def test_h1_session_is_another_one_after_the_second_factor(delegate, app, time_machine):
    fresh(time_machine)
    client = sign_in(delegate.email)
    before = client.session.session_key

    enter(client, code_of(app[1]))

    assert (is_in(client), client.session.session_key != before) == (True, True)


def test_code_opens_an_account_once(delegate, app, time_machine):
    fresh(time_machine)
    code = code_of(app[1])
    first, second = sign_in(delegate.email), sign_in(delegate.email)

    enter(first, code), enter(second, code)

    assert (is_in(first), is_in(second)) == (True, False)


def test_h4_codes_are_not_guessed_for_long(delegate, app, time_machine):
    fresh(time_machine)
    client = sign_in(delegate.email)
    for guess in range(10):
        enter(client, f"{guess:06}")

    enter(client, code_of(app[1]))

    assert not is_in(client)


def test_recovery_code_opens_an_account_once(delegate, app):
    code = recovery_codes(app[0])[0]
    first, second = sign_in(delegate.email), sign_in(delegate.email)

    enter(first, code), enter(second, code)

    assert (is_in(first), is_in(second)) == (True, False)


def test_recovery_codes_are_shown_once(app):
    first, second = recovery_codes(app[0]), recovery_codes(app[0])

    assert (len(set(first)), min(map(len, first)), set(second)) == (10, 10, {"****"})


def test_h16_secrets_of_second_factors_lie_encrypted(delegate, app):
    codes = recovery_codes(app[0])

    stored = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert [word in stored for word in (app[1], *codes)] == [False] * 11


def test_h9_new_password_by_mail_does_not_get_past_the_second_factor(delegate, app):
    ask(delegate.email)
    choose(
        link_in(next(body for _to, body in mailed() if "works once" in body)),
        "seven turquoise herons walking",
    )

    half_way = sign_in(delegate.email, "seven turquoise herons walking")

    assert not is_in(half_way)


def test_h9_invitation_does_not_get_past_the_second_factor(delegate, app, estmark):
    seat = services.add_seat(estmark, title="A post", role="reader", by=SETUP)
    invitation = services.invite(seat, email=delegate.email, name="x", language="en", by=SETUP)
    page = reverse("delegations:invitation-accept", args=[tokens.of(invitation.pk)])
    client = Client()

    answer = client.post(page, {"password": PASSWORD})

    invitation.refresh_from_db()
    assert (answer["Location"], invitation.accepted_at) == (reverse("mfa_authenticate"), None)
    enter(client, recovery_codes(app[0])[0])
    assert client.get(page).status_code == 200


@pytest.mark.parametrize(
    "page",
    ["mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_view_recovery_codes"],
)
def test_h12_stolen_session_changes_no_second_factor(delegate, app, page, time_machine):
    fresh(time_machine)
    client = sign_in(delegate.email)
    enter(client, code_of(app[1]))

    answer = client.get(reverse(page))

    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_h12_wrong_password_confirms_nothing(delegate):
    client = sign_in(delegate.email)

    confirm(client, "a guess")

    assert client.get(reverse("mfa_activate_totp")).status_code == 302


def test_i6_adding_a_second_factor_ends_the_sessions_begun_without(delegate):
    elsewhere, here = sign_in(delegate.email), sign_in(delegate.email)

    add_app(here)

    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_i6_forgotten_second_factors_end_every_session(delegate, app, capsys):
    call_command("forget_second_factors", delegate.email)

    assert (is_in(app[0]), is_in(sign_in(delegate.email))) == (False, True)
    assert "accounts.factor.forgotten" in verbs(delegate)


def test_app_is_removed_with_its_recovery_codes_and_its_owner_is_told(delegate, app):
    client, _secret = app

    client.post(reverse("mfa_deactivate_totp"))

    assert (Authenticator.objects.count(), is_in(sign_in(delegate.email))) == (0, True)
    assert [body for _to, body in mailed() if "second factor" in body] != []


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_ROLES = ["drafter"]


def test_required_second_factor_shows_nothing_before_it_is_added(delegate, required):
    client = sign_in(delegate.email)

    asked = [
        client.get(reverse(name))["Location"]
        for name in ("portal:desk", "drafting:paper-list", "api:token-list")
    ]

    assert (asked, is_in(client)) == ([reverse("account")] * 3, True)


def test_required_second_factor_opens_the_pages_once_added_and_is_not_removed(delegate, required):
    client = sign_in(delegate.email)
    add_app(client)

    removed = client.post(reverse("mfa_deactivate_totp"))

    assert client.get(reverse("portal:desk")).status_code == 200
    assert ("Add another before" in removed.content.decode(), Authenticator.objects.count()) == (True, 2)


def test_required_second_factor_is_asked_at_the_socket_too(delegate, required, paper):
    client = sign_in(delegate.email)
    mandate = delegate.mandates.get()

    before = door.admit(client.session.session_key, mandate.pk, paper.pk)
    add_app(client)
    after = door.admit(client.session.session_key, mandate.pk, paper.pk)

    assert (before.refusal, after.refusal) == (door.NO_ACCESS, None)


def test_required_second_factor_is_not_asked_of_the_demonstrations_own_people(delegate, required):
    User.objects.filter(pk=delegate.pk).update(is_demo=True)

    assert sign_in(delegate.email).get(reverse("portal:desk")).status_code == 200


def test_i6_other_session_is_ended_from_the_list(delegate):
    here, elsewhere = sign_in(delegate.email), sign_in(delegate.email)
    visit = elsewhere.session["visit"]

    here.post(reverse("account_session_end", args=[visit]))

    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_i6_sign_out_everywhere_leaves_this_session_alone(delegate):
    here, elsewhere = sign_in(delegate.email), sign_in(delegate.email)
    untracked = Client()
    untracked.force_login(delegate, backend="papers.delegations.identity.EmailBackend")

    here.post(reverse("account_sessions_end"))

    assert [is_in(client) for client in (here, elsewhere, untracked)] == [True, False, False]


def test_session_of_somebody_else_is_not_there(delegate, estmark):
    other = sign_in(add_person(estmark, "reader").user.email)

    answer = sign_in(delegate.email).post(reverse("account_session_end", args=[other.session["visit"]]))

    assert (answer.status_code, is_in(other)) == (404, True)


def test_list_of_sessions_shows_those_that_go_on(delegate):
    gone = sign_in(delegate.email)
    here = sign_in(delegate.email)
    gone.post(reverse("portal:sign-out"))

    shown = here.get(reverse("account")).context["visits"]

    assert [str(visit.pk) for visit in shown] == [here.session["visit"]]


def everything_but_this(client):
    client.post(reverse("account_sessions_end"))


def that_one(client):
    for visit in client.get(reverse("account")).context["visits"]:
        client.post(reverse("account_session_end", args=[visit.pk]))


def password(client):
    form = {
        "oldpassword": PASSWORD,
        "password1": "seven turquoise herons",
        "password2": "seven turquoise herons",
    }
    client.post(reverse("account_change_password"), form)


def account(client):
    call_command("close_account", User.objects.get(pk=client.session["_auth_user_id"]).email)


def factors(client):
    call_command("forget_second_factors", User.objects.get(pk=client.session["_auth_user_id"]).email)


@pytest.mark.parametrize("cause", [everything_but_this, that_one, password, account, factors, add_app])
def test_i6_open_text_is_told_at_once_and_closed(
    delegate, paper, cause, monkeypatch, capsys, django_capture_on_commit_callbacks
):
    told = []
    monkeypatch.setattr(nudges, "send", lambda group, message: told.append((group, message["type"])))
    here, elsewhere = sign_in(delegate.email), sign_in(delegate.email)
    mandate = delegate.mandates.get()
    visitor = door.admit(elsewhere.session.session_key, mandate.pk, paper.pk).visitor

    with django_capture_on_commit_callbacks(execute=True):
        cause(here)

    assert (nudges.EVERYBODY, "rights") in told
    assert door.look(paper.pk, [visitor])[visitor].refusal == door.SIGNED_OUT


def test_closed_account_is_recorded_and_opens_nothing(delegate, capsys):
    client = sign_in(delegate.email)

    call_command("close_account", delegate.email)

    assert (is_in(client), is_in(sign_in(delegate.email)), verbs(delegate)[-1]) == (
        False,
        False,
        "accounts.account.closed",
    )

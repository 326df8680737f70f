"""The pages of one's own account; names carry the ids of the threats that they answer (docs/security.md)."""

import re
import time

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from papers.audit.models import Event
from papers.delegations.models import AccountMail, User
from papers.delegations.passwords import StrengthValidator
from papers.delegations.services import deliver_account_mails
from tests.cast import add_person

PASSWORD = "a long pass phrase"
OTHER = "seven turquoise herons walking"


@pytest.fixture
def delegate(valoria):
    return add_person(valoria, "drafter").user


def sign_in(email, password=PASSWORD, client=None):
    client = client or Client()
    client.post(reverse("portal:sign-in"), {"login": email, "password": password})
    return client


def is_in(client):
    return client.get(reverse("account")).status_code == 200


def ask(email, **headers):
    return Client().post(reverse("account_reset_password"), {"email": email}, **headers)


def mailed():
    deliver_account_mails()
    return [(sent.to[0], sent.body) for sent in mail.outbox]


def link_in(body):
    return re.search(r"http\S+", body).group()


def choose(link, password=OTHER, client=None):
    """Follow the link of a mail and type a new password there."""
    client = client or Client()
    page = client.get(link.removeprefix("http://127.0.0.1:8000"), follow=True)
    return client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})


def verbs(user):
    return list(Event.objects.filter(target_uuid=user.pk).order_by("seq").values_list("verb", flat=True))


def test_h1_session_is_another_one_after_signing_in(delegate):
    client = Client()
    client.get(reverse("portal:sign-in"))
    client.session["planted"] = "by somebody else"
    before = client.session.session_key

    sign_in(delegate.email, client=client)

    assert client.session.session_key != before


def test_h1_session_is_another_one_after_changing_the_password(delegate):
    client = sign_in(delegate.email)
    before = client.session.session_key

    change(client)

    assert (client.session.session_key != before, is_in(client)) == (True, True)


def change(client, old=PASSWORD, new=OTHER):
    form = {"oldpassword": old, "password1": new, "password2": new}
    return client.post(reverse("account_change_password"), form)


def test_h3_asking_for_a_new_password_is_answered_alike_for_every_address(delegate):
    answers = [ask(email) for email in (delegate.email, "nobody@xa.example")]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (302, reverse("account_reset_password_done"))
    }


def test_h3_asking_for_a_new_password_asks_the_database_alike(delegate):
    asked = []
    for email in (delegate.email, "nobody@xa.example"):
        with CaptureQueriesContext(connection) as captured:
            ask(email)
        asked.append([query["sql"].split()[0] for query in captured])

    assert asked[0] == asked[1]
    assert len(asked[0]) <= 5


def test_h3_nobody_is_written_to_at_an_unknown_address(delegate):
    ask("nobody@xa.example")

    assert (mailed(), AccountMail.objects.count()) == ([], 0)


@pytest.mark.parametrize("header", [{"HTTP_HOST": "evil.example"}, {"HTTP_X_FORWARDED_HOST": "evil.example"}])
def test_h6_link_in_the_mail_has_the_centres_own_address(delegate, header, settings):
    answer = ask(delegate.email, **header)

    links = [link_in(body) for _to, body in mailed()]
    refused = "HTTP_HOST" in header
    assert (answer.status_code, len(links)) == ((400, 0) if refused else (302, 1))
    assert all(link.startswith(f"{settings.BASE_URL}/password/") for link in links)


@pytest.mark.parametrize("typed", ["dra{i}ter1@xa.example", "draﬁter1@xa.example"])
def test_h7_address_that_looks_alike_gets_no_mail(delegate, typed):
    User.objects.filter(pk=delegate.pk).update(email="drafiter1@xa.example")

    ask(typed.replace("{i}", "fı"))

    assert mailed() == []


def test_h7_mail_goes_to_the_address_on_record_whatever_case_was_typed(delegate):
    ask(delegate.email.upper())

    assert [to for to, _body in mailed()] == [delegate.email]


def test_h8_link_of_a_new_password_works_once(delegate):
    ask(delegate.email)
    link = link_in(mailed()[0][1])

    first, second = choose(link), choose(link, "another seven herons flying")

    assert (first.status_code, first["Location"]) == (302, reverse("portal:sign-in"))
    assert "This link no longer works" in second.content.decode()
    assert is_in(sign_in(delegate.email, OTHER))


def test_h8_link_opened_by_a_mail_scanner_is_not_used_up(delegate):
    ask(delegate.email)
    link = link_in(mailed()[0][1])
    Client().get(link.removeprefix("http://127.0.0.1:8000"), follow=True)

    choose(link)

    assert is_in(sign_in(delegate.email, OTHER))


def test_h8_link_is_dead_after_an_hour(delegate, time_machine):
    ask(delegate.email)
    link = link_in(mailed()[0][1])
    time_machine.move_to(time.time() + 3601)

    assert "This link no longer works" in choose(link).content.decode()


def test_h8_link_is_dead_when_the_address_has_changed(delegate):
    ask(delegate.email)
    link = link_in(mailed()[0][1])
    User.objects.filter(pk=delegate.pk).update(email="moved@xa.example")

    assert "This link no longer works" in choose(link).content.decode()


def test_h8_waiting_link_is_forgotten_when_the_password_changes(delegate):
    client = sign_in(delegate.email)
    ask(delegate.email)
    change(client)

    assert [body for _to, body in mailed() if "works once" in body] == []


def test_h9_new_password_signs_nobody_in(delegate):
    ask(delegate.email)
    client = Client()

    choose(link_in(mailed()[0][1]), client=client)

    assert not is_in(client)


def test_i6_changed_password_ends_every_other_session(delegate):
    here, elsewhere = sign_in(delegate.email), sign_in(delegate.email)

    change(here)

    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_password_is_not_changed_without_the_one_before(delegate):
    client = sign_in(delegate.email)

    answer = change(client, old="a guess")

    assert (answer.status_code, User.objects.get(pk=delegate.pk).check_password(PASSWORD)) == (200, True)


def test_owner_is_told_of_a_changed_password_without_any_secret(delegate):
    change(sign_in(delegate.email))

    ((to, body),) = mailed()
    assert (to, "was changed" in body, OTHER in body) == (delegate.email, True, False)


def test_account_events_are_recorded_and_shown_to_their_person(delegate):
    client = sign_in(delegate.email)
    change(client)
    client.post(reverse("portal:sign-out"))

    assert verbs(delegate) == [
        "accounts.session.begun",
        "accounts.password.changed",
        "accounts.session.ended",
    ]
    assert "signed out." in sign_in(delegate.email, OTHER).get(reverse("account")).content.decode()


@pytest.mark.parametrize(
    "weak", ["password123456", "qwertyuiop12", "Rosalind2026", "rosalindmeyer1", "aaaaaaaaaaaaaa"]
)
def test_weak_password_is_refused_by_its_strength(weak):
    person = User(name="Rosalind Meyer", email="rosalind.meyer@xa.example")

    with pytest.raises(ValidationError):
        StrengthValidator().validate(weak, person)


def test_strong_and_endless_passwords_are_taken_without_delay():
    assert [StrengthValidator().validate(strong) for strong in (PASSWORD, OTHER, OTHER * 200)] == [None] * 3

"""Another address for an account: confirmed at both, told to nobody else."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from papers.delegations.models import User
from tests.cast import add_person
from tests.portal.test_accounts import is_in, link_in, mailed, sign_in, verbs
from tests.portal.test_second_factors import confirm

NEW = "moved@xa.example"


@pytest.fixture
def delegate(valoria):
    return add_person(valoria, "drafter").user


def ask_for(email, user):
    client = sign_in(user.email)
    confirm(client)
    client.post(reverse("account_address"), {"email": email})
    return client


def links():
    """The links that were mailed, by the address they went to."""
    return {to: link_in(body).removeprefix("http://127.0.0.1:8000") for to, body in mailed()}


def address_of(user):
    return User.objects.get(pk=user.pk).email


def test_address_changes_once_both_sides_confirmed(delegate):
    client = ask_for(NEW, delegate)
    sent = links()

    Client().post(sent[delegate.email])
    half_way = address_of(delegate)
    Client().post(sent[NEW])

    assert (half_way, address_of(delegate), is_in(client)) == (delegate.email, NEW, False)
    assert verbs(delegate)[-1] == "accounts.address.changed"
    assert is_in(sign_in(NEW))


def test_h8_link_is_not_used_up_by_reading_it_and_confirms_once(delegate):
    ask_for(NEW, delegate)
    link = links()[NEW]

    statuses = [
        Client().get(link).status_code,
        Client().post(link).status_code,
        Client().post(link).status_code,
    ]

    assert (statuses, address_of(delegate)) == ([200, 200, 409], delegate.email)


def test_h8_link_is_dead_after_a_day(delegate, time_machine):
    ask_for(NEW, delegate)
    link = links()[NEW]
    delegate.address_change.expires_at = delegate.address_change.expires_at.replace(year=2020)
    delegate.address_change.save()

    assert Client().post(link).status_code == 409


def test_h8_link_is_dead_when_another_was_asked_for(delegate):
    ask_for(NEW, delegate)
    link = links()[NEW]
    ask_for("elsewhere@xa.example", delegate)

    assert Client().post(link).status_code == 409


def test_h3_address_of_somebody_else_is_answered_alike_and_written_to_by_nobody(delegate, estmark):
    other = add_person(estmark, "reader").user
    client = ask_for(other.email, delegate)

    assert "Two mails are on their way" in client.get(reverse("account")).content.decode()
    assert (links(), mail.outbox) == ({}, [])


def test_h12_stolen_session_changes_no_address(delegate):
    client = sign_in(delegate.email)

    answer = client.post(reverse("account_address"), {"email": NEW})

    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert links() == {}


def test_address_taken_meanwhile_is_not_taken_twice(delegate, estmark):
    ask_for(NEW, delegate)
    sent = links()
    other = add_person(estmark, "reader").user
    User.objects.filter(pk=other.pk).update(email=NEW)

    statuses = [Client().post(link).status_code for link in sent.values()]

    assert (statuses, address_of(delegate)) == ([200, 409], delegate.email)

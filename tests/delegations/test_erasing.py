"""Erasure: a person becomes a pseudonym, nothing of who they were is left, and what they did stays."""

import io

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.urls import reverse

from papers.api.services import make_token
from papers.audit import services as audit
from papers.audit.models import Event
from papers.delegations import services
from papers.delegations.models import Erasure, Invitation, User
from papers.drafting.models import Recovery
from papers.notifications.models import Notice, OutboxMail
from papers.shared.errors import BadInput, Refused
from tests.cast import SETUP, add_person, answer_as_oneself
from tests.factories import issued
from tests.pages import text_of

NAME, EMAIL, PASSWORD = "Rosalind Canary", "rosalind.canary@xa.example", "seven turquoise herons walking"


@pytest.fixture
def platform(centre):
    return add_person(centre, "platform")


@pytest.fixture
def rosalind(valoria, body):
    """Somebody who was invited, wrote a paper, signed in, got mails and notices, and left."""
    person = add_person(valoria, "drafter", name=NAME)
    User.objects.filter(pk=person.user.pk).update(email=EMAIL)
    person.user.refresh_from_db()
    person.paper = issued(person, body)
    services.set_password(person.user, PASSWORD, by=SETUP)
    seat = services.add_seat(valoria, title="Another post", role="reader", by=SETUP)
    services.invite(seat, email=EMAIL, name=NAME, language="en", by=SETUP)
    Client().post(reverse("portal:sign-in"), {"login": EMAIL, "password": PASSWORD})
    Client().post(reverse("portal:sign-in"), {"login": EMAIL, "password": "a guess"})
    OutboxMail.objects.create(to=EMAIL, subject="A mail", body=f"Dear {NAME}")
    Recovery.objects.create(user=person.user, paper=person.paper, text="words", why="refused")
    make_token("A dashboard", by=person.acting)
    return person


@pytest.fixture
def gone(rosalind):
    services.end_mandate(rosalind.mandate, by=SETUP)
    return rosalind


@pytest.fixture
def asked(gone, platform):
    return services.ask_for_erasure(gone.user, reference="2026/7", by=platform.acting)


def places_of(words):
    """Every column of every table in which one of these words stands."""
    wide = (models.CharField, models.TextField, models.JSONField, models.GenericIPAddressField)
    return [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, wide)
        for value in model._base_manager.values_list(field.name, flat=True)
        if any(word.lower() in str(value).lower() for word in words)
    ]


def test_erased_persons_name_and_address_stand_nowhere(asked, gone, administrator):
    before = set(places_of([NAME, EMAIL]))

    services.confirm_erasure(asked, by=administrator.acting)

    assert {"delegations.User.name", "delegations.Invitation.email", "notifications.OutboxMail.to"} <= before
    assert places_of([NAME, EMAIL, "rosalind"]) == []


def test_erased_persons_acts_stay_and_the_record_verifies(asked, gone, administrator, head):
    acts = list(Event.objects.filter(actor=gone.user).values_list("seq", "hash"))

    services.confirm_erasure(asked, by=administrator.acting)

    pseudonym = User.objects.get(pk=gone.user.pk).name
    page = text_of(head.client.get(reverse("portal:paper-record", args=[gone.paper.pk])))
    assert list(Event.objects.filter(actor=gone.user).values_list("seq", "hash")) == acts
    assert (pseudonym, f"({pseudonym})" in page) == (f"Person {gone.user.pk.hex[:6].upper()}", True)
    assert (audit.first_broken(), gone.user.mandates.count()) == (None, 1)


def test_nothing_of_the_erased_person_opens_the_portal(asked, gone, administrator):
    services.confirm_erasure(asked, by=administrator.acting)

    again = Client()
    again.post(reverse("portal:sign-in"), {"login": EMAIL, "password": PASSWORD})
    assert "_auth_user_id" not in again.session
    assert [Notice.objects.filter(recipient=gone.user).count(), Recovery.objects.count()] == [0, 0]
    assert Invitation.objects.open().count() == 0


def test_i11_address_of_an_erased_person_is_free_and_inherits_nothing(asked, gone, administrator):
    services.confirm_erasure(asked, by=administrator.acting)

    new = User.objects.create_user(EMAIL, PASSWORD, name="Somebody New")

    assert (new.mandates.count(), Event.objects.filter(actor=new).count()) == (0, 0)


def test_person_who_holds_a_post_is_not_erased(rosalind, platform):
    with pytest.raises(Refused):
        services.ask_for_erasure(rosalind.user, reference="2026/7", by=platform.acting)


def test_person_who_was_named_anew_meanwhile_is_not_erased(asked, gone, administrator):
    services.accredit(gone.user, gone.mandate.seat, by=SETUP)

    with pytest.raises(Refused):
        services.confirm_erasure(asked, by=administrator.acting)

    assert User.objects.get(pk=gone.user.pk).name == NAME


def test_erasure_is_entered_and_confirmed_by_two_people(asked, gone, platform, administrator, auditor):
    for person in (platform, auditor):
        with pytest.raises(PermissionDenied):
            services.confirm_erasure(asked, by=person.acting)
    with pytest.raises(PermissionDenied):
        services.ask_for_erasure(gone.user, reference="2026/8", by=administrator.acting)

    assert User.objects.get(pk=gone.user.pk).name == NAME


def test_erasure_is_entered_once_and_with_its_reference(asked, gone, platform):
    for reference, refusal in (("2026/8", Refused), (" ", BadInput)):
        with pytest.raises(refusal):
            services.ask_for_erasure(gone.user, reference=reference, by=platform.acting)


def test_declined_erasure_changes_nothing_and_is_settled(asked, gone, administrator):
    services.decline_erasure(asked, by=administrator.acting)

    with pytest.raises(Refused):
        services.confirm_erasure(asked, by=administrator.acting)
    assert User.objects.get(pk=gone.user.pk).email == EMAIL


def test_erasure_is_entered_previewed_and_confirmed_on_pages(gone, platform, administrator):
    sent = platform.client.post(
        reverse("delegations:erasure-list"), {"email": EMAIL.upper(), "reference": "2026/7"}
    )
    page = sent["Location"]
    preview = text_of(administrator.client.get(page))

    answer_as_oneself(administrator.client, page, "erase")

    assert f"of “Person {gone.user.pk.hex[:6].upper()}”" in preview
    assert Erasure.objects.get().erased
    assert NAME not in text_of(administrator.client.get(page))


def test_h12_stolen_session_erases_nobody(asked, administrator):
    client, page = administrator.client, reverse("delegations:erasure-detail", args=[asked.pk])

    asking = client.post(page, {"answer": "erase"})
    wrong = client.post(asking["Location"], {"password": "another pass phrase"})

    assert asking["Location"].startswith(reverse("account_reauthenticate"))
    assert (wrong.status_code, Erasure.objects.get().erased) == (200, False)


def test_request_for_erasure_is_declined_without_confirming(asked, administrator):
    page = reverse("delegations:erasure-detail", args=[asked.pk])

    administrator.client.post(page, {"answer": "decline"})

    assert Erasure.objects.get().settled_by == administrator.user


def test_unknown_address_is_told_and_what_was_typed_is_kept(platform, db):
    answer = platform.client.post(
        reverse("delegations:erasure-list"), {"email": "x@xa.example", "reference": "2026/7"}
    )

    assert (answer.status_code, "2026/7" in answer.content.decode()) == (422, True)
    assert "Nobody has this address." in text_of(answer)


def test_command_shows_what_would_happen_and_enters_the_request_when_told(gone, administrator):
    said = io.StringIO()

    call_command("ask_for_erasure", EMAIL, stdout=said)
    before = Erasure.objects.count()
    call_command("ask_for_erasure", EMAIL, "--reference", "2026/7", stdout=said)

    assert f"would become Person {gone.user.pk.hex[:6].upper()}" in said.getvalue()
    assert (before, Erasure.objects.count()) == (0, 1)
    assert services.confirm_erasure(Erasure.objects.get(), by=administrator.acting).erased

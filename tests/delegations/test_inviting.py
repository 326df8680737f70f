"""Invitations: one address, one week, one use; and what becomes of a post that is handed over by one."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from papers.delegations import identity, services, tokens
from papers.delegations.models import Invitation, Mandate, User
from papers.shared.errors import Refused
from tests.at_once import at_once
from tests.cast import add_person

WEEK = timedelta(days=7)
ADDRESS = "new.person@xa.example"
PASSWORD = "a bridge over a calm river"


@pytest.fixture
def focal(valoria):
    return add_person(valoria, "focal")


@pytest.fixture
def seat(valoria, focal):
    return services.add_seat(valoria, title="Drafter, water", role="drafter", by=focal.acting)


@pytest.fixture
def invite(seat, focal):
    def invite(**facts):
        asked = {"email": ADDRESS, "name": "New Person", "language": "en", **facts}
        return services.invite(asked.pop("seat", seat), **asked, by=focal.acting)

    return invite


def accept(invitation, **facts):
    return services.accept(tokens.of(invitation.pk), **{"name": "New Person", "password": PASSWORD, **facts})


def test_accept_makes_the_account_and_the_mandate_of_the_post(invite, seat, focal):
    mandate = accept(invite(email="New.Person@XA.example"))

    assert (mandate.seat, mandate.user.email, mandate.accredited_by) == (seat, ADDRESS, focal.user)
    assert mandate.user.check_password(PASSWORD)
    assert identity.rebuild(mandate.pk).delegation == seat.delegation


def test_mail_goes_to_the_address_once_and_names_no_paper(invite, mailoutbox):
    invite()

    assert (services.deliver_invitations(), services.deliver_invitations()) == (1, 0)
    [mail] = mailoutbox
    assert mail.to == [ADDRESS]
    assert tokens.read(re.search(r"/invitations/([^/\s]+)/", mail.body)[1]) == Invitation.objects.get().pk


def test_mail_that_the_server_refused_is_sent_later(invite, settings):
    invitation = invite()
    settings.EMAIL_BACKEND = "tests.delegations.backends.Refusing"

    assert services.deliver_invitations() == 0
    settings.EMAIL_BACKEND = "papers.notifications.backends.OutboxBackend"
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert services.deliver_invitations() == 1

    invitation.refresh_from_db()
    assert (invitation.tries, invitation.sent_at is not None) == (2, True)


@pytest.mark.parametrize("fate", ["used", "withdrawn", "expired", "sent again"])
def test_link_of_a_settled_or_old_invitation_is_dead(invite, focal, fate):
    invitation, later = invite(), timezone.now()
    if fate == "used":
        accept(invitation)
    if fate == "withdrawn":
        services.withdraw(invitation, by=focal.acting)
    if fate == "expired":
        later += WEEK + timedelta(seconds=1)
    if fate == "sent again":
        services.send_again(invitation, by=focal.acting)

    with time_machine.travel(later), pytest.raises(Refused, match="cannot be taken up"):
        accept(invitation)


@pytest.mark.parametrize("token", ["", "nonsense", "IjAi:1w:abc", "a" * 5000])
def test_link_that_we_did_not_sign_is_dead(db, token):
    with pytest.raises(Refused, match="cannot be taken up"):
        services.accept(token, name="Anybody", password=PASSWORD)


@pytest.mark.django_db(transaction=True)
def test_link_opened_twice_at_once_makes_one_mandate(invite, seat):
    invitation = invite()

    faults = at_once(*[lambda: accept(invitation)] * 2)

    assert [type(fault) for fault in faults] == [Refused]
    assert Mandate.objects.filter(seat=seat).count() == 1


def test_accept_with_a_weak_password_changes_nothing(invite):
    invitation = invite()

    with pytest.raises(ValidationError):
        accept(invitation, password="password")

    invitation.refresh_from_db()
    assert (invitation.is_open, User.objects.filter(email=ADDRESS).exists()) == (True, False)


def test_take_up_with_an_account_of_another_address_is_refused(invite, reviewer):
    with pytest.raises(PermissionDenied, match="another address"):
        services.take_up(tokens.of(invite().pk), user=reviewer.user)


def test_take_up_gives_a_person_who_is_known_another_mandate(invite, reviewer, seat):
    mandate = services.take_up(tokens.of(invite(email=reviewer.user.email.upper()).pk), user=reviewer.user)

    assert (mandate.user, mandate.seat) == (reviewer.user, seat)


def test_invitation_that_hands_a_post_over_does_so_when_it_is_taken_up(invite, head, focal):
    invitation = invite(seat=head.mandate.seat, replaces=head.mandate)
    assert head.acting is not None

    successor = accept(invitation)

    assert head.acting is None
    assert identity.rebuild(successor.pk).mandate.seat == head.mandate.seat


def test_address_that_is_invited_already_is_not_invited_twice(invite):
    invite()

    with pytest.raises(Refused, match="invited to this post already"):
        invite(email=ADDRESS.upper())


def test_invitation_that_ran_out_makes_room_for_a_new_one(invite):
    old = invite()

    with time_machine.travel(timezone.now() + WEEK + timedelta(hours=1)):
        fresh = invite()
        old.refresh_from_db()
        assert (old.is_settled, fresh.is_open) == (True, True)


def test_open_invitations_of_a_delegation_are_limited(invite, monkeypatch):
    monkeypatch.setattr("papers.delegations.services.inviting.MOST_OPEN", 1)
    invite()

    with pytest.raises(Refused, match="many open invitations"):
        invite(email="second@xa.example")


def test_invitations_of_others_are_not_managed(invite, estmark):
    theirs = add_person(estmark, "focal")
    invitation = invite()

    with pytest.raises(PermissionDenied, match="own focal point"):
        services.withdraw(invitation, by=theirs.acting)
    assert list(Invitation.objects.visible_to(theirs.acting)) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"accepted_at": timezone.now()},
        {"email": "Capital@xa.example"},
    ],
    ids=["taken up by nobody", "an address in capitals"],
)
def test_database_refuses(invite, facts):
    pk = invite().pk

    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=pk).update(**facts)


def test_database_refuses_a_second_unsettled_invitation(invite, seat):
    first = invite()

    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            seat=seat, email=first.email, name="x", language="en", expires_at=first.expires_at
        )

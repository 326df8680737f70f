"""The pages of one's own people, and the page behind an invitation's link."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from papers.delegations import services, tokens
from papers.delegations.models import Invitation, Mandate, User
from tests.cast import SETUP, add_person
from tests.pages import text_of

PEOPLE = "/delegations/people/"
PASSWORD = "a bridge over a calm river"


@pytest.fixture
def focal(valoria):
    return add_person(valoria, "focal")


def page(name, thing):
    return reverse(f"delegations:{name}", args=[thing.pk])


def invited(person, seat=None):
    return services.invite(
        seat or person.mandate.seat,
        email="new@xa.example",
        name="New Person",
        language="en",
        by=person.acting,
    )


def test_people_shows_ones_own_people_and_nobody_elses(drafter, head, reviewer, body):
    words = text_of(drafter.client.get(PEOPLE))

    assert "The people of Valoria" in words
    assert "drafter of XA" in words
    assert "head of XA" in words
    assert "reviewer of XB" not in words
    assert "Add a post" not in words


def test_people_says_who_held_a_post_and_who_holds_it_now(drafter, valoria):
    services.end_mandate(drafter.mandate, by=SETUP)
    successor = add_person(valoria, "reader")
    services.add_seat(valoria, title="Second drafter", role="drafter", by=SETUP)
    services.accredit(
        successor.user, drafter.mandate.seat, starts=timezone.now() + timedelta(days=9), by=SETUP
    )

    words = text_of(successor.client.get(PEOPLE))

    assert "drafter of XA ended" in words
    assert "reader of XA begins later" in words
    assert "Second drafter Drafter vacant" in words


@pytest.mark.parametrize("people", [1, 3])
def test_people_asks_the_database_six_times_however_many_rows(
    focal, valoria, people, django_assert_num_queries
):
    for _number in range(people):
        person = add_person(valoria, "reader")
        invited(focal, person.mandate.seat)
        services.note_absence(
            person.mandate, starts=timezone.now(), until=timezone.now() + timedelta(days=1), by=focal.acting
        )
    client = focal.client

    with django_assert_num_queries(6):  # session, person, posts, mandates, absences, invitations
        client.get(PEOPLE)


def test_post_is_added_and_somebody_invited_to_it_in_two_forms(focal):
    added = focal.client.post(
        reverse("delegations:seat-add"), {"title": "Drafter, water", "role": "drafter", "place": "centre"}
    )
    sent = focal.client.post(added.url, {"email": "New@XA.example", "name": "New Person", "language": "ar"})

    invitation = Invitation.objects.get()
    assert sent.url == PEOPLE
    assert (invitation.email, invitation.seat.title, invitation.language) == (
        "new@xa.example",
        "Drafter, water",
        "ar",
    )
    assert "New Person new@xa.example Drafter, water" in text_of(focal.client.get(PEOPLE))


def test_wrong_role_for_the_capital_keeps_what_was_typed(focal):
    answer = focal.client.post(
        reverse("delegations:seat-add"), {"title": "Far away", "role": "head", "place": "capital"}
    )

    assert answer.status_code == 422
    assert "readers and clearers only" in text_of(answer)
    assert 'value="Far away"' in answer.text


def test_seats_of_the_secretariat_are_no_choice_elsewhere(focal):
    assert "access_admin" not in focal.client.get(reverse("delegations:seat-add")).text


@pytest.mark.parametrize("name", ["mandate-end", "mandate-until", "mandate-hand-over", "absence-note"])
def test_mandates_of_others_do_not_exist(focal, reviewer, name):
    assert focal.client.get(page(name, reviewer.mandate)).status_code == 404


@pytest.mark.parametrize("name", ["mandate-end", "mandate-until", "mandate-hand-over"])
def test_who_does_not_manage_people_is_told_who_does(drafter, head, name):
    answer = drafter.client.get(page(name, head.mandate))

    assert (answer.status_code, "own focal point" in text_of(answer)) == (403, True)


def test_hand_over_to_a_colleague_happens_at_once(focal, head, drafter):
    answer = focal.client.post(
        page("mandate-hand-over", head.mandate), {"person": str(drafter.user.pk), "language": "en"}
    )

    assert answer.url == PEOPLE
    assert Mandate.objects.current().get(seat=head.mandate.seat).user == drafter.user


def test_hand_over_to_somebody_new_needs_an_address(focal, head):
    answer = focal.client.post(page("mandate-hand-over", head.mandate), {"person": "", "language": "en"})

    assert (answer.status_code, "Needed for somebody new" in text_of(answer)) == (422, True)


def test_hand_over_to_somebody_of_another_delegation_is_no_choice(focal, head, reviewer):
    answer = focal.client.post(
        page("mandate-hand-over", head.mandate), {"person": str(reviewer.user.pk), "language": "en"}
    )

    assert answer.status_code == 422
    assert head.acting is not None


def test_last_day_holds_to_its_end_in_the_centres_zone(focal, drafter):
    day = timezone.localdate() + timedelta(days=3)

    focal.client.post(page("mandate-until", drafter.mandate), {"until": day.isoformat()})

    drafter.mandate.refresh_from_db()
    assert timezone.localtime(drafter.mandate.until).date() == day + timedelta(days=1)
    assert f'value="{day.isoformat()}"' in focal.client.get(page("mandate-until", drafter.mandate)).text


def test_absence_is_recorded_and_ended_on_the_page(focal, drafter):
    today = timezone.localdate()
    facts = {"first": today.isoformat(), "until": (today + timedelta(days=2)).isoformat()}

    drafter.client.post(page("absence-note", drafter.mandate), facts)
    assert "drafter of XA away" in text_of(focal.client.get(PEOPLE))

    focal.client.post(page("absence-end", drafter.mandate.absences.get()))
    assert "drafter of XA away" not in text_of(focal.client.get(PEOPLE))


def test_centre_invites_the_first_focal_point_from_the_list_of_delegations(administrator, norvenia):
    where = reverse("delegations:first-person", args=[norvenia.code])
    assert where in administrator.client.get("/delegations/").text

    administrator.client.post(where, {"email": "focal@xd.example", "name": "First", "language": "en"})

    assert Invitation.objects.get().seat.role == "focal"


def test_centre_is_not_offered_the_people_of_a_delegation_that_has_a_focal_point(
    administrator, focal, valoria
):
    where = reverse("delegations:first-person", args=[valoria.code])

    assert where not in administrator.client.get("/delegations/").text
    assert administrator.client.get(where).status_code == 403


def test_invited_person_makes_an_account_and_signs_in(focal):
    link = reverse("delegations:invitation-accept", args=[tokens.of(invited(focal).pk)])
    client = Client()

    shown = text_of(client.get(link))
    made = client.post(link, {"name": "New Person", "password": PASSWORD, "again": PASSWORD})

    assert "XA Valoria invites new@xa.example to the post “ focal ” (Focal point)" in shown
    assert made.url == reverse("portal:sign-in")
    assert client.post(made.url, {"login": "new@xa.example", "password": PASSWORD}).url == reverse(
        "portal:desk"
    )


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [("password", "password", "too common"), (PASSWORD, PASSWORD + "!", "two passwords differ")],
)
def test_unfit_password_is_told_and_the_name_kept(focal, password, again, sentence):
    link = reverse("delegations:invitation-accept", args=[tokens.of(invited(focal).pk)])

    answer = Client().post(link, {"name": "Other Name", "password": password, "again": again})

    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    assert 'value="Other Name"' in answer.text
    assert password not in answer.text.replace("new-password", "").replace('type="password"', "").split(
        "<form"
    )[-1] or (password == "password")


def test_person_whose_mandate_had_ended_comes_back_with_their_password(focal, drafter):
    services.end_mandate(drafter.mandate, by=SETUP)
    invitation = services.invite(
        drafter.mandate.seat, email=drafter.user.email, name="Back", language="en", by=focal.acting
    )
    link, client = reverse("delegations:invitation-accept", args=[tokens.of(invitation.pk)]), Client()

    wrong = client.post(link, {"password": "not the one"})
    right = client.post(link, {"password": "a long pass phrase"})

    assert (wrong.status_code, right.url) == (422, reverse("portal:desk"))
    assert client.get(right.url).status_code == 200


def test_invitation_opened_while_signed_in_as_somebody_else_is_not_taken_up(focal, drafter):
    invitation = invited(focal)
    link = reverse("delegations:invitation-accept", args=[tokens.of(invitation.pk)])

    shown = text_of(drafter.client.post(link))

    invitation.refresh_from_db()
    assert "signed in with another address" in shown
    assert invitation.is_open


def test_reading_an_invitation_changes_nothing(focal):
    invitation = invited(focal)

    Client().get(reverse("delegations:invitation-accept", args=[tokens.of(invitation.pk)]))

    invitation.refresh_from_db()
    assert (invitation.is_open, User.objects.filter(email=invitation.email).exists()) == (True, False)


def test_dead_link_says_what_to_do(db):
    answer = Client().get(reverse("delegations:invitation-accept", args=["nonsense"]))

    assert (answer.status_code, "Ask the focal point" in text_of(answer)) == (409, True)

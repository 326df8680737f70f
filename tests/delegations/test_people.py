"""Posts and mandates: who names whom, who stays, how a post passes on, who is away."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from papers.audit.models import Audience, Event
from papers.delegations import identity, queries, services
from papers.delegations.models import Absence, Mandate, Seat, User
from papers.notifications.models import Notice
from papers.shared.errors import Refused
from tests.at_once import at_once
from tests.cast import SETUP, add_person

DAY = timedelta(days=1)


@pytest.fixture
def focal(valoria):
    return add_person(valoria, "focal")


def test_accredit_in_another_delegation_is_refused(focal, reviewer):
    with pytest.raises(PermissionDenied, match="own focal point"):
        services.accredit(focal.user, reviewer.mandate.seat, by=focal.acting)


def test_centre_names_the_first_person_of_a_delegation_and_no_other(administrator, valoria, drafter):
    seat = services.add_seat(valoria, title="Focal point", role="focal", by=administrator.acting)
    services.accredit(drafter.user, seat, by=administrator.acting)

    with pytest.raises(PermissionDenied, match="names only the first"):
        services.add_seat(valoria, title="Spy", role="reader", by=administrator.acting)


def test_centre_may_name_again_when_nobody_manages_any_more(administrator, focal, valoria):
    focal.user.is_active = False
    focal.user.save()

    assert services.add_seat(valoria, title="Focal point", role="focal", by=administrator.acting).pk


def test_access_administrator_manages_the_people_of_the_secretariat(administrator, centre):
    seat = services.add_seat(centre, title="Second secretary", role="secretary", by=administrator.acting)

    assert seat.delegation == centre


@pytest.mark.parametrize("role", ["head", "focal"])
def test_end_of_the_last_holder_of_a_role_that_must_stay_is_refused(valoria, focal, role):
    last = focal if role == "focal" else add_person(valoria, role)

    with pytest.raises(Refused, match="hand it over"):
        services.end_mandate(last.mandate, by=focal.acting)

    assert identity.rebuild(last.mandate.pk) is not None


def test_end_of_a_second_holder_is_carried_out_and_told_to_the_delegation_alone(valoria, focal, head):
    second = add_person(valoria, "head")

    services.end_mandate(second.mandate, by=focal.acting)

    event = Event.objects.order_by("-seq").first()
    assert identity.rebuild(second.mandate.pk) is None
    assert (event.verb, event.audience, event.delegation_uuid) == (
        "delegations.mandate.ended", Audience.DELEGATION, valoria.pk,
    )  # fmt: skip
    told = Notice.objects.filter(kind="delegations.mandate.ended").values_list("recipient", flat=True)
    assert list(told) == [head.user.pk]


def test_change_of_the_only_heads_post_to_another_role_is_refused(head, focal):
    with pytest.raises(Refused, match="Head of delegation"):
        services.change_seat(
            head.mandate.seat, title="Adviser", role="reader", place="centre", by=focal.acting
        )


def test_change_of_a_post_gives_its_holder_the_new_role_at_once(drafter, focal):
    services.change_seat(
        drafter.mandate.seat, title="Reader", role="reader", place="capital", by=focal.acting
    )

    assert drafter.acting.mandate.role_label == "Reader"
    assert {str(one) for one in drafter.acting.capabilities} == {"read"}


@pytest.mark.django_db(transaction=True)
def test_two_at_once_cannot_remove_each_the_other_head(valoria, focal):
    heads = [add_person(valoria, "head") for _number in range(2)]
    by = focal.acting

    faults = at_once(*(lambda one=one: services.end_mandate(one.mandate, by=by) for one in heads))

    assert [type(fault) for fault in faults] == [Refused]
    assert Mandate.objects.current().filter(seat__role="head").count() == 1


def test_hand_over_closes_one_mandate_and_opens_the_next_in_the_same_seat(head, focal, drafter):
    successor = services.hand_over(head.mandate, to=drafter.user, by=focal.acting)

    head.mandate.refresh_from_db()
    assert (successor.seat, successor.user) == (head.mandate.seat, drafter.user)
    assert head.mandate.has_ended
    assert identity.rebuild(successor.pk).mandate.role_label == "Head of delegation"
    assert User.objects.get(pk=head.user.pk).name == "head of XA"


def test_hand_over_of_an_ended_mandate_is_refused(head, focal, drafter):
    services.hand_over(head.mandate, to=drafter.user, by=focal.acting)

    with pytest.raises(Refused, match="ended already"):
        services.hand_over(head.mandate, to=focal.user, by=focal.acting)


def test_set_end_in_the_past_is_refused(drafter, focal):
    with pytest.raises(Refused, match="not to come"):
        services.set_end(drafter.mandate, until=timezone.now() - DAY, by=focal.acting)


def test_set_end_takes_an_end_back(drafter, focal):
    services.set_end(drafter.mandate, until=timezone.now() + DAY, by=focal.acting)

    assert services.set_end(drafter.mandate, until=None, by=focal.acting).until is None


def test_end_of_a_mandate_to_come_takes_it_back(drafter, focal, valoria):
    seat = services.add_seat(valoria, title="Later", role="drafter", by=focal.acting)
    later = services.accredit(drafter.user, seat, starts=timezone.now() + DAY, by=focal.acting)

    services.end_mandate(later, by=focal.acting)

    later.refresh_from_db()
    assert later.until == later.starts


def test_seat_in_the_capital_reads_or_clears(valoria, focal):
    with pytest.raises(Refused, match="reads or clears"):
        services.add_seat(valoria, title="Far away", role="head", place="capital", by=focal.acting)

    assert services.add_seat(valoria, title="Desk", role="clearer", place="capital", by=focal.acting).pk


def test_absence_is_noted_by_oneself_or_the_focal_point_only(drafter, head, focal):
    facts = {"starts": timezone.now(), "until": timezone.now() + DAY}

    services.note_absence(drafter.mandate, **facts, by=drafter.acting)
    services.note_absence(drafter.mandate, **facts, by=focal.acting)
    with pytest.raises(PermissionDenied, match="absence is noted"):
        services.note_absence(drafter.mandate, **facts, by=head.acting)

    assert Absence.objects.count() == 2


def test_absence_takes_nothing_and_shows_which_role_nobody_fills(head, focal, reviewer):
    services.note_absence(head.mandate, starts=timezone.now(), until=timezone.now() + DAY, by=focal.acting)

    assert head.acting.can("speak")
    assert queries.people_of(focal.acting).uncovered == ["Head of delegation"]
    assert list(Absence.objects.visible_to(reviewer.acting)) == []


def test_absence_that_is_over_covers_the_role_again(head, focal):
    absence = services.note_absence(
        head.mandate, starts=timezone.now(), until=timezone.now() + DAY, by=focal.acting
    )

    services.end_absence(absence, by=head.acting)

    assert queries.people_of(focal.acting).uncovered == []


@pytest.mark.parametrize(
    "write",
    [
        lambda mandate: Seat.objects.filter(pk=mandate.seat_id).update(place="capital"),
        lambda mandate: Absence.objects.create(mandate=mandate, until=None),
        lambda mandate: Absence.objects.create(mandate=mandate, until=timezone.now() - DAY),
    ],
    ids=["a drafter in the capital", "an absence without end", "an absence that ends before it begins"],
)
def test_database_refuses(drafter, write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write(drafter.mandate)


def test_people_are_set_up_by_the_console_alone_without_a_mandate(valoria):
    assert services.add_seat(valoria, title="Reader", role="reader", by=SETUP).delegation == valoria

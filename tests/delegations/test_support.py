"""Access for support: who asks, who lets in, what is seen meanwhile and by whom, and how it ends."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from papers.api.services import make_token
from papers.audit import services as audit
from papers.audit.models import AccessRecord, Event
from papers.clock import services as clock
from papers.delegations import services
from papers.delegations.models import Mandate, SupportAccess
from papers.drafting.live import door
from papers.drafting.models import Paper, TextUpdate, WorkingText
from papers.notifications.models import Notice
from papers.review import services as review
from papers.review.models import NationalNote, RoundEntry
from papers.shared.acting import rebuild
from papers.shared.errors import BadInput, Refused
from portal import noting
from tests.cast import SETUP, Person, add_person, answer_as_oneself
from tests.pages import text_of

REASON = "The matrix does not open for your reviewers."
LIST = reverse("delegations:support-list")


@pytest.fixture
def platform(centre):
    return add_person(centre, "platform")


@pytest.fixture
def asked(platform, valoria, head):
    return services.ask_for_support(valoria, reason=REASON, hours=2, by=platform.acting)


@pytest.fixture
def admitted(asked, head):
    return services.admit_support(asked, by=head.acting)


@pytest.fixture
def helper(admitted):
    """The platform administrator, acting for Valoria."""
    return Person(admitted.by, admitted.mandate)


def acts_for(helper, client=None):
    client = client or helper.client
    client.post(reverse("portal:acting-switch"), {"switch_to": str(helper.mandate.pk)})
    return client


def page_of(support):
    return reverse("delegations:support-detail", args=[support.pk])


def told(person):
    ours = Notice.objects.filter(recipient=person.user, kind__startswith="delegations.support.")
    return list(ours.order_by("created_at").values_list("kind", flat=True))


def test_platform_administrator_reads_no_paper_before_and_after(platform, paper, asked, head):
    before = Paper.objects.visible_to(platform.acting).count()
    helper = services.admit_support(asked, by=head.acting).mandate
    meanwhile = Paper.objects.visible_to(rebuild(helper.pk)).count()
    services.end_support(asked, by=head.acting)

    assert (before, meanwhile, rebuild(helper.pk)) == (0, 1, None)
    assert Paper.objects.visible_to(platform.acting).count() == 0


@pytest.mark.parametrize("role", ["access_admin", "secretary", "chair", "auditor"])
def test_support_is_asked_for_by_platform_administrators_alone(centre, valoria, role):
    with pytest.raises(PermissionDenied):
        services.ask_for_support(valoria, reason=REASON, hours=1, by=add_person(centre, role).acting)


def test_support_is_asked_with_a_reason_and_within_the_most_hours(platform, valoria, centre, settings):
    for facts in (
        {"reason": " ", "hours": 1},
        {"reason": REASON, "hours": 0},
        {"reason": REASON, "hours": 9},
    ):
        with pytest.raises(BadInput):
            services.ask_for_support(valoria, **facts, by=platform.acting)
    with pytest.raises(PermissionDenied):
        services.ask_for_support(centre, reason=REASON, hours=1, by=platform.acting)

    assert (settings.SUPPORT_HOURS, SupportAccess.objects.count()) == (8, 0)


def test_support_is_asked_once_at_a_time(asked, platform, valoria):
    with pytest.raises(Refused):
        services.ask_for_support(valoria, reason=REASON, hours=1, by=platform.acting)


def test_country_learns_of_the_question_at_once_on_three_pages(
    asked, head, drafter, estmark_head, administrator
):
    services.ask_for_support(estmark_head.delegation, reason=REASON, hours=2, by=asked_by(asked))

    assert (told(head), told(administrator)) == (["delegations.support.asked"], ["delegations.support.asked"])
    assert "Support asks to read for your delegation" in text_of(
        drafter.client.get(reverse("delegations:people"))
    )
    assert REASON in text_of(drafter.client.get(page_of(asked)))
    assert "asked Valoria to let support in" in text_of(
        head.client.get(reverse("portal:delegation-record"))
    ).replace("XA ", "")


def asked_by(support):
    return rebuild(support.by_mandate)


def test_another_country_does_not_learn_of_it(asked, estmark_head):
    assert estmark_head.client.get(page_of(asked)).status_code == 404
    assert REASON not in estmark_head.client.get(LIST).content.decode()


@pytest.mark.parametrize("role", ["submitter", "drafter", "focal", "reader"])
def test_support_is_let_in_by_the_head_alone(asked, valoria, role):
    with pytest.raises(PermissionDenied):
        services.admit_support(asked, by=add_person(valoria, role).acting)

    assert not Mandate.objects.exclude(support_reason="").exists()


def test_support_is_not_let_in_by_the_one_who_asked(asked, platform, valoria):
    """Not even as the delegation's head or the access administrator."""
    seat = services.add_seat(valoria, title="Head", role="head", by=SETUP)
    own = services.accredit(platform.user, seat, by=SETUP)

    with pytest.raises(PermissionDenied):
        services.admit_support(asked, by=rebuild(own.pk))


def test_administrator_lets_support_in_once_the_head_did_not_answer_for_a_day(
    asked, administrator, time_machine
):
    with pytest.raises(PermissionDenied):
        services.admit_support(asked, by=administrator.acting)

    time_machine.move_to(timezone.now() + timedelta(hours=24, seconds=1))

    assert services.admit_support(asked, by=administrator.acting).consented_for.code == "SEC"


def test_administrator_lets_support_in_at_once_where_there_is_no_head(platform, kaldria, administrator):
    support = services.ask_for_support(kaldria, reason=REASON, hours=1, by=platform.acting)

    assert services.admit_support(support, by=administrator.acting).holds


def test_question_nobody_answers_lapses(asked, head, time_machine):
    time_machine.move_to(timezone.now() + timedelta(hours=72, seconds=1))
    with pytest.raises(Refused):
        services.admit_support(asked, by=head.acting)
    clock.tick()

    asked.refresh_from_db()
    assert (asked.state, asked.ended_by) == ("refused", None)


def test_support_reads_and_sends_nothing(helper, paper, drafter):
    client = acts_for(helper)
    read = client.get(reverse("portal:paper-detail", args=[paper.pk]))
    written = client.post(reverse("api:token-list"), {"name": "A dashboard"})
    saved = client.post(
        reverse("drafting:working-edit", args=[paper.pk]), {"text": "Other words", "base_version": 1}
    )

    assert [one.status_code for one in (read, written, saved)] == [200, 403, 403]
    assert "you read, and change nothing" in text_of(written)
    assert "Support: you read for Valoria" in text_of(read)
    with pytest.raises(Refused):
        make_token("A dashboard", by=helper.acting)


def test_support_reads_no_text_that_is_being_written(helper, paper, drafter):
    working = reverse("drafting:working-edit", args=[paper.pk])

    seen = [acts_for(helper).get(working).status_code, drafter.client.get(working).status_code]

    assert seen == [403, 200]
    assert [model.objects.visible_to(helper.acting).count() for model in (WorkingText, TextUpdate)] == [0, 0]
    assert door.admit(session_of(helper), helper.mandate.pk, paper.pk).refusal is not None


def session_of(helper):
    return acts_for(helper).session.session_key


def test_support_sees_none_of_the_delegations_own_notes(helper, tabled_paper, drafter):
    note = review.write_note(tabled_paper, kind="red_line", text="Our red line", by=drafter.acting)
    ours, theirs = (NationalNote.objects.visible_to(one.acting) for one in (drafter, helper))

    assert (list(ours), list(theirs)) == ([note], [])


def test_all_that_support_opens_is_on_the_countrys_record_of_access(helper, paper, head):
    """Whatever the marking of the paper, and pages without a text as well."""
    client = acts_for(helper)
    client.get(reverse("portal:paper-detail", args=[paper.pk]))
    client.get(reverse("delegations:people"))
    noting.waiting.seal()

    lines = AccessRecord.objects.filter(what="support").order_by("at").values_list("page", "delegation_uuid")
    shown = text_of(head.client.get(reverse("portal:access-record"), {"what": "support"}))
    assert list(lines) == [
        ("portal:paper-detail", helper.delegation.pk),
        ("delegations:people", helper.delegation.pk),
    ]
    assert (shown.count("Opened in support"), helper.user.name in shown) == (
        3,
        True,
    )  # two lines, and the filter


def test_act_of_support_is_marked_in_the_record(helper, paper, drafter):
    with transaction.atomic():
        events = [audit.record("drafting.paper.resumed", paper, by=one.acting) for one in (helper, drafter)]

    assert [event.facts for event in events] == [{"support": True}, {}]
    assert audit.first_broken() is None


def test_opening_a_text_in_support_is_not_the_delegation_opening_it(
    helper, tabled_paper, chair, valoria, body
):
    review.open_round(
        tabled_paper, delegations=[valoria], deadline=timezone.now() + timedelta(days=30), by=chair.acting
    )
    acts_for(helper).get(reverse("portal:paper-detail", args=[tabled_paper.pk]))

    assert RoundEntry.objects.get(delegation=valoria).opened_at is None


@pytest.mark.parametrize("role", ["head", "submitter", "focal"])
def test_country_ends_support_by_a_click_and_the_next_request_is_refused(
    helper, admitted, paper, valoria, role
):
    client, page = acts_for(helper), reverse("portal:paper-detail", args=[paper.pk])
    before = client.get(page).status_code

    add_person(valoria, role).client.post(page_of(admitted), {"answer": "end"})

    admitted.refresh_from_db()
    assert (before, client.get(page).status_code, admitted.state) == (200, 404, "ended")


def test_support_ends_by_itself_and_its_end_is_recorded(helper, admitted, head, platform, time_machine):
    time_machine.move_to(timezone.now() + timedelta(hours=2, seconds=1))
    gone = rebuild(helper.mandate.pk)
    clock.tick()

    admitted.refresh_from_db()
    assert (gone, admitted.state, admitted.ended_by) == (None, "ended", None)
    assert "delegations.support.ended" in told(head)
    assert Event.objects.order_by("seq").last().verb == "delegations.support.ended"
    assert told(platform) == ["delegations.support.admitted", "delegations.support.ended"]


def test_support_ends_when_whoever_has_it_says_so(helper, admitted):
    acts_for(helper).post(page_of(admitted), {"answer": "end"})

    assert rebuild(helper.mandate.pk) is None


def test_support_is_not_prolonged_handed_over_or_found_among_the_posts(helper, valoria, drafter):
    seat = helper.mandate.seat
    focal = add_person(valoria, "focal")
    for act in (
        lambda: services.set_end(helper.mandate, until=None, by=focal.acting),
        lambda: services.hand_over(helper.mandate, to=drafter.user, by=focal.acting),
        lambda: services.end_mandate(helper.mandate, by=focal.acting),
        lambda: services.add_seat(valoria, title="Another", role="support", by=focal.acting),
        lambda: services.accredit(drafter.user, seat, by=focal.acting),
        lambda: services.change_seat(seat, title="A post", role="head", place="centre", by=focal.acting),
        lambda: services.invite(seat, email="x@xa.example", name="X", language="en", by=focal.acting),
    ):
        with pytest.raises(Refused):
            act()

    ending = focal.client.get(reverse("delegations:mandate-end", args=[helper.mandate.pk]))
    changing = focal.client.get(reverse("delegations:seat-change", args=[helper.mandate.seat_id]))
    assert (ending.status_code, changing.status_code) == (404, 404)


def test_support_is_let_in_and_asked_for_on_pages(platform, valoria, head):
    sent = platform.client.post(LIST, {"delegation": str(valoria.pk), "reason": REASON, "hours": "2"})
    support = SupportAccess.objects.get()
    answer_as_oneself(head.client, page_of(support), "admit")

    support.refresh_from_db()
    assert (sent.status_code, support.holds, support.consented_by) == (302, True, head.user)


def test_h12_stolen_session_lets_no_support_in(asked, head):
    client = head.client

    asking = client.post(page_of(asked), {"answer": "admit"})
    wrong = client.post(asking["Location"], {"password": "another pass phrase"})

    asked.refresh_from_db()
    assert asking["Location"].startswith(reverse("account_reauthenticate"))
    assert (wrong.status_code, asked.state) == (200, "asked")


def test_h12_support_is_confirmed_anew_after_five_minutes(asked, head, platform, time_machine):
    client = head.client
    answer_as_oneself(client, page_of(asked), "admit")
    services.end_support(asked, by=head.acting)
    again = services.ask_for_support(head.delegation, reason=REASON, hours=1, by=platform.acting)
    time_machine.move_to(timezone.now() + timedelta(minutes=5, seconds=1))

    client.post(page_of(again), {"answer": "admit"})

    again.refresh_from_db()
    assert again.state == "asked"


def test_support_is_read_about_and_refused_without_confirming(asked, head):
    read = head.client.get(page_of(asked))
    head.client.post(page_of(asked), {"answer": "end"})

    asked.refresh_from_db()
    assert (read.status_code, asked.state) == (200, "refused")


def test_question_that_cannot_be_asked_keeps_what_was_typed(platform, valoria):
    answer = platform.client.post(LIST, {"delegation": str(valoria.pk), "reason": REASON, "hours": "100"})

    assert (answer.status_code, REASON in answer.content.decode()) == (422, True)
    assert "At most 8 hours at a time." in text_of(answer)

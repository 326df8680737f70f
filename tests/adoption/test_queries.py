"""What other pages show of a silence: the paper's face, and what waits on a desk."""

import pytest

from papers.adoption import services
from papers.adoption.lifecycle import Silent, State
from papers.adoption.models import Silence
from papers.adoption.queries import face, waiting_for
from papers.audit.models import Event
from papers.drafting import access
from papers.notifications.models import Notice
from papers.notifications.registry import kinds
from papers.notifications.services import allowed
from tests.adoption.making import (
    CLOCK,
    HOUR,
    broken,
    change_state,
    consolidated,
    expire,
    in_hours,
    outage,
    placed,
    received,
    swept,
)
from tests.cast import add_person
from tests.factories import tabled


def acts(person):
    return [(waiting.act, waiting.due) for waiting in waiting_for(person.acting)]


# The face on the paper's page ----------------------------------------------------------------------


def test_face_needs_two_statements(silence, reader, django_assert_num_queries):
    acting = reader.acting
    access.held(acting, silence.paper)

    with django_assert_num_queries(2):
        shown = face(acting, silence.paper)

    assert (shown.totals, shown.on_roll, shown.own.silent) == (None, 4, Silent.UNOPENED)


def test_face_of_a_paper_never_placed_or_not_seen_is_none(ready_paper, chair, reader):
    assert face(chair.acting, ready_paper) is None
    assert face(reader.acting, ready_paper) is None


def test_face_of_an_adopted_text_says_so_and_offers_nothing(silence, estmark_head):
    swept(silence)

    shown = face(estmark_head.acting, silence.paper)

    assert (shown.adoption.at, shown.can_acknowledge, shown.can_break) == (silence.expires_at, False, False)


def test_face_is_of_the_latest_procedure(silence, ready_paper, chair, reader):
    services.cancel(silence, reason="x", by=chair.acting)
    ready_paper.refresh_from_db()
    placed(ready_paper, chair)

    assert face(reader.acting, ready_paper).silence.number == 2


def test_face_counts_the_dormant_apart_until_they_act(ready_paper, chair, secretary, estmark, reviewer):
    change_state(estmark, "dormant", secretary)
    silence = placed(ready_paper, chair)
    services.note_opened(silence, by=reviewer.acting)
    assert face(chair.acting, ready_paper).totals.dormant == 1

    services.acknowledge(silence, by=reviewer.acting)

    totals = face(chair.acting, ready_paper).totals
    assert (totals.dormant, totals.acknowledged) == (0, 1)


# The desk ------------------------------------------------------------------------------------------


def test_roll_is_asked_to_acknowledge_until_it_has(silence, reader):
    assert acts(reader) == [("Acknowledge receipt", silence.expires_at)]

    services.acknowledge(silence, by=reader.acting)

    assert acts(reader) == []


def test_head_keeps_the_running_silence_on_the_desk(silence, estmark_head):
    services.acknowledge(silence, by=estmark_head.acting)

    assert acts(estmark_head) == [("Open the procedure", silence.expires_at)]


def test_expired_broken_or_unseen_silence_waits_for_nobody(
    silence, reader, estmark_head, estmark, drafter, chair
):
    broken(silence, estmark_head)
    assert acts(reader) == []

    silence.paper.refresh_from_db()
    second = placed(consolidated(silence.paper), chair)
    expire(second)
    assert acts(reader) == []


def test_observer_is_asked_for_nothing(ready_paper, chair, secretary, kaldria, reader):
    change_state(kaldria, "observer", secretary)
    placed(ready_paper, chair)

    assert acts(reader) == []


def test_chair_is_shown_what_is_suspended(silence, chair):
    expire(silence)
    outage(silence, before=2 * HOUR, length=HOUR)
    services.watch(by=CLOCK)

    assert acts(chair) == [("Resume the procedure", None)]


def test_desk_asks_no_more_for_more_papers(
    silence, chair, drafter, head, body, estmark_head, django_assert_num_queries
):
    acting = estmark_head.acting
    with django_assert_num_queries(1):
        waiting_for(acting)
    for number in range(2):
        placed(consolidated(tabled(drafter, head, body, title=f"More {number}")), chair)

    acting = estmark_head.acting
    with django_assert_num_queries(1):
        assert len(waiting_for(acting)) == 3


# Notices -------------------------------------------------------------------------------------------


def test_every_act_tells_those_who_may_read_and_names_nobody(reader, silence, chair, estmark_head):
    services.extend(silence, new_expiry=in_hours(100), reason="x", by=chair.acting)
    broken(silence, estmark_head)

    told = set(Notice.objects.filter(recipient=reader.user).values_list("kind", flat=True))
    assert told == {"adoption.silence.placed", "adoption.silence.extended", "adoption.silence.broken"}
    for kind in told:
        rendered = kinds.get(kind).render(silence.pk)
        assert "Estmark" not in rendered.sentence
        assert silence.paper.title not in rendered.postcard
        assert "/silence/1/" in rendered.path


def test_objection_is_told_to_the_chair_by_name_and_to_nobody_else(silence, estmark_head, chair, secretary):
    objection = broken(silence, estmark_head)

    notices = Notice.objects.filter(kind="adoption.objection.received")
    assert list(notices.values_list("recipient", flat=True)) == [chair.user.pk]
    assert (
        "XB Estmark objected in silence 1"
        in kinds.get("adoption.objection.received").render(objection.pk).sentence
    )
    assert allowed(chair.acting, "adoption.objection.received", objection.pk) is True
    assert allowed(secretary.acting, "adoption.objection.received", objection.pk) is False


def test_notice_to_someone_whose_access_ended_is_not_sent(silence, ready_paper, chair, reader, kaldria):
    services.cancel(silence, reason="x", by=chair.acting)
    access.end(ready_paper, kaldria, by=chair.acting)

    assert allowed(reader.acting, "adoption.silence.cancelled", silence.pk) is False


def test_a_second_chair_is_told_too(silence, centre, estmark_head, chair):
    deputy = add_person(centre, "chair")

    broken(silence, estmark_head)

    told = Notice.objects.filter(kind="adoption.objection.received").values_list("recipient", flat=True)
    assert set(told) == {chair.user.pk, deputy.user.pk}


# The record ----------------------------------------------------------------------------------------


def test_record_of_an_act_holds_no_text(silence, estmark_head, chair):
    services.extend(silence, new_expiry=in_hours(100), reason="A secret reason", by=chair.acting)
    broken(silence, estmark_head, objection="Secret objection", proposed="Secret text", reason="Secret why")

    facts = " ".join(str(event.facts) for event in Event.objects.filter(verb__startswith="adoption."))
    assert "ecret" not in facts


@pytest.mark.parametrize(
    ("disclosure", "audience"), [("named", "paper"), ("chair", "chair"), ("paragraphs", "chair")]
)
def test_record_names_the_breaker_to_those_the_rules_allow(
    ready_paper, chair, body, estmark_head, disclosure, audience
):
    body.rules.update(break_disclosure=disclosure)
    broken(placed(ready_paper, chair), estmark_head)

    own = Event.objects.get(verb="adoption.objection.received")
    public = Event.objects.get(verb="adoption.silence.broken")
    assert (own.audience, own.actor) == (audience, estmark_head.user)
    assert (public.audience, public.actor, public.delegation_uuid) == ("paper", None, None)


def test_record_of_a_late_objection_is_the_chairs(silence, estmark_head):
    expire(silence)
    broken(silence, estmark_head, received_at=received(silence, seconds=1))

    assert Event.objects.get(verb="adoption.objection.received").audience == "chair"
    assert Silence.objects.get().state == State.OPEN

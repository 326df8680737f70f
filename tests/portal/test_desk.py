"""The desk: what waits, the current text, what changed, for each role; and nothing of what one may not see."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from papers.adoption import services as adoption
from papers.delegations import services as delegations
from papers.delegations.roles import CAPABILITIES, OF_THE_SECRETARIAT, Role
from papers.drafting import services
from papers.review import services as review
from papers.shared.waiting import Waiting
from portal import desk
from tests import factories
from tests.adoption.making import consolidated, placed
from tests.cast import SETUP, add_person
from tests.review.making import open_round

CANARY = "Zephyr canary"


def desk_of(person):
    return person.client.get(reverse("portal:desk"))


# Support is let in by a delegation and holds no post; tests/delegations/test_support.py sits at its desk.
@pytest.mark.parametrize("role", [role for role in Role if role != Role.SUPPORT])
def test_desk_of_a_first_time_delegate_says_what_to_do_next(role, valoria, centre, body):
    of_the_secretariat = role in OF_THE_SECRETARIAT
    party = delegations.add_delegation(code="CP1", kind="consulted", names={"en": "A hospital"}, by=SETUP)
    seated = centre if of_the_secretariat else valoria
    person = add_person(party if role == Role.PARTY else seated, role)

    response = desk_of(person)

    step = desk.FIRST_STEPS[role]
    assert response.status_code == 200
    assert str(step.sentence) in response.content.decode()
    assert not step.url or person.client.get(step.url).status_code == 200


def test_every_role_has_a_first_step():
    assert set(desk.FIRST_STEPS) == set(CAPABILITIES)


def test_desk_lists_what_waits_by_its_date_and_what_has_none_at_the_end(drafter, monkeypatch):
    now = timezone.now()
    items = [
        Waiting(None, "Whenever", "", "/a/", "Look"),
        Waiting(now + timedelta(days=2), "In two days", "", "/b/", "Answer"),
        Waiting(now - timedelta(days=3, hours=1), "Three days ago", "", "/c/", "Report"),
    ]
    monkeypatch.setattr(desk, "WAITING", (lambda acting: items[:2], lambda acting: items[2:]))

    waiting = desk.what_waits(drafter.acting)

    assert [(due.item.what, due.is_late) for due in waiting] == [
        ("Three days ago", True),
        ("In two days", False),
        ("Whenever", False),
    ]
    assert [day for day, _items in desk.next_days(drafter.acting, waiting, [])] == [
        timezone.localdate(now + timedelta(days=2))
    ]
    html = desk_of(drafter).content.decode()
    assert "3 things wait for you" in html
    assert "3 days late" in html
    assert html.count("btn--go") == 1


def test_desk_shows_papers_and_changes_of_papers_one_may_read_and_of_no_other(
    shared_paper, drafter, body, reader, outsider
):
    factories.issued(drafter, body, title=CANARY)

    seen, unseen = desk_of(reader).content.decode(), desk_of(outsider).content.decode()

    assert [shared_paper.title in html for html in (seen, unseen)] == [True, False]
    assert [CANARY in html for html in (seen, unseen)] == [False, False]
    assert "No date of yours falls in these days." in unseen
    assert "Nothing that others did" in unseen


def test_desk_does_not_tell_a_person_what_they_did_themselves(paper, drafter, head):
    own, others = desk_of(drafter).content.decode(), desk_of(head).content.decode()

    assert ["issued revision 1" in html for html in (own, others)] == [False, True]


def test_desk_marked_as_seen_shows_only_what_comes_after(shared_paper, reader, head):
    client = reader.client
    before = client.get(reverse("portal:desk")).content.decode()

    client.post(reverse("portal:desk-seen"), {"mandate": reader.mandate.pk})
    reader.user.refresh_from_db()
    quiet = client.get(reverse("portal:desk")).content.decode()
    services.withdraw(shared_paper, by=head.acting)
    after = client.get(reverse("portal:desk")).content.decode()

    assert ["issued revision 1" in html for html in (before, quiet, after)] == [True, False, False]
    assert ["withdrew the paper" in html for html in (before, quiet, after)] == [False, False, True]


def test_looking_at_the_desk_changes_nothing(reader, shared_paper):
    desk_of(reader)

    reader.user.refresh_from_db()
    assert reader.user.last_seen_desk is None


def test_desk_asks_the_same_few_questions_of_one_paper_and_of_three(
    drafter, head, body, django_assert_max_num_queries
):
    client = head.client
    counts = []
    for title in ("One", "Two", "Three"):
        factories.issued(drafter, body, title=title)
        with django_assert_max_num_queries(13) as asked:
            client.get(reverse("portal:desk"))
        counts.append(len(asked))

    assert counts == [counts[0]] * 3


def silent_on(person):
    """Who has not answered, as the desk of this person says it: by call, code and how far it came."""
    calls = desk_of(person).context["unanswered"]
    return [(str(call.what), one.delegation.code, str(one.state)) for call in calls for one in call.silent]


def test_desk_of_the_chair_names_who_has_not_answered_a_round(
    tabled_paper, chair, reviewer, estmark, kaldria
):
    round = open_round(tabled_paper, chair, estmark, kaldria)
    what = f"Round 1 on {tabled_paper.title}"
    review.note_opened(round, by=reviewer.acting)
    assert silent_on(chair) == [(what, "XB", "Opened only"), (what, "XC", "Never opened")]

    review.answer(round, by=reviewer.acting)

    assert silent_on(chair) == [(what, "XC", "Never opened")]
    assert silent_on(reviewer) == []


def test_desk_of_the_chair_names_who_has_not_acknowledged_a_silence(tabled_paper, chair, estmark_head, head):
    silence = placed(consolidated(tabled_paper), chair)
    before = silent_on(chair)
    adoption.acknowledge(silence, by=estmark_head.acting)

    assert [line for line in before if line not in silent_on(chair)] == [
        (f"Silence on {tabled_paper.title}", "XB", "Never opened")
    ]
    assert silent_on(head) == []


def test_desk_of_the_chair_asks_the_same_few_questions_however_many_are_silent(
    tabled_paper, chair, body, drafter, head, estmark, kaldria, norvenia, django_assert_max_num_queries
):
    client, counts = chair.client, []
    open_round(tabled_paper, chair, estmark)
    for _ in range(2):
        with django_assert_max_num_queries(20) as asked:
            client.get(reverse("portal:desk"))
        counts.append(len(asked))
        other = services.table(factories.issued(drafter, body, title="Another"), by=head.acting)
        open_round(other, chair, estmark, kaldria, norvenia)

    assert counts == [counts[0]] * 2

"""Acts on a whole paper: confirmed on a page, done by a service, refused with the reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from papers.clock import services as clock
from papers.drafting import access, lifecycle, queries, services, writing
from papers.drafting.models import Paper
from tests import factories
from tests.pages import same_page, text_of

NOWHERE = "00000000-0000-4000-8000-000000000000"


def at(paper, act):
    return f"/papers/{paper.pk}/{act}/"


def stage(paper):
    return Paper.objects.get(pk=paper.pk).stage


def test_table_says_under_which_symbol_before_it_is_done(paper, head, centre, django_assert_num_queries):
    client = head.client

    with django_assert_num_queries(6):  # session, person, paper, grants, working text, last symbol
        page = client.get(at(paper, "table"))

    year = timezone.localdate().year
    assert f"Symbol expected CMCC/WG.4/WP.{year}/01" in text_of(page)
    assert "Text tabled Draft 1" in text_of(page)
    assert "not issued" not in text_of(page)


def test_table_warns_of_changes_that_are_not_issued(paper, head, drafter, centre):
    factories.save(paper, drafter, "Other words")

    assert "The working text holds changes that are not issued" in text_of(
        head.client.get(at(paper, "table"))
    )


def test_table_allots_the_symbol_that_was_expected(paper, head, centre):
    answer = head.client.post(at(paper, "table"))

    assert answer.url == f"/papers/{paper.pk}/"
    assert Paper.objects.get(pk=paper.pk).symbol == f"CMCC/WG.4/WP.{timezone.localdate().year}/01"


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        ("table", "This commits the country: it needs its head or submitter."),
        ("withdraw", "This commits the country: it needs its head or submitter."),
        ("defer", "This is the chair's to decide, once the paper is tabled."),
        ("resume", "This is the chair's to decide, once the paper is tabled."),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_act_by_a_drafter_is_refused_with_the_reason(paper, drafter, act, reason, method):
    answer = getattr(drafter.client, method)(at(paper, act))

    assert answer.status_code == 403
    assert reason in text_of(answer).replace("’", "'")
    assert stage(paper) == "draft"


@pytest.mark.parametrize("act", ["table", "withdraw", "defer", "resume"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_act_by_an_outsider_is_on_a_page_that_never_was(paper, outsider, act, method):
    answer = getattr(outsider.client, method)(at(paper, act))
    unknown = getattr(outsider.client, method)(f"/papers/{NOWHERE}/{act}/")

    assert (answer.status_code, same_page(answer)) == (404, same_page(unknown))


def test_withdraw_is_a_stop_and_leaves_all_their_access(shared_paper, head, reviewer):
    page = head.client.get(at(shared_paper, "withdraw"))
    head.client.post(at(shared_paper, "withdraw"))

    assert 'class="btn btn--stop"' in page.content.decode()
    assert stage(shared_paper) == "withdrawn"
    assert list(Paper.objects.visible_to(reviewer.acting)) == [shared_paper]


def test_defer_to_a_day_and_take_up_again(tabled_paper, chair):
    day = timezone.localdate() + timedelta(days=30)

    chair.client.post(at(tabled_paper, "defer"), {"until": day.isoformat()})
    deferred = Paper.objects.get(pk=tabled_paper.pk)
    chair.client.post(at(tabled_paper, "resume"))

    assert (deferred.stage, deferred.deferred_until) == ("deferred", day)
    assert stage(tabled_paper) == "circulation"


@pytest.mark.parametrize("day", ["", "x", "2001-01-01"])
def test_defer_to_no_day_to_come_keeps_what_was_typed(tabled_paper, chair, day):
    answer = chair.client.post(at(tabled_paper, "defer"), {"until": day})

    assert answer.status_code == 422
    assert answer.context["form"]["until"].value() == day
    assert stage(tabled_paper) == "tabled"


def test_defer_without_a_second_look_lapses_at_its_day(tabled_paper, chair, time_machine):
    day = timezone.localdate() + timedelta(days=3)
    services.defer(tabled_paper, until=day, by=chair.acting)

    time_machine.move_to(timezone.now() + timedelta(days=4))
    clock.tick()

    assert stage(tabled_paper) == lifecycle.Stage.LAPSED


# What is offered -----------------------------------------------------------------------------------


def offered(person, paper):
    acts = queries.acts_for(person.acting, Paper.objects.for_list().get(pk=paper.pk))
    return [act.url.removeprefix(f"/papers/{paper.pk}/") for act in acts]


def test_acts_for_a_paper_that_is_being_drafted(paper, drafter, head, outsider, chair):
    assert offered(drafter, paper) == ["edit/", "issue/"]
    assert offered(head, paper) == ["edit/", "issue/", "table/", "withdraw/"]
    assert offered(chair, paper) == []
    assert offered(outsider, paper) == []


def test_acts_for_a_tabled_paper(shared_paper, head, chair, reviewer):
    assert offered(head, shared_paper)[0] == "edit/"
    assert offered(head, shared_paper)[-1] == "withdraw/"
    assert offered(chair, shared_paper) == ["defer/"]
    assert offered(reviewer, shared_paper) == []


def test_acts_ask_the_database_once(shared_paper, head, django_assert_num_queries):
    acting, paper = head.acting, Paper.objects.for_list().get(pk=shared_paper.pk)

    with django_assert_num_queries(1):  # what the delegation holds
        queries.acts_for(acting, paper)


# What waits ----------------------------------------------------------------------------------------


def test_waiting_names_kept_words_to_their_author_alone(paper, drafter, head, django_assert_num_queries):
    writing.save_text(paper, text="Mine", base_version=77, by=drafter.acting)
    writing.save_text(paper, text="Mine too", base_version=77, by=drafter.acting)
    acting = drafter.acting

    with django_assert_num_queries(1):
        waiting = queries.waiting_for(acting)

    assert [(one.what, one.url) for one in waiting] == [
        (f"2 texts of yours in “{paper.title}” could not be placed", at(paper, "recoveries"))
    ]
    assert queries.waiting_for(head.acting) == []


def test_waiting_does_not_name_a_paper_that_is_no_longer_open(paper, drafter, estmark_head, estmark):
    access.give(paper, estmark, "draft", by=drafter.acting)
    saved = writing.save_text(paper, text="Mine", base_version=77, by=estmark_head.acting)
    access.end(paper, estmark, by=drafter.acting)

    waiting = queries.waiting_for(estmark_head.acting)

    assert [(one.what, one.url) for one in waiting] == [
        ("A text of yours could not be placed", f"/papers/recoveries/{saved.recovery.pk}/")
    ]

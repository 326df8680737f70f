"""Access by country: given, changed and ended on the page; nobody gives more than they hold; its history is kept."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from papers.clock import services as clock
from papers.drafting import access, levels, services, sharing, writing
from papers.drafting.live import log
from papers.drafting.models import Grant, Paper, PaperPermission, Revision, TextUpdate, WorkingText
from papers.drafting.sharing import Wish
from papers.notifications.models import Notice
from papers.shared.acting import System
from papers.shared.errors import Refused
from tests import factories
from tests.at_once import overtaken
from tests.cast import add_person
from tests.pages import cells, same_page, text_of

NOWHERE = "00000000-0000-4000-8000-000000000000"


def at(paper, page=""):
    return f"/papers/{paper.pk}/access/{page}"


def standing(paper):
    """Who stands at which level now, as codes."""
    return {(grant.delegation.code, grant.level) for grant in sharing.standing(paper)}


def seen(paper, delegation):
    return frozenset(grant.pk for grant in sharing.standing(paper) if grant.delegation == delegation)


def wish(paper, delegation, level="", **fields):
    return Wish(delegation, level, seen=seen(paper, delegation), **fields)


def line(paper, delegation, level, **fields):
    """The fields that the page sends for one delegation."""
    sent = {"level": level, "first": "current", "last_day": "", "reason": "", **fields}
    sent["seen"] = " ".join(str(pk) for pk in seen(paper, delegation))
    return {f"{delegation.code}-{name}": value for name, value in sent.items()}


# Given, changed, ended -----------------------------------------------------------------------------


def test_set_access_gives_a_level_from_the_current_revision(paper, drafter, reviewer, estmark):
    factories.save(paper, drafter, factories.TEXT.replace("ninety", "sixty"))
    services.issue_revision(paper, note="", by=drafter.acting)

    sharing.set_access(paper, [wish(paper, estmark, "comment", reason="On the roll")], by=drafter.acting)

    assert access.held(reviewer.acting, paper) == (frozenset({levels.VIEW, levels.COMMENT}), 2)
    assert [one.number for one in Revision.objects.visible_to(reviewer.acting)] == [2]


def test_set_access_shows_the_whole_history_only_when_chosen(paper, drafter, reviewer, estmark):
    factories.save(paper, drafter, factories.TEXT.replace("ninety", "sixty"))
    services.issue_revision(paper, note="", by=drafter.acting)

    sharing.set_access(paper, [wish(paper, estmark, "read", first=sharing.ALL)], by=drafter.acting)

    assert [one.number for one in Revision.objects.visible_to(reviewer.acting)] == [1, 2]


def test_set_access_changes_a_level_and_keeps_where_it_starts(shared_paper, drafter, estmark):
    sharing.set_access(shared_paper, [wish(shared_paper, estmark, "read")], by=drafter.acting)

    grants = Grant.objects.filter(paper=shared_paper, delegation=estmark)
    assert [(grant.level, grant.ended_at is None) for grant in grants] == [("comment", False), ("read", True)]


def test_set_access_to_none_ends_it_at_the_next_request(shared_paper, drafter, reviewer, estmark):
    client = reviewer.client
    assert client.get(f"/papers/{shared_paper.pk}/revisions/").status_code == 200

    sharing.set_access(shared_paper, [wish(shared_paper, estmark)], by=drafter.acting)

    assert client.get(f"/papers/{shared_paper.pk}/revisions/").status_code == 404


def test_set_access_to_what_stands_changes_nothing(shared_paper, drafter, estmark):
    before = Grant.objects.count()

    changes = sharing.set_access(shared_paper, [wish(shared_paper, estmark, "comment")], by=drafter.acting)

    assert (changes, Grant.objects.count()) == ([], before)


def test_set_access_gives_reporting_beside_the_level(shared_paper, drafter, estmark):
    sharing.set_access(shared_paper, [wish(shared_paper, estmark, "comment", report=True)], by=drafter.acting)

    assert standing(shared_paper) >= {("XB", "comment"), ("XB", "report")}

    sharing.set_access(shared_paper, [wish(shared_paper, estmark, "comment")], by=drafter.acting)

    assert ("XB", "report") not in standing(shared_paper)


def test_set_access_tells_those_who_gain_and_nobody_else(
    shared_paper, drafter, estmark_head, reader, outsider, estmark, kaldria
):
    wishes = [wish(shared_paper, estmark, "draft"), wish(shared_paper, kaldria)]

    sharing.set_access(shared_paper, wishes, by=drafter.acting)

    assert [notice.recipient for notice in Notice.objects.all()] == [estmark_head.user]


def test_set_access_is_one_act_or_none(shared_paper, drafter, estmark, kaldria):
    stale = Wish(kaldria, "draft", seen=frozenset())

    with pytest.raises(Refused, match="was changed by somebody else"):
        sharing.set_access(shared_paper, [wish(shared_paper, estmark, "draft"), stale], by=drafter.acting)

    assert standing(shared_paper) >= {("XB", "comment"), ("XC", "read")}


# Nobody gives more than they hold ------------------------------------------------------------------


def test_set_access_leaves_the_leads_own_alone(shared_paper, head, valoria):
    with pytest.raises(PermissionDenied, match="keeps its access"):
        sharing.set_access(shared_paper, [wish(shared_paper, valoria)], by=head.acting)


def test_set_access_by_the_administrator_goes_up_to_draft(shared_paper, administrator, estmark):
    sharing.set_access(shared_paper, [wish(shared_paper, estmark, "draft")], by=administrator.acting)

    assert ("XB", "draft") in standing(shared_paper)
    with pytest.raises(PermissionDenied, match="you may go up to “Draft”"):
        sharing.set_access(shared_paper, [wish(shared_paper, estmark, "lead")], by=administrator.acting)


def test_set_access_by_the_administrator_does_not_take_what_is_above(
    shared_paper, administrator, drafter, estmark
):
    access.give(shared_paper, estmark, "lead", by=drafter.acting)

    with pytest.raises(PermissionDenied, match="you may go up to “Draft”"):
        sharing.set_access(shared_paper, [wish(shared_paper, estmark, "read")], by=administrator.acting)


def test_set_access_never_gives_preside(shared_paper, head, estmark):
    with pytest.raises(PermissionDenied):
        sharing.set_access(shared_paper, [wish(shared_paper, estmark, "preside")], by=head.acting)


def test_set_access_before_tabling_is_not_the_administrators(paper, administrator, centre, estmark):
    with pytest.raises(PermissionDenied):
        sharing.set_access(paper, [wish(paper, estmark, "read")], by=administrator.acting)


@pytest.mark.parametrize(
    "who", ["reviewer", "estmark_head", "reader", "outsider", "chair", "secretary", "auditor"]
)
def test_set_access_by_others_is_refused(request, shared_paper, norvenia, who):
    person = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied, match="Access is managed by"):
        sharing.set_access(shared_paper, [wish(shared_paper, norvenia, "read")], by=person.acting)


def test_set_access_to_an_ended_paper_is_refused_and_all_keep_theirs(shared_paper, head, reviewer, estmark):
    services.withdraw(shared_paper, by=head.acting)

    with pytest.raises(PermissionDenied, match="keeps the access it had"):
        sharing.set_access(shared_paper, [wish(shared_paper, estmark)], by=head.acting)
    assert list(Paper.objects.visible_to(reviewer.acting)) == [shared_paper]


# Time ----------------------------------------------------------------------------------------------


def test_access_ends_after_its_last_day_in_the_centres_zone(paper, drafter, reviewer, estmark, time_machine):
    day = timezone.localdate() + timedelta(days=2)
    sharing.set_access(paper, [wish(paper, estmark, "read", last_day=day)], by=drafter.acting)
    until = Grant.objects.get(delegation=estmark).until
    assert timezone.localtime(until).strftime("%H:%M") == "00:00"

    time_machine.move_to(until - timedelta(seconds=1))
    on_the_day = list(Paper.objects.visible_to(reviewer.acting))
    time_machine.move_to(until)

    assert (on_the_day, list(Paper.objects.visible_to(reviewer.acting))) == ([paper], [])


def test_access_that_starts_later_begins_when_the_clock_reaches_it(
    paper, drafter, reviewer, estmark, time_machine
):
    now = timezone.now()
    access.give(paper, estmark, "comment", by=drafter.acting, starts=now + timedelta(hours=2))
    assert list(Paper.objects.visible_to(reviewer.acting)) == []

    time_machine.move_to(now + timedelta(hours=2, seconds=1))
    clock.tick()

    assert list(Paper.objects.visible_to(reviewer.acting)) == [paper]


def test_access_that_ends_is_cleared_by_the_clock(paper, drafter, estmark, time_machine):
    now = timezone.now()
    access.give(paper, estmark, "comment", by=drafter.acting, until=now + timedelta(hours=2))

    time_machine.move_to(now + timedelta(hours=2, seconds=1))
    clock.tick()

    assert not PaperPermission.objects.filter(group=estmark.group).exists()


@pytest.mark.django_db(transaction=True)
def test_access_that_is_ended_while_the_clock_reaches_its_edge_does_not_come_back(paper, drafter, estmark):
    grant = access.give(paper, estmark, "comment", by=drafter.acting)
    ending, the_clock = drafter.acting, System("clock")

    faults = overtaken(
        lambda: access.end(paper, estmark, by=ending),
        lambda: access.GrantEdge().fire(grant.pk, by=the_clock),
    )

    assert faults == []
    assert PaperPermission.objects.filter(content_object=paper, group=estmark.group).count() == 0


def test_access_with_an_end_before_its_start_is_refused(paper, drafter, estmark):
    with pytest.raises(Refused, match="would end before it begins"):
        access.give(paper, estmark, "read", by=drafter.acting, until=timezone.now() - timedelta(days=1))


# The working text starts anew when more may draft --------------------------------------------------


def generation(paper):
    return WorkingText.objects.get(paper=paper).generation


def test_widening_who_drafts_starts_a_new_generation(paper, drafter, estmark, kaldria):
    before = generation(paper)

    sharing.set_access(
        paper, [wish(paper, estmark, "draft"), wish(paper, kaldria, "comment")], by=drafter.acting
    )
    widened = generation(paper)
    sharing.set_access(paper, [wish(paper, estmark, "comment")], by=drafter.acting)

    assert (before, widened, generation(paper)) == (1, 2, 2)


def test_tabling_starts_a_new_generation(paper, head, centre):
    services.table(paper, by=head.acting)

    assert generation(paper) == 2


def test_what_was_written_before_a_delegation_drafted_is_not_its_to_read(paper, drafter, estmark):
    newcomer = add_person(estmark, "drafter")
    factories.save(paper, drafter, "A position that Valoria thought better of")
    factories.save(paper, drafter, "What Valoria shows")
    access.give(paper, estmark, "draft", by=drafter.acting)
    factories.save(paper, drafter, "What both see")

    seen = TextUpdate.objects.visible_to(newcomer.acting)

    assert [log.text_at(paper.pk, update.seq) for update in seen] == ["What Valoria shows", "What both see"]
    assert b"thought better" not in b"".join(bytes(update.payload) for update in seen)
    assert TextUpdate.objects.visible_to(drafter.acting).count() == 5


def test_generations_of_a_delegation_stay_readable_when_its_level_changes(paper, drafter, estmark):
    newcomer = add_person(estmark, "drafter")
    access.give(paper, estmark, "draft", by=drafter.acting)
    factories.save(paper, drafter, "Both see this")
    access.give(paper, estmark, "lead", by=drafter.acting)

    assert TextUpdate.objects.visible_to(newcomer.acting).count() == 2


def test_what_was_written_while_a_delegation_was_away_is_not_its_to_read(paper, drafter, estmark):
    writer = add_person(estmark, "drafter")
    access.give(paper, estmark, "draft", by=drafter.acting)
    access.give(paper, estmark, "comment", by=drafter.acting)
    factories.save(paper, drafter, "Written and deleted while Estmark was away")
    factories.save(paper, drafter, "What Valoria shows")
    access.give(paper, estmark, "draft", by=drafter.acting)

    seen = TextUpdate.objects.visible_to(writer.acting)

    assert [log.text_at(paper.pk, update.seq) for update in seen] == ["What Valoria shows"]


def test_generations_are_closed_to_a_delegation_that_drafts_no_more(paper, drafter, estmark):
    newcomer = add_person(estmark, "drafter")
    access.give(paper, estmark, "draft", by=drafter.acting)
    access.give(paper, estmark, "comment", by=drafter.acting)

    assert list(TextUpdate.objects.visible_to(newcomer.acting)) == []


def test_saving_on_a_text_from_before_the_new_generation_still_merges(paper, drafter, head, estmark):
    base = WorkingText.objects.get(paper=paper).version
    factories.save(paper, head, factories.TEXT.replace("ninety", "sixty"))
    access.give(paper, estmark, "draft", by=drafter.acting)

    mine = factories.TEXT.replace("thirty", "forty")
    saved = writing.save_text(paper, text=mine, base_version=base, by=drafter.acting)

    assert saved.text == factories.TEXT.replace("ninety", "sixty").replace("thirty", "forty")
    assert saved.recovery is None


# The page ------------------------------------------------------------------------------------------


def test_page_shows_the_grid_and_the_history_to_the_lead(
    shared_paper, drafter, norvenia, django_assert_num_queries
):
    client = drafter.client

    with django_assert_num_queries(6):  # session, person, paper, what is held, delegations, grants
        page = client.get(at(shared_paper))

    html = page.content.decode()
    assert 'name="XB-level" value="comment" checked' in html
    assert 'name="XC-level" value="read" checked' in html
    assert 'name="XD-level" value="none" checked' in html
    assert 'type="radio" name="XA-level"' not in html
    assert "What was given, and by whom" in text_of(page)


def test_page_offers_the_administrator_levels_up_to_draft(shared_paper, administrator):
    html = administrator.client.get(at(shared_paper)).content.decode()

    assert 'name="XB-level" value="draft"' in html
    assert 'name="XB-level" value="lead"' not in html


def test_page_tells_others_only_why_they_can_see_it(shared_paper, reviewer):
    page = reviewer.client.get(at(shared_paper))
    words = text_of(page)

    assert "The delegation was given “Comment”" in words
    assert "You may act for it Mandate: Reviewer, in the seat “reviewer”" in words
    assert "The delegation takes part Active, since" in words
    assert "It may not See and edit the working text" in words
    assert "Kaldria" not in words
    assert "What was given, and by whom" not in words
    assert cells(page) == []


def test_page_explains_another_delegation_to_those_who_manage_only(shared_paper, drafter, reviewer):
    managed = text_of(drafter.client.get(at(shared_paper, "?why=XC")))
    asked = text_of(reviewer.client.get(at(shared_paper, "?why=XC")))

    assert "Why can they see this? 1 The delegation was given" in managed.replace("? The", "? 1 The")
    assert "Kaldria" not in asked


def test_page_to_an_outsider_is_a_page_that_never_was(shared_paper, outsider):
    answer = outsider.client.get(at(shared_paper))
    unknown = outsider.client.get(f"/papers/{NOWHERE}/access/")

    assert (answer.status_code, same_page(answer)) == (404, same_page(unknown))


def test_preview_says_what_changes_and_who_learns_and_changes_nothing(
    shared_paper, drafter, outsider, estmark
):
    sent = {
        **line(shared_paper, outsider.delegation, "draft", reason="Asked to help"),
        **line(shared_paper, estmark, "none"),
    }
    before = standing(shared_paper)

    rows = cells(drafter.client.post(at(shared_paper, "preview/"), sent))

    assert rows == [
        ["XB Estmark", "Comment", "nothing", "", "", "", "nobody"],
        [
            "XD Norvenia", "nothing",
            "Draft sees and edits the working text from now on, not what was deleted from it before",
            "first issue", "no end", "Asked to help", "1 person of Norvenia",
        ],
    ]  # fmt: skip
    assert standing(shared_paper) == before


def test_change_does_what_was_previewed(shared_paper, drafter, norvenia, outsider):
    sent = line(shared_paper, norvenia, "comment", last_day="2031-05-04", reason="Asked", first="all")
    preview = drafter.client.post(at(shared_paper, "preview/"), sent)

    drafter.client.post(at(shared_paper, "change/"), dict(preview.context["kept"]))

    grant = Grant.objects.get(paper=shared_paper, delegation=norvenia)
    assert (grant.level, grant.reason, grant.from_number) == ("comment", "Asked", 1)
    assert sharing.last_day(grant.until).isoformat() == "2031-05-04"
    assert list(Paper.objects.visible_to(outsider.acting)) == [shared_paper]


def test_change_by_two_at_once_does_not_undo_the_other(shared_paper, drafter, administrator, estmark):
    sent = line(shared_paper, estmark, "read", reason="My reason")
    sharing.set_access(shared_paper, [wish(shared_paper, estmark, "draft")], by=administrator.acting)

    answer = drafter.client.post(at(shared_paper, "change/"), sent)

    assert answer.status_code == 409
    assert "My reason" in answer.content.decode()
    assert ("XB", "draft") in standing(shared_paper)


def test_change_leaves_alone_what_was_not_sent(shared_paper, drafter, estmark, kaldria):
    drafter.client.post(at(shared_paper, "change/"), line(shared_paper, estmark, "read"))

    assert standing(shared_paper) >= {("XB", "read"), ("XC", "read"), ("XA", "lead")}


def test_change_with_a_day_past_keeps_what_was_typed(shared_paper, drafter, estmark):
    sent = line(shared_paper, estmark, "draft", last_day="2001-01-01", reason="Why I do this")

    answer = drafter.client.post(at(shared_paper, "preview/"), sent)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "This day is past." in text_of(answer)
    assert 'value="Why I do this"' in html
    assert 'value="2001-01-01"' in html
    assert 'name="XB-level" value="draft" checked' in html


def test_change_under_another_mandate_hands_the_choice_back(shared_paper, drafter, reviewer, estmark):
    sent = {**line(shared_paper, estmark, "lead", reason="Why"), "mandate": str(reviewer.mandate.pk)}

    answer = drafter.client.post(at(shared_paper, "change/"), sent)

    assert answer.status_code == 409
    assert ("XB", "comment") in standing(shared_paper)


@pytest.mark.parametrize("page", ["preview/", "change/"])
def test_change_by_those_who_only_comment_is_refused(shared_paper, reviewer, estmark, page):
    answer = reviewer.client.post(at(shared_paper, page), line(shared_paper, estmark, "lead"))

    assert answer.status_code == 403
    assert ("XB", "comment") in standing(shared_paper)

"""Writing on the page: saved, merged, kept aside, previewed, issued; and nobody reads it who may not draft."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from papers.drafting import access, services, writing
from papers.drafting.models import Paper, Recovery, Revision
from papers.shared.errors import Refused
from tests import factories
from tests.cast import add_person
from tests.pages import same_page, text_of

SECRET = "a stated level of service"  # words of the working text
NOWHERE = "00000000-0000-4000-8000-000000000000"
JSON = {"HTTP_ACCEPT": "application/json"}


def at(paper, page="edit"):
    return f"/papers/{paper.pk}/{page}/"


def version(paper):
    paper.working.refresh_from_db()
    return paper.working.version


def post(person, paper, text, base, **extra):
    return person.client.post(at(paper), {"text": text, "base_version": base}, **extra)


# Who may read it -----------------------------------------------------------------------------------

PAGES = ["edit", "edit/changes", "issue"]


@pytest.mark.parametrize("page", PAGES)
def test_working_text_to_those_who_comment_is_refused_with_the_reason(shared_paper, reviewer, page):
    answer = reviewer.client.get(at(shared_paper, page))

    assert answer.status_code == 403
    assert "You may not see the working text: that needs “Draft”" in text_of(answer)
    assert SECRET not in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_working_text_to_an_outsider_is_a_page_that_never_was(shared_paper, outsider, page):
    answer = outsider.client.get(at(shared_paper, page))
    unknown = outsider.client.get(f"/papers/{NOWHERE}/{page}/")

    assert (answer.status_code, unknown.status_code) == (404, 404)
    assert same_page(answer) == same_page(unknown)


def test_working_text_sent_by_those_who_comment_changes_nothing(shared_paper, reviewer):
    before = version(shared_paper)

    answer = post(reviewer, shared_paper, "Mine now", before)

    assert answer.status_code == 403
    assert version(shared_paper) == before


def test_preview_to_those_who_comment_is_refused(shared_paper, reviewer):
    assert reviewer.client.post(at(shared_paper, "preview"), {"text": "x"}).status_code == 403


def test_working_text_is_read_not_written_by_a_reader_of_the_lead(paper, valoria):
    answer = add_person(valoria, "reader").client.get(at(paper))

    assert "Editing the working text needs a seat that drafts." in text_of(answer)
    assert SECRET in answer.content.decode()
    assert "<textarea" not in answer.content.decode()


def test_working_text_of_a_withdrawn_paper_is_read_only(paper, drafter, head):
    services.withdraw(paper, by=head.acting)

    assert "The text is frozen" in text_of(drafter.client.get(at(paper)))


# Writing -------------------------------------------------------------------------------------------


def test_editor_shows_the_text_its_version_and_who_else_reads_it(paper, drafter, django_assert_num_queries):
    client = drafter.client

    with django_assert_num_queries(
        7
    ):  # session, person, paper with its text, grants, drafters, kept words, holds
        page = client.get(at(paper))

    assert SECRET in page.content.decode()
    assert f'name="base_version" value="{version(paper)}"' in page.content.decode()
    assert "XA Valoria" in text_of(page)
    assert "2 recommendations · 0 open brackets" in text_of(page)


def test_save_by_the_form_comes_back_to_the_editor(paper, drafter):
    answer = post(drafter, paper, "New\r\nwords", version(paper))

    paper.working.refresh_from_db()
    assert (answer.status_code, answer.url, paper.working.text) == (302, at(paper), "New\nwords")


def test_save_from_two_tabs_brings_both_changes_together_and_says_so(paper, drafter):
    base, client = version(paper), drafter.client
    first, second = factories.TEXT.replace("ninety", "sixty"), factories.TEXT.replace("thirty", "forty")
    post(drafter, paper, first, base)

    answer = client.post(at(paper), {"text": second, "base_version": base}, follow=True)

    paper.working.refresh_from_db()
    assert paper.working.text == factories.TEXT.replace("ninety", "sixty").replace("thirty", "forty")
    assert "Saved, with words of others brought in." in text_of(answer)


def test_save_that_cannot_be_placed_leads_to_the_words_that_were_kept(paper, drafter, head):
    base = version(paper)
    post(head, paper, factories.TEXT.replace("ninety", "sixty"), base)

    answer = post(drafter, paper, factories.TEXT.replace("ninety", "eighty"), base)

    kept = Recovery.objects.get()
    assert (kept.text, answer.url) == (
        factories.TEXT.replace("ninety", "eighty"),
        f"/papers/recoveries/{kept.pk}/",
    )


@pytest.mark.parametrize("base", ["", "x", "-1", "99999999999999999999"])
def test_save_on_no_version_is_refused_and_keeps_the_words(paper, drafter, base):
    before = version(paper)

    answer = post(drafter, paper, "Words of mine", base)

    assert (answer.status_code, "Words of mine" in answer.content.decode()) == (422, True)
    assert version(paper) == before


def test_save_on_a_version_that_never_was_keeps_the_words_aside(paper, drafter):
    post(drafter, paper, "Words of mine", 77)

    assert [recovery.text for recovery in Recovery.objects.all()] == ["Words of mine"]


def test_save_under_another_mandate_hands_the_words_back(paper, drafter, reviewer):
    answer = drafter.client.post(
        at(paper), {"text": "Words of mine", "base_version": 0, "mandate": str(reviewer.mandate.pk)}
    )

    assert answer.status_code == 409
    assert "Words of mine" in answer.content.decode()


def test_save_of_a_text_beyond_the_limit_says_so_and_hands_it_back(paper, drafter, settings):
    settings.TEXT_LIMIT = 10

    answer = post(drafter, paper, "Words of mine", version(paper))

    assert answer.status_code == 422
    assert "longer than 10 characters" in text_of(answer)
    assert "Words of mine" in answer.content.decode()


def test_save_asks_the_database_at_most_twelve_times(paper, drafter, django_assert_max_num_queries):
    client, base = drafter.client, version(paper)

    # Of these two open and close the transaction; PostgreSQL is asked for the time of receipt besides.
    with django_assert_max_num_queries(14 + (connection.vendor == "postgresql")):
        client.post(at(paper), {"text": "New words", "base_version": base})


# Preview -------------------------------------------------------------------------------------------


def test_preview_is_what_the_renderer_makes_of_the_text(paper, drafter):
    answer = drafter.client.post(at(paper, "preview"), {"text": "Some *words* [open – XB]\r\n"})

    html = answer.content.decode()
    assert html.startswith('<p dir="auto">Some <em>words</em> ')
    assert 'data-code="XB"' in html


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](http://elsewhere.example/a.png)"]
)
def test_preview_lets_nothing_foreign_through(paper, drafter, text):
    html = drafter.client.post(at(paper, "preview"), {"text": text}).content.decode()

    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "<img" not in html


def test_preview_of_a_text_too_large_is_refused(paper, drafter):
    answer = drafter.client.post(at(paper, "preview"), {"text": "a\n\n" * 1_000_000})

    assert answer.status_code == 422


# Issuing -------------------------------------------------------------------------------------------


def test_issue_shows_what_the_text_changes_before_it_is_sent(paper, drafter, django_assert_num_queries):
    factories.save(paper, drafter, factories.TEXT.replace("ninety", "sixty"))
    client = drafter.client

    with django_assert_num_queries(5):  # session, person, paper with its text, grants, current revision
        page = client.get(at(paper, "issue"))

    assert "Issue Draft 2" in text_of(page)
    assert "<del>ninety</del> <ins>sixty</ins>" in page.content.decode()


@pytest.mark.parametrize("page", ["edit/changes", "issue"])
def test_text_that_was_never_issued_is_read_as_it_will_be_not_as_a_change(drafter, body, page):
    paper = factories.started(drafter, body, text="## Purpose\n\n1. Words.\n")

    html = drafter.client.get(at(paper, page)).text

    assert (html.count(">Purpose</h3>"), html.count("<ins")) == (1, 0)


def test_issue_freezes_what_was_read(paper, drafter):
    factories.save(paper, drafter, factories.TEXT.replace("ninety", "sixty"))

    answer = drafter.client.post(at(paper, "issue"), {"note": "Shorter", "seen_version": version(paper)})

    revision = Revision.objects.get(paper=paper, number=2)
    assert answer.url == f"/papers/{paper.pk}/"
    assert (revision.note, revision.words_added, revision.words_removed) == ("Shorter", 1, 1)


def test_issue_of_a_text_that_changed_meanwhile_is_refused_with_the_note_kept(paper, drafter, head):
    factories.save(paper, drafter, factories.TEXT.replace("ninety", "sixty"))
    seen = version(paper)
    factories.save(paper, head, factories.TEXT.replace("ninety", "seventy"))

    answer = drafter.client.post(at(paper, "issue"), {"note": "My long note", "seen_version": seen})

    assert answer.status_code == 409
    assert "My long note" in answer.content.decode()
    assert Revision.objects.filter(paper=paper).count() == 1


def test_issue_without_a_change_says_that_there_is_nothing(paper, drafter):
    assert "There is nothing to issue" in text_of(drafter.client.get(at(paper, "issue")))


def test_issue_after_tabling_is_refused_with_the_reason(tabled_paper, drafter):
    answer = drafter.client.get(at(tabled_paper, "issue"))

    assert answer.status_code == 403
    assert "issued after its comments are disposed of" in text_of(answer)


def test_issue_by_a_delegation_that_only_drafts_is_refused(paper, drafter, estmark_head, estmark):
    access.give(paper, estmark, "draft", by=drafter.acting)

    answer = estmark_head.client.get(at(paper, "issue"))

    assert answer.status_code == 403
    assert "Only the delegation that leads this paper may do this." in text_of(answer)


# Kept words ----------------------------------------------------------------------------------------


@pytest.fixture
def kept(paper, drafter, head):
    base = version(paper)
    factories.save(paper, head, factories.TEXT.replace("ninety", "sixty"))
    mine = factories.TEXT.replace("ninety", "eighty")
    return writing.save_text(paper, text=mine, base_version=base, by=drafter.acting).recovery


def test_kept_words_stand_beside_the_text_for_their_author(kept, drafter):
    page = drafter.client.get(f"/papers/recoveries/{kept.pk}/")

    assert "eighty days" in page.content.decode()
    assert "<del>sixty</del>" in page.content.decode()


def test_kept_words_of_another_are_a_page_that_never_was(kept, head):
    answer = head.client.get(f"/papers/recoveries/{kept.pk}/")
    unknown = head.client.get(f"/papers/recoveries/{NOWHERE}/")

    assert (answer.status_code, same_page(answer)) == (404, same_page(unknown))


def test_kept_words_are_not_listed_for_another(kept, paper, head, drafter):
    assert "Nothing of yours is kept aside." in text_of(head.client.get(at(paper, "recoveries")))
    assert "Interim repair" in text_of(drafter.client.get(at(paper, "recoveries")))


def test_kept_words_outlive_access_without_telling_more(paper, drafter, estmark_head, estmark):
    access.give(paper, estmark, "draft", by=drafter.acting)
    saved = writing.save_text(paper, text="Words of Estmark", base_version=77, by=estmark_head.acting)
    access.end(paper, estmark, by=drafter.acting)

    page = estmark_head.client.get(f"/papers/recoveries/{saved.recovery.pk}/")

    assert "Words of Estmark" in page.content.decode()
    assert paper.title not in text_of(page)
    assert SECRET not in page.content.decode()


def test_kept_words_put_away_wait_no_more(kept, paper, drafter):
    drafter.client.post(f"/papers/recoveries/{kept.pk}/settle/")

    kept.refresh_from_db()
    assert kept.settled_at is not None
    assert "Nothing of yours is kept aside." in text_of(drafter.client.get(at(paper, "recoveries")))


# Two at once ---------------------------------------------------------------------------------------


def test_save_by_somebody_who_opened_the_paper_before_it_was_frozen_is_refused(paper, drafter, head):
    opened = Paper.objects.get(pk=paper.pk)
    services.withdraw(paper, by=head.acting)

    with pytest.raises(PermissionDenied, match="frozen"):
        writing.save_text(opened, text="Too late", base_version=version(paper), by=drafter.acting)


def test_issue_by_somebody_who_opened_the_paper_before_it_was_tabled_is_refused(paper, drafter, head, centre):
    factories.save(paper, drafter, "Other words")
    opened = Paper.objects.get(pk=paper.pk)
    services.table(paper, by=head.acting)

    with pytest.raises(Refused, match="moved on"):
        services.issue_revision(opened, by=drafter.acting)


# Words that did not reach the text -----------------------------------------------------------------


def keep(person, pk, text="Typed when the line was down", **extra):
    return person.client.post(f"/papers/{pk}/text/kept/", {"text": text, "why": "access ended"}, **extra)


def test_unsent_words_are_kept_for_their_author_alone(paper, drafter, head):
    answer = keep(drafter, paper.pk, **JSON)

    recovery = Recovery.objects.get()
    assert answer.json() == {"recovery_url": f"/papers/recoveries/{recovery.pk}/"}
    assert (recovery.user, recovery.paper, recovery.why) == (drafter.user, paper, "access ended")
    assert (
        "Typed when the line was down" in drafter.client.get(answer.json()["recovery_url"]).content.decode()
    )
    assert head.client.get(answer.json()["recovery_url"]).status_code == 404


def test_unsent_words_are_kept_alike_for_a_paper_that_is_unseen_and_one_that_never_was(
    shared_paper, outsider
):
    unseen, unknown = keep(outsider, shared_paper.pk), keep(outsider, NOWHERE)

    pages = [outsider.client.get(answer.url) for answer in (unseen, unknown)]
    own = [answer.url for answer in (unseen, unknown)]
    assert [answer.status_code for answer in (unseen, unknown)] == [302, 302]
    assert same_page(pages[0]).replace(own[0], own[1]) == same_page(pages[1])
    assert shared_paper.title not in pages[0].content.decode()


@pytest.mark.parametrize("fields", [{}, {"text": "Words"}, {"why": "x"}, {"text": "Words", "why": "x" * 41}])
def test_nothing_is_kept_without_words_and_a_reason(paper, drafter, fields):
    answer = drafter.client.post(f"/papers/{paper.pk}/text/kept/", fields)

    assert (answer.status_code, Recovery.objects.count()) == (422, 0)


def test_words_beyond_the_limit_are_handed_back(paper, drafter, settings):
    settings.TEXT_LIMIT = 10

    answer = keep(drafter, paper.pk)

    assert (answer.status_code, Recovery.objects.count()) == (422, 0)
    assert "Typed when the line was down" in answer.content.decode()


def test_words_are_not_kept_without_end(paper, drafter, monkeypatch):
    monkeypatch.setattr(writing, "MOST_KEPT", 2)

    answers = [keep(drafter, paper.pk).status_code for _time in range(3)]

    assert (answers, Recovery.objects.count()) == ([302, 302, 429], 2)


def test_passages_are_not_compared_with_a_whole_text(paper, drafter):
    for why, is_compared in {"set aside": True, "access ended": False}.items():
        fields = {"text": "Words of mine", "why": why}
        url = drafter.client.post(f"/papers/{paper.pk}/text/kept/", fields).url
        assert bool(drafter.client.get(url).context["changes"]) == is_compared

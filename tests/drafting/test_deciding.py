"""Where a person decides between two texts: kept words put into the text, and the text put on another revision."""

import pytest

from papers.audit.models import Event
from papers.drafting import access, deciding, services, writing
from papers.drafting.live import log
from papers.drafting.models import Recovery, WorkingText
from tests import factories
from tests.pages import same_page, text_of

NOWHERE = "00000000-0000-4000-8000-000000000000"
TEXT = factories.TEXT
THEIRS = TEXT.replace("ninety days", "sixty days")
MINE = TEXT.replace("restores", "brings back").replace("common approach", "shared approach")
BOTH = THEIRS.replace("restores", "brings back").replace("common approach", "shared approach")


def text_now(paper):
    return log.current(WorkingText.objects.get(paper=paper)).text


def version(paper):
    return WorkingText.objects.get(paper=paper).version


def kept_of(paper, other, person, *, theirs=THEIRS, mine=MINE):
    """Words kept aside: the other saved first, then the person on the same base."""
    base = version(paper)
    factories.save(paper, other, theirs)
    return writing.save_text(paper, text=mine, base_version=base, by=person.acting).recovery


@pytest.fixture
def kept(paper, head, drafter):
    return kept_of(paper, head, drafter)


def place(person, recovery, **fields):
    fields.setdefault("seen_version", version(recovery.paper))
    return person.client.post(f"/papers/recoveries/{recovery.pk}/place/", fields)


# Kept words ----------------------------------------------------------------------------------------


def test_only_the_sentence_that_both_changed_is_asked_about(kept, paper):
    (conflict,) = deciding.kept_words(kept).merge.conflicts

    assert "sixty days" in conflict.theirs
    assert "brings back" in conflict.ours
    assert "shared approach" in text_now(paper)


def test_page_shows_both_texts_and_what_they_would_be_together(kept, drafter):
    page = drafter.client.get(f"/papers/recoveries/{kept.pk}/")

    assert "1 place to decide" in text_of(page)
    assert [word in text_of(page) for word in ("It was", "As it stands in the text", "As you wrote it")] == [
        True
    ] * 3
    assert "Both together, for you to read" in text_of(page)


@pytest.mark.parametrize(
    ("answer", "stands"),
    [
        ({"answer_0": "theirs"}, BOTH.replace("brings back", "restores")),
        ({}, BOTH.replace("brings back", "restores")),
        ({"answer_0": "ours"}, BOTH.replace("sixty days", "ninety days")),
        ({"answer_0": "both"}, BOTH),
    ],
    ids=["as it stands", "no answer", "as I wrote it", "both"],
)
def test_choice_is_saved_as_a_change_and_the_words_are_settled(kept, paper, drafter, answer, stands):
    page = place(drafter, kept, **answer)

    kept.refresh_from_db()
    assert page.url == f"/papers/{paper.pk}/edit/"
    assert text_now(paper) == stands
    assert kept.settled_at is not None


def test_own_words_stand_where_the_question_was(kept, paper, drafter):
    place(drafter, kept, answer_0="own", own_0="Interim repair restores service in seventy days.\r\n")

    assert "Interim repair restores service in seventy days." in text_now(paper)
    assert "brings back" not in text_now(paper)
    assert "shared approach" in text_now(paper)


def test_what_others_write_while_one_decides_is_merged_in(kept, paper, drafter, head):
    seen = version(paper)
    factories.save(paper, head, text_now(paper) + "\nA last line.\n")

    place(drafter, kept, seen_version=seen, answer_0="ours")

    assert "A last line." in text_now(paper)
    assert "brings back" in text_now(paper)


def test_words_that_cannot_be_placed_again_are_kept_again(kept, paper, drafter, head):
    seen = version(paper)
    factories.save(paper, head, text_now(paper).replace("sixty days", "five days"))

    page = place(drafter, kept, seen_version=seen, answer_0="ours")

    (again,) = Recovery.objects.kept().filter(paper=paper)
    assert page.url == f"/papers/recoveries/{again.pk}/"
    assert "brings back" in again.text


def test_words_from_a_base_that_nobody_knows_are_asked_about_place_by_place(paper, drafter):
    saved = writing.save_text(paper, text=MINE, base_version=999, by=drafter.acting)

    place(drafter, saved.recovery, answer_0="ours", answer_1="theirs")

    assert text_now(paper) == TEXT.replace("common approach", "shared approach")


def test_words_that_stand_by_now_leave_nothing_to_decide(kept, paper, drafter):
    factories.save(paper, drafter, MINE)

    page = drafter.client.get(f"/papers/recoveries/{kept.pk}/")

    assert "All of it stands in the text by now" in text_of(page)


def test_nothing_is_placed_for_another(kept, head, paper):
    answer = place(head, kept, answer_0="ours")
    never = head.client.post(f"/papers/recoveries/{NOWHERE}/place/")

    assert (answer.status_code, same_page(answer)) == (404, same_page(never))


def test_who_may_not_write_any_more_places_nothing(paper, drafter, estmark, estmark_head):
    access.give(paper, estmark, "draft", by=drafter.acting)
    recovery = kept_of(paper, drafter, estmark_head)
    access.give(paper, estmark, "read", by=drafter.acting)

    answer = place(estmark_head, recovery, answer_0="ours")

    recovery.refresh_from_db()
    assert answer.status_code == 403
    assert recovery.settled_at is None


def test_version_that_was_not_sent_changes_nothing(kept, paper, drafter):
    before = text_now(paper)

    answer = place(drafter, kept, seen_version="x", answer_0="ours")

    assert answer.status_code == 422
    assert text_now(paper) == before


# Another revision ----------------------------------------------------------------------------------


@pytest.fixture
def revised(paper, drafter):
    """Two revisions, the second in sixty days, and a working text that goes on from there."""
    factories.save(paper, drafter, THEIRS)
    services.issue_revision(paper, by=drafter.acting)
    factories.save(paper, drafter, THEIRS.replace("common approach", "shared approach"))
    return paper


def rebase(person, paper, number, **fields):
    fields.setdefault("seen_version", version(paper))
    return person.client.post(f"/papers/{paper.pk}/revisions/{number}/rebase/", fields)


def test_working_text_is_put_on_an_earlier_revision_with_what_it_changed(revised, drafter):
    page = rebase(drafter, revised, 1)

    assert page.url == f"/papers/{revised.pk}/edit/"
    assert text_now(revised) == TEXT.replace("common approach", "shared approach")


def test_preview_shows_what_would_change_before_anything_does(revised, drafter):
    before = text_now(revised)

    page = drafter.client.get(f"/papers/{revised.pk}/revisions/1/rebase/")

    assert "<del>sixty</del>" in page.content.decode()
    assert "<ins>ninety</ins>" in page.content.decode()
    assert text_now(revised) == before


def test_rebasing_begins_a_new_history_and_is_recorded(revised, drafter):
    generation = WorkingText.objects.get(paper=revised).generation

    rebase(drafter, revised, 1)

    event = Event.objects.filter(verb="drafting.text.rebased").get()
    assert WorkingText.objects.get(paper=revised).generation == generation + 1
    assert event.facts["number"] == 1


def test_sentence_changed_on_both_sides_is_the_leads_to_decide(revised, drafter):
    factories.save(revised, drafter, THEIRS.replace("sixty days", "seventy days"))

    rebase(drafter, revised, 1, answer_0="ours")

    assert "seventy days" in text_now(revised)


def test_text_changed_since_it_was_read_is_not_rebased(revised, drafter, head):
    seen = version(revised)
    factories.save(revised, head, THEIRS + "\nMore.\n")

    answer = rebase(drafter, revised, 1, seen_version=seen)

    assert answer.status_code == 409
    assert "More." in text_now(revised)


def test_only_the_lead_rebases(revised, drafter, estmark, estmark_head, outsider):
    access.give(revised, estmark, "draft", by=drafter.acting, from_number=1)

    assert rebase(estmark_head, revised, 1).status_code == 403
    assert rebase(outsider, revised, 1).status_code == 404
    assert "Base the working text on it" not in text_of(
        estmark_head.client.get(f"/papers/{revised.pk}/revisions/1/")
    )
    assert "Base the working text on it" in text_of(drafter.client.get(f"/papers/{revised.pk}/revisions/1/"))


def test_frozen_text_is_not_rebased(revised, drafter, head):
    services.withdraw(revised, by=head.acting)

    assert rebase(drafter, revised, 1).status_code == 403

"""Passages that are not released to everybody: marked, carried, widened by their originator, kept out of agreement."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from papers.adoption import rules as adoption
from papers.adoption.services import break_silence
from papers.audit.models import Event
from papers.drafting import access, narrowing, preparing, services, withholding
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper, PassageMarking, Picture, Revision
from papers.drafting.narrowing import ALL, Wish
from papers.drafting.projection import for_reader
from papers.drafting.withholding import Withheld
from papers.files.models import Blob
from papers.notifications.models import Notice
from papers.shared.errors import BadInput, Refused
from tests.adoption.making import consolidated, placed
from tests.cast import add_person
from tests.factories import TEXT, issued, save
from tests.pages import text_of
from tests.statements import statements_of

WORDS = "restores a stated level"
GAP = "[passage not released to you]"


def block_of(paper, words=WORDS):
    revision = Revision.objects.get(pk=Paper.objects.get(pk=paper.pk).current_id)
    revision.withheld = frozenset()
    return next(entry["id"] for entry in revision.block_map if words in entry["text"])


def wish(paper, *delegations, release="named", words=WORDS):
    return Wish(frozenset({block_of(paper, words)}), release, delegations, "Not to be told yet.")


def shown(paper, person):
    return text_of(person.client.get(reverse("portal:paper-detail", args=[paper.pk])))


@pytest.fixture
def shared(tabled_paper, drafter, estmark, kaldria):
    """Valoria's paper, which Estmark and Kaldria comment on."""
    for one in (estmark, kaldria):
        access.give(tabled_paper, one, "comment", by=drafter.acting)
    return Paper.objects.get(pk=tabled_paper.pk)


@pytest.fixture
def narrowed(shared, drafter, estmark):
    """Its second paragraph, released to Estmark alone."""
    narrowing.mark(shared, wish(shared, estmark), by=drafter.acting)
    return Paper.objects.get(pk=shared.pk)


def test_narrowed_passage_is_replaced_in_place_for_those_without_it(
    narrowed, drafter, reviewer, reader, chair
):
    pages = {one: shown(narrowed, one) for one in map(Person, (drafter, reviewer, reader, chair))}

    assert [(WORDS in page, GAP in page) for page in pages.values()] == [
        (True, False), (True, False), (False, True), (False, True),
    ]  # fmt: skip
    assert all("common approach to the interim repair" in page for page in pages.values())


def test_passage_for_the_chair_only_is_read_by_those_who_preside_and_those_who_draft(
    shared, drafter, reviewer, chair
):
    narrowing.mark(shared, wish(shared, release="chair"), by=drafter.acting)

    assert [WORDS in shown(shared, one) for one in (drafter, chair, reviewer)] == [True, True, False]


def test_whoever_is_given_draft_is_released_for_every_passage(narrowed, drafter, kaldria, reader):
    access.give(narrowed, kaldria, "draft", by=drafter.acting)

    assert WORDS in shown(narrowed, reader)


def test_text_of_a_narrowed_revision_is_refused_while_nobody_said_who_reads_it(narrowed):
    revision = Revision.objects.get(paper=narrowed)

    for name in ("text", "block_map"):
        with pytest.raises(Withheld):
            getattr(revision, name)
    with pytest.raises(TypeError):
        Revision.objects.values_list("text", flat=True)


def test_deferred_text_of_a_narrowed_revision_is_projected_too(narrowed, reader):
    revision = Revision.objects.visible_to(reader.acting).without_texts().get(paper=narrowed)

    assert (WORDS in revision.text, "passage not released" in revision.text) == (False, True)


def test_seal_is_told_to_those_who_have_the_whole_text(narrowed, reviewer, reader):
    page = reverse("drafting:revision-detail", args=[narrowed.pk, 1])
    seal = Revision.objects.get(paper=narrowed).sha256

    pages = [one.client.get(page).content.decode() for one in (reviewer, reader)]

    assert [seal in page for page in pages] == [True, False]
    assert all("unchanged since it was issued" in page for page in pages)


def test_paper_with_a_narrowed_passage_is_neither_placed_nor_adopted(narrowed, chair, drafter):
    paper = consolidated(narrowed)

    assert adoption.can_place.why_not(chair.acting, Paper.objects.get(pk=paper.pk)).startswith(
        "A passage of the text is not released to everybody"
    )
    with pytest.raises(PermissionDenied, match="not released to everybody"):
        placed(paper, chair)
    with pytest.raises(Refused, match="not released to everybody"):
        services.move(Paper.objects.get(pk=paper.pk), to=Stage.ADOPTED, by=chair.acting)

    narrowing.mark(paper, wish(paper, release=ALL), by=drafter.acting)
    assert placed(Paper.objects.get(pk=paper.pk), chair).is_running


def test_paper_that_was_under_silence_is_not_narrowed_any_more(shared, chair, drafter, estmark_head, estmark):
    silence = placed(consolidated(shared), chair)
    break_silence(silence, received_at=timezone.now(), blocks=[], objection="No.", by=estmark_head.acting)

    with pytest.raises(Refused, match="has been under silence"):
        narrowing.mark(shared, wish(shared, estmark), by=drafter.acting)


def test_only_the_originator_decides_on_a_wider_release(narrowed, chair, reviewer, estmark, kaldria, drafter):
    for person in (chair, add_person(estmark, "head"), reviewer):
        with pytest.raises(PermissionDenied):
            narrowing.mark(narrowed, wish(narrowed, estmark, kaldria), by=person.acting)

    narrowing.mark(narrowed, wish(narrowed, estmark, kaldria), by=drafter.acting)

    assert [one.code for one in PassageMarking.objects.standing().get().released_to.in_order()] == [
        "XA", "XB", "XC",
    ]  # fmt: skip
    assert PassageMarking.objects.count() == 2


def test_change_of_release_is_told_in_the_record_without_names_or_words(narrowed):
    event = Event.objects.filter(verb="drafting.passages.marked").get()

    assert (event.audience, event.facts) == ("paper", {"passages": 1})


def test_lifting_gives_the_passage_to_everybody_and_frees_the_revisions(narrowed, drafter, reader):
    narrowing.mark(narrowed, wish(narrowed, release=ALL), by=drafter.acting)

    assert WORDS in shown(narrowed, reader)
    assert Revision.objects.get(paper=narrowed).narrowed_at is None


def released_to(person):
    page = text_of(person.client.get(reverse("notifications:notice-list")))
    return page.count("that were kept from your delegation are released to it")


def test_delegation_is_told_once_what_it_gained_and_not_what_it_lost(
    narrowed, shared, drafter, head, estmark, kaldria
):
    losing, gaining = add_person(estmark, "focal"), add_person(kaldria, "focal")
    below = add_person(kaldria, "reader")

    narrowing.mark(shared, wish(shared, kaldria), by=drafter.acting)

    people = (losing, gaining, below, head)
    assert [released_to(one) for one in people] == [0, 1, 0, 0]
    notices = Notice.objects.filter(kind=narrowing.RELEASED)
    assert set(notices.values_list("recipient", flat=True)) == {gaining.user.pk}


def test_notice_of_a_passage_is_gone_once_the_passage_is_kept_back_again(narrowed, shared, drafter, kaldria):
    gaining = add_person(kaldria, "head")
    narrowing.mark(shared, wish(shared, release="all"), by=drafter.acting)
    before = released_to(gaining)

    narrowing.mark(shared, wish(shared), by=drafter.acting)

    assert (before, released_to(gaining)) == (1, 0)


def test_marking_stays_with_a_passage_that_is_reworded_and_holds_for_earlier_revisions(
    drafter, body, estmark, kaldria, reader
):
    paper = issued(drafter, body)
    access.give(paper, kaldria, "read", by=drafter.acting, from_number=1)
    narrowing.mark(paper, wish(paper), by=drafter.acting)
    save(paper, drafter, TEXT.replace("within ninety days", "within sixty days"))

    services.issue_revision(Paper.objects.get(pk=paper.pk), by=drafter.acting)

    seen = Revision.objects.visible_to(reader.acting).filter(paper=paper)
    assert [(WORDS in one.text, "passage not released" in one.text) for one in seen] == [(False, True)] * 2
    compared = text_of(reader.client.get(reverse("drafting:revision-compare", args=[paper.pk])))
    assert ("sixty" in compared, "ninety" in compared) == (False, False)


def test_narrowed_passage_that_went_without_a_trace_narrows_what_is_new(drafter, body, kaldria, reader):
    paper = issued(drafter, body)
    access.give(paper, kaldria, "read", by=drafter.acting, from_number=1)
    narrowing.mark(paper, wish(paper), by=drafter.acting)
    old = next(line for line in TEXT.splitlines() if WORDS in line)
    save(
        paper,
        drafter,
        TEXT.replace(old, "2. Wholly other words on bread and roses, of which nothing was said."),
    )

    services.issue_revision(Paper.objects.get(pk=paper.pk), by=drafter.acting)

    assert "bread and roses" not in Revision.objects.visible_to(reader.acting).get(paper=paper, number=2).text


def test_notes_go_with_the_passage_that_refers_to_them(drafter, body, kaldria, reader):
    text = TEXT.replace(f"work that {WORDS}", f"work[^a] that {WORDS}") + "\n[^a]: A note on bread.\n"
    paper = issued(drafter, body, text=text)
    access.give(paper, kaldria, "read", by=drafter.acting, from_number=1)

    narrowing.mark(paper, wish(paper), by=drafter.acting)

    assert "bread" not in Revision.objects.visible_to(reader.acting).get(paper=paper).text


def test_pictures_of_a_narrowed_text_are_for_those_who_have_all_of_it(narrowed, reviewer, reader):
    blob = Blob.objects.create(sha256="0" * 64, size=1, media_type="image/png")
    picture = Picture.objects.create(paper=narrowed, blob=blob, title="A map")
    picture.revisions.add(narrowed.current_id)

    assert [Picture.objects.visible_to(one.acting).count() for one in (reviewer, reader)] == [1, 0]


def test_page_shows_who_loses_and_gains_before_anything_changes(shared, drafter, estmark):
    send = {"blocks": block_of(shared), "release": "named", "released_to": "XB", "reason": "Not yet."}
    client, address = drafter.client, "drafting:marking-{}"

    preview = text_of(client.post(reverse(address.format("preview"), args=[shared.pk]), send))
    before = PassageMarking.objects.count()
    answer = client.post(reverse(address.format("set"), args=[shared.pk]), send)
    page = text_of(client.get(reverse(address.format("list"), args=[shared.pk])))

    assert ("XC Kaldria" in preview, "SEC Secretariat" in preview, "XB Estmark" in preview) == (
        True,
        True,
        False,
    )
    assert (before, answer.status_code, PassageMarking.objects.count()) == (0, 302, 1)
    assert "Not yet." in page


def test_page_sent_without_a_reason_says_so_and_keeps_what_was_chosen(shared, drafter):
    send = {"blocks": block_of(shared), "release": "chair", "reason": ""}

    answer = drafter.client.post(reverse("drafting:marking-set", args=[shared.pk]), send)

    assert (answer.status_code, PassageMarking.objects.count()) == (422, 0)
    assert "Say why; it stays with the marking." in text_of(answer)
    assert f'value="{block_of(shared)}" id="id_blocks_' in answer.content.decode()
    assert len(re.findall(r"<input[^>]*\bchecked\b", answer.content.decode().split('class="form"')[1])) == 2


def test_passage_of_another_paper_is_refused(shared, drafter, paper):
    other = Wish(frozenset({block_of(paper)}), "chair", (), "Why.")

    with pytest.raises(BadInput, match="does not stand"):
        narrowing.mark(shared, other, by=drafter.acting)


@pytest.mark.parametrize("words", [[WORDS], [WORDS, "common approach", "spare parts"]])
def test_page_of_a_narrowed_paper_asks_one_statement_more_however_many_passages(
    shared, drafter, reader, words
):
    page = reverse("portal:paper-detail", args=[shared.pk])
    client = reader.client
    client.get(page)
    before = statements_of(lambda: client.get(page))
    for one in words:
        narrowing.mark(shared, wish(shared, words=one), by=drafter.acting)

    assert statements_of(lambda: client.get(page)) == before + 1


@given(st.data())
def test_projected_blocks_stand_in_the_projected_text_where_they_say(data):
    block_map = preparing.prepare(
        TEXT + "\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^n]: Note.\n\nEnd[^n].\n"
    ).block_map
    ids = [entry["id"] for entry in block_map]
    hidden = frozenset(data.draw(st.lists(st.sampled_from(ids), unique=True)))
    source = TEXT + "\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^n]: Note.\n\nEnd[^n].\n"

    text, blocks = withholding.project(source, block_map, hidden)

    for old, new in zip(block_map, blocks, strict=True):
        stands = text[new["start"] : new["end"]]
        whole = source[old["start"] : old["end"]]
        assert stands == ("\\[passage not released to you\\]" if old["id"] in hidden else whole)
        assert (old["id"], old["before"], old["after"]) == (new["id"], new["before"], new["after"])


def test_reader_of_one_revision_is_asked_of_the_database_only_where_it_is_narrowed(shared, reader):
    revision, by = Revision.objects.get(paper=shared), reader.acting

    assert statements_of(lambda: for_reader(revision, by).text) == 0


class Person:
    """A person as a key."""

    def __init__(self, person):
        self.client = person.client

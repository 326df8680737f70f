"""A unique word inside a narrowed passage, looked for in the answers of every address to a delegation without it."""

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from papers.api import services as api
from papers.drafting import access, narrowing, services
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper, PassageMarking
from papers.drafting.narrowing import Wish
from papers.drafting.queries.revisions import revision_row
from papers.exchange import orders
from papers.exchange.printing import of_revision
from papers.exchange.render import render
from papers.review import services as review
from papers.review.models import Amendment, Comment, NationalNote, Reservation
from papers.search import services as search
from papers.search.queries import search as find
from papers.search.question import ask
from tests.cast import SETUP, add_person
from tests.factories import save
from tests.implementation.conftest import adopt
from tests.review.making import block, closed, comment_of, open_round
from tests.security.matrix import MATRIX
from tests.security.test_matrix import routes
from tests.unpacked import letters_of

WORD = "kavalorin"
TEXT = f"""# Crossing points

1. The first crossing opens in spring.

2. The second crossing at {WORD} opens [when the {WORD} bridge stands – XB].[^a]

3. The third crossing follows.

[^a]: The bridge of {WORD} is old.
"""
# Accounts and delegations have no word of a paper; programs and printed files are looked at by themselves below.
ELSEWHERE = ("account", "mfa", "delegations", "api-v1", "exchange:revision")
# Where whoever has the passage reads a word of it.
SAYING = {
    "drafting:revision-compare", "drafting:revision-detail", "exchange:fill-csv", "exchange:fill-xlsx",
    "portal:paper-beside", "portal:paper-detail", "portal:passage-history",
    "portal:text-origins", "review:amendment-add", "review:amendment-detail", "review:amendment-edit",
    "review:amendment-list", "review:amendment-withdraw", "review:bracket-list", "review:bracket-wish",
    "review:clearance", "review:comment-add", "review:comment-detail", "review:comment-edit", "review:matrix",
    "review:matrix-csv", "review:matrix-sides", "review:matrix-xlsx", "review:note-add",
    "review:note-edit", "review:note-list", "review:note-reply", "review:reply-add",
    "review:reservation-add", "review:reservation-lift", "review:reservation-list", "review:reservation-register",
    "review:round-detail", "review:suggestion-edit", "search:results",
}  # fmt: skip
LATER = TEXT.replace("spring", "summer").replace("second crossing at", "second crossing near")


@pytest.fixture
def told(drafter, head, centre, body, reviewer, estmark_head, kaldria_head, chair, estmark, kaldria):
    """A paper of two revisions on whose second passage everybody has said something."""
    paper = services.start_paper(
        body=body, title="Crossing points", kind="white_paper", language="en", text=TEXT, by=drafter.acting
    )
    services.issue_revision(paper, note="First", by=drafter.acting)
    save(paper, drafter, LATER)
    services.issue_revision(paper, note="Second", by=drafter.acting)
    paper = services.table(paper, by=head.acting)
    for one in (estmark, kaldria):
        access.give(paper, one, "comment", by=drafter.acting, from_number=1)
    round = open_round(paper, chair, estmark, kaldria)
    there = block(round, f"near {WORD}")
    for person in (reviewer, kaldria_head):
        comment_of(round, person, f"Say {WORD} otherwise.", block=there, quote=f"crossing near {WORD}")
        review.propose_amendment(
            round, block=there, wanted=f"2. The second crossing beside {WORD} opens.", reason="Clearer.",
            by=person.acting,
        )  # fmt: skip
        review.keep_suggestion(
            round, block=there, wanted=f"2. Nothing at {WORD}.", reason="No.", seen=0, by=person.acting
        )
        review.write_note(
            paper, kind="red_line", text=f"Hold {WORD}.", block=there, quote=WORD, by=person.acting
        )
    for person in (estmark_head, kaldria_head):
        review.enter_reservation(paper, kind="scrutiny", text=f"On {WORD}.", block=there, by=person.acting)
    return round, there


@pytest.fixture
def kaldria_head(kaldria):
    return add_person(kaldria, "head")


@pytest.fixture
def narrowed(told, drafter, estmark):
    """The passage is released to Estmark alone, after the round closed and everybody read what the others said."""
    return narrow(*told, drafter, estmark, is_open=False)


def narrow(round, there, drafter, estmark, *, is_open):
    round = round if is_open else closed(round)
    paper = Paper.objects.get(pk=round.paper_id)
    wish = Wish(frozenset({there}), "named", (estmark,), "The place is not to be told yet.")
    narrowing.mark(paper, wish, by=drafter.acting)
    search.complete(by=SETUP)
    return paper


def addresses(paper):
    """Every address that takes a thing of this paper, and those of lists, with what stands in them."""
    number = {"pk": paper.pk, "number": 1}
    things = {
        ("pk",): [{"pk": paper.pk}],
        ("number", "pk"): [number, {**number, "number": 2}],
        ("block", "pk"): [{"pk": paper.pk, "block": one.block_id} for one in PassageMarking.objects.all()],
        ("code", "pk"): [{"pk": paper.pk, "code": "XB"}],
        ("comment", "number", "pk"): [{**number, "comment": one.pk} for one in Comment.objects.all()],
        ("amendment", "number", "pk"): [{**number, "amendment": one.pk} for one in Amendment.objects.all()],
        ("note", "pk"): [{"pk": paper.pk, "note": one.pk} for one in NationalNote.objects.all()],
        ("pk", "reservation"): [{"pk": paper.pk, "reservation": one.pk} for one in Reservation.objects.all()],
        (): [{}],
    }
    known = routes()
    for name, _thing, method in MATRIX:
        if not name.startswith(ELSEWHERE):
            for kwargs in things.get(tuple(known[name]), ()):
                yield name, method, reverse(name, kwargs=kwargs)


def words_of(answer):
    """All that an answer says: its headers, its body, what is packed in it."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    head = repr(answer.headers).encode()
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"".join(packed.read(name) for name in packed.namelist())
    return (head + body).decode("utf-8", "ignore").casefold()


def saying(person, paper, only=""):
    """The addresses whose answers hold the word; what an act changed is taken back, and nowhere may one fail."""
    found, client = set(), person.client
    for name, method, path in addresses(paper):
        if not name.startswith(only):
            continue
        with transaction.atomic():
            answer = getattr(client, method)(
                path, {"q": "bridge", "from": "1", "to": "2"} if method == "get" else {}
            )
            assert answer.status_code < 500, name
            found |= {name} if WORD in words_of(answer) else set()
            transaction.set_rollback(True)
    return found


def test_narrowed_passage_is_in_no_answer_to_a_delegation_without_it(narrowed, kaldria_head, estmark_head):
    without, control = saying(kaldria_head, narrowed), saying(estmark_head, narrowed)

    assert without == set()
    assert SAYING - control == set()


def test_narrowed_passage_is_in_no_page_of_an_open_round(told, drafter, kaldria_head, estmark, estmark_head):
    paper = narrow(*told, drafter, estmark, is_open=True)

    assert saying(kaldria_head, paper, only="review") == set()
    assert "review:comment-add" in saying(estmark_head, paper, only="review:comment")


def test_narrowed_passage_is_kept_from_the_chair_too(narrowed, chair):
    assert saying(chair, narrowed, only="portal") == set()
    assert saying(chair, narrowed, only="review") == set()


@pytest.mark.parametrize(("person", "expected"), [("kaldria_head", False), ("estmark_head", True)])
def test_narrowed_passage_in_files_and_for_programs(narrowed, person, expected, request, client):
    acting = request.getfixturevalue(person).acting
    row = revision_row(acting, narrowed, 2)
    headers = {"Authorization": f"Bearer {api.make_token('A program', by=acting)}"}

    answer = client.get(reverse("api-v1:revision-detail", args=[narrowed.pk, 2]), headers=headers)
    under_review = orders.made(acting, "marked", {"paper": str(narrowed.pk), "number": 1}).printed

    assert (WORD in of_revision(acting, narrowed, row).body, WORD in answer.json()["text"]) == (
        expected,
        expected,
    )
    assert (WORD in under_review.body, "comment-start" in under_review.body) == (expected, expected)
    assert bool(answer.json()["sha256"]) == expected
    assert ("not released to you" in answer.json()["text"]) != expected


@pytest.mark.parametrize("kind", ["docx", "pdf"])
@pytest.mark.parametrize(("what", "number"), [("revision", 1), ("revision", 2), ("matrix", 1)])
def test_narrowed_passage_is_in_no_file_to_be_read_on_paper(
    narrowed, kaldria_head, estmark_head, what, number, kind
):
    asked = {"paper": str(narrowed.pk), "number": number, "query": ""}
    orders_of = [orders.made(one.acting, what, asked) for one in (kaldria_head, estmark_head)]

    without, control = (letters_of(render(one.printed, kind)) for one in orders_of)

    assert (WORD in without, WORD in control) == (False, True)
    assert "crossingpoints" in without


def test_searching_for_words_of_the_passage_finds_nothing_and_counts_nothing(
    narrowed, kaldria_head, estmark_head
):
    people = (kaldria_head, estmark_head)

    assert [len(find(one.acting, ask(WORD)).hits) for one in people] == [0, 1]
    assert [len(find(one.acting, ask("crossing points")).hits) for one in people] == [1, 1]


@pytest.mark.parametrize(
    "stage",
    [Stage.ADOPTED, Stage.IMPLEMENTATION, Stage.CLOSED, Stage.SUPERSEDED, Stage.TRANSFERRED, Stage.PUBLISHED],
)
def test_text_whose_recommendations_are_followed_is_not_narrowed(shared_paper, drafter, estmark_head, stage):
    """Lists, reports and feeds quote a recommendation to whom it is addressed, with or without its paper."""
    adopt(shared_paper)
    elsewhere = {"kind": "list", "external": True} if stage == Stage.PUBLISHED else {}
    Paper.objects.filter(pk=shared_paper.pk).update(stage=stage, **elsewhere)
    one = shared_paper.recommendations.first()
    wish = Wish(frozenset({str(one.block_id)}), "chair", (), "The place is not to be told yet.")

    with pytest.raises(PermissionDenied):
        narrowing.mark(Paper.objects.get(pk=shared_paper.pk), wish, by=drafter.acting)

    page = estmark_head.client.get(reverse("implementation:recommendation-detail", args=[one.pk]))
    assert one.text.split(".")[0] in page.content.decode()

"""A capital fills in a sheet and it comes back: drafts before the close, answers and proposals after it."""

import csv
import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from papers.exchange.models import Brought
from papers.review import services as review
from papers.review.models import Comment, Disposition, NationalNote, Reply, Satisfaction
from tests.cast import add_person
from tests.review.making import block, closed, comment_of, fresh, open_round

pytestmark = pytest.mark.django_db
ISO = (
    "MB",
    "Clause/ Subclause",
    "Paragraph/ Figure",
    "Type of comment",
    "Comments",
    "Proposed change",
    "Rationale",
)


@pytest.fixture
def round(tabled_paper, chair, estmark, kaldria):
    """An open round to which Estmark and Kaldria are invited; Norvenia is not."""
    return open_round(tabled_paper, chair, estmark, kaldria)


@pytest.fixture
def kaldria_reviewer(kaldria):
    return add_person(kaldria, "reviewer")


def address(name, round, *more):
    return reverse(f"exchange:{name}", args=[round.paper_id, round.number, *more])


def table(*rows):
    """A CSV file."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bring(person, round, data, name="filled.csv"):
    """The file brought on its page."""
    response = person.client.post(address("brought-add", round), {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == 302, response.context["form"].errors
    return Brought.objects.latest("at")


def page(person, brought):
    return person.client.get(address("brought-detail", brought.round, brought.pk))


def outcomes(response):
    return [(one.row, str(one.kind), list(one.notes)) for one, _mark, _tone in response.context["outcomes"]]


def take(person, brought, **fields):
    where = address("brought-detail", brought.round, brought.pk)
    return person.client.post(where, {"take": "1", **fields})


def sheet_of(person, round):
    """The sheet to fill in as its reader finds it: names of columns, and rows by the first words of their passage."""
    data = person.client.get(address("fill-xlsx", round)).content
    head, *rows = [list(row) for row in load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)]
    return head, rows


def filled(head, rows, words, **said):
    """The row of the passage with these words, filled in."""
    row = next(row for row in rows if words in str(row[head.index("Current text")]))
    for name, value in said.items():
        row[head.index(name.capitalize().replace("_", " "))] = value
    return row


def drafts():
    return NationalNote.objects.filter(parent=None).order_by("made_at", "pk")


def test_filled_sheet_becomes_drafts_on_their_passages_and_nobody_else_sees_them(round, reviewer, drafter):
    head, rows = sheet_of(reviewer, round)
    filled(head, rows, "ninety days", comment="Too short.", severity="Critical", reason="Access comes late.")
    filled(head, rows, "ninety days", kind="Drafting proposal", proposed_text="within sixty days")

    brought = bring(reviewer, round, workbook(head, *rows), "filled.xlsx")
    before = outcomes(page(reviewer, brought))
    assert drafts().count() == 0
    assert take(reviewer, brought).status_code == 302

    assert [(kind, notes) for _row, kind, notes in before] == [("new", [])]
    note = drafts().get()
    assert (str(note.block_id), note.kind, note.severity, note.comment_kind, note.text, note.proposed, note.quote) == (
        block(round, "ninety days"), "draft", "critical", "drafting", "Too short.", "within sixty days", "",
    )  # fmt: skip
    assert note.delegation == reviewer.delegation
    assert page(drafter, brought).status_code == 404
    assert Comment.objects.count() == 0


def test_same_sheet_again_changes_nothing_and_a_corrected_one_changes_its_draft(round, reviewer):
    head, rows = sheet_of(reviewer, round)
    filled(head, rows, "ninety days", comment="Too short.", severity="Editorial")
    first = workbook(head, *rows)
    take(reviewer, bring(reviewer, round, first, "filled.xlsx"))

    again = bring(reviewer, round, first, "filled.xlsx")
    assert [kind for _row, kind, _notes in outcomes(page(reviewer, again))] == ["same"]
    take(reviewer, again)
    filled(head, rows, "ninety days", comment="Far too short.")
    take(reviewer, bring(reviewer, round, workbook(head, *rows), "filled.xlsx"))

    assert [note.text for note in drafts()] == ["Far too short."]


def test_sheet_fetched_with_drafts_in_it_comes_back_onto_them(round, reviewer):
    by, facts = reviewer.acting, {"kind": "draft", "comment_kind": "general", "severity": "editorial"}
    review.write_note(round.paper, text="=SUM(1)", block=block(round, "ninety days"), by=by, **facts)
    fetched = reviewer.client.get(address("fill-csv", round)).content
    assert b"'=SUM(1)" in fetched

    same = bring(reviewer, round, fetched)
    assert [kind for _row, kind, _notes in outcomes(page(reviewer, same))] == ["same"]
    take(reviewer, bring(reviewer, round, fetched.replace(b"'=SUM(1)", b"'=SUM(2)")))

    assert [note.text for note in drafts()] == ["=SUM(2)"]


def test_foreign_headers_are_guessed_and_what_has_no_place_stands_on_the_whole_paper_with_its_words(
    round,
    reviewer,
):
    words = next(entry["text"] for entry in round.revision.block_map if "ninety days" in entry["text"])
    rows = (
        ["Comments on the paper", "", "", "", "", "", ""],
        ISO,
        ["XB", "", words, "ed", "-comma missing", "", ""],
        ["XB", "9.9", "", "te", "Define it.", "", "It is used twice."],
        ["XB", "General", "", "ge", "Thank you.", "", ""],
    )

    brought = bring(reviewer, round, table(*rows))
    assert brought.chosen["columns"] == {
        "text": "Comments", "where": "Clause/ Subclause", "proposed": "Proposed change", "reason": "Rationale",
        "severity": "Type of comment",
    }  # fmt: skip
    chosen = {**brought.chosen["columns"], "quote": "Paragraph/ Figure"}
    reviewer.client.post(address("brought-detail", round, brought.pk), chosen)
    shown = outcomes(page(reviewer, brought))
    take(reviewer, brought)

    assert shown == [(4, "new", ["not_placed"]), (5, "new", ["needs_reason"]), (3, "new", [])]
    assert sorted((note.text, note.severity, str(note.block_id or "")) for note in drafts()) == [
        ("-comma missing", "editorial", block(round, "ninety days")),
        ("Define it.\n\nIn the file: 9.9", "substantive", ""),
        ("Thank you.", "substantive", ""),
    ]


def test_one_faulty_row_keeps_the_whole_file_out_until_it_is_left_out_knowingly(round, reviewer):
    data = table(("Comment", "Severity"), ("Good.", "editorial"), ("Bad.", "purple"))
    brought = bring(reviewer, round, data)

    refused = take(reviewer, brought)
    assert refused.status_code == 422
    assert drafts().count() == 0
    assert outcomes(refused) == [(3, "error", ["no_severity"]), (2, "new", [])]
    assert take(reviewer, brought, leave_out="on").status_code == 302

    assert [note.text for note in drafts()] == ["Good."]
    assert [(row, kind) for row, _ref, kind, _notes in Brought.objects.get().report] == [
        (2, "new"),
        (3, "error"),
    ]
    assert Brought.objects.get().found == {}
    assert take(reviewer, brought).status_code == 200
    assert drafts().count() == 1


def test_what_was_released_stays_as_it_was_released(round, reviewer, estmark_head):
    head, rows = sheet_of(reviewer, round)
    filled(head, rows, "ninety days", comment="Too short.", severity="Editorial")
    data = workbook(head, *rows)
    take(reviewer, bring(reviewer, round, data, "filled.xlsx"))
    review.release_answer(round, by=estmark_head.acting)

    same = outcomes(page(reviewer, bring(reviewer, round, data, "filled.xlsx")))
    filled(head, rows, "ninety days", comment="Far too short.")
    changed = outcomes(page(reviewer, bring(reviewer, round, workbook(head, *rows), "filled.xlsx")))

    assert [kind for _row, kind, _notes in same] == ["same"]
    assert [(kind, notes) for _row, kind, notes in changed] == [("error", ["released"])]


def matrix_file(person, round):
    """The matrix as its file, from the row of the columns on."""
    data = person.client.get(reverse("review:matrix-csv", args=[round.paper_id, round.number])).content
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    above = next(at for at, row in enumerate(rows) if "Comment" in row)
    return rows[:above], rows[above], rows[above + 1 :]


def test_matrix_comes_back_with_replies_answers_and_proposals_of_those_who_may(
    round,
    reviewer,
    kaldria_reviewer,
    drafter,
    chair,
):
    for person in (reviewer, kaldria_reviewer):
        comment_of(round, person)
    round = closed(round)
    first, second = Comment.objects.order_by("number")
    review.decide_disposition(fresh(first), value="rejected", reason="Not now.", by=chair.acting)
    above, head, rows = matrix_file(reviewer, round)
    rows[0][head.index("Answer of the delegation")] = "Maintains its objection"
    rows[0][head.index("Words of the answer")] = "Our capital insists."
    rows[1][head.index("Your reply")] = "We agree."
    answers = table(*above, head, *rows)
    rows[0][head.index("Answer of the delegation")] = rows[1][head.index("Your reply")] = ""
    rows[1][head.index("Penholder's proposal")] = "Accepted in part"
    rows[1][head.index("Reason of the proposal")] = "=the first half"
    proposals = table(*above, head, *rows)

    assert outcomes(page(kaldria_reviewer, bring(kaldria_reviewer, round, answers)))[0][1:] == (
        "error",
        ["not_ours"],
    )
    take(reviewer, bring(reviewer, round, answers))
    assert outcomes(page(reviewer, bring(reviewer, round, proposals)))[0][1:] == ("error", ["no_pen"])
    take(drafter, bring(drafter, round, proposals))

    assert Satisfaction.objects.values_list("comment", "value", "words").get() == (
        first.pk, "maintains", "Our capital insists.",
    )  # fmt: skip
    assert Reply.objects.values_list("comment", "text").get() == (second.pk, "We agree.")
    made = Disposition.objects.get(step="proposed")
    assert (made.comment, made.value, made.reason) == (second, "in_part", "=the first half")
    again = [bring(reviewer, round, answers), bring(drafter, round, proposals)]
    kinds = [
        [kind for _row, kind, _notes in outcomes(page(who, one))]
        for who, one in zip((reviewer, drafter), again, strict=True)
    ]
    assert kinds == [["same", "same"], ["same"]]


def test_file_that_is_no_table_or_comes_from_no_one_invited_is_refused(round, reviewer, norvenia, reader):
    broken = reviewer.client.post(
        address("brought-add", round), {"file": SimpleUploadedFile("filled.xlsx", b"PK\x03\x04broken")}
    )
    outsider = add_person(norvenia, "reviewer")

    assert broken.status_code == 422
    assert "damaged" in broken.content.decode()
    assert [
        person.client.get(address("brought-add", round)).status_code for person in (reader, outsider)
    ] == [403, 404]
    assert Brought.objects.count() == 0


def test_pages_of_a_brought_file_ask_as_often_for_one_line_as_for_three(
    round,
    reviewer,
    django_assert_num_queries,
):
    client = reviewer.client
    head, rows = ("Comment", "Severity"), [(f"Word {n}.", "editorial") for n in range(3)]
    for brought in (
        bring(reviewer, round, table(head, *rows[:1])),
        bring(reviewer, round, table(head, *rows)),
    ):
        client.get(address("brought-detail", round, brought.pk))
        with django_assert_num_queries(6):
            client.get(address("brought-detail", round, brought.pk))


def test_a_line_is_kept_once_and_a_file_that_is_taken_over_keeps_no_words(round, reviewer):
    take(reviewer, bring(reviewer, round, table(("Comment", "Row id"), ("Good.", "7"))))
    note = drafts().get()
    twice = NationalNote(
        paper=note.paper, delegation=note.delegation, seat=note.seat, revision=note.revision, kind="draft",
        text="Another.", source=note.source,
    )  # fmt: skip

    with pytest.raises(IntegrityError, match=r"national_note_of_a_line_once|UNIQUE"), transaction.atomic():
        twice.save(force_insert=True)
    with pytest.raises(IntegrityError, match="brought_is_read_until"), transaction.atomic():
        Brought.objects.update(found={"rows": [[1, "Good."]]})


def test_matrix_as_word_holds_the_usual_columns_on_broad_pages_and_no_comment_of_others_before_the_close(
    round, reviewer, kaldria_reviewer
):
    comment_of(round, reviewer, "Ninety is <too> few.", block=block(round, "ninety days"))
    comment_of(round, kaldria_reviewer, "Hidden until the close.")
    where = address("matrix-docx", round)

    files = [reviewer.client.get(where).content]
    closed(round)
    files.append(reviewer.client.get(where).content)

    texts = []
    for data in files:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            texts.append(archive.read("word/document.xml").decode())
    said = ("Ninety is &lt;too&gt; few.", "Hidden until the close.", "Disposition and reason")
    plain = ["".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", text)) for text in texts]
    assert [[words in text for words in said] for text in plain] == [[True, False, True], [True, True, True]]
    assert ['w:orient="landscape"' in text for text in texts] == [True, True]
    widths = [int(width) for width in re.findall(r'<w:gridCol w:w="(\d+)"', texts[1])]
    assert (len(widths), widths[4] > 2 * widths[0]) == (8, True)

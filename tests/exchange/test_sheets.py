"""Tables from outside: read in the sandbox, refused in sentences, taken over whole or not at all."""

import io
import zipfile
from datetime import date, timedelta

import openpyxl
import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from papers.clock import services as clock
from papers.delegations.models import Body
from papers.drafting.models import Paper
from papers.exchange import services, sheets, tables
from papers.exchange.models import Sheet
from papers.implementation.models import Recommendation
from papers.shared.errors import BadInput
from tests.cast import add_person
from tests.implementation.conftest import adopt

LIST = "ref,title,status,due\nA,First thing,Complete,2026-03\nA.1,Second thing,Off track,soon\n"


def workbook(*rows):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def page_of(person, data, name="list.csv", **fields):
    given = {
        "kind": "list", "language": "en", "body": Body.objects.get().pk, "title": "A list", "symbol": "XX-1",
        "dated": "2020-01-01", "file": SimpleUploadedFile(name, data), **fields,
    }  # fmt: skip
    return person.client.post(reverse("exchange:sheet-add"), given)


def brought(person, data, **fields):
    response = page_of(person, data, **fields)
    assert response.status_code == 302, response.context["form"].errors
    return Sheet.objects.get(pk=response.url.rstrip("/").rpartition("/")[2])


def address(sheet):
    return reverse("exchange:sheet-detail", args=[sheet.pk])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("t.csv", b"a;b\n1;Caf\xc3\xa9\n"),
        ("t.csv", "a\tb\n1\tCafé\n".encode("utf-16")),
        ("t.json", '[{"a": 1, "b": "Café"}]'.encode()),
        ("t.json", '{"n": 1, "rows": [{"a": 1, "b": "Café"}]}'.encode()),
        ("t.xlsx", workbook(["a", "b"], [1.0, "Café"])),
    ],
)
def test_table_is_read_from_every_kind_of_file(name, data):
    _media_type, table = sheets.read_table(name, data)

    assert (table.columns, table.rows[0][1:]) == (["a", "b"], ["1", "Café"])


def test_html_in_a_cell_becomes_words_and_days_of_a_workbook_stay_days():
    cell = 'Done.<br>See <a href="https://x.example/r">the report</a> &amp; more'

    _media_type, table = sheets.read_table("t.xlsx", workbook(["a", "b"], [cell, date(2026, 3, 31)]))

    assert table.rows == [[2, "Done.\nSee the report (https://x.example/r) & more", "2026-03-31"]]


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (101 * 1024 * 1024))
    return out.getvalue()


def with_a_dtd():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "xl/workbook.xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
        )
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("t.pdf", b"%PDF", "Only CSV, Excel (.xlsx) and JSON files can be taken over."),
        ("t.csv", b"", "The file is empty."),
        ("t.csv", b"a,b\n1,caf\xe9\n", "The file is not UTF-8 text; save it as UTF-8."),
        ("t.csv", b"a,b\n", "The file has no rows under its names of columns."),
        ("t.csv", b"a\n" + b"1\n" * 5001, str(sheets.REFUSALS["large"])),
        ("t.json", b'{"a": 1}', "The JSON holds no list of rows, each with names and values."),
        ("t.json", b"[" * 100_000, "The file is damaged, cut short, or not what its name says."),
        ("t.xlsx", b"PK", "The file is damaged, cut short, or not what its name says."),
        ("t.xlsx", bomb(), "The workbook unpacks to far more than a table holds, as malicious files do."),
        ("t.xlsx", with_a_dtd(), "The workbook holds definitions (a DTD) that no spreadsheet writes."),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 30 else "",
)  # fmt: skip
def test_file_that_cannot_be_read_is_refused_in_a_sentence(name, data, sentence):
    with pytest.raises(BadInput) as refused:
        sheets.read_table(name, data)

    assert str(refused.value) == f"{sentence} Nothing was imported."


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        ("2026-02", date(2026, 2, 28)),
        ("2026", date(2026, 12, 31)),
        ("2026-03-31T12:00:00Z", date(2026, 3, 31)),
        ("03/04/2026", None),
        ("2026-13", None),
        ("soon", None),
    ],
)
def test_day_is_read_only_where_it_is_certain(words, day):
    assert tables.read_day(words) == day


def test_list_is_previewed_then_taken_over_as_the_preview_said(secretary, body, valoria):
    sheet = brought(secretary, LIST.encode(), lead=valoria.pk)
    preview = secretary.client.get(address(sheet))
    assert Recommendation.objects.count() == 0

    secretary.client.post(address(sheet), {"take": "1"})

    sheet.refresh_from_db()
    shown = [(one.row, one.kind, one.notes) for one, _shape, _tone in preview.context["outcomes"]]
    assert sorted(shown) == [(2, "new", ()), (3, "new", ("due_in_words", "red_in_words"))]
    assert [tuple(row[:1] + row[2:3]) for row in sheet.run.report["rows"]] == [(2, "new"), (3, "new")]
    first, second = Recommendation.objects.order_by("serial")
    assert (first.status, first.source_note.due_on, first.due) == ("reported", date(2026, 3, 31), None)
    assert (second.confidence, second.source_note.said, second.source_note.due_words) == (
        "grey", "Off track", "soon",
    )  # fmt: skip
    paper = Paper.objects.get(symbol="XX-1")
    assert (paper.stage, paper.kind, paper.external) == ("published", "list", True)


def test_one_faulty_row_keeps_all_out_until_it_is_left_out_knowingly(secretary, body, valoria):
    sheet = brought(secretary, (LIST + ",No reference,,\n").encode(), lead=valoria.pk)

    refused = secretary.client.post(address(sheet), {"take": "1"})
    assert refused.status_code == 422
    assert "1 row cannot be taken over, so none was." in refused.content.decode()
    assert (Paper.objects.count(), Recommendation.objects.count()) == (0, 0)

    secretary.client.post(address(sheet), {"take": "1", "leave_out": "on"})

    sheet.refresh_from_db()
    assert Recommendation.objects.count() == 2
    assert sheet.run.report["counts"]["error"] == 1


def test_taking_over_twice_is_refused(secretary, body, valoria):
    sheet = brought(secretary, LIST.encode(), lead=valoria.pk)
    secretary.client.post(address(sheet), {"take": "1"})

    page = secretary.client.post(address(sheet), {"take": "1"})

    assert Recommendation.objects.count() == 2
    assert page.templates[0].name == "exchange/sheet_taken.html"


def test_what_was_typed_stays_when_the_file_is_refused(secretary, body, valoria):
    page = page_of(secretary, b"caf\xe9", lead=valoria.pk)

    assert page.status_code == 422
    assert 'value="A list"' in page.content.decode()
    assert page.context["form"].errors["file"] == [
        "The file is not UTF-8 text; save it as UTF-8. Nothing was imported."
    ]


def test_paper_of_ours_takes_what_is_said_of_it_and_nothing_new(secretary, tabled_paper):
    adopt(tabled_paper)
    rows = "ref,title,status\nR1,,In progress\nR9,Unknown,Complete\n"
    sheet = brought(secretary, rows.encode(), paper=tabled_paper.pk)

    secretary.client.post(address(sheet), {"take": "1", "leave_out": "on"})

    sheet.refresh_from_db()
    assert [row[2:] for row in sheet.run.report["rows"]] == [["changed", []], ["error", ["not_here"]]]
    first = tabled_paper.recommendations.get(serial=1)
    assert (first.status, first.source_note.said) == ("in_progress", "In progress")


def test_list_is_seen_by_its_lead_and_by_nobody_else(secretary, body, valoria, outsider):
    sheet = brought(secretary, LIST.encode(), lead=valoria.pk)
    secretary.client.post(address(sheet), {"take": "1"})
    reader, one = add_person(valoria, "reader"), Recommendation.objects.first()

    pages = [
        person.client.get(reverse("implementation:recommendation-detail", args=[one.pk])).status_code
        for person in (reader, outsider)
    ]

    assert pages == [200, 404]
    assert outsider.client.get(address(sheet)).status_code == 404


def test_two_places_of_a_source_that_disagree_are_both_shown(secretary, body, valoria):
    sheet = brought(secretary, LIST.encode(), lead=valoria.pk)
    secretary.client.post(address(sheet), {"take": "1"})
    paper = Paper.objects.get(symbol="XX-1")
    rows = "ref,date,text,status\nA,2025-05-01,Under way,In progress\n"
    history = brought(secretary, rows.encode(), kind="updates", paper=paper.pk)
    secretary.client.post(address(history), {"take": "1"})

    one = paper.recommendations.get(external_ref="A")
    page = secretary.client.get(reverse("implementation:recommendation-detail", args=[one.pk]))

    assert page.context["source"].disagrees
    assert "Two places of the source disagree" in page.content.decode()
    assert one.status == "reported"
    stood = secretary.client.get(
        reverse("implementation:portfolio-json"), {"on": "2025-06-01", "line": "stood"}
    )
    assert [row["status"] for row in stood.json()["recommendations"]] == ["in_progress", "not_started"]


def test_table_that_nobody_takes_over_is_let_go_and_a_taken_one_stays(
    secretary, body, valoria, django_capture_on_commit_callbacks
):
    other = b"ref,title,status\nB,One,Complete\n"
    left, taken = (brought(secretary, data, lead=valoria.pk) for data in (LIST.encode(), other))
    blob = left.blob
    services.take_over(taken, leave_out=True, by=secretary.acting)
    counts = []

    for days in (29, 31):
        later = time_machine.travel(timezone.now() + timedelta(days=days), tick=False)
        with later, django_capture_on_commit_callbacks(execute=True):
            clock.tick()
        counts.append(set(Sheet.objects.values_list("pk", flat=True)))

    assert counts == [{left.pk, taken.pk}, {taken.pk}]
    assert not default_storage.exists(blob.path)

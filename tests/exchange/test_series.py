"""Figures of indicators from a file: columns chosen, rows judged before anything is written, the same file twice."""

import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from papers.exchange import tables
from papers.implementation import queries, services
from papers.implementation.models import AsOf, Indicator, Reading
from papers.implementation.outcomes import Kind, Note
from papers.implementation.series import Held, Told, plan_series
from tests.exchange.test_sheets import address, brought, page_of, workbook
from tests.implementation.conftest import adopt

TODAY = dt.date(2026, 6, 1)
HEAD = "ref,indicator name,unit,definition,date,value,source\n"


@pytest.fixture
def paper(tabled_paper, secretary):
    adopt(tabled_paper)
    return tabled_paper


def day(ago):
    return (timezone.localdate() - dt.timedelta(days=ago)).isoformat()


def series(person, paper, *rows, name="series.csv", **fields):
    data = (HEAD + "".join(f"{row}\n" for row in rows)).encode()
    return brought(person, data, name=name, kind="figures", paper=paper.pk, **fields)


def taken(person, sheet, **fields):
    response = person.client.post(address(sheet), {"take": "1", **fields})
    sheet.refresh_from_db()
    return sheet.run.report["counts"] if sheet.run else response


@pytest.mark.parametrize(
    ("words", "figure"),
    [
        ("1234.5", "1234.5"), ("1 234,5", "1234.5"), ("1.234,56", "1234.56"), ("1,234.56", "1234.56"), ("12 %", "12"),
        ("−3", "-3"), ("12,5", "12.5"), ("1,234", None), ("about 5", None), ("1e5", None), ("NaN", None), ("", None),
    ],
)  # fmt: skip
def test_figure_is_read_for_certain_or_not_at_all(words, figure):
    assert tables.read_number(words) == (None if figure is None else Decimal(figure))


def test_series_defines_its_indicator_and_gives_its_figures(paper, secretary, chair):
    sheet = series(
        secretary, paper, f"R1,Parts,parts,With a stamp,{day(20)},40,Register", f"R1,Parts,,,{day(10)},55,Register",
        f"R1,Parts,,,{day(10)},30,Slips",
    )  # fmt: skip

    assert "Defines the indicator." in secretary.client.get(address(sheet)).content.decode()
    assert not Indicator.objects.exists()
    counts = taken(secretary, sheet)

    assert counts == {"new": 3, "changed": 0, "same": 0, "double": 0, "error": 0}
    one = Indicator.objects.get()
    found = queries.trend(one, AsOf.now()).series
    assert (one.unit, [(int(point.figures[0].value), point.contested) for point in found.points]) == (
        "parts", [(40, False), (55, True)],
    )  # fmt: skip
    one.recommendation.refresh_from_db()
    assert one.recommendation.contested_on == timezone.localdate() - dt.timedelta(days=10)


def test_same_series_again_changes_nothing_and_a_newer_one_corrects(paper, secretary):
    rows = [
        f"R1,Parts,parts,With a stamp,{day(20)},40,Register",
        f"R1,Parts,parts,With a stamp,{day(10)},55,Register",
    ]
    taken(secretary, series(secretary, paper, *rows))

    again = taken(secretary, series(secretary, paper, *rows))
    newer = taken(
        secretary, series(secretary, paper, rows[0], rows[1].replace(",55,", ",57,"), name="newer.csv")
    )

    assert (again["same"], newer["same"], newer["changed"], Reading.objects.count()) == (2, 1, 1, 3)
    last = queries.trend(Indicator.objects.get(), AsOf.now()).series.figures[-1]
    assert (int(last.value), [int(one.value) for one in last.before]) == (57, [55])
    assert last.reason == "A newer file gives another figure: newer.csv"


def test_workbook_with_one_source_for_all_rows_comes_in(paper, secretary):
    book = workbook(
        ["ref", "measure", "definition", "date", "value"],
        ["R1", "Parts", "Stamped", dt.date.fromisoformat(day(3)), 12.5],
    )
    sheet = brought(secretary, book, name="series.xlsx", kind="figures", paper=paper.pk)
    assert "needs its unit" not in secretary.client.get(address(sheet)).content.decode()
    assert "The row names no source" in secretary.client.get(address(sheet)).content.decode()

    chosen = {**sheet.chosen["columns"], "once_source": "Register", "once_unit": "parts"}
    secretary.client.post(address(sheet), chosen)

    assert taken(secretary, sheet)["new"] == 1
    assert Reading.objects.values_list("source", "value", "indicator__unit").get() == (
        "Register",
        12.5,
        "parts",
    )


def test_row_with_a_fault_keeps_all_out_until_it_is_left_out_knowingly(paper, secretary):
    sheet = series(
        secretary,
        paper,
        f"R1,Parts,parts,Stamped,{day(20)},40,Register",
        f"R1,Parts,,,{day(10)},lots,Register",
    )

    refused = taken(secretary, sheet)
    assert (refused.status_code, Reading.objects.count()) == (422, 0)

    assert taken(secretary, sheet, leave_out="on")["error"] == 1
    assert Reading.objects.count() == 1


def test_series_needs_its_list(secretary, body):
    response = page_of(secretary, HEAD.encode() + b"R1,a,b,c,2026-01-01,1,x\n", kind="figures")

    assert response.status_code == 422
    assert "This needs its list" in response.content.decode()


def test_file_may_use_a_name_that_was_corrected_and_gives_nothing_after_the_end(paper, secretary):
    taken(secretary, series(secretary, paper, f"R1,Parts,parts,Stamped,{day(20)},40,Register"))
    one = Indicator.objects.get()
    services.restate(one, name="Pieces", unit="pieces", reason="Wrong word", by=secretary.acting)
    services.end_indicator(
        one, on=timezone.localdate() - dt.timedelta(days=12), reason="Over", by=secretary.acting
    )
    rows = (
        f"R1,Parts,parts,Stamped,{day(20)},40,Register", f"R1,Parts,,,{day(15)},50,Register",
        f"R1,Pieces,,,{day(14)},51,Register", f"R1,Pieces,,,{day(10)},52,Register",
        f"R1,Pieces,,,{day(15)},53,Register",
    )  # fmt: skip
    sheet = series(secretary, paper, *rows, name="newer.csv")

    page = secretary.client.get(address(sheet)).content.decode()
    counts = taken(secretary, sheet, leave_out="on")

    assert "The indicator ended before this day." in page
    assert str(Note.SAID_TWICE.label) in page
    assert counts == {"new": 2, "changed": 0, "same": 1, "double": 0, "error": 2}
    assert Indicator.objects.count() == 1


def told(row, **facts):
    given = {
        "name": "Parts",
        "unit": "parts",
        "definition": "x",
        "day": TODAY,
        "value": Decimal(1),
        "source": "a",
    }
    return Told(row, "R1", **{**given, **facts})


@pytest.mark.parametrize(
    ("facts", "note"),
    [
        ({"value": None}, Note.NO_FIGURE),
        ({"day": dt.date(2026, 6, 2)}, Note.FUTURE),
        ({"source": ""}, Note.NO_SOURCE),
        ({"unit": ""}, Note.NO_UNIT),
        ({"name": ""}, Note.WHICH),
        ({"name": "x" * 201}, Note.LONG_NAME),
        ({"number": 7}, Note.NO_DEFINITION),
        ({"goals": {"target": Decimal(1)}}, Note.GOAL_HALF),
        ({"fault": Note.BAD_DAY.value}, Note.BAD_DAY),
    ],
)
def test_row_that_cannot_be_taken_says_why(facts, note):
    [outcome] = plan_series([told(2, **facts)], {"R1": Held(uuid4())}, today=TODAY)

    assert (outcome.kind, outcome.notes) == (Kind.ERROR, (note,))


def test_row_of_an_unknown_one_and_a_contradiction_in_the_file_are_named():
    here = {"R1": Held(uuid4()), "R2": Held(uuid4(), has_parts=True)}
    rows = [told(2), told(3, value=Decimal(2)), Told(4, "R9"), Told(5, "R2")]

    outcomes = plan_series(rows, here, today=TODAY)

    assert [one.notes for one in outcomes] == [
        (Note.DEFINES,),
        (Note.SAID_TWICE,),
        (Note.NOT_HERE,),
        (Note.BY_PARTS,),
    ]

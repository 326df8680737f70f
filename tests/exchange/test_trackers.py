"""The real trackers come in through the product's own pages: every row accounted for, and the past as they tell it."""

import json
from collections import Counter
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from papers.delegations.models import Body
from papers.drafting.models import Paper
from papers.exchange.models import Sheet
from papers.implementation.models import (
    Indicator,
    Reading,
    Recommendation,
    Report,
    SourceNote,
    StatusEntry,
    Stretch,
)

pytestmark = [pytest.mark.django_db, pytest.mark.shared_data]

US, CANADA, SDG = (
    "us-ogp-nap5-commitments/dev", "ca-ogp-nap-indicators-bilingual/dev", "us-sdg-reporting-status",
)  # fmt: skip
MEANS = {
    "": "not_started",
    "Complete": "reported",
    "In Progress": "in_progress",
    "Not Started": "not_started",
}


@pytest.fixture
def tracker(shared_data):
    def read(*names):
        return shared_data.joinpath("trackers", *names).read_bytes()

    return read


@pytest.fixture
def keeper(secretary, body):
    return secretary


def brought(person, name, data, **fields):
    """The file given on its page; returns the sheet."""
    file = SimpleUploadedFile(name, data)
    given = {"kind": "list", "language": "en", "body": Body.objects.get().pk, "file": file, **fields}
    response = person.client.post(reverse("exchange:sheet-add"), given)
    assert response.status_code == 302, response.context["form"].errors
    return Sheet.objects.get(pk=response.url.rstrip("/").rpartition("/")[2])


def chosen(person, sheet, **changed):
    """The columns chosen on the page, beside what was guessed."""
    page = person.client.get(address(sheet))
    form = page.context["form"]
    given = {name: form[name].value() or "" for name in form.fields} | changed
    assert person.client.post(address(sheet), given).status_code == 302
    return person.client.get(address(sheet))


def taken(person, sheet, **fields):
    response = person.client.post(address(sheet), {"take": "1", **fields})
    assert response.status_code == 302, response.context["take"].errors
    sheet.refresh_from_db()
    return sheet.run.report["counts"]


def address(sheet):
    return reverse("exchange:sheet-detail", args=[sheet.pk])


def new_list(body, lead, **fields):
    about = {
        "title": "Fifth national action plan", "symbol": "US-NAP5", "lead": lead.pk, "dated": "2022-12-28",
        "body": body.pk,
    }  # fmt: skip
    return {**about, **fields}


@pytest.fixture
def plan(keeper, body, valoria, tracker):
    """The commitments, and their parts."""
    first = brought(keeper, "commitments.csv", tracker(US, "commitments.csv"), **new_list(body, valoria))
    taken(keeper, first)
    paper = Paper.objects.get(symbol="US-NAP5")
    parts = brought(keeper, "subcommitments.csv", tracker(US, "subcommitments.csv"), paper=paper.pk)
    chosen(keeper, parts, as_of="2024-04-05")
    taken(keeper, parts)
    return paper


@pytest.fixture
def history(keeper, plan, tracker):
    """The dated updates."""
    sheet = brought(keeper, "history.json", tracker(US, "update-history.json"), paper=plan.pk, kind="updates")
    taken(keeper, sheet)
    return sheet


def stood(person, **query):
    """Where each followed item of the list stands, as the portfolio's own file says."""
    found = person.client.get(reverse("implementation:portfolio-json"), query).json()["recommendations"]
    return {one["external_ref"]: one for one in found}


def told(tracker, day):
    """What the source itself says of each on a day: its last status by then."""
    says = {}
    for row in json.loads(tracker(US, "update-history.json")):
        if row["date"] <= day and row["status"] in MEANS and (row["status"] or row["sub_id"] not in says):
            says[row["sub_id"]] = MEANS[row["status"]]
    return says


def test_commitments_and_parts_are_all_there_under_what_they_are_part_of(plan):
    rows = plan.recommendations.order_by("serial")

    assert rows.filter(parent=None).count() == 18
    assert rows.exclude(parent=None).count() == 32
    assert rows.filter(has_parts=True).count() == 18
    assert rows.get(external_ref="US0113.7").parent.external_ref == "US0113"
    assert [row.reference for row in rows[:2]] == ["US-NAP5/R1", "US-NAP5/R2"]
    assert set(rows.values_list("revision__number", flat=True)) == {1, 2}
    assert rows.values("block").distinct().count() == 50


def test_complete_becomes_reported_and_is_never_verified(plan):
    status = Counter(plan.recommendations.exclude(parent=None).values_list("status", flat=True))

    assert status == {"reported": 19, "in_progress": 12, "not_started": 1}
    assert SourceNote.objects.filter(said="Complete", said_on=date(2024, 4, 5)).count() == 19


def test_nothing_is_due_and_nobody_is_late_before_somebody_accepts(plan, history):
    rows = plan.recommendations.all()

    assert set(rows.values_list("report_due", "due", "accepted_on", "confidence")) == {
        (None, None, None, "grey")
    }


def test_every_update_is_accounted_for(history):
    counts = history.run.report["counts"]

    # Five differ from the row before only in markup or spaces: they say the same on the same day.
    assert counts == {"new": 147, "changed": 0, "same": 0, "double": 5, "error": 0}
    assert [row[0] for row in history.run.report["rows"]] == list(range(2, 154))
    assert Report.objects.filter(run=history.run).count() == 147
    assert sum(row[2] == "double" for row in history.run.report["rows"]) == 5


@pytest.mark.parametrize("day", ["2023-08-15", "2024-03-10", "2024-03-20"])
def test_past_day_stands_as_the_source_says(keeper, history, tracker, day):
    page = stood(keeper, on=day, line="stood")

    assert {ref: one["status"] for ref, one in page.items()} | told(tracker, day) == {
        ref: one["status"] for ref, one in page.items()
    }
    assert len(page) == 32


def test_past_days_differ_and_nothing_was_known_here_before_the_import(keeper, history):
    days = [
        Counter(one["status"] for one in stood(keeper, on=day, line="stood").values())
        for day in ("2023-08-15", "2024-03-10", "2024-03-20")
    ]

    assert days == [
        {"not_started": 32},
        {"not_started": 21, "reported": 8, "in_progress": 3},
        {"reported": 19, "in_progress": 12, "not_started": 1},
    ]
    assert stood(keeper, on="2024-03-20", line="known") == {}


def test_on_track_is_a_confidence_while_the_source_says_so(keeper, history):
    entries = StatusEntry.objects.filter(recommendation__external_ref="US0116.3", run=history.run)

    assert list(entries.order_by("recorded_at").values_list("axis", "value", "said")) == [
        ("confidence", "green", "On Track"),
        ("status", "in_progress", "In Progress"),
        ("confidence", "grey", "In Progress"),
    ]


def test_same_files_again_change_nothing(keeper, plan, history, tracker):
    before = everything()

    again = [
        brought(keeper, "commitments.csv", tracker(US, "commitments.csv"), paper=plan.pk),
        brought(keeper, "subcommitments.csv", tracker(US, "subcommitments.csv"), paper=plan.pk),
        brought(keeper, "h.json", tracker(US, "update-history.json"), paper=plan.pk, kind="updates"),
    ]
    counts = [taken(keeper, sheet) for sheet in again]

    assert [count["same"] for count in counts] == [18, 32, 152]
    assert everything() == before


def everything():
    models = (Recommendation, SourceNote, Report, StatusEntry, Stretch)
    return [set(model.objects.values_list("pk", flat=True)) for model in models]


def test_bilingual_indicators_with_their_months(keeper, body, norvenia, tracker):
    sheet = brought(
        keeper, "nap5.csv", tracker(CANADA, "nap5-indicators.csv"),
        **new_list(body, norvenia, title="Canada", symbol="CA-NAP5", dated="2022-01-01"),
    )  # fmt: skip

    preview = chosen(keeper, sheet, second_language="fr")
    counts = taken(keeper, sheet)

    rows = Paper.objects.get(symbol="CA-NAP5").recommendations
    notes = SourceNote.objects.filter(recommendation__in=rows.filter(has_parts=False))
    assert (counts["new"], preview.context["extra"]) == (125, 19)
    assert notes.count() == 106
    assert notes.filter(due_on=None).values_list("due_words", flat=True).count() == 1
    assert notes.get(recommendation__external_ref="C01.1.1").due_on == date(2023, 12, 31)
    assert notes.filter(second="").count() == 0
    assert set(notes.values_list("second_language", flat=True)) == {"fr"}
    assert rows.filter(has_parts=True).count() == 19
    assert not rows.exclude(due=None, report_due=None).exists()


def test_indicators_with_statuses(keeper, body, norvenia, tracker):
    sheet = brought(
        keeper, "indicators.csv", tracker(SDG, "indicators.csv"),
        **new_list(body, norvenia, title="Goals", symbol="US-SDG", dated="2017-01-01"),
    )  # fmt: skip
    counts = taken(keeper, sheet)

    status = Counter(Paper.objects.get(symbol="US-SDG").recommendations.values_list("status", flat=True))
    assert counts["new"] == 162
    assert status == {"not_started": 129, "reported": 33}


@pytest.mark.parametrize(
    ("folder", "name", "columns", "units"),
    [
        (CANADA, "nap5-indicators.csv", {"ref": "indicator_id", "definition": "indicator_en"}, {"done, or not": 106}),
        (
            SDG, "indicators.csv", {"ref": "indicator", "definition": "target", "unit": "computation_units"},
            {"done, or not": 162},
        ),
    ],
    ids=["bilingual", "goals"],
)  # fmt: skip
def test_indicators_of_trackers_are_defined_as_far_as_they_say(
    keeper, body, norvenia, tracker, folder, name, columns, units
):
    data = tracker(folder, name)
    about = new_list(body, norvenia, title="Listed", symbol="XX-LIST", dated="2017-01-01")
    taken(keeper, brought(keeper, name, data, **about))
    paper = Paper.objects.get(symbol="XX-LIST")

    sheets = [brought(keeper, name, data, kind="figures", paper=paper.pk) for _time in range(2)]
    for sheet in sheets:
        chosen(
            keeper, sheet, **{"name": columns["ref"], "source": "", "once_unit": "done, or not", **columns}
        )
    counts = [taken(keeper, sheet) for sheet in sheets]

    rows = Indicator.objects.filter(recommendation__paper=paper)
    followed = paper.recommendations.filter(has_parts=False).count()
    assert (counts[0]["new"], counts[1]["same"], rows.count()) == (followed, followed, followed)
    found = Counter(rows.values_list("unit", flat=True))
    assert {unit: found[unit] for unit in units} == units
    assert not Reading.objects.exists()

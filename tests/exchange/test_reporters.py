"""A series brought by those who report: only for what they report on, and nothing told of what they do not see."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from papers.exchange.models import Sheet
from papers.implementation import services
from papers.implementation.models import Assignment, Indicator, Reading, Role
from papers.implementation.outcomes import Note
from papers.shared.models import act_of
from tests.exchange.test_series import HEAD, day, taken
from tests.exchange.test_sheets import address


@pytest.fixture
def reporting(recommendations, agency, agent, secretary):
    """An outside body that reports on the first of two recommendations and sees neither the other nor the paper."""
    first, second = recommendations
    Assignment.objects.create(
        recommendation=first, delegation=agency, role=Role.REPORTER, **act_of(secretary.acting)
    )
    with time_machine.travel(timezone.now() + dt.timedelta(days=90)):
        for one in (first, second):
            services.define_indicator(
                one, name="Parts", unit="parts", definition="Stamped", by=secretary.acting,
                since=timezone.localdate() - dt.timedelta(days=60),
            )  # fmt: skip
        yield first


def brought(person, one, *rows):
    file = SimpleUploadedFile("series.csv", (HEAD + "".join(f"{row}\n" for row in rows)).encode())
    response = person.client.post(reverse("exchange:figures-add", args=[one.pk]), {"file": file})
    assert response.status_code == 302, response.content.decode()
    return Sheet.objects.latest("at")


def page_of(person, sheet):
    return person.client.get(address(sheet)).content.decode()


def test_reporter_brings_a_series_and_the_same_file_again_changes_nothing(reporting, agent, adopted_paper):
    rows = (f"R1,Parts,,,{day(20)},40,Own count", f"R1,Parts,,,{day(10)},55,Own count")

    first = brought(agent, reporting, *rows)
    shown = page_of(agent, first)
    counts = [taken(agent, first), taken(agent, brought(agent, reporting, *rows))]

    assert [one["new"] for one in counts] == [2, 0]
    assert counts[1]["same"] == 2
    assert list(Reading.objects.values_list("delegation__code", flat=True)) == ["UTIL", "UTIL"]
    for page in (shown, page_of(agent, first)):
        assert adopted_paper.title not in page
        assert "the recommendations you report on" in page


def test_row_of_what_one_does_not_report_on_keeps_all_out_and_tells_nothing(reporting, agent):
    sheet = brought(agent, reporting, f"R1,Parts,,,{day(20)},40,Own", f"R2,Parts,,,{day(20)},41,Own",
                    f"R9,Parts,,,{day(20)},41,Own")  # fmt: skip

    page = page_of(agent, sheet)
    refused = taken(agent, sheet)

    assert page.count(str(Note.NOT_HERE.label)) == 2  # one that is hidden, one that there is not
    assert (refused.status_code, Reading.objects.count()) == (422, 0)


def test_reader_of_the_paper_gives_nothing_for_what_it_does_not_report_on(
    reporting, recommendations, estmark, estmark_head, secretary, head
):  # fmt: skip
    part = {"delegation": head.delegation, "role": Role.REPORTER, **act_of(secretary.acting)}
    Assignment.objects.create(recommendation=reporting, **part)

    page = page_of(head, brought(head, reporting, f"R2,Parts,,,{day(20)},41,Own"))

    assert str(Note.NOT_YOURS.label) in page


def test_reporter_neither_defines_an_indicator_nor_corrects_the_figure_of_another(
    reporting, agent, secretary
):
    one = Indicator.objects.get(recommendation=reporting)
    services.give_figure(
        one, on=timezone.localdate() - dt.timedelta(days=20), value=Decimal(7), source="Register",
        by=secretary.acting,
    )  # fmt: skip

    sheet = brought(agent, reporting, f"R1,Parts,,,{day(20)},40,Register", f"R1,New,x,y,{day(20)},1,Own")

    page = page_of(agent, sheet)
    assert str(Note.OF_ANOTHER.label) in page
    assert str(Note.MAY_NOT_DEFINE.label) in page
    assert taken(agent, sheet, leave_out="on")["error"] == 2
    assert Reading.objects.count() == 1


def test_part_that_ended_before_it_is_taken_over_gives_nothing(reporting, agent):
    sheet = brought(agent, reporting, f"R1,Parts,,,{day(20)},40,Own")
    Assignment.objects.filter(delegation=agent.delegation).update(until=timezone.now())

    assert taken(agent, sheet).status_code == 403
    with pytest.raises(PermissionDenied, match="Figures are given by"):
        services.give_figure(
            Indicator.objects.get(recommendation=reporting), on=timezone.localdate(), value=Decimal(1),
            source="x", by=agent.acting,
        )  # fmt: skip
    assert not Reading.objects.exists()


def test_sheet_of_a_reporter_is_nobody_elses_until_it_is_taken_over(reporting, agent, secretary, reviewer):
    sheet = brought(agent, reporting, f"R1,Parts,,,{day(20)},40,Own")

    assert secretary.client.get(address(sheet)).status_code == 404
    taken(agent, sheet)

    seen = [person.client.get(address(sheet)).status_code for person in (agent, secretary, reviewer)]
    assert seen == [200, 200, 404]

"""Files that take a while: made beside the clock, for who asked alone, and only while they still may have them."""

import datetime as dt

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from papers.clock import services as clock
from papers.delegations import services as delegations
from papers.drafting import access
from papers.exchange import orders, reading, services
from papers.exchange import render as rendering
from papers.exchange.models import Job
from papers.exchange.services import files
from papers.files.models import Blob
from papers.shared.errors import Refused
from tests.cast import SETUP

pytestmark = pytest.mark.django_db


def asked_for(person, paper, **facts):
    facts = {"what": "revision", "asked": {"paper": str(paper.pk), "number": paper.current.number}, **facts}
    return services.ask_for(kind="docx", language="en", by=person.acting, **facts)


def page(person, job, name="job-detail"):
    return person.client.get(reverse(f"exchange:{name}", args=[job.pk]))


@pytest.fixture
def job(tabled_paper, kaldria, reader, drafter):
    """Asked for by a reader of Kaldria, to whom the paper was given."""
    access.give(tabled_paper, kaldria, "read", by=drafter.acting)
    return asked_for(reader, tabled_paper)


@pytest.fixture
def made(job):
    services.make_next()
    job.refresh_from_db()
    return job


def test_file_is_made_beside_the_clock_and_taken_by_who_asked(job, reader, tabled_paper):
    before = page(reader, job).content.decode()

    did = [clock.work_once(), clock.work_once()]

    after = page(reader, job).content.decode()
    taken = page(reader, job, "job-file")
    symbol = tabled_paper.symbol_of(tabled_paper.current.number).replace("/", "-")
    assert did == [True, False]
    assert ("It waits for its turn." in before, "Take the file" in before) == (True, False)
    assert ("Take the file" in after, "hx-get" in after) == (True, False)
    assert taken["Content-Disposition"] == f'attachment; filename="{symbol}.docx"'
    assert tabled_paper.title in reading.read_word(taken.content).text


def test_page_of_a_file_comes_as_its_part_for_a_script(job, reader):
    answer = reader.client.get(reverse("exchange:job-detail", args=[job.pk]), headers={"HX-Request": "true"})

    assert answer.content.decode().strip().startswith('<div id="progress"')


def test_file_is_nobody_elses(made, drafter, head, outsider):
    answers = [page(one, made, name).status_code for one in (drafter, head, outsider) for name in NAMES]

    assert answers == [404] * 6


NAMES = ("job-detail", "job-file")


def test_file_is_gone_once_access_ended(made, reader, tabled_paper, kaldria, drafter):
    access.end(tabled_paper, kaldria, by=drafter.acting)

    assert page(reader, made, "job-file").status_code == 404


def test_report_over_many_papers_is_gone_once_any_access_ended(
    adopted_paper, kaldria, reader, drafter, head, body
):
    access.give(adopted_paper, kaldria, "read", by=drafter.acting)
    job = asked_for(reader, adopted_paper, what="account", asked={"query": ""})
    services.make_next()
    there = page(reader, job, "job-file").status_code

    access.end(adopted_paper, kaldria, by=drafter.acting)

    assert (there, page(reader, job, "job-file").status_code) == (200, 404)


def test_file_asked_for_is_not_made_once_access_ended(job, reader, tabled_paper, kaldria, drafter):
    access.end(tabled_paper, kaldria, by=drafter.acting)

    assert services.make_next() is True
    assert (Job.objects.count(), page(reader, job).status_code) == (0, 404)


def test_file_asked_for_is_not_made_once_the_mandate_ended(job, reader):
    delegations.end_mandate(reader.mandate, by=SETUP)

    assert services.make_next() is True
    assert Job.objects.count() == 0


def test_file_is_let_go_with_its_bytes_when_its_time_is_over(made, reader):
    blob = made.blob
    there = default_storage.exists(blob.path)

    with time_machine.travel(timezone.now() + files.KEPT + dt.timedelta(seconds=1), tick=False):
        gone = page(reader, made, "job-file").status_code
        clock.tick()

    assert (there, gone, Job.objects.count(), Blob.objects.filter(pk=blob.pk).count()) == (True, 404, 0, 0)


def test_same_file_is_asked_for_once_and_not_too_many_at_once(job, reader, tabled_paper):
    again = asked_for(reader, tabled_paper)
    for number in range(files.AT_ONCE - 1):
        asked_for(reader, tabled_paper, what="account", asked={"query": f"theme={number}"})

    assert again.pk == job.pk
    with pytest.raises(Refused, match="5 files are being made for you already"):
        asked_for(reader, tabled_paper, what="account", asked={"query": ""})


def test_file_whose_maker_died_is_made_anew_once_and_then_given_up(job, reader):
    Job.objects.update(started_at=timezone.now(), tries=1)
    early = services.make_next()
    Job.objects.update(started_at=timezone.now() - files.GIVEN_UP * 2, tries=2)

    late = services.make_next()

    assert (early, late) == (False, False)
    assert "could not be made" in page(reader, job).content.decode()


def test_fault_of_a_file_is_told_to_who_asked(job, reader, monkeypatch, tmp_path):
    monkeypatch.setattr(rendering, "FONTS", tmp_path)
    Job.objects.update(kind="pdf")

    services.make_next()

    assert "Word files can be had" in page(reader, job).content.decode()
    assert page(reader, job, "job-file").status_code == 404


def test_long_text_is_asked_for_on_a_page_and_made_later(tabled_paper, drafter, monkeypatch):
    monkeypatch.setattr(rendering, "LONG", {"pdf": 10, "docx": 10})
    path = reverse("exchange:revision-docx", args=[tabled_paper.pk, tabled_paper.current.number])

    asked = drafter.client.get(path)
    sent = drafter.client.post(path)

    job = Job.objects.get()
    assert "Make the file" in asked.content.decode()
    assert sent.url == reverse("exchange:job-detail", args=[job.pk])
    assert (job.by, job.kind, job.asked["paper"]) == (drafter.user, "docx", str(tabled_paper.pk))
    assert orders.made(drafter.acting, job.what, job.asked).name


def test_nothing_is_made_of_what_the_asker_may_not_see(tabled_paper, outsider):
    path = reverse("exchange:revision-docx", args=[tabled_paper.pk, tabled_paper.current.number])

    assert (outsider.client.post(path).status_code, Job.objects.count()) == (404, 0)


@pytest.mark.parametrize(
    "changed", [{"fault": "Bad"}, {"finished_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}]
)
def test_database_keeps_a_file_from_being_half_finished(job, changed):
    with pytest.raises(IntegrityError, match="job_finished_with_a_file_or_a_fault"), transaction.atomic():
        Job.objects.update(**changed)

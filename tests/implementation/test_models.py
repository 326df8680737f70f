"""What must never be false in the database, and whom a notice may still reach."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from papers.files.services import store
from papers.implementation.models import Evidence, Recommendation, Report, Response, Verification
from papers.implementation.services.notices import WORDS
from papers.notifications.registry import kinds

TODAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    "wrong",
    [
        {"confidence": "red"},
        {"report_due": TODAY},
        {"answer": "accepted"},
        {"accepted_on": TODAY},
        {"status": "verified"},
        {"silent_on": None},
        {"every_days": 0},
        {"serial": 2},
    ],
)
def test_database_refuses_a_recommendation_that_contradicts_itself(recommendation, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.filter(pk=recommendation.pk).update(**wrong)


def test_database_refuses_a_second_recommendation_of_one_passage(recommendation):
    again = Recommendation.objects.get(pk=recommendation.pk)
    again.pk, again.serial, again.reference = None, 9, "X/R9"

    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


@pytest.mark.parametrize("both", [True, False])
def test_database_refuses_evidence_that_is_not_one_of_file_and_link(reported_one, both):
    fields = {"blob": store(b"x", "text/plain"), "url": "https://example.org/"} if both else {}

    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.create(report=Report.objects.get(), title="x", **fields)


def test_database_refuses_a_return_without_a_reason(recommendation):
    with pytest.raises(IntegrityError), transaction.atomic():
        Verification.objects.create(
            recommendation=recommendation, finding="returned", method="site", effective_on=TODAY
        )


def test_database_refuses_an_answer_of_nobody(recommendation):
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.create(recommendation=recommendation, value="noted", effective_on=TODAY)


@pytest.mark.parametrize("kind", sorted(WORDS))
def test_notice_reaches_only_those_who_still_see_it_and_its_postcard_names_nothing(
    accepted_one, estmark_head, outsider, kind
):
    about = kinds.get(kind)

    with translation.override("en"):
        rendered = about.render(accepted_one.pk)

    assert about.still_allowed(estmark_head.acting, accepted_one.pk)
    assert not about.still_allowed(outsider.acting, accepted_one.pk)
    assert accepted_one.reference in rendered.sentence
    assert accepted_one.reference not in rendered.postcard
    assert rendered.path == f"/recommendations/{accepted_one.pk}/"


def test_summary_of_a_long_text_ends_at_a_word(recommendation):
    recommendation.text = "word " * 40

    assert recommendation.short == ("word " * 16).strip() + "…"


def test_day_of_the_centre_decides_what_is_late(accepted_one):
    accepted_one.due = timezone.localdate()

    assert not accepted_one.is_late

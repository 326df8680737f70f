"""Deadlines as typed on a form: the centre's clocks decide, and times that never come or come twice are refused."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.utils import timezone

from papers.shared.fields import MomentField, Words


class Deadline(forms.Form):
    moment = MomentField(label="Deadline")


def typed(day, clock):
    return Deadline({"moment_day": day, "moment_time": clock})


def test_moment_is_read_in_the_centres_zone_whatever_zone_is_active():
    form = typed("2027-01-15", "12:00")

    with timezone.override("Pacific/Kiritimati"):
        assert form.is_valid()

    assert form.cleaned_data["moment"] == datetime(2027, 1, 15, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "clock", "sentence"),
    [
        ("Europe/Brussels", "2027-03-28", "02:30", "does not exist in Europe/Brussels"),
        ("Europe/Brussels", "2026-10-25", "02:30", "comes twice in Europe/Brussels"),
        ("Asia/Jerusalem", "2027-03-26", "02:15", "does not exist in Asia/Jerusalem"),
    ],
)
def test_moment_that_does_not_come_or_comes_twice_is_refused_in_words(settings, zone, day, clock, sentence):
    settings.TIME_ZONE = zone
    form = typed(day, clock)

    assert not form.is_valid()
    assert sentence in form.errors["moment"][0]


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("9999-12-31", "23:59"),
        ("0001-01-01", "00:00"),
        ("2027-02-30", "12:00"),
        ("2027-01-01", "23:59:60"),
        ("", "12:00"),
        ("2027-01-01", ""),
    ],
)
def test_moment_that_is_none_is_refused(day, clock):
    assert not typed(day, clock).is_valid()


def test_moment_is_shown_as_it_was_typed():
    shown = str(Deadline(initial={"moment": datetime(2027, 1, 15, 10, 0, tzinfo=UTC)})["moment"])

    assert 'value="2027-01-15"' in shown
    assert 'value="12:00"' in shown


def test_words_beyond_the_limit_are_refused_by_the_centre_and_cut_by_nobody():
    class Form(forms.Form):
        words = Words(max_length=5)

    form = Form({"words": "123456"})

    assert list(form.errors) == ["words"]
    assert "123456" in str(form["words"])
    assert "maxlength" not in str(form["words"])

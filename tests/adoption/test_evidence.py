"""Receipts that can be checked, and seals that change with every part."""

import json

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from papers.adoption import evidence

FACTS = {
    "receipt": "1",
    "delegation": "XB",
    "received": "2026-11-26T15:59:59.999999+00:00",
    "paragraphs": ["14", "الف"],
}


def test_receipt_line_is_found_and_genuine_in_a_mail():
    text = f"Dear colleagues,\n\n   {evidence.line(FACTS)}  \r\n-- \nXB"

    assert evidence.check(text) == FACTS


@given(st.integers(0, 2000), st.characters(codec="utf-8", exclude_characters="\r\n"))
def test_receipt_with_any_letter_changed_is_not_genuine(place, letter):
    line = evidence.line(FACTS)
    place %= len(line)
    changed = line[:place] + letter + line[place + 1 :]

    assert evidence.check(changed) in (None, FACTS if json_equal(changed, line) else None)


def json_equal(changed, line):
    """Whether the change left the signed facts as they were: another spelling of the same, or white space around."""
    return changed.strip() == line.strip()


@pytest.mark.parametrize(
    "text",
    ["", "chancery-receipt-1", "chancery-receipt-1 00 {}", "chancery-receipt-1 é []", "\x00", "x " * 1000],
)
def test_receipt_check_of_nonsense_says_no(text):
    assert evidence.check(text) is None


def test_receipt_signed_under_another_secret_is_not_genuine():
    with override_settings(SECRET_KEY="another centre's secret"):
        line = evidence.line(FACTS)

    assert evidence.check(line) is None


def test_receipt_signed_under_an_earlier_secret_is_genuine_as_long_as_it_is_kept():
    with override_settings(SECRET_KEY="the secret before"):
        line = evidence.line(FACTS)

    with override_settings(SECRET_KEY_FALLBACKS=["the secret before"]):
        assert evidence.check(line) == FACTS


def test_receipt_line_says_its_facts_in_one_line_of_json():
    mark, signature, facts = evidence.line(FACTS).split(" ", 2)

    assert (mark, len(signature), json.loads(facts)) == ("chancery-receipt-1", 64, FACTS)


ROLL = [{"delegation": "XA", "participation": "active", "acknowledged": "", "opened": ""}]
PARTS = {
    "revision_sha256": "a" * 64,
    "roll": ROLL,
    "expires_at": "2026-11-26T16:00:00+00:00",
    "chain_head": "b" * 64,
}


@pytest.mark.parametrize(
    "change",
    [
        {"revision_sha256": "c" * 64},
        {"roll": [{**ROLL[0], "participation": "dormant"}]},
        {"roll": []},
        {"expires_at": "2026-11-26T16:00:01+00:00"},
        {"chain_head": "d" * 64},
    ],
    ids=["text", "participation", "roll", "expiry", "record"],
)
def test_seal_changes_with_every_part(change):
    assert evidence.seal(**{**PARTS, **change}) != evidence.seal(**PARTS)

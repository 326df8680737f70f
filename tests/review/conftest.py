"""Rounds in the states that tests start from, made by the services."""

import pytest

from tests.cast import add_person
from tests.review.making import open_round


@pytest.fixture
def round(tabled_paper, chair, estmark, kaldria):
    """An open round to which Estmark and Kaldria are invited; Norvenia is not."""
    return open_round(tabled_paper, chair, estmark, kaldria, instructions="Say what cannot be agreed.")


@pytest.fixture
def kaldria_reviewer(kaldria):
    return add_person(kaldria, "reviewer")

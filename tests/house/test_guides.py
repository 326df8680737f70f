"""The guides name buttons, fields and sentences as the pages write them, in italics."""

import re

import pytest

from portal.demo.cast import PARTIES
from tests.house.sources import ROOT

GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs" / "users").glob("*.md"))]
LABEL = re.compile(r"(?<![*\w])\*([^*\s][^*]*)\*(?!\*)")
# Words of the reader's own, and sentences whose figures differ from page to page.
NOT_LABELS = {"water", "Steps"}
WITH_FIGURES = {
    "All changes saved 10:48:21": "All changes saved {time}",
    "Offline: 3 changes kept on this device": "Offline: {changes} kept on this device",
    "Change 2 of 14": "Change %(place)d of %(count)d",
    "Compare with Rev.1": "Compare with %(label)s",
}


@pytest.fixture(scope="module")
def written():
    """All that the pages can say, with the titles and the delegations of the demonstration."""
    files = [
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "papers").rglob("*.py"),
        *(ROOT / "portal").rglob("*.py"),
        *(ROOT / "portal" / "demo" / "texts").glob("*.md"),
    ]
    parties = [f"{party.code} {party.name}" for party in PARTIES]
    return "\n".join([*(file.read_text(encoding="utf-8") for file in files), *parties])


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_guide_names_what_stands_on_the_pages(guide, written):
    named = {" ".join(label.split()) for label in LABEL.findall(guide.read_text(encoding="utf-8"))}

    unknown = {label for label in named - NOT_LABELS if WITH_FIGURES.get(label, label) not in written}

    assert unknown == set()

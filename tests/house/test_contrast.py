"""The colours of tokens.css, computed: words can be read and controls be seen, in light and in dark.

The formula is that of WCAG 2.2; the floors are 4.5 for words and 3 for the edges of controls and for focus.
"""

import re
from itertools import product

import pytest

from tests.house.sources import ROOT

SHEET = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
PAIR = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
COLOURS = {name: {"light": light, "dark": dark} for name, light, dark in PAIR.findall(SHEET)}

GROUNDS = ["ground", "surface", "sunken", "raised"]
SOFT = ["accent-soft", "ok-soft", "warn-soft", "bad-soft", "unk-soft", "mark-soft"]
DELEGATIONS = [f"d{number}" for number in range(1, 13)]
WORDS = [
    *product(["ink", "ink-2", "ink-3"], GROUNDS),
    *product(["ink", "ink-2"], [*SOFT, "ins-soft", "del-soft", "mov-soft", "bracket-soft"]),
    *product(["accent", "accent-2", "ok", "warn", "bad", "unk"], GROUNDS),
    *product(["accent", "bad"], ["accent-soft", "bad-soft"]),
    *product(DELEGATIONS, [*GROUNDS, "accent-soft", "bracket-soft"]),
    *product(["surface"], DELEGATIONS),
    *product(["ink"], ["heat-0", "heat-1", "heat-2", "heat-3"]),
    ("mast-ink", "mast"),
    ("surface", "ink"),
    ("on-accent", "accent"),
    ("on-accent", "accent-2"),
    ("on-heat-4", "heat-4"),
    ("ink-3", "heat-0"),
    ("ins", "ins-soft"),
    ("del", "del-soft"),
    ("mov", "mov-soft"),
    ("bracket", "bracket-soft"),
    ("focus-line", "focus-band"),
]
EDGES = [
    *product(["rule-2", "focus-line"], GROUNDS),
    *product(["ok", "warn", "bad", "unk", "accent"], [*GROUNDS, "accent-soft"]),
]


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def under(floor, pairs):
    """What is too faint: fore, ground, side, ratio."""
    found = [
        (fore, ground, side, round(contrast(COLOURS[fore][side], COLOURS[ground][side]), 2))
        for (fore, ground), side in product(pairs, ["light", "dark"])
    ]
    return [each for each in found if each[3] < floor]


@pytest.mark.parametrize(
    ("one", "other", "expected"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48)]
)
def test_contrast_is_the_published_formula(one, other, expected):
    assert round(contrast(one, other), 2) == expected


def test_words_stand_out_from_every_ground_they_stand_on():
    assert under(4.5, WORDS) == []


def test_edges_and_focus_stand_out_from_every_ground():
    assert under(3, EDGES) == []


def test_every_colour_has_a_light_and_a_dark_side():
    plain = re.findall(r"--([\w-]+):\s*#[0-9a-f]{3,8}", SHEET)

    assert plain == ["sheet", "sheet-ink"], "only a printed sheet has one side"

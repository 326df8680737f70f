"""The laws of the style sheets and of what a page may carry (docs/developers/look.md)."""

import re

import pytest

from tests.house.sources import ROOT, templates

SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
LAYERS = ["tokens", "base", "layout", "components", "editor", "print"]
UNLAYERED = {
    "surface"
}  # it answers a sheet of CodeMirror's that is in no layer and would win over all of them
RAW_COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|oklch|lab)\(|:\s*(?:white|black|red|blue)\b"
)
PHYSICAL = re.compile(
    r"(?:^|[{;])\s*(?:(?:margin|padding|border|inset|scroll-(?:margin|padding))-(?:left|right|top|bottom)\b[^:]*"
    r"|left|right|top|bottom|width|height|(?:min|max)-(?:width|height)|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b",
    re.MULTILINE,
)
VARIABLE = re.compile(r"var\((--[\w-]+)")
DEFINED = re.compile(r"^\s*(--[\w-]+)\s*:|[{;]\s*(--[\w-]+)\s*:", re.MULTILINE)
FALLBACK = {"--d"}  # given by data-d, and always used with a fallback or inside [data-d]


def words(sheet):
    """The sheet without its comments and without what `@page` says: paper has no reading direction."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"@page[^{]*{(?:[^{}]|{[^{}]*})*}", "", text)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_sheet_names_no_colour_outside_the_tokens(sheet):
    found = [] if sheet.stem == "tokens" else RAW_COLOUR.findall(words(sheet))

    assert found == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_sheet_uses_logical_properties_only(sheet):
    assert PHYSICAL.findall(words(sheet)) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_sheet_belongs_to_its_layer(sheet):
    assert (f"@layer {sheet.stem} {{" in words(sheet)) is (sheet.stem not in UNLAYERED)


def test_layers_are_ordered_once():
    first = re.search(
        r"@layer ([\w, ]+);", (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    )

    assert first is not None
    assert first[1].split(", ") == LAYERS
    assert {sheet.stem for sheet in SHEETS} == {*LAYERS, *UNLAYERED}


def test_every_token_in_use_is_defined():
    text = "".join(words(sheet) for sheet in SHEETS)
    defined = {name for pair in DEFINED.findall(text) for name in pair if name}

    assert set(VARIABLE.findall(text)) - defined - FALLBACK == set()


def test_every_mark_in_use_is_drawn():
    drawn = set(
        re.findall(r'id="([mi]-\w+)"', (ROOT / "static" / "img" / "marks.svg").read_text(encoding="utf-8"))
    )
    text = "".join(template.read_text(encoding="utf-8") for template in templates())
    used = {
        f"m-{name}" for name in re.findall(r'{% mark "(\w+)"|mark="(\w+)"', text) for name in name if name
    }
    used |= {f"i-{name}" for name in re.findall(r'{% icon "(\w+)"', text)}

    assert used - drawn == set()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_script_says_in_its_first_lines_what_it_does(script):
    assert script.read_text(encoding="utf-8").startswith("/* ")

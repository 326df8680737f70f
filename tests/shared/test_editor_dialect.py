"""What the editor shows, the page shows: the editor's grammar against the centre's renderer, block by block."""

import json
import re
import subprocess
from bisect import bisect_right
from itertools import product

import pytest
from django.conf import settings

from papers.shared.markdown import parse
from tests import shared_data
from tests.portal.test_frontend import FRONTEND, node

EXAMPLE = re.compile(r"^`{32} example[^\n]*\n(.*?)^\.\n.*?^`{32}$", re.MULTILINE | re.DOTALL)
SAMPLE = re.compile(r"^\.\n(.*?)^\.\n.*?^\.$", re.MULTILINE | re.DOTALL)

# Of the samples of others. Where the two differ, we know why.
KNOWN = {
    "a label with brackets in it names nothing; the editor does not look up labels": [
        ("commonmark", 592),
        ("gfm", 598),
    ],
    "a line with a sign in it begins a table before it begins a heading or an item": [
        ("tables", 6),
        ("tables", 15),
        ("tables", 16),
    ],
    "an address that the centre refuses is words; the editor asks only when it shows a picture": [
        ("xss", 6),
        ("xss", 9),
        ("xss", 12),
    ],
}
# What only our dialect has: pieces that are joined in pairs, with and without a blank line between them.
PIECES = [
    "A paragraph with [open words – XA] and a call[^1].",
    "# Heading",
    "1. An item\n2. Another",
    "- [ ] A task\n- [x] Done",
    "> A quotation",
    "| a | b |\n| --- | :-: |\n| 1 | 2 |",
    "[^1]: A note\n    that goes on",
    "[^1]: A note\n\n    in two paragraphs",
    "::: recommendation\nThat it be done.\n:::",
    "::: recommendation\n7. That it be done\n   - at once\n:::",
    "::: recommendation\nNever closed",
    "> ::: recommendation\n> Quoted.\n> :::",
    "- ::: recommendation\n  In an item.\n  :::",
    ":::: recommendation\n```\n::: no end of code\n```\n::::",
    ":::",
    "```\n::: recommendation\n```",
    "<div>\n<b>words</b>\n</div>",
    "---",
    "![A map](/files/map.png)",
    "[word]: /there",
    "(a) a lettered paragraph;",
]


def of_others():
    """Sample's name and number, and its text."""
    for name in ("commonmark-spec.txt", "gfm-spec.txt"):
        found = EXAMPLE.findall(shared_data.read("texts", "pathological", name))
        for number, text in enumerate(found, start=1):
            yield (name.removesuffix("-spec.txt"), number), text.replace("→", "\t")
    for name in ("normalize", "strikethrough", "tables", "xss"):
        found = SAMPLE.findall(shared_data.read("texts", "pathological", "markdown-it", f"{name}.txt"))
        for number, text in enumerate(found, start=1):
            yield (name, number), text


def ours():
    """Every two pieces of our dialect after each other, and the papers of the demonstration."""
    for first, second in product(PIECES, PIECES):
        yield f"{first}\n\n{second}\n"
        yield f"{first}\n{second}\n"
    yield from (
        f"---\ntitle: x\n{end}\n{piece}\n" for end in ("---", "...", "-----", "no end") for piece in PIECES
    )
    for path in sorted((settings.BASE_DIR / "portal" / "demo" / "texts").glob("*.md")):
        yield path.read_text(encoding="utf-8")


def seen_by_the_editor(texts):
    path = node()
    if path is None or not (FRONTEND / "node_modules").is_dir():
        pytest.skip("the editor's grammar needs Node.js and its packages")
    run = subprocess.run(
        [path, "blocks.mjs"],
        cwd=FRONTEND,
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    return [sorted(map(tuple, blocks)) for blocks in json.loads(run.stdout)]


def seen_by_the_centre(text):
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    found = (
        (b.kind, bisect_right(starts, b.start) - 1, bisect_right(starts, b.end) - 1) for b in parse(text)
    )
    return sorted(found)


@pytest.mark.shared_data
def test_samples_of_others_have_the_same_blocks_in_the_editor_and_on_the_page():
    samples = list(of_others())
    known = {name for names in KNOWN.values() for name in names}

    seen = zip(samples, seen_by_the_editor([text for _, text in samples]), strict=True)

    assert len(samples) == 1407
    assert {name for (name, text), blocks in seen if blocks != seen_by_the_centre(text)} == known


@pytest.mark.shared_data
def test_real_papers_have_the_same_blocks_in_the_editor_and_on_the_page():
    texts = [shared_data.revisions(folder)[-1] for folder in shared_data.histories()]

    for text, blocks in zip(texts, seen_by_the_editor(texts), strict=True):
        assert blocks == seen_by_the_centre(text)


def test_our_own_dialect_has_the_same_blocks_in_the_editor_and_on_the_page():
    texts = list(ours())

    different = [
        text
        for text, blocks in zip(texts, seen_by_the_editor(texts), strict=True)
        if blocks != seen_by_the_centre(text)
    ]

    assert different == []

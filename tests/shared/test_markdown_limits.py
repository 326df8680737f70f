"""Text made to be slow: read in well under a second, or refused at once."""

import time

import pytest

from papers.shared.markdown import TextTooLarge, parse

MANY = 8_000
SLOW = {
    "brackets": "[" * MANY,
    "pictures": "![[" * MANY,
    "links without end": "[a](<" * MANY,
    "tags": "<a " * MANY,
    "links in links": "[[x](" * MANY,
    "references": "[a][" * MANY,
    "nested brackets": "[" * MANY + "]" * MANY,
    "brackets in pairs": "[x" * 400 + "]" * 400 + "\n\n" + "[x" * 4_000 + "]" * 4_000,
    "emphasis": "**a " * MANY,
    "mixed emphasis": "*__a" * MANY,
    "left and right": "*a_ " * MANY,
    "strikes": "~~a " * MANY,
    "backticks": "a".join("`" * length for length in range(1, 400)),
    "quotes": ">" * MANY + "a",
    "quotes on lines": (">" * 79 + "a\n") * 1_000,
    "lists in lists": "\n".join("  " * depth + "- x" for depth in range(300)),
    "lists on a line": "- " * MANY + "x",
    "containers": "::: recommendation\n" * MANY + "x",
    "longer containers": "".join(":" * length + " recommendation\n" for length in range(3, 800)) + "x",
    "definitions": "".join(f"[{number}]: x\n" for number in range(MANY)),
    "one long address": "[a]: " + "x" * 1_900 + "\n\n" + "[a] " * MANY,
    "footnotes": "[^1]: x\n\n" + "[^1]" * MANY,
    "columns": "|a" * MANY + "\n" + "|-" * MANY,
    "empty cells": "|a" * 200 + "|\n" + "|-" * 200 + "|\n" + "|\n" * 2_000,
    "empty tables": ("|a" * 200 + "|\n" + "|-" * 200 + "|\n" + "|\n" * 300 + "\n") * 10,
    "entities": "&#x41;" * MANY,
    "lazy lines": "> a\n" + "b\n" * MANY,
    "blanks": "[" + " " * 100_000 + "] :::" + " " * 100_000 + "x",
    "digits": "1." * MANY + "[x",
    "numerals": "(" + "i" * MANY + ") [x",
    "colons": ":" * MANY + " recommendation x",
}


@pytest.mark.parametrize("name", SLOW)
def test_pathological_text_is_read_in_less_than_a_second(name):
    begun = time.process_time()

    blocks = parse(SLOW[name], brackets=True).blocks

    assert time.process_time() - begun < 1
    assert blocks != ()


@pytest.mark.parametrize("unit", ["> - ", "*a_", "- - - - - - x\n", "[a](", "|a\n"])
def test_two_million_signs_are_refused_at_once(unit):
    begun = time.process_time()

    with pytest.raises(TextTooLarge):
        parse(unit * (1_990_000 // len(unit)))

    assert time.process_time() - begun < 1


def test_long_paper_is_read_fast_enough_to_wait_for():
    paragraph = "The Parties *shall* report [every quarter – XA] to the [Centre](/c), see annex A.[^1]\n\n"
    paper = "# Paper\n\n" + paragraph * 1_150 + "[^1]: As agreed.\n"

    begun = time.process_time()
    parse(paper, brackets=True)

    assert len(paper) > 100_000
    assert time.process_time() - begun < 1


def test_address_called_too_often_is_no_longer_copied():
    text = "[a]: " + "x" * 1_900 + "\n\n" + "[a]\n\n" * 9_000

    assert sum(len(block.html) for block in parse(text).blocks) < 5_000_000

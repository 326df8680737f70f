"""Open brackets: what counts, what does not, who is named, and when a text is clean."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papers.drafting.brackets import examine, find, is_clean
from papers.shared.markdown import parse
from tests.page import as_a_browser_reads
from tests.texts import nasty

bounded = settings(max_examples=80, deadline=None)


def told(text, *names):
    """The named facts of each bracket of a text."""
    return [tuple(getattr(bracket, name) for name in names) for bracket in find(text)]


def test_brackets_are_found_with_their_place_and_their_delegations():
    text = "Borne by [the contributors – XA, XD] and [each for its own - XC]."

    assert told(text, "text", "delegations") == [
        ("[the contributors – XA, XD]", ("XA", "XD")),
        ("[each for its own - XC]", ("XC",)),
    ]
    assert [text[bracket.start : bracket.end] for bracket in find(text)] == [
        bracket.text for bracket in find(text)
    ]


def test_nested_brackets_have_their_depth():
    assert told("[a [b [c]] d] [e]", "text", "depth") == [
        ("[a [b [c]] d]", 1),
        ("[b [c]]", 2),
        ("[c]", 3),
        ("[e]", 1),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[link](https://example.org)",
        "[a link][ref]\n\n[ref]: /x",
        "[ref]\n\n[ref]: /x",
        "![a picture](/a.png)",
        "called[^1]\n\n[^1]: note",
        "- [ ] open\n- [x] done",
        "`code [x]`",
        "```\n[x]\n```",
        "    [x]",
        r"\[escaped\]",
        "&#91;by entity&#93;",
        "---\nx: [a]\n---",
        "<http://example.org/[a]>",
        "[[a] b](https://example.org)",
    ],
)
def test_what_is_no_open_bracket(text):
    assert find(text) == ()
    assert is_clean(text)


def test_brackets_around_a_link_count_and_those_inside_do_not():
    assert told("[see [annex B](#b)] and [the [inner] words](/x)", "text") == [("[see [annex B](#b)]",)]


def test_brackets_in_headings_tables_items_quotes_and_notes_count():
    text = (
        "# [a]\n\n| [b] | c \\| [d] |\n|---|---|\n| e | [f – XA] |\n\n1. [g]\n\n> [h]\n\nx[^1]\n\n[^1]: [i]\n"
    )

    assert [words for (words,) in told(text, "text")] == [
        "[a]",
        "[b]",
        "[d]",
        "[f – XA]",
        "[g]",
        "[h]",
        "[i]",
    ]
    assert [text[bracket.start : bracket.end] for bracket in find(text)] == [
        words for (words,) in told(text, "text")
    ]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("[All of it.]", True),
        ("[All of it].", True),
        ("4.2 [All of it.]", True),
        ("1. [All of it.]", True),
        ("> **[All of it.]**", True),
        ("## [All of it]", True),
        ("[All\nof it.][^1]\n\n[^1]: note", True),
        ("[One] and [two]", False),
        ("Words [before]", False),
        ("[before] words", False),
        ("| [cell] |\n|---|", False),
    ],
)
def test_bracket_around_a_whole_block_says_so(text, whole):
    assert find(text)[0].whole_block is whole


def test_alternatives_are_bracketed_blocks_with_a_latin_number():
    text = "4. [First.]\n\n4 bis. [Second. – XB]\n\n[4 ter. Third.]\n\nB.2 quater [Fourth.]\n\n4 bis. Not [all].\n"

    assert told(text, "alternative") == [("",), ("bis",), ("ter",), ("quater",), ("",)]


def test_bracket_around_several_blocks_is_one():
    text = "[First block.\n\nSecond [inner] block. – XB]\n\nThird."

    assert told(text, "text", "depth", "block", "last_block", "delegations", "whole_block") == [
        ("[First block.\n\nSecond [inner] block. – XB]", 1, 0, 1, ("XB",), True),
        ("[inner]", 2, 1, 1, (), False),
    ]


def test_half_a_bracket_is_no_bracket_but_the_text_is_not_clean():
    findings = examine("From [0, 1) to the end.\n\nAnd ] here.")

    assert findings.brackets == ()
    assert [stray.sign for stray in findings.strays] == ["[", "]"]
    assert not is_clean("From [0, 1) to the end.")


def test_text_without_brackets_is_clean():
    assert is_clean("# Title\n\nA sentence (with parentheses) and {braces}.\n")


@pytest.mark.parametrize(
    ("inside", "codes"),
    [
        ("text – XA", ("XA",)),
        ("text — XA, XB,XC", ("XA", "XB", "XC")),
        ("text - SEC ", ("SEC",)),
        ("– XA", ("XA",)),
        ("text – XA and", ()),
        ("text – Valoria", ()),
        ("text-XA", ()),
        ("years 2026 – 2027", ()),
    ],
)
def test_suffix_names_delegations(inside, codes):
    assert find(f"[{inside}]")[0].delegations == codes


@bounded
@given(nasty)
def test_brackets_of_any_text_nest_and_stand_where_they_say(text):
    findings = examine(text)

    for bracket in findings.brackets:
        assert (text[bracket.start], text[bracket.end - 1]) == ("[", "]")
        assert bracket.text == text[bracket.start : bracket.end]
    assert list(findings.brackets) == sorted(
        findings.brackets, key=lambda bracket: (bracket.block, bracket.start)
    )
    for bracket in findings.brackets:
        inside = [one for one in findings.brackets if one.block == one.last_block == bracket.block]
        around = [one for one in inside if one.start < bracket.start and bracket.end < one.end]
        crossing = [one for one in inside if bracket.start < one.start < bracket.end < one.end]
        assert crossing == []
        assert bracket.depth > len(around)


@bounded
@given(nasty)
def test_clean_text_has_neither_brackets_nor_halves(text):
    findings = examine(text)

    assert is_clean(text) is (findings.brackets == () and findings.strays == ())


@bounded
@given(
    st.lists(st.sampled_from(["[", "]", "a", " – XA", " ", "*", "**", "`", "\n\n", "- ", "[x](y)"])).map(
        "".join
    )
)
def test_marked_brackets_are_valid_html_and_as_many_as_found(text):
    document = parse(text, brackets=True)

    html = "".join(f"<p>{block.html}</p>" for block in document.blocks if block.tag == "p")
    assert as_a_browser_reads(html) == html
    assert html.count('<span class="br">') <= len(find(document))

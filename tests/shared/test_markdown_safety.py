"""What a hostile author may write, and what reaches a reader: nothing that runs, loads or deceives."""

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papers.shared.markdown import parse, safe
from tests import shared_data
from tests.page import EVERY_ATTRIBUTE, EVERY_TAG, as_a_browser_reads, joined, seen, words

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<math><annotation-xml encoding=text/html><script>alert(1)</script></annotation-xml></math>",
    "<style>*{background:url(//evil)}</style>",
    "<form action=/api/delete><button>Press</button></form>",
    "<details open ontoggle=alert(1)>",
    "<base href=//evil><meta http-equiv=refresh content=0>",
    '<a name=x id="csrf_token" class=admin>clobber</a>',
    "<object data=javascript:alert(1)><embed src=x>",
    '<div style="position:fixed;inset:0">overlay</div>',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](java&#x0A;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](<\tjavascript:alert(1)>)",
    "[x](\u200bjavascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](blob:https://a/b)",
    "[a]: javascript:alert(1)\n\n[a]",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](http://evil/track.png)",
    "![x](//evil/track.png)",
    "![x](/\\evil/track.png)",
    "![x](\\\\evil/track.png)",
    '[x](http://a "onmouseover=alert(1)")',
    '[x](http://a"onmouseover="alert(1))',
    '![x](/a.png "\\" onload=alert(1) \\"")',
    '![" onerror=alert(1) x="](/a.png)',
    '```"><script>alert(1)</script>\nx\n```',
    "```\n</code></pre><script>alert(1)</script>\n```",
    "| <img src=x onerror=alert(1)> |\n|---|\n| </table><script>alert(1)</script> |",
    "[^<script>]: x\n\n[^<script>]",
    '[^"onclick=x]: x\n\n[^"onclick=x]',
    "# <script>alert(1)</script> [x](javascript:y)",
    '::: recommendation" onclick="x\n:::',
    "---\n</pre></details><script>alert(1)</script>\n---",
    "[<script> – XA]",
    "[a – X<b>]",
    "4</p><script>x</script>. y",
    "para {: onclick=alert(1) }",
]
ADDRESS = re.compile(r"(?:(?:https?|mailto|tel):|[^:/?#]*(?:[/?#]|\Z))\S*", re.IGNORECASE)


def dangers(html):
    """Everything in some HTML that no reader should meet."""
    found = []
    for tag, attributes in seen(html).tags:
        found += [tag] if tag not in EVERY_TAG else []
        found += [f"{tag} {name}" for name in attributes if name not in EVERY_ATTRIBUTE]
        for name in ("href", "src"):
            if not ADDRESS.fullmatch(attributes.get(name) or ""):
                found.append(f"{tag} {name}={attributes[name]}")
        if tag == "img" and safe.is_external(attributes["src"] or ""):
            found.append(f"remote {attributes['src']}")
    return found


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("around", ["{}", "- {}", "> {}", "a [b {} – XA] c", "| x |\n|---|\n| {} |"])
def test_nothing_dangerous_reaches_the_page(payload, around):
    html = joined(parse(around.replace("{}", payload), brackets=True).blocks)

    assert dangers(html) == []
    assert as_a_browser_reads(html) == html


def test_the_measure_sees_a_danger():
    assert dangers('<script></script><p onclick=x><a href="javascript:x">y</a><img src="//evil/x">') == [
        "script",
        "p onclick",
        "a href=javascript:x",
        "remote //evil/x",
    ]


@pytest.mark.parametrize("payload", [one for one in PAYLOADS if one.startswith("<") and "\n" not in one])
def test_html_is_shown_as_it_was_written(payload):
    assert "".join(words(parse(payload).blocks[0].html).split()) == "".join(unescape(payload).split())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([*PAYLOADS, "\n\n", " ", "[", "]", "`", "*", "\n- ", "\n> "]), max_size=6).map(
        "".join
    )
)
def test_payloads_together_are_no_more_dangerous(text):
    assert dangers(joined(parse(text, brackets=True).blocks)) == []


@pytest.mark.shared_data
def test_naughty_strings_reach_the_page_as_words():
    text = "\n\n".join(
        line for line in shared_data.read("texts", "pathological", "blns.txt").splitlines() if line
    )

    html = joined(parse(text, brackets=True).blocks)

    assert dangers(html) == []
    assert as_a_browser_reads(html) == html.replace("\r", "\n")  # "&#13;" is a line end to a browser


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["xss", "tables", "normalize", "strikethrough"])
def test_fixtures_of_other_parsers_reach_the_page_whole(name):
    text = shared_data.read("texts", "pathological", "markdown-it", f"{name}.txt")

    html = joined(parse(text).blocks)

    assert dangers(html) == []
    assert as_a_browser_reads(html) == html


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "/\\evil.example",
        "/%5Cevil.example",
        "\\\\evil",
        "/\t/evil",
        "https://x",
        "HTTP://x",
        "mailto:a@b",
    ],
)
def test_address_that_leaves_the_house_is_external(address):
    assert safe.is_external(address)


@pytest.mark.parametrize("address", ["/papers/1", "#p4", "annex.md", "?q=1", "/a//b", ""])
def test_address_in_the_house_is_not_external(address):
    assert not safe.is_external(address)


def test_external_link_says_so_and_gives_nothing_away():
    assert parse("[x](//evil.example)").blocks[0].html == (
        '<a href="//evil.example" class="external" rel="noopener noreferrer nofollow">x</a>'
    )


def test_remote_picture_is_a_link_that_the_reader_may_choose():
    assert parse("See ![the map](https://evil.example/t.png)").blocks[0].html == (
        'See <a href="https://evil.example/t.png" class="external" rel="noopener noreferrer nofollow">the map</a>'
    )


def test_picture_with_inline_data_stays_words():
    assert parse("![x](data:image/png;base64,AAAA)").blocks[0].text == "![x](data:image/png;base64,AAAA)"


def test_footnote_cannot_take_the_id_of_something_else():
    html = joined(parse("x[^csrf_token]\n\n[^csrf_token]: y\n").blocks)

    assert [attributes["id"] for _, attributes in seen(html).tags if "id" in attributes] == [
        "b0",
        "fnref-1-1",
        "fn-1",
        "b1",
    ]


def test_sanitiser_stands_behind_the_renderer():
    assert (
        safe.clean('<p id="x" onclick="y"><script>z</script><img src=a onerror=b>ok</p>')
        == '<p id="x"><img src="a">ok</p>'
    )


@pytest.mark.parametrize(
    "around", ["{}", "# {}", "`{}`", "| {} |\n|---|", "---\n{}\n---", "[{}](/x)", "![{}](/x)"]
)
def test_letters_are_shown_in_the_order_in_which_they_are_written(around):
    (block,) = parse(around.format("shall \u202eton\u202c pay")).blocks

    assert "\u202e" not in block.html
    assert "\u202e" in block.text

"""Our dialect against the examples of the CommonMark specification that contain no raw HTML."""

import re

import pytest

from papers.shared.markdown import parse
from tests import shared_data
from tests.page import joined, seen, words

pytestmark = pytest.mark.shared_data
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)


def examples():
    """Number, Markdown and expected HTML of each example of the specification."""
    if not shared_data.SHARED_DATA.is_dir():
        return
    spec = shared_data.read("texts", "pathological", "commonmark-spec.txt")
    for number, match in enumerate(EXAMPLE.finditer(spec), start=1):
        yield number, match[1].replace("→", "\t"), match[2].replace("→", "\t")


# Where we differ, we know why.
KNOWN = {
    "a text that begins with --- begins with front matter": [96, 98],
    "a quote without words is not shown": [220, 241, 242],
    "a picture from elsewhere is a link to it": [519, 522, 533, 575, 578, 579, 580],
    "a picture that stands alone has its title as a caption": [574, 586, 587, 588, 590, 591, 593],
    "only http, https, mailto and tel become links": [502, 598, 600, 601, 603],
}
DIFFERENT = {number for numbers in KNOWN.values() for number in numbers}
STRUCTURE = frozenset(["em", "strong", "code", "a", "img", "li", "ol", "ul", "blockquote", "hr", "br"])
RAW_HTML = re.compile(r"<(?!https?:|[a-z.+-]+:|[\w.]+@)[a-zA-Z/!?]")
CASES = [case for case in examples() if not RAW_HTML.search(case[1])]


def meaning(html):
    """The elements that carry meaning, in order, and the words without white space."""
    html = re.sub(r"<details.*?</details>", "", html, flags=re.DOTALL)  # link definitions: there, but closed
    html = re.sub(r' data-language="[^"]*"', "", html)
    return [tag for tag, _ in seen(html).tags if tag in STRUCTURE], "".join(words(html).split())


@pytest.mark.parametrize(("number", "text", "expected"), CASES)
def test_example_of_the_specification_means_the_same(number, text, expected):
    ours = meaning(joined(parse(text).blocks))

    assert (ours == meaning(expected)) is (number not in DIFFERENT)


def test_examples_cover_the_specification():
    assert len(CASES) == 560

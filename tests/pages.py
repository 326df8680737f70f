"""Reading pages as a person would: the words of a page, the cells of its table."""

import re
from html.parser import HTMLParser

_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
_NEXT = re.compile(r'name="next" value="[^"]*"')


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words, self.rows, self.cell, self.skipping = [], [], None, 0

    def handle_starttag(self, tag, attrs):
        if tag in {"script", "style", "template"}:
            self.skipping += 1
        if tag == "br":
            self.handle_data(" ")
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"} and self.rows:
            self.cell = []

    def handle_endtag(self, tag):
        if tag in {"script", "style", "template"}:
            self.skipping -= 1
        if tag in {"td", "th"} and self.cell is not None:
            self.rows[-1].append(" ".join("".join(self.cell).split()))
            self.cell = None

    def handle_data(self, data):
        if self.skipping:
            return
        self.words.append(data)
        if self.cell is not None:
            self.cell.append(data)


def text_of(response):
    """The words of a page, blanks squeezed."""
    return " ".join(" ".join(_read(response.content.decode()).words).split())


def cells(response):
    """The rows of the first table body of a page, each a list of its cells' words."""
    body = re.search(r"<tbody>.*?</tbody>", response.content.decode(), re.DOTALL)
    return _read(body[0]).rows if body else []


def same_page(response):
    """A page without what differs on every request: form tokens, and the address that was asked for."""
    return _NEXT.sub("", _CSRF.sub("", response.content.decode()))


def _read(html):
    reader = _Reader()
    reader.feed(html)
    return reader

"""Markdown that people write, and Markdown that nobody should: strategies for property tests."""

from hypothesis import strategies as st

WORDS = [
    "water",
    "supply",
    "The Parties",
    "shall",
    "42",
    "é",
    "مياه",
    "שלום",
    "XA",
    "bis",
    "x",
    "\u00a0",
    "😀",
]
SIGNS = [
    "*",
    "**",
    "_",
    "~~",
    "`",
    "``",
    "[",
    "]",
    "(",
    ")",
    "!",
    "<",
    ">",
    "&amp;",
    "\\",
    "|",
    "^",
    ":",
    "-",
    "+",
    '"',
]
LINKS = [
    "[x](y)",
    "[x][r]",
    "[r]",
    "![p](/a.png)",
    "![p](http://e/t.png)",
    "<http://a.b>",
    "[j](javascript:x)",
    "[r]: /u\n",
]
NOTES = ["[^1]", "[^n]", "[^1]: ", "[^n]: ", "\n[^1]: note\n", "\n\n    more\n"]
BEGINS = [
    "# ",
    "### ",
    "> ",
    "- ",
    "* ",
    "1. ",
    "7) ",
    "    ",
    "\t",
    "```\n",
    "~~~ py\n",
    "- [ ] ",
    "- [x] ",
    "---\n",
    "===\n",
]
FENCES = [
    "\n::: recommendation\n",
    "\n:::\n",
    "::: other\n",
    "\n:::",
    "| a | b |\n|---|--:|\n",
    "| c | d | e |\n",
]
ENDS = ["\n", "\n\n", "\r\n", "\r", "  \n", "\n \n", " ", "\0"]
HTML = [
    "<b>",
    "</p>",
    "<script>alert(1)</script>",
    "<!--",
    "<img src=x onerror=y>",
    "</li></ol>",
    "<svg/onload=x>",
]

pieces = st.sampled_from(WORDS + SIGNS + LINKS + NOTES + BEGINS + FENCES + ENDS + ENDS + HTML)
nasty = st.lists(pieces, max_size=40).map("".join)

sentence = st.lists(st.sampled_from(WORDS[:8]), min_size=1, max_size=12).map(" ".join)
paragraph = st.builds(lambda words, number: f"{words} {number}.", sentence, st.integers(0, 10_000))
paragraphs = st.lists(paragraph, max_size=12)

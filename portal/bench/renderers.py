"""One rendering of one text by one parser, in a process of its own: reads a request and answers in JSON.

It runs under whatever Python it is started with (the project's, or a throw-away environment with other parsers), so it
imports nothing of the project but the parser it is asked for.
"""

import importlib
import json
import sys
import time
from collections.abc import Callable

EXTENSIONS = [
    "tables",
    "footnotes",
    "sane_lists",
    "pymdownx.tilde",
    "pymdownx.tasklist",
    "pymdownx.superfences",
]


def python_markdown() -> Callable[[str], str]:
    """What the commission named, with the extensions that make it the same dialect."""
    markdown = importlib.import_module("markdown")
    return lambda text: markdown.Markdown(extensions=EXTENSIONS).convert(text)


def mistune() -> Callable[[str], str]:
    """The fastest of the pure Python parsers, told to escape HTML."""
    parser = importlib.import_module("mistune")
    return parser.create_markdown(escape=True, plugins=["table", "footnotes", "strikethrough", "task_lists"])


def markdown_it() -> Callable[[str], str]:
    """The parser that was chosen, with nothing of ours around it."""
    parser = importlib.import_module("markdown_it").MarkdownIt("commonmark", {"html": False})
    parser.enable(["table", "strikethrough"])
    return parser.use(importlib.import_module("mdit_py_plugins.footnote").footnote_plugin).render


def ours() -> Callable[[str], str]:
    """The whole way of the product: limits, blocks with their places, brackets, one sanitiser."""
    markdown = importlib.import_module("papers.shared.markdown")

    def render(text: str) -> str:
        blocks = markdown.parse(text, brackets=True).blocks
        return "".join(block.before + markdown.outer(block.tag, block.html) + block.after for block in blocks)

    return render


RENDERERS = {
    "Python-Markdown": python_markdown,
    "mistune": mistune,
    "markdown-it-py": markdown_it,
    "ours": ours,
}


def main() -> None:
    """Render each text once to warm up if asked, then measure; the best of the repetitions counts."""
    request = json.load(sys.stdin)
    render = RENDERERS[request["renderer"]]()
    if request["warm"]:
        render("# Warm\n\n- up\n")
    answers = []
    for text in request["texts"]:
        seconds, html = min(_timed(render, text) for _ in range(request["times"]))
        answers.append({"seconds": seconds, "html": html})
    json.dump(answers, sys.stdout)


def _timed(render: Callable[[str], str], text: str) -> tuple[float, str]:
    begun = time.process_time()  # of this process alone, however busy the machine
    html = render(text)
    return time.process_time() - begun, html


if __name__ == "__main__":
    main()

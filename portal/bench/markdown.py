"""The benchmark behind ADR 0001, for anyone to rerun: `python -m portal.bench.markdown`.

Python-Markdown and mistune are installed into a throw-away environment; without a network they are reported as not
installed. Every rendering is a process of its own with a time limit, so that one that never ends harms no other.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import nh3

OTHERS = ["Markdown==3.11.3", "pymdown-extensions==13.1", "mistune==3.4.0"]
IN_OTHER_ENVIRONMENT = ("Python-Markdown", "mistune")
RENDERERS = ("Python-Markdown", "mistune", "markdown-it-py", "ours")
SECONDS = 20
MANY = 8_000

PARAGRAPH = (
    "{n}. The Parties *shall* report [every quarter – XA, XB] to the [Centre](/centre/{n}) and **may** ask for"
    " advice.[^{n}] Interim repair means work that restores a stated level of service within ninety days with parts"
    " that can later be removed or built upon; it neither replaces nor prejudges the design of permanent works.\n\n"
)
PATHOLOGICAL = {
    "`[` × 8000": "[" * MANY,
    "`![[` × 8000": "![[" * MANY,
    "`[a](<` × 8000": "[a](<" * MANY,
    "`<a ` × 8000": "<a " * MANY,
    "`**a ` × 8000": "**a " * MANY,
    "`[[x](` × 8000": "[[x](" * MANY,
    "`>` × 3000": ">" * 3_000 + "a",
    "300 lists in lists": "\n".join("    " * depth + "- x" for depth in range(300)),
    "backticks of 400 lengths": "a".join("`" * length for length in range(1, 400)),
    "2000 columns": "|a" * 2_000 + "\n" + "|-" * 2_000 + "\n",
    "200 columns, 2000 empty rows": "|a" * 200 + "|\n" + "|-" * 200 + "|\n" + "|\n" * 2_000,
}
PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<details open ontoggle=alert(1)>",
    '<form action="//evil"><input name=q>',
    '<base href="//evil">',
    "<style>*{background:url(//evil)}</style>",
    '<div style="position:fixed;inset:0">overlay</div>',
    '<object data="javascript:alert(1)">',
    '<table background="javascript:alert(1)"><td>x',
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#x0A;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[a]: javascript:alert(1)\n\n[a]",
    '[x](http://a "onmouseover=alert(1)")',
    '[x](http://a"onmouseover="alert(1))',
    "![x](http://evil.example/track.png)",
    "![x](//evil.example/track.png)",
    '```"><script>alert(1)</script>\nx\n```',
    'paragraph {: onclick="alert(1)" }',
]
_BAD_TAGS = frozenset(
    {"script", "iframe", "object", "embed", "form", "base", "style", "input", "svg", "math"}
)


@dataclass(frozen=True)
class Rendered:
    """What became of some texts: how long each took and its HTML, or why there is nothing."""

    seconds: tuple[float, ...] = ()
    html: tuple[str, ...] = ()
    failure: str = ""


class Dangers(HTMLParser):
    """Counts what must not reach a reader: elements that act, attributes that run, addresses that load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BAD_TAGS:
            self.found.append(tag)
        for name, value in attrs:
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            runs = name in ("href", "src", "data", "action", "background") and re.match(
                r"(?:java|vb)script:|data:", address
            )
            loads = tag == "img" and name == "src" and re.match(r"https?:|//", address)
            if name.startswith("on") or name == "style" or runs or loads:
                self.found.append(f"{tag} {name}")


def paper(size: int) -> str:
    """A paper of about this many characters, with what papers have: numbers, links, brackets, notes, a table."""
    number = max(1, size // (len(PARAGRAPH) + 45))
    text = "".join(PARAGRAPH.format(n=n) for n in range(1, number + 1))
    notes = "".join(f"[^{n}]: As agreed in the meeting of that day.\n\n" for n in range(1, number + 1))
    return f"# Interim repair\n\n{text}| Group | Days |\n|---|--:|\n| A | 9 |\n\n{notes}"


def render(python: str, renderer: str, texts: Sequence[str], *, times: int = 1) -> Rendered:
    """Have some texts rendered in a process of its own."""
    request = json.dumps({"renderer": renderer, "texts": texts, "times": times, "warm": True})
    script = Path(__file__).with_name("renderers.py")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    try:
        done = subprocess.run(
            [python, "-P", str(script)],
            input=request,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        return Rendered(failure=f"> {SECONDS} s")
    if done.returncode:
        return Rendered(failure=done.stderr.strip().rpartition("\n")[2].split(":")[0])
    answers = json.loads(done.stdout)
    return Rendered(tuple(one["seconds"] for one in answers), tuple(one["html"] for one in answers))


def other_python(folder: Path) -> str | None:
    """A throw-away environment with the other parsers; None where they cannot be had."""
    venv.create(folder, with_pip=True)
    python = str(folder / ("Scripts" if os.name == "nt" else "bin") / "python")
    installed = subprocess.run([python, "-m", "pip", "install", "-q", *OTHERS], capture_output=True)
    return python if installed.returncode == 0 else None


def dangers(pages: Sequence[str]) -> int:
    """How many of these pages hold anything dangerous."""
    count = 0
    for page in pages:
        reader = Dangers()
        reader.feed(page)
        count += bool(reader.found)
    return count


def tables(pythons: Mapping[str, str | None]) -> Iterator[str]:
    """The three tables of the ADR."""
    sizes = [(f"{size // 1000} KB", [paper(size)]) for size in (10_000, 100_000, 450_000)]
    yield from _table(
        "CPU ms for a paper of", sizes, pythons, lambda done: f"{1000 * done.seconds[0]:.0f}", 5
    )
    slow = [(name, [text]) for name, text in PATHOLOGICAL.items()]
    yield from _table("CPU seconds for", slow, pythons, lambda done: f"{done.seconds[0]:.2f}")
    unsafe = [("payloads", PAYLOADS)]
    title = f"dangerous of {len(PAYLOADS)}"
    yield from _table(f"{title}, as rendered", unsafe, pythons, lambda done: str(dangers(done.html)))
    yield from _table(f"{title}, after nh3 with its defaults", unsafe, pythons, _dangers_left)


def _table(
    title: str,
    cases: Sequence[tuple[str, Sequence[str]]],
    pythons: Mapping[str, str | None],
    told: Callable[[Rendered], str],
    times: int = 1,
) -> Iterator[str]:
    yield f"| {title} | " + " | ".join(RENDERERS) + " |"
    yield "|---|" + "--:|" * len(RENDERERS)
    for name, texts in cases:
        cells = []
        for renderer in RENDERERS:
            python = pythons[renderer]
            done = (
                render(python, renderer, texts, times=times) if python else Rendered(failure="not installed")
            )
            cells.append(done.failure or told(done))
        yield f"| {name} | " + " | ".join(cells) + " |"
    yield ""


def _dangers_left(done: Rendered) -> str:
    return str(dangers([nh3.clean(page) for page in done.html]))


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as folder:
        other = other_python(Path(folder))
        pythons = {one: other if one in IN_OTHER_ENVIRONMENT else sys.executable for one in RENDERERS}
        for line in tables(pythons):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()

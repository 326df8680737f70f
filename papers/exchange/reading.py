"""Foreign files into text: Markdown as it is, Word through the sandbox, a folder with a history."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pypandoc
from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.shared.errors import BadInput
from papers.shared.sandbox import Limits, SandboxFailure, python_job, sandbox_run

JOBS = Path(__file__).parent / "jobs"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MARKDOWN = "text/markdown"
DIALECT = "markdown_strict+pipe_tables+strikeout+footnotes+task_lists+backtick_code_blocks+startnum-raw_html"
CONVERSION = Limits(seconds=60, cpu_seconds=50, memory=1536)

HEADING = re.compile(r"#{1,6}[ \t]+(?=\S)")
EMPHASIS = re.compile(r"[*`]+|[ \t]#+[ \t]*\Z")
TITLE_LIMIT = 200

NOTHING_KEPT = gettext_lazy("Nothing was imported.")
REFUSALS = {
    "not-word": gettext_lazy("This is no Word file (.docx)."),
    "truncated": gettext_lazy("The Word file is damaged or cut short; send it again from Word."),
    "bomb": gettext_lazy("The Word file unpacks to far more than a paper holds, as malicious files do."),
    "macros": gettext_lazy("The Word file carries macros; save it as .docx without them."),
    "encrypted": gettext_lazy("The Word file is protected by a password; save it without one."),
    "dtd": gettext_lazy("The Word file holds definitions (a DTD) that no Word program writes."),
    "time": gettext_lazy("Reading the file took too long and was stopped."),
    "failed": gettext_lazy("The file could not be read as a Word document."),
}


@dataclass(frozen=True)
class Incoming:
    """A text that came from outside, with what was found in the file and kept aside."""

    text: str
    kind: str
    source: bytes = b""
    media_type: str = MARKDOWN
    title: str = ""
    report: dict[str, Any] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One revision of a history: its number, text, date as the source gives it, note and author label."""

    number: int
    text: str
    dated: datetime
    note: str
    author_label: str


@dataclass(frozen=True)
class Series:
    """A history read from a folder."""

    title: str
    language: str
    steps: tuple[Step, ...]


def read_file(name: str, data: bytes, *, apply_changes: bool = False) -> Incoming:
    """Read an uploaded file by what it is; raises BadInput with a sentence that says what is wrong."""
    if not data:
        raise refusal(_("The file is empty."))
    if len(data) > settings.UPLOAD_LIMIT:
        raise refusal(_("The file is larger than %(mib)d MiB.") % {"mib": settings.UPLOAD_LIMIT // 2**20})
    suffix = Path(name).suffix.lower()
    if suffix == ".docx":
        return read_word(data, apply_changes=apply_changes)
    if suffix in {".md", ".markdown", ".txt"}:
        text = read_text(data)
        return Incoming(text, "markdown", data, title=title_of(text))
    raise refusal(_("Only Markdown (.md, .txt) and Word (.docx) files can be imported."))


def read_text(data: bytes) -> str:
    """UTF-8 bytes as text."""
    if data.startswith(b"PK\x03\x04"):
        raise refusal(_("The file is named like a text, but is an archive or a Word file."))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refusal(
            _("The file is not UTF-8 text (byte %(at)d); save it as UTF-8.") % {"at": error.start + 1}
        ) from error
    if "\x00" in text:
        raise refusal(_("The file is not text: it holds NUL characters."))
    if len(text) > settings.TEXT_LIMIT:
        raise refusal(_("The text is longer than %(limit)d characters.") % {"limit": settings.TEXT_LIMIT})
    return text


def title_of(text: str) -> str:
    """The heading with which a text begins, without its emphasis; nothing when it begins otherwise."""
    first = text.removeprefix("\ufeff").lstrip().partition("\n")[0][: 2 * TITLE_LIMIT]
    sign = HEADING.match(first)
    return EMPHASIS.sub("", first[sign.end() :]).strip()[:TITLE_LIMIT] if sign else ""


def read_word(data: bytes, *, apply_changes: bool = False) -> Incoming:
    """A Word file as Markdown. Tracked changes are left out unless asked for, and listed either way, like comments."""
    files = {"in.docx": data}
    try:
        looked = sandbox_run([*python_job(JOBS / "word.py"), "in.docx"], files=files)
        report = json.loads(looked.files["report.json"])
        changes = "accept" if apply_changes else "reject"
        converted = sandbox_run(_pandoc(changes), files=files, limits=CONVERSION)
    except SandboxFailure as failure:
        code = failure.said.strip() if failure.kind == "refused" else failure.kind
        raise refusal(REFUSALS.get(code, REFUSALS["failed"])) from failure
    pictures = {name: made for name, made in looked.files.items() if name.startswith("media/")}
    report["changes_applied"] = apply_changes and bool(report["changes"])
    text = converted.files["out.md"].decode("utf-8")
    return Incoming(text, "word", data, WORD, report["title"] or title_of(text), report, pictures)


def read_marked(data: bytes) -> dict[str, Any]:
    """The paragraphs of a marked-up Word file in pieces, and its comments with their threads."""
    try:
        done = sandbox_run([*python_job(JOBS / "word.py"), "in.docx", "marked"], files={"in.docx": data})
    except SandboxFailure as failure:
        code = failure.said.strip() if failure.kind == "refused" else failure.kind
        raise refusal(REFUSALS.get(code, REFUSALS["failed"])) from failure
    found: dict[str, Any] = json.loads(done.files["marked.json"])
    return found


def read_series(folder: Path) -> Series:
    """A history: meta.json and NNN.md files, each a revision."""
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        steps = tuple(_step(folder, entry) for entry in meta["revisions"])
    except FileNotFoundError as error:
        raise refusal(
            _("The folder has no file %(name)s.") % {"name": Path(str(error.filename)).name}
        ) from error
    except (UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise refusal(_("meta.json cannot be read: %(why)s.") % {"why": error}) from error
    if not steps:
        raise refusal(_("meta.json lists no revisions."))
    if [step.number for step in steps] != sorted({step.number for step in steps}):
        raise refusal(_("The revisions in meta.json are not numbered upwards, each number once."))
    return Series(str(meta.get("title") or folder.name)[:200], str(meta.get("language") or "en")[:8], steps)


def kept_aside(report: dict[str, Any]) -> list[str]:
    """What an import found and did not put into the text, as sentences."""
    changes, applied = len(report.get("changes", ())), report.get("changes_applied")
    found = [
        (changes if applied else 0, _("%(n)d tracked changes were applied as you chose.")),
        (0 if applied else changes, _("%(n)d tracked changes were left out and are listed.")),
        (len(report.get("comments", ())), _("%(n)d comments were kept aside and are listed.")),
        (report.get("formatting_changes"), _("%(n)d tracked changes of formatting were ignored.")),
        (
            report.get("hidden_runs"),
            _("%(n)d hidden passages were found; look whether they belong in the text."),
        ),
        (len(report.get("pictures_left_out", ())), _("%(n)d pictures could not be read and were left out.")),
        (report.get("headers"), _("%(n)d headers and footers were left out.")),
    ]
    return [words % {"n": count} for count, words in found if count]


def refusal(sentence: Any) -> BadInput:
    """A refusal of a file: what is wrong, and that nothing was kept."""
    return BadInput(f"{sentence} {NOTHING_KEPT}")


def _step(folder: Path, entry: dict[str, Any]) -> Step:
    name = str(entry.get("file") or f"{entry['n']:03d}.md")
    if Path(name).name != name:
        raise refusal(_("meta.json names a file outside its folder."))
    dated = parse_datetime(entry["date"])
    if dated is None or dated.tzinfo is None:
        raise refusal(_("Revision %(n)s has no date with a zone.") % {"n": entry["n"]})
    try:
        text = read_text((folder / name).read_bytes())
    except BadInput as error:
        raise BadInput(f"{name}: {error.sentence}") from error
    return Step(
        int(entry["n"]), text, dated, str(entry.get("message", "")), str(entry.get("author", ""))[:120]
    )


def _pandoc(changes: str) -> list[str]:
    return [
        pandoc_path(), "--sandbox", f"--track-changes={changes}", "--from=docx", f"--to={DIALECT}", "--wrap=none",
        "--markdown-headings=atx", f"--lua-filter={JOBS / 'plain_tables.lua'}", "--output=out.md", "in.docx",
    ]  # fmt: skip


@cache
def pandoc_path() -> str:
    path: str = pypandoc.get_pandoc_path()
    return path

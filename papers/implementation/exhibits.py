"""What may be kept as evidence: a file is known by its content, never by its name, and a link is never fetched."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.files import pictures
from papers.shared.errors import BadInput
from papers.shared.sandbox import Limits, SandboxFailure, python_job, sandbox_run

LOOK = Path(__file__).parent / "jobs" / "office.py"
LOOKING = Limits(seconds=20, cpu_seconds=15, memory=768)
LONGEST_LINK = 500
TYPES = {
    **pictures.TYPES,
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
ENDINGS = {media_type: ending for ending, media_type in TYPES.items()}
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
NOTHING_KEPT = gettext_lazy("Nothing was recorded.")
REFUSALS = {
    "empty": gettext_lazy("The file is empty."),
    "type": gettext_lazy("This is no PDF, picture (PNG, JPEG), Word, Excel, CSV or plain text file."),
    "markup": gettext_lazy(
        "Web pages and drawings (HTML, SVG, XML) are not kept as evidence; send a PDF of it."
    ),
    "damaged": gettext_lazy("The file is damaged or cut short."),
    "protected": gettext_lazy("The file is protected by a password; save it without one."),
    "active": gettext_lazy("The file carries macros or embedded programs; save it without them."),
    "bomb": gettext_lazy("The file unpacks to far more than evidence holds, as malicious files do."),
    "time": gettext_lazy("Looking at the file took too long and was stopped."),
    "failed": gettext_lazy("The file could not be read."),
}


class Examined(NamedTuple):
    """A file that may be kept: its bytes (of a picture, the pixels alone) and what it is."""

    content: bytes
    media_type: str


def examine(name: str, content: bytes) -> Examined:
    """What the file is, or a refusal that says what is wrong with it."""
    if not content:
        raise _refusal("empty")
    if len(content) > settings.UPLOAD_LIMIT:
        raise BadInput(f"{pictures.too_large()} {NOTHING_KEPT}")
    if content.startswith(b"%PDF-"):
        return Examined(content, TYPES["pdf"])
    if content.startswith(PICTURES):
        return Examined(*pictures.rewritten(content, nothing_kept=NOTHING_KEPT))
    if content.startswith(b"PK\x03\x04"):
        return _looked_at(content)
    return Examined(content, TYPES[_plain(name, content)])


def check_link(url: str) -> None:
    """A link leads to a web page, and is only shown."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(url) > LONGEST_LINK:
        raise BadInput(_("A link to evidence begins with http:// or https://. Nothing was recorded."))


def file_name(title: str, media_type: str) -> str:
    """A name under which a file is handed out: its title in letters and digits, with the ending of what it is."""
    ending = ENDINGS.get(media_type, "bin")
    stem = title[: -len(ending) - 1] if title.lower().endswith(f".{ending}") else title
    words = re.findall(r"\w+", stem)
    return f"{'-'.join(words)[:80] or 'evidence'}.{ending}"


def _looked_at(content: bytes) -> Examined:
    try:
        outcome = sandbox_run([*python_job(LOOK), "handed-in"], files={"handed-in": content}, limits=LOOKING)
    except SandboxFailure as failure:
        said = failure.said.strip() if failure.kind == "refused" else failure.kind
        raise _refusal(said if said in REFUSALS else "failed") from None
    return Examined(content, TYPES[outcome.printed.decode("ascii")])


def _plain(name: str, content: bytes) -> str:
    """CSV or plain text: UTF-8 without control characters, and no markup."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refusal("type") from None
    ending = Path(name).suffix.lower().lstrip(".")
    if text.lstrip().startswith("<"):
        raise _refusal("markup")
    if CONTROL.search(text) or ending not in {"csv", "txt"}:
        raise _refusal("type")
    return ending


def _refusal(code: str) -> BadInput:
    return BadInput(f"{REFUSALS[code]} {NOTHING_KEPT}")

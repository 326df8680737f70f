"""What is handed out to be read on paper: one HTML body becomes a PDF or a Word file, in the sandbox."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.exchange.reading import JOBS, WORD, pandoc_path
from papers.shared.errors import BadInput
from papers.shared.sandbox import Limits, SandboxFailure, python_job, sandbox_run

PDF_KIND, WORD_KIND = "pdf", "docx"
MEDIA_TYPES = {PDF_KIND: "application/pdf", WORD_KIND: WORD}
FONTS = settings.BASE_DIR / "static" / "built" / "print"
PRINTING = Limits(seconds=90, cpu_seconds=80, memory=1536)
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
IMAGE = re.compile(r'<img src="(?P<src>[^"]*)"')
LONG = {PDF_KIND: 80_000, WORD_KIND: 200_000}  # characters of the body
ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}

TOO_LONG = gettext_lazy("Making the file took too long and was stopped. Nothing else was changed; try again.")
FAILED = gettext_lazy("The file could not be made. Nothing else was changed; the page itself can be printed.")


@dataclass(frozen=True)
class Image:
    """A picture that the body shows: its bytes and what they are."""

    content: bytes
    media_type: str


@dataclass(frozen=True)
class Printed:
    """A body of HTML from our own templates and sanitiser, and what stands around it on every page."""

    title: str
    language: str
    marking: str
    foot: str
    body: str
    images: Mapping[str, Image] = field(default_factory=dict)
    wide: bool = False
    marked: bool = False  # with comments and tracked changes


def takes_long(printed: Printed, kind: str) -> bool:
    """Whether making it takes longer than somebody waits for a page, about two seconds."""
    return len(printed.body) > LONG[kind]


def render(printed: Printed, kind: str) -> bytes:
    """The bytes of the file; raises BadInput with a sentence where it cannot be made."""
    if kind == PDF_KIND and not any(FONTS.glob("*.ttf")):
        raise BadInput(
            _("The fonts for PDF are not on this machine: build the front end. Word files can be had.")
        )
    files = {"about.json": _about(printed), **_page(printed, kind)}
    command = [*python_job(JOBS / "printed.py"), kind, pandoc_path(), str(FONTS)]
    try:
        return sandbox_run(command, files=files, limits=PRINTING).files[f"out.{kind}"]
    except SandboxFailure as failure:
        raise BadInput(TOO_LONG if failure.kind == "time" else FAILED) from failure


def _about(printed: Printed) -> bytes:
    facts = {name: value for name, value in asdict(printed).items() if name not in {"body", "images"}}
    facts["language"] = printed.language.split("-")[0]
    facts["rtl"] = facts["language"] in RIGHT_TO_LEFT
    return json.dumps(facts).encode()


def _page(printed: Printed, kind: str) -> dict[str, bytes]:
    """The body with its pictures: inside it for Word, beside it for a PDF; any other is left out."""
    beside: dict[str, bytes] = {}

    def shown(match: re.Match[str]) -> str:
        image = printed.images.get(match["src"])
        if image is None or image.media_type not in ENDINGS:
            return "<span"
        if kind == WORD_KIND:
            return f'<img src="data:{image.media_type};base64,{b64encode(image.content).decode()}"'
        name = f"picture-{len(beside)}.{ENDINGS[image.media_type]}"
        beside[name] = image.content
        return f'<img src="{name}"'

    body = IMAGE.sub(shown, printed.body)
    page = f'<!doctype html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'
    return {"page.html": page.encode(), **beside}

"""Pictures from outside: known by their content, decoded in the sandbox, kept as pixels alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.shared.errors import BadInput
from papers.shared.sandbox import Limits, SandboxFailure, python_job, sandbox_run

JOB = Path(__file__).parent / "jobs" / "picture.py"
LOOKING = Limits(seconds=20, cpu_seconds=15, memory=1024)
TYPES = {"png": "image/png", "jpeg": "image/jpeg"}
SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"RIFF")
REFUSALS = {
    "empty": gettext_lazy("The file is empty."),
    "type": gettext_lazy("This is no picture that can be shown here: send it as PNG, JPEG, WebP or GIF."),
    "drawing": gettext_lazy(
        "Drawings in SVG can carry programs and are not kept; save it as PNG and send that."
    ),
    "moves": gettext_lazy("The picture moves; send the one frame that matters as a still picture."),
    "damaged": gettext_lazy("The picture is damaged or cut short."),
    "pixels": gettext_lazy(
        "The picture has more than 40 million pixels, far more than a page can show; make it smaller."
    ),
    "time": gettext_lazy("Looking at the picture took too long and was stopped."),
    "failed": gettext_lazy("The picture could not be read."),
}


class Bare(NamedTuple):
    """A picture that may be kept: written again, pixels only, and what it is now."""

    content: bytes
    media_type: str


def rewritten(content: bytes, *, nothing_kept: Any, largest: tuple[int, int] | None = None) -> Bare:
    """The picture as it may be kept, made no larger than `largest`; or a refusal that says what is wrong with it."""
    refused = _at_first_sight(content)
    if refused:
        raise BadInput(f"{refused} {nothing_kept}")
    try:
        command = [*python_job(JOB), "handed-in", *map(str, largest or ())]
        outcome = sandbox_run(command, files={"handed-in": content}, limits=LOOKING)
    except SandboxFailure as failure:
        code = failure.said.strip() if failure.kind == "refused" else failure.kind
        raise BadInput(f"{REFUSALS.get(code, REFUSALS['failed'])} {nothing_kept}") from None
    return Bare(outcome.files["picture"], TYPES[outcome.printed.decode("ascii")])


def is_one(content: bytes) -> bool:
    """Whether the content begins as a picture does."""
    return content.startswith(SIGNATURES)


def too_large() -> str:
    """The sentence for a file beyond the limit."""
    return _("The file is larger than %(mib)d MiB.") % {"mib": settings.UPLOAD_LIMIT // 2**20}


def _at_first_sight(content: bytes) -> str:
    if not content:
        return str(REFUSALS["empty"])
    if len(content) > settings.UPLOAD_LIMIT:
        return too_large()
    if is_one(content):
        return ""
    return str(REFUSALS["drawing" if b"<svg" in content[:4096].lower() else "type"])

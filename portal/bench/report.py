"""Figures into docs/benchmarks.md: each section between its own markers, with the date and the machine."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.utils import timezone

PAGE = Path(settings.BASE_DIR) / "docs" / "benchmarks.md"


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def machine() -> str:
    """What the figures were taken on, in one line."""
    return f"{timezone.localdate()}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


def write(section: str, body: str) -> None:
    """Put a section's new body between its markers."""
    start, end = f"<!-- {section}:start -->", f"<!-- {section}:end -->"
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# Benchmarks\n"
    if start not in text:
        text = f"{text.rstrip()}\n\n{start}\n{end}\n"
    replaced = re.sub(
        f"{re.escape(start)}.*?{re.escape(end)}",
        lambda _match: f"{start}\n{body}\n{end}",
        text,
        flags=re.DOTALL,
    )
    PAGE.write_text(replaced, encoding="utf-8")

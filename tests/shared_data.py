"""The real documents that lie beside the project, if they do; tests that need them carry `shared_data`."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = Path(os.environ.get("SHARED_DATA") or ROOT.parent / "shared" / "data")


def read(*names: str) -> str:
    """A document, byte for byte."""
    return SHARED_DATA.joinpath(*names).read_bytes().decode("utf-8")


def histories() -> list[Path]:
    """The folders of real papers with all their revisions."""
    return sorted(folder.parent for folder in SHARED_DATA.glob("papers/*/meta.json"))


def revisions(folder: Path) -> list[str]:
    """The texts of one paper, the oldest first."""
    return [path.read_bytes().decode("utf-8") for path in sorted(folder.glob("[0-9]*.md"))]


def merges() -> list[Path]:
    """The folders of real three-way merges."""
    return sorted(path.parent for path in SHARED_DATA.glob("papers/real-merges/*/base.md"))

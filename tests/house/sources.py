"""The project's own source files, read once, for the tests that judge them."""

import ast
import subprocess
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: Path

    @property
    def name(self):
        return self.path.relative_to(ROOT).as_posix()

    @property
    def slice(self):
        """`review` for papers/review/rules.py; empty outside the slices."""
        parts = self.path.relative_to(ROOT).parts
        return parts[1] if parts[0] == "papers" and len(parts) > 2 else ""

    @property
    def layer(self):
        """`rules` for papers/review/rules.py, `models` for papers/drafting/models/papers.py."""
        return self.path.relative_to(ROOT).parts[2].removesuffix(".py") if self.slice else ""

    @cached_property
    def text(self):
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self):
        return ast.parse(self.text)

    @property
    def length(self):
        return self.text.count("\n")

    @property
    def functions(self):
        found = (ast.FunctionDef, ast.AsyncFunctionDef)
        return [node for node in ast.walk(self.tree) if isinstance(node, found)]

    @property
    def calls(self):
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.Call)]

    @property
    def imports(self):
        """Dotted names of everything imported, `from a import b` as `a.b`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def product():
    """Every Python file of the product, without migrations."""
    paths = sorted([*ROOT.glob("portal/**/*.py"), *ROOT.glob("papers/**/*.py")])
    return tuple(Source(path) for path in paths if "migrations" not in path.parts)


@cache
def templates():
    """Every template."""
    return tuple(sorted((ROOT / "templates").rglob("*.html")))


@cache
def tracked():
    """Every file in version control that still exists."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return tuple(path for name in listed.stdout.split("\0") if (path := ROOT / name).is_file() and name)


def where(source, node):
    """A place as editors print it."""
    return f"{source.name}:{node.lineno}"

import re

import pytest

from tests.house.sources import ROOT, product, templates, tracked

READABLE = {
    ".py",
    ".md",
    ".html",
    ".txt",
    ".css",
    ".js",
    ".mjs",
    ".json",
    ".toml",
    ".sh",
    ".po",
    "",
    ".yml",
    ".svg",
}
SUPPRESSION = re.compile(r"# (noqa|type: ignore|pragma)(?P<rest>[^\n]*)")
INLINE = re.compile(
    r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*\b(src=|type=\"application/json\"))",
    re.IGNORECASE,
)
TOKENS = re.compile(r"{% (csrf_token|form_tokens) %}")


def test_files_name_no_place_on_anybodys_machine():
    somebodys = re.compile("/" + r"(root|work|home/\w+|Users/\w+)/\S")

    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        if path.suffix in READABLE
        for match in somebodys.finditer(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_suppressions_say_why():
    silent = [
        f"{source.name}: {match.group()}"
        for source in product()
        for match in SUPPRESSION.finditer(source.text)
        if not re.search(r"\s[-#–]\s*\S+ \S+", match["rest"])
    ]

    assert silent == []


def test_nothing_is_left_for_later_in_the_code():
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")

    found = [
        f"{source.name}: {match.group()}" for source in product() for match in later.finditer(source.text)
    ]

    assert found == []


@pytest.mark.parametrize(
    "template", templates(), ids=lambda path: path.relative_to(ROOT / "templates").as_posix()
)
def test_template_has_nothing_inline_and_protects_its_forms(template):
    text = template.read_text(encoding="utf-8")

    posts = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text, re.IGNORECASE | re.DOTALL)

    assert [match.group() for match in INLINE.finditer(text)] == []
    assert [form[:80] for form in posts if not TOKENS.search(form)] == []


def test_required_packages_are_pinned_and_each_says_what_for():
    lines = [
        line
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "-r "))
    ]

    assert [line for line in lines if not re.fullmatch(r"[\w-]+(\[[\w,]+\])?==[\w.]+ +# .+", line)] == []


def test_contributing_guide_lists_exactly_the_commands_of_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    guide = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")

    offered = set(re.findall(r"^([a-z]+): ;", makefile, re.MULTILINE))

    assert set(re.findall(r"^\| `make (\w+)` \|", guide, re.MULTILINE)) == offered

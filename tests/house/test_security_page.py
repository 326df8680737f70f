"""The page on security: every case has an answer, and every test that it names exists."""

import re

from tests.house.sources import ROOT

LAST = {"A": 39, "B": 9, "C": 14, "E": 12, "H": 16, "I": 12}  # numbers that five divides are not given
CASES = {f"{letter}{n}" for letter, last in LAST.items() for n in range(1, last + 1) if n % 5}
ROW = re.compile(r"^\| ([A-I]\d+) \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)


def rows():
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    return dict(ROW.findall(text.split("<!-- cases:start -->")[1].split("<!-- cases:end -->")[0]))


def test_every_case_is_answered_by_tests_or_by_a_reason():
    assert set(rows()) == CASES
    assert [case for case, answer in rows().items() if not answer.startswith(("`test_", "— "))] == []


def test_every_test_that_is_named_exists():
    written = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    exists = set(re.findall(r"def (test_\w+)", written))

    assert [
        name
        for answer in rows().values()
        for name in re.findall(r"`(test_\w+)`", answer)
        if name not in exists
    ] == []

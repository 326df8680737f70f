import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READERS = {("env", reader) for reader in ("flag", "number", "text", "words", "folder", "secret", "url")} | {
    ("os.environ", "get"),
    ("os.environ", "setdefault"),
    ("os.environ", "[]"),
    ("os", "getenv"),
}
# Set for the product by its own programs or by test tools, never by a person.
INTERNAL = {
    "DJANGO_SETTINGS_MODULE", "PATH", "PYTEST_XDIST_WORKER", "DJANGO_ALLOW_ASYNC_UNSAFE", "SERVED_DATABASE",
}  # fmt: skip


def test_configuration_page_lists_exactly_the_variables_that_are_read():
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")

    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))

    assert listed == read_by_the_code() - INTERNAL


def test_configuration_page_marks_exactly_the_secrets():
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    settings = (ROOT / "portal" / "settings.py").read_text(encoding="utf-8")

    marked = set(re.findall(r"^\| `([A-Z_]+)` \| [^|]+ \| \*Secret\.\*", page, re.MULTILINE))

    assert marked == set(re.findall(r'env\.(?:secret|url)\("([A-Z_]+)"', settings))


def read_by_the_code():
    sources = [*ROOT.glob("portal/**/*.py"), *ROOT.glob("papers/**/*.py"), *ROOT.glob(".ci/*.py")]
    sources += [ROOT / "manage.py", *ROOT.glob("tests/**/*.py")]
    names = {name for path in sources for name in variables(ast.parse(path.read_text(encoding="utf-8")))}
    return names | set(re.findall(r"\$\{([A-Z_]+):-", (ROOT / ".ci" / "python").read_text(encoding="utf-8")))


def variables(tree):
    """Names given to env.py's readers, to os.environ.get and its like, and read by os.environ[…]."""
    for node in ast.walk(tree):
        owner, key = None, None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            owner, key = (ast.unparse(node.func.value), node.func.attr), node.args[0]
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            owner, key = (ast.unparse(node.value), "[]"), node.slice
        if owner in READERS and isinstance(key, ast.Constant):
            yield key.value

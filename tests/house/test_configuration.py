import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READERS = {"flag", "number", "text", "words", "folder", "secret", "url"}
# Set for the product by its own programs or by test tools, never by a person.
INTERNAL = {"DJANGO_SETTINGS_MODULE", "PATH", "PYTEST_XDIST_WORKER", "DJANGO_ALLOW_ASYNC_UNSAFE"}


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
    sources += [ROOT / "manage.py", ROOT / "tests" / "conftest.py", ROOT / "tests" / "settings.py"]
    names = {name for path in sources for name in variables(ast.parse(path.read_text(encoding="utf-8")))}
    return names | set(re.findall(r"\$\{([A-Z_]+):-", (ROOT / ".ci" / "python").read_text(encoding="utf-8")))


def variables(tree):
    """Names given to env.py's readers, to os.environ.get, to os.getenv, and read by os.environ[…]."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            owner = ast.unparse(node.func.value)
            reads = (owner == "env" and node.func.attr in READERS) or (owner, node.func.attr) in {
                ("os.environ", "get"),
                ("os.environ", "setdefault"),
                ("os", "getenv"),
            }
            if reads and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            if isinstance(node.ctx, ast.Load) and isinstance(node.slice, ast.Constant):
                yield node.slice.value

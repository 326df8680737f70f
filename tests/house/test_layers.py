import re
import tomllib

import pytest
from django.apps import apps
from importlinter.cli import lint_imports

from tests.house.sources import ROOT, product

LAYERS = {
    "management",
    "apps",
    "urls",
    "views",
    "forms",
    "services",
    "queries",
    "rules",
    "models",
    "__init__",
}
# Modules that are no layer and still know the database, each with what it is. Whatever is not here must be pure.
KNOWING_THE_DATABASE = {
    "papers/adoption/checks.py": "settings that must hold before silence is trusted to the clock",
    "papers/delegations/identity.py": "who signs in, and for whom they act",
    "papers/drafting/access.py": "the one place that asks and writes grants",
    "papers/drafting/carrying.py": "markings of what narrowed passages become, as a revision is written",
    "papers/drafting/narrowing.py": "to whom passages are released, as its page changes it",
    "papers/drafting/projection.py": "who reads a revision, the one door to its texts",
    "papers/drafting/deciding.py": "merges that ask a person, on the texts as they are stored",
    "papers/drafting/reviewing.py": "services of the review of access, beside those of papers",
    "papers/drafting/giving.py": "giving access on several papers, as its pages do it",
    "papers/drafting/heads.py": "what every page of a paper shows at its top",
    "papers/drafting/listing.py": "lists kept elsewhere, as the papers that hold them",
    "papers/drafting/live/door.py": "who may come into a room, stay, and write",
    "papers/drafting/history.py": "names of moments of the working text, and bringing their words back",
    "papers/drafting/holding.py": "who works on which section",
    "papers/drafting/live/log.py": "the log of a working text",
    "papers/drafting/live/nudges.py": "what rooms are told once a change is committed",
    "papers/drafting/live/past.py": "earlier moments of a working text, replayed from its log",
    "papers/drafting/live/store.py": "the transaction in which writes of sockets are saved",
    "papers/drafting/live/threads.py": "where sockets wait for the database",
    "papers/drafting/pictures.py": "which texts show which pictures, and under which address",
    "papers/drafting/sharing.py": "giving and ending access, as the access page does it",
    "papers/drafting/symbols.py": "allots the next symbol of a body",
    "papers/drafting/writing.py": "the working text, and revisions with their blocks",
    "papers/notifications/backends.py": "the outbox",
    "papers/search/index.py": "the one full-text index, on both engines",
    "papers/exchange/orders.py": "what can be made into a file, by the rights of who asks",
    "papers/exchange/reporting.py": "reports, gathered from the tracker and the reservations",
    "papers/implementation/tables.py": "the dashboards as they are taken away",
}


def test_imports_point_down_the_house(capsys):
    exit_code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)

    assert exit_code == 0, capsys.readouterr().out


def test_order_inside_a_slice_is_checked_for_every_slice():
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    inside = next(
        contract for contract in config["tool"]["importlinter"]["contracts"] if "inside" in contract["name"]
    )

    slices = {source.slice for source in product() if source.slice} - {"shared"}

    assert set(inside["containers"]) == {f"papers.{name}" for name in slices}


def test_shared_has_no_tables():
    assert list(apps.get_app_config("shared").get_models()) == []


@pytest.mark.parametrize(
    "source",
    [source for source in product() if source.slice not in {"", "shared"} and source.layer not in LAYERS],
    ids=lambda source: source.name,
)
def test_module_that_is_no_layer_knows_neither_database_nor_http(source):
    outside = (
        "django.db",
        "django.http",
        "django.shortcuts",
        f"papers.{source.slice}.models",
        "papers.audit",
    )

    reached = [name for name in source.imports if name.startswith(outside) and not only_choices(source, name)]

    assert bool(reached) == (source.name in KNOWING_THE_DATABASE), reached


def only_choices(source, name):
    """Whether all that is used of django.db.models are its enumerations, which know no database."""
    used = set(re.findall(r"\bmodels\.(\w+)", source.text))
    return name == "django.db.models" and used <= {"TextChoices", "IntegerChoices"}

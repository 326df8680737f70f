"""The house's commands, one function each; the Makefile and .ci/run call them. Needs nothing but Python 3.11."""

import os
import subprocess
import sys
import time
from pathlib import Path

import environment as packages
import services
from steps import (
    CI,
    PYTHON,
    ROOT,
    VENV,
    Stop,
    digest,
    environment,
    is_done,
    loudly,
    manage,
    mark_done,
    python,
    quietly,
    say,
    seconds_since,
)

import frontend

DATA_DIR = Path(os.environ.get("DATA_DIR") or ROOT / "var").expanduser().absolute()
SQLITE = DATA_DIR / "chancery.sqlite3"
ON_TEST_SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
SUITE_LIMIT = 35 * 60


def setup() -> None:
    """Everything that the product, its tests and its checks need."""
    packages.ensure(development=True)
    frontend.build(required=CI)
    messages()
    services.ensure_chromium()


def run() -> None:
    """Set up what is missing, then serve the demo world until interrupted."""
    prepare()
    os.execve(PYTHON, [str(part) for part in manage("serve")], environment())


def prepare() -> None:
    """What serving needs, the database and, the first time, the demo world."""
    ready_to_serve()
    static_files()
    migrate()
    world()


def ready_to_serve() -> None:
    """Packages, front-end bundle and translations."""
    packages.ensure()
    frontend.build(required=False)
    messages()


def messages() -> None:
    """The translations, compiled when one changed."""
    catalogues = [path for folder in ("portal", "papers") for path in (ROOT / folder).rglob("*.po")]
    stamp, fingerprint = VENV / "stamps" / "messages", digest(catalogues)
    complete = all(path.with_suffix(".mo").is_file() for path in catalogues)
    if complete and is_done(stamp, fingerprint):
        return
    say("Compiling the translations")
    quietly(
        manage("build_messages"),
        "The translations could not be compiled.",
        env=environment(**ON_TEST_SETTINGS),
    )
    mark_done(stamp, fingerprint)


def static_files() -> None:
    """Style sheets, scripts and fonts, compressed and named by their content, when one changed."""
    sources = [path for path in (ROOT / "static").rglob("*") if path.is_file()]
    stamp, fingerprint = DATA_DIR / "stamps" / "static", digest(sources, installed())
    if (DATA_DIR / "static" / "staticfiles.json").is_file() and is_done(stamp, fingerprint):
        return
    say("Collecting the static files")
    quietly(manage("collectstatic", "--no-input", "-v", "0"), "The static files could not be collected.")
    mark_done(stamp, fingerprint)


def migrate() -> None:
    """The database, brought up to date when a migration is new."""
    stamp = DATA_DIR / "stamps" / "migrations"
    fingerprint = digest((ROOT / "papers").glob("*/migrations/*.py"), database(), installed())
    if database_is_there() and is_done(stamp, fingerprint):
        return
    say(f"Bringing the database up to date ({database()})")
    quietly(manage("migrate", "--no-input"), "The database could not be brought up to date.")
    mark_done(stamp, fingerprint)


def world() -> None:
    """The demo world, on the first start of a database."""
    stamp = DATA_DIR / "stamps" / "demo"
    if database_is_there() and is_done(stamp, database()):
        return
    start = time.monotonic()
    say("Building the demo world: invented delegations and papers in every state (about a minute)")
    quietly(manage("demo"), "The demo world could not be built.")
    mark_done(stamp, database())
    say(f"Demo world built in {seconds_since(start)}")


def database() -> str:
    """Where the data goes, without a password."""
    if "DATABASE_URL_FILE" in os.environ:
        return "PostgreSQL"
    address = os.environ.get("DATABASE_URL")
    return address.rpartition("@")[2] if address else str(SQLITE)


def database_is_there() -> bool:
    """Whether a file can vouch for earlier work on the database; a server's cannot, so it is always asked."""
    return database() == str(SQLITE) and SQLITE.is_file()


def installed() -> str:
    """The stamp of the packages, some of which bring migrations of their own."""
    stamp = packages.stamp(False)
    return stamp.read_text(encoding="utf-8") if stamp.is_file() else ""


def test(*arguments: str) -> None:
    """The whole suite on SQLite, or pytest with the arguments given."""
    setup()
    if arguments:
        sys.exit(loudly(python("-m", "pytest", *arguments), env=environment()))
    closing = [suite("SQLite", DATABASE_URL=None, REDIS_URL=None)]
    finish(closing)


def check() -> None:
    """Format, lint, types, layers, migrations, generated docs, then the suite on every engine that is set."""
    setup()
    static_checks()
    finish(suites())


def suites() -> list[tuple[str, int, str]]:
    """The suite on SQLite, then on the engines that the environment names."""
    results = [suite("SQLite", DATABASE_URL=None, REDIS_URL=None)]
    if os.environ.get("DATABASE_URL") or os.environ.get("REDIS_URL"):
        named = [name for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)]
        results.append(suite(" and ".join(named)))
    return results


def suite(name: str, **changes: str | None) -> tuple[str, int, str]:
    """One run of pytest on both cores: its name, exit code and closing line."""
    say(f"Running the tests on {name}")
    command = python("-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "--durations=15")
    start, closing = time.monotonic(), ""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(PYTHONUNBUFFERED="1", **changes),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as running:
        for line in running.stdout or ():
            print(line, end="", flush=True)
            closing = line.strip() or closing
            if time.monotonic() - start > SUITE_LIMIT:
                running.terminate()
                raise Stop(f"The tests on {name} were stopped after {SUITE_LIMIT // 60} minutes.")
    return name, running.returncode, closing


def finish(results: list[tuple[str, int, str]]) -> None:
    """Say how each run ended, in pytest's own words, last of all; fail if one failed."""
    failed = [name for name, code, _ in results if code]
    for name, code, _ in results:
        say(f"Tests on {name}: {'FAILED' if code else 'passed'}")
    for _, _, closing in results:
        print(closing, flush=True)
    if failed:
        raise Stop(f"The tests failed on {' and on '.join(failed)}.")


def static_checks() -> None:
    """Everything that can be judged without running the product; all of it, so that one run shows all faults."""
    failed = [name for name, command in static_commands() if not passes(name, command)]
    if failed:
        raise Stop(f"These checks failed: {', '.join(failed)}. “make fix” mends format and simple lint.")


def static_commands() -> list[tuple[str, list]]:
    """The checks by name, cheapest first."""
    return [
        ("format", python("-m", "ruff", "format", "--check", "--quiet", ".")),
        ("templates", [VENV / "bin" / "djade", "--check", "--target-version", "5.2", *templates()]),
        ("lint", python("-m", "ruff", "check", "--quiet", ".")),
        ("layers", [VENV / "bin" / "lint-imports", "--no-cache"]),
        ("types", python("-m", "mypy")),
        ("migrations", manage("makemigrations", "--check", "--dry-run")),
        ("docs", manage("docs", "--check")),
    ]


def passes(name: str, command: list) -> bool:
    """Run one check and say its name."""
    say(f"Checking {name}")
    return loudly(command, env=environment(**ON_TEST_SETTINGS)) == 0


def templates() -> list[Path]:
    """Every template the formatter looks after."""
    return sorted(path.relative_to(ROOT) for path in (ROOT / "templates").rglob("*.html"))


def lint() -> None:
    """The checks alone, without the tests."""
    packages.ensure(development=True)
    static_checks()


def fix() -> None:
    """Mend what the formatters and the linter can mend by themselves."""
    packages.ensure(development=True)
    loudly(python("-m", "ruff", "check", "--quiet", "--fix", "."))
    loudly(python("-m", "ruff", "format", "--quiet", "."))
    loudly([VENV / "bin" / "djade", "--target-version", "5.2", *templates()])


def docs() -> None:
    """Write the generated pages of docs/ anew."""
    packages.ensure(development=True)
    sys.exit(loudly(manage("docs"), env=environment(**ON_TEST_SETTINGS)))


def demo(*arguments: str) -> None:
    """The demo world into the database, or with --papers one to measure with."""
    prepare()
    sys.exit(loudly(manage("demo", *arguments)))


def screens(*arguments: str) -> None:
    """Pictures of the main pages of the demo world."""
    setup()
    prepare()
    sys.exit(loudly(manage("screens", *arguments)))


def bench(*arguments: str) -> None:
    """The figures of docs/benchmarks.md, in data folders of their own; `pages`, `tracker` or `live` measures one."""
    ready_to_serve()
    measures = {"pages": ["bench"], "tracker": ["bench_tracker"], "live": ["bench_live", "--publish"]}
    rest = [argument for argument in arguments if argument not in measures]
    asked = [name for name in measures if name in arguments] or (["pages"] if rest else list(measures))
    sys.exit(max(loudly(manage(*measures[name], *rest)) for name in asked))


def chaos(*arguments: str) -> None:
    """The faults of docs/benchmarks.md at full length; `races` or `kills` runs one of the two."""
    packages.ensure(development=True)
    asked = [name for name in ("races", "kills") if name in arguments] or ["races", "kills"]
    rest = [argument for argument in arguments if argument not in asked]
    codes = [{"races": chaos_of_races, "kills": chaos_of_kills}[name](rest) for name in asked]
    sys.exit(max(codes))


def chaos_of_races(arguments: list[str]) -> int:
    """Ten thousand races of objection against decision, on SQLite or on the database that is set."""
    os.environ.setdefault("RACES", "10000")
    return loudly(python("-m", "pytest", "-q", "tests/adoption/test_races.py", *arguments), env=environment())


def chaos_of_kills(arguments: list[str]) -> int:
    """Servers killed while people type, fifty times on each engine that this machine has."""
    return loudly(manage("bench_kills", *arguments), env=environment())


def ci() -> None:
    """What must pass before anything lands: the checks and the suite on all engines, with nothing skipped."""
    packages.ensure(development=True)
    os.environ["DATABASE_URL"] = services.ensure_postgres()
    os.environ["REDIS_URL"] = services.ensure_redis()
    check()


COMMANDS = {
    "setup": setup,
    "run": run,
    "test": test,
    "check": check,
    "lint": lint,
    "fix": fix,
    "docs": docs,
    "demo": demo,
    "screens": screens,
    "bench": bench,
    "chaos": chaos,
    "ci": ci,
}


if __name__ == "__main__":
    started = time.monotonic()
    try:
        COMMANDS[sys.argv[1]](*sys.argv[2:])
    except Stop as reason:
        print(f"{reason}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)

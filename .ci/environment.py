"""The virtual environment in .venv and the packages in it."""

import importlib.util
import shutil
import subprocess
import sys
import time

from steps import PYTHON, ROOT, VENV, Stop, digest, is_done, mark_done, python, quietly, say, seconds_since

PIP = ("-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet", "--retries", "2")
RUNTIME = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"


def ensure(*, development: bool = False) -> None:
    """An environment that has what the product, or also its tests and checks, need."""
    ensure_venv()
    wanted = [RUNTIME, DEVELOPMENT] if development else [RUNTIME]
    fingerprint = digest(wanted, sys.version)
    if is_done(stamp(development), fingerprint):
        return
    start = time.monotonic()
    say(f"Installing the Python packages of {wanted[-1].name} (one to three minutes the first time)")
    pip_install("-r", wanted[-1])
    mark_done(stamp(development), fingerprint)
    mark_done(stamp(False), digest([RUNTIME], sys.version))
    say(f"Python packages installed in {seconds_since(start)}")


def stamp(development: bool):
    """Where it is remembered which packages were installed."""
    return VENV / "stamps" / ("requirements-dev" if development else "requirements")


def pip_install(*what) -> None:
    """Install packages into the environment."""
    quietly(
        python(*PIP, *what),
        "The Python packages could not be installed: the lines above are pip's; is the package index reachable?",
    )


def ensure_venv() -> None:
    """A working environment in .venv, made anew when the folder was moved or its Python is gone."""
    if works():
        return
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise Stop(
            f"Python's venv module is missing: install it (on Debian: apt-get install {venv_package()})."
        )
    if VENV.exists():
        if not (VENV / "pyvenv.cfg").is_file():
            raise Stop(".venv exists and is no virtual environment: move it away, then try again.")
        shutil.rmtree(VENV)
    say(f"Making the virtual environment in .venv (Python {sys.version.split()[0]})")
    quietly(
        [sys.executable, "-m", "venv", VENV],
        f"The virtual environment could not be made (on Debian: apt-get install {venv_package()}).",
    )


def works() -> bool:
    """Whether .venv was made in this place and its Python still starts."""
    config = VENV / "pyvenv.cfg"
    if not config.is_file() or str(VENV) not in config.read_text(encoding="utf-8"):
        return False
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([PYTHON, "-c", check], stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def venv_package() -> str:
    """The name of Debian's package that holds the venv module of this Python."""
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"

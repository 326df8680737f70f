"""The machine's own Chromium: where it is, and how pictures and browser tests start it. Needs nothing installed."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


def find() -> str | None:
    """The path of the browser, or nothing; CHROMIUM names one that is elsewhere."""
    named = os.environ.get("CHROMIUM", "")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright):
    """Start the machine's browser headless; root needs it without its own sandbox."""
    return playwright.chromium.launch(
        executable_path=find(), args=list(QUIET), chromium_sandbox=os.geteuid() != 0
    )

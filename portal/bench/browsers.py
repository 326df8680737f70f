"""How long a keystroke takes from one browser to another, committed on the way; and how large the editor is."""

from __future__ import annotations

import gzip
import statistics
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

from portal import chromium
from portal.bench.typist import Address

TEXT = "# Written together\n\n" + "A paragraph of this paper, as long as paragraphs are.\n\n" * 60
PAUSE = 150  # milliseconds between two keys: a quick typist
PATIENCE = 30_000
# Both pages read the clock of the one machine. The text is watched, not the picture: that follows within a frame.
WATCH = """() => {
    const text = document.querySelector(".cm-content");
    const now = () => performance.timeOrigin + performance.now();
    const length = () => text.textContent.split("x").length;
    window.pressed = [];
    window.arrived = [];
    addEventListener("keydown", () => pressed.push(now()), true);
    let known = length();
    new MutationObserver(() => {
        for (; known < length(); known++) arrived.push(now());
    }).observe(text, { childList: true, characterData: true, subtree: true });
}"""


def milliseconds_between(base: str, writer: Address, reader: Address, keys: int) -> list[float]:
    """From the press of a key in one browser to the letter in the text of the other, for each key."""
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        here, there = _open(browser, base, writer), _open(browser, base, reader)
        for page in (here, there):
            page.locator(".cm-content").focus()
            page.keyboard.press("Control+End")
            page.evaluate(WATCH)
        here.keyboard.type("x" * keys, delay=PAUSE)
        here.locator('[data-editor-status][data-state="saved"]').wait_for(timeout=PATIENCE)
        there.get_by_text("x" * keys).wait_for(timeout=PATIENCE)
        pressed, arrived = here.evaluate("pressed"), there.evaluate("arrived")
        browser.close()
    return [then - before for before, then in zip(pressed, arrived, strict=True)]


def percentiles(times: Sequence[float]) -> tuple[float, float]:
    """The middle one, and the one that 95 of 100 do not exceed."""
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def size_of_the_editor() -> tuple[int, int]:
    """Kilobytes of the built editor, and of what goes over the line."""
    built = (Path(settings.BASE_DIR) / "static" / "built" / "editor.js").read_bytes()
    return len(built) // 1000, len(gzip.compress(built)) // 1000


def _open(browser: Browser, base: str, who: Address) -> Page:
    name, _, value = who.cookie.partition("=")
    context = browser.new_context(base_url=base)
    context.add_cookies([{"name": name, "value": value, "url": base}])
    page = context.new_page()
    page.goto(f"/papers/{who.paper}/edit/")
    page.locator('[data-editor-status][data-state="saved"]').wait_for(timeout=PATIENCE)
    return page

"""How long somebody whose access ends stays connected, by the way in which it ends."""

from __future__ import annotations

import asyncio
import http.client
import time
from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.contrib.sessions.models import Session

from papers.delegations import services as delegations
from papers.delegations.models import Mandate, User
from papers.drafting import access
from papers.drafting.models import Paper
from papers.shared.acting import Capability, console
from portal.bench.typist import Address, Typist
from portal.bench.victims import Pages
from portal.demo.setup import SETUP

CONSOLE = console("measuring", Capability.IMPORT)


def end_grant(paper: Paper, mandate: Mandate, address: Address, server: Pages) -> None:
    access.end(paper, mandate.seat.delegation, by=CONSOLE)


def end_mandate(paper: Paper, mandate: Mandate, address: Address, server: Pages) -> None:
    delegations.end_mandate(mandate, by=SETUP)


def suspend(paper: Paper, mandate: Mandate, address: Address, server: Pages) -> None:
    delegations.enter_participation(mandate.seat.delegation, state="suspended", decision_ref="D", by=SETUP)


def sign_out(paper: Paper, mandate: Mandate, address: Address, server: Pages) -> None:
    token = "a" * 32
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    cookie = f"{address.cookie}; {settings.CSRF_COOKIE_NAME}={token}"
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", "/sign-out/", f"csrfmiddlewaretoken={token}", headers)
    line.getresponse().read()


def close_account(paper: Paper, mandate: Mandate, address: Address, server: Pages) -> None:
    mandate.user.is_active = False
    mandate.user.save(update_fields=["is_active"])


def change_password(paper: Paper, mandate: Mandate, address: Address, server: Pages) -> None:
    user = User.objects.get(pk=mandate.user_id)
    user.set_password("another")
    user.save(update_fields=["password"])


def end_session(paper: Paper, mandate: Mandate, address: Address, server: Pages) -> None:
    Session.objects.filter(session_key=address.cookie.partition("=")[2]).delete()


Way = Callable[[Paper, Mandate, Address, Pages], None]
WAYS: dict[str, Way] = {
    "grant ended": end_grant, "mandate ended": end_mandate, "delegation suspended": suspend, "signed out": sign_out,
    "account closed": close_account, "password changed": change_password, "session ended": end_session,
}  # fmt: skip


async def measure(
    way: Way, paper: Paper, mandate: Mandate, address: Address, server: Pages
) -> tuple[float, int]:
    """Seconds from the end of the act to the end of the connection, and the code it ended with."""
    page = Typist()
    await page.open(replace(address, base=server.base))
    await page.until(lambda: page.is_saved, 30)
    await asyncio.to_thread(way, paper, mandate, address, server)
    started = time.monotonic()
    await page.until(lambda: page.code is not None, 60)
    return time.monotonic() - started, page.code or 0

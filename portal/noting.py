"""Who opened, took away or was refused what: noted in memory as a page is answered, sealed by a thread beside it.

A page neither writes nor waits for this. What a killed process had not sealed, two seconds at most, is lost.
"""

from __future__ import annotations

import atexit
import logging
import threading
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import close_old_connections
from django.utils import timezone

from papers.audit import services as audit
from papers.audit.models import AccessRecord, What
from papers.drafting.models import Paper
from papers.drafting.models.papers import Marking

log = logging.getLogger(__name__)
MOST = 20_000  # accesses that wait in memory while the database cannot be written; what comes then is counted as lost
RESTRICTED = (Marking.DELEGATIONS, Marking.NO_ATTRIBUTION)
OF_A_PAPER = ("papers/<uuid:pk>", "api/v1/papers/<uuid:pk>")
# Pages that show the text of a paper. A delegation's own space is none of them: nobody else learns that it was used.
WORKING = frozenset({"drafting:working-edit", "drafting:working-changes", "drafting:history-detail"})
TEXTS = WORKING | {
    "adoption:silence-detail",
    "api-v1:paper-detail",
    "api-v1:revision-detail",
    "drafting:picture-detail",
    "drafting:revision-compare",
    "drafting:revision-detail",
    "portal:paper-beside",
    "portal:paper-detail",
    "portal:passage-history",
    "portal:text-origins",
    "review:bracket-list",
    "review:consultation-ask",
    "review:consultation-list",
    "review:matrix",
    "review:matrix-positions",
    "review:matrix-sides",
    "review:round-detail",
}
SIGNING_IN = {"portal:sign-in", "account_login", "mfa_authenticate"}
DENIED = {HTTPStatus.FORBIDDEN: What.REFUSED, HTTPStatus.NOT_FOUND: What.NOT_FOUND}


class Waiting:
    """The accesses of this process that are not sealed yet."""

    def __init__(self):
        self.lock = threading.Lock()
        self.rows = []
        self.lost = 0
        self.thread = None

    def put(self, access):
        """Keep one more, and see to it that somebody seals it."""
        with self.lock:
            self._keep([access])
            if self.thread is None and settings.ACCESS_SECONDS:
                self.thread = threading.Thread(target=self._go_on, daemon=True, name="record of access")
                self.thread.start()
                atexit.register(self.seal)

    def seal(self):
        """Write down what waits as one batch; what cannot be written waits on."""
        with self.lock:
            rows, lost, self.rows, self.lost = self.rows, self.lost, [], 0
        try:
            kept = list(_worth_keeping(rows))
            if kept or lost:
                audit.seal(kept, lost=lost)
        except Exception:
            log.exception("%s accesses could not be recorded; they are tried again.", len(rows))
            with self.lock:
                newer, self.rows = self.rows, []
                self.lost += lost
                self._keep([*rows, *newer])

    def _keep(self, rows):
        room = max(0, MOST - len(self.rows))
        self.rows += rows[:room]
        self.lost += len(rows[room:])

    def _go_on(self):
        pause = threading.Event()
        while not pause.wait(settings.ACCESS_SECONDS):
            close_old_connections()
            self.seal()
            close_old_connections()


waiting = Waiting()


class AccessMiddleware:
    """Notes each answer that shows a text, hands out a file, refuses, or lets somebody in or out."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        before = _signed_in(request)
        response = self.get_response(request)
        what = _what(request, response, before)
        if what is not None:
            waiting.put(_access(request, what, before))
        return response


def _what(request: Any, response: Any, before: Any) -> str | None:
    """What this answer was, or None for what is not recorded."""
    match = request.resolver_match
    if match is None:
        return None
    if request.method == "POST" and (found := _coming_or_going(request, match, before, response)):
        return found
    if response.status_code in DENIED:
        return DENIED[response.status_code] if getattr(request, "acting", None) else None
    if response.status_code != HTTPStatus.OK or request.method == "HEAD":
        return None
    takes = response.get("Content-Disposition", "").startswith("attachment")
    if getattr(request, "acting", None) and request.acting.is_support:
        return What.SUPPORT_TOOK if takes else What.SUPPORT
    return What.TAKEN if takes else What.OPENED if match.view_name in TEXTS else None


def _coming_or_going(request: Any, match: Any, before: Any, response: Any) -> str | None:
    after = _signed_in(request)
    if before != after:
        return What.SIGNED_IN if after else What.SIGNED_OUT
    tried = match.view_name in SIGNING_IN and after is None and response.status_code != HTTPStatus.FOUND
    return What.NOT_SIGNED_IN if tried else None


def _signed_in(request: Any) -> Any:
    """Whose session this is; asked of acts alone, so that pages without a session stay without one."""
    return request.session.get(SESSION_KEY) if request.method == "POST" else None


def _access(request: Any, what: str, before: Any) -> AccessRecord:
    match, acting = request.resolver_match, getattr(request, "acting", None)
    key, number = match.kwargs.get("pk"), match.kwargs.get("number")
    is_of_paper = match.route.startswith(OF_A_PAPER)
    known = acting and before == _signed_in(request)
    return AccessRecord(
        at=timezone.now(),
        what=what,
        page=match.view_name[:80],
        user_uuid=acting.user.pk if known else (_signed_in(request) or before),
        mandate_uuid=acting.mandate.pk if known else None,
        delegation_uuid=acting.delegation.pk if known else None,
        paper_uuid=key if is_of_paper else getattr(request, "paper_uuid", None),
        target_uuid=None if is_of_paper else key,
        number=number if isinstance(number, int) and number < 2**31 else None,
    )


def _worth_keeping(rows: Iterable[AccessRecord]) -> Iterable[AccessRecord]:
    """Without what was opened of papers that may be passed on, and each page once for a person and a batch."""
    rows = list(rows)
    opened = {row.paper_uuid for row in rows if row.what == What.OPENED}
    restricted = set(
        Paper.objects.filter(pk__in=opened, marking__in=RESTRICTED).values_list("pk", flat=True)
        if opened
        else ()
    )
    seen = set()
    for row in rows:
        same = (row.what, row.page, row.user_uuid, row.mandate_uuid, row.paper_uuid, row.number)
        if row.what == What.OPENED and (row.paper_uuid not in restricted or same in seen):
            continue
        seen.add(same)
        yield row

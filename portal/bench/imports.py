"""The real histories imported as a delegation would: revisions, seconds, peak memory, ids that survived.

    manage.py bench_imports FOLDER...

Each history runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from django.db import transaction

from papers.delegations.models import Body, Delegation
from papers.exchange import reading, services
from papers.shared.acting import Capability, console


def measured(folder: Path) -> dict[str, object]:
    """Import one history, take it back, and say what it cost."""
    started = time.perf_counter()
    series = reading.read_series(folder)
    lead = Delegation.objects.seated().in_order()[0]
    with transaction.atomic():
        imported = services.import_series(
            series, body=Body.objects.all()[0], lead=lead, by=console("measuring", Capability.IMPORT)
        )
        seconds = time.perf_counter() - started
        transaction.set_rollback(True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = sum(len(step.text) for step in series.steps) / 1024
    return {
        "folder": folder.name, "revisions": len(series.steps), "kilobytes": round(size), "seconds": round(seconds, 2),
        "peak": round(peak), "survived": imported.survived, "died": imported.died, "share": f"{imported.share:.1%}",
    }  # fmt: skip


def say(folder: Path) -> None:
    """The figures of one history as a line of JSON."""
    json.dump(measured(folder), sys.stdout)

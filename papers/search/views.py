"""The page of results."""

from django.conf import settings
from django.db import OperationalError
from django.shortcuts import render
from django.views.decorators.http import require_safe

from papers.search import queries, services
from papers.search.question import ask
from papers.shared.acting import System

NEAR = 50  # acts that are taken in while somebody waits; more are left to the clock


@require_safe
def results(request):
    """Papers that this person may read and that answer what was typed."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()
    question = ask(typed)
    lag = _taken_in(queries.behind()) if question else 0
    written = request.GET.get("page", "")
    page = int(written) if written.isascii() and written.isdigit() and len(written) < 4 else 1
    found = queries.search(request.acting, question, page)
    context = {"typed": typed[:300], "question": question, "results": found, "lag": lag}
    context["seconds"] = settings.CLOCK_SECONDS
    return render(request, "search/results.html", context)


def _taken_in(behind):
    """What is left after a short catching up; a database that is busy writing is left alone."""
    if 0 < behind <= NEAR:
        try:
            services.catch_up(by=System("search"), most=NEAR)
        except OperationalError:
            return behind
        return 0
    return behind

"""The recommendations one may see as lines in time, a page at a time."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_safe

from papers.implementation import queries
from papers.implementation import timeline as drawing
from papers.implementation.forms import PortfolioFilters
from papers.implementation.views.portfolio import address


@require_safe
def timeline(request):
    """From adoption to the day on which each is to be done."""
    form = PortfolioFilters(request.GET, acting=request.acting)
    wanted = form.wanted
    page = queries.by_recommendation(request.acting, wanted, before=request.GET.get("before", ""))
    rows = [row for group in page.rows for row in group.rows]
    chart = drawing.chart([_course(row) for row in rows], page.at.day, mirrored=get_language_bidi())
    context = {
        "form": form, "wanted": wanted, "portfolio": page, "at": page.at, "chart": chart,
        "lines": list(zip(rows, chart.strips, strict=True)),
        "here": address("timeline", {}),
        "today_url": address("timeline", {key: one for key, one in wanted.items() if key not in {"on", "line"}}),
        "csv": address("portfolio-csv", wanted), "xlsx": address("portfolio-xlsx", wanted),
        "older": address("timeline", {**wanted, "before": page.older}) if page.older else "",
    }  # fmt: skip
    return render(request, "implementation/timeline.html", context)


def _course(row):
    adopted = timezone.localdate(row.adopted_at)
    return drawing.Course(adopted, row.accepted_on, row.last_report, row.due, row.is_open)

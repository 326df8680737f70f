"""Actual against target: the indicators of everything one may see, and where sources contradict each other."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from papers.implementation import queries
from papers.implementation.forms import PortfolioFilters
from papers.implementation.tables import trend_table
from papers.implementation.views.portfolio import address
from papers.shared.http import sheet_response


@require_safe
def trend_list(request):
    """The newest figures against their targets."""
    form = PortfolioFilters(request.GET, acting=request.acting)
    wanted = form.wanted
    page = queries.trends(
        request.acting, wanted, before=request.GET.get("before", ""), after=request.GET.get("after", "")
    )
    contested = wanted.get("view") == "contested"
    context = {
        "form": form, "wanted": wanted, "page": page, "at": page.at, "views": _views(wanted, contested),
        "here": address("trend-list", {}),
        "today_url": address("trend-list", {"view": "contested"} if contested else {}),
        "csv": address("trend-csv", wanted), "xlsx": address("trend-xlsx", wanted),
        "asked": urlencode(wanted),
        "newer": address("trend-list", {**wanted, "after": page.newer}) if page.newer else "",
        "older": address("trend-list", {**wanted, "before": page.older}) if page.older else "",
    }  # fmt: skip
    return render(request, "implementation/trend_list.html", context)


@require_safe
def trend_file(request, kind):
    """All of them as a file, with the filter and the moment above the table."""
    _form, head, rows, lines = trend_table(request.acting, request.GET)
    return sheet_response(kind, "indicators", head, rows, about=lines)


def _views(wanted, contested):
    kept = {name: value for name, value in wanted.items() if name != "view"}
    return [
        {"label": _("All indicators"), "url": address("trend-list", kept), "count": None, "current": not contested},
        {
            "label": _("Contested figures"), "url": address("trend-list", {**kept, "view": "contested"}), "count": None,
            "current": contested,
        },
    ]  # fmt: skip

"""Where everything stood over time, as columns, a table and a file."""

from django.shortcuts import render
from django.utils import dateformat
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from papers.implementation import queries, stacks
from papers.implementation.forms import PortfolioFilters
from papers.implementation.models import Lookback
from papers.implementation.queries.overtime import LASTING
from papers.implementation.tables import about
from papers.implementation.views.portfolio import address
from papers.shared.http import sheet_response

GROUPS = [group.label for group in stacks.GROUPS]


@require_safe
def over_time(request):
    """The last thirteen months, or those before a past day."""
    form, shown = _asked(request)
    kept = {name: value for name, value in form.wanted.items() if name in LASTING}
    drawing = shown.drawing
    context = {
        "form": form, "fields": [form[name] for name in (*LASTING, "on", "line")], "shown": shown, "at": shown.at,
        "wanted": form.wanted, "drawing": drawing, "groups": stacks.GROUPS,
        "columns": [(column, _list_of(kept, column.day, shown.at)) for column in drawing.columns],
        "here": address("over-time", {}), "today_url": address("over-time", kept),
        "csv": address("over-time-csv", form.wanted), "xlsx": address("over-time-xlsx", form.wanted),
    }  # fmt: skip
    return render(request, "implementation/over_time.html", context)


@require_safe
def over_time_file(request, kind):
    """The same as a file, a line for each day."""
    form, shown = _asked(request)
    rows = [[day, *stacks.grouped(some)] for day, some in zip(shown.days, shown.counts, strict=True)]
    return sheet_response(
        kind,
        "over-time",
        [gettext_lazy("Day"), *GROUPS],
        rows,
        about=about(request.acting, form, shown.total),
    )


def _asked(request):
    form = PortfolioFilters(request.GET, acting=request.acting)
    return form, queries.over_time(request.acting, form.wanted)


def _list_of(kept, day, at):
    """Where the recommendations of a column are listed; those of today need no day."""
    line = at.line or Lookback.STOOD.value
    past = {} if day == at.day and not at.is_past else {"on": dateformat.format(day, "Y-m-d"), "line": line}
    return address("portfolio-recommendations", {**kept, **past})

"""The same figures for each addressee, lead, theme or year, as a page and as a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from papers.implementation import queries
from papers.implementation.forms import PortfolioFilters
from papers.implementation.models.plans import BlockerKind
from papers.implementation.queries.breakdowns import BY
from papers.implementation.views.portfolio import about, address
from papers.shared.sheets import csv_file

# The numbers of a line and their heads, in three tables of the page and side by side in the file.
ANSWERS = (
    ("total", gettext_lazy("All")), ("accepted", gettext_lazy("Accepted, also in part")),
    ("refused", gettext_lazy("Not accepted")), ("noted", gettext_lazy("Noted")),
    ("unanswered", gettext_lazy("No answer")), ("verified", gettext_lazy("Closed, verified")),
    ("otherwise", gettext_lazy("Closed, other reason")), ("open", gettext_lazy("Open")),
)  # fmt: skip
WAITS = (
    ("awaiting", gettext_lazy("An answer")), ("wait_report", gettext_lazy("A report")),
    ("reported", gettext_lazy("A verification")),
)  # fmt: skip
DISCIPLINE = (
    ("overdue", gettext_lazy("Overdue")), ("silent", gettext_lazy("Nothing known")),
    ("contested", gettext_lazy("Contested")),
)  # fmt: skip


@require_safe
def breakdown(request):
    """Answers, outcomes, what is waited for and what is in the way, for each."""
    form, table = _asked(request)
    context = {"form": form, "wanted": form.wanted, "at": table.at, "table": table, **_tables(table)}
    context |= _addresses(form.wanted, table.by)
    return render(request, "implementation/portfolio_breakdown.html", context)


@require_safe
def breakdown_csv(request):
    """The same as a file, with the filter and the moment above the table."""
    form, table = _asked(request)
    names = [name for name, _label in (*ANSWERS, *WAITS, *DISCIPLINE)]
    head = [BY[table.by], *(label for _name, label in (*ANSWERS, *WAITS, *DISCIPLINE))]
    rows = [[group.key, *(group[name] for name in names)] for group in table.groups]
    lines = about(request, form, table.total["total"])
    response = HttpResponse(csv_file(head, rows, about=lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="recommendations-by-{table.by}.csv"'
    return response


def _asked(request):
    form = PortfolioFilters(request.GET, acting=request.acting)
    by = request.GET.get("by", "")
    return form, queries.breakdown(request.acting, form.wanted, by if by in BY else "addressee")


def _tables(table):
    """The heads and the lines of the three tables."""
    kinds = BlockerKind.labels
    return {
        "by": BY[table.by],
        "answers": [label for _name, label in ANSWERS],
        "waits": [label for _name, label in (*WAITS, *DISCIPLINE)],
        "kinds": kinds,
        "lines": [_line(group) for group in [*table.groups, table.total]],
        "obstacles": [(theme, list(zip(kinds, row, strict=True))) for theme, row in table.obstacles],
    }


def _addresses(wanted, by):
    return {
        "choices": _choices(wanted, by),
        "here": address("breakdown", {}),
        "today_url": address("breakdown", {"by": by}),
        "csv": address("breakdown-csv", {**wanted, "by": by}),
    }


def _line(group):
    return {
        "group": group,
        "answers": [(label, group[name]) for name, label in ANSWERS],
        "waits": [(label, group[name]) for name, label in (*WAITS, *DISCIPLINE)],
    }


def _choices(wanted, chosen):
    return [
        {
            "label": label,
            "url": address("breakdown", {**wanted, "by": by}),
            "current": by == chosen,
            "count": None,
        }
        for by, label in BY.items()
    ] + [
        {
            "label": _("The list"),
            "url": address("portfolio-recommendations", wanted),
            "current": False,
            "count": None,
        }
    ]

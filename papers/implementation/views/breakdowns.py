"""The same figures for each addressee, lead, theme or year, as a page and as a file."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from papers.implementation.models.plans import BlockerKind
from papers.implementation.queries.breakdowns import BY
from papers.implementation.tables import ANSWERS, DISCIPLINE, WAITS, about, asked_breakdown, breakdown_table
from papers.implementation.views.portfolio import address
from papers.shared.http import sheet_response


@require_safe
def breakdown(request):
    """Answers, outcomes, what is waited for and what is in the way, for each."""
    form, table = asked_breakdown(request.acting, request.GET)
    context = {"form": form, "wanted": form.wanted, "at": table.at, "table": table, **_tables(table)}
    context |= _addresses(form.wanted, table.by)
    return render(request, "implementation/portfolio_breakdown.html", context)


@require_safe
def breakdown_file(request, kind):
    """The same as a file, with the filter and the moment above the table."""
    _form, by, head, rows, lines = breakdown_table(request.acting, request.GET)
    return sheet_response(kind, f"recommendations-by-{by}", head, rows, about=lines)


@require_safe
def obstacles_file(request, kind):
    """What is in the way by theme, as a file."""
    form, table = asked_breakdown(request.acting, request.GET)
    head = [gettext_lazy("Theme"), *BlockerKind.labels]
    rows = [[theme, *numbers] for theme, numbers in table.obstacles]
    return sheet_response(
        kind, "in-the-way", head, rows, about=about(request.acting, form, table.total["total"])
    )


def _tables(table):
    """The heads and the lines of the three tables."""
    kinds = BlockerKind.labels
    most = max([4, *(number for _theme, row in table.obstacles for number in row)])
    return {
        "by": BY[table.by],
        "answers": [label for _name, label in ANSWERS],
        "waits": [label for _name, label in (*WAITS, *DISCIPLINE)],
        "kinds": kinds,
        "lines": [_line(group) for group in [*table.groups, table.total]],
        "obstacles": [(theme, _heated(row, kinds, most)) for theme, row in table.obstacles],
    }


def _heated(row, kinds, most):
    """Each number with its kind and how deep its cell is shaded, of five steps; the number says it all."""
    return [(kind, number, -(-4 * number // most)) for kind, number in zip(kinds, row, strict=True)]


def _addresses(wanted, by):
    return {
        "choices": _choices(wanted, by),
        "here": address("breakdown", {}),
        "today_url": address("breakdown", {"by": by}),
        "csv": address("breakdown-csv", {**wanted, "by": by}),
        "xlsx": address("breakdown-xlsx", {**wanted, "by": by}),
        "asked": urlencode({**wanted, "by": by}),
        "heat_csv": address("obstacles-csv", wanted),
        "heat_xlsx": address("obstacles-xlsx", wanted),
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

"""What became of everything the reader's delegation may see."""

from urllib.parse import urlencode

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from papers.drafting.rules import can_begin_list
from papers.implementation import queries
from papers.implementation.forms import PortfolioFilters
from papers.implementation.queries.overtime import LASTING
from papers.implementation.tables import VIEWS, portfolio_table
from papers.shared.http import sheet_response

ONLY_TODAY = {"ours"}  # nothing waits in the past


@require_safe
def portfolio(request):
    """All papers by where they stand."""
    form = PortfolioFilters(request.GET, acting=request.acting)
    wanted = form.wanted
    page = queries.by_paper(
        request.acting, wanted, before=request.GET.get("before", ""), after=request.GET.get("after", "")
    )
    return render(
        request, "implementation/portfolio_papers.html", _context(request, form, wanted, page, "portfolio")
    )


@require_safe
def portfolio_recommendations(request):
    """All recommendations, grouped by paper."""
    form = PortfolioFilters(request.GET, acting=request.acting)
    wanted = form.wanted
    page = queries.by_recommendation(request.acting, wanted, before=request.GET.get("before", ""))
    context = _context(request, form, wanted, page, "portfolio-recommendations")
    return render(request, "implementation/portfolio_recommendations.html", context)


@require_safe
def portfolio_file(request, kind):
    """The recommendations as a file, with the filter and the moment above the table."""
    _form, head, rows, lines = portfolio_table(request.acting, request.GET)
    return sheet_response(kind, "recommendations", head, rows, about=lines)


@require_safe
def portfolio_json(request):
    """The recommendations for other programs, by the same filters; the names stand in docs/users/following.md."""
    form = PortfolioFilters(request.GET, acting=request.acting)
    wanted = form.wanted
    answer = {
        "as_of": form.at.day if form.at.is_past else timezone.now(),
        "line": form.at.line or None,
        "seen_by": request.acting.delegation.code,
        "filter": wanted,
        "recommendations": list(queries.rows_for_exchange(request.acting, wanted)),
    }
    response = JsonResponse(answer)
    response["Content-Disposition"] = 'attachment; filename="recommendations.json"'
    return response


def _context(request, form, wanted, page, here):
    """What both pages of the portfolio show around their table."""
    return {
        "form": form,
        "wanted": wanted,
        "portfolio": page,
        "at": page.at,
        "may_take_over": can_begin_list(request.acting, None),
        "figures": page.figures,
        "facts": _facts(page.figures, wanted),
        "views": _views(page.figures, wanted, here),
        "here": address(here, {}),
        "here_name": here,
        "today_url": address(
            here, {name: value for name, value in wanted.items() if name not in {"on", "line"}}
        ),
        "csv": address("portfolio-csv", wanted),
        "xlsx": address("portfolio-xlsx", wanted),
        "json": address("portfolio-json", wanted),
        "timeline": address("timeline", wanted),
        "over_time": address("over-time", {name: value for name, value in wanted.items() if name in LASTING}),
        "trends": address("trend-list", {name: value for name, value in wanted.items() if name != "view"}),
        "asked": urlencode(wanted),
        "compared": address("breakdown", {name: value for name, value in wanted.items() if name != "view"}),
        "newer": address(here, {**wanted, "after": page.newer}) if page.newer else "",
        "older": address(here, {**wanted, "before": page.older}) if page.older else "",
    }


def _views(figures, wanted, here):
    """By paper, then the recommendations that ask for attention, then all; other filters stay."""
    kept = {name: value for name, value in wanted.items() if name != "view"}
    by_recommendation = here == "portfolio-recommendations"
    chosen = wanted.get("view", "")
    views = [view for view in VIEWS if view[0] not in ONLY_TODAY or not wanted.get("on")]
    lists = [(key, label, figures[key]) for key, label in views] + [
        ("", _("All recommendations"), figures["n"])
    ]
    return [
        {
            "label": _("By paper"), "url": address("portfolio", kept), "count": figures["papers"],
            "current": not by_recommendation,
        },
        *(
            {
                "label": label, "count": count, "current": by_recommendation and chosen == key,
                "url": address("portfolio-recommendations", {**kept, "view": key} if key else kept),
            }
            for key, label, count in lists
        ),
    ]  # fmt: skip


def _facts(figures, wanted):
    """The head figures: what was done, what is open, and what nobody knows."""
    kept = {name: value for name, value in wanted.items() if name != "view"}

    def fact(label, name, note, *, mark="", tone="", **into):
        url = address("portfolio-recommendations", {**kept, **into}) if into else ""
        return {"label": label, "value": figures[name], "note": note, "mark": mark, "tone": tone, "url": url}

    of_all = _("of %(n)d, by somebody other than who reported") % {"n": figures["n"]}
    of_open = _("of %(n)d open") % {"n": figures["open"]}
    awaiting = _("%(n)d await an answer") % {"n": figures["awaiting"]}
    late, silent = _("their report, or they themselves"), _("nothing heard for two cycles")
    return [
        fact(_("Closed, verified"), "verified", of_all, status="verified"),
        fact(_("Closed, other reason"), "closed_otherwise", _("by two people")),
        fact(_("Open"), "open", awaiting, status="open"),
        fact(_("Off track"), "red", of_open, mark="dia", tone="bad", confidence="red", status="open"),
        fact(_("Overdue"), "overdue", late, mark="clock", tone="bad", view="overdue"),
        fact(_("Nothing known"), "silent", silent, mark="ring", tone="unk", view="silent"),
    ]


def address(view, query):
    return reverse(f"implementation:{view}") + (f"?{urlencode(query)}" if query else "")

"""What became of everything the reader's delegation may see."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from papers.implementation import queries
from papers.implementation.forms import PortfolioFilters
from papers.implementation.models import Lookback
from papers.shared.sheets import csv_file

# The views of the list, each with its word; the figure of the same name is its count.
VIEWS = (
    ("concern", gettext_lazy("Of greatest concern")),
    ("ours", gettext_lazy("Wait for us")),
    ("reported", gettext_lazy("Await verification")),
    ("blocked", gettext_lazy("Held up")),
    ("overdue", gettext_lazy("Overdue")),
    ("silent", gettext_lazy("Nothing known")),
    ("contested", gettext_lazy("Contested")),
    ("handover", gettext_lazy("Owner is away")),
)
ONLY_TODAY = {"ours"}  # nothing waits in the past
COLUMNS = (
    gettext_lazy("Reference"), gettext_lazy("Paper"), gettext_lazy("Lead"), gettext_lazy("Stage of the paper"),
    gettext_lazy("Recommendation"), gettext_lazy("Addressee"), gettext_lazy("Answer"), gettext_lazy("Implementation"),
    gettext_lazy("Confidence"), gettext_lazy("Freshness"), gettext_lazy("Nothing known"), gettext_lazy("Contested"),
    gettext_lazy("To be done by"), gettext_lazy("Last report"), gettext_lazy("Next report"), gettext_lazy("Adopted"),
)  # fmt: skip


@require_safe
def portfolio(request):
    """All papers by where they stand."""
    form = PortfolioFilters(request.GET, acting=request.acting)
    wanted = form.wanted
    page = queries.by_paper(
        request.acting, wanted, before=request.GET.get("before", ""), after=request.GET.get("after", "")
    )
    return render(request, "implementation/portfolio_papers.html", _context(form, wanted, page, "portfolio"))


@require_safe
def portfolio_recommendations(request):
    """All recommendations, grouped by paper."""
    form = PortfolioFilters(request.GET, acting=request.acting)
    wanted = form.wanted
    page = queries.by_recommendation(request.acting, wanted, before=request.GET.get("before", ""))
    context = _context(form, wanted, page, "portfolio-recommendations")
    return render(request, "implementation/portfolio_recommendations.html", context)


@require_safe
def portfolio_csv(request):
    """The recommendations as a file, with the filter and the moment above the table."""
    form = PortfolioFilters(request.GET, acting=request.acting)
    wanted = form.wanted
    rows = list(queries.rows_for_sheet(request.acting, wanted))
    lines = about(request, form, len(rows))
    response = HttpResponse(csv_file(COLUMNS, rows, about=lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="recommendations.csv"'
    return response


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


def about(request, form, n):
    """What stands above the table of a file: the moment, who sees it, and what was asked."""
    return [
        [_("As of"), *_moment(form.at)],
        [_("As seen by"), request.acting.delegation.code, request.acting.delegation.name],
        [_("Filter"), *([f"{label}: {said}" for label, said in form.in_words] or [_("none")])],
        [_("View"), dict(VIEWS).get(form.wanted.get("view"), _("all"))],
        [_("Recommendations"), n],
    ]


def _moment(at):
    """The moment of a file in words: now, or the past day and the way it is looked at."""
    if at.is_past:
        return [dateformat.format(at.day, "j F Y"), Lookback(at.line).label]
    return [dateformat.format(timezone.localtime(), "j F Y, H:i"), settings.TIME_ZONE]


def _context(form, wanted, page, here):
    """What both pages of the portfolio show around their table."""
    return {
        "form": form,
        "wanted": wanted,
        "portfolio": page,
        "at": page.at,
        "figures": page.figures,
        "facts": _facts(page.figures, wanted),
        "views": _views(page.figures, wanted, here),
        "here": address(here, {}),
        "today_url": address(
            here, {name: value for name, value in wanted.items() if name not in {"on", "line"}}
        ),
        "csv": address("portfolio-csv", wanted),
        "json": address("portfolio-json", wanted),
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

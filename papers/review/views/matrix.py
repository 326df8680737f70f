"""The comment matrix: comment by comment, paragraph by paragraph, in four columns, and as a file."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from papers.review import export, rules, services
from papers.review.forms import MatrixFilters, SidesForm, TogetherForm
from papers.review.models import Look, Round
from papers.review.queries.matrix import answers_in, frame, matrix_of, matrix_page
from papers.review.queries.positions import positions_of, positions_page, sides_page
from papers.review.views.steps import seen, taken, typed
from papers.shared.http import form_status, reads_and_sends, render_fragment, sheet_response, visible_or_404


@require_safe
def matrix(request, pk, number):
    """All comments of a round that one may see, with what became of them."""
    rounds = Look.objects.visible_to(request.acting).told_on(Round.objects.for_page())
    round = visible_or_404(rounds, request.acting, paper=pk, number=number)
    found = matrix_of(request.acting, round, since=services.look_at(round, by=request.acting))
    form = MatrixFilters(request.GET, matrix=found)
    context = {**matrix_page(request.acting, found, form.wanted, form.start), "form": form}
    return render_fragment(request, "review/matrix.html", "matrix", context)


@require_safe
def positions(request, pk, number):
    """Who is where: paragraph by paragraph, delegation by delegation."""
    found = matrix_of(request.acting, seen(request, pk, number))
    return render(request, "review/matrix_positions.html", positions_page(request.acting, found))


@require_safe
def sides(request, pk, number):
    """The text, two sides and what becomes of it, beside each other."""
    found = matrix_of(request.acting, seen(request, pk, number))
    positions = positions_of(request.acting, found)
    own = request.acting.delegation.code if request.acting.delegation else ""
    form = SidesForm(request.GET, delegations=positions.delegations, own=own)
    page = sides_page(request.acting, found, found=positions, **form.chosen)
    return render(request, "review/matrix_sides.html", {**page, "form": form, **form.chosen})


@reads_and_sends
def together(request, pk, number):
    """Dispose of editorial comments, or merge duplicates, several at once, of those that the matrix's filter keeps."""
    round = seen(request, pk, number)
    rules.can_dispose_in.require(request.acting, round)
    found = matrix_of(request.acting, round)
    wanted = MatrixFilters(request.GET, matrix=found).wanted
    rows = [row for row in found.kept(wanted) if not row.is_decided]
    form = TogetherForm(typed(request), rows=rows)
    if form.is_valid() and _disposed(form, rows, by=request.acting):
        messages.success(request, _("Recorded for each of the comments."))
        return redirect(f"{reverse('review:matrix', args=[pk, number])}?{wanted.query}")
    context = {**frame(request.acting, found), "form": form, "rows": rows, "query": wanted.query}
    return render(request, "review/disposition_together.html", context, status=form_status(form))


def _disposed(form, rows, *, by):
    """The dispositions of the chosen comments; what the service refuses becomes the form's error."""
    chosen = set(form.cleaned_data.pop("chosen"))
    comments = [row.comment for row in rows if str(row.comment.pk) in chosen]
    return taken(form, services.dispose_together, comments, by=by)


@require_safe
def matrix_file(request, pk, number, kind):
    """The same rows under the same filter, for a spreadsheet."""
    round = seen(request, pk, number)
    found = matrix_of(request.acting, round)
    wanted = MatrixFilters(request.GET, matrix=found).wanted
    head, lines, about = export.as_sheet(found, wanted, request.acting.at, answers=answers_in(round))
    name = f"{slugify(round.paper.symbol or round.paper.title)}-round-{round.number}"
    return sheet_response(kind, name, head, lines, about=about)

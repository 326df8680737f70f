"""The comment matrix, as a page and as a file."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from papers.review import export
from papers.review.forms import MatrixFilters
from papers.review.queries.matrix import matrix_of, matrix_page
from papers.review.views.steps import seen
from papers.shared.http import render_fragment


@require_safe
def matrix(request, pk, number):
    """All comments of a round that one may see, with what became of them."""
    round = seen(request, pk, number)
    found = matrix_of(request.acting, round)
    form = MatrixFilters(request.GET, matrix=found)
    context = {**matrix_page(request.acting, found, form.wanted, form.start), "form": form}
    return render_fragment(request, "review/matrix.html", "matrix", context)


@require_safe
def matrix_csv(request, pk, number):
    """The same rows under the same filter, for a spreadsheet."""
    round = seen(request, pk, number)
    found = matrix_of(request.acting, round)
    wanted = MatrixFilters(request.GET, matrix=found).wanted
    name = f"{slugify(round.paper.symbol or round.paper.title)}-round-{round.number}.csv"
    response = HttpResponse(
        export.as_csv(found, wanted, request.acting.at), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response

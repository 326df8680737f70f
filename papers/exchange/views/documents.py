"""Papers that come from files."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from papers.drafting import rules
from papers.drafting.heads import head_of
from papers.drafting.models import ImportRun, Paper
from papers.exchange import reading, services
from papers.exchange.forms import ImportForm
from papers.shared.errors import BadInput
from papers.shared.http import form_status, reads_and_sends, visible_or_404


@reads_and_sends
def paper_import(request):
    """A file becomes a paper of the acting delegation; what was refused is said beside the file."""
    rules.can_start.require(request.acting, None)
    form = ImportForm(request.POST or None, request.FILES or None, language=request.LANGUAGE_CODE)
    if form.is_valid():
        imported = _import(form, by=request.acting)
        if imported is not None:
            return redirect("exchange:import-detail", pk=imported.paper.pk)
    return render(request, "exchange/paper_import.html", {"form": form}, status=form_status(form))


@require_safe
def import_detail(request, pk):
    """What an import made of a file, and what it found and kept aside."""
    paper = visible_or_404(Paper.objects.for_list(), request.acting, pk=pk)
    run = get_object_or_404(
        ImportRun.objects.visible_to(request.acting).filter(paper=paper, sheet=None).order_by("-at")[:1]
    )
    context = {"paper": paper, "head": head_of(request.acting, paper, "text"), "run": run}
    context["kept_aside"] = reading.kept_aside(run.report)
    return render(request, "exchange/import_detail.html", context)


def _import(form, *, by):
    given = form.cleaned_data
    file = given["file"]
    try:
        incoming = reading.read_file(file.name, file.read(), apply_changes=given["changes"] == "apply")
        return services.import_document(
            incoming, body=given["body"], lead=by.delegation, by=by, file_name=file.name,
            title=given["title"] or incoming.title or file.name.rpartition(".")[0][: reading.TITLE_LIMIT],
            language=given["language"], kind=given["kind"], theme=given["theme"], marking=given["marking"],
        )  # fmt: skip
    except BadInput as refused:
        form.add_error("file", refused.sentence)
        return None

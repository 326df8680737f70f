"""What is taken away to be read on paper: revisions, reports, dashboards; at once, or when it is made."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from papers.exchange import orders, services
from papers.exchange.models import Job
from papers.exchange.render import MEDIA_TYPES, takes_long
from papers.exchange.render import render as printed
from papers.files import services as files
from papers.shared.http import reads_and_sends, render_fragment, visible_or_404


@reads_and_sends
def revision_file(request, pk, number, kind):
    """An issued revision as PDF or Word: what its page shows the reader."""
    return _handed_out(request, "revision", {"paper": str(pk), "number": number}, kind)


@reads_and_sends
def matrix_file(request, pk, number, kind):
    """The comment matrix in its usual columns, under the filter of its page."""
    asked = {"paper": str(pk), "number": number, "query": request.GET.urlencode()}
    return _handed_out(request, "matrix", asked, kind)


@reads_and_sends
def marked_file(request, pk, number, kind):
    """The revision under review with the comments and changes that the reader may see."""
    return _handed_out(request, "marked", {"paper": str(pk), "number": number}, kind)


@reads_and_sends
def paper_report(request, pk, kind):
    """What became of the recommendations of one paper, to be handed on."""
    return _handed_out(request, "paper_account", {"paper": str(pk), "query": request.GET.urlencode()}, kind)


@reads_and_sends
def dashboard_file(request, what, kind):
    """A report on everything that fits the filters, or a dashboard's table, as a file to be read on paper."""
    return _handed_out(request, what, {"query": request.GET.urlencode()}, kind)


@require_safe
def job_detail(request, pk):
    """How far a file is that takes a while; without scripts it is looked at again by hand."""
    job = visible_or_404(Job, request.acting, pk=pk)
    context = {"job": job, "seconds": int((timezone.now() - job.at).total_seconds())}
    return render_fragment(request, "exchange/job_detail.html", "progress", context)


@require_safe
def job_file(request, pk):
    """The file that was made, for who asked, as long as none of their rights has ended since."""
    job = visible_or_404(Job.objects.select_related("blob"), request.acting, pk=pk)
    if job.blob is None:
        raise Http404
    orders.check_still_open(request.acting, job.what, job.asked, since=job.at)
    request.paper_uuid = job.asked.get("paper")
    return _attachment(files.read(job.blob), job.name, job.kind)


def _handed_out(request, what, asked, kind):
    order = orders.made(request.acting, what, asked)
    if request.method == "POST":
        job = services.ask_for(what, asked, kind, language=get_language(), by=request.acting)
        return redirect("exchange:job-detail", pk=job.pk)
    if takes_long(order.printed, kind):
        return render(request, "exchange/job_form.html", {"title": order.printed.title, "kind": kind})
    return _attachment(printed(order.printed, kind), order.name, kind)


def _attachment(content, name, kind):
    response = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{name}.{kind}"
    )
    return response

"""Pictures of a text: added by those who write it, fetched by those who may read a text that shows them."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from papers.drafting import pictures, rules, services
from papers.drafting.forms import PictureForm
from papers.drafting.heads import head_of
from papers.drafting.models import Paper, Picture
from papers.drafting.queries import pictures as queries
from papers.files import services as files
from papers.shared.errors import BadInput
from papers.shared.http import form_status, reads_and_sends, visible_or_404, wants_json

# Bytes from outside, even written again: nothing in them may run, and a browser asks each time whether it still may.
AS_A_PICTURE = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Content-Disposition": "inline",
    "Cache-Control": "private, no-cache",
}


@reads_and_sends
def picture_add(request, pk):
    """Add a picture for the working text; the answer is the Markdown that shows it."""
    paper = visible_or_404(Paper.objects.for_list(), request.acting, pk=pk)
    refusal = rules.can_edit.why_not(request.acting, paper)
    if refusal:
        return _refused(request, refusal)
    form = PictureForm(*(request.POST, request.FILES) if request.method == "POST" else ())
    picture = _added(paper, form, by=request.acting)
    if wants_json(request):
        return _json(picture, form)
    if picture is not None:
        return redirect(f"{reverse('drafting:picture-add', args=[pk])}#p-{picture.blob_id}")
    return _page(request, paper, form)


@require_safe
def picture_detail(request, pk, sha256):
    """The picture itself."""
    found = visible_or_404(Picture.objects.select_related("blob"), request.acting, paper=pk, blob=sha256)
    etag = quote_etag(found.blob_id)
    response = HttpResponse(
        files.read(found.blob), content_type=found.blob.media_type, headers={**AS_A_PICTURE, "ETag": etag}
    )
    return get_conditional_response(request, etag=etag, response=response)


def _refused(request, reason):
    if wants_json(request):
        return JsonResponse({"reason": reason}, status=403)
    raise PermissionDenied(reason)


def _page(request, paper, form):
    context = {
        "paper": paper,
        "form": form,
        "pictures": queries.newest(request.acting, paper),
        "head": head_of(request.acting, paper, "text"),
    }
    return render(request, "drafting/picture_form.html", context, status=form_status(form))


def _added(paper, form, *, by):
    """The picture that was sent, kept; or None, and the form says why."""
    if not form.is_valid():
        return None
    file, title = form.cleaned_data["file"], form.cleaned_data["alt"]
    try:
        return services.add_picture(paper, name=file.name, content=file.read(), title=title, by=by)
    except BadInput as refused:
        form.add_error("file", refused.sentence)
        return None


def _json(picture, form):
    if picture is None:
        return JsonResponse({"reason": " ".join(form.reasons())}, status=422)
    address = pictures.address(picture.paper_id, picture.blob_id)
    return JsonResponse({"url": address, "markdown": pictures.markdown_of(picture)})

"""The few helpers that every view uses."""

from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from papers.shared import sheets
from papers.shared.errors import BadInput

_told_time = ContextVar("told time", default=False)

# A page that shows its form and takes it; everything else is require_safe or require_POST.
reads_and_sends = require_http_methods(["GET", "HEAD", "POST"])


def visible_or_404(model, acting, **lookup):
    """The object, or 404: nobody is told that a thing they may not see exists."""
    queryset = model if hasattr(model, "visible_to") else model.objects
    return get_object_or_404(queryset.visible_to(acting), **lookup)


def render_fragment(request, template, fragment, context, status=200):
    """The whole page, or for an htmx request only its named partial."""
    name = f"{template}#{fragment}" if request.htmx else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def form_status(form):
    """200, or 422 when the bound form has errors."""
    return 422 if form.is_bound and form.errors else 200


def wants_json(request):
    """Whether a script of ours asks, which shows the answer itself."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def received_at():
    """The moment of receipt, from the database's clock (SQLite has none: there the process's)."""
    if connection.vendor != "postgresql" or _told_time.get():
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def safe_next(request, fallback):
    """Where to go next: the `next` field when it stays on this site, else the fallback."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if own else fallback


@contextmanager
def told_time():
    """Take the process's clock for the database's: for stories and tests in which time is told, not measured."""
    token = _told_time.set(True)
    try:
        yield
    finally:
        _told_time.reset(token)


def names_posted(request):
    """What a person typed, by field name, for a page that hands it back after a refusal."""
    hidden = {"csrfmiddlewaretoken", "mandate", "next"}
    return {name: values for name, values in request.POST.lists() if name not in hidden and any(values)}


def recorded(form, service, *args, **facts):
    """What the service made of a valid form; words it cannot use stay in the form, what is late gets a page."""
    try:
        return service(*args, **form.cleaned_data, **facts)
    except BadInput as fault:
        form.add_error(None, str(fault.sentence))
        return None


def sheet_response(
    kind: str,
    name: str,
    header: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    *,
    about: Sequence[Sequence[Any]] = (),
) -> HttpResponse:
    """A table to take away, as “csv” or “xlsx”; `name` is the file's, without what it ends in."""
    content = sheets.sheet_file(kind, header, rows, about=about)
    response = HttpResponse(content, content_type=sheets.MEDIA_TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{name}.{kind}"
    )
    return response

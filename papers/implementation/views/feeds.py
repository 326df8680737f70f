"""The calendar of what is due: its page, and the file that other programs fetch by a secret address."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from papers.implementation import queries, services
from papers.implementation.models import CalendarFeed
from papers.shared.http import reads_and_sends


@reads_and_sends
def calendar_feed(request):
    """Open the address, with a new secret, or end it; a new address is shown once."""
    address = ""
    if request.method == "POST" and request.POST.get("feed") == "end":
        services.end_feed(by=request.acting)
        messages.success(request, _("The address leads nowhere now."))
        return redirect("implementation:calendar-feed")
    if request.method == "POST":
        secret = services.open_feed(by=request.acting)
        address = settings.BASE_URL + reverse("implementation:calendar", args=[secret])
    feed = CalendarFeed.objects.visible_to(request.acting).open().first()
    context = {"feed": feed, "address": address, "dates": queries.due_dates(request.acting)}
    return render(request, "implementation/calendar_feed.html", context)


@login_not_required
@require_safe
def calendar(request, secret):
    """The file, for the mandate the address was opened under, as its rights stand now."""
    from papers.implementation import ics  # noqa: PLC0415 - 7 MiB that a process needs only when somebody asks

    acting = queries.acting_of(secret)
    if acting is None:
        raise Http404
    with translation.override(acting.user.language):
        dates = queries.due_dates(acting)
        name = _("Due: %(delegation)s") % {"delegation": acting.delegation.name}
    host = urlsplit(settings.BASE_URL).hostname
    content = ics.calendar(name, dates, base=settings.BASE_URL, host=host, at=timezone.now())
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")

"""What a person was told, and the mails that were kept where no mail server is there to take them."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from papers.notifications import queries, rules, services
from papers.notifications.models import Notice
from papers.shared.http import visible_or_404


@require_safe
def notice_list(request):
    """Everything the person was told under this mandate."""
    places = {side: request.GET.get(side, "") for side in ("before", "after")}
    page = queries.list_notices(request.acting, **places)
    return render(request, "notifications/notice_list.html", {"page": page})


@require_safe
def notice_open(request, pk):
    """Go to what a notice is about, while it may still be told."""
    notice = visible_or_404(Notice, request.acting, pk=pk)
    told = queries.rendered(request.acting, [notice]).get(notice.pk)
    if told is None:
        raise Http404
    services.mark_read(Notice.objects.filter(pk=notice.pk))
    return redirect(told.path)


@require_POST
def notices_read(request):
    """Say that everything was read."""
    services.mark_read(Notice.objects.visible_to(request.acting))
    return redirect("notifications:notice-list")


@require_safe
def outbox(request):
    """The mails that would have been sent."""
    rules.can_read_outbox.require(request.acting, None)
    kept = settings.EMAIL_BACKEND.endswith("OutboxBackend")
    context = {"outbox": queries.outbox(request.GET.get("before", "")), "is_kept": kept}
    return render(request, "notifications/outbox.html", context)

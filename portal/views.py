"""Pages that combine slices: signing in, the desk, a paper with all that hangs on it."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from papers.delegations import services
from papers.drafting.heads import head_of
from papers.shared.http import safe_next, visible_or_404
from portal import desk as desks
from portal import queries, records
from portal.rules import can_audit

DIGITS = 19  # of the largest number of an event


@method_decorator(login_not_required, name="dispatch")
class SignIn(auth_views.LoginView):
    template_name = "registration/sign_in.html"
    redirect_authenticated_user = True


@require_POST
def sign_out(request):
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@require_POST
@login_not_required
def preferences(request):
    """Language and light, kept in two cookies."""
    response = redirect(safe_next(request, "/"))
    chosen = request.POST.get("language")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, 365 * 86400, samesite="Lax", secure=settings.HTTPS
        )
    if request.POST.get("theme") in {"light", "dark", "system"}:
        response.set_cookie(
            "theme", request.POST["theme"], 365 * 86400, samesite="Lax", secure=settings.HTTPS
        )
    return response


@require_POST
def acting_switch(request):
    """Act under another of one's own mandates."""
    held = {str(mandate.pk) for mandate in request.user.current_mandates}
    if request.POST.get("switch_to") in held:
        request.session["mandate"] = request.POST["switch_to"]
    return redirect("portal:desk")


@require_safe
def desk(request):
    """What waits, the current text, what changed, what is coming."""
    return render(request, "portal/desk.html", desks.of(request.acting))


@require_POST
def desk_seen(request):
    """The person knows what changed; from now on the desk shows what comes after."""
    services.mark_desk_seen(by=request.acting)
    return redirect("portal:desk")


@require_safe
def paper_detail(request, pk):
    """The current text of a paper, with what hangs on it."""
    paper = visible_or_404(queries.papers_with_texts(), request.acting, pk=pk)
    return render(request, "portal/paper_detail.html", queries.paper_page(request.acting, paper))


@require_safe
def paper_record(request, pk):
    """What was done with a paper, by whom, as far as this reader may know."""
    paper = visible_or_404(queries.papers_with_heads(), request.acting, pk=pk)
    page = records.of_paper(request.acting, paper, before=place_in(request))
    context = {"paper": paper, "head": head_of(request.acting, paper, "record"), "page": page}
    return render(request, "portal/paper_record.html", context)


@require_safe
def centre_record(request):
    """The facts of the whole record, for the auditor."""
    can_audit.require(request.acting, None)
    page = records.of_centre(request.acting, before=place_in(request), check="check" in request.GET)
    return render(request, "portal/centre_record.html", {"page": page})


def place_in(request):
    """The number of the event from which a page goes back, or nothing for what is no number."""
    written = request.GET.get("before", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < DIGITS else None

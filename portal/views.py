"""Pages that combine slices: signing in, the desk, a paper with all that hangs on it."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from papers.drafting.heads import head_of
from papers.shared.http import safe_next, visible_or_404
from portal import queries


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


def desk(request):
    return render(request, "portal/desk.html", {})


def paper_detail(request, pk):
    paper = visible_or_404(queries.papers_with_texts(), request.acting, pk=pk)
    return render(request, "portal/paper_detail.html", queries.paper_page(request.acting, paper))


def paper_record(request, pk):
    paper = visible_or_404(queries.papers_with_heads(), request.acting, pk=pk)
    return render(
        request,
        "portal/paper_record.html",
        {"paper": paper, "head": head_of(request.acting, paper, "record")},
    )

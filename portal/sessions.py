"""Signing out, for whom one acts, and how one reads."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from papers.delegations import services
from papers.delegations.identity import oneself
from papers.shared.http import safe_next

YEAR = 365 * 86400
THEMES = {"light", "dark", "system"}
# What this machine holds of the portal: pages it kept, and words that were typed. Cookies go one by one.
CLEARED = '"cache", "storage"'


@require_POST
def sign_out(request):
    """End the session, and let this machine forget what it kept of the portal."""
    services.end_own_visit(request.user, session_key=request.session.session_key, by=oneself(request.user))
    logout(request)
    response = redirect("portal:signed-out")
    response["Clear-Site-Data"] = CLEARED
    return response


@require_safe
@login_not_required
def signed_out(request):
    """What is kept, and what to do on a machine that others use."""
    return render(request, "registration/signed_out.html")


@require_POST
@login_not_required
def preferences(request):
    """Language and light, kept in two cookies; the language of mails as well, for people who are signed in."""
    response = redirect(safe_next(request, "/"))
    language, theme = request.POST.get("language"), request.POST.get("theme")
    if language in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, language)
        services.choose_language(language, by=request.acting) if request.acting else None
    if theme in THEMES:
        _keep(response, "theme", theme)
    return response


@require_POST
def acting_switch(request):
    """Act under another of one's own mandates."""
    held = {str(mandate.pk) for mandate in request.user.current_mandates}
    if request.POST.get("switch_to") in held:
        request.session["mandate"] = request.POST["switch_to"]
    return redirect("portal:desk")


def _keep(response, name, value):
    response.set_cookie(name, value, YEAR, samesite="Lax", secure=settings.HTTPS)

"""Signing in, and the pages of one's own account: allauth's views, in the looks and the words of this product."""

from allauth.account import views as allauth
from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from papers.shared.errors import TooOften
from portal.accounts import forms, visits
from portal.accounts.provider import Exchange, leave_for_provider
from portal.demo.cast import demo_accounts


class SignIn(allauth.LoginView):
    template_name = "registration/sign_in.html"
    form_class = forms.SignInForm

    def get_context_data(self, **context):
        """With the accounts of the demonstration, and whether a session has just ended."""
        context = super().get_context_data(**context)
        if settings.DEMO:
            context |= {"demo_accounts": demo_accounts(), "demo_password": settings.DEMO_PASSWORD}
        asked_for = self.get_next_url()
        # A session that has ended is empty; one that holds something is on its way to the provider, or back.
        expired = settings.SESSION_COOKIE_NAME in self.request.COOKIES and not self.request.session.keys()
        provider = settings.OIDC_NAME if settings.OIDC_ISSUER else ""
        return context | {"expired": expired, "next": asked_for, "provider": provider}


class PasswordReset(allauth.PasswordResetView):
    """Asking for a new password: the answer and its time are the same for every address."""

    form_class = forms.ResetForm


class PasswordResetFromKey(allauth.PasswordResetFromKeyView):
    """The page behind the link of the mail: reading it changes nothing, sending the form uses it up."""

    form_class = forms.NewPasswordForm
    success_url = reverse_lazy("portal:sign-in")

    @transaction.atomic
    def form_valid(self, form):
        messages.success(
            self.request, _("Your password is changed. Sign in with it; every earlier session has ended.")
        )
        return super().form_valid(form)


class PasswordChange(allauth.PasswordChangeView):
    form_class = forms.ChangePasswordForm
    success_url = reverse_lazy("account")

    @transaction.atomic
    def form_valid(self, form):
        response = super().form_valid(form)
        visits.go_on(self.request)
        messages.success(
            self.request,
            _(
                "Your password is changed. Every other session of yours has ended, with tokens and calendar addresses."
            ),
        )
        return response


class Reauthenticate(allauth.ReauthenticateView):
    form_class = forms.ReauthenticateForm


@require_GET
@login_not_required
def provider_login(request):
    """On to the provider. A link, not a form: after a form the browser would refuse to go on to another site."""
    _not_too_often(request)
    if request.user.is_authenticated:
        return redirect("portal:desk")
    wanted = request.GET.get("next", "")
    return leave_for_provider(request, wanted if get_adapter().is_safe_url(wanted) else None)


@require_GET
@login_not_required
def provider_back(request):
    """Back from the provider; what it brought is good for one sign-in of this browser."""
    _not_too_often(request)
    if request.user.is_authenticated:
        return redirect("portal:desk")
    return OAuth2CallbackView.adapter_view(Exchange)(request)


def _not_too_often(request):
    """As passkeys are: a whole mission may share one address."""
    if not settings.OIDC_ISSUER:
        raise Http404
    if not ratelimit.consume(request, app="allauth.account", action="provider", limit_get=True):
        raise TooOften(_("You are not signed in: too many tries from your connection. Wait a minute."))

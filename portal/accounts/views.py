"""Signing in, and the pages of one's own account: allauth's views, in the looks and the words of this product."""

from allauth.account import views as allauth
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from portal.accounts import forms, visits
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
        return context | {"expired": settings.SESSION_COOKIE_NAME in self.request.COOKIES, "next": asked_for}


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

"""Second factors: an authenticator app and recovery codes, in the looks of this product."""

import json

from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _

from papers.delegations import services
from papers.delegations.identity import oneself
from portal.accounts import forms, qr, visits


class SecondFactor(base.AuthenticateView):
    """Asked for after the password, before anything else is shown."""

    form_class = forms.CodeForm

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        options = json.dumps(context["js_data"]["request_options"], cls=DjangoJSONEncoder)
        held = Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True)
        return context | {"passkey_options": options, "held": set(held)}


class ReauthenticateByCode(base.ReauthenticateView):
    template_name = "account/reauthenticate.html"
    form_class = forms.ReauthenticateByCodeForm


class ActivateApp(totp.ActivateTOTPView):
    """Add an authenticator app; every other session ends, for it was begun without a second factor."""

    form_class = forms.ActivateAppForm

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        width, path = qr.squares(context["totp_url"])
        return context | {"qr_width": width, "qr_path": path, "secret": context["form"].secret}

    @transaction.atomic
    def form_valid(self, form):
        response = super().form_valid(form)
        begun_with_second_factor(self.request, "totp")
        messages.success(self.request, _("Your authenticator app is added. Signing in asks for its code."))
        return response

    def get_success_url(self):
        return reverse("mfa_view_recovery_codes" if self.did_generate_recovery_codes else "account")


class DeactivateApp(totp.DeactivateTOTPView):
    success_url = reverse_lazy("account")

    @transaction.atomic
    def form_valid(self, form):
        response = super().form_valid(form)
        services.note_factor_removed(self.request.user, factor="totp", by=oneself(self.request.user))
        messages.success(
            self.request, _("Your authenticator app is removed. It no longer opens your account.")
        )
        return response


class NewRecoveryCodes(recovery.GenerateRecoveryCodesView):
    success_url = reverse_lazy("mfa_view_recovery_codes")

    @transaction.atomic
    def form_valid(self, form):
        services.note_factor_added(self.request.user, factor="recovery_codes", by=oneself(self.request.user))
        return super().form_valid(form)


def begun_with_second_factor(request, factor):
    """This session counts as begun with a second factor; the others were not, and end."""
    services.note_factor_added(request.user, factor=factor, by=oneself(request.user))
    request.session["second_factor"] = True
    visits.go_on_alone(request)

"""Passkeys: made, shown at the sign-in page or as a second factor, and removed."""

import json

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import views as webauthn
from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _

from papers.delegations import services
from papers.delegations.identity import oneself
from papers.shared.errors import Refused
from portal.accounts.forms import AddPasskeyForm
from portal.accounts.second_views import begun_with_second_factor


def for_the_browser(context, kind):
    """What the device is asked, for the form's data attribute."""
    return context | {"passkey_options": json.dumps(context["js_data"][kind], cls=DjangoJSONEncoder)}


class AddPasskey(webauthn.AddWebAuthnView):
    form_class = AddPasskeyForm

    def get_context_data(self, **context):
        context = for_the_browser(super().get_context_data(**context), "creation_options")
        # allauth's page makes one list of options and leaves the choice to the visitor: here every passkey signs in.
        return context | {"form": context.get("form") or self.get_form()}

    @transaction.atomic
    def form_valid(self, form):
        response = super().form_valid(form)
        begun_with_second_factor(self.request, "webauthn")
        messages.success(self.request, _("Your passkey is added. It signs you in by itself."))
        return response

    def get_success_url(self):
        return reverse("mfa_view_recovery_codes" if self.did_generate_recovery_codes else "account")


class RemovePasskey(webauthn.RemoveWebAuthnView):
    pk_url_kwarg = "key"
    success_url = reverse_lazy("account")

    @transaction.atomic
    def form_valid(self, form):
        if not get_adapter().can_delete_authenticator(self.object):
            raise Refused(get_adapter().error_messages["cannot_delete_authenticator"])
        response = super().form_valid(form)
        services.note_factor_removed(self.request.user, factor="webauthn", by=oneself(self.request.user))
        messages.success(self.request, _("The passkey is removed. It no longer opens your account."))
        return response


class ReauthenticateByPasskey(webauthn.ReauthenticateWebAuthnView):
    def get_context_data(self, **context):
        return for_the_browser(super().get_context_data(**context), "request_options")

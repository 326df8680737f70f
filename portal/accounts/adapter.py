"""How django-allauth fits this house: what it may decide, which services it calls, what it says to people."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.delegations import services
from papers.delegations.identity import may_enter, oneself
from portal.accounts.visits import begin

BACKEND = "papers.delegations.identity.EmailBackend"


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed, state changes in services, and pages say things in the words of this product."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "This address and this password do not belong together. Small and capital letters differ in a password."
        ),
        "incorrect_password": gettext_lazy("This is not your password. Small and capital letters differ."),
        "enter_current_password": gettext_lazy(
            "This is not your password. Small and capital letters differ."
        ),
    }

    def is_open_for_signup(self, request):
        """Accounts are made by taking up an invitation."""
        return False

    def pre_login(self, request, user, **kwargs):
        """Passkeys do not pass the backend: whether the account is open is asked here."""
        return (
            super().pre_login(request, user, **kwargs)
            if may_enter(user)
            else self.respond_user_inactive(request, user)
        )

    def respond_user_inactive(self, request, user):
        messages.error(request, _("You are not signed in: this account has ended, or there is none."))
        return redirect("portal:sign-in")

    def login(self, request, user):
        """Every way in ends here: password, second factor, passkey."""
        user.backend = BACKEND
        super().login(request, user)
        begin(request, user)

    def set_password(self, user, password):
        services.set_password(user, password, keep=self.request.session.get("visit"), by=oneself(user))

    def pre_authenticate(self, request, **credentials):
        """Axes counts failed sign-ins, per address and connection; allauth's limit is for codes alone."""

    def reauthenticate(self, user, password):
        """The password of this very person, counted against guessing as at the sign-in page."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def get_client_ip(self, request):
        """As the server knows it: uvicorn has taken the word of the proxies that are believed, and of nobody else."""
        return request.META["REMOTE_ADDR"]

    def is_safe_url(self, url):
        return url_has_allowed_host_and_scheme(
            url or "", {self.request.get_host()}, require_https=self.request.is_secure()
        )

    def add_message(self, request, level, *args, message=None, **kwargs):
        """Only what is said in so many words; allauth's templates of messages stay silent."""
        if message:
            messages.add_message(request, level, message)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Services tell people of what happened to their account."""

"""Signing in through the OpenID Connect provider of a ministry or of the centre: who goes there, and who comes back.

allauth leads the way there and back, with state and PKCE. What the provider says is checked here, and whose account it
opens is decided by a service; allauth's own tables of identities stay empty.
"""

import secrets
from functools import cached_property

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_lockout_response
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_login_failed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from requests import RequestException

from papers.delegations import services
from portal.accounts import id_token

PROVIDER = "provider"
USED = ["iss", "sub", "nonce", "email", "email_verified"]


class Exchange(OpenIDConnectOAuth2Adapter):
    """What is asked of the provider, and what of its answers is believed."""

    expires_in_key = ""  # the access token is used at once or not at all, and kept nowhere

    def __init__(self, request, provider_id=PROVIDER):
        super().__init__(request, provider_id)

    @cached_property
    def openid_config(self):
        """Where the provider is asked what, in its own words; it must be the one that was configured."""
        config = self.get_json(self.get_provider().server_url)
        if config.get("issuer") != settings.OIDC_ISSUER:
            raise OAuth2Error("The provider calls itself by another name than OIDC_ISSUER.")
        needed = {"authorization_endpoint", "token_endpoint", "jwks_uri"}
        if needed - config.keys():
            raise OAuth2Error("The provider does not say where it is asked.")
        return config

    @property
    def basic_auth(self):
        """By the header, which is the standard's way, unless the provider takes the form alone."""
        methods = self.openid_config.get("token_endpoint_auth_methods_supported")
        return "client_secret_basic" in (methods or ["client_secret_basic"])

    def get_callback_url(self, request, app):
        """Under the centre's own address, whatever name the visitor asked for."""
        return settings.BASE_URL + reverse("account_provider_back")

    def complete_login(self, request, app, token, **kwargs):
        """The claims of the ID token; the address from beside it where the provider puts it there."""
        given = kwargs["response"].get("id_token")
        keys = self.get_json(self.openid_config["jwks_uri"])
        claims = id_token.checked(given, keys, issuer=settings.OIDC_ISSUER, client=app.client_id)
        if "email" not in claims and "userinfo_endpoint" in self.openid_config:
            claims |= self.address_told_beside(token.token, claims["sub"])
        used = {name: claims[name] for name in USED if isinstance(claims.get(name), (str, bool))}
        return self.get_provider().sociallogin_from_response(request, {"id_token": used})

    def address_told_beside(self, access_token, subject):
        told = self.get_json(self.profile_url, headers={"Authorization": f"Bearer {access_token}"})
        if told.get("sub") != subject:
            raise OAuth2Error("What the provider says is of somebody else.")
        return {name: told[name] for name in ("email", "email_verified") if name in told}

    def get_access_token_data(self, *args, **kwargs):
        try:
            return super().get_access_token_data(*args, **kwargs)
        except (ValueError, KeyError, TypeError) as error:
            raise OAuth2Error("The provider's answer cannot be read.") from error

    def get_json(self, address, **asked):
        """What stands at one of the provider's addresses; whatever goes wrong is the provider's failure."""
        try:
            with ProviderAdapter().get_requests_session() as session:
                answer = session.get(address, **asked)
            answer.raise_for_status()
            found = answer.json()
        except (RequestException, ValueError) as error:
            raise OAuth2Error("The provider does not answer.") from error
        if not isinstance(found, dict):
            raise OAuth2Error("The provider's answer cannot be read.")
        return found


class Provider(OpenIDConnectProvider):
    oauth2_adapter_class = Exchange


class ProviderAdapter(DefaultSocialAccountAdapter):
    """One provider, from the environment; nobody gets an account by it, and allauth's own ways on are cut short."""

    def list_apps(self, request, provider=None, client_id=None):
        if not settings.OIDC_ISSUER:
            return []
        address = settings.OIDC_ISSUER.rstrip("/") + "/.well-known/openid-configuration"
        app = SocialApp(
            provider=Provider.id,
            provider_id=PROVIDER,
            name=settings.OIDC_NAME,
            client_id=settings.OIDC_CLIENT,
            secret=settings.OIDC_SECRET,
            settings={"server_url": address, "oauth_pkce_enabled": True, "scope": ["openid", "email"]},
        )
        return [app]

    def get_provider(self, request, provider, client_id=None):
        return Provider(request, app=self.get_app(request, provider))

    def is_open_for_signup(self, request, sociallogin):
        """Accounts are made by taking up an invitation."""
        return False

    def pre_social_login(self, request, sociallogin):
        """Here allauth's way ends, before it would look for an account or make one."""
        claims = sociallogin.account.extra_data["id_token"]
        if not id_token.same(claims.get("nonce"), sociallogin.state.get("nonce")):
            raise OAuth2Error("The ID token answers another sign-in.")
        raise ImmediateHttpResponse(enter(request, claims, sociallogin.get_redirect_url(request)))

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        sentence = (
            _("You are not signed in: you went no further at %(provider)s.")
            if error == AuthError.CANCELLED
            else _("You are not signed in: what came back from %(provider)s does not fit. Try once more.")
        )
        raise ImmediateHttpResponse(back_to_sign_in(request, sentence))


def leave_for_provider(request, next_url):
    """To the provider, with a nonce that its answer must carry."""
    nonce = secrets.token_urlsafe(32)
    provider = ProviderAdapter().get_provider(request, PROVIDER)
    try:
        return provider.redirect(
            request, AuthProcess.LOGIN, next_url=next_url, auth_params={"nonce": nonce}, nonce=nonce
        )
    except OAuth2Error:
        sentence = _(
            "You are not signed in: %(provider)s does not answer. Sign in another way, or try later."
        )
        return back_to_sign_in(request, sentence)


def enter(request, claims, next_url):
    """Sign in whom these claims mean, as by a password; a refusal is counted as a wrong password is."""
    address = verified_address(claims)
    tried = {"email": address or claims["sub"]}
    if not AxesProxyHandler.is_allowed(request, tried):
        return get_lockout_response(request, credentials=tried)
    user = services.recognise(claims["iss"], claims["sub"], verified_address=address)
    if user is None:
        user_login_failed.send(__name__, credentials=tried, request=request)
        return back_to_sign_in(
            request,
            _(
                "You are not signed in: what %(provider)s says of you opens no account here. "
                "Sign in another way, or ask your focal point."
            ),
        )
    record_authentication(request, user, "provider", issuer=claims["iss"])
    return perform_login(request, user, redirect_url=next_url)


def verified_address(claims):
    """The address that the provider vouches for; words that no account could have are none."""
    address = claims.get("email")
    fits = isinstance(address, str) and len(address) <= 254 and address.isprintable()
    return address if fits and claims.get("email_verified") is True else ""


def back_to_sign_in(request, sentence):
    messages.error(request, sentence % {"provider": settings.OIDC_NAME})
    return redirect("portal:sign-in")

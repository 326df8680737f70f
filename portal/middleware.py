"""What happens to every request: when it came, for whom it acts, which headers answer it, how a refusal looks."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from papers.delegations.identity import acting_for
from papers.shared.errors import Refused
from papers.shared.http import names_posted
from papers.shared.http import received_at as read_clock

SAFE = {"GET", "HEAD"}
ANSWERED = ("GET", "HEAD", "POST")


def received_at(get_response):
    """Note when an act reached the centre, from the database's clock, before anything waits for a lock."""

    def middleware(request):
        request.received_at = timezone.now() if request.method in SAFE else read_clock()
        return get_response(request)

    return middleware


def headers(get_response):
    """Headers that Django does not set: pages are private, and other sites get nothing of them."""

    def middleware(request):
        response = get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        response.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return middleware


def methods(get_response):
    """No address answers another method, whatever a view of some library would make of it."""

    def middleware(request):
        return get_response(request) if request.method in ANSWERED else HttpResponseNotAllowed(ANSWERED)

    return middleware


def language(get_response):
    """The language chosen in the cookie, else the browser's, else English."""

    def middleware(request):
        with translation.override(translation.get_language_from_request(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = get_response(request)
        response.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response

    return middleware


def expired_fragment(get_response):
    """When a session has ended, a partial request is told to leave the page: no sign-in form inside a paper."""

    def middleware(request):
        response = get_response(request)
        signing_in = resolve_url(settings.LOGIN_URL)
        leaves = response.status_code == HTTPStatus.FOUND and response["Location"].startswith(signing_in)
        if not (leaves and getattr(request, "htmx", False)):
            return response
        back = urlencode({"next": request.htmx.current_url_abs_path or "/"})
        return HttpResponseClientRedirect(f"{signing_in}?{back}")

    return middleware


class ActingMiddleware:
    """Puts `request.acting` on every signed-in request; a form sent under another mandate is handed back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.acting = None
        if request.user.is_authenticated:
            request.acting = acting_for(request.user, request.session.get("mandate"))
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        if request.acting is None:
            auth.logout(request)
            return redirect(settings.LOGIN_URL)
        if request.acting.is_support and request.method not in SAFE and not _frees(request):
            raise PermissionDenied(
                _("You are here to help: you read, and change nothing. Nothing was recorded.")
            )
        sent_as = request.POST.get("mandate") if request.method == "POST" else None
        if sent_as and sent_as != str(request.acting.mandate.pk):
            context = {"kept": names_posted(request)}
            return render(request, "errors/other_mandate.html", context, status=409)
        return None


def _frees(request):
    """What whoever helps may still do: leave, act as themselves again, and end the help."""
    return request.resolver_match.view_name in {
        "portal:sign-out",
        "portal:acting-switch",
        "delegations:support-detail",
    }


class RefusalMiddleware:
    """A refusal becomes a page with its sentence and everything the person had typed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refused):
            return None
        context = {"sentence": exception.sentence, "kept": names_posted(request)}
        return render(request, "errors/refused.html", context, status=exception.status)

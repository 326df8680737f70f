"""Whoever holds a post that asks for a second factor sees nothing but the way to it until they have one."""

from django.shortcuts import redirect

from papers.delegations.identity import lacks_second_factor

# One's own account has no namespace (its names are allauth's); besides, one may leave, and read in one's own language.
ALLOWED = {"portal:sign-out", "portal:preferences", "portal:signed-out", "portal:acting-switch"}


class SecondFactorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not getattr(view, "login_required", True) or request.acting is None:
            return None
        request.lacks_second_factor = lacks_second_factor(request.acting.mandate, request.session)
        here = request.resolver_match
        if not request.lacks_second_factor or not here.namespace or here.view_name in ALLOWED:
            return None
        return redirect("account")

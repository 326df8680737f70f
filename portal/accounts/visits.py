"""The session of a request as one of its person's visits: begun, gone on under another key, the only one left."""

from allauth.account.authentication import get_authentication_records
from django.contrib.auth import update_session_auth_hash

from papers.delegations import services
from papers.delegations.identity import oneself
from portal.accounts.browsers import name_of


def begin(request, user):
    """Note a session that has just begun, and whether a second factor was part of it."""
    visit = services.begin_visit(
        user,
        session_key=request.session.session_key,
        address=request.META.get("REMOTE_ADDR"),
        browser=name_of(request.headers.get("User-Agent", "")),
        by=oneself(user),
    )
    request.session["visit"] = str(visit.pk)
    if any(record["method"] == "mfa" for record in get_authentication_records(request, user)):
        request.session["second_factor"] = True


def go_on(request):
    """This session has another key now."""
    services.move_visit(request.session.get("visit"), session_key=request.session.session_key)


def go_on_alone(request):
    """Every other session of this person ends; this one goes on under another key."""
    services.end_visits(request.user, keep=request.session.get("visit"), by=oneself(request.user))
    update_session_auth_hash(request, request.user)
    go_on(request)

"""The page of one's own account: how one signs in, where one is signed in, and what was done with it."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from papers.delegations import services
from papers.delegations.identity import oneself
from papers.delegations.models import Visit
from papers.shared.http import form_status, reads_and_sends, visible_or_404
from portal import records
from portal.accounts import visits
from portal.accounts.forms import AddressForm


@require_safe
def account(request):
    """What one's account is, what was done with it, and where to change it."""
    factors = list(Authenticator.objects.filter(user=request.user))
    context = {
        "page": records.of_account(request.acting),
        "app": next((one for one in factors if one.type == Authenticator.Type.TOTP), None),
        "codes": next((one for one in factors if one.type == Authenticator.Type.RECOVERY_CODES), None),
        "passkeys": [one.wrap() for one in factors if one.type == Authenticator.Type.WEBAUTHN],
        "visits": Visit.objects.visible_to(request.acting).going_on(),
        "here": request.session.get("visit"),
        "lacks_second_factor": request.lacks_second_factor,
    }
    return render(request, "account/account.html", context)


@reads_and_sends
@reauthentication_required(app="allauth.account")
def address_change(request):
    """Ask for another address; it is confirmed by mail at both."""
    form = AddressForm(request.POST or None)
    if form.is_valid():
        services.ask_for_address(request.user, form.cleaned_data["email"], by=oneself(request.user))
        messages.success(
            request, _("Two mails are on their way. Your address changes once both links were opened.")
        )
        return redirect("account")
    return render(request, "account/address_form.html", {"form": form}, status=form_status(form))


@reads_and_sends
@login_not_required
def address_confirm(request, token):
    """The page behind the links: reading it changes nothing, sending the form confirms."""
    if request.method == "POST":
        change = services.confirm_address(token)
        return render(request, "account/address_confirmed.html", {"moved": change.is_confirmed})
    return render(request, "account/address_confirm.html", {"change": services.open_change(token)})


@require_POST
def visit_end(request, pk):
    """End another session of one's own."""
    services.end_visit(visible_or_404(Visit, request.acting, pk=pk), by=request.acting)
    messages.success(request, _("That session is ended. What it had open is closed."))
    return redirect("account")


@require_POST
def visits_end(request):
    """End every session of one's own but this."""
    visits.go_on_alone(request)
    messages.success(
        request,
        _(
            "Every other session of yours is ended, with the tokens of your programs and the address of your calendar."
        ),
    )
    return redirect("account")

"""Taking an invitation up, and sending it again or taking it back."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from papers.delegations import forms, services, tokens
from papers.delegations.models import Invitation, User
from papers.shared.errors import Refused
from papers.shared.http import form_status, reads_and_sends, visible_or_404


@reads_and_sends
@login_not_required
def invitation_accept(request, token):
    """The page behind the link of an invitation: reading it changes nothing, sending the form takes it up."""
    invitation = _of_token(token)
    if invitation is None:
        raise Refused(tokens.dead())
    if request.user.is_authenticated:
        return _as_oneself(request, token, invitation)
    if User.objects.filter(email__iexact=invitation.email).exists():
        return _with_an_account(request, token, invitation)
    form = forms.AccountForm(request.POST or None, invitation=invitation)
    if form.is_valid():
        services.accept(token, name=form.cleaned_data["name"], password=form.cleaned_data["password"])
        messages.success(
            request, _("Your account is ready. Sign in with your address and your new password.")
        )
        return redirect("portal:sign-in")
    return _form(request, invitation, form, _("Make my account"))


@require_POST
def invitation_again(request, pk):
    """Send an invitation again: the old link is dead then."""
    services.send_again(_own(request, pk), by=request.acting)
    messages.success(request, _("A new invitation is on its way. The link of the old one no longer works."))
    return redirect("delegations:people")


@require_POST
def invitation_withdraw(request, pk):
    """Take an invitation back."""
    services.withdraw(_own(request, pk), by=request.acting)
    messages.success(request, _("The invitation is taken back. Its link no longer works."))
    return redirect("delegations:people")


def _own(request, pk):
    return visible_or_404(
        Invitation.objects.select_related("seat__delegation", "replaces"), request.acting, pk=pk
    )


def _of_token(token):
    """Whoever holds the token is who the invitation was sent to: no other question is asked of them."""
    pk = tokens.read(token)
    found = Invitation.objects.select_related("seat__delegation").filter(pk=pk).first() if pk else None
    return found if found and found.is_open else None


def _with_an_account(request, token, invitation):
    """Somebody who has an account, perhaps without any post now, takes the invitation up with its password."""
    form = forms.KnownForm(request, request.POST or None, invitation=invitation)
    if form.is_valid():
        entered = perform_login(request, form.user, redirect_url=request.path)
        # Whoever has a second factor is asked for it first, and comes back here.
        return _as_oneself(request, token, invitation) if request.user.is_authenticated else entered
    return _form(request, invitation, form, _("Take the post up"))


def _as_oneself(request, token, invitation):
    """With the account that one is signed in to, if it has the invited address."""
    own = request.user.email.lower() == invitation.email
    if request.method == "POST" and own:
        return _welcome(request, services.take_up(token, user=request.user))
    return render(request, "delegations/invitation_confirm.html", {"invitation": invitation, "own": own})


def _welcome(request, mandate):
    request.session["mandate"] = str(mandate.pk)
    messages.success(request, _("You hold the post “%(post)s” now.") % {"post": mandate.seat.title})
    return redirect("portal:desk")


def _form(request, invitation, form, submit):
    context = {"invitation": invitation, "form": form, "submit": submit}
    return render(request, "delegations/invitation_form.html", context, status=form_status(form))

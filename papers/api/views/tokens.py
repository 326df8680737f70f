"""A person's tokens for programs: made, shown once, ended."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from papers.api import services
from papers.api.forms import TokenForm
from papers.api.models import Token
from papers.shared.http import form_status, reads_and_sends, visible_or_404


@reads_and_sends
def token_list(request):
    """The tokens of this mandate, and a new one, whose secret is shown once."""
    form, secret = TokenForm(request.POST or None), ""
    if form.is_valid():
        secret = services.make_token(form.cleaned_data["name"], by=request.acting)
        form = TokenForm()
    tokens = Token.objects.visible_to(request.acting).live()
    context = {"form": form, "secret": secret, "tokens": tokens}
    return render(request, "api/token_list.html", context, status=form_status(form))


@require_POST
def token_end(request, pk):
    """The token opens nothing any more."""
    services.end_token(visible_or_404(Token, request.acting, pk=pk), by=request.acting)
    messages.success(request, _("The token opens nothing any more."))
    return redirect("api:token-list")

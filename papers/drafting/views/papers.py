"""The list of papers, and starting one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from papers.delegations.models import Delegation
from papers.drafting import rules, services, tables
from papers.drafting.forms import PaperFilters, StartForm
from papers.drafting.queries import lists
from papers.shared.http import form_status, reads_and_sends


@require_safe
def paper_list(request):
    """All papers that the acting delegation may read."""
    acting = request.acting
    form = PaperFilters(request.GET, leads=Delegation.objects.visible_to(acting).seated().in_order())
    places = {side: request.GET.get(side, "") for side in ("before", "after")}
    context = {
        "form": form,
        "selects": tables.selects(form),
        "may_start": rules.can_start(acting, None),
        "import_url": lists.import_address() if rules.can_import(acting, None) else "",
        "access_url": lists.access_address(acting),
        **lists.list_page(acting, form.wanted, **places),
    }
    return render(request, "drafting/paper_list.html", context)


@reads_and_sends
def paper_start(request):
    """A new paper of the acting delegation, begun from a template."""
    rules.can_start.require(request.acting, None)
    form = StartForm(request.POST or None, language=request.LANGUAGE_CODE)
    if form.is_valid():
        paper = services.start_paper(**form.facts(), by=request.acting)
        messages.success(request, _("The paper is started. Only your delegation sees it."))
        return redirect("drafting:working-edit", pk=paper.pk)
    return render(request, "drafting/paper_form.html", {"form": form}, status=form_status(form))

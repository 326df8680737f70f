"""Which country may do what with a paper: seen, previewed, changed; and why the reader can see it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from papers.drafting import rules, sharing
from papers.drafting.forms import AccessForm
from papers.drafting.heads import head_of
from papers.drafting.models import Paper
from papers.drafting.queries.preview import previewed
from papers.drafting.queries.sharing import access_to
from papers.shared.http import visible_or_404


@require_safe
def access_detail(request, pk):
    """The grid for those who manage access; for everybody else why they can see the paper."""
    paper = _paper(request, pk)
    access = access_to(request.acting, paper, explain=request.GET.get("why", ""))
    return _page(request, paper, access, AccessForm(access.rows))


@require_POST
def access_preview(request, pk):
    """What would change and who would learn of it, before anything does."""
    paper, access, form = _sent(request, pk)
    if not form.is_valid():
        return _page(request, paper, access, form, status=422)
    changes = sharing.plan(paper, form.wishes(), sharing.standing(paper), by=request.acting)
    if not changes:
        messages.info(request, _("The grid says what stands already. Nothing was changed."))
        return redirect("drafting:access-detail", pk=paper.pk)
    context = {
        "paper": paper,
        "lines": previewed(paper, changes, by=request.acting),
        "kept": form.kept(change.delegation for change in changes),
        "head": head_of(request.acting, paper, "access"),
    }
    return render(request, "drafting/access_confirm.html", context)


@require_POST
def access_change(request, pk):
    """Change access as it was previewed."""
    paper, access, form = _sent(request, pk)
    if not form.is_valid():
        return _page(request, paper, access, form, status=422)
    changes = sharing.set_access(paper, form.wishes(), by=request.acting)
    done = ngettext("%(n)d change of access was made.", "%(n)d changes of access were made.", len(changes))
    messages.success(request, done % {"n": len(changes)})
    return redirect("drafting:access-detail", pk=paper.pk)


def _sent(request, pk):
    paper = _paper(request, pk)
    rules.can_change_access.require(request.acting, paper)
    access = access_to(request.acting, paper)
    return paper, access, AccessForm(access.rows, request.POST)


def _page(request, paper, access, form, status=200):
    context = {
        "paper": paper,
        "access": access,
        "form": form,
        "may_narrow": rules.narrows(request.acting, paper),
        "head": head_of(request.acting, paper, "access"),
    }
    return render(request, "drafting/access_detail.html", context, status=status)


def _paper(request, pk):
    return visible_or_404(Paper.objects.for_list(), request.acting, pk=pk)

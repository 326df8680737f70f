"""Access on several papers at once: chosen, previewed, given; and the templates that say who is usually given what."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from papers.drafting import giving, rules
from papers.drafting.forms import OfferForm, TemplateForm
from papers.drafting.models import AccessTemplate
from papers.drafting.queries import giving as queries
from papers.drafting.queries.preview import previewed_all
from papers.shared.http import form_status, reads_and_sends, recorded, visible_or_404


@reads_and_sends
def access_give(request):
    """What the chosen papers' delegations shall hold; then what that would change and who would learn of it."""
    papers, form = _asked(request, request.POST or None)
    if not form.is_valid():
        return _page(request, papers, form)
    plans = giving.plan_all(_ids(request), form.offer, by=request.acting)
    context = {
        "plans": previewed_all(plans, by=request.acting),
        "unchanged": sum(not one.changes for one in plans),
        "ids": _ids(request),
        "kept": form.kept,
        "digest": giving.digest_of(plans),
    }
    return render(request, "drafting/access_give_confirm.html", context)


@require_POST
def access_given(request):
    """Give what was previewed."""
    papers, form = _asked(request, request.POST)
    if not form.is_valid():
        return _page(request, papers, form)
    digest = form.cleaned_data["seen_digest"]
    plans = giving.give_all(_ids(request), form.offer, seen_digest=digest, by=request.acting)
    count = sum(len(one.changes) for one in plans)
    done = ngettext("%(n)d change of access was made.", "%(n)d changes of access were made.", count)
    messages.success(request, done % {"n": count})
    return redirect("drafting:access-matrix")


@reads_and_sends
def template_list(request):
    """The templates one may use, and a form for another."""
    rules.can_see_matrix.require(request.acting, None)
    form = TemplateForm(request.POST or None, delegations=queries.receivers(request.acting))
    if form.is_valid() and _made(request, form):
        messages.success(request, _("The template is kept."))
        return redirect("drafting:access-template-list")
    context = {"form": form, "templates": queries.templates(request.acting)}
    return render(request, "drafting/access_template_list.html", context, status=form_status(form))


@require_POST
def template_end(request, pk):
    """Do away with a template of one's own."""
    template = visible_or_404(AccessTemplate, request.acting, pk=pk)
    giving.end_template(template, by=request.acting)
    messages.success(request, _("The template is gone; what was given by it stays."))
    return redirect("drafting:access-template-list")


def _made(request, form):
    return recorded(
        form, lambda *, by, **_typed: giving.make_template(**form.facts, by=by), by=request.acting
    )


def _ids(request):
    sent = request.POST if request.method == "POST" else request.GET
    return queries.ids_of(sent.getlist("paper"))


def _asked(request, data):
    rules.can_see_matrix.require(request.acting, None)
    papers = queries.chosen(request.acting, _ids(request))
    templates = queries.templates(request.acting, papers)
    return papers, OfferForm(data, templates=templates, delegations=queries.receivers(request.acting))


def _page(request, papers, form):
    context = {"papers": papers, "form": form, "ids": _ids(request)}
    return render(request, "drafting/access_give_form.html", context, status=form_status(form))

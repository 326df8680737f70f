"""Receipts: shown and downloaded by the delegation whose objection it is; checked by anybody who holds one."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from papers.adoption import evidence, rules
from papers.adoption.forms import ReceiptForm
from papers.adoption.queries import receipts
from papers.adoption.views.finding import objection_or_404, page_of
from papers.shared.http import form_status, reads_and_sends


@require_safe
def receipt_detail(request, pk, number, objection):
    """The receipt as a page."""
    found = objection_or_404(request, pk, number, objection)
    rules.can_see_receipt.require(request.acting, found)
    facts = receipts.facts_of(found)
    context = page_of(request, found.silence, objection=found, facts=facts, line=evidence.line(facts))
    return render(request, "adoption/receipt_detail.html", context)


@require_safe
def receipt_text(request, pk, number, objection):
    """The receipt as a text to keep outside the centre."""
    found = objection_or_404(request, pk, number, objection)
    rules.can_see_receipt.require(request.acting, found)
    facts = receipts.facts_of(found)
    context = {"objection": found, "facts": facts, "line": evidence.line(facts)}
    text = render_to_string("adoption/receipt.txt", context, request)
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="receipt-{found.pk}.txt"'
    return response


@reads_and_sends
def receipt_check(request):
    """Whether a receipt is the centre's own and unchanged."""
    form = ReceiptForm(request.POST or None)
    facts = evidence.check(form.cleaned_data["text"]) if form.is_valid() else None
    context = {"form": form, "facts": facts, "checked": form.is_bound and form.is_valid()}
    return render(request, "adoption/receipt_check.html", context, status=form_status(form))

"""Views that a post keeps: filters under a name, which show what their reader may see on the day they are opened."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from papers.implementation import forms, rules, services
from papers.implementation.models import SavedView
from papers.shared.http import form_status, reads_and_sends, recorded, visible_or_404


@reads_and_sends
def saved_list(request):
    """The views of the post; with the page and the filters in the address, one more can be kept."""
    may = rules.can_save_view(request.acting, None)
    given = {"page": request.GET.get("page", ""), "query": request.GET.get("query", "")}
    form = forms.SaveForm(request.POST if request.method == "POST" else None, initial=given)
    if form.is_valid() and recorded(form, services.save_view, by=request.acting):
        messages.success(request, _("The view is kept on your post."))
        return redirect("implementation:saved-list")
    rows = [(one, address_of(one)) for one in SavedView.objects.visible_to(request.acting)]
    context = {"rows": rows, "form": form, "saving": may and (form.is_bound or given["page"]), "may": may}
    return render(request, "implementation/saved_list.html", context, status=form_status(form))


@reads_and_sends
def saved_rename(request, pk):
    """Another name for one of them."""
    view = visible_or_404(SavedView, request.acting, pk=pk)
    posted = request.POST if request.method == "POST" else None
    form = forms.NameForm(posted, initial={"name": view.name})
    if form.is_valid() and recorded(form, services.rename_view, view, by=request.acting):
        return redirect("implementation:saved-list")
    return render(
        request, "implementation/saved_form.html", {"view": view, "form": form}, status=form_status(form)
    )


@require_POST
def saved_drop(request, pk):
    """Forget one of them."""
    view = visible_or_404(SavedView, request.acting, pk=pk)
    services.drop_view(view, by=request.acting)
    messages.success(request, _("The view is dropped."))
    return redirect("implementation:saved-list")


def address_of(view):
    """Where it is opened."""
    return reverse(f"implementation:{view.page}") + (f"?{view.query}" if view.query else "")

"""An answer of another delegation that is to speak for the own one too."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from papers.review import services
from papers.review.models import OnBehalf
from papers.review.queries.behalf import behalf_page
from papers.shared.http import reads_and_sends, visible_or_404


@reads_and_sends
def behalf(request, pk, number, one):
    """What it says, and whether one's own delegation confirms that it speaks for it."""
    related = OnBehalf.objects.select_related(
        "answer__delegation", "delegation", "answer__round__revision", "answer__round__paper__lead",
        "answer__round__paper__body", "answer__round__paper__current",
    )  # fmt: skip
    where = {"answer__round__paper": pk, "answer__round__number": number}
    one = visible_or_404(related, request.acting, pk=one, **where)
    if request.method == "POST":
        agrees = request.POST.get("answer") == "confirm"
        services.say_for_whom(one, agrees=agrees, by=request.acting)
        done = _("Confirmed: the answer speaks for your delegation too.")
        messages.success(request, done if agrees else _("The answer does not speak for your delegation."))
        return redirect("review:round-detail", pk=pk, number=number)
    return render(request, "review/behalf_detail.html", behalf_page(request.acting, one))

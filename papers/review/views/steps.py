"""The steps that views of a review share: load what may be seen, do what a form asks and keep its words if refused."""

from papers.review import rules
from papers.review.models import Comment, Round
from papers.shared.errors import Refused
from papers.shared.http import visible_or_404


def typed(request):
    """What was sent, even if it is nothing at all; None while the form is only shown."""
    return request.POST if request.method == "POST" else None


def seen(request, pk, number):
    """The round of that paper with that number, if this person may see it."""
    rounds = rules.with_late(Round.objects.for_page().with_totals(), request.acting)
    return visible_or_404(rounds, request.acting, paper=pk, number=number)


def taken(form, service, *args, **facts):
    """What the service made of a valid form; its refusal becomes the form's error and the words stay on the page."""
    try:
        return service(*args, **form.cleaned_data, **facts)
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return None


def found(request, pk, number, comment):
    """The comment of that round of that paper, if this person may see it."""
    related = Comment.objects.select_related(
        "delegation",
        "by",
        "round__revision",
        "round__paper__lead",
        "round__paper__body",
        "round__paper__current",
    )
    light = related.defer(
        "round__revision__text", "round__paper__current__text", "round__paper__current__block_map"
    )
    return visible_or_404(light, request.acting, pk=comment, round__paper=pk, round__number=number)


def changeable(request, pk, number, comment):
    """An own comment that may still be changed; what is sent late the service hands back with its words."""
    comment = found(request, pk, number, comment)
    rule = rules.is_own if request.method == "POST" else rules.can_change
    rule.require(request.acting, comment)
    return comment

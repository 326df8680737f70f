"""Managing the people of one's own delegation: posts, mandates, absences, and how a post passes on."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from papers.delegations import forms, rules, services
from papers.delegations.models import Absence, Delegation, Mandate, Seat
from papers.delegations.roles import SENTENCES, Role
from papers.shared.http import form_status, reads_and_sends, visible_or_404


@reads_and_sends
def seat_add(request):
    """Add a post to one's own delegation."""
    delegation = request.acting.delegation
    rules.can_accredit.require(request.acting, delegation)
    form = forms.SeatForm(request.POST or None, delegation=delegation)
    if form.is_valid():
        seat = services.add_seat(delegation, **form.cleaned_data, by=request.acting)
        messages.success(request, _("The post is added. Invite somebody to hold it."))
        return redirect("delegations:seat-invite", pk=seat.pk)
    return _form(request, form, _("Add a post"), _("Add the post"))


@reads_and_sends
def seat_change(request, pk):
    """Rename a post, or change what its holder may do."""
    seat = _managed(request, Seat.objects.select_related("delegation"), pk)
    now = {"title": seat.title, "role": seat.role, "place": seat.place}
    form = forms.SeatForm(request.POST or None, delegation=seat.delegation, initial=now)
    if form.is_valid():
        services.change_seat(seat, **form.cleaned_data, by=request.acting)
        return _done(request, _("The post is changed."))
    return _form(request, form, _("Change the post “%(post)s”") % {"post": seat.title}, _("Change the post"))


@reads_and_sends
def seat_invite(request, pk):
    """Invite somebody to a post by e-mail."""
    seat = _managed(request, Seat.objects.select_related("delegation"), pk)
    form = forms.InviteForm(request.POST or None, initial={"language": get_language()})
    if form.is_valid():
        services.invite(seat, **form.cleaned_data, by=request.acting)
        return _done(request, _("The invitation is on its way to %(email)s.") % form.cleaned_data)
    heading = _("Invite somebody to the post “%(post)s”") % {"post": seat.title}
    return _form(request, form, heading, _("Send the invitation"))


@reads_and_sends
def first_person(request, code):
    """The centre invites the first focal point of a delegation that has nobody to name its people."""
    delegation = visible_or_404(Delegation, request.acting, code=code)
    rules.can_accredit.require(request.acting, delegation)
    form = forms.InviteForm(request.POST or None, initial={"language": get_language()})
    if form.is_valid():
        services.invite_first(delegation, **form.cleaned_data, by=request.acting)
        messages.success(request, _("The invitation is on its way to %(email)s.") % form.cleaned_data)
        return redirect("delegations:delegation-list")
    heading = _("Invite the first focal point of %(name)s") % {"name": delegation.name}
    what = _("From then on the delegation names its own people, and the centre no longer can.")
    return _form(
        request, form, heading, _("Send the invitation"), what=what, cancel="delegations:delegation-list"
    )


@reads_and_sends
def mandate_end(request, pk):
    """End a person's mandate at once."""
    mandate = _managed(request, _mandates(), pk)
    if request.method == "POST":
        services.end_mandate(mandate, by=request.acting)
        return _done(request, _("The mandate is ended."))
    facts = {"person": mandate.user.name, "post": mandate.seat.title}
    context = {
        "heading": _("End the mandate of %(person)s") % facts,
        "what": _("%(person)s can do nothing more as “%(post)s” from the next moment on. What belongs to the post "
                  "stays with the post, and what they did stays under their name.") % facts,
        "submit": _("End the mandate"),
    }  # fmt: skip
    return render(request, "delegations/mandate_confirm.html", context)


@reads_and_sends
def mandate_until(request, pk):
    """Say until when a person holds a post."""
    mandate = _managed(request, _mandates(), pk)
    form = forms.UntilForm(request.POST or None, initial={"until": _last_day(mandate.until)})
    if form.is_valid():
        services.set_end(mandate, **form.cleaned_data, by=request.acting)
        return _done(request, _("The last day is recorded."))
    heading = _("Until when is %(person)s “%(post)s”?") % {
        "person": mandate.user.name,
        "post": mandate.seat.title,
    }
    return _form(request, form, heading, _("Record the last day"))


@reads_and_sends
def mandate_hand_over(request, pk):
    """Hand a post over to the next person, in one step."""
    mandate = _managed(request, _mandates(), pk)
    form = forms.HandOverForm(request.POST or None, mandate=mandate, initial={"language": get_language()})
    if form.is_valid():
        return _done(request, _handed_over(mandate, form, by=request.acting))
    facts = {"person": mandate.user.name, "post": mandate.seat.title}
    what = _("%(person)s leaves the post “%(post)s” in the moment in which the next person has it. Drafts, follows, "
             "pending answers and notes hang on the post and stay where they are.") % facts  # fmt: skip
    return _form(request, form, _("Hand over “%(post)s”") % facts, _("Hand the post over"), what=what)


@reads_and_sends
def absence_note(request, pk):
    """Say that the holder of a post is away."""
    mandate = visible_or_404(_mandates(), request.acting, pk=pk)
    rules.can_note_absence.require(request.acting, mandate)
    form = forms.AbsenceForm(request.POST or None)
    if form.is_valid():
        facts = form.cleaned_data
        services.note_absence(mandate, starts=facts["starts"], until=facts["until"], by=request.acting)
        return _done(request, _("The absence is recorded."))
    what = _(
        "It takes nothing from anybody. Your delegation sees who is away, and which role nobody fills meanwhile."
    )
    heading = _("%(person)s is away") % {"person": mandate.user.name}
    return _form(request, form, heading, _("Record the absence"), what=what)


@require_POST
def absence_end(request, pk):
    """The person is back."""
    absences = Absence.objects.select_related("mandate__seat__delegation")
    services.end_absence(visible_or_404(absences, request.acting, pk=pk), by=request.acting)
    return _done(request, _("The absence is over."))


def _handed_over(mandate, form, *, by):
    facts = form.cleaned_data
    if form.colleague:
        services.hand_over(mandate, to=form.colleague, until=facts["until"], by=by)
        return _("The post is handed over to %(person)s.") % {"person": form.colleague.name}
    services.invite(
        mandate.seat, email=facts["email"], name=facts["name"], language=facts["language"], until=facts["until"],
        alternate=mandate.alternate, replaces=mandate, by=by,
    )  # fmt: skip
    return _("The invitation is on its way; the post passes on when it is taken up.")


def _mandates():
    return Mandate.objects.select_related("user", "seat__delegation")


def _managed(request, rows, pk):
    """A post or mandate of one's own delegation, for those who manage its people."""
    found = visible_or_404(rows, request.acting, pk=pk)
    rules.can_accredit.require(request.acting, found.delegation)
    return found


def _last_day(until):
    return timezone.localdate(until - timedelta(microseconds=1)) if until else None


def _form(request, form, heading, submit, *, what="", cancel="delegations:people"):
    context = {
        "form": form, "heading": heading, "submit": submit, "what": what, "cancel": cancel,
        "roles": [(role.label, sentence) for role, sentence in _sentences(form)],
    }  # fmt: skip
    return render(request, "delegations/people_form.html", context, status=form_status(form))


def _sentences(form):
    """What each role that can be chosen is for."""
    choices = [role for role, _label in form.fields["role"].choices] if "role" in form.fields else []
    return [(Role(role), SENTENCES[role]) for role in choices]


def _done(request, words):
    messages.success(request, words)
    return redirect("delegations:people")

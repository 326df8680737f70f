"""What people type about a silence: times in the centre's zone, reasons, objections."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from papers.adoption import outcome
from papers.adoption.lifecycle import WORDS_LIMIT
from papers.review import passages
from papers.shared.fields import Words, centre_zone
from papers.shared.moments import NoMoment, in_zone

TYPED = "%Y-%m-%dT%H:%M"
READ_AS = (TYPED, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")
REASON_LIMIT = 2_000


class CentreTimeField(forms.Field):
    """A moment typed in the centre's time; one that the clocks skip or show twice is refused with the reason."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=TYPED)
    default_error_messages = {"invalid": _("This is no date with a time, such as 2026-11-26 18:00.")}

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return in_zone(self._typed(str(value).strip()), centre_zone())
        except NoMoment as reason:
            raise ValidationError(str(reason)) from reason

    def prepare_value(self, value):
        return value.astimezone(centre_zone()).strftime(TYPED) if isinstance(value, datetime) else value

    def _typed(self, value):
        for form in READ_AS:
            try:
                return datetime.strptime(value, form)  # noqa: DTZ007 - the zone is the centre's, added by the caller
            except ValueError:
                continue
        raise ValidationError(self.error_messages["invalid"], code="invalid")


class PlaceForm(forms.Form):
    """When the silence ends, and what the chair must say beside."""

    expires_at = CentreTimeField(label=_("Silence ends"))
    short_reason = Words(
        label=_("Reason, if it is shorter than the minimum"), required=False, max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("All delegations will read it."),
    )  # fmt: skip
    reserved_reason = Words(
        label=_("Why it is placed although a reservation holds it"), max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("All delegations will read it."),
        error_messages={"required": _("Have the reservation lifted first, or say why the text is placed.")},
    )  # fmt: skip
    ignored_confirmed = forms.BooleanField(
        label=_("I have read these brackets; none of them marks open text."), error_messages={
            "required": _("Confirm that none of the brackets listed marks open text, or have the text corrected.")
        },
    )  # fmt: skip
    seen_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data=None, *, preview, now):
        earliest = rounded_up(now, hours=preview.snapshot.minimum_hours)
        super().__init__(data, initial={"expires_at": earliest, "seen_sha256": preview.revision.sha256})
        self.snapshot, self.now = preview.snapshot, now
        if not preview.ignored:
            del self.fields["ignored_confirmed"]
        if not preview.is_held:
            del self.fields["reserved_reason"]

    @property
    def hours(self):
        """How long the silence lasts, in hours that really pass."""
        return outcome.hours_between(self.now, self.cleaned_data["expires_at"])

    def clean(self):
        found = super().clean()
        if found.get("expires_at"):
            refusal = outcome.period_refusal(
                self.now, found["expires_at"], minimum=self.snapshot.minimum_hours,
                shortest=self.snapshot.shortest_hours, reason=found.get("short_reason", ""),
            )  # fmt: skip
            if refusal:
                self.add_error("expires_at", refusal)
        return found


class BreakForm(forms.Form):
    """An objection: paragraphs, words, or neither; nothing is asked that could make it come too late."""

    blocks = forms.MultipleChoiceField(
        label=_("Paragraphs objected to"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none to object to the paper as a whole."),
    )  # fmt: skip
    objection = Words(
        label=_("Objection"), required=False, max_length=WORDS_LIMIT, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    proposed = Words(
        label=_("Text you propose instead"), required=False, max_length=WORDS_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=_("A proposed text is an objection all the same."),
    )  # fmt: skip
    reason = Words(
        label=_("Reason, for the chair only"), required=False, max_length=WORDS_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Nobody may ask you for a reason."),
    )  # fmt: skip

    def __init__(self, data=None, *, block_map):
        super().__init__(data)
        self.passages = list(passages.named(block_map).values())
        self.fields["blocks"].choices = [(one.id, one.name) for one in self.passages]

    @property
    def chosen(self):
        """The ids ticked so far, for a page that is shown again."""
        return set(self.data.getlist("blocks")) if self.is_bound else set()


class ExtendForm(forms.Form):
    new_expiry = CentreTimeField(label=_("Silence now ends"))
    reason = Words(
        label=_("Reason"), max_length=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("All delegations will read it."),
    )  # fmt: skip


class CancelForm(forms.Form):
    reason = Words(
        label=_("Reason"), max_length=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("All delegations will read it."),
    )  # fmt: skip


class ResumeForm(forms.Form):
    new_expiry = CentreTimeField(label=_("Silence now ends"))


class ReceiptForm(forms.Form):
    text = Words(
        label=_("Text of the receipt"), max_length=200_000, strip=False, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Paste all of it, or at least its last line."),
    )  # fmt: skip


def rounded_up(moment, *, hours):
    """The first full hour that lies at least so many hours ahead, with some minutes to spare for reading the page."""
    ahead = moment.astimezone(UTC) + timedelta(hours=hours, minutes=15)
    full = ahead.replace(minute=0, second=0, microsecond=0)
    return full if full == ahead else full + timedelta(hours=1)

"""What people type in a review: parsed and checked here, written by services."""

from itertools import chain

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from papers.delegations.roles import State
from papers.review import wording
from papers.review.lifecycle import (
    Kind,
    Outcome,
    Severity,
)
from papers.shared.fields import MomentField, SometimesNeeded, Words, centre_zone

LONGEST = wording.LONGEST


def words(label, name, *, rows, kind=Words, **options):
    """A field for several lines of words within the limit of that name."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return kind(label=label, max_length=LONGEST[name], widget=widget, **options)


class DelegationsField(forms.ModelMultipleChoiceField):
    """Delegations by code and name, with how each takes part when it is not simply active."""

    def label_from_instance(self, delegation):
        state = "" if delegation.state == State.ACTIVE else f" · {State(delegation.state).label}"
        return f"{delegation.code} {delegation.name}{state}"


class DelegationField(forms.ModelChoiceField):
    """One delegation by code and name."""

    def label_from_instance(self, delegation):
        return f"{delegation.code} {delegation.name}"


class RoundForm(forms.Form):
    """Whom the chair asks, until when, for what."""

    delegations = DelegationsField(
        label=_("Delegations to invite"), queryset=None, widget=forms.CheckboxSelectMultiple,
        help_text=_("Those without access get “Comment”, from the current revision on."),
    )  # fmt: skip
    deadline = MomentField(label=_("Deadline"))
    despite = forms.BooleanField(
        label=_("Open it all the same"), required=False, widget=forms.HiddenInput,
        help_text=_("Those named have been thought of, or can answer all the same."),
    )  # fmt: skip
    rolling = forms.BooleanField(
        label=_("Show comments as they are released"), required=False,
        help_text=_(
            "Each delegation's comments are read by everyone who has the paper as soon as it says that its answer is "
            "complete, not together at the close. Everyone is told before they release."
        ),
    )  # fmt: skip
    instructions = words(
        _("What is asked"), "instructions", rows=4, required=False,
        help_text=_("Shown at the head of the round to everyone who may read the paper."),
    )  # fmt: skip

    def __init__(self, data=None, *, invitable, warnings, **options):
        super().__init__(data, **options)
        self.warnings = warnings
        self.fields["delegations"].queryset = invitable
        zone = _("On the clocks of the centre, %(zone)s.") % {"zone": centre_zone().key}
        self.fields["deadline"].help_text = zone

    def clean(self):
        typed = super().clean()
        despite = typed.pop("despite", False)
        if not self.errors:
            warned = self.warnings(typed["delegations"], typed["deadline"])
            if warned and not despite:
                self.fields["despite"].widget = forms.CheckboxInput()
                self.add_error("despite", warned)
        return typed


class LateForm(forms.Form):
    """Whom the chair lets comment after the close, until when, and why."""

    delegation = DelegationField(label=_("Delegation"), queryset=None)
    until = MomentField(label=_("Until"))
    reason = words(_("Reason"), "reason", rows=3, help_text=_("Everyone who may read the paper reads it."))

    def __init__(self, data=None, *, invited, **options):
        super().__init__(data, **options)
        self.fields["delegation"].queryset = invited
        zone = _("On the clocks of the centre, %(zone)s.") % {"zone": centre_zone().key}
        self.fields["until"].help_text = zone


class ExtendForm(forms.Form):
    """Until when a round goes on, and why."""

    deadline = MomentField(label=_("New deadline"))
    reason = words(_("Reason"), "reason", rows=3, help_text=_("Everyone who was invited reads it."))

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        zone = _("On the clocks of the centre, %(zone)s.") % {"zone": centre_zone().key}
        self.fields["deadline"].help_text = zone


class Passages(forms.Select):
    """A list of passages, written at once: a paper of a hundred pages has a thousand of them."""

    def render(self, name, value, attrs=None, renderer=None):
        attributes = {**self.attrs, **(attrs or {}), "name": name}
        chosen = str(value or "")
        options = [(key, " selected" if key == chosen else "", line) for key, line in self.choices]
        written = '<option value="{}"{}>{}</option>' * len(options)
        return format_html(f"<select{{}}>{written}</select>", flatatt(attributes), *chain(*options))


class PassageField(forms.ChoiceField):
    """A passage by its permanent id; the id of its element on a page of the paper is taken as well."""

    widget = Passages

    def to_python(self, value):
        return super().to_python(value).removeprefix("b-")


class CommentForm(forms.Form):
    """A comment: where, of which kind and weight, what it says, what it would write instead, why."""

    block = PassageField(label=_("On"), required=False)
    quote = words(
        _("Words you comment on"), "quote", rows=2, required=False,
        help_text=_("Copied from the passage. Left empty, the whole passage is meant."),
    )  # fmt: skip
    before = forms.CharField(max_length=400, required=False, strip=False, widget=forms.HiddenInput)
    after = forms.CharField(max_length=400, required=False, strip=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, initial=Kind.GENERAL)
    severity = forms.ChoiceField(
        label=_("Severity"), choices=Severity.choices, initial=Severity.SUBSTANTIVE,
        help_text=_("Critical: as it stands, your delegation could not agree."),
    )  # fmt: skip
    text = words(_("Comment"), "text", rows=4)
    proposed = words(
        _("Proposed text"), "proposed", rows=3, required=False,
        help_text=_("What is to stand in place of the quoted words, or of the passage."),
    )  # fmt: skip
    reason = words(
        _("Reason"), "reason", rows=3, kind=SometimesNeeded,
        help_text=_("Needed for critical and substantive comments."),
    )  # fmt: skip

    def __init__(self, data=None, *, passages, **options):
        super().__init__(data, **options)
        chosen = [(passage.id, passage.line) for passage in passages.values()]
        self.fields["block"].choices = [("", _("The paper as a whole")), *chosen]

    def clean(self):
        said = {"text": "", "kind": "", "severity": "", **super().clean()}
        names = ("kind", "severity", "text", "proposed", "reason")
        for name, sentence in wording.faults(**{name: said.get(name, "") for name in names}).items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return self.cleaned_data


class DispositionForm(forms.Form):
    """What becomes of a comment, and why."""

    value = forms.ChoiceField(label=_("Disposition"), choices=[("", "—"), *Outcome.choices])
    into = forms.CharField(
        label=_("Merge with"), max_length=20, required=False,
        help_text=_("For “merged”: the number of the comment that it repeats, like C-1-004."),
    )  # fmt: skip
    reason = words(
        _("Reason"),
        "reason",
        rows=3,
        kind=SometimesNeeded,
        help_text=_("Needed for everything but “accepted”."),
    )

    def clean(self):
        value, reason = self.cleaned_data.get("value"), self.cleaned_data.get("reason", "")
        fault = wording.disposition_fault(value, reason) if value else ""
        if fault and "reason" not in self.errors:
            self.add_error("reason", fault)
        return self.cleaned_data


class ReplyForm(forms.Form):
    """An answer in the thread of a comment."""

    text = words(_("Reply"), "reply", rows=3)

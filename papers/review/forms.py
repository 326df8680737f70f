"""What people type in a review: parsed and checked here, written by services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from papers.delegations.roles import State
from papers.review import wording
from papers.review.lifecycle import Kind, Outcome, Severity
from papers.review.matrix import WHOLE, Filter, state_labels
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


class RoundForm(forms.Form):
    """Whom the chair asks, until when, for what."""

    delegations = DelegationsField(
        label=_("Delegations to invite"), queryset=None, widget=forms.CheckboxSelectMultiple,
        help_text=_("Those without access get “Comment”, from the current revision on."),
    )  # fmt: skip
    deadline = MomentField(label=_("Deadline"))
    instructions = words(
        _("What is asked"), "instructions", rows=4, required=False,
        help_text=_("Shown at the head of the round to everyone who may read the paper."),
    )  # fmt: skip

    def __init__(self, data=None, *, invitable, least_time, **options):
        super().__init__(data, **options)
        self.fields["delegations"].queryset = invitable
        zone = _("On the clocks of the centre, %(zone)s.") % {"zone": centre_zone().key}
        self.fields["deadline"].help_text = f"{zone} {least_time}"


class PassageField(forms.ChoiceField):
    """A passage by its permanent id; the id of its element on a page of the paper is taken as well."""

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


class MatrixFilters(forms.Form):
    """Filters of the matrix; one that makes no sense is left out instead of refused."""

    delegation = forms.ChoiceField(label=_("Delegation"), required=False)
    passage = forms.ChoiceField(label=_("Paragraph"), required=False)
    severity = forms.ChoiceField(
        label=_("Severity"), choices=[("", _("any")), *Severity.choices], required=False
    )
    state = forms.ChoiceField(label=_("Disposition"), required=False)
    after = forms.IntegerField(min_value=0, max_value=10**6, required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, matrix):
        super().__init__(data)
        delegations = [(one.code, f"{one.code} {one.name}") for one in matrix.delegations]
        passages = [(one.id, one.short) for one in matrix.commented]
        self.fields["delegation"].choices = [("", _("any")), *delegations]
        self.fields["passage"].choices = [("", _("any")), (WHOLE, _("The paper as a whole")), *passages]
        self.fields["state"].choices = list(state_labels().items())

    @property
    def wanted(self):
        """The filter as far as it makes sense."""
        self.is_valid()
        names = ("delegation", "passage", "severity", "state")
        return Filter(**{name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)})

    @property
    def start(self):
        """The number after which the page begins."""
        self.is_valid()
        return self.cleaned_data.get("after") or 0

"""What people type about one recommendation."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation
from papers.implementation import exhibits, rules
from papers.implementation.lifecycle import (
    CLOSED_OTHERWISE,
    DECLARED,
    RECOMMENDATION,
    Answer,
    Confidence,
    Status,
)
from papers.implementation.models import Role
from papers.implementation.models.entries import EvidenceKind, Finding, Method
from papers.implementation.services.reporting import SAYS, Exhibit
from papers.shared.errors import BadInput
from papers.shared.fields import SometimesNeeded


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


def words(label, *, kind=forms.CharField, rows=5, help_text=""):
    """A field for sentences."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return kind(label=label, help_text=help_text, widget=widget)


class ActForm(forms.Form):
    """A form about one recommendation, for somebody who acts."""

    def __init__(self, data=None, files=None, *, recommendation, acting):
        self.recommendation, self.acting = recommendation, acting
        super().__init__(data, files)
        if "effective_on" in self.fields:
            self.fields["effective_on"].initial = timezone.localdate()

    def facts(self):
        """What the service takes."""
        return self.cleaned_data


class DatedForm(ActForm):
    """An act that holds for a day."""

    effective_on = forms.DateField(
        label=_("As of"), widget=Day, help_text=_("Today, or the day it became so.")
    )

    def clean_effective_on(self):
        day = self.cleaned_data["effective_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day


class AssignForm(ActForm):
    """Who it is addressed to, who does what about it, and by when."""

    addressee = forms.ModelChoiceField(
        label=_("Addressee"), queryset=Delegation.objects.none(), empty_label="—",
        help_text=_("Answers for it and owns it: heads and submitters answer, drafters report as well."),
    )  # fmt: skip
    due = forms.DateField(label=_("To be done by"), required=False, widget=Day)
    every_days = forms.IntegerField(
        label=_("Days between two reports"), min_value=1, max_value=1095,
        help_text=_("A report is asked for after so many days, and on the day it is to be done."),
    )  # fmt: skip
    reporters = forms.ModelMultipleChoiceField(
        label=_("Also reports"), queryset=Delegation.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    supporters = forms.ModelMultipleChoiceField(
        label=_("Supports"),
        queryset=Delegation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    verifiers = forms.ModelMultipleChoiceField(
        label=_("Verifies"), queryset=Delegation.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Somebody other than who reports. If nobody is chosen, the chair verifies."),
    )  # fmt: skip

    def __init__(self, data=None, files=None, *, recommendation, acting):
        super().__init__(data, files, recommendation=recommendation, acting=acting)
        known = Delegation.objects.visible_to(acting).in_order()
        for name in ("addressee", "reporters", "supporters", "verifiers"):
            self.fields[name].queryset = known
        self.initial = {
            "addressee": recommendation.addressee_id, "due": recommendation.due,
            "every_days": recommendation.every_days, **self._held(),
        }  # fmt: skip

    def _held(self):
        roles = {Role.REPORTER: "reporters", Role.SUPPORT: "supporters", Role.VERIFIER: "verifiers"}
        held = {name: [] for name in roles.values()}
        for role, delegation in self.recommendation.assignments.current().values_list("role", "delegation"):
            if role in roles:
                held[roles[role]].append(delegation)
        return held


class AnswerForm(DatedForm):
    """What the addressee says."""

    value = forms.ChoiceField(
        label=_("Answer"), choices=[(one.value, one.label) for one in Answer if one != Answer.AWAITING],
        widget=forms.RadioSelect,
    )  # fmt: skip
    text = words(
        _("Reasons, conditions"), kind=SometimesNeeded, help_text=_("Needed unless it is accepted or noted.")
    )
    received_by = forms.CharField(
        label=_("How the answer came"), max_length=200, required=False,
        help_text=_("For an answer given elsewhere: the note, letter or call, with its date."),
    )  # fmt: skip
    field_order = ["value", "text", "received_by", "effective_on"]

    def __init__(self, data=None, files=None, *, recommendation, acting):
        super().__init__(data, files, recommendation=recommendation, acting=acting)
        if rules.answers_for_itself(acting, recommendation):
            del self.fields["received_by"]
        else:
            self.fields["received_by"].required = True


class StatusForm(DatedForm):
    """How far the work is."""

    value = forms.ChoiceField(label=_("Implementation"), widget=forms.RadioSelect)
    reason = words(_("Why"))
    field_order = ["value", "reason", "effective_on"]

    def __init__(self, data=None, files=None, *, recommendation, acting):
        super().__init__(data, files, recommendation=recommendation, acting=acting)
        onward = RECOMMENDATION.moves[Status(recommendation.status)]
        self.fields["value"].choices = [(one.value, one.label) for one in DECLARED if one in onward]


class ConfidenceForm(DatedForm):
    """Whether it is expected in time."""

    value = forms.ChoiceField(label=_("Confidence"), widget=forms.RadioSelect)
    reason = words(_("Why"))
    field_order = ["value", "reason", "effective_on"]

    def __init__(self, data=None, files=None, *, recommendation, acting):
        super().__init__(data, files, recommendation=recommendation, acting=acting)
        possible = [one for one in Confidence if recommendation.is_accepted or one != Confidence.RED]
        self.fields["value"].choices = [(one.value, one.label) for one in possible]
        if not recommendation.is_accepted:
            self.fields["value"].help_text = _("Nothing is off track before its addressee has accepted it.")


def says_of(recommendation):
    """Where a report may say that the work stands, first that nothing has changed."""
    now = Status(recommendation.status)
    unchanged = _("as before: %(status)s") % {"status": recommendation.get_status_display()}
    says = [] if now == Status.REPORTED else SAYS
    onward = [
        one for one in says if one != now and (now == Status.NOT_STARTED or RECOMMENDATION.allows(now, one))
    ]
    return [("", unchanged), *((one.value, one.label) for one in onward)]


class ReportForm(DatedForm):
    """What was done, and what it rests on."""

    text = words(_("What was done, what was not, and why"), rows=8)
    status = forms.ChoiceField(label=_("Where the work stands"), required=False)
    evidence_title = forms.CharField(
        label=_("Evidence"), max_length=200, required=False, help_text=_("What it is.")
    )
    evidence_kind = forms.ChoiceField(label=_("Kind of evidence"), choices=EvidenceKind.choices)
    evidence_dated = forms.DateField(label=_("Date of the evidence"), required=False, widget=Day)
    evidence_url = forms.CharField(
        label=_("Link to it"), max_length=500, required=False, help_text=_("Shown as it is; never fetched.")
    )
    evidence_file = forms.FileField(
        label=_("Or a file"), required=False, max_length=200,
        help_text=_("PDF, PNG, JPEG, Word, Excel, CSV or plain text, up to 10 MiB. Unclassified material only."),
    )  # fmt: skip
    field_order = ["text", "status", "effective_on"]

    def __init__(self, data=None, files=None, *, recommendation, acting):
        super().__init__(data, files, recommendation=recommendation, acting=acting)
        self.fields["status"].choices = says_of(recommendation)

    def clean_evidence_url(self):
        url = self.cleaned_data["evidence_url"].strip()
        try:
            if url:
                exhibits.check_link(url)
        except BadInput as refusal:
            raise forms.ValidationError(refusal.sentence) from None
        return url

    def clean(self):
        if self.cleaned_data.get("evidence_url") and self.cleaned_data.get("evidence_file"):
            self.add_error("evidence_file", _("Give a link or a file; report again for the other."))
        return self.cleaned_data

    def facts(self):
        given = self.cleaned_data
        facts = {name: given[name] for name in ("text", "status", "effective_on")}
        return {**facts, "evidence": self._exhibits()}

    def _exhibits(self):
        given = self.cleaned_data
        file, url = given["evidence_file"], given["evidence_url"]
        if not file and not url:
            return []
        common = {
            "title": given["evidence_title"].strip(), "kind": given["evidence_kind"], "dated": given["evidence_dated"],
        }  # fmt: skip
        return [
            Exhibit(**common, name=file.name, content=file.read()) if file else Exhibit(**common, url=url)
        ]


class VerifyForm(ActForm):
    """What was found."""

    finding = forms.ChoiceField(
        label=_("Finding"), widget=forms.RadioSelect,
        choices=[
            (Finding.CONFIRMED, _("It was done: close it as verified")),
            (Finding.RETURNED, _("It was not done, or not all of it: return it")),
        ],
    )  # fmt: skip
    method = forms.ChoiceField(label=_("How it was checked"), choices=Method.choices)
    text = words(
        _("What was found"),
        kind=SometimesNeeded,
        help_text=_("Needed when it is returned: say what is missing."),
    )

    def clean(self):
        returned = self.cleaned_data.get("finding") == Finding.RETURNED
        if returned and not self.cleaned_data.get("text", "").strip():
            self.add_error("text", _("Say what is missing."))
        return self.cleaned_data


class ClosureForm(ActForm):
    """Why it is to be closed although it was not done."""

    kind = forms.ChoiceField(label=_("Close it as"), widget=forms.RadioSelect)
    reason = words(_("Reason"))

    def __init__(self, data=None, files=None, *, recommendation, acting):
        super().__init__(data, files, recommendation=recommendation, acting=acting)
        self.fields["kind"].choices = [(one.value, one.label) for one in Status if one in CLOSED_OTHERWISE]


class DecisionForm(forms.Form):
    """Whether a proposed closure is approved."""

    approve = forms.TypedChoiceField(
        label=_("Decision"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("yes", _("Approve: it is closed")), ("no", _("Refuse: it stays open"))],
    )  # fmt: skip
    reason = words(_("Reason"), kind=SometimesNeeded, rows=3, help_text=_("Needed for a refusal."))

    def clean(self):
        refused = self.cleaned_data.get("approve") is False
        if refused and not self.cleaned_data.get("reason", "").strip():
            self.add_error("reason", _("A refusal needs its reason."))
        return self.cleaned_data


class ReopenForm(ActForm):
    """Why it is taken up again."""

    reason = words(_("Reason"))

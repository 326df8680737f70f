"""What delegations hold, propose and keep for themselves, as it is typed: amendments, reservations, answers, notes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from papers.review import wording
from papers.review.forms.comments import LONGEST, DelegationsField, PassageField, words
from papers.review.lifecycle import (
    DURING_SILENCE,
    MEANING,
    VERDICTS,
    Answered,
    Fate,
    Kind,
    Lifting,
    Note,
    Reach,
    Reserve,
    Severity,
)
from papers.shared.fields import SometimesNeeded

# Why a delegation lifts its own reservation; that one lapses is the chair's to say.
OWN_REASONS = [choice for choice in Lifting.choices if choice[0] != Lifting.LAPSED]


class AmendmentForm(forms.Form):
    """How a passage is to read, or a new one after it; why, and with whom."""

    block = PassageField(widget=forms.HiddenInput)
    is_new = forms.BooleanField(required=False, widget=forms.HiddenInput)
    wanted = words(_("How the passage is to read"), "proposed", rows=7, required=False, kind=SometimesNeeded)
    reason = words(_("Reason"), "reason", rows=3)
    cosponsors = DelegationsField(
        label=_("Ask others to join"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("They see the amendment at once, if they have the paper, and put their name to it or not."),
    )  # fmt: skip

    def __init__(self, data=None, *, passages, joinable, is_new=False, **options):
        super().__init__(data, **options)
        self.fields["block"].choices = [(passage.id, passage.line) for passage in passages.values()]
        self.fields["cosponsors"].queryset = joinable
        if is_new:
            self.fields["wanted"].label = _("The new passage")
            self.fields["wanted"].help_text = _("It comes after the passage shown here.")
        else:
            self.fields["wanted"].help_text = _(
                "Change the words here; what you change becomes the amendment. Emptied, the passage is deleted."
            )


class VerdictForm(forms.Form):
    """What the chair decides on an amendment, and why."""

    state = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("", "—"),
            (Fate.ACCEPTED, _("Accepted")),
            *((one.value, one.label) for one in VERDICTS[1:]),
        ],
    )
    verdict = words(
        _("Reason"),
        "reason",
        rows=3,
        kind=SometimesNeeded,
        help_text=_("Needed for everything but “accepted”."),
    )

    def clean(self):
        if self.cleaned_data.get("state") not in ("", None, Fate.ACCEPTED) and not self.cleaned_data.get(
            "verdict"
        ):
            self.add_error("verdict", _("An amendment that is rejected or overtaken gets the reason."))
        return self.cleaned_data


class PutInForm(forms.Form):
    """How a passage of the working text reads with an accepted amendment in it."""

    passage = forms.CharField(
        label=_("The passage with the amendment in it"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}), max_length=LONGEST["passage"],
    )  # fmt: skip
    seen_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ReservationForm(forms.Form):
    """Which hold, on what, in which words, for whom to read."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    block = PassageField(label=_("On what"), required=False)
    text = words(_("Words of the reservation"), "text", rows=4, required=False)
    reach = forms.ChoiceField(
        label=_("Who may read it"), choices=Reach.choices, initial=Reach.PAPER, widget=forms.RadioSelect
    )

    def __init__(self, data=None, *, passages, silent, **options):
        super().__init__(data, **options)
        chosen = [(passage.id, passage.line) for passage in passages.values()]
        self.fields["block"].choices = [("", _("The paper as a whole")), *chosen]
        offered = [one for one in Reserve if not silent or one in DURING_SILENCE]
        self.fields["kind"].choices = [(one.value, f"{one.label}: {MEANING[one]}") for one in offered]


class LiftForm(forms.Form):
    """Why a reservation is lifted."""

    because = forms.ChoiceField(label=_("Reason"), choices=[("", "—"), *OWN_REASONS])
    words = words(
        _("In words"), "text", rows=3, kind=SometimesNeeded, help_text=_("Needed for another reason.")
    )


class RegisterForm(forms.Form):
    """Filters of the register; one that makes no sense is left out."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("any")), *Reserve.choices], required=False)
    delegation = forms.CharField(label=_("Delegation"), max_length=12, required=False)
    lifted = forms.BooleanField(label=_("With those that were lifted"), required=False)

    @property
    def wanted(self):
        self.is_valid()
        return dict(self.cleaned_data)


class NoteForm(forms.Form):
    """A note of a delegation for itself; a comment to be released says what a comment says."""

    kind = forms.ChoiceField(
        label=_("What it is"), choices=Note.choices, widget=forms.RadioSelect, initial=Note.THREAD
    )
    block = PassageField(label=_("On what"), required=False)
    quote = words(_("Quoted words"), "quote", rows=1, required=False)
    text = words(_("Words"), "text", rows=4)
    comment_kind = forms.ChoiceField(
        label=_("Kind of the comment"), choices=Kind.choices, initial=Kind.GENERAL
    )
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices, initial=Severity.SUBSTANTIVE)
    proposed = words(_("Proposed text"), "proposed", rows=2, required=False)
    reason = words(_("Reason"), "reason", rows=2, required=False)

    def __init__(self, data=None, *, passages, **options):
        super().__init__(data, **options)
        chosen = [(passage.id, passage.line) for passage in passages.values()]
        self.fields["block"].choices = [("", _("The paper as a whole")), *chosen]

    def clean(self):
        said = self.cleaned_data
        if said.get("kind") == Note.DRAFT:
            names = {
                "kind": "comment_kind",
                **{name: name for name in ("severity", "text", "proposed", "reason")},
            }
            faults = wording.faults(**{name: said.get(field, "") for name, field in names.items()})
            for name, sentence in faults.items():
                if name not in self.errors:
                    self.add_error(name, sentence)
        return said


class NoteReplyForm(forms.Form):
    """What is said under a note."""

    text = words(_("Reply among ourselves"), "text", rows=2)


class AnswerDecisionForm(forms.Form):
    """Whether the chair's decision settles the comment."""

    value = forms.ChoiceField(
        label=_("Your delegation's answer"), choices=Answered.choices, widget=forms.RadioSelect
    )
    words = words(_("In words"), "reply", rows=2, required=False)


class SetAsideForm(forms.Form):
    """Why the chair goes on over an objection."""

    reason = words(_("Why it is set aside"), "reason", rows=3, help_text=_("It stands on the paper's face."))

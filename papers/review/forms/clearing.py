"""What a delegation types about the clearance of its own answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from papers.review.forms.comments import DelegationsField, words
from papers.review.lifecycle import Cleared
from papers.shared.fields import SometimesNeeded

PLACES = 6


class ChainForm(forms.Form):
    """Which post clears first, which next; places left empty are passed over."""

    def __init__(self, data=None, *, seats, **options):
        super().__init__(data, **options)
        self.by_id = {str(seat.pk): seat for seat in seats}
        offered = [
            ("", "—"),
            *((key, f"{one.title} · {one.get_role_display()}") for key, one in self.by_id.items()),
        ]
        for place in range(1, PLACES + 1):
            label = _("Clears first") if place == 1 else _("Clears as number %(place)d") % {"place": place}
            self.fields[f"seat_{place}"] = forms.ChoiceField(label=label, choices=offered, required=False)

    @property
    def chosen(self):
        """The seats in their order."""
        picked = [self.cleaned_data.get(f"seat_{place}") for place in range(1, PLACES + 1)]
        return [self.by_id[key] for key in picked if key]


class ClearanceForm(forms.Form):
    """Cleared, or returned with a reason; the digest says which drafts were read."""

    verdict = forms.ChoiceField(
        label=_("These drafts are"), choices=Cleared.choices, widget=forms.RadioSelect
    )
    reason = words(
        _("Reason"),
        "reason",
        rows=3,
        kind=SometimesNeeded,
        help_text=_("Needed for drafts that are returned."),
    )
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def clean(self):
        said = self.cleaned_data
        if said.get("verdict") == Cleared.RETURNED and not said.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Drafts that are returned get a reason."))
        return said


class ReleaseForm(forms.Form):
    """For whom an answer speaks too; and why it is released if it was not cleared."""

    on_behalf = DelegationsField(
        label=_("Also on behalf of"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Each of them is asked to confirm it; until then its name is shown to you two alone."),
    )  # fmt: skip
    despite = words(
        _("Why it is released without clearance"), "reason", rows=3, required=False,
        help_text=_("Kept within your delegation."),
    )  # fmt: skip

    def __init__(self, data=None, *, is_cleared, others, **options):
        super().__init__(data, **options)
        self.fields["on_behalf"].queryset = others
        if is_cleared:
            del self.fields["despite"]
        else:
            self.fields["despite"].required = True

"""What a person decides where a merge asks them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from papers.shared.text import normalise_line_ends

ANSWERS = {
    "theirs": _("As it stands in the text"), "ours": _("As I wrote it"), "both": _("Both together"),
    "own": _("My own words"),
}  # fmt: skip


class DecisionForm(forms.Form):
    """What a person decides about the questions of a merge: whose words, both, or their own.

    `seen_version` is the text that they read; a question without an answer keeps the words that stand.
    """

    seen_version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, data=None, *, conflicts=(), version=None, labels=None):
        super().__init__(data, initial={"seen_version": version})
        self.conflicts = conflicts
        names = {**ANSWERS, **(labels or {})}
        for number, conflict in enumerate(conflicts):
            offered = [name for name in names if name != "both" or conflict.suggestion]
            self.fields[f"answer_{number}"] = forms.ChoiceField(
                choices=[(name, names[name]) for name in offered], initial="theirs", required=False,
                widget=forms.RadioSelect, label=_("Which words"),
            )  # fmt: skip
            self.fields[f"own_{number}"] = forms.CharField(
                label=_("My own words"), required=False, strip=False, initial=conflict.suggestion or conflict.ours,
                widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            )  # fmt: skip

    @property
    def questions(self):
        """Each question with its two fields."""
        return [
            {
                "conflict": conflict,
                "number": number + 1,
                "answer": self[f"answer_{number}"],
                "own": self[f"own_{number}"],
            }
            for number, conflict in enumerate(self.conflicts)
        ]

    def chosen(self):
        """The words for each question, in order."""
        return [self._words(number, conflict) for number, conflict in enumerate(self.conflicts)]

    def _words(self, number, conflict):
        answer = self.cleaned_data.get(f"answer_{number}") or "theirs"
        if answer == "own":
            return _as_it_ended(normalise_line_ends(self.cleaned_data[f"own_{number}"]), conflict.theirs)
        return {"theirs": conflict.theirs, "ours": conflict.ours, "both": conflict.suggestion}[answer]


def _as_it_ended(words, model):
    """A browser may drop the line end before which a box stood; the words end as those did that they replace."""
    return words.rstrip("\n") + model[len(model.rstrip("\n")) :] if words.strip() else words

"""What is asked of people whom a paper concerns, and what they answer."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from papers.review.forms.comments import LONGEST, words
from papers.shared.fields import MomentField, centre_zone


class PartyField(forms.ModelChoiceField):
    """A party by its name, for those who know it."""

    def label_from_instance(self, party):
        return f"{party.code} {party.name}"


class PassagesField(forms.MultipleChoiceField):
    """Passages by permanent id."""


class AskForm(forms.Form):
    """Whom to ask, about which passages, what, and until when."""

    party = PartyField(label=_("Whom to ask"), queryset=None)
    blocks = PassagesField(
        label=_("Passages it sees"), widget=forms.CheckboxSelectMultiple,
        help_text=_("It sees these words and nothing else of the paper: not its title, not its symbol."),
    )  # fmt: skip
    question = words(_("The question, in its language"), "instructions", rows=4)
    language = forms.ChoiceField(label=_("Language of the question"), choices=settings.LANGUAGES)
    translation = words(
        _("What the passages say, in its language"), "instructions", rows=6, required=False,
        help_text=_("Where it does not read the language of the paper. Shown beside the words of the paper."),
    )  # fmt: skip
    until = MomentField(label=_("It can answer until"))

    def __init__(self, data=None, *, parties, passages, **options):
        super().__init__(data, **options)
        self.fields["party"].queryset = parties
        self.fields["blocks"].choices = [(passage.id, passage.line) for passage in passages.values()]
        self.fields["until"].help_text = _("On the clocks of the centre, %(zone)s.") % {
            "zone": centre_zone().key
        }


class TellForm(forms.Form):
    """An answer to each passage, and one to all of it; at least one of them."""

    def __init__(self, data=None, *, shown, said, **options):
        super().__init__(data, **options)
        for place, label in shown:
            answer = said.get(place)
            self.fields[f"on-{place}"] = forms.CharField(
                label=label, required=False, max_length=LONGEST["text"], initial=answer.text if answer else "",
                widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
                disabled=bool(answer and answer.comment_id),
            )  # fmt: skip

    @property
    def answers(self):
        """What was written, by passage; the empty name is for all of it."""
        return {name.removeprefix("on-"): text for name, text in self.cleaned_data.items()}

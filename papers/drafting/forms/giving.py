"""Giving access on several papers at once, and the templates of it."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.drafting.giving import Offer
from papers.drafting.levels import STEPS
from papers.drafting.models import Kind
from papers.drafting.sharing import ALL, AS_NOW

LEVELS = [(step.value, step.label) for step in STEPS]


class LevelFields(forms.Form):
    """A level for each delegation, as a field named by its code; empty for those who are given nothing."""

    def __init__(self, data=None, *, delegations, **kwargs):
        super().__init__(data, **kwargs)
        self.delegations = {f"level-{one.code}": one for one in delegations}
        for name, one in self.delegations.items():
            self.fields[name] = forms.ChoiceField(
                label=f"{one.code} {one.name}",
                choices=[("", _("nothing of this")), *LEVELS],
                required=False,
            )

    @property
    def chosen(self):
        """The levels that were chosen, by delegation."""
        found = ((one, self.cleaned_data.get(name)) for name, one in self.delegations.items())
        return {one: level for one, level in found if level}


class OfferForm(LevelFields):
    """What several papers' delegations are to hold at least: by a template, or chosen one by one."""

    template = forms.ChoiceField(label=_("Template"), required=False)
    first = forms.ChoiceField(
        label=_("Shown from"), required=False,
        choices=[(AS_NOW, _("the current one")), (ALL, _("the whole history"))],
        help_text=_("Of those who see a paper already, the first revision stays unless you choose the whole history."),
    )  # fmt: skip
    last_day = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Left empty, there is no end. Nobody's access ends sooner than it would."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
    seen_digest = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, data=None, *, templates, **kwargs):
        super().__init__(data, **kwargs)
        self.templates = {str(one.pk): one for one in templates}
        titles = [(key, one.title) for key, one in self.templates.items()]
        self.fields["template"].choices = [("", _("none: choose levels below")), *titles]
        self.order_fields(["template", *self.delegations])

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(
                _("This day is past. Choose one to come, or leave it empty for no end.")
            )
        return day

    def clean(self):
        given = bool(self.chosen), bool(self.cleaned_data.get("template"))
        if not self.errors and given == (False, False):
            raise forms.ValidationError(_("Choose a template, or a level for at least one delegation."))
        if given == (True, True):
            raise forms.ValidationError(_("Choose a template or levels of your own, not both."))

    @property
    def offer(self):
        """What the service takes."""
        template = self.templates.get(self.cleaned_data["template"])
        levels = {row.delegation: row.level for row in template.rows.all()} if template else self.chosen
        first = self.cleaned_data["first"] or AS_NOW
        return Offer(levels, first, self.cleaned_data["last_day"], self.cleaned_data["reason"])

    @property
    def kept(self):
        """The fields as they were sent, to be sent once more."""
        return [
            (name, self.data[name]) for name in self.fields if name in self.data and name != "seen_digest"
        ]


class TemplateForm(LevelFields):
    """A template: for which papers, and who is given what."""

    title = forms.CharField(label=_("Title"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("of any kind")), *Kind.choices], required=False)
    theme = forms.CharField(
        label=_("Theme"), max_length=80, required=False, help_text=_("Left empty, it is for every theme.")
    )

    @property
    def facts(self):
        """What the service takes."""
        named = {name: self.cleaned_data[name] for name in ("title", "kind", "theme")}
        return {**named, "levels": self.chosen}

"""The name of a saved view, and the filters it keeps."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from papers.implementation.models.saved import LONGEST_QUERY, Dashboard

PLACES = ("before", "after", "csrfmiddlewaretoken")  # of a page of the list, which is no filter


class NameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=_("Name of the view"), max_length=80)


class SaveForm(NameForm):
    """The filters of the page from which somebody came, under a name."""

    page = forms.ChoiceField(choices=Dashboard.choices, widget=forms.HiddenInput)
    query = forms.CharField(max_length=LONGEST_QUERY, widget=forms.HiddenInput, required=False)

    def clean_query(self):
        """The filters as an address carries them, without the place in the list."""
        asked = QueryDict(self.cleaned_data["query"], mutable=True)
        for name in PLACES:
            asked.pop(name, None)
        return asked.urlencode()

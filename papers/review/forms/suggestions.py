"""A passage of the text as it is typed over."""

from django import forms
from django.utils.translation import gettext_lazy as _

from papers.review.forms.comments import PassageField, words
from papers.shared.fields import SometimesNeeded


class SuggestionForm(forms.Form):
    """How a passage is to read, and why; the reason may come later, before the release."""

    block = PassageField(widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    wanted = words(_("How the passage is to read"), "proposed", rows=5, required=False, kind=SometimesNeeded)
    reason = words(
        _("Reason"), "reason", rows=2, required=False, kind=SometimesNeeded,
        help_text=_("Once for all you change in this passage; needed before it is put forward."),
    )  # fmt: skip

    def __init__(self, data=None, *, passages, **options):
        super().__init__(data, auto_id="suggest-%s", **options)
        self.fields["block"].choices = [(passage.id, passage.line) for passage in passages.values()]
        self.fields["wanted"].widget.attrs["data-suggest-wanted"] = True

    def shown_again(self, version):
        """The form as it was typed, over the version that is kept now."""
        self.data = {**self.data.dict(), "seen": version}
        return self

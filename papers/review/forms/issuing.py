"""What the penholder says when the next revision is issued: its note, and what each change answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from papers.drafting.forms import IssueForm
from papers.review.queries.reasons import EDITORIAL


class NextIssueForm(IssueForm):
    """The note, and for every change the comments and amendments it answers, or that it is the penholder's own.

    `because` in the cleaned data goes by the place of a change; it is None where nothing was agreed to that a change
    could answer.
    """

    rest = forms.BooleanField(
        label=_("Changes of which nothing is said are editorial, by the penholder"), required=False
    )

    def __init__(self, data=None, *, hunks, leading, **options):
        super().__init__(data, **options)
        self.hunks, self.agreed = (hunks, leading.named) if leading.named else ([], {})
        if not self.hunks:
            del self.fields["rest"]
        for place, hunk in enumerate(self.hunks):
            name = hunk.label or f"“{hunk.words[:40]}”"
            choices = [*((one, one) for one in hunk.suggested), (EDITORIAL, _("Editorial"))]
            self.fields[f"because-{place}"] = forms.MultipleChoiceField(
                label=_("What the change of %(passage)s answers") % {"passage": name}, choices=choices, required=False,
                initial=hunk.suggested, widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
            self.fields[f"more-{place}"] = forms.CharField(
                label=_("Others that the change of %(passage)s answers") % {"passage": name}, required=False,
                max_length=300, widget=forms.TextInput(attrs={"list": "agreed", "class": "ctl--s"}),
            )  # fmt: skip

    @property
    def rows(self):
        """Each change with its two fields."""
        return [(hunk, self[f"because-{at}"], self[f"more-{at}"]) for at, hunk in enumerate(self.hunks)]

    def clean(self):
        typed = super().clean() or self.cleaned_data
        because = {place: self._answered(place, typed) for place in range(len(self.hunks))}
        kept = {name: typed.get(name) for name in ("note", "seen_version")}
        return {**kept, "because": because or None}

    def _answered(self, place, typed):
        more = [name.strip() for name in typed.get(f"more-{place}", "").split(",") if name.strip()]
        unknown = [name for name in more if name not in self.agreed]
        if unknown:
            self.add_error(
                f"more-{place}",
                _("Nothing that was agreed to is called %(names)s. References look like C-1-004 or AM 2.")
                % {"names": ", ".join(unknown)},
            )
        named = [*typed.get(f"because-{place}", ()), *more]
        if not named and not typed.get("rest"):
            self.add_error(f"because-{place}", _("Say what it answers, or that it is editorial."))
        return named or [EDITORIAL]

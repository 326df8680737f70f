"""How a matrix is looked at; what makes no sense is left out instead of refused."""

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from papers.review.forms.comments import DispositionForm
from papers.review.lifecycle import Severity
from papers.review.matrix import WHOLE, Filter, group_labels, state_labels
from papers.review.queries.positions import OTHERS

PARTS = ("delegation", "passage", "severity", "state", "group")


class MatrixFilters(forms.Form):
    """Which rows of the matrix are shown, in which groups."""

    delegation = forms.ChoiceField(label=_("Delegation"), required=False)
    passage = forms.ChoiceField(label=_("Paragraph"), required=False)
    severity = forms.ChoiceField(
        label=_("Severity"), choices=[("", _("any")), *Severity.choices], required=False
    )
    state = forms.ChoiceField(label=_("Disposition"), required=False)
    group = forms.ChoiceField(label=_("Group by"), required=False)
    after = forms.IntegerField(min_value=0, max_value=10**6, required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, matrix):
        super().__init__(data)
        passages = [(one.id, one.short) for one in matrix.commented]
        self.fields["delegation"].choices = [("", _("any")), *_by_name(matrix.delegations)]
        self.fields["passage"].choices = [("", _("any")), (WHOLE, _("The paper as a whole")), *passages]
        self.fields["state"].choices = list(state_labels().items())
        self.fields["group"].choices = list(group_labels().items())

    @property
    def wanted(self):
        """The filter as far as it makes sense."""
        self.is_valid()
        return Filter(**{name: self.cleaned_data[name] for name in PARTS if self.cleaned_data.get(name)})

    @property
    def start(self):
        """The number after which the page begins."""
        self.is_valid()
        return self.cleaned_data.get("after") or 0


class SidesForm(forms.Form):
    """Which two sides stand beside each other: a delegation, or all the others."""

    left = forms.ChoiceField(label=_("One side"), required=False)
    right = forms.ChoiceField(label=_("Other side"), required=False)
    after = forms.IntegerField(min_value=0, max_value=10**6, required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, delegations, own):
        codes = [one.code for one in delegations]
        first = own if own in codes else next(iter(codes), OTHERS)
        super().__init__(
            {"left": data.get("left", first), "right": data.get("right", OTHERS), "after": data.get("after")}
        )
        choices = [*_by_name(delegations), (OTHERS, _("All others"))]
        self.fields["left"].choices = self.fields["right"].choices = choices
        self.first = first

    @property
    def chosen(self):
        """Left, right and the paragraph after which the page begins."""
        self.is_valid()
        side = self.cleaned_data.get
        return {
            "left": side("left") or self.first,
            "right": side("right") or OTHERS,
            "after": side("after") or 0,
        }


def _by_name(delegations):
    return [(one.code, f"{one.code} {one.name}") for one in delegations]


class TogetherForm(DispositionForm):
    """What becomes of several comments at once."""

    chosen = forms.MultipleChoiceField(
        label=_("Comments"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the comments that this is about.")},
    )  # fmt: skip

    field_order = ("chosen", "value", "into", "reason")

    def __init__(self, data=None, *, rows, **options):
        super().__init__(data, **options)
        self.fields["chosen"].choices = [(str(row.comment.pk), _line(row)) for row in rows]


def _line(row):
    """A comment in a list to choose from."""
    where = row.passage.label if row.passage and row.passage.label else ""
    words = Truncator(row.comment.text).chars(120)
    parts = (row.comment.reference, row.delegation_code, row.comment.get_severity_display(), where, words)
    return " · ".join(str(part) for part in parts if part)

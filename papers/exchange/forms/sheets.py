"""A table from outside, and what its columns are taken for."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation
from papers.drafting import levels
from papers.drafting.forms import NewPaperForm
from papers.drafting.heads import LANGUAGE_NAMES
from papers.drafting.models import Paper
from papers.exchange import sheets, tables
from papers.exchange.marked import OURS
from papers.exchange.models import SheetKind
from papers.implementation.lifecycle import ACTIVE, Confidence, Status
from papers.review.lifecycle import Severity

MOST_MEANINGS = 40
SYMBOL = RegexValidator(
    r"\A[A-Z0-9][A-Z0-9.-]{1,30}\Z", _("Capital letters, digits, dots and hyphens, such as “US-NAP5”.")
)
ONCE_LABELS = {
    "unit": _("Unit, where no column says it"), "source": _("Source, where no column says it"),
}  # fmt: skip
OF_A_NEW_LIST = ("title", "symbol", "lead", "dated")


def _day(**options):
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def table_file():
    """The field for a table."""
    return forms.FileField(
        label=_("File"), max_length=200,
        help_text=format_lazy(
            _("CSV, Excel (.xlsx) or JSON with up to 5,000 rows and {mib} MiB. Its first row names the columns."),
            mib=settings.UPLOAD_LIMIT // 2**20,
        ),
    )  # fmt: skip


class FiguresForm(forms.Form):
    """A series of figures."""

    file = table_file()


class SheetForm(NewPaperForm):
    """The file, what its rows are, and the list that they belong to."""

    file = table_file()
    kind = forms.ChoiceField(
        label=_("What its rows are"), choices=SheetKind.choices, initial=SheetKind.LIST, widget=forms.RadioSelect
    )  # fmt: skip
    paper = forms.ModelChoiceField(
        label=_("Where they belong"), queryset=Paper.objects.none(), required=False,
        empty_label=_("A new list that is kept elsewhere"),
    )  # fmt: skip
    title = forms.CharField(label=_("Title of the new list"), max_length=200, required=False)
    symbol = forms.CharField(
        label=_("Its short symbol"), max_length=32, required=False, validators=[SYMBOL],
        help_text=_("References begin with it, such as “US-NAP5” in “US-NAP5/R1”."),
    )  # fmt: skip
    lead = forms.ModelChoiceField(
        label=_("Whose list it is"), queryset=Delegation.objects.none(), required=False, empty_label="—",
        help_text=_("They read it and say who else does. The centre keeps it."),
    )  # fmt: skip
    dated = _day(
        label=_("Published on"), required=False, help_text=_("Nothing can be said of it for an earlier day.")
    )
    theme = forms.CharField(label=_("Theme"), max_length=80, required=False)
    field_order = ("file", "kind", "paper", "title", "symbol", "lead", "dated", "language", "theme", "body")

    def __init__(self, data=None, files=None, *, acting, language="en", paper=None):
        super().__init__(data, files, language=language)
        self.fields["lead"].queryset = Delegation.objects.seated().in_order()
        followed = Paper.objects.permitted_to(acting, levels.PRESIDE).filter(stage__in=ACTIVE)
        self.fields["paper"].queryset = followed.order_by("-external", "title")
        self.initial["paper"] = paper

    def clean_dated(self):
        day = self.cleaned_data["dated"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(_("The day lies in the future."))
        return day

    def clean(self):
        given = self.cleaned_data
        if given.get("paper") is None and given.get("kind") in {SheetKind.UPDATES, SheetKind.FIGURES}:
            self.add_error("paper", _("This needs its list: take the list over first, then choose it here."))
        elif given.get("paper") is None:
            for name in OF_A_NEW_LIST:
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("A new list needs this."))
        return given


class ColumnsForm(forms.Form):
    """Which column of a table is what."""

    def __init__(self, data=None, *, columns, fields, chosen):
        super().__init__(data)
        choices = [("", _("no column")), *((name, name) for name in columns)]
        self.asked = [field.name for field in fields]
        for field in fields:
            self.fields[field.name] = forms.ChoiceField(
                label=field.label, choices=choices, required=field.needed, initial=chosen.get(field.name)
            )  # fmt: skip

    def facts(self):
        """What was chosen, as the service takes it."""
        given = self.cleaned_data
        return {"columns": {name: given[name] for name in self.asked if given[name]}}


class ChoiceForm(ColumnsForm):
    """Which column is what, and what the words of the source for where it stands mean here."""

    def __init__(self, data=None, *, sheet):
        table, chosen = sheets.table_of(sheet), sheet.chosen
        super().__init__(
            data, columns=table.columns, fields=tables.FIELDS[sheet.kind], chosen=chosen["columns"]
        )
        if sheet.kind == SheetKind.LIST:
            self._of_a_list(chosen)
        self.once = tables.ONCE.get(sheet.kind, ())
        for name in self.once:
            self.fields[f"once_{name}"] = forms.CharField(
                label=ONCE_LABELS[name],
                max_length=60,
                required=False,
                initial=chosen.get("once", {}).get(name, ""),
            )
        self.words = dict(enumerate(list(chosen["meanings"])[:MOST_MEANINGS]))
        for place, words in self.words.items():
            self.fields[f"meaning_{place}"] = forms.ChoiceField(
                label=format_lazy(_("“{words}” means"), words=words), choices=_meanings(), required=False,
                initial=chosen["meanings"][words],
            )  # fmt: skip

    def _of_a_list(self, chosen):
        languages = [("", "—"), *LANGUAGE_NAMES.items()]
        self.fields["second_language"] = forms.ChoiceField(
            label=_("The other language"),
            choices=languages,
            required=False,
            initial=chosen["second_language"],
        )
        self.fields["as_of"] = _day(
            label=_("The list says where they stand as of"), initial=sheets.day_of(chosen["as_of"])
        )

    def clean_as_of(self):
        day = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The day lies in the future."))
        return day

    def facts(self):
        """What was chosen, as the service takes it."""
        given, facts = self.cleaned_data, super().facts()
        facts["meanings"] = {words: given[f"meaning_{place}"] for place, words in self.words.items()}
        facts["once"] = {name: given[f"once_{name}"] for name in self.once}
        if "as_of" in given:
            facts |= {"second_language": given["second_language"], "as_of": given["as_of"].isoformat()}
        return facts


class BringForm(forms.Form):
    """A file that a delegation brings to a round."""

    file = forms.FileField(
        label=_("File"), max_length=200,
        help_text=format_lazy(
            _("CSV, Excel (.xlsx) or, while the round is open, a marked-up Word file (.docx), up to {mib} MiB."),
            mib=settings.UPLOAD_LIMIT // 2**20,
        ),
    )  # fmt: skip


class AuthorsForm(forms.Form):
    """Whose words of a marked-up Word file are the delegation's own, and what they weigh at first."""

    severity = forms.ChoiceField(
        label=_("Severity of its comments"), choices=Severity.choices,
        help_text=_("Word knows none: this is what they begin with. Change it where it is another."),
    )  # fmt: skip

    def __init__(self, data=None, *, chosen):
        super().__init__(data, initial={"severity": chosen["severity"]})
        # By name, on every database; whoever has none comes last.
        named = sorted(chosen["authors"], key=lambda author: (not author, author))
        self.authors = dict(enumerate(named[:MOST_MEANINGS]))
        whose = [(OURS, _("our delegation’s")), ("", _("left out"))]
        for place, author in self.authors.items():
            label = format_lazy(_("What {author} wrote is"), author=author or _("nobody named"))
            self.fields[f"author_{place}"] = forms.ChoiceField(
                label=label, choices=whose, required=False, initial=chosen["authors"][author]
            )  # fmt: skip

    def facts(self):
        """What was chosen, as the service takes it."""
        given = self.cleaned_data
        authors = {author: given[f"author_{place}"] for place, author in self.authors.items()}
        return {"authors": authors, "severity": given["severity"]}


class TakeForm(forms.Form):
    """Whether rows that cannot be taken over are left out knowingly."""

    leave_out = forms.BooleanField(label=_("Leave these rows out and take the others over"), required=False)


def _meanings():
    """What a word may be taken for: a status or a confidence, and never that something was verified or closed."""
    both = [(value, Status(value).label) for value in tables.MAY_MEAN if value in set(Status)]
    sure = [
        (value, format_lazy(_("Confidence: {word}"), word=Confidence(value).label))
        for value in tables.MAY_MEAN
        if value in set(Confidence)
    ]
    return [("", _("nothing that is followed here")), *both, *sure]

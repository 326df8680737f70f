"""What people type about papers and their text: parsed and checked here, written by services."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Body
from papers.drafting.heads import LANGUAGE_NAMES
from papers.drafting.levels import STEPS
from papers.drafting.lifecycle import Stage
from papers.drafting.models import WRITTEN, Confirmation, Kind, Marking, PaperTemplate
from papers.drafting.sharing import ALL, AS_NOW, CURRENT, Wish, last_day
from papers.shared.fields import Words

ANY = [("", _("any"))]
EMPTY = "empty"


class PaperFilters(forms.Form):
    """Filters of the list; one that makes no sense is left out instead of refused."""

    q = forms.CharField(label=_("Words in the title or symbol"), max_length=200, required=False)
    stage = forms.ChoiceField(label=_("Stage"), choices=[*ANY, *Stage.choices], required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[*ANY, *Kind.choices], required=False)
    theme = forms.CharField(label=_("Theme"), max_length=80, required=False)
    lead = forms.ChoiceField(label=_("Lead"), choices=ANY, required=False)
    ours = forms.BooleanField(label=_("Led by us"), required=False)

    def __init__(self, data, *, leads):
        super().__init__(data)
        self.fields["lead"].choices = [*ANY, *((one.code, f"{one.code} {one.name}") for one in leads)]

    @property
    def wanted(self):
        """The filters that are set and make sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class MatrixFilters(PaperFilters):
    """The same for the matrix of access, and what a delegation holds."""

    kind = ours = None
    delegation = forms.ChoiceField(label=_("Delegation"), choices=ANY, required=False)
    level = forms.ChoiceField(
        label=_("Level"), choices=[*ANY, *((one.value, one.label) for one in STEPS)], required=False
    )

    def __init__(self, data, *, leads):
        super().__init__(data, leads=leads)
        self.fields["delegation"].choices = self.fields["lead"].choices


class OpenReviewForm(forms.Form):
    """Until when a delegation goes through what it can see."""

    due_on = forms.DateField(label=_("To be answered by"), widget=forms.DateInput(attrs={"type": "date"}))


class AnswerReviewForm(forms.Form):
    """Whether all of it is as it should be."""

    answer = forms.ChoiceField(label=_("Answer"), choices=Confirmation.choices, widget=forms.RadioSelect)
    words = Words(label=_("What is not as it should be"), required=False, max_length=4000,
                  widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))  # fmt: skip
    seen_digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


class NewPaperForm(forms.Form):
    """What every new paper is asked: its language is at first the page's, and a single body is not asked for."""

    language = forms.ChoiceField(label=_("Language of the text"), choices=list(LANGUAGE_NAMES.items()))
    body = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.none(), empty_label=None)

    def __init__(self, data=None, files=None, *, language="en"):
        known = language if language in LANGUAGE_NAMES else "en"
        super().__init__(data, files, initial={"language": known})
        bodies = Body.objects.all()
        self.fields["body"].queryset = bodies
        if len(bodies) == 1:
            self.fields["body"].widget = forms.HiddenInput()
            self.initial["body"] = bodies[0].pk


class StartForm(NewPaperForm):
    """What a paper needs to begin; everything but its text can be seen by whoever is given access later."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=WRITTEN, initial=Kind.WHITE_PAPER)
    theme = forms.CharField(
        label=_("Theme"),
        max_length=80,
        required=False,
        help_text=_("One or two words, such as “water” or “registry”."),
    )
    marking = forms.ChoiceField(
        label=_("Marking"), choices=Marking.choices, initial=Marking.DELEGATIONS,
        help_text=_(
            "Unclassified material only. The marking says how far it may be passed on; it hides no name in the portal."
        ),
    )  # fmt: skip
    consulted = forms.CharField(
        label=_("Who of the people concerned was consulted"), max_length=300, required=False,
        help_text=_("Left empty, the paper says that nobody was."),
    )  # fmt: skip
    template = forms.ChoiceField(label=_("Text to begin with"), required=False)

    field_order = ("title", "kind", "language", "theme", "marking", "consulted", "template", "body")

    def __init__(self, data=None, *, language="en"):
        super().__init__(data, language=language)
        self.templates = {str(one.pk): one for one in PaperTemplate.objects.order_by("language", "pk")}
        self.fields["template"].choices = _template_choices(self.templates.values())

    def facts(self):
        """What the service takes: the chosen template has become the text."""
        facts = dict(self.cleaned_data)
        chosen = facts.pop("template")
        return {**facts, "text": self._text(chosen, facts["kind"], facts["language"])}

    def _text(self, chosen, kind, language):
        if chosen == EMPTY:
            return ""
        usual = (one for one in self.templates.values() if (one.kind, one.language) == (kind, language))
        template = self.templates.get(chosen) or next(usual, None)
        return template.text if template else ""


def _template_choices(templates):
    groups = {}
    for one in templates:
        groups.setdefault(LANGUAGE_NAMES.get(one.language, one.language), []).append((str(one.pk), one.title))
    usual = ("", _("The usual one for its kind and language"))
    return [usual, *groups.items(), (EMPTY, _("An empty text"))]


class TextForm(forms.Form):
    """The working text as it was typed, and the version it was typed on."""

    text = forms.CharField(label=_("Working text"), required=False, strip=False, widget=forms.Textarea)
    base_version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def reasons(self):
        """Why it cannot be saved, in sentences."""
        return [str(reason) for reasons in self.errors.values() for reason in reasons]


class KeptForm(forms.Form):
    """Words of a person's own that did not reach the text, and why."""

    text = forms.CharField(strip=False, widget=forms.Textarea)
    why = forms.CharField(max_length=40)


class IssueForm(forms.Form):
    """A revision's note, and the version of the text that the person read before issuing it."""

    note = Words(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What changed and why, for those who read the revision."),
    )  # fmt: skip
    seen_version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class DeferForm(forms.Form):
    """Until when a paper is put off."""

    until = forms.DateField(
        label=_("Day on which it lapses"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("In the centre's time zone. Until then it may be taken up again."),
    )  # fmt: skip

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until <= timezone.localdate():
            raise forms.ValidationError(_("This day is not to come. Choose a later one."))
        return until


class AccessRow(forms.Form):
    """One delegation's line of the access grid; a line that was not sent changes nothing."""

    level = forms.ChoiceField(choices=[("none", _("None")), *((step, step.label) for step in STEPS)])
    report = forms.BooleanField(required=False)
    first = forms.ChoiceField(
        choices=[(AS_NOW, _("As now")), (CURRENT, _("The current one")), (ALL, _("The whole history"))],
        required=False,
    )  # fmt: skip
    last_day = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(max_length=300, required=False)
    seen = forms.CharField(max_length=120, required=False)

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(
                _("This day is past. Choose one to come, or leave it empty for no end.")
            )
        return day

    def clean_seen(self):
        try:
            return frozenset(UUID(one) for one in self.cleaned_data["seen"].split())
        except ValueError as error:
            raise forms.ValidationError(_("The page was not sent whole. Open it again.")) from error

    def wish(self, delegation):
        """The line as a wish for this delegation."""
        facts = dict(self.cleaned_data)
        level = facts.pop("level")
        facts["first"] = facts["first"] or AS_NOW
        return Wish(delegation, level="" if level == "none" else level, **facts)


class AccessForm:
    """The access grid: a form for each delegation whose access the person may change."""

    def __init__(self, rows, data=None):
        self.data = data
        self.rows = [(row, self._line(row)) for row in rows]

    def _line(self, row):
        sent = self.data if self.data is not None and f"{row.delegation.code}-level" in self.data else None
        return AccessRow(sent, prefix=row.delegation.code, initial=_as_it_stands(row))

    def is_valid(self):
        return all(line.is_valid() for _row, line in self._sent)

    def wishes(self):
        """What the lines that were sent ask for."""
        return [line.wish(row.delegation) for row, line in self._sent]

    def kept(self, delegations):
        """The fields of these delegations' lines as they were sent, to be sent once more."""
        codes = {one.code for one in delegations}
        return [
            (line.add_prefix(name), line.data[line.add_prefix(name)])
            for row, line in self._sent
            if row.delegation.code in codes
            for name in line.fields
            if line.add_prefix(name) in line.data
        ]

    @property
    def errors(self):
        """What is wrong, by delegation."""
        return {row.delegation.code: line.errors for row, line in self._sent if line.errors}

    @property
    def is_bound(self):
        return self.data is not None

    @property
    def _sent(self):
        return [(row, line) for row, line in self.rows if line.is_bound]


def _as_it_stands(row):
    grant = row.text.grant if row.text else None
    return {
        "level": row.level or "none",
        "report": row.report is not None,
        "first": AS_NOW if grant else CURRENT,
        "last_day": last_day(grant.until) if grant else None,
        "reason": grant.reason if grant else "",
        "seen": " ".join(str(one.grant.pk) for one in (row.text, row.report) if one),
    }

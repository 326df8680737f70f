"""What people do beside the text they write: pictures, sections that are worked on, going back."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from papers.shared.errors import BadInput


class PictureForm(forms.Form):
    """A picture for the text, and in words what it shows."""

    file = forms.FileField(
        label=_("Picture"),
        help_text=format_lazy(
            _("PNG, JPEG, WebP or GIF, up to {mib} MiB. Where it was taken and by whom is taken out."),
            mib=settings.UPLOAD_LIMIT // 2**20,
        ),
        error_messages={
            "required": _("Choose the file of a picture."),
            "empty": _("The file is empty."),
            "max_length": _("The name of the file is too long; give it a shorter one."),
        },
        max_length=300,
    )
    alt = forms.CharField(
        label=_("What it shows"), max_length=200, required=False,
        help_text=_("Read to those who do not see it; its caption where it stands alone. Left empty, the file’s name."),
    )  # fmt: skip

    def reasons(self):
        """Why it cannot be added, in sentences."""
        return [str(reason) for reasons in self.errors.values() for reason in reasons]


class MomentForm(forms.Form):
    """A moment of the working text and how it is looked at; a number that is none names nothing."""

    VIEWS = ("before", "text", "now", "who")
    at = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    seen = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    until = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    view = forms.CharField(required=False)

    @property
    def view_asked(self):
        self.is_valid()
        view = self.cleaned_data.get("view")
        return view if view in self.VIEWS else self.VIEWS[0]

    def number(self, field):
        """The number, 0 for one that cannot be, None where nothing was asked."""
        self.is_valid()
        return 0 if field in self.errors else self.cleaned_data.get(field)


class RestoreForm(forms.Form):
    """The whole of a moment, or the passages that were ticked."""

    NONE = _("Tick the passages that shall come back, or bring the whole text back. Nothing was changed.")

    def passages(self):
        """The places of the ticked passages; None for the whole."""
        if "whole" in self.data:
            return None
        ticked = {
            int(place) for place in self.data.getlist("passage") if place.isdecimal() and len(place) < 7
        }
        if not ticked:
            raise BadInput(self.NONE)
        return ticked


LASTING = [
    ("30", _("half an hour")),
    ("60", _("an hour")),
    ("120", _("two hours")),
    ("240", _("four hours")),
    ("1440", _("a day")),
]


class HoldForm(forms.Form):
    """A section of the text as it stands, and for how long it is worked on."""

    section = forms.ChoiceField(
        label=_("Section"),
        error_messages={"invalid_choice": _("This heading is no longer in the text; choose again.")},
    )
    lasting = forms.ChoiceField(label=_("For"), choices=LASTING, initial="60")

    def __init__(self, data, *, sections):
        super().__init__(data)
        self.sections = {f"{section.place} {section.heading}": section for section in sections}
        self.fields["section"].choices = [
            (value, "\u2003" * (section.level - 1) + section.heading)
            for value, section in self.sections.items()
        ]

    def clean_section(self):
        return self.sections[self.cleaned_data["section"]]

    def clean_lasting(self):
        return timedelta(minutes=int(self.cleaned_data["lasting"]))

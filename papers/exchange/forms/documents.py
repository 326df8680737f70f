"""What people choose when a file becomes a paper."""

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from papers.drafting.forms import NewPaperForm
from papers.drafting.models import WRITTEN, Kind, Marking


class ImportForm(NewPaperForm):
    """A file and what the paper made of it shall be."""

    file = forms.FileField(
        label=_("File"),
        help_text=format_lazy(
            _("Markdown (.md) in UTF-8, or Word (.docx), up to {mib} MiB."),
            mib=settings.UPLOAD_LIMIT // 2**20,
        ),
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        required=False,
        help_text=_("Left empty, the title found in the file, or else the file’s name."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=WRITTEN, initial=Kind.WHITE_PAPER)
    theme = forms.CharField(label=_("Theme"), max_length=80, required=False)
    marking = forms.ChoiceField(label=_("Marking"), choices=Marking.choices, initial=Marking.DELEGATIONS)
    changes = forms.ChoiceField(
        label=_("Tracked changes in a Word file"),
        choices=[("leave", _("Leave them out and list them")), ("apply", _("Apply them and list them"))],
        initial="leave", widget=forms.RadioSelect,
    )  # fmt: skip

    field_order = ("file", "title", "kind", "language", "theme", "marking", "body", "changes")

"""What platform administrators type: whom to help, and who asked to be erased."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation, Kind, User


class SupportForm(forms.Form):
    """Which delegation to be let in by, why, and for how long."""

    delegation = forms.ModelChoiceField(Delegation.objects.none(), label=_("Delegation"))
    reason = forms.CharField(
        label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The delegation reads it and decides by it; it stays on its record."),
    )  # fmt: skip
    hours = forms.IntegerField(label=_("For how many hours"), initial=2)

    def __init__(self, data=None, *, acting, **options):
        super().__init__(data, **options)
        others = Delegation.objects.visible_to(acting).exclude(kind=Kind.SECRETARIAT)
        self.fields["delegation"].queryset = others.in_order()
        hours, most = self.fields["hours"], settings.SUPPORT_HOURS
        hours.help_text = _("At most %(hours)s hours at a time.") % {"hours": most}
        hours.validators += [MinValueValidator(1), MaxValueValidator(most)]


class ErasureForm(forms.Form):
    """Who asked to be erased, and where the request is kept; `email` becomes the person."""

    email = forms.EmailField(label=_("Address of the account"), widget=forms.EmailInput(attrs={"dir": "ltr"}))
    reference = forms.CharField(
        label=_("Reference of the request"), max_length=120,
        help_text=_("As the centre keeps it: a number or a date, not the name, for it stays."),
    )  # fmt: skip

    def clean_email(self):
        person = User.objects.filter(email__iexact=self.cleaned_data["email"]).first()
        if person is None:
            raise ValidationError(_("Nobody has this address."))
        return person

"""What people type about posts and their holders."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from papers.delegations import prefill
from papers.delegations.models import Kind, Mandate, Place, RulesOfProcedure, User
from papers.delegations.queries.procedure import SETTINGS
from papers.delegations.roles import OF_SUPPORT, OF_THE_CAPITAL, OF_THE_SECRETARIAT, Role

DAY = {"type": "date"}
SOMEBODY_NEW = ""
WHOLE = 100


class SeatForm(forms.Form):
    """A post: what it is called, what its holder may do, where it sits."""

    title = forms.CharField(
        label=_("Name of the post"), max_length=120, help_text=_("For example “Drafter, water”.")
    )
    role = forms.ChoiceField(label=_("What its holder may do"))
    place = forms.ChoiceField(
        label=_("Where it sits"), choices=Place.choices, initial=Place.CENTRE,
        help_text=_("A post in the capital reads or clears; it does not act at the centre."),
    )  # fmt: skip

    def __init__(self, data=None, *, delegation, **options):
        super().__init__(data, **options)
        secretariat = delegation.kind == Kind.SECRETARIAT
        self.fields["role"].choices = [
            (role, role.label)
            for role in Role
            if role not in {*OF_SUPPORT, Role.PARTY} and (secretariat or role not in OF_THE_SECRETARIAT)
        ]

    def clean(self):
        facts = super().clean()
        if facts.get("place") == Place.CAPITAL and facts.get("role") not in OF_THE_CAPITAL:
            self.add_error(
                "place",
                _("In the capital there are readers and clearers only. Choose another role or place."),
            )
        return facts


class LastDayField(forms.DateField):
    """The last day on which something holds; its value is the moment after it, in the centre's zone."""

    def __init__(self, **options):
        super().__init__(widget=forms.DateInput(attrs=DAY), **options)

    def clean(self, value):
        day = super().clean(value)
        if day is None:
            return None
        if day < timezone.localdate():
            raise ValidationError(_("This day is over. Choose a later one."))
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


class InviteForm(forms.Form):
    """Whom to invite to a post, and until when they would hold it."""

    email = forms.EmailField(
        label=_("Work e-mail"), widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("The invitation goes to this address, works once and for a week."),
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=150)
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)
    until = LastDayField(
        label=_("Last day"), required=False, help_text=_("Left empty, the mandate has no end.")
    )
    alternate = forms.BooleanField(label=_("As an alternate of the holder"), required=False)


class HandOverForm(forms.Form):
    """Who is next in a post: somebody of the delegation, at once, or somebody new, who is invited."""

    person = forms.ChoiceField(label=_("Who is next"), required=False)
    email = forms.EmailField(
        label=_("Work e-mail of somebody new"), required=False, widget=forms.EmailInput(attrs={"dir": "ltr"}),
        help_text=_("The post passes on in the moment in which they accept the invitation."),
    )  # fmt: skip
    name = forms.CharField(label=_("Name of somebody new"), max_length=150, required=False)
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)
    until = LastDayField(
        label=_("Last day"), required=False, help_text=_("Left empty, the mandate has no end.")
    )

    def __init__(self, data=None, *, mandate, **options):
        super().__init__(data, **options)
        for name in ("email", "name"):
            self.fields[name].sometimes = True  # needed for somebody new: neither always nor optional
        own = (
            Mandate.objects.current()
            .active_people()
            .of_own_people()
            .filter(seat__delegation=mandate.seat.delegation)
        )
        self.people = {
            str(user.pk): user
            for user in User.objects.filter(mandates__in=own)
            .exclude(pk=mandate.user_id)
            .distinct()
            .order_by("name")
        }
        colleagues = [(pk, user.name) for pk, user in self.people.items()]
        self.fields["person"].choices = [(SOMEBODY_NEW, _("somebody new, whom I invite")), *colleagues]

    def clean(self):
        facts = super().clean()
        if not facts.get("person"):
            for name in ("email", "name"):
                if not facts.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed for somebody new. Or choose a colleague above."))
        return facts

    @property
    def colleague(self):
        """The person of the delegation that was chosen, or None for somebody new."""
        return self.people.get(self.cleaned_data["person"])


class UntilForm(forms.Form):
    """Until when a person holds a post."""

    until = LastDayField(
        label=_("Last day"), required=False, help_text=_("Left empty, the mandate has no end.")
    )


class AbsenceForm(forms.Form):
    """From when until when a person is away."""

    first = forms.DateField(label=_("First day away"), widget=forms.DateInput(attrs=DAY))
    until = LastDayField(label=_("Last day away"))

    def clean(self):
        facts = super().clean()
        if facts.get("first") and facts.get("until"):
            facts["starts"] = timezone.make_aware(datetime.combine(facts["first"], time.min))
            if facts["starts"] >= facts["until"]:
                self.add_error("until", _("The last day is before the first."))
        return facts


class AccountForm(forms.Form):
    """What somebody invited needs for an account; the address is the one that was invited."""

    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("A password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html,
    )  # fmt: skip
    again = forms.CharField(
        label=_("The password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data=None, *, invitation, **options):
        super().__init__(data, initial={"name": invitation.name}, **options)
        self.email = invitation.email

    def clean_password(self):
        password = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, name=self.data.get("name", "")))
        return password

    def clean(self):
        facts = super().clean()
        if facts.get("password") and facts.get("again") != facts["password"]:
            self.add_error("again", _("The two passwords differ. Type both again."))
        return facts


class KnownForm(forms.Form):
    """The password of an account that exists; wrong ones are counted as at any sign-in."""

    password = forms.CharField(
        label=_("The password of your account"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip

    def __init__(self, request, data=None, *, invitation, **options):
        super().__init__(data, **options)
        self.request, self.email, self.user = request, invitation.email, None

    def clean_password(self):
        password = self.cleaned_data["password"]
        self.user = authenticate(self.request, username=self.email, password=password)
        if self.user is None:
            raise ValidationError(
                _("This is not the password of this account. Small and capital letters differ.")
            )
        return password


class WeekendForm(forms.Form):
    """Which days of the week are free, and from when on."""

    weekend = forms.TypedMultipleChoiceField(
        label=_("Days without work"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        choices=list(WEEKDAYS.items()),
    )  # fmt: skip
    first_day = forms.DateField(label=_("From"), widget=forms.DateInput(attrs=DAY))


def weekend_of(proposal):
    """What the form of a weekend begins with: what is proposed, from today."""
    return {"weekend": sorted(proposal.weekend) if proposal else [], "first_day": timezone.localdate()}


class ProposalForm(forms.Form):
    """Of which country and year the public holidays are to be proposed."""

    country = forms.CharField(
        label=_("Country, by its two letters"), min_length=2, max_length=2, required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "size": 3, "autocomplete": "off"}),
    )  # fmt: skip
    year = forms.IntegerField(
        label=_("Year"), min_value=prefill.FIRST_YEAR, max_value=prefill.LAST_YEAR, required=False
    )
    proposal = None

    def clean(self):
        asked = super().clean()
        if asked.get("country"):
            year = asked.get("year") or timezone.localdate().year
            self.proposal = prefill.proposed(asked["country"], year)
            if self.proposal is None:
                self.add_error("country", _("Nothing is known of this country. Enter its days one by one."))
        return asked


class HolidaysForm(forms.Form):
    """One holiday, or those chosen from a proposal; the service takes them by their day."""

    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs=DAY))
    name = forms.CharField(label=_("What it is"), max_length=120, required=False)

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        for name in ("day", "name"):
            self.fields[name].sometimes = True  # both or, where days are chosen from a list, neither

    def clean(self):
        typed = super().clean()
        days = {typed["day"]: typed["name"]} if typed.get("day") and typed.get("name") else {}
        for chosen in self.data.getlist("chosen") if hasattr(self.data, "getlist") else []:
            day, _bar, name = chosen.partition("|")
            try:
                days[date.fromisoformat(day)] = name
            except ValueError:
                raise ValidationError(_("A proposed day could not be read. Choose the days again.")) from None
        if not days and not self.errors:
            raise ValidationError(_("A holiday is a day and a name: type both, or choose proposed days."))
        return {"days": days}


class RulesForm(forms.ModelForm):
    """The rules that are to hold from now on, and the decision that put them in force."""

    class Meta:
        model = RulesOfProcedure
        fields = ["decision_ref", *SETTINGS]

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        self.fields["decision_ref"].required = True
        self.fields["decision_ref"].help_text = _("Its symbol or reference, as the record names it.")

    def clean(self):
        typed = super().clean()
        if (typed.get("shortest_silence_hours") or 0) > (typed.get("minimum_silence_hours") or 0):
            self.add_error(
                "shortest_silence_hours", _("The shortest silence is not longer than the minimum.")
            )
        if (typed.get("acknowledgement_quorum_percent") or 0) > WHOLE:
            self.add_error("acknowledgement_quorum_percent", _("A hundred per cent at most."))
        return typed

    def _post_clean(self):
        """The service writes; a model is not filled here."""

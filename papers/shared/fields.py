"""Form fields that several slices share."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.shared.moments import NoMoment, in_zone


class _Day(forms.DateInput):
    input_type = "date"


class _Clock(forms.TimeInput):
    input_type = "time"


class MomentWidget(forms.MultiWidget):
    """A day and a time, each with the browser's own picker."""

    def __init__(self, attrs=None):
        day = _Day(format="%Y-%m-%d", attrs={"aria-label": _("Day")})
        clock = _Clock(format="%H:%M", attrs={"aria-label": _("Time")})
        super().__init__({"day": day, "time": clock}, attrs)

    def decompress(self, value):
        if value is None:
            return [None, None]
        shown = value.astimezone(timezone.get_default_timezone())
        return [shown.date(), shown.time()]


class MomentField(forms.MultiValueField):
    """A moment in the centre's zone, whatever zone the reader lives in; the value is in UTC."""

    widget = MomentWidget

    def __init__(self, **kwargs):
        day = forms.DateField(input_formats=["%Y-%m-%d"])
        clock = forms.TimeField(input_formats=["%H:%M", "%H:%M:%S"])
        super().__init__([day, clock], **kwargs)

    def compress(self, data_list):
        if not data_list:
            return None
        try:
            return in_zone(datetime.combine(*data_list), centre_zone())
        except NoMoment as reason:
            raise forms.ValidationError(str(reason)) from None


class Words(forms.CharField):
    """Several lines of words, counted by the centre alone: a browser would cut what is pasted and say nothing."""

    widget = forms.Textarea

    def widget_attrs(self, widget):
        return {}


class SometimesNeeded(Words):
    """Words that some cases need, which its hint names: the page calls it neither needed nor optional."""

    sometimes = True

    def __init__(self, **options):
        super().__init__(**{**options, "required": False})


def centre_zone():
    """The zone of the centre, in which every deadline is set."""
    return ZoneInfo(timezone.get_default_timezone_name())

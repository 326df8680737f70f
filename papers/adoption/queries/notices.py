"""What a notice of this slice says, and whether its reader may still be told."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from papers.adoption import kinds, rules
from papers.adoption.models import Break, Silence
from papers.notifications.kinds import Rendered


class AboutSilence:
    """A notice to all who may read the paper; it names no delegation."""

    def __init__(self, sentence, postcard):
        self.sentence, self.postcard = sentence, postcard

    def still_allowed(self, acting, uuid):
        return Silence.objects.visible_to(acting).filter(pk=uuid).exists()

    def render(self, uuid):
        silence = Silence.objects.with_all().get(pk=uuid)
        words = {
            "number": silence.number,
            "symbol": silence.symbol,
            "title": silence.paper.title,
            "expires": _("%(day)s, %(time)s centre time (%(utc)s UTC)")
            % {
                "day": date_format(silence.local_expiry, "j F Y"),
                "time": f"{silence.local_expiry:%H:%M}",
                "utc": f"{silence.expires_at:%H:%M}",
            },
        }
        path = reverse("adoption:silence-detail", args=[silence.paper_id, silence.number])
        return Rendered(str(self.sentence) % words, str(self.postcard), path)


class AboutObjection:
    """A notice to the chair: who objected, and what it counts for."""

    def still_allowed(self, acting, uuid):
        objection = Break.objects.visible_to(acting).select_related("silence__paper").filter(pk=uuid).first()
        return objection is not None and rules.chairs_objection(acting, objection)

    def render(self, uuid):
        objection = Break.objects.select_related("silence__paper", "delegation").get(pk=uuid)
        silence = objection.silence
        sentence = _("%(delegation)s objected in silence %(number)d on %(symbol)s. %(standing)s.") % {
            "delegation": objection.delegation,
            "number": silence.number,
            "symbol": silence.paper,
            "standing": objection.get_standing_display(),
        }
        path = reverse("adoption:silence-detail", args=[silence.paper_id, silence.number])
        return Rendered(sentence, str(_("An objection was received")), path)


KINDS = {
    kinds.PLACED: AboutSilence(
        _("%(symbol)s “%(title)s” is under silence until %(expires)s."), _("A text was placed under silence")
    ),
    kinds.EXTENDED: AboutSilence(
        _("Silence %(number)d on %(symbol)s was extended; it now ends on %(expires)s."),
        _("A silence procedure was extended"),
    ),
    kinds.SUSPENDED: AboutSilence(
        _("Silence %(number)d on %(symbol)s is suspended after an outage; the chair will set a new expiry."),
        _("A silence procedure was suspended"),
    ),
    kinds.RESUMED: AboutSilence(
        _("Silence %(number)d on %(symbol)s runs again; it now ends on %(expires)s."),
        _("A silence procedure was resumed"),
    ),
    kinds.BROKEN: AboutSilence(
        _("Silence %(number)d on %(symbol)s “%(title)s” was broken. The text is not adopted."),
        _("A silence procedure was broken"),
    ),
    kinds.CANCELLED: AboutSilence(
        _("Silence %(number)d on %(symbol)s ended without a result. The text is not adopted."),
        _("A silence procedure ended without a result"),
    ),
    kinds.ADOPTED: AboutSilence(
        _("%(symbol)s “%(title)s” is adopted: silence %(number)d was not broken."), _("A text was adopted")
    ),
    kinds.OBJECTION: AboutObjection(),
}

"""What delegations are told: who of theirs has which post, and what is proposed of how they take part."""

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from papers.delegations.models import Mandate, ProposedChange, SupportAccess
from papers.notifications.kinds import Rendered


class PeopleChanged:
    """A mandate of one's own delegation was given or ended; told within the delegation only."""

    def __init__(self, sentence, postcard):
        self.sentence, self.postcard = sentence, postcard

    def still_allowed(self, acting, uuid):
        return self._own(acting).filter(pk=uuid).exists()

    def render(self, uuid):
        return self._rendered(Mandate.objects.select_related("user", "seat").get(pk=uuid))

    def render_many(self, acting, uuids):
        """The sentences of one's own delegation's mandates, in one statement."""
        return {mandate.pk: self._rendered(mandate) for mandate in self._own(acting).filter(pk__in=uuids)}

    def _own(self, acting):
        own = Mandate.objects.filter(seat__delegation=acting.delegation)
        return own.select_related("user", "seat")

    def _rendered(self, mandate):
        facts = {"person": mandate.user.name, "post": mandate.seat.title, "role": mandate.role_label}
        return Rendered(self.sentence % facts, str(self.postcard), reverse("delegations:people"))


class SupportTold:
    """Support was asked for, let in or ended; told to those who see the request."""

    def __init__(self, sentence):
        self.sentence = sentence

    def still_allowed(self, acting, uuid):
        return SupportAccess.objects.visible_to(acting).filter(pk=uuid).exists()

    def render(self, uuid):
        return self._rendered(SupportAccess.objects.for_list().get(pk=uuid))

    def render_many(self, acting, uuids):
        seen = SupportAccess.objects.visible_to(acting).for_list().filter(pk__in=uuids)
        return {support.pk: self._rendered(support) for support in seen}

    def _rendered(self, support):
        facts = {"person": support.by.name, "delegation": support.delegation.name, "hours": support.hours}
        path = reverse("delegations:support-detail", args=[support.pk])
        return Rendered(self.sentence % facts, gettext("Access for support needs your attention."), path)


SUPPORT_ASKED = SupportTold(
    gettext_lazy(
        "%(person)s, a platform administrator, asks to read for %(delegation)s, for %(hours)s hours."
    )
)
SUPPORT_ADMITTED = SupportTold(
    gettext_lazy(
        "%(person)s, a platform administrator, was let in to read for %(delegation)s, for %(hours)s hours."
    )
)
SUPPORT_ENDED = SupportTold(
    gettext_lazy("%(person)s, a platform administrator, does not or no longer read for %(delegation)s.")
)
GIVEN = PeopleChanged(
    gettext_lazy("%(person)s was named to the post “%(post)s” (%(role)s) of your delegation."),
    gettext_lazy("The people of your delegation changed."),
)
ENDED = PeopleChanged(
    gettext_lazy("%(person)s no longer holds the post “%(post)s” (%(role)s) of your delegation."),
    gettext_lazy("The people of your delegation changed."),
)


class ChangeOfPart:
    """What is proposed, replied and decided of how a delegation takes part: for itself, and for the register."""

    def __init__(self, sentence, postcard):
        self.sentence, self.postcard = sentence, postcard

    def still_allowed(self, acting, uuid):
        return self._seen(acting).filter(pk=uuid).exists()

    def render(self, uuid):
        return self._rendered(ProposedChange.objects.select_related("delegation").get(pk=uuid))

    def render_many(self, acting, uuids):
        """These in one statement, as far as this reader may know of them."""
        return {change.pk: self._rendered(change) for change in self._seen(acting).filter(pk__in=uuids)}

    def _seen(self, acting):
        return ProposedChange.objects.visible_to(acting).select_related("delegation")

    def _rendered(self, change):
        facts = {"name": change.delegation.name, "state": change.get_state_display()}
        path = reverse("delegations:participation-detail", args=[change.delegation.code])
        return Rendered(self.sentence % facts, str(self.postcard), path)


PROPOSED = ChangeOfPart(
    gettext_lazy("It is proposed that %(name)s take part as “%(state)s”. The delegation may reply."),
    gettext_lazy("A change of how a delegation takes part is proposed."),
)
REPLIED = ChangeOfPart(
    gettext_lazy("%(name)s replied to the proposal that it take part as “%(state)s”."),
    gettext_lazy("A delegation replied to a proposed change of how it takes part."),
)
SETTLED = ChangeOfPart(
    gettext_lazy("The proposal that %(name)s take part as “%(state)s” was settled."),
    gettext_lazy("A proposed change of how a delegation takes part was settled."),
)

"""What delegations tell their own managers: who was named to a post, and who left one."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from papers.delegations.models import Mandate
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


GIVEN = PeopleChanged(
    gettext_lazy("%(person)s was named to the post “%(post)s” (%(role)s) of your delegation."),
    gettext_lazy("The people of your delegation changed."),
)
ENDED = PeopleChanged(
    gettext_lazy("%(person)s no longer holds the post “%(post)s” (%(role)s) of your delegation."),
    gettext_lazy("The people of your delegation changed."),
)

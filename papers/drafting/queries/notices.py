"""What drafting tells people: who may still be told, and in which words. A postcard names no paper."""

from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _

from papers.drafting.models import AccessReview, Grant, Paper, PassageMarking
from papers.drafting.models.markings import released
from papers.notifications.kinds import Rendered


class AccessGiven:
    """A paper was opened to the delegation, or opened further; told while the grant holds."""

    def still_allowed(self, acting, uuid):
        own = Grant.objects.live().filter(pk=uuid, delegation=acting.delegation).values("paper")
        return Paper.objects.visible_to(acting).filter(pk__in=own).exists()

    def render(self, uuid):
        return self._rendered(Grant.objects.select_related("paper__lead").get(pk=uuid))

    def render_many(self, acting, uuids):
        """The sentences of those grants that still hold, in one statement."""
        own = Grant.objects.live().filter(pk__in=uuids, delegation=acting.delegation)
        seen = own.filter(paper__in=Paper.objects.visible_to(acting)).select_related("paper__lead")
        return {grant.pk: self._rendered(grant) for grant in seen}

    def _rendered(self, grant):
        facts = {"paper": str(grant.paper), "lead": grant.paper.lead.name, "level": grant.get_level_display()}
        return Rendered(
            _("Your delegation was given “%(level)s” on %(paper)s, led by %(lead)s.") % facts,
            _("A paper was opened to your delegation."),
            reverse("portal:paper-detail", args=[grant.paper_id]),
        )


class PassagesReleased:
    """Passages that were kept from the delegation are released to it; told while it has them."""

    def still_allowed(self, acting, uuid):
        return self._of(acting, [uuid]).exists()

    def render(self, uuid):
        return self._rendered(PassageMarking.objects.select_related("paper__lead").get(pk=uuid))

    def render_many(self, acting, uuids):
        """The sentences of those passages that the delegation still has, in one statement."""
        return {one.pk: self._rendered(one) for one in self._of(acting, uuids).select_related("paper__lead")}

    def _of(self, acting, uuids):
        own = PassageMarking.objects.filter(released(acting), pk__in=uuids)
        return own.filter(paper__in=Paper.objects.visible_to(acting))

    def _rendered(self, marking):
        facts = {"paper": str(marking.paper), "lead": marking.paper.lead.name}
        return Rendered(
            _(
                "Passages of %(paper)s, led by %(lead)s, that were kept from your delegation are released to it."
            )
            % facts,
            _("Passages of a paper were released to your delegation."),
            reverse("portal:paper-detail", args=[marking.paper_id]),
        )


class OfReview:
    """A notice about the review of what a delegation can see; it leads to that list."""

    def still_allowed(self, acting, uuid):
        return AccessReview.objects.visible_to(acting).filter(pk=uuid).exists()

    def render(self, uuid):
        review = AccessReview.objects.select_related("delegation").get(pk=uuid)
        facts = {
            "who": review.delegation.name, "day": dateformat.format(review.due_on, "j F Y"),
            "answer": review.get_answer_display(),
        }  # fmt: skip
        sentence, postcard = self.words()
        url = reverse("drafting:delegation-access", args=[review.delegation.code])
        return Rendered(sentence % facts, postcard, url)


class ReviewOpened(OfReview):
    """The centre asks the head to go through what the delegation can see."""

    def words(self):
        return (
            _("Please confirm until %(day)s that all your delegation can see is as it should be."),
            _("The centre asks your delegation to review its access."),
        )


class ReviewAnswered(OfReview):
    """The head answered."""

    def words(self):
        return _("%(who)s answered the review of its access: %(answer)s."), _(
            "A delegation answered its review."
        )

"""What a review tells people: who may still be told, and in which words. A postcard names no paper."""

from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _

from papers.drafting.models import Revision
from papers.notifications.kinds import Rendered
from papers.review.models import Reply, Round


class OfRound:
    """A notice about a round; `path_name` is the page it leads to."""

    path_name = "review:round-detail"

    def still_allowed(self, acting, uuid):
        return Round.objects.visible_to(acting).filter(pk=uuid).exists()

    def render(self, uuid):
        round = Round.objects.for_page().get(pk=uuid)
        facts = {
            "number": round.number, "paper": str(round.paper),
            "day": dateformat.format(round.set_for, "j F Y"), "time": dateformat.format(round.set_for, "H:i"),
        }  # fmt: skip
        sentence, postcard = self.words()
        path = reverse(self.path_name, args=[round.paper_id, round.number])
        return Rendered(sentence % facts, postcard % facts, path)


class Opened(OfRound):
    def words(self):
        return (
            _("Your delegation is invited to comment on %(paper)s until %(day)s, %(time)s centre time."),
            _("Your delegation is invited to comment on a paper, until %(day)s, %(time)s centre time."),
        )


class Closed(OfRound):
    path_name = "review:matrix"

    def words(self):
        return (
            _("Round %(number)d on %(paper)s is closed; its comments are open to all who have the paper."),
            _("A round of comments is closed; the comments are open to all who have the paper."),
        )


class Decided(OfRound):
    path_name = "review:matrix"

    def words(self):
        return (
            _("The chair decided on comments of your delegation in round %(number)d on %(paper)s."),
            _("The chair decided on comments of your delegation."),
        )


class Replied:
    """Somebody answered in the thread of a comment."""

    def still_allowed(self, acting, uuid):
        return Reply.objects.visible_to(acting).filter(pk=uuid).exists()

    def render(self, uuid):
        reply = Reply.objects.select_related("delegation", "comment__round__paper").get(pk=uuid)
        comment = reply.comment
        facts = {"who": reply.delegation.name, "what": comment.reference, "paper": str(comment.paper)}
        return Rendered(
            _("%(who)s replied to comment %(what)s on %(paper)s.") % facts,
            _("A delegation replied to a comment that concerns yours."),
            reverse("review:comment-detail", args=[comment.paper.pk, comment.round.number, comment.pk]),
        )


class Issued:
    """The penholder issued the next revision after a round."""

    def still_allowed(self, acting, uuid):
        return Revision.objects.visible_to(acting).filter(pk=uuid).exists()

    def render(self, uuid):
        revision = Revision.objects.without_texts().select_related("paper").get(pk=uuid)
        return Rendered(
            _("The next revision was issued: %(symbol)s.") % {"symbol": revision.symbol},
            _("The next revision of a paper was issued."),
            reverse("portal:paper-detail", args=[revision.paper_id]),
        )

"""What a review tells people: who may still be told, and in which words. A postcard names no paper."""

from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from papers.drafting.models import Revision
from papers.notifications.kinds import Rendered
from papers.review.models import Amendment, Comment, Consultation, Reply, Reservation, Round


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


class Extended(OfRound):
    def words(self):
        return (
            _("The chair extended round %(number)d on %(paper)s until %(day)s, %(time)s centre time."),
            _("A round of comments was extended until %(day)s, %(time)s centre time."),
        )


class Reminded(OfRound):
    """Before the deadline, to those whose delegation has not said that its answer is complete."""

    def words(self):
        return (
            _(
                "Round %(number)d on %(paper)s ends on %(day)s, %(time)s centre time; your delegation has not said "
                "that its answer is complete."
            ),
            _("A round of comments ends on %(day)s, %(time)s centre time; your delegation has not answered."),
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


class PutAside:
    """The chair went on over an objection of the delegation."""

    def still_allowed(self, acting, uuid):
        return Comment.objects.visible_to(acting).filter(pk=uuid).exists()

    def render(self, uuid):
        comment = Comment.objects.select_related("round__paper").get(pk=uuid)
        facts = {"what": comment.reference, "paper": str(comment.paper)}
        return Rendered(
            _("The chair set your delegation's objection %(what)s on %(paper)s aside.") % facts,
            _("The chair set an objection of your delegation aside."),
            reverse("review:comment-detail", args=[comment.paper.pk, comment.round.number, comment.pk]),
        )


class OfAmendment:
    """A notice about an amendment, which leads to its page."""

    def still_allowed(self, acting, uuid):
        return Amendment.objects.visible_to(acting).filter(pk=uuid).exists()

    def render(self, uuid):
        amendment = Amendment.objects.select_related("delegation", "round", "paper").get(pk=uuid)
        facts = {
            "who": amendment.delegation.name, "what": amendment.reference, "paper": str(amendment.paper),
            "state": amendment.get_state_display(),
        }  # fmt: skip
        sentence, postcard = self.words()
        args = [amendment.paper_id, amendment.round.number, amendment.pk]
        return Rendered(sentence % facts, postcard, reverse("review:amendment-detail", args=args))


class Asked(OfAmendment):
    """Another delegation asks this one to join its amendment."""

    def words(self):
        return (
            _("%(who)s asks your delegation to join its amendment to %(paper)s."),
            _("A delegation asks yours to join an amendment."),
        )


class Judged(OfAmendment):
    """The chair decided on an amendment of the delegation, or one that its penholder has to put in."""

    def words(self):
        return (
            _("The chair decided on %(what)s to %(paper)s: %(state)s."),
            _("The chair decided on an amendment that concerns your delegation."),
        )


class OfReservation:
    """A notice about a reservation, which leads to those of its paper."""

    def still_allowed(self, acting, uuid):
        return Reservation.objects.visible_to(acting).filter(pk=uuid).exists()

    def render(self, uuid):
        one = Reservation.objects.select_related("delegation", "paper").get(pk=uuid)
        facts = {"who": one.delegation.name, "kind": one.get_kind_display(), "paper": str(one.paper)}
        sentence, postcard = self.words()
        return Rendered(sentence % facts, postcard, reverse("review:reservation-list", args=[one.paper_id]))


class Reserved(OfReservation):
    """A delegation holds a text."""

    def words(self):
        return _("%(who)s entered a reservation on %(paper)s: %(kind)s."), _(
            "A delegation entered a reservation."
        )


class Lifted(OfReservation):
    """A delegation lets a text go."""

    def words(self):
        return _("%(who)s lifted its reservation on %(paper)s: %(kind)s."), _(
            "A delegation lifted a reservation."
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


class PartyAsked:
    """To a consulted party: that it is asked, and until when. It names no paper, here either."""

    def still_allowed(self, acting, uuid):
        return Consultation.objects.visible_to(acting).filter(pk=uuid).exists()

    def render(self, uuid):
        until = dateformat.format(timezone.localtime(Consultation.objects.get(pk=uuid).until), "j F Y, H:i")
        sentence = _("You are asked about passages of a text. You can answer until %(until)s, centre time.")
        words = sentence % {"until": until}
        return Rendered(words, words, reverse("review:consultation-answer", args=[uuid]))


class PartyAnswered(PartyAsked):
    """To those who asked it."""

    def render(self, uuid):
        consultation = Consultation.objects.select_related("paper").get(pk=uuid)
        return Rendered(
            _("A consulted party answered on %(paper)s.") % {"paper": str(consultation.paper)},
            _("A consulted party answered."),
            reverse("review:consultation-list", args=[consultation.paper_id]),
        )

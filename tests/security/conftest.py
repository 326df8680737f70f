"""The demonstration as the world to attack: papers in every state, people of every role, all made by the services."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from papers.adoption.models import Break, Silence
from papers.delegations import services as delegations
from papers.delegations.models import Body, Delegation, Erasure, Mandate, ProposedChange, SupportAccess, User
from papers.drafting import giving, holding, reviewing
from papers.drafting import services as drafting
from papers.drafting.models import AccessReview, AccessTemplate, Paper
from papers.drafting.sections import Section
from papers.exchange import reading
from papers.exchange import services as exchange
from papers.exchange.models import Brought, Job, Sheet
from papers.implementation import services as implementation
from papers.implementation.models import (
    Action,
    Blocker,
    Closure,
    Criteria,
    Evidence,
    Indicator,
    Letter,
    Reading,
    Recommendation,
    RecommendationLink,
    SavedView,
)
from papers.notifications.models import Notice
from papers.review.models import (
    Amendment,
    Comment,
    Consultation,
    NationalNote,
    Reservation,
    Round,
    Suggestion,
)
from papers.shared.acting import Capability, console, rebuild
from tests.drawn import drawn
from tests.exchange.test_reading import INSERTED, PARAGRAPH, word_file

BACKEND = "papers.delegations.identity.EmailBackend"
UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker):
    """The demonstration, played once for a module and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", verbosity=0)
        _import_a_paper()
        _take_over_a_list()
        _bring_a_sheet()
        _work_on_it()
        _have_a_file_made()
        yield
        transaction.set_rollback(True)


def _import_a_paper():
    """Valoria's own import, with a tracked change that was kept aside."""
    body, valoria = Body.objects.get(), Delegation.objects.get(code="XA")
    incoming = reading.read_word(word_file(PARAGRAPH.format("Imported words.") + INSERTED.format("Aside.")))
    exchange.import_document(
        incoming, body=body, lead=valoria, title="Imported paper", language="en",
        by=console("a test", Capability.IMPORT),
    )  # fmt: skip


def _take_over_a_list():
    """A list kept elsewhere that Norvenia reads and the centre keeps, and a file that was only looked at."""
    acting = rebuild(Mandate.objects.get(user__email="secretary@centre.demo").pk)
    about = {
        "title": "Kept list", "symbol": "XD-1", "lead": Delegation.objects.get(code="XE"), "language": "en",
        "theme": "", "body": Body.objects.get(), "dated": timezone.localdate(),
    }  # fmt: skip
    for name in ("list.csv", "looked-at.csv"):
        sheet = exchange.receive(
            name, b"ref,text,status\nK1,A kept thing,Complete\n", kind="list", by=acting, **about
        )
        if name == "list.csv":
            exchange.take_over(sheet, by=acting)


def _bring_a_sheet():
    """Estmark's filled sheet of which no column is chosen yet."""
    acting = rebuild(Mandate.objects.get(user__email="reviewer@xb.demo").pk)
    round = Round.objects.get(paper__title__startswith="Handover", number=1)
    exchange.bring(round, "ours.csv", b"first,second\nEstmark's words,more\n", by=acting)


def _work_on_it():
    """A picture of Valoria's that no issued text shows, and a section that it works on."""
    acting = rebuild(Mandate.objects.get(user__email="drafter@xa.demo").pk)
    paper = Paper.objects.get(title="Imported paper")
    drafting.add_picture(paper, name="site.png", content=drawn("PNG"), by=acting)
    administrator = rebuild(Mandate.objects.get(user__email="admin@centre.demo").pk)
    reviewing.open_review(paper.lead, due_on=timezone.localdate() + timedelta(days=14), by=administrator)
    giving.make_template(title="Water group", levels={paper.lead: "read"}, by=administrator)
    secretary = rebuild(Mandate.objects.get(user__email="secretary@centre.demo").pk)
    delegations.propose_change(
        Delegation.objects.get(code="XB"),
        state="observer",
        grounds="decision",
        words="It asked.",
        by=secretary,
    )
    platform = rebuild(Mandate.objects.get(user__email="platform@centre.demo").pk)
    delegations.ask_for_support(paper.lead, reason="The matrix does not open", hours=2, by=platform)
    gone = User.objects.create_user("gone@xd.demo", "a long pass phrase", name="Gone Long Ago")
    delegations.ask_for_erasure(gone, reference="2026/7", by=platform)
    holding.hold(paper, Section("A section", 0, 1), lasting=timedelta(hours=1), by=acting)


def _have_a_file_made():
    """A revision as Word, asked for by Valoria's drafter and made, and filters that the drafter kept."""
    acting = rebuild(Mandate.objects.get(user__email="drafter@xa.demo").pk)
    paper = Paper.objects.get(title="Imported paper")
    asked = {"paper": str(paper.pk), "number": 1}
    exchange.ask_for("revision", asked, "docx", language="en", by=acting)
    exchange.make_next()
    implementation.save_view(
        name="Late ones", page="portfolio-recommendations", query="view=overdue", by=acting
    )


class World:
    """Finds people and things of the demonstration by the words that tests use."""

    def __init__(self):
        self.papers = {
            paper.title.split()[0]: paper for paper in Paper.objects.select_related("lead", "current")
        }
        self.mandates = {
            mandate.user.email: mandate for mandate in Mandate.objects.for_acting().select_related("user")
        }

    def client(self, email):
        client = Client()
        if email != "nobody":
            client.force_login(User.objects.get(email=email), backend=BACKEND)
        return client

    def arguments(self):
        """What stands in an address, by the name of the thing: one of each kind that exists."""
        water, municipal, imported = (self.papers[word] for word in ("Interim", "Handover", "Imported"))
        registry = Break.objects.select_related("silence__paper").get()
        verified = Recommendation.objects.get(paper=self.papers["Debris"], serial=1)
        return {
            "water": {"pk": water.pk},
            "as country": {"pk": water.pk, "code": "XB"},
            "person": {"pk": water.pk, "mandate": self.mandates["reviewer@xb.demo"].pk},
            "shelter": {"pk": self.papers["Specifications"].pk},
            "municipal": {"pk": municipal.pk},
            "round": {"pk": municipal.pk, "number": 1},
            "comment": {
                "pk": municipal.pk,
                "number": 1,
                "comment": Comment.objects.filter(round__paper=municipal)[0].pk,
            },
            "amendment": {
                "pk": municipal.pk,
                "number": 1,
                "amendment": Amendment.objects.get(words__contains="ninety").pk,
            },
            "reservation": {"pk": municipal.pk, "reservation": Reservation.objects.get(paper=municipal).pk},
            "note": {"pk": municipal.pk, "note": NationalNote.objects.filter(kind="red_line")[0].pk},
            "suggestion": _suggestion(),
            "code": {"code": "XA"},
            "behalf": {"pk": municipal.pk, "number": 1, "one": UNKNOWN},
            "body": {"code": Body.objects.get().code},
            "dead calendar": {"secret": "nobody-made-this-address"},
            "access review": {"pk": AccessReview.objects.get().pk},
            "access template": {"pk": AccessTemplate.objects.get().pk},
            "revision": {"pk": water.pk, "number": 2},
            "passage": {"pk": water.pk, "block": water.current.block_map[0]["id"]},
            "silence": {"pk": water.pk, "number": Silence.objects.get(paper=water).number},
            "objection": {"pk": registry.silence.paper_id, "number": 1, "objection": registry.pk},
            "recommendation": {"pk": verified.pk},
            "debris": {"pk": self.papers["Debris"].pk},
            "evidence": {
                "pk": Evidence.objects.filter(report__recommendation=verified, blob__isnull=False)[0].pk
            },
            "closure": {"pk": Closure.objects.get().pk},
            "action": {
                "pk": Action.objects.get(recommendation__paper=self.papers["Debris"], state="under_way").pk
            },
            "blocker": {"pk": Blocker.objects.get(until__isnull=True).pk},
            "indicator": {"pk": Indicator.objects.get(unit="tonnes a month").pk},
            "figure": {"pk": Reading.objects.filter(delegation__code="MUF", corrected_by=None)[0].pk},
            "criteria": {"pk": Criteria.objects.get(state="proposed").pk},
            "letter": {"pk": Letter.objects.get().pk},
            "link": {"pk": RecommendationLink.objects.get(a__paper=self.papers["Debris"]).pk},
            "notice": {
                "pk": Notice.objects.filter(recipient__email="reviewer@xb.demo").latest("created_at").pk
            },
            "post": {"pk": self.mandates["drafter@xa.demo"].seat_id},
            "mandate": {"pk": self.mandates["drafter@xa.demo"].pk},
            "working days": {"code": "XA"},
            "consultation": {"pk": Consultation.objects.get().pk},
            "change": {"code": "XB", "pk": ProposedChange.objects.open().get().pk},
            "nothing left": {"code": "XD", "target": UNKNOWN},
            "erasure": {"pk": Erasure.objects.get().pk},
            "support": {"pk": SupportAccess.objects.get().pk},
            "no holiday": {"code": "XA", "pk": UNKNOWN},
            "norvenia": {"code": "XD"},
            "dead link": {"token": "nonsense"},
            "no passkey": {"key": 0},
            "dead reset": {"uidb36": "nobody", "key": "nonsense"},
            "imported": {"pk": imported.pk},
            "brought": {"pk": municipal.pk, "number": 1, "brought": Brought.objects.get().pk},
            "sheet": {"pk": Sheet.objects.get(run__isnull=False).pk},
            "saved view": {"pk": SavedView.objects.get().pk},
            "job": {"pk": Job.objects.get().pk},
            "own sheet": {"pk": Sheet.objects.get(run__isnull=True).pk},
            "hold": {"pk": imported.pk, "hold_pk": imported.holds.get().pk},
            "unknown": {"pk": UNKNOWN},
            "picture": {"pk": imported.pk, "sha256": imported.pictures.get().blob_id},
        }


def _suggestion():
    kept = Suggestion.objects.select_related("round").get()
    return {"pk": kept.round.paper_id, "number": kept.round.number, "suggestion": kept.pk}


@pytest.fixture
def world(played, db):
    return World()

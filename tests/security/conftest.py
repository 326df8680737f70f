"""The demonstration as the world to attack: papers in every state, people of every role, all made by the services."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from papers.adoption.models import Break, Silence
from papers.delegations.models import Body, Delegation, Mandate, User
from papers.drafting import holding
from papers.drafting import services as drafting
from papers.drafting.models import Paper
from papers.drafting.sections import Section
from papers.exchange import reading
from papers.exchange import services as exchange
from papers.implementation.models import (
    Action,
    Blocker,
    Closure,
    Criteria,
    Evidence,
    Letter,
    Recommendation,
    RecommendationLink,
)
from papers.notifications.models import Notice
from papers.review.models import Comment
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
        _work_on_it()
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


def _work_on_it():
    """A picture of Valoria's that no issued text shows, and a section that it works on."""
    acting = rebuild(Mandate.objects.get(user__email="drafter@xa.demo").pk)
    paper = Paper.objects.get(title="Imported paper")
    drafting.add_picture(paper, name="site.png", content=drawn("PNG"), by=acting)
    holding.hold(paper, Section("A section", 0, 1), lasting=timedelta(hours=1), by=acting)


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
            "shelter": {"pk": self.papers["Specifications"].pk},
            "municipal": {"pk": municipal.pk},
            "round": {"pk": municipal.pk, "number": 1},
            "comment": {
                "pk": municipal.pk,
                "number": 1,
                "comment": Comment.objects.filter(round__paper=municipal)[0].pk,
            },
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
            "criteria": {"pk": Criteria.objects.get(state="proposed").pk},
            "letter": {"pk": Letter.objects.get().pk},
            "link": {"pk": RecommendationLink.objects.get(a__paper=self.papers["Debris"]).pk},
            "notice": {
                "pk": Notice.objects.filter(recipient__email="reviewer@xb.demo").latest("created_at").pk
            },
            "post": {"pk": self.mandates["drafter@xa.demo"].seat_id},
            "mandate": {"pk": self.mandates["drafter@xa.demo"].pk},
            "norvenia": {"code": "XD"},
            "dead link": {"token": "nonsense"},
            "imported": {"pk": imported.pk},
            "hold": {"pk": imported.pk, "hold_pk": imported.holds.get().pk},
            "unknown": {"pk": UNKNOWN},
            "picture": {"pk": imported.pk, "sha256": imported.pictures.get().blob_id},
        }


@pytest.fixture
def world(played, db):
    return World()

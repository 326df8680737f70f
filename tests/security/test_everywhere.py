"""Promises that hold at every address at once: nothing hidden moves or enters an answer, and none is a side door."""

import io
import re
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from papers.api import services as api
from papers.clock import services as clock
from papers.delegations import services as delegations
from papers.delegations.models import Delegation
from papers.drafting import holding, writing
from papers.drafting import services as drafting
from papers.drafting.sections import Section
from papers.review import services as review
from papers.review.models import Round
from papers.shared.acting import Capability, console, rebuild
from tests.security.matrix import MATRIX
from tests.security.test_matrix import CHANGING, routes

pytestmark = pytest.mark.xdist_group("the demonstration")
SETUP = console("hidden activity", Capability.INSTALL, Capability.REGISTER)
# What a person's own asking moves: when they were last here, what they opened and read, and what they took away.
MOVED_BY_READING = {
    "audit.accessbatch", "audit.accessrecord", "audit.chainhead", "audit.event", "delegations.user",
    "delegations.visit", "sessions.session", "adoption.rollentry", "review.roundentry", "review.look",
    "clock.heartbeat",
}  # fmt: skip
MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[0-9.:+Z]*")
OWN_READING = {"portal:access-record", "portal:access-record-csv", "portal:access-record-xlsx"}
# One of each kind of delegation that is not to meet them, after those whose words they are.
SWEPT = (
    "drafter@xa.demo", "head@xb.demo", "reader@xc.demo", "chair@centre.demo", "admin@centre.demo", "reporter@muf.demo",
)  # fmt: skip
# A second name under the same thing that is no part of it: a country or a person beside a paper.
BESIDE = {"as country", "person"}


def pages(world):
    """Every address that can be read; the PDF of a thing holds what its Word file holds."""
    arguments = world.arguments()
    return {
        (name, thing): reverse(name, kwargs=arguments[thing] if thing else {})
        for name, thing, method in MATRIX
        if method == "get" and not name.startswith(("mfa_", "account_")) and not name.endswith("-pdf")
    }


def unpacked(content):
    """The bytes of an answer, those of every part of it if it is a Word or Excel file."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return b"\n".join(parts.read(name) for name in parts.namelist() if "docProps" not in name)


def read(client, addresses):
    """What every address answers this person, without what differs from one answer to the next."""
    answers = {place: client.get(path) for place, path in addresses.items()}
    return {
        place: (answer.status_code, MOMENT.sub(b"", CHANGING.sub(b"", unpacked(b"".join(answer)))))
        for place, answer in answers.items()
    }


def apart(one, other):
    """The lines in which two answers differ."""
    lines = zip(one.split(b"\n"), other.split(b"\n"), strict=False)
    return [pair for pair in lines if pair[0] != pair[1]]


class Hidden:
    """What Valoria and Estmark do for themselves: every word is a token, known by who may ever meet it."""

    def __init__(self, world):
        self.world = world
        self.tokens = {"XA": [], "XB": []}

    def word(self, code):
        token = uuid4().hex
        self.tokens[code].append(token)
        return token

    def acting(self, email):
        return rebuild(self.world.mandates[email].pk)

    def happen(self):
        self._a_draft_of_valoria()
        self._notes_of_estmark()
        self._an_answer_that_estmark_has_not_released()
        self._people_of_estmark()
        clock.tick()

    def _a_draft_of_valoria(self):
        drafter, word = self.acting("drafter@xa.demo"), lambda: self.word("XA")
        imported = self.world.papers["Imported"]
        paper = drafting.start_paper(
            body=imported.body, title=word(), kind="white_paper", language="en", theme=word(),
            text=f"# {word()}\n\n1. {word()}\n", by=drafter,
        )  # fmt: skip
        drafting.issue_revision(paper, note=word(), by=drafter)
        imported.working.refresh_from_db()
        writing.save_text(
            imported, text=f"# {word()}\n\n{word()}\n", base_version=imported.working.version, by=drafter
        )
        writing.keep_words(imported.pk, text=word(), why="unsent", by=drafter)
        holding.hold(imported, Section(word(), 4, 5), lasting=timedelta(hours=1), by=drafter)
        api.make_token(word(), by=drafter)

    def _notes_of_estmark(self):
        head, word = self.acting("head@xb.demo"), lambda: self.word("XB")
        for paper in (self.world.papers["Handover"], self.marking.paper):
            note = review.write_note(paper, kind="red_line", text=word(), by=head)
            review.write_note(paper, kind="thread", text=word(), parent=note, by=head)

    def _an_answer_that_estmark_has_not_released(self):
        reviewer, word = self.acting("reviewer@xb.demo"), lambda: self.word("XB")
        block = self.marking.revision.block_map[-1]
        review.add_comment(
            self.marking, kind="drafting", severity="critical", text=word(), proposed=word(), reason=word(),
            block=block["id"], by=reviewer,
        )  # fmt: skip
        review.propose_amendment(
            self.marking, block=block["id"], wanted=f"Entirely {word()}", reason=word(), by=reviewer
        )

    def _people_of_estmark(self):
        estmark, head = Delegation.objects.get(code="XB"), self.acting("head@xb.demo")
        seat = delegations.add_seat(estmark, title=self.word("XB"), role="reader", by=SETUP)
        delegations.invite(
            seat, email=f"{self.word('XB')}@xb.demo", name=self.word("XB"), language="en", by=SETUP
        )
        now = timezone.now()
        delegations.note_absence(head.mandate, starts=now, until=now + timedelta(days=3), by=head)

    @property
    def marking(self):
        return Round.objects.select_related("paper__working", "revision").get(
            state="open", entries__delegation__code="XH"
        )


@pytest.mark.parametrize("email", ["reader@xc.demo", "outsider@xd.demo"])
def test_no_answer_differs_by_whether_others_do_anything_hidden(world, email):
    client, addresses = world.client(email), pages(world)
    with time_machine.travel(timezone.now(), tick=False):
        clock.tick()
        read(client, addresses)  # what one's own opening moves has moved
        before = read(client, addresses)

        Hidden(world).happen()
        after = read(client, addresses)

    moved = [place for place in before if before[place] != after[place] and place[0] not in OWN_READING]
    assert {place: apart(before[place][1], after[place][1]) for place in moved} == {}


def test_words_of_the_own_space_are_in_no_exit_of_anybody_else(world, caplog):
    hidden, addresses = Hidden(world), pages(world)
    hidden.happen()
    own = {"XA": "drafter@xa.demo", "XB": "head@xb.demo"}

    found = {}
    for email in SWEPT:
        said = b"".join(body for _status, body in read(world.client(email), addresses).values())
        for code, tokens in hidden.tokens.items():
            found[email, code] = [token for token in tokens if token.encode() in said]
    to_others = [one.message().as_string() for one in mail.outbox if not one.to[0].endswith("@xb.demo")]
    elsewhere = caplog.text + "".join(to_others)

    leaks = {place: words for place, words in found.items() if words and place[0] != own[place[1]]}
    assert leaks == {}
    assert [token for tokens in hidden.tokens.values() for token in tokens if token in elsewhere] == []
    met = {code: len(found[email, code]) for code, email in own.items()}
    assert (met["XA"] >= 3, met["XB"] >= 3) == (True, True)  # the sweep can find: their own people meet them


@pytest.mark.parametrize("email", ["head@xa.demo", "chair@centre.demo"])
def test_c1_nothing_is_reached_under_another_papers_address(world, email):
    lead = rebuild(world.mandates["drafter@xa.demo"].pk)
    empty = drafting.start_paper(
        body=world.papers["Interim"].body,
        title="Empty",
        kind="white_paper",
        language="en",
        text="# Empty\n",
        by=lead,
    )
    drafting.issue_revision(empty, by=lead)
    drafting.table(empty, by=rebuild(world.mandates["head@xa.demo"].pk))
    client, arguments = world.client(email), world.arguments()
    nested = [
        (name, thing, method)
        for name, thing, method in MATRIX
        if thing and thing not in BESIDE and len(arguments[thing]) > 1 and "pk" in routes()[name]
    ]

    answers = {
        (name, thing, method): getattr(client, method)(
            reverse(name, kwargs={**arguments[thing], "pk": empty.pk})
        ).status_code
        for name, thing, method in nested
    }

    assert {place: status for place, status in answers.items() if status not in {401, 404, 405}} == {}
    assert len({name for name, _thing, _method in nested}) > 40
    assert client.get(reverse("portal:paper-detail", args=[empty.pk])).status_code == 200


def test_no_other_method_is_answered_and_none_changes_anything(world):
    client, arguments = world.client("head@xa.demo"), world.arguments()
    before = counted(exempt=())

    answers = {
        (name, method): getattr(client, method)(
            reverse(name, kwargs=arguments[thing] if thing else {})
        ).status_code
        for name, thing, _method in MATRIX
        for method in ("put", "patch", "delete", "trace", "options")
    }

    assert {place: status for place, status in answers.items() if status != 405} == {}
    assert counted(exempt=()) == before


@pytest.mark.parametrize("email", ["head@xa.demo", "chair@centre.demo"])
def test_e1_reading_every_address_changes_nothing(world, email):
    client, addresses = world.client(email), pages(world)
    before = counted(exempt=MOVED_BY_READING)

    read(client, addresses)

    assert counted(exempt=MOVED_BY_READING) == before


def counted(*, exempt):
    """How many rows each table holds."""
    return {
        model._meta.label_lower: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.label_lower not in exempt
    }

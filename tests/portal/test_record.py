"""The record of a paper: what this reader may know of it, as sentences, with its chain."""

import ast
import re

import pytest
from django.db import connection, transaction
from django.urls import reverse

from papers.audit import services as audit
from papers.audit.models import Audience, Event
from papers.drafting import access, services
from portal import events, records, sentences
from tests import factories
from tests.house.sources import product
from tests.pages import text_of

# What differs between two answers to the same question.
CHANGING = re.compile(rb'(name="csrfmiddlewaretoken" value="|nonce=")[^"]+')
# Deadlines of the clock: what it then does is recorded under another name.
NO_ACTS = {
    "delegations.support.over", "drafting.grant.edge", "drafting.paper.lapse", "exchange.file.ends",
    "exchange.sheet.looked_at",
}  # fmt: skip


@pytest.fixture
def recorded(db):
    """Record an event as a service does: in a transaction, about a paper of its own unless another is named."""

    def record(verb, target, *, by, paper=None, **fields):
        with transaction.atomic():
            return audit.record(verb, target, by=by, paper=paper or target, **fields)

    return record


def let_rows_be_changed(table):
    """As somebody could who has the database itself."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


def record_of(person, paper, **query):
    return person.client.get(reverse("portal:paper-record", args=[paper.pk]), query)


def verbs(person, paper):
    return [event.verb for event in events.of_paper(person.acting, paper)]


def test_every_verb_that_is_recorded_has_a_sentence():
    shaped = re.compile(r"[a-z]+\.[a-z_]+\.[a-z_]+")
    written = {
        node.value
        for source in product()
        if source.slice and source.layer in {"services", "access", "writing"}
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and shaped.fullmatch(node.value)
    }

    assert written - set(sentences.SENTENCES) == NO_ACTS


def test_record_tells_the_acts_as_sentences_newest_first(tabled_paper, head):
    html = record_of(head, tabled_paper).content.decode()

    assert verbs(head, tabled_paper) == [
        "drafting.paper.tabled",
        "drafting.access.given",
        "drafting.revision.issued",
        "drafting.paper.started",
        "drafting.access.given",
    ]
    assert f"tabled the paper; it has the symbol {tabled_paper.symbol}." in html


def test_record_names_the_delegation_that_acted_to_every_reader(shared_paper, reader):
    event = next(
        one for one in events.of_paper(reader.acting, shared_paper) if one.verb == "drafting.paper.tabled"
    )

    sentence = sentences.sentence(event, events.names_for(reader.acting))

    assert (
        re.sub(r"<[^>]*>", "", sentence)
        == "XA Valoria tabled the paper; it has the symbol CMCC/WG.4/WP.2026/01."
    )


def test_record_names_the_person_to_their_own_delegation_alone(shared_paper, head, reader):
    own, others = record_of(head, shared_paper), record_of(reader, shared_paper)

    assert [str(head.user) in page.content.decode() for page in (own, others)] == [True, False]


def test_record_begins_where_the_readers_access_begins(paper, drafter, reader, kaldria, head):
    factories.save(paper, drafter, factories.TEXT.replace("ninety", "sixty"))
    services.issue_revision(paper, by=drafter.acting)
    access.give(paper, kaldria, "read", by=drafter.acting)

    assert verbs(reader, paper) == ["drafting.access.given", "drafting.revision.issued"]
    assert len(verbs(head, paper)) > 2


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        (Audience.PAPER, {"head", "reviewer", "chair"}),
        (Audience.DELEGATION, {"reviewer"}),
        (Audience.CHAIR, {"chair"}),
        (Audience.AUDITOR, set()),
        (Audience.SELF, {"reviewer"}),
    ],
)
def test_event_reaches_its_audience_and_nobody_else(
    *, audience, readers, shared_paper, head, reviewer, chair, reader, outsider, recorded
):
    recorded("drafting.paper.resumed", shared_paper, by=reviewer.acting, audience=audience)
    cast = {"head": head, "reviewer": reviewer, "chair": chair, "reader": reader, "outsider": outsider}

    seen = {name for name, person in cast.items() if "drafting.paper.resumed" in verbs(person, shared_paper)}

    assert seen == readers | ({"reader"} if audience == Audience.PAPER else set())


def test_event_about_a_thing_nobody_answers_for_is_shown_to_nobody(shared_paper, head, valoria, recorded):
    recorded("drafting.paper.resumed", valoria, by=head.acting, paper=shared_paper)

    assert "drafting.paper.resumed" not in verbs(head, shared_paper)


def test_record_pages_back_by_hash_and_ignores_what_is_none(shared_paper, head, monkeypatch):
    monkeypatch.setattr(events, "PAGE", 3)
    newest = record_of(head, shared_paper).context["page"]

    older = record_of(head, shared_paper, before=newest.events[-1].hash).context["page"]

    assert [len(newest.events), len(older.events)] == [3, 3]
    assert newest.events[-1].seq > older.events[0].seq
    for nonsense in ("x", "-1", "9" * 400, "\x00", ""):
        assert record_of(head, shared_paper, before=nonsense).status_code == 200


def test_record_says_when_an_act_does_not_fit_its_hash(shared_paper, head):
    whole = record_of(head, shared_paper).content.decode()
    last = Event.objects.of_paper(shared_paper).first()
    let_rows_be_changed("audit_event")
    Event.objects.filter(pk=last.pk).update(facts={"to": "XA"})

    forged = record_of(head, shared_paper).content.decode()

    assert ["does not fit" in html for html in (whole, forged)] == [False, True]
    assert audit.first_broken() == last.seq


def test_auditor_reads_facts_without_titles_and_without_what_delegations_do_among_themselves(
    tabled_paper, auditor, reviewer, valoria, recorded
):
    recorded("drafting.paper.resumed", tabled_paper, by=reviewer.acting, audience=Audience.DELEGATION)

    page = auditor.client.get(reverse("portal:centre-record"), {"check": ""})

    html = page.content.decode()
    assert "drafting.revision" in html
    assert "The whole chain was computed anew just now: every link holds" in html
    assert [tabled_paper.title in html, "took the paper up again" in html] == [False, False]
    assert auditor.client.get(reverse("portal:paper-record", args=[tabled_paper.pk])).status_code == 404


def test_record_of_the_centre_is_refused_to_others_with_the_reason(chair, head):
    for person in (chair, head):
        page = person.client.get(reverse("portal:centre-record"))

        assert page.status_code == 403
        assert "read by its auditor" in page.content.decode()


def test_record_asks_the_same_few_questions_of_few_and_many_events(
    *, tabled_paper, head, estmark, kaldria, drafter, django_assert_num_queries
):
    client, url = head.client, reverse("portal:paper-record", args=[tabled_paper.pk])

    for _step in range(3):
        with django_assert_num_queries(6):
            client.get(url)
        access.give(tabled_paper, estmark, "read", by=drafter.acting)
        access.give(tabled_paper, kaldria, "read", by=drafter.acting)


def test_record_of_a_paper_tells_nothing_of_acts_elsewhere(shared_paper, reviewer, drafter, body):
    before = record_of(reviewer, shared_paper).content

    factories.issued(drafter, body, title="Something hidden")

    after = record_of(reviewer, shared_paper).content
    assert CHANGING.sub(b"", after) == CHANGING.sub(b"", before)


def test_record_tells_who_was_given_access_to_those_who_give_it_and_to_the_one_given(
    shared_paper, head, chair, reviewer, reader
):
    given = {
        name: {
            event.facts["to"]
            for event in events.of_paper(person.acting, shared_paper)
            if "access" in event.verb
        }
        for name, person in {"lead": head, "chair": chair, "given": reviewer, "other": reader}.items()
    }

    everything = {"XA", "XB", "XC", "SEC"}
    assert given == {"lead": everything, "chair": everything, "given": {"XB"}, "other": {"XC"}}


def test_record_of_a_delegation_tells_its_own_people_and_no_others(head, reviewer, valoria, estmark):
    from_here = set(Event.objects.filter(delegation_uuid=valoria.pk, verb__startswith="delegations."))

    told = records.of_delegation(head.acting).events

    assert set(told) == from_here
    assert {event.verb for event in told} >= {"delegations.seat.added", "delegations.mandate.given"}
    assert Event.objects.filter(delegation_uuid=estmark.pk, verb="delegations.mandate.given").exists()


def test_record_of_a_delegation_is_for_those_who_speak_for_it(head, drafter):
    address = reverse("portal:delegation-record")

    shown, refused = head.client.get(address), drafter.client.get(address)

    assert "named a person to a post: Drafter." in text_of(shown)
    assert "read by those who speak for it" in text_of(refused)


def test_record_of_a_delegation_goes_back_page_by_page(head, valoria, monkeypatch):
    monkeypatch.setattr(events, "PAGE", 2)

    first = records.of_delegation(head.acting)
    second = records.of_delegation(head.acting, before=first.older.removeprefix("?before="))

    assert [event.verb for event in first.events + second.events] == [
        "delegations.mandate.given",
        "delegations.seat.added",
        "delegations.delegation.added",
    ]
    assert second.older == ""

"""People whom a paper concerns: asked about passages, they see these and their own answers, and nothing else."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from papers.audit.models import Event
from papers.delegations import services as delegations
from papers.delegations.models import Delegation, Invitation, User
from papers.drafting import access, levels
from papers.drafting.models import Paper, Revision
from papers.notifications import services as notifications
from papers.review import services
from papers.review.models import Comment, Consultation, PartyAnswer, Round
from papers.shared.acting import Capability
from papers.shared.errors import BadInput, Refused
from tests import factories
from tests.cast import SETUP, Person, add_person
from tests.pages import text_of
from tests.review.making import closed, comment_of, open_round
from tests.security.test_matrix import CHANGING, routes

NAME, SAFE = "Canary hospital", "Canary of the hidden valley"
ANSWER = "Canary answer: the well is dry."


def party_of(person, *, title=NAME, is_withheld=False):
    """A party with somebody who answers for it, entered by this person."""
    party = delegations.register_party(
        title=title, language="ar", is_withheld=is_withheld, email="who@canary.example", person="Canary Person",
        by=person.acting,
    )  # fmt: skip
    user = User.objects.create_user(
        f"{party.code.lower()}@party.example", "a long pass phrase", name="Canary Person", language="ar"
    )
    return Person(user, delegations.accredit(user, party.seats.get(), by=SETUP))


def asked(paper, person, party, *, blocks=(2,), **fields):
    fields = {
        "question": "هل الآبار تعمل؟", "language": "ar", "until": timezone.now() + timedelta(days=5), **fields
    }  # fmt: skip
    chosen = [paper.current.block_map[index]["id"] for index in blocks]
    return services.ask_party(paper, party=party.delegation, blocks=chosen, by=person.acting, **fields)


def block_words(paper, index):
    return " ".join(paper.current.block_map[index]["text"].split())


@pytest.fixture
def party(shared_paper, secretary):
    return party_of(secretary)


@pytest.fixture
def hidden(shared_paper, secretary):
    return party_of(secretary, title=SAFE, is_withheld=True)


@pytest.fixture
def consultation(shared_paper, drafter, party):
    return asked(shared_paper, drafter, party)


def answer(consultation, party, text=ANSWER):
    return services.tell(consultation, answers={consultation.block_ids[0]: text}, by=party.acting)


# What a party sees ---------------------------------------------------------------------------------


def test_party_sees_its_passages_and_no_other_word_of_the_paper(consultation, shared_paper, party):
    page = text_of(party.client.get(reverse("review:consultation-answer", args=[consultation.pk])))

    assert block_words(shared_paper, 2) in page
    assert "هل الآبار تعمل؟" in page
    others = [
        one for index, one in enumerate(shared_paper.current.block_map) if index != 2 and one["text"].strip()
    ]
    assert [one["text"] for one in others if one["text"].strip() in page] == []
    assert len(others) > 3


def test_party_meets_nothing_else_at_any_address(
    consultation, shared_paper, party, drafter, head, reviewer, estmark, chair, hidden
):
    round = open_round(shared_paper, chair, estmark)
    comment_of(round, reviewer, "CANARY comment of Estmark")
    secret = asked(shared_paper, drafter, party_of_other(chair), question="CANARY question to others")
    told = [
        shared_paper.title, shared_paper.symbol, str(shared_paper.pk), "CANARY", SAFE, "Valoria", "Estmark", "Kaldria",
        block_words(shared_paper, 3), block_words(shared_paper, -1),
    ]  # fmt: skip
    facts = {
        "pk": shared_paper.pk, "number": 1, "comment": Comment.objects.get().pk, "code": "XA",
        "mandate": drafter.mandate.pk,
        "block": shared_paper.current.block_map[4]["id"],
    }  # fmt: skip
    client = party.client

    found, seen = [], 0
    for name, arguments in routes().items():
        for values in ({**facts}, {**facts, "pk": secret.pk}, {**facts, "code": hidden.delegation.code}):
            if not set(arguments) <= set(values):
                continue
            path = reverse(name, kwargs={key: values[key] for key in arguments})
            response = client.get(path, {"q": "water repair", "round": "1"}, follow=True)
            words = b"".join(response.streaming_content) if response.streaming else response.content
            page = words.decode("utf-8", "ignore").replace(path, "")
            seen += response.status_code == 200
            found += [(name, word) for word in told if word in page]

    assert found == []
    assert seen > 10


def party_of_other(chair):
    return party_of(chair, title="Another party")


def test_party_holds_nothing_of_the_paper(consultation, shared_paper, party):
    acting = party.acting

    assert acting.capabilities == {Capability.TELL}
    assert not Paper.objects.visible_to(acting).exists()
    assert not Revision.objects.visible_to(acting).exists()
    assert list(Delegation.objects.visible_to(acting)) == [party.delegation]
    with pytest.raises(Refused, match="no paper is opened to them"):
        access.give(shared_paper, party.delegation, levels.Level.READ, by=SETUP)


def test_party_does_not_see_what_another_is_asked(consultation, shared_paper, drafter, party, secretary):
    other = party_of(secretary, title="Another")
    theirs = asked(shared_paper, drafter, other, blocks=(4,))

    answers = [
        party.client.get(reverse("review:consultation-answer", args=[pk])).status_code
        for pk in (consultation.pk, theirs.pk)
    ]

    assert answers == [200, 404]


def test_mail_to_a_party_names_no_paper(consultation, shared_paper, party):
    notifications.deliver_waiting()

    (sent,) = [one for one in mail.outbox if one.to == [party.user.email]]
    whole = sent.subject + sent.body
    assert [
        word
        for word in (shared_paper.title, shared_paper.symbol, str(shared_paper.pk), "Valoria")
        if word in whole
    ] == []
    assert "asked" in whole or "سئل" in whole or "سُئل" in whole or str(consultation.pk) in whole


def test_page_of_a_party_reads_from_right_to_left_in_arabic(consultation, party):
    client = party.client
    client.cookies["django_language"] = "ar"

    page = client.get(
        reverse("review:consultation-answer", args=[consultation.pk]), headers={"Accept-Language": "ar"}
    )

    assert 'dir="rtl"' in page.content.decode()


def test_desk_of_a_party_shows_what_it_is_asked_and_no_papers(consultation, party, shared_paper):
    page = text_of(party.client.get(reverse("portal:desk")))

    assert "هل الآبار تعمل؟" in page
    assert shared_paper.title not in page


# Asking and answering ------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["reviewer", "reader", "estmark_head", "administrator", "auditor"])
def test_party_is_asked_by_the_lead_and_the_secretariat_alone(
    request, who, shared_paper, party, reviewer, reader, estmark_head, administrator, auditor
):
    with pytest.raises(PermissionDenied):
        asked(shared_paper, request.getfixturevalue(who), party)


def test_secretary_asks_on_a_paper_that_is_tabled(shared_paper, secretary, party):
    assert asked(shared_paper, secretary, party).asked_by == secretary.delegation


def test_passages_of_another_revision_are_refused(shared_paper, drafter, party):
    with pytest.raises(BadInput, match="passages of the current revision"):
        services.ask_party(
            shared_paper, party=party.delegation, blocks=["00000000-0000-4000-8000-000000000000"], question="x",
            language="ar", until=timezone.now() + timedelta(days=1), by=drafter.acting,
        )  # fmt: skip


def test_delegation_with_a_seat_is_not_asked_as_a_party(shared_paper, drafter, reviewer):
    with pytest.raises(BadInput, match="Choose a party"):
        asked(shared_paper, drafter, reviewer)


def test_answer_counts_strictly_before_its_end(consultation, party):
    with time_machine.travel(consultation.until - timedelta(seconds=1), tick=False):
        answer(consultation, party)
    with (
        time_machine.travel(consultation.until, tick=False),
        pytest.raises(PermissionDenied, match="time to answer is over"),
    ):
        answer(consultation, party, "Too late")

    assert PartyAnswer.objects.get().text == ANSWER


def test_only_the_party_itself_answers(consultation, drafter, secretary, party):
    other = party_of(secretary, title="Another")

    for person in (drafter, secretary, other):
        with pytest.raises(PermissionDenied, match="by the party that was asked"):
            answer(consultation, person)


def test_answer_on_its_page_keeps_what_was_typed_when_it_is_refused(consultation, party):
    where = reverse("review:consultation-answer", args=[consultation.pk])
    field = f"on-{consultation.block_ids[0]}"

    empty = party.client.post(where, {field: "  "})
    long = party.client.post(where, {field: "y" * 9000})
    sent = party.client.post(where, {field: ANSWER}, follow=True)

    assert [empty.status_code, long.status_code, sent.status_code] == [422, 422, 200]
    assert "y" * 9000 in long.content.decode()
    assert ANSWER in text_of(sent)


def test_answers_are_read_by_those_who_may_ask_and_by_no_other_delegation(
    consultation, party, shared_paper, drafter, secretary, reviewer
):
    answer(consultation, party)
    where = reverse("review:consultation-list", args=[shared_paper.pk])

    seen = [person.client.get(where) for person in (drafter, secretary, reviewer)]

    assert [ANSWER in page.content.decode() for page in seen] == [True, True, False]
    assert seen[2].status_code == 403


# In the matrix -------------------------------------------------------------------------------------


def test_answer_is_a_comment_of_its_own_source_from_the_close_of_the_round(
    consultation, party, shared_paper, chair, estmark, reviewer
):
    answer(consultation, party)
    round = open_round(shared_paper, chair, estmark)
    where = reverse("review:matrix", args=[shared_paper.pk, round.number])
    before = text_of(reviewer.client.get(where))

    closed(round)

    comment = Comment.objects.get()
    assert ANSWER not in before
    assert (comment.source, comment.delegation, comment.number) == ("party", party.delegation, 1)
    assert ANSWER in text_of(reviewer.client.get(where))
    assert f"{NAME} Consulted party" in text_of(reviewer.client.get(where))


def test_answer_that_a_round_took_in_stands(consultation, party, shared_paper, chair, estmark):
    answer(consultation, party)
    closed(open_round(shared_paper, chair, estmark))
    with (
        time_machine.travel(consultation.until - timedelta(hours=1)),
        pytest.raises(Refused, match="takes it in"),
    ):
        answer(consultation, party, "Changed")

    assert Comment.objects.get().text == ANSWER


def test_comment_of_a_party_is_answered_for_by_no_delegation(
    consultation, hidden, shared_paper, chair, secretary, estmark
):
    theirs = asked(shared_paper, secretary, hidden)
    answer(theirs, hidden)
    closed(open_round(shared_paper, chair, estmark))
    comment = Comment.objects.get()
    services.decide_disposition(comment, value="rejected", reason="No.", by=chair.acting)

    with pytest.raises(PermissionDenied, match="by the delegation that made it"):
        services.answer_decision(comment, value="maintained", by=chair.acting)


# Withheld names ------------------------------------------------------------------------------------


def test_withheld_name_is_known_to_its_custodian_alone(hidden, shared_paper, secretary, chair, drafter):
    known = [
        hidden.delegation in Delegation.objects.parties_known_to(person.acting)
        for person in (secretary, chair, drafter)
    ]

    assert known == [True, False, False]
    with pytest.raises(BadInput, match="Choose a party"):
        asked(shared_paper, drafter, hidden)


def test_withheld_name_stands_nowhere_but_on_the_custodians_pages(
    hidden, shared_paper, secretary, chair, drafter, reviewer, administrator, auditor, estmark
):
    consultation = asked(shared_paper, secretary, hidden)
    answer(consultation, hidden)
    round = closed(open_round(shared_paper, chair, estmark))
    args = [shared_paper.pk]
    facts = {
        "pk": shared_paper.pk,
        "number": 1,
        "code": hidden.delegation.code,
        "comment": Comment.objects.get().pk,
    }
    told = (SAFE, hidden.delegation.code, "Canary Person", "canary.example")

    found = set()
    for person in (chair, drafter, reviewer, auditor):
        client = person.client
        for name, arguments in routes().items():
            if set(arguments) <= set(facts) and name != "api-v1:openapi-json":
                path = reverse(name, kwargs={key: facts[key] for key in arguments})
                page = client.get(path, {"q": "well"}, follow=True)
                words = b"".join(page.streaming_content) if page.streaming else page.content
                text = CHANGING.sub(b"", words).decode("utf-8", "ignore").replace(path, "")
                found |= {(name, word) for word in told if re.search(rf"\b{word}\b", text)}

    face = text_of(reviewer.client.get(reverse("portal:paper-detail", args=args)))
    assert found == set()
    assert "a party whose name is withheld for its safety, held by secretary (Secretariat)" in face
    assert SAFE in text_of(secretary.client.get(reverse("portal:paper-detail", args=args)))
    assert (Comment.objects.get().source, Comment.objects.get().by) == ("withheld", None)
    assert ANSWER in text_of(reviewer.client.get(reverse("review:matrix", args=[*args, round.number])))


def test_face_says_who_was_asked_and_says_so_when_nobody_was(shared_paper, drafter, reviewer, party):
    where = reverse("portal:paper-detail", args=[shared_paper.pk])
    before = text_of(reviewer.client.get(where))

    asked(shared_paper, drafter, party)

    assert "The paper names nobody of the people concerned" in before
    assert f"asked about passages of it: {NAME}" in text_of(reviewer.client.get(where))


# Entering parties ----------------------------------------------------------------------------------


def test_party_is_entered_on_its_page_and_its_person_invited(secretary, centre):
    sent = secretary.client.post(
        reverse("delegations:party-list"),
        {"title": "مستشفى الوادي", "language": "ar", "person": "Huda", "email": "Huda@Valley.example"},
        follow=True,
    )

    invitation = Invitation.objects.get()
    assert "مستشفى الوادي" in text_of(sent)
    assert (invitation.email, invitation.language, invitation.seat.role) == (
        "huda@valley.example",
        "ar",
        "party",
    )


@pytest.mark.parametrize("who", ["drafter", "administrator"])
def test_party_is_entered_by_the_register_alone(request, who, centre, drafter, administrator):
    with pytest.raises(PermissionDenied, match="chair or the secretary"):
        party_of(request.getfixturevalue(who))


def test_party_takes_no_part_in_rounds_or_rolls(party, shared_paper, chair):
    with pytest.raises(Refused, match="countries and organisations"):
        open_round(shared_paper, chair, party.delegation)

    assert not Round.objects.exists()


def test_party_has_no_other_role_and_no_other_delegation_has_this_one(party, valoria):
    for delegation, role in ((party.delegation, "head"), (valoria, "party")):
        with pytest.raises(Refused, match="consulted parties"):
            add_person(delegation, role)


def test_what_was_asked_and_answered_is_in_no_fact_of_the_record(consultation, party):
    answer(consultation, party)

    facts = str(
        list(Event.objects.filter(verb__startswith="review.consultation").values_list("facts", flat=True))
    )

    assert "passages" in facts
    assert [word for word in (ANSWER, NAME, party.delegation.code) if word in facts] == []


def test_consultations_stop_with_the_text(shared_paper, drafter, party):
    factories.save(shared_paper, drafter, factories.TEXT)
    Paper.objects.filter(pk=shared_paper.pk).update(stage="adopted")

    with pytest.raises(PermissionDenied, match="frozen"):
        asked(Paper.objects.get(pk=shared_paper.pk), drafter, party)
    assert not Consultation.objects.exists()

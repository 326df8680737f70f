"""A whole review: four delegations, two rounds, forty comments, twelve amendments, and each change attributed."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from papers.delegations import services as delegations
from papers.drafting.models import Paper
from papers.review.lifecycle import Fate
from papers.review.models import Amendment, ChangeReason, Comment, Round, Suggestion
from tests import factories
from tests.cast import SETUP, add_person
from tests.pages import text_of
from tests.review.making import closed, open_round

PARAGRAPHS = 12
SITE = "{n}. Site {n} is repaired within {days} days of access, and a note of each visit is kept for the next one.\n"
TEXT = "# Repair of twelve sites\n\n" + "\n".join(
    SITE.format(n=n, days=n + 60) for n in range(1, PARAGRAPHS + 1)
)
WEIGHTS = ["critical", "substantive", "editorial"]


class Team:
    """A delegation in the review: one who types, one who speaks."""

    def __init__(self, delegation):
        self.delegation = delegation
        self.hand, self.voice = add_person(delegation, "reviewer"), add_person(delegation, "head")
        self.client = self.hand.client


@pytest.fixture
def teams(body, estmark, kaldria, norvenia):
    ardenia = delegations.add_delegation(
        code="XE", kind="country", names={"en": "Ardenia"}, colour=5, by=SETUP
    )
    delegations.add_member(body, ardenia, by=SETUP)
    return [Team(one) for one in (estmark, kaldria, norvenia, ardenia)]


def at(round, name, *args):
    return reverse(f"review:{name}", args=[round.paper_id, round.number, *args])


def passage(round, number):
    return next(entry for entry in round.revision.block_map if entry["label"] == str(number))


def comments(team, round, places):
    """One comment to each of these paragraphs, of every weight in turn."""
    for turn, number in enumerate(places):
        sent = {
            "block": passage(round, number)["id"], "kind": "general", "severity": WEIGHTS[turn % 3],
            "text": f"{team.delegation.code} on site {number}.", "reason": "As seen on the spot.",
        }  # fmt: skip
        assert team.client.post(at(round, "comment-add"), sent).status_code == 302


def amends(team, round, number, days, name="amendment-add", **more):
    """An amendment, or with another name a suggestion in the text, that gives a site other days."""
    words = passage(round, number)["text"]
    wanted = words.replace(words.split(" days")[0].split()[-1], str(days))
    sent = {"block": passage(round, number)["id"], "wanted": wanted, "reason": "The roads are open.", **more}
    assert team.client.post(at(round, name), sent).status_code == 302


def judge(chair, round, taken):
    """The chair takes the amendments to these paragraphs, the first of rivals, and none of the others."""
    labels = {entry["id"]: int(entry["label"]) for entry in round.revision.block_map if entry["label"]}
    for one in Amendment.objects.filter(round=round, state=Fate.PROPOSED).order_by("number"):
        number = labels[str(one.block_id)]
        verdict = (
            {"state": "accepted"} if number in taken else {"state": "rejected", "verdict": "Not agreed."}
        )
        taken = taken - {number}
        assert chair.client.post(at(round, "amendment-judge", one.pk), verdict).status_code == 302


def dispose(chair, drafter, round, agreed):
    """The penholder proposes and the chair decides on each; editorial ones are disposed of together."""
    labels = {entry["id"]: entry["label"] for entry in round.revision.block_map}
    editorial = Comment.objects.filter(round=round, severity="editorial")
    sent = {
        "chosen": list(editorial.values_list("pk", flat=True)),
        "value": "noted",
        "reason": "For the editor.",
    }
    assert chair.client.post(at(round, "disposition-together"), sent).status_code == 302
    pen, gavel = drafter.client, chair.client
    for one in Comment.objects.filter(round=round).exclude(severity="editorial").order_by("number"):
        is_agreed = int(labels[str(one.block_id)]) in agreed
        value = {"value": "accepted"} if is_agreed else {"value": "rejected", "reason": "Not agreed."}
        for client in (pen, gavel):
            assert client.post(at(round, "disposition-add", one.pk), value).status_code == 302


def issue(drafter, paper, changed):
    """The penholder writes what was agreed to and issues, taking what the page says each change answers."""
    text = Paper.objects.get(pk=paper.pk).working.text
    for old, new in changed.items():
        assert old in text
        text = text.replace(old, new)
    factories.save(paper, drafter, text)
    page = reverse("review:revision-issue", args=[paper.pk])
    form = drafter.client.get(page).context["form"]
    said = {field.html_name: field.value() for _hunk, field, _more in form.rows if field.value()}
    sent = {"note": "Answers the round.", "seen_version": form["seen_version"].value(), "rest": "on", **said}
    assert drafter.client.post(page, sent).status_code == 302
    return Paper.objects.get(pk=paper.pk).current


def filled(sheet):
    """The exported matrix with a disposition written into the first empty one; its numbers and comments by row."""
    book = load_workbook(io.BytesIO(sheet))
    rows = list(book.active.iter_rows())
    head = next(place for place, row in enumerate(rows) if row[0].value == "No.")
    names = [cell.value for cell in rows[head]]
    column = names.index("Disposition")
    for row in rows[head + 1 :]:
        row[column].value = row[column].value or "Accepted"
    kept = io.BytesIO()
    book.save(kept)
    again = list(load_workbook(io.BytesIO(kept.getvalue())).active.iter_rows(values_only=True))
    return [(row[0], row[names.index("Comment")], row[column]) for row in again[head + 1 :]]


def reasons(revision):
    """By printed number, what the change of a passage answers."""
    labels = {entry["id"]: entry["label"] for entry in revision.block_map}
    given = ChangeReason.objects.filter(step__revision=revision).select_related(
        "step", "comment", "amendment"
    )
    found = {}
    for one in given.order_by("pk"):
        found.setdefault(labels[str(one.step.block_id)], []).append(str(one))
    return found


@pytest.mark.django_db
def test_review_of_forty_comments_and_twelve_amendments_ends_in_a_revision_with_every_change_attributed(
    body, drafter, head, chair, teams
):
    paper = factories.tabled(drafter, head, body, title="Repair of twelve sites", text=TEXT)

    # Round 1: six comments and two amendments of each; one suggests in the text and its head releases the answer.
    first = open_round(paper, chair, *[team.delegation for team in teams])
    for turn, team in enumerate(teams):
        comments(team, first, range(1, 7))
        name, more = ("suggestion-edit", {"seen": 0}) if turn == 0 else ("amendment-add", {})
        amends(team, first, 5 + turn * 2, 30, name, **more)
        amends(team, first, 5 if turn == 3 else 6 + turn * 2, 40 + turn, name, **more)
    assert (Suggestion.objects.count(), Amendment.objects.count()) == (2, 6)
    assert teams[0].voice.client.post(at(first, "answer-release")).status_code == 302
    assert Amendment.objects.filter(delegation=teams[0].delegation).count() == 2
    first = closed(first)
    judge(chair, first, {5, 7, 9})
    dispose(chair, drafter, first, agreed={1, 2})
    rev1 = issue(drafter, paper, {"Site 1 is": "The first site is", "Site 2 is": "The second site is"})

    # What was put in, and what was written by hand, each says what it answers.
    agreed = Comment.objects.filter(round=first, dispositions__value="accepted", dispositions__step="decided")
    assert rev1.symbol.endswith("/Rev.1")
    assert reasons(rev1).keys() == {"1", "2", "5", "7", "9"}
    assert {name for place in ("1", "2") for name in reasons(rev1)[place]} == {
        one.reference for one in agreed
    }
    assert [reasons(rev1)[place] for place in ("5", "7", "9")] == [
        [one.reference]
        for one in Amendment.objects.filter(round=first, state=Fate.APPLIED).order_by("number")
    ]

    # Round 2, on the new text; its matrix goes out and takes what is written into it.
    second = open_round(Paper.objects.get(pk=paper.pk), chair, *[team.delegation for team in teams])
    for turn, team in enumerate(teams):
        comments(team, second, range(1, 5))
        amends(team, second, 9 + turn, 20)
    second = closed(second)
    sheet = chair.client.get(at(second, "matrix-xlsx")).content
    numbered = Comment.objects.filter(round=second).order_by("number")
    assert filled(sheet) == [(one.reference, one.text, "Accepted") for one in numbered]
    judge(chair, second, {10, 12})
    dispose(chair, drafter, second, agreed={3})
    rev2 = issue(drafter, paper, {"Site 3 is": "The third site is", "Site 4 is": "The fourth site is"})

    # Rev.2: forty comments and twelve amendments stand on the record, and no change of the text is without its reason.
    assert (Comment.objects.count(), Amendment.objects.count(), Round.objects.count()) == (40, 12, 2)
    assert rev2.symbol.endswith("/Rev.2")
    assert rev2.steps.exclude(pk__in=ChangeReason.objects.values("step")).count() == 0
    given = reasons(rev2)
    taken = [[one.reference] for one in Amendment.objects.filter(applied_in=rev2).order_by("number")]
    assert [given["10"], given["12"], given["4"]] == [*taken, ["Editorial, by the penholder"]]
    assert given.keys() == {"3", "4", "10", "12"}
    page = teams[1].client.get(reverse("portal:text-origins", args=[paper.pk, 3]))
    assert all(reference in text_of(page) for [reference] in taken)
    assert Suggestion.objects.waiting().count() == 0

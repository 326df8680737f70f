"""Open text: what delegations want of words in brackets, and how one is settled and traced."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from papers.audit.models import Event
from papers.drafting import access
from papers.drafting.live import log
from papers.drafting.models import Paper, WorkingText
from papers.review import opening, services
from papers.review.lifecycle import Settled
from papers.review.models import Bracket, BracketWish
from papers.shared.errors import BadInput, Refused
from tests import factories
from tests.pages import text_of

TEXT = """# Water

1. Repair ends within [ninety days – XA, XB] of access, [where the site is safe].

2. [The centre pays.]

2 bis. [The owner pays. – XB]

2 ter. [Nobody pays.]

3. Cited as [1](https://example.org) and `[code]`.
"""


@pytest.fixture
def paper(drafter, head, centre, body, estmark, kaldria):
    """Valoria's tabled paper in brackets; Estmark comments, Kaldria reads."""
    made = factories.tabled(drafter, head, body, text=TEXT)
    access.give(made, estmark, "comment", by=drafter.acting)
    access.give(made, kaldria, "read", by=drafter.acting)
    return Paper.objects.get(pk=made.pk)


def found(paper, words):
    """The passage and the key of the bracket with these words in the current revision."""
    current = paper.current
    return next(
        {"block": one.block, "key": one.key}
        for one in opening.open_text(current.text, current.block_map)
        if words in one.words
    )


def wish(paper, person, which, **facts):
    return services.say_of_bracket(
        paper, **{"wish": "keep", "why": "contested", **found(paper, which), **facts}, by=person.acting
    )


def settle(paper, person, words, how):
    services.settle_bracket(paper, **found(paper, words), how=how, by=person.acting)
    return log.current(WorkingText.objects.get(paper=paper)).text


def page_of(paper):
    return reverse("review:bracket-list", args=[paper.pk])


def test_list_shows_every_bracket_with_who_asked_for_it_and_its_alternatives(paper, reviewer):
    page = reviewer.client.get(page_of(paper))

    lines = page.context["lines"]
    assert [(line.open.label, line.open.codes, len(line.rivals)) for line in lines] == [
        ("1", ("XA", "XB"), 0), ("1", (), 0), ("2", (), 2), ("2 bis", ("XB",), 2), ("2 ter", (), 2),
    ]  # fmt: skip
    assert "[The owner pays. – XB]" in text_of(page)


def test_wish_stands_beside_the_bracket_for_all_who_read_the_revision(paper, reviewer, reader):
    wish(paper, reviewer, "ninety", why="waiting", words="The capital answers on Monday.")

    page = reader.client.get(page_of(paper))

    assert "XB Estmark Wants the words Waiting for instructions The capital answers on Monday." in text_of(
        page
    )


def test_wish_is_changed_and_stands_once(paper, reviewer):
    wish(paper, reviewer, "ninety")
    wish(paper, reviewer, "ninety", wish="flexible", why="tactical")

    assert list(BracketWish.objects.values_list("wish", "why")) == [("flexible", "tactical")]
    assert Event.objects.filter(verb="review.bracket.wished").count() == 2


def test_wish_stays_with_its_words_in_the_next_revision(paper, reviewer, drafter):
    wish(paper, reviewer, "ninety")
    factories.save(paper, drafter, TEXT.replace("# Water", "# Water and power"))
    services.issue_next_revision(paper, note="", by=drafter.acting)

    page = reviewer.client.get(page_of(paper))

    assert [len(line.wishes) for line in page.context["lines"]] == [1, 0, 0, 0, 0]


def test_list_is_narrowed_by_delegation_and_by_reason(paper, reviewer):
    wish(paper, reviewer, "Nobody pays", why="unclear")

    def shown(**asked):
        lines = reviewer.client.get(page_of(paper), asked).context["lines"]
        return [line.open.label for line in lines]

    assert shown(delegation="XB") == ["1", "2 bis", "2 ter"]
    assert shown(why="unclear") == ["2 ter"]


@pytest.mark.parametrize("who", ["reader", "chair"])
def test_wish_is_for_those_who_may_comment(request, paper, who):
    with pytest.raises(PermissionDenied):
        wish(paper, request.getfixturevalue(who), "ninety")


def test_wish_of_a_bracket_that_is_not_there_changes_nothing(paper, reviewer):
    where = found(paper, "ninety")
    for wrong in ({"key": "0" * 32}, {"wish": "burn"}, {"why": ""}):
        with pytest.raises((Refused, BadInput)):
            services.say_of_bracket(
                paper, **{"wish": "keep", "why": "contested", **where, **wrong}, by=reviewer.acting
            )

    assert not Bracket.objects.exists()


def test_words_that_stay_lose_their_signs_and_the_names(paper, drafter):
    assert "ends within ninety days of access, [where" in settle(paper, drafter, "ninety", Settled.KEPT)


def test_words_that_go_leave_no_blank_behind(paper, drafter):
    assert "of access,\n" in settle(paper, drafter, "where the site", Settled.DROPPED).replace(",.", ",\n")


def test_alternatives_go_when_one_of_them_stays(paper, drafter):
    text = settle(paper, drafter, "The owner pays", Settled.KEPT)

    assert "2 bis. The owner pays.\n\n3." in text
    assert "centre pays" not in text
    assert "Nobody pays" not in text


def test_passage_goes_whole_and_the_other_alternatives_stay(paper, drafter):
    text = settle(paper, drafter, "The owner pays", Settled.DROPPED)

    assert "2. [The centre pays.]\n\n2 ter. [Nobody pays.]" in text


def test_settled_bracket_is_traced_to_the_revision_that_has_it(paper, drafter, reader):
    settle(paper, drafter, "ninety", Settled.KEPT)
    before = reader.client.get(page_of(paper))
    revision = services.issue_next_revision(paper, note="", by=drafter.acting)

    after = reader.client.get(page_of(paper))

    assert Bracket.objects.get().settled_in == revision
    assert (len(before.context["settled"]), len(after.context["settled"])) == (0, 1)
    assert "The words stay revision 2" in text_of(after)


def test_what_the_working_text_has_settled_is_told_to_those_who_write_it_alone(paper, drafter, reviewer):
    settle(paper, drafter, "ninety", Settled.KEPT)

    assert "settled in the working text" in text_of(drafter.client.get(page_of(paper)))
    others = text_of(reviewer.client.get(page_of(paper)))
    record = text_of(reviewer.client.get(reverse("portal:paper-record", args=[paper.pk])))
    assert "settled in the working text" not in others
    assert "settled words in brackets" not in record


def test_words_in_brackets_again_are_open_again_and_settled_anew(paper, drafter):
    settle(paper, drafter, "ninety", Settled.KEPT)
    services.issue_next_revision(paper, note="", by=drafter.acting)
    factories.save(paper, drafter, TEXT)
    services.issue_next_revision(paper, note="", by=drafter.acting)
    again = Paper.objects.get(pk=paper.pk)

    line = drafter.client.get(page_of(again)).context["lines"][0]
    settle(again, drafter, "ninety", Settled.DROPPED)
    revision = services.issue_next_revision(again, note="", by=drafter.acting)

    assert line.settled == ""
    one = Bracket.objects.get()
    assert (one.settled, one.settled_in) == ("dropped", revision)


def test_bracket_is_settled_by_the_lead_alone(paper, reviewer, chair):
    for person in (reviewer, chair):
        with pytest.raises(PermissionDenied):
            settle(paper, person, "ninety", Settled.KEPT)


def test_bracket_that_the_working_text_has_no_more_is_refused(paper, drafter):
    factories.save(paper, drafter, TEXT.replace("[ninety days – XA, XB]", "ninety days"))

    with pytest.raises(Refused, match="any more"):
        settle(paper, drafter, "ninety", Settled.DROPPED)


def test_same_words_twice_in_a_passage_are_left_to_the_writer(drafter, head, centre, body):
    twice = factories.tabled(drafter, head, body, text="1. [Soon] and [Soon].\n")

    with pytest.raises(Refused, match="twice"):
        settle(Paper.objects.get(pk=twice.pk), drafter, "Soon", Settled.KEPT)


def test_page_records_what_a_delegation_wants_and_settles(paper, reviewer, drafter):
    name = "{block}:{key}".format(**found(paper, "ninety"))
    wanted = {"bracket": name, "wish": "drop", "why": "contested", "words": ""}

    said = reviewer.client.post(reverse("review:bracket-wish", args=[paper.pk]), wanted)
    wrong = reviewer.client.post(reverse("review:bracket-wish", args=[paper.pk]), {**wanted, "why": "x"})
    done = drafter.client.post(
        reverse("review:bracket-settle", args=[paper.pk]), {"bracket": name, "how": "kept"}
    )
    again = drafter.client.post(
        reverse("review:bracket-settle", args=[paper.pk]), {"bracket": name, "how": "kept"}
    )

    assert (said.url, done.url) == (page_of(paper), page_of(paper))
    assert (wrong.status_code, again.status_code) == (422, 422)
    assert "do not stand in brackets there any more" in text_of(again)


def test_list_asks_the_same_number_of_times_however_many(
    paper, reviewer, estmark_head, django_assert_max_num_queries
):
    client = reviewer.client
    for words in ("ninety", "where", "Nobody"):
        wish(paper, reviewer, words)
    client.get(page_of(paper))

    with django_assert_max_num_queries(8):
        client.get(page_of(paper))


def test_database_refuses_a_bracket_twice_and_one_settled_by_nobody(paper, reviewer):
    wish(paper, reviewer, "ninety")
    one = Bracket.objects.get()

    with pytest.raises(IntegrityError, match="bracket"), transaction.atomic():
        Bracket.objects.create(paper=paper, revision=paper.current, block=one.block, key=one.key, words="x")
    with pytest.raises(IntegrityError, match="settled"), transaction.atomic():
        Bracket.objects.filter(pk=one.pk).update(settled="kept")

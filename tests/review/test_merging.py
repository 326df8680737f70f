"""Duplicates merged with the comment that they repeat, and editorial comments disposed of together."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from papers.review import services
from papers.review.models import Comment, Merge
from papers.review.models.objections import unsettled
from papers.shared.errors import BadInput
from tests.review.making import closed, comment_of, fresh


@pytest.fixture
def said(round, reviewer, kaldria_reviewer):
    """A closed round: 1 critical, 2 editorial of Estmark; 3 critical, 4 editorial of Kaldria."""
    for person in (reviewer, kaldria_reviewer):
        comment_of(round, person, "Access.", severity="critical")
        comment_of(round, person, "A comma.", severity="editorial")
    return closed(round)


def number(number):
    return fresh(Comment.objects.get(number=number))


def merge(one, other, by):
    return services.decide_disposition(
        number(one), value="merged", reason="The same.", into=f"C-1-{other:03d}", by=by.acting
    )


def row_of(response, number):
    return next(row for row in response.context["rows"] if row.comment.number == number)


def test_merged_comments_keep_their_source_and_lead_to_each_other(said, chair, reviewer):
    merge(3, 1, chair)

    response = reviewer.client.get(reverse("review:matrix", args=[said.paper_id, 1]))
    page = reviewer.client.get(reverse("review:comment-detail", args=[said.paper_id, 1, number(1).pk]))

    assert row_of(response, 3).partner.reference == "C-1-001"
    assert [one.reference for one in row_of(response, 1).duplicates] == ["C-1-003"]
    assert [(one.reference, one.delegation.code) for one in page.context["duplicates"]] == [("C-1-003", "XC")]
    assert number(3).text == "Access."


def test_merge_stands_no_longer_once_the_comment_is_decided_otherwise(said, chair):
    merge(3, 1, chair)
    services.decide_disposition(number(3), value="accepted", by=chair.acting)

    response = chair.client.get(reverse("review:matrix", args=[said.paper_id, 1]))

    assert (row_of(response, 3).partner, row_of(response, 1).duplicates) == (None, [])
    assert Merge.objects.count() == 1


@pytest.mark.parametrize("into", ["", "C-1-003", "C-1-099", "C-2-001", "nonsense", "C-1-002"])
def test_merge_that_makes_no_sense_is_refused(said, chair, into):
    with pytest.raises(BadInput):
        services.decide_disposition(number(3), value="merged", reason="Same.", into=into, by=chair.acting)

    assert number(3).dispositions.count() == 0


def test_comments_are_merged_in_one_step(said, chair):
    merge(2, 4, chair)

    for one, other in ((1, 2), (4, 3)):
        with pytest.raises(BadInput):
            merge(one, other, chair)


def test_merged_objection_stands_and_falls_with_the_comment_it_repeats(said, chair):
    merge(3, 1, chair)
    before = set(unsettled(said.paper_id).values_list("number", flat=True))
    services.decide_disposition(number(1), value="rejected", reason="No.", by=chair.acting)

    assert before == set()
    assert set(unsettled(said.paper_id).values_list("number", flat=True)) == {1, 3}


@pytest.mark.parametrize("act", ["update", "delete"])
def test_merge_is_kept_for_ever(said, chair, act):
    merge(3, 1, chair)

    with pytest.raises(DatabaseError), transaction.atomic():
        Merge.objects.update(into=number(2)) if act == "update" else Merge.objects.all()._raw_delete(
            "default"
        )


def test_editorial_comments_are_disposed_of_together(said, chair, drafter):
    address = reverse("review:disposition-together", args=[said.paper_id, 1])
    chosen = [str(number(one).pk) for one in (2, 4)]

    proposed = drafter.client.post(address, {"chosen": chosen, "value": "accepted"})
    decided = chair.client.post(f"{address}?severity=editorial", {"chosen": chosen, "value": "accepted"})

    assert (proposed.status_code, decided.status_code) == (302, 302)
    assert [number(2).dispositions.count(), number(4).dispositions.count()] == [2, 2]


def test_weighty_comments_are_not_disposed_of_together_and_nothing_is_recorded(said, chair):
    address = reverse("review:disposition-together", args=[said.paper_id, 1])
    chosen = [str(number(one).pk) for one in (1, 2)]

    refused = chair.client.post(address, {"chosen": chosen, "value": "noted", "reason": "Kept words."})

    assert refused.status_code == 422
    assert ("C-1-001" in refused.content.decode(), "Kept words." in refused.content.decode()) == (True, True)
    assert number(2).dispositions.count() == 0


def test_duplicates_of_any_weight_are_merged_together(said, chair):
    address = reverse("review:disposition-together", args=[said.paper_id, 1])
    chosen = [str(number(one).pk) for one in (2, 3, 4)]

    answer = chair.client.post(
        address, {"chosen": chosen, "value": "merged", "into": "1", "reason": "The same point."}
    )

    assert answer.status_code == 302
    assert Merge.objects.filter(into=number(1)).count() == 3

"""From the clock that finds a silence unbroken to the references: one transaction, no further act."""

import pytest

from papers.adoption.registry import on_adoption
from papers.drafting.models import Paper
from papers.implementation.models import Recommendation
from tests.adoption.making import consolidated, expire, placed, swept


def test_unbroken_silence_numbers_the_recommendations_of_the_sealed_text(tabled_paper, chair):
    silence = swept(placed(consolidated(tabled_paper), chair))

    found = Recommendation.objects.select_related("adoption", "revision", "paper").in_order()
    adoption = silence.adoption
    assert [one.reference for one in found] == [f"{tabled_paper.symbol}/R1", f"{tabled_paper.symbol}/R2"]
    assert {(one.adoption, one.revision, one.adopted_at) for one in found} == {
        (adoption, adoption.revision, silence.expires_at)
    }
    assert found[0].paper.stage == "adopted"


def test_adoption_without_its_references_does_not_happen(tabled_paper, chair, monkeypatch):
    silence = expire(placed(consolidated(tabled_paper), chair))

    def fail(adoption, *, by):
        raise RuntimeError("no references")

    monkeypatch.setitem(on_adoption._handlers, "implementation.recommendations", fail)
    with pytest.raises(RuntimeError, match="no references"):
        swept(silence)

    assert Paper.objects.get(pk=tabled_paper.pk).stage == "silence"
    assert Recommendation.objects.count() == 0

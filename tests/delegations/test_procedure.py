"""The rules of procedure: dated, changed by a decision; what has begun keeps those it began under."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from papers.audit.models import Event
from papers.delegations import services
from papers.delegations.queries import rules_of
from papers.delegations.queries.procedure import SETTINGS
from papers.shared.errors import BadInput
from tests.pages import text_of


def change(body, person, decision="WG.4/2026/D.3", **settings):
    return services.change_rules(body, decision_ref=decision, by=person.acting, **settings)


def typed(body, **changed):
    current = rules_of(body)
    said = {name: getattr(current, name) for name in SETTINGS if getattr(current, name) is not False}
    return {**said, "decision_ref": "WG.4/2026/D.3", **changed}


def test_rules_change_on_a_decision_and_the_old_ones_stay(body, secretary):
    before, moment = rules_of(body), timezone.now()

    put = change(body, secretary, minimum_silence_hours=96, shortest_silence_hours=24)

    assert rules_of(body) == put
    assert rules_of(body, moment) == before
    assert Event.objects.get(verb="delegations.rules.changed").facts == {
        "body": "WG.4",
        "decision_ref": "WG.4/2026/D.3",
    }


def test_rules_without_the_reference_of_a_decision_stay_as_they_are(body, chair):
    with pytest.raises(BadInput, match="name its reference"):
        change(body, chair, decision="  ", minimum_round_days=1)

    assert rules_of(body).minimum_round_days == 3


def test_rules_are_changed_by_the_chair_or_the_secretary_alone(body, head, administrator):
    for person in (head, administrator):
        with pytest.raises(PermissionDenied):
            change(body, person)


def test_rules_page_shows_everybody_what_holds_and_what_each_decision_changed(body, outsider, chair):
    change(body, chair, late_comments="marked", late_days=3)
    client = outsider.client

    page = text_of(client.get(reverse("delegations:rules-detail", args=[body.code])))

    assert "WG.4/2026/D.3" in page
    assert "Refused; it is brought in the next round Taken for some days and marked as late" in page
    assert "Put these rules in force" not in page


def test_rules_from_the_page_are_in_force_at_once(body, chair):
    done = chair.client.post(
        reverse("delegations:rules-detail", args=[body.code]), typed(body, minimum_round_days=5)
    )

    assert done.status_code == 302
    assert rules_of(body).minimum_round_days == 5


def test_rules_page_hands_back_what_cannot_be(body, chair):
    wrong = typed(body, shortest_silence_hours=200, minimum_round_days=4)
    page = chair.client.post(reverse("delegations:rules-detail", args=[body.code]), wrong)

    assert page.status_code == 422
    assert "The shortest silence is not longer than the minimum." in text_of(page)
    assert 'value="200"' in page.content.decode()
    assert rules_of(body).minimum_round_days == 3

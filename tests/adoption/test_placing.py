"""Placing a paper under silence: what is frozen, who gains access, what is refused."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from papers.adoption import clean, services
from papers.adoption.models import RollEntry, Silence
from papers.drafting import access
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper
from papers.drafting.sharing import Wish, set_access
from papers.notifications.models import Notice
from papers.review.services import decide_disposition, issue_next_revision
from papers.shared.errors import Refused
from tests import factories
from tests.adoption.making import change_state, consolidated, in_hours, placed
from tests.review import making as reviews


def test_place_freezes_revision_roll_and_rules(ready_paper, chair, body):
    silence = placed(ready_paper, chair)

    body.rules.update(maximum_extensions=9)
    roll = RollEntry.objects.filter(silence=silence).order_by("delegation__code")
    assert list(roll.values_list("delegation__code", "participation_then")) == [
        ("XA", "active"), ("XB", "active"), ("XC", "active"), ("XD", "active"),
    ]  # fmt: skip
    assert (silence.revision, silence.number, silence.zone) == (ready_paper.current, 1, "Asia/Jerusalem")
    assert Silence.objects.get().snapshot.maximum_extensions == 2
    ready_paper.refresh_from_db()
    assert ready_paper.stage == Stage.SILENCE


def test_place_lets_the_whole_roll_comment_and_tells_it(ready_paper, chair, outsider, reader):
    assert access.held(outsider.acting, ready_paper).permissions == frozenset()

    placed(ready_paper, chair)

    assert access.held(outsider.acting, ready_paper).permissions == {"view_paper", "comment_paper"}
    told = Notice.objects.filter(kind="adoption.silence.placed").values_list("recipient", flat=True)
    assert {outsider.user.pk, reader.user.pk} <= set(told)


def test_place_gives_access_that_would_end_without_end(ready_paper, chair, estmark, reviewer, drafter):
    access.give(ready_paper, estmark, "comment", until=in_hours(10), by=drafter.acting)

    placed(ready_paper, chair)

    assert ready_paper.grants.live().get(delegation=estmark).until is None


@pytest.mark.parametrize(
    "wish", [{"level": ""}, {"level": "read"}, {"level": "comment", "last_day": date(2100, 1, 1)}]
)
def test_access_of_the_roll_is_not_narrowed_while_the_silence_runs(silence, drafter, estmark, wish):
    grant = silence.paper.grants.live().get(delegation=estmark)
    wish = Wish(estmark, seen=frozenset({grant.pk}), **wish)

    with pytest.raises(PermissionDenied, match="under silence"):
        set_access(silence.paper, [wish], by=drafter.acting)

    assert ready_to_answer(silence, estmark)


def ready_to_answer(silence, delegation):
    return access.delegations_with(silence.paper, "comment_paper").filter(pk=delegation.pk).exists()


def test_access_may_still_be_widened_while_the_silence_runs(silence, drafter, estmark):
    grant = silence.paper.grants.live().get(delegation=estmark)

    set_access(silence.paper, [Wish(estmark, "draft", seen=frozenset({grant.pk}))], by=drafter.acting)

    assert silence.paper.grants.live().get(delegation=estmark).level == "draft"


def test_place_leaves_dormant_on_and_observers_off_the_roll(ready_paper, chair, secretary, estmark, kaldria):
    change_state(estmark, "dormant", secretary)
    change_state(kaldria, "observer", secretary)

    silence = placed(ready_paper, chair)

    states = dict(silence.roll.values_list("delegation__code", "participation_then"))
    assert states == {"XA": "active", "XB": "dormant", "XD": "active"}


def test_place_by_anyone_but_the_chair_is_refused(ready_paper, head, secretary, administrator):
    for person in (head, secretary, administrator):
        with pytest.raises(PermissionDenied, match="chair's to decide"):
            placed(ready_paper, person)

    assert Silence.objects.count() == 0


def test_place_from_another_stage_is_refused(tabled_paper, chair):
    with pytest.raises(PermissionDenied, match="from consolidation"):
        placed(tabled_paper, chair)


def test_place_twice_leaves_one_procedure(silence, ready_paper, chair):
    stale = ready_paper
    stale.stage = Stage.CONSOLIDATION

    with pytest.raises(PermissionDenied, match="from consolidation"):
        placed(stale, chair)

    assert Silence.objects.count() == 1


def test_place_below_the_minimum_needs_a_reason(ready_paper, chair):
    with pytest.raises(Refused, match="shorter than 72 hours"):
        placed(ready_paper, chair, hours=48)

    silence = placed(ready_paper, chair, hours=48, short_reason="The mandate ends on Friday.")

    assert silence.short_reason == "The mandate ends on Friday."


def test_place_below_the_shortest_is_refused_whatever_the_reason(ready_paper, chair):
    with pytest.raises(Refused, match="no silence shorter than 24 hours"):
        placed(ready_paper, chair, hours=23, short_reason="Because.")


def test_place_a_text_with_an_open_bracket_is_refused_and_lists_it(drafter, head, centre, body, chair):
    paper = consolidated(factories.tabled(drafter, head, body, text="1. A [disputed – XB, XC] word.\n"))

    with pytest.raises(Refused, match=r"one bracket is open.*1: \[disputed – XB, XC\]"):
        placed(paper, chair)


def test_place_a_paper_without_brackets_asks_to_confirm_those_a_reader_sees(
    drafter, head, centre, body, chair
):
    paper = factories.tabled(drafter, head, body, text="1. As said [in 2024].\n", brackets=False)
    consolidated(paper)

    with pytest.raises(Refused, match=r"confirm that none of them is. 1: \[in 2024\]"):
        placed(paper, chair)

    assert placed(paper, chair, ignored_confirmed=True).ignored_brackets == 1


def test_place_another_revision_than_the_one_confirmed_is_refused(ready_paper, chair):
    with pytest.raises(Refused, match="Another revision was issued since you looked"):
        placed(ready_paper, chair, seen_sha256="0" * 64)


def test_place_with_an_undecided_critical_comment_is_refused(tabled_paper, chair, reviewer, estmark):
    round = reviews.open_round(tabled_paper, chair, estmark)
    comment = reviews.comment_of(round, reviewer, severity="critical")
    ready_paper = reviews.closed(round).paper

    with pytest.raises(PermissionDenied, match="Critical comments have no decided disposition"):
        placed(ready_paper, chair)

    decide_disposition(reviews.fresh(comment), value="accepted", by=chair.acting)
    assert placed(ready_paper, chair).number == 1


def test_place_while_a_round_is_open_is_refused(tabled_paper, chair, estmark):
    reviews.open_round(tabled_paper, chair, estmark)
    ready_paper = consolidated(tabled_paper)

    with pytest.raises(PermissionDenied, match="round is still open"):
        placed(ready_paper, chair)


def test_place_an_expiry_without_zone_or_beyond_a_year_is_refused(ready_paper, chair):
    naive = in_hours(80).replace(tzinfo=None)

    with pytest.raises(Refused, match="needs its zone"):
        services.place(ready_paper, expires_at=naive, by=chair.acting)
    with pytest.raises(Refused, match="more than a year"):
        placed(ready_paper, chair, hours=24 * 400)


def test_place_refuses_a_revision_issued_while_the_text_was_being_read(
    ready_paper, chair, drafter, monkeypatch
):
    read = clean.open_brackets

    def issues_meanwhile(text, *, counted):
        factories.save(ready_paper, drafter, factories.TEXT.replace("ninety", "sixty"))
        issue_next_revision(Paper.objects.get(pk=ready_paper.pk), note="", by=drafter.acting)
        return read(text, counted=counted)

    monkeypatch.setattr(clean, "open_brackets", issues_meanwhile)

    with pytest.raises(Refused, match="Another revision was issued since you looked"):
        placed(ready_paper, chair)
    assert Silence.objects.count() == 0

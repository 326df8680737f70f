"""Who may do what, when: every role at every stage against one table, and each no with its reason."""

import pytest

from papers.delegations import services as delegations
from papers.drafting import access, rules
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper
from papers.shared.acting import System
from tests import factories
from tests.cast import SETUP, add_person

S = Stage
OPEN = {S.TABLED, S.CIRCULATION, S.CONSOLIDATION, S.AD_REFERENDUM, S.DEFERRED}
LEAD_WRITERS = {"drafter", "head", "submitter"}
SPEAKERS = {"head", "submitter"}
ALL_STAGES = list(Stage)


def stages(*groups):
    """{stage: who} with nobody where nothing is said."""
    table = {stage: set() for stage in ALL_STAGES}
    for some, who in groups:
        for stage in some:
            table[stage] = table[stage] | who
    return table


# rule → stage → who may. Estmark holds “draft”: its `codrafter` writes, its `reviewer` reads along.
TABLE = {
    "can_read_working": stages((ALL_STAGES, {*LEAD_WRITERS, "lead_reader", "codrafter", "reviewer"})),
    "can_edit": stages(({S.DRAFT, *OPEN}, {*LEAD_WRITERS, "codrafter"})),
    "can_issue": stages(({S.DRAFT}, LEAD_WRITERS)),
    "can_table": stages(({S.DRAFT}, SPEAKERS)),
    "can_withdraw": stages(({S.DRAFT, S.SILENCE, *OPEN}, SPEAKERS)),
    "can_defer": stages(({S.TABLED, S.CIRCULATION, S.CONSOLIDATION}, {"chair"})),
    "can_resume": stages(({S.DEFERRED}, {"chair"})),
    "can_change_access": stages(
        (set(ALL_STAGES) - {S.WITHDRAWN, S.LAPSED}, LEAD_WRITERS),
        (set(ALL_STAGES) - {S.DRAFT, S.WITHDRAWN, S.LAPSED}, {"administrator"}),
    ),
}


@pytest.fixture
def everybody(
    drafter, head, reviewer, estmark, reader, outsider, chair, secretary, administrator, auditor, valoria
):
    return {
        "drafter": drafter, "head": head, "submitter": add_person(valoria, "submitter"),
        "lead_reader": add_person(valoria, "reader"), "codrafter": add_person(estmark, "drafter"),
        "reviewer": reviewer, "reader": reader, "outsider": outsider, "chair": chair, "secretary": secretary,
        "administrator": administrator, "auditor": auditor,
    }  # fmt: skip


@pytest.fixture
def papers(everybody, body, estmark, kaldria):
    """A paper at each stage, given to Estmark to draft and to Kaldria to read."""
    drafter, head = everybody["drafter"], everybody["head"]
    found = {S.DRAFT: factories.issued(drafter, body), None: factories.tabled(drafter, head, body)}
    for paper in found.values():
        access.give(paper, estmark, "draft", by=drafter.acting)
        access.give(paper, kaldria, "read", by=drafter.acting)
    return found


@pytest.mark.parametrize("name", TABLE)
def test_rule_says_yes_to_whom_the_table_names_and_to_nobody_else(name, papers, everybody):
    rule = getattr(rules, name)
    found = {stage: set() for stage in ALL_STAGES}

    for stage in ALL_STAGES:
        paper = at_stage(papers, stage)
        found[stage] = {who for who, person in everybody.items() if rule(person.acting, paper)}

    assert found == TABLE[name]


@pytest.mark.parametrize("name", TABLE)
def test_rule_says_no_to_a_suspended_delegation(name, papers, everybody, valoria):
    delegations.enter_participation(valoria, state="suspended", decision_ref="D/1", by=SETUP)

    yes = [
        (who, stage)
        for stage in ALL_STAGES
        for who in ("drafter", "head", "submitter", "lead_reader")
        if getattr(rules, name)(everybody[who].acting, at_stage(papers, stage))
    ]

    assert yes == []


@pytest.mark.parametrize("name", TABLE)
def test_rule_says_no_to_the_clock(name, papers):
    assert not any(getattr(rules, name)(System("test"), at_stage(papers, stage)) for stage in ALL_STAGES)


@pytest.mark.parametrize("name", TABLE)
def test_rule_says_no_to_an_account_that_was_closed(name, papers, everybody):
    person = everybody["head"]
    acting = person.acting
    acting.user.is_active = False

    assert not any(getattr(rules, name)(acting, at_stage(papers, stage)) for stage in ALL_STAGES)


@pytest.mark.parametrize("name", TABLE)
def test_rule_names_a_reason_whenever_it_says_no(name, papers, everybody):
    rule = getattr(rules, name)

    silent = [
        (who, stage)
        for stage in ALL_STAGES
        for who, person in everybody.items()
        if not rule(person.acting, at_stage(papers, stage))
        and not rule.why_not(person.acting, at_stage(papers, stage))
    ]

    assert silent == []


@pytest.mark.parametrize(
    ("who", "ceiling"), [("drafter", "lead"), ("head", "lead"), ("administrator", "draft")]
)
def test_ceiling_is_what_one_holds_and_draft_for_the_administrator(papers, everybody, who, ceiling):
    assert rules.ceiling(everybody[who].acting, papers[None]) == ceiling


def at_stage(papers, stage):
    """A paper as it stands at a stage; only the stage differs from a paper that came there."""
    paper = papers[S.DRAFT] if stage == S.DRAFT else papers[None]
    found = Paper.objects.get(pk=paper.pk)
    found.stage = stage
    return found

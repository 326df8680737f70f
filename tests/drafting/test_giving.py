"""Access on several papers in one act: previewed, done on all or on none, never more than one holds; and templates."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from papers.drafting import access, giving, sharing
from papers.drafting.giving import Offer
from papers.drafting.models import AccessTemplate, Grant, Paper
from papers.notifications.models import Notice
from papers.shared.errors import BadInput, Refused
from tests.cast import add_person
from tests.factories import issued
from tests.pages import text_of

NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def papers(drafter, body):
    return [issued(drafter, body, title=f"Paper {number}", theme="water") for number in range(3)]


@pytest.fixture
def hidden(kaldria, body):
    """A paper of Kaldria's that Valoria knows nothing of."""
    return issued(add_person(kaldria, "drafter"), body, title="Hidden by Kaldria")


@pytest.fixture
def offer(estmark):
    return Offer({estmark: "comment"}, reason="for the series")


def ids(papers):
    return [paper.pk for paper in papers]


def give(papers, offer, person):
    """Previewed, and then done as it was."""
    digest = giving.digest_of(giving.plan_all(ids(papers), offer, by=person.acting))
    return giving.give_all(ids(papers), offer, seen_digest=digest, by=person.acting)


def held(papers, delegation):
    return [
        {(one.level, one.reason) for one in sharing.standing(paper) if one.delegation == delegation}
        for paper in papers
    ]


def test_giving_reaches_every_paper_and_tells_those_who_gain(papers, offer, drafter, estmark, reviewer):
    give(papers, offer, drafter)

    assert held(papers, estmark) == [{("comment", "for the series")}] * 3
    assert Notice.objects.filter(kind=sharing.GIVEN, recipient=reviewer.user).count() == 3
    assert set(Paper.objects.visible_to(reviewer.acting)) == set(papers)


def test_giving_leaves_those_who_hold_more_and_ends_nobody_sooner(papers, drafter, estmark, kaldria):
    access.give(papers[0], estmark, "draft", by=drafter.acting, reason="writes with us")
    access.give(papers[1], kaldria, "read", by=drafter.acting)
    tomorrow = timezone.localdate() + timedelta(days=1)

    give(papers, Offer({estmark: "comment", kaldria: "comment"}, last_day=tomorrow), drafter)

    assert held(papers[:1], estmark) == [{("draft", "writes with us")}]
    ends = {paper: Grant.objects.open().get(paper=paper, delegation=kaldria).until for paper in papers}
    assert ends == {papers[0]: sharing.end_of(tomorrow), papers[1]: None, papers[2]: sharing.end_of(tomorrow)}


def test_giving_leaves_reporting_beside_it(papers, drafter, estmark, offer):
    access.give(papers[0], estmark, "report", by=drafter.acting)

    give(papers, offer, drafter)

    assert {level for level, _reason in held(papers[:1], estmark)[0]} == {"report", "comment"}


@pytest.mark.parametrize("foreign", ["hidden", "read by us", "unknown"])
def test_a29_mixed_batch_is_refused_whole_and_names_nothing(
    papers, hidden, offer, drafter, valoria, kaldria, estmark, foreign
):
    if foreign == "read by us":
        access.give(hidden, valoria, "read", by=add_person(kaldria, "head").acting)
    wanted = [*ids(papers), NOWHERE if foreign == "unknown" else hidden.pk]

    with pytest.raises(PermissionDenied) as refused:
        giving.give_all(wanted, offer, seen_digest="", by=drafter.acting)

    assert str(refused.value) == (
        "These are not all papers whose access you can change now. Nothing was changed on any of them."
    )
    assert not Grant.objects.filter(delegation=estmark).exists()


def test_c3_nobody_gives_more_than_they_hold_on_every_paper(tabled_paper, administrator, estmark, kaldria):
    with pytest.raises(PermissionDenied, match="Nobody gives more"):
        giving.plan_all([tabled_paper.pk], Offer({estmark: "read", kaldria: "lead"}), by=administrator.acting)


def test_c4_administrator_gives_nothing_before_tabling(paper, administrator, offer):
    with pytest.raises(PermissionDenied):
        giving.plan_all([paper.pk], offer, by=administrator.acting)


def test_giving_what_differs_from_the_preview_is_refused_whole(papers, offer, drafter, estmark):
    digest = giving.digest_of(giving.plan_all(ids(papers), offer, by=drafter.acting))
    access.give(papers[2], estmark, "read", by=drafter.acting)

    with pytest.raises(Refused, match="since the preview"):
        giving.give_all(ids(papers), offer, seen_digest=digest, by=drafter.acting)

    assert held(papers[:2], estmark) == [set(), set()]


def test_giving_another_offer_than_was_previewed_is_refused(papers, offer, drafter, estmark):
    digest = giving.digest_of(giving.plan_all(ids(papers), offer, by=drafter.acting))

    with pytest.raises(Refused, match="since the preview"):
        giving.give_all(ids(papers), Offer({estmark: "draft"}), seen_digest=digest, by=drafter.acting)


def test_giving_on_too_many_papers_is_refused(drafter, offer):
    many = [f"00000000-0000-4000-8000-{number:012d}" for number in range(51)]

    with pytest.raises(BadInput, match="At most 50"):
        giving.plan_all(many, offer, by=drafter.acting)


def test_planning_asks_the_same_number_of_times_however_many(
    papers, offer, drafter, django_assert_num_queries
):
    by = drafter.acting

    with django_assert_num_queries(2):  # papers with what one holds, grants
        giving.plan_all(ids(papers), offer, by=by)


# The pages -----------------------------------------------------------------------------------------


def send(person, page, papers, **fields):
    return person.client.post(reverse(f"drafting:{page}"), {"paper": ids(papers), **fields})


def test_pages_lead_from_the_matrix_through_the_preview_to_the_act(papers, drafter, estmark, reviewer):
    chosen = drafter.client.get(reverse("drafting:access-give"), {"paper": ids(papers)})
    seen = send(drafter, "access-give", papers, **{"level-XB": "comment", "reason": "series"})
    done = send(
        drafter, "access-given", papers,
        **{"level-XB": "comment", "reason": "series", "seen_digest": seen.context["digest"]},
    )  # fmt: skip

    assert "Paper 2" in text_of(chosen)
    assert "1 person of Estmark" in text_of(seen)
    assert done.status_code == 302
    assert held(papers, estmark) == [{("comment", "series")}] * 3


def test_page_without_a_choice_keeps_what_was_typed(papers, drafter, estmark):
    page = send(drafter, "access-give", papers, reason="Typed with care.")

    assert page.status_code == 422
    assert "Choose a template, or a level" in text_of(page)
    assert "Typed with care." in page.content.decode()


def test_a28_page_with_a_hidden_paper_is_answered_as_with_one_that_never_was(
    papers, hidden, drafter, estmark
):
    sent = {"level-XB": "read"}
    first = drafter.client.post(reverse("drafting:access-give"), {"paper": [hidden.pk], **sent})
    other = drafter.client.post(reverse("drafting:access-give"), {"paper": [NOWHERE], **sent})

    assert (first.status_code, text_of(first)) == (403, text_of(other))


# Templates -----------------------------------------------------------------------------------------


def made(person, levels, **fields):
    facts = {"title": "Water group", "theme": "Water", **fields}
    return giving.make_template(levels=levels, by=person.acting, **facts)


def test_template_is_offered_on_papers_of_its_theme_and_gives_its_rows(papers, drafter, estmark, kaldria):
    template = made(drafter, {estmark: "comment", kaldria: "read"})

    seen = send(drafter, "access-give", papers, template=template.pk)
    send(drafter, "access-given", papers, template=template.pk, seen_digest=seen.context["digest"])

    assert held(papers, kaldria) == [{("read", "")}] * 3


def test_template_of_another_theme_is_not_offered(papers, drafter, estmark):
    template = made(drafter, {estmark: "comment"}, theme="registry")

    assert send(drafter, "access-give", papers, template=template.pk).status_code == 422


def test_templates_of_the_centre_are_offered_to_all_and_others_to_nobody_else(
    drafter, estmark_head, administrator, reviewer, estmark
):
    own, centres = made(drafter, {estmark: "read"}), made(administrator, {estmark: "read"})

    seen = [set(AccessTemplate.objects.visible_to(one.acting)) for one in (drafter, estmark_head, reviewer)]

    assert seen == [{own, centres}, {centres}, set()]


def test_a39_title_of_a_template_that_another_delegation_has_is_free(drafter, estmark_head, estmark):
    made(estmark_head, {estmark: "read"})

    assert made(drafter, {estmark: "read"}).title == "Water group"
    with pytest.raises(BadInput, match="already"):
        made(drafter, {estmark: "read"}, title="WATER GROUP")


def test_template_is_ended_by_its_own_delegation_alone(drafter, estmark, estmark_head, administrator):
    template, centres = made(drafter, {estmark: "read"}), made(administrator, {estmark: "read"})

    with pytest.raises(PermissionDenied):
        giving.end_template(centres, by=drafter.acting)
    giving.end_template(template, by=drafter.acting)

    assert list(AccessTemplate.objects.all()) == [centres]


def test_template_page_keeps_one_and_does_away_with_it(drafter, estmark):
    url = reverse("drafting:access-template-list")

    wrong = drafter.client.post(url, {"title": "Water group"})
    right = drafter.client.post(url, {"title": "Water group", "level-XB": "read"})
    listed = text_of(drafter.client.get(url))
    ended = drafter.client.post(
        reverse("drafting:access-template-end", args=[AccessTemplate.objects.get().pk])
    )

    assert (wrong.status_code, right.status_code, ended.status_code) == (422, 302, 302)
    assert "Water group" in listed
    assert not AccessTemplate.objects.exists()

"""What the acting person may do with a paper now, as buttons; each asks the rule that its service asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from papers.drafting import rules
from papers.drafting.models import Paper, WorkingText
from papers.drafting.symbols import next_symbol
from papers.shared.acting import Actor
from papers.shared.rules import Rule


@dataclass(frozen=True)
class Act:
    """A verb and its object, where to do it, and how heavy it is: "go", "stop" or plain."""

    label: Any
    url: str
    tone: str = ""


@dataclass(frozen=True)
class Confirmation:
    """What a page says before an act: heading, what will happen, the button, and facts worth a look."""

    heading: str
    what: str
    submit: str
    stop: bool = False
    facts: tuple[tuple[Any, Any], ...] = ()
    warning: str = ""


ISSUE = _("Issue a revision")
ISSUE_AFTER_TABLING = rules.leads & rules.issues & rules.text_is_open
ACTS: tuple[tuple[Rule, Any, str, str], ...] = (
    (rules.can_edit, _("Write the text"), "drafting:working-edit", ""),
    (rules.can_table, _("Table the paper…"), "drafting:paper-table", ""),
    (rules.can_resume, _("Take the paper up again…"), "drafting:paper-resume", ""),
    (rules.can_defer, _("Defer the paper…"), "drafting:paper-defer", ""),
    (rules.can_withdraw, _("Withdraw the paper…"), "drafting:paper-withdraw", "stop"),
)


def acts_for(acting: Actor, paper: Paper) -> list[Act]:
    """The acts open to this person on this paper, in the order of its life; no statement beyond the grants."""
    acts = [
        Act(label, reverse(url, args=[paper.pk]), tone)
        for rule, label, url, tone in ACTS
        if rule(acting, paper)
    ]
    issue = issue_act(acting, paper)
    return [*acts[:1], issue, *acts[1:]] if issue else acts


def issue_act(acting: Actor, paper: Paper) -> Act | None:
    """Issuing a revision: the lead's before tabling, after it the review's, which asks whether comments wait."""
    if rules.can_issue(acting, paper):
        return Act(ISSUE, reverse("drafting:revision-issue", args=[paper.pk]))
    if paper.is_tabled and ISSUE_AFTER_TABLING(acting, paper):
        try:
            return Act(ISSUE, reverse("review:revision-issue", args=[paper.pk]))
        except NoReverseMatch:
            return None
    return None


def confirm_table(paper: Paper) -> Confirmation:
    """What tabling will do: the symbol, who presides, which text is tabled."""
    number = paper.current.number if paper.current else 1
    issued = Q(text_seq=F("head_seq"), text=F("paper__current__text"))
    unissued = WorkingText.objects.filter(paper=paper).exclude(issued).exists()
    return Confirmation(
        heading=gettext("Table the paper"),
        what=gettext(
            "It is submitted to its body under a symbol that is never used again. The secretariat may read it from "
            "this revision on and presides from now on: it opens rounds, decides and places under silence. You go "
            "on writing and issuing, and manage access."
        ),
        submit=gettext("Table the paper"),
        facts=(
            (_("Symbol expected"), next_symbol(paper).text),
            (_("Text tabled"), paper.label_of(number)),
            (_("Body"), paper.body.name),
            (_("Marking"), paper.get_marking_display()),
            (_("Consulted"), paper.consulted or _("nobody, says the paper")),
        ),
        warning=gettext("The working text holds changes that are not issued; they are not tabled.")
        if unissued
        else "",
    )

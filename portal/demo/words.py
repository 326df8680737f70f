"""What the people of the demonstration write: comments, changes of text, an objection. All of it is invented."""

from __future__ import annotations

from typing import NamedTuple


class Said(NamedTuple):
    """One comment: who, on which paragraph and words, how heavy, what and why."""

    person: str
    paragraph: str
    quote: str
    severity: str
    text: str
    reason: str = ""
    proposed: str = ""
    kind: str = "general"


REGISTRY_FIRST = (
    Said("reviewer@xc.demo", "5", "under separate responsibility", "substantive",
         "Name the two places and who is responsible for each.", "Without names nobody can be asked."),
)  # fmt: skip

REGISTRY_SECOND = (
    Said("reviewer@xc.demo", "6", "Personal data", "editorial", "Add “of living persons”.",
         proposed="Personal data of living persons", kind="drafting"),
    Said("reviewer@xa.demo", "8", "published every month", "substantive", "Say by whom.",
         "A figure without a publisher is not published."),
)  # fmt: skip

MUNICIPAL = (
    Said("reviewer@xb.demo", "2", "a budget is stated", "critical", "A stated budget is not a funded one.",
         "Services handed over without funds stop within weeks; the last two did.",
         "a budget for at least six months is funded", "drafting"),
    Said("reviewer@xb.demo", "5", "sixty days", "substantive", "Sixty days are too few.",
         "The review of the first handover found questions until day eighty.", "ninety days", "drafting"),
    Said("reviewer@xc.demo", "6", "a cost per month", "substantive", "Give the exchange rate used.",
         "Costs in two currencies cannot be compared."),
    Said("reviewer@xc.demo", "", "", "editorial", "Use “municipal body” throughout."),
    Said("reviewer@xf.demo", "9", "confirmed in writing", "critical", "Add a date by which this is given.",
         "An open confirmation blocks the budget of the emergency provider."),
    Said("reviewer@xa.demo", "3", "public wells", "substantive", "Wells belong to the second wave.",
         "Their operation depends on the network of paragraph 4."),
)  # fmt: skip


class Amends(NamedTuple):
    """One amendment: who, in which paragraph which words become which, why, and whom it asks to join."""

    person: str
    paragraph: str
    old: str
    new: str
    reason: str
    asked: tuple[str, ...] = ()


MUNICIPAL_AMENDMENTS = (
    Amends("reviewer@xb.demo", "5", "sixty days", "ninety days",
           "Questions came until day eighty after the first handover.", ("XC",)),
    Amends("reviewer@xf.demo", "5", "sixty days", "thirty days", "Providers are needed elsewhere by then."),
    Amends("reviewer@xc.demo", "3", "public wells", "public wells and tanker filling points",
           "Half of the districts are supplied by tanker."),
)  # fmt: skip

MARKING = (
    Said("reviewer@xf.demo", "6", "the languages spoken in the place", "substantive",
         "Say who decides which these are.",
         "In two districts the operators and the councils answered differently."),
)  # fmt: skip

MARKING_SUGGESTED = Amends(
    "reviewer@xb.demo", "7", "within ten days", "within five days",
    "A sign that is lost for ten days is believed to have been taken down.",
)  # fmt: skip

WATER = (
    Said("reviewer@xc.demo", "2", "within ninety days", "critical",
         "“Ninety days” must run from the day on which safe access to the site is confirmed.",
         "Counted from adoption, three of the eleven sites could not be begun in time."),
    Said("reviewer@xb.demo", "12", "tested weekly", "editorial", "Write “every week”.",
         proposed="tested every week", kind="drafting"),
    Said("reviewer@xf.demo", "4", "14.2 litres", "substantive", "State the population base of each figure.",
         "The two figures use different bases.", kind="factual"),
)  # fmt: skip

# The penholder's proposals, by the words that were commented on.
ANSWERS = {
    "a budget is stated": ("in_part", "“Funded for three months” is what the treasuries confirmed."),
    "sixty days": ("accepted", ""),
    "a cost per month": ("noted", "The annex on cost will give the rate."),
}

OBJECTION = "Opening hours cannot be promised for all offices, and the fee is not ours to waive."

SETTLED = {
    "[The fee is waived for twelve months – XB, XC]": "The fee is waived for twelve months",
    " [A reduced fee applies – XE]": "",
    "[Offices of first instance remain open two evenings a week – XB]": (
        "Offices of first instance remain open two evenings a week."
    ),
    "in two places under separate responsibility": "with the registry and with the supreme court of audit",
}
SOFTENED = {
    "remain open two evenings a week": "publish their opening hours, with one evening a week where staff allow",
    "waived for twelve months": "waived for twelve months where the issuing authority so decides",
}
WEEKLY = {
    "tested weekly": "tested every week",
    "within ninety days": "within ninety days of confirmed safe access",
}

"""The head of every page of one paper: what it is, where it stands, and its seven parts, always in this order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from papers.drafting import access
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper
from papers.drafting.models.papers import Marking
from papers.shared.acting import Actor

PARTS = (
    ("text", _("Text"), "portal:paper-detail"),
    ("revisions", _("Revisions"), "drafting:revision-list"),
    ("review", _("Review"), "review:round-list"),
    ("adoption", _("Adoption"), "adoption:silence-list"),
    ("implementation", _("Implementation"), "implementation:recommendation-list"),
    ("access", _("Access"), "drafting:access-detail"),
    ("record", _("Record"), "portal:paper-record"),
)


# A language under its own name.
LANGUAGE_NAMES = {"en": "English", "ar": "العربية", "fr": "Français", "he": "עברית", "es": "Español"}


@dataclass(frozen=True)
class StageMark:
    label: str
    mark: str
    live: bool


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    count: Any
    current: bool


@dataclass
class Head:
    """What `_components/paper_head.html` shows; `tabs` carry counts where the page knows them."""

    title: str
    symbol: str
    stage: StageMark
    lead: Any
    language: str
    language_code: str
    marking: str
    current: dict[str, Any] | None
    tabs: list[Tab]
    sponsors: list[Any] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)


def head_of(acting: Actor, paper: Paper, here: str, **counts: Any) -> Head:
    """The head for a page of this paper; `here` is the part's key. Asks the database nothing new about the paper."""
    current = paper.current
    visible = current.number - access.held(acting, paper).from_number + 1 if current else 0
    counts.setdefault("revisions", max(visible, 0))
    return Head(
        title=paper.title,
        symbol=paper.symbol_of(current.number) if paper.is_tabled and current else "",
        stage=StageMark(str(paper.stage_label), paper.stage_mark, paper.stage == Stage.SILENCE),
        lead=paper.lead,
        language=LANGUAGE_NAMES.get(paper.language, paper.language),
        language_code=paper.language,
        marking=str(Marking(paper.marking).label),
        current={"label": paper.label_of(current.number), "issued": current.recorded_at} if current else None,
        tabs=[
            Tab(str(label), reverse(name, args=[paper.pk]), counts.get(key), key == here)
            for key, label, name in PARTS
        ],
    )

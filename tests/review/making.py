"""Rounds in the states that tests start from, made by the services."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from papers.clock import services as clock
from papers.review import services
from papers.review.models import Comment, Round

WEEK = timedelta(days=7)


def said(text="Ninety days must run from site access.", **fields):
    """The words of a comment that can be recorded."""
    return {
        "kind": "general",
        "severity": "substantive",
        "text": text,
        "reason": "Access comes late.",
        **fields,
    }


def block(round, words):
    """The id of the passage in which these words stand."""
    return next(entry["id"] for entry in round.revision.block_map if words in entry["text"])


def open_round(paper, chair, *delegations, deadline=None, **fields):
    """A round on the paper's current revision, for a week."""
    deadline = deadline or timezone.now() + WEEK
    return services.open_round(paper, delegations=delegations, deadline=deadline, by=chair.acting, **fields)


def comment_of(round, person, *args, **fields):
    """A comment made through the service."""
    return services.add_comment(Round.objects.get(pk=round.pk), by=person.acting, **said(*args, **fields))


def closed(round):
    """The round, closed by the clock at its deadline."""
    with time_machine.travel(round.deadline, tick=False):
        clock.tick()
    return Round.objects.get(pk=round.pk)


def fresh(comment):
    return Comment.objects.select_related("round__paper", "delegation").get(pk=comment.pk)

"""Which entries answer a question: the one place that speaks to either engine's full-text search."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from papers.search.models import Entry
from papers.search.question import Question

# PostgreSQL counts the places of words up to 16,383; beyond, a phrase is looked for in the stems themselves.
COUNTED = 60_000  # characters of stems that surely lie within


def answering(question: Question) -> QuerySet[Entry]:
    """Entries that hold every term of the question, with `in_title`: whether symbol and title hold them all."""
    engine = _postgresql if connection.vendor == "postgresql" else _sqlite
    everywhere, in_title = engine(question)
    return Entry.objects.filter(everywhere).annotate(in_title=in_title)


def _sqlite(question: Question) -> tuple[Any, Any]:
    found = "search_entry.id IN (SELECT rowid FROM search_words WHERE search_words MATCH %s)"
    return _truth(found, question.for_sqlite), _truth(found, f"{{title}} : ({question.for_sqlite})")


def _postgresql(question: Question) -> tuple[Any, Any]:
    found = "search_entry.words @@ %s::tsquery"
    in_title = _truth(found, question.for_postgresql("A"))
    if not question.phrases:
        return _truth(found, question.for_postgresql()), in_title
    apart, held = question.words_apart.for_postgresql(), []
    for forms in question.phrases:
        held += [f"% {form} %" for form in forms]
    alike = " AND ".join(
        "(" + " OR ".join(["' ' || body || ' ' LIKE %s"] * len(forms)) + ")" for forms in question.phrases
    )
    long = f"({found} AND length(body) > {COUNTED} AND {alike})"
    return _truth(f"({found} OR {long})", question.for_postgresql(), apart, *held), in_title


def _truth(sql: str, *values: str) -> RawSQL:
    return RawSQL(sql, values, output_field=BooleanField())  # noqa: S611 - the SQL is ours, what was typed is bound

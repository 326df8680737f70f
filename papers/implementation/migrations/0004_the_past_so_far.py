"""Notes on the record are kept for ever; the past of what is followed already is read from its entries."""

import datetime as dt

from django.db import migrations
from django.utils import timezone

from papers.implementation import history
from papers.implementation.lifecycle import ACCEPTING
from papers.shared.triggers import Refuse

COLUMNS = (
    "addressee_id", "due", "every_days", "followed_from", "answer", "answered_on", "accepted_on", "status",
    "confidence", "last_report", "contested_on", "asked_on", "report_due", "silent_on",
)  # fmt: skip
AT_FIRST = {
    "answer": "awaiting", "answered_on": None, "accepted_on": None, "status": "not_started", "confidence": "grey",
    "last_report": None, "asked_on": None, "report_due": None, "silent_on": None,
}  # fmt: skip


def read_from_entries(apps, schema_editor):
    models = {name: apps.get_model("implementation", name) for name in ("Response", "StatusEntry", "Report")}
    Stretch = apps.get_model("implementation", "Stretch")
    for one in apps.get_model("implementation", "Recommendation").objects.iterator():
        acts = sorted(_acts(models, one), key=lambda act: act[0])
        for line in ("stood", "known"):
            days = [(day if line == "stood" else timezone.localdate(at), facts) for at, day, facts in acts]
            begun = timezone.localdate(one.adopted_at)
            first = {**{name: getattr(one, name) for name in COLUMNS}, **AT_FIRST, "followed_from": begun}
            spans = history.written([history.Span(begun, history.FOREVER, first)], days)
            now = {name: getattr(one, name) for name in COLUMNS}
            spans[-1] = history.Span(spans[-1].starts, history.FOREVER, now)
            Stretch.objects.bulk_create(
                Stretch(recommendation=one, line=line, starts=span.starts, ends=span.ends, **span.facts)
                for span in spans
            )


def _acts(models, one):
    """Each act as the moment it was recorded, the day from which it holds, and what it changed."""
    accepted = None
    for entry in models["Response"].objects.filter(recommendation=one).order_by("recorded_at"):
        awaits = entry.value == "awaiting"
        accepted = (accepted or entry.effective_on) if entry.value in ACCEPTING else None
        answered = None if awaits else entry.effective_on
        facts = {"answer": entry.value, "answered_on": answered, "accepted_on": accepted}
        yield entry.recorded_at, entry.effective_on, facts
    for entry in models["StatusEntry"].objects.filter(recommendation=one):
        yield entry.recorded_at, entry.effective_on, {entry.axis: entry.value}
    for entry in models["Report"].objects.filter(recommendation=one):
        yield entry.recorded_at, entry.effective_on, {"last_report": entry.effective_on}
    if one.followed_from != timezone.localdate(one.adopted_at):
        reopened = dt.datetime.combine(one.followed_from, dt.time.max, tzinfo=dt.UTC)
        yield reopened, one.followed_from, {"followed_from": one.followed_from}


class Migration(migrations.Migration):
    dependencies = [("implementation", "0003_stretches_and_dissent")]

    operations = [
        *(
            Refuse("implementation_dissent", act, "what was recorded of a recommendation is never changed")
            for act in ("UPDATE", "DELETE")
        ),
        migrations.RunPython(read_from_entries, migrations.RunPython.noop),
    ]

"""Each save becomes an update of the log: who, when and which words are kept, each generation on its own.

The log goes on counting above every version that was ever handed out: whoever still has an editor open from before
gets their words back as a recovery text, instead of having them merged with the wrong base.
"""

from itertools import groupby

from django.db import migrations

from papers.drafting.live.replica import Replica
from papers.shared.text import normalise_line_ends


def saves_become_updates(apps, schema_editor):
    for working in apps.get_model("drafting", "WorkingText").objects.order_by("pk").iterator(chunk_size=200):
        _move(apps, working)


def _move(apps, working):
    saved = apps.get_model("drafting", "SavedText").objects.filter(paper=working.paper_id)
    saves = list(saved.order_by("generation", "version"))
    seq, last = working.version, saves[-1] if saves else None
    if last is None or (last.generation, last.text) != (working.generation, working.text):
        saves.append(working)
    for generation, group in groupby(saves, key=lambda save: save.generation):
        seq, size = _write(apps, working, generation, list(group), seq)
    working.text = normalise_line_ends(working.text)
    working.head_seq = working.text_seq = seq
    working.snapshot_seq = working.version
    working.size = size
    working.save()


def _write(apps, working, generation, saves, seq):
    replica, size, rows = Replica(), 0, []
    update = apps.get_model("drafting", "TextUpdate")
    for number, save in enumerate(saves, seq + 1):
        payload = replica.become(normalise_line_ends(save.text))
        size += len(payload)
        rows.append(
            update(
                paper_id=working.paper_id, generation=generation, seq=number, payload=payload, at=save.saved_at,
                by_id=getattr(save, "by_id", None), by_mandate=getattr(save, "by_mandate", None),
            )
        )
    update.objects.bulk_create(rows)
    return seq + len(saves), size


class Migration(migrations.Migration):

    dependencies = [('drafting', '0004_text_updates')]

    operations = [migrations.RunPython(saves_become_updates)]

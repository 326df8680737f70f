"""Revisions issued before steps were kept get theirs, from what their passages say and said before."""

from django.db import migrations

from papers.drafting import diff
from papers.drafting.passages import passages
from papers.drafting.preparing import steps_of

BATCH = 500


def keep_steps(apps, schema_editor):
    """What each revision did to the passages of the one before, computed from the two as a comparison does."""
    revisions = apps.get_model("drafting", "Revision").objects.filter(base__isnull=False)
    step = apps.get_model("drafting", "Step")
    for revision in revisions.select_related("base").defer("text", "base__text").iterator(chunk_size=50):
        rows = diff.compare(passages(revision.base.block_map), passages(revision.block_map))
        step.objects.bulk_create(
            (
                step(revision=revision, block_id=one.block, kind=one.kind, label=one.label, words=one.words)
                for one in steps_of(rows)
            ),
            batch_size=BATCH,
        )


class Migration(migrations.Migration):
    dependencies = [("drafting", "0010_steps_of_passages")]
    operations = [migrations.RunPython(keep_steps, migrations.RunPython.noop, elidable=True)]

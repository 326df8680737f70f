"""What was accepted before reminders were sent has its next one put down."""

from datetime import datetime, time, timedelta

from django.db import migrations
from django.utils import timezone


def put_down(apps, schema_editor):
    DueAction = apps.get_model("clock", "DueAction")
    today = timezone.localdate()
    asked = apps.get_model("implementation", "Recommendation").objects.filter(report_due__isnull=False)
    for one in asked.iterator():
        days = (one.asked_on, one.report_due + timedelta(days=1), one.silent_on)
        day = next((day for day in days if day > today), None)
        if day is not None:
            DueAction.objects.get_or_create(
                kind="implementation.reminder",
                target_uuid=one.pk,
                version=day.toordinal(),
                defaults={"due_at": timezone.make_aware(datetime.combine(day, time(8)))},
            )


class Migration(migrations.Migration):
    dependencies = [("implementation", "0007_letters"), ("clock", "0001_initial")]

    operations = [migrations.RunPython(put_down, migrations.RunPython.noop)]

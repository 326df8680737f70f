from django.db import migrations

from papers.shared.triggers import Refuse

ENTRIES = ("response", "statusentry", "report", "verification", "evidence")


class Migration(migrations.Migration):
    dependencies = [("implementation", "0001_initial")]

    operations = [
        Refuse(f"implementation_{entry}", act, "what was recorded of a recommendation is never changed")
        for entry in ENTRIES
        for act in ("UPDATE", "DELETE")
    ]

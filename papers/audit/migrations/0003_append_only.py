from django.db import migrations

from papers.shared.triggers import Refuse


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_initial")]
    operations = [
        Refuse("audit_event", "UPDATE", "the record is append-only"),
        Refuse("audit_event", "DELETE", "the record is append-only"),
    ]

from django.db import migrations

from papers.shared.triggers import Refuse


class Migration(migrations.Migration):
    dependencies = [("drafting", "0001_initial")]
    operations = [
        Refuse("drafting_revision", "UPDATE", "an issued revision is immutable"),
        Refuse("drafting_revision", "DELETE", "an issued revision is kept for ever"),
    ]

from django.db import migrations

from papers.shared.triggers import Refuse


class Migration(migrations.Migration):
    dependencies = [("adoption", "0001_initial")]
    operations = [
        Refuse("adoption_break", "UPDATE", "an objection stays as it was received"),
        Refuse("adoption_break", "DELETE", "an objection is kept for ever"),
        Refuse("adoption_adoption", "UPDATE", "an adoption is sealed"),
        Refuse("adoption_adoption", "DELETE", "an adoption is never taken back"),
        Refuse("adoption_extension", "UPDATE", "an extension stays as it was given"),
    ]

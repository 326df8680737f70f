from django.db import migrations

from papers.shared.triggers import Refuse


class Migration(migrations.Migration):
    dependencies = [("review", "0001_initial")]
    operations = [
        Refuse("review_disposition", "UPDATE", "a disposition is superseded, never edited"),
        Refuse("review_disposition", "DELETE", "a disposition is kept for ever"),
    ]

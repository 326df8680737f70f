import django.db.models.deletion
from django.db import migrations, models

from papers.shared.triggers import Refuse


class Migration(migrations.Migration):
    dependencies = [("review", "0010_matrix_looks")]
    operations = [
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "disposition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merge",
                        to="review.disposition",
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges",
                        to="review.comment",
                    ),
                ),
            ],
        ),
        Refuse("review_merge", "UPDATE", "a merge is replaced by a new disposition, never edited"),
        Refuse("review_merge", "DELETE", "a merge is kept for ever"),
    ]

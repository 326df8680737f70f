from django.db import models

from papers.drafting.models import Paper, Revision

CURSOR = "search"


class Entry(models.Model):
    """A paper's line in the index: the stems of its symbol and title, and of its current text.

    The tables that find words in it follow by triggers (migration 0002): on SQLite a full-text table whose content is
    this one, on PostgreSQL a generated column. A change of this table must make them again.
    """

    paper = models.OneToOneField(Paper, models.CASCADE, related_name="entry")
    revision = models.ForeignKey(Revision, models.CASCADE, null=True, related_name="+")
    language = models.CharField(max_length=8)
    title = models.TextField()
    body = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "entries"

    def __str__(self):
        return f"entry of {self.paper_id}"


class Cursor(models.Model):
    """How far a consumer of the record has read it."""

    name = models.CharField(max_length=40, primary_key=True)
    seq = models.BigIntegerField(default=0)

    def __str__(self):
        return f"{self.name} at {self.seq}"

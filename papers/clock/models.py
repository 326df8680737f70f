from django.db import models
from django.db.models import Q


class DueActionQuerySet(models.QuerySet):
    def due(self, now):
        return self.filter(done_at__isnull=True, due_at__lte=now).order_by("due_at", "pk")

    def waiting(self):
        return self.filter(done_at__isnull=True)


class DueAction(models.Model):
    """A deadline as a row: decided late when the clock stood still, never twice."""

    kind = models.CharField(max_length=60)
    target_uuid = models.UUIDField()
    version = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    objects = DueActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "target_uuid", "version"], name="due_action_once"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(done_at__isnull=True), name="due_action_waiting")
        ]

    def __str__(self):
        return f"{self.kind} {self.target_uuid} at {self.due_at:%Y-%m-%d %H:%M:%S}"


class Heartbeat(models.Model):
    """The clock was alive at this moment; a gap between two says that it was not."""

    at = models.DateTimeField(unique=True)

from django.conf import settings
from django.db import models

from papers.shared.models import PublicId


class NoticeQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(recipient=user)

    def visible_to(self, acting):
        """A person's own, under the mandate in which they act."""
        if acting.user is None or acting.mandate is None:
            return self.none()
        return self.filter(recipient=acting.user, mandate_uuid=acting.mandate.pk)

    def unread(self):
        return self.filter(read_at__isnull=True)


class Notice(PublicId):
    """Something for one person under one mandate: a kind and an id, no title and no text."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    mandate_uuid = models.UUIDField()
    kind = models.CharField(max_length=60)
    target_uuid = models.UUIDField()
    dedupe = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        indexes = [models.Index(fields=["recipient", "-created_at"], name="notice_of_person")]

    def __str__(self):
        return f"{self.kind} for {self.recipient_id}"


class Delivery(models.Model):
    """One notice on its way by one channel."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        DROPPED = "dropped"

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=12, default="mail")
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(auto_now_add=True)
    message_id = models.CharField(max_length=120, unique=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_per_channel")
        ]
        indexes = [
            models.Index(fields=["next_try"], condition=models.Q(state="waiting"), name="delivery_waiting")
        ]


class OutboxMail(models.Model):
    """A mail that would have been sent, where no mail server is configured."""

    at = models.DateTimeField(auto_now_add=True)
    to = models.TextField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    message_id = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

"""Fields that several slices share; no tables."""

import uuid

from django.conf import settings
from django.db import models


class PublicId(models.Model):
    """A random id that may stand in an address: it tells neither how many there are nor when one was made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class ActOf(models.Model):
    """Who did it: the person, and the mandate under which (null for the clock and the console)."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    by_mandate = models.UUIDField(null=True, editable=False)

    class Meta:
        abstract = True


def act_of(actor):
    """The two fields of ActOf for an actor, for `create(**act_of(by))`."""
    return {"by": actor.user, "by_mandate": actor.mandate.pk if actor.mandate else None}

"""Filters of a dashboard under a name: kept on the post, opened with the rights of whoever holds it then."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations.models import Seat
from papers.implementation import rules
from papers.implementation.models import SavedView
from papers.shared.acting import Actor
from papers.shared.errors import BadInput
from papers.shared.models import act_of

MOST = 50  # of one post


@transaction.atomic
def save_view(*, name: str, page: str, query: str, by: Actor) -> SavedView:
    """Keep the filters of a page on the post of the person who acts."""
    rules.can_save_view.require(by, None)
    seat = Seat.objects.select_for_update().get(pk=by.mandate.seat_id)
    _check_name(by, name)
    if SavedView.objects.filter(seat=seat).count() >= MOST:
        raise BadInput(_("A post keeps %(n)d views at most. Drop one of them first.") % {"n": MOST})
    view = SavedView.objects.create(seat=seat, name=name, page=page, query=query, **act_of(by))
    audit.record("implementation.view.changed", view, by=by, audience=Audience.SELF)
    return view


@transaction.atomic
def rename_view(view: SavedView, *, name: str, by: Actor) -> SavedView:
    """Give it another name."""
    rules.can_save_view.require(by, None)
    view = SavedView.objects.visible_to(by).select_for_update(of=("self",)).get(pk=view.pk)
    _check_name(by, name, besides=view)
    view.name = name
    view.save(update_fields=["name"])
    audit.record("implementation.view.changed", view, by=by, audience=Audience.SELF)
    return view


@transaction.atomic
def drop_view(view: SavedView, *, by: Actor) -> None:
    """Forget it."""
    rules.can_save_view.require(by, None)
    view = SavedView.objects.visible_to(by).select_for_update(of=("self",)).get(pk=view.pk)
    audit.record("implementation.view.changed", view, by=by, audience=Audience.SELF)
    view.delete()


def _check_name(by: Actor, name: str, besides: SavedView | None = None) -> None:
    same = SavedView.objects.visible_to(by).filter(name=name)
    if besides is not None:
        same = same.exclude(pk=besides.pk)
    if same.exists():
        raise BadInput(_("Your post has a view of this name already. Nothing was kept; choose another name."))

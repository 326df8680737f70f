"""Deeds that whoever finds a window open must not do: the person has confirmed a moment ago that it is them."""

from allauth.account.decorators import reauthentication_required


def is_it_you(answer):
    """Asked before this answer is carried out, which then goes on; reading and every other answer ask nothing."""
    return reauthentication_required(
        app="allauth.account", enabled=lambda request: request.POST.get("answer") == answer
    )

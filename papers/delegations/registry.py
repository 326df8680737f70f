"""What opens the portal beside a session is known above: registered there, ended in the transaction that ends them."""

from papers.shared.registry import Registry

# name → callable(user, *, by): ends what this person's programs and calendars hold, for whatever reason sessions end.
keys = Registry("keys of an account")

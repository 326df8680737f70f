"""What the clock does is known above it: a handler per kind of due action, and pulls run at every tick."""

from papers.shared.registry import Registry

# kind → object with fire(target_uuid, *, by), which decides under its own row lock and may be called again.
due_actions = Registry("due actions")

# name → callable() that catches up with the audit log or sends what waits; idempotent.
pulls = Registry("pulls")

# name → callable() -> bool that does one piece of long work, if there is any, and says whether there was. It runs
# beside the beats, so that no deadline waits for it.
work = Registry("long work")

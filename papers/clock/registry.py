"""What the clock does is known above it: a handler per kind of due action, and pulls run at every tick."""

from papers.shared.registry import Registry

# kind → object with fire(target_uuid, *, by), which decides under its own row lock and may be called again.
due_actions = Registry("due actions")

# name → callable() that catches up with the audit log or sends what waits; idempotent.
pulls = Registry("pulls")

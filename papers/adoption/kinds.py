"""Names under which the clock and the notices know this slice's acts."""

SWEEP = "adoption.silence.sweep"
WATCH = "adoption.silence.watch"

PLACED = "adoption.silence.placed"
EXTENDED = "adoption.silence.extended"
SUSPENDED = "adoption.silence.suspended"
RESUMED = "adoption.silence.resumed"
BROKEN = "adoption.silence.broken"
CANCELLED = "adoption.silence.cancelled"
ADOPTED = "adoption.paper.adopted"
OBJECTION = "adoption.objection.received"

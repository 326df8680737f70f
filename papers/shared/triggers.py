"""Database triggers, on SQLite and PostgreSQL alike, for rows that must never change."""

from django.db.migrations.operations.base import Operation


class Refuse(Operation):
    """Refuse an UPDATE or DELETE of any row of a table, with a reason; with columns, only an UPDATE of one of them."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table, act, reason, columns=()):
        self.table, self.act, self.reason, self.columns = table, act, reason, tuple(columns)

    @property
    def name(self):
        return f"{self.table}_no_{self.act.lower()}"

    def state_forwards(self, app_label, state):
        """Triggers are no part of the models' state."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(self.statement(schema_editor.connection.vendor))

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        postgresql = schema_editor.connection.vendor == "postgresql"
        schema_editor.execute(f"DROP TRIGGER {self.name}" + (f" ON {self.table}" if postgresql else ""))

    def statement(self, vendor):
        when = self.act + (f" OF {', '.join(self.columns)}" if self.columns else "")
        if vendor == "postgresql":
            return (
                f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{self.reason}' USING ERRCODE = 'integrity_constraint_violation'; END $$; "
                f"CREATE TRIGGER {self.name} BEFORE {when} ON {self.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {self.name}()"
            )
        return (
            f"CREATE TRIGGER {self.name} BEFORE {when} ON {self.table} "
            f"BEGIN SELECT RAISE(ABORT, '{self.reason}'); END"
        )

    def describe(self):
        return f"Refuse {self.act} on {self.table}: {self.reason}"

    def deconstruct(self):
        known = {"columns": list(self.columns)} if self.columns else {}
        return self.__class__.__qualname__, [self.table, self.act, self.reason], known


class Allow(Refuse):
    """Take a trigger away, to put a narrower one in its place."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"Allow {self.act} on {self.table} until the next trigger"

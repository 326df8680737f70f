"""Database triggers, on SQLite and PostgreSQL alike, for rows that must never change."""

from django.db.migrations.operations.base import Operation


class Refuse(Operation):
    """Refuse an UPDATE or DELETE of any row of a table, with a reason."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table, act, reason):
        self.table, self.act, self.reason = table, act, reason

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
        if vendor == "postgresql":
            return (
                f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{self.reason}' USING ERRCODE = 'integrity_constraint_violation'; END $$; "
                f"CREATE TRIGGER {self.name} BEFORE {self.act} ON {self.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {self.name}()"
            )
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.act} ON {self.table} "
            f"BEGIN SELECT RAISE(ABORT, '{self.reason}'); END"
        )

    def describe(self):
        return f"Refuse {self.act} on {self.table}: {self.reason}"

    def deconstruct(self):
        return self.__class__.__qualname__, [self.table, self.act, self.reason], {}

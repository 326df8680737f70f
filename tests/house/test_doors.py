"""The few doors through which rows change, access is asked, and HTML is trusted."""

import ast

from tests.house.sources import product, where

WRITES = {
    "create",
    "acreate",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "save",
    "asave",
    "delete",
    "adelete",
}
QUERIES = {"objects", "filter", "exclude", "all", "select_for_update", "open", "waiting", "unread", "current"}
# Modules beside services.py that change rows, each called by a service that took the rule's answer and the lock.
WRITERS = {
    "papers/delegations/models/people.py": "Django's user manager",
    "papers/drafting/access.py": "grants and the rows of guardian that follow from them",
    "papers/drafting/listing.py": "lists kept elsewhere, as the papers that hold them",
    "papers/drafting/live/log.py": "the log of a working text, appended to under its lock",
    "papers/drafting/carrying.py": "markings of what narrowed passages become, as a revision is written",
    "papers/drafting/narrowing.py": "to whom passages are released",
    "papers/drafting/giving.py": "templates of access, which give nothing by themselves",
    "papers/drafting/history.py": "names of moments of the working text, and what was brought back",
    "papers/drafting/holding.py": "who works on which section",
    "papers/drafting/reviewing.py": "reviews of what delegations can see, and their answers",
    "papers/drafting/writing.py": "the working text, and revisions with their blocks",
    "papers/shared/workbooks.py": "a workbook in memory, which is no row",
    "papers/notifications/backends.py": "the outbox, where a mail server is not there to take the mail",
    "portal/bench/leaving.py": "accounts and sessions that are ended to be measured, in a database of the run's own",
    "portal/bench/live_world.py": "sessions to measure with, in a database of the run's own",
    "portal/bench/pages.py": "a session and a grant to measure with, taken back afterwards",
    "portal/demo/bulk.py": "thousands of papers to measure with, marked as such",
    "portal/demo/tracked.py": "thousands of recommendations to measure with, on papers marked as such",
    "portal/demo/setup.py": "demo accounts, which the product itself refuses to make",
}
# Where HTML that our own renderer made and nh3 cleaned is declared safe.
TRUSTING = {"portal/reading.py", "papers/drafting/rendering.py"}
# Services that are part of their caller's transaction, or of none because each row stands for itself.
JOINING = {
    "papers/adoption/services/ending.py suspend_after_outage": "under the lock of the sweep that calls it",
    "papers/audit/services.py record_all": "in the transaction of the act it records",
    "papers/clock/services.py tick": "each beat and each deadline stands for itself",
    "papers/files/services.py store": "a blob is named by its content: storing it twice changes nothing",
    "papers/notifications/services.py notify_each": "in the transaction of the act it tells of",
}
FORBIDDEN = {
    "has_perm": "guardian's answer ignores a grant's end: ask papers.drafting.access",
    "has_perms": "guardian's answer ignores a grant's end: ask papers.drafting.access",
    "get_objects_for_user": "slow, and ignores a grant's end: use visible_to",
    "user_permissions": "people act through mandates",
    "is_superuser": "a superuser is not a country",
    "is_staff": "a superuser is not a country",
}


def test_rows_change_only_in_services():
    places = {
        source.name
        for source in product()
        if source.layer not in {"services", "jobs"}  # jobs run in the sandbox, without a database
        for call in source.calls
        if isinstance(call.func, ast.Attribute) and writes(call.func)
    }

    assert places == set(WRITERS)


def test_services_that_change_several_rows_are_one_transaction():
    loose = {
        f"{source.name} {function.name}"
        for source in product()
        if source.layer == "services"
        for function in ast.iter_child_nodes(source.tree)
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
        if changes(function) > 1 and "transaction.atomic" not in ast.unparse(function)
    }

    assert loose == set(JOINING)


def test_access_is_never_asked_of_groups_superusers_or_guardian():
    asked = [
        f"{where(source, node)} {node.attr}: {FORBIDDEN[node.attr]}"
        for source in product()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in FORBIDDEN
    ]

    assert asked == []


def test_html_is_declared_safe_only_behind_the_sanitiser():
    places = {
        source.name
        for source in product()
        for call in source.calls
        if isinstance(call.func, ast.Name | ast.Attribute) and called(call) in {"mark_safe", "SafeString"}
    }

    assert places == TRUSTING


def test_nothing_listens_to_signals():
    listening = [
        f"{source.name}: {name}"
        for source in product()
        for name in source.imports
        if name.startswith(("django.dispatch", "django.db.models.signals", "django.core.signals"))
    ]

    assert listening == []


def test_models_save_without_side_effects():
    overrides = [
        f"{where(source, function)} {function.name}"
        for source in product()
        if source.layer == "models"
        for function in source.functions
        if function.name in {"save", "delete", "get_queryset"}
    ]

    assert overrides == []


def writes(function):
    """Whether this method changes rows; `update` also belongs to dictionaries and counts only after a query."""
    if function.attr in WRITES:
        return ast.unparse(function.value) not in {"self", "venv"}
    return function.attr in {"update", "aupdate"} and any(
        isinstance(node, ast.Attribute) and node.attr in QUERIES for node in ast.walk(function.value)
    )


def changes(function):
    """How many statements of this function change rows."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    return sum(isinstance(call.func, ast.Attribute) and writes(call.func) for call in calls)


def called(call):
    """The last part of what is called."""
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr

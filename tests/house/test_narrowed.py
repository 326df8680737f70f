"""The texts of revisions have one door, which knows the reader; who goes in without one is listed, with the reason."""

import ast

from tests.house.sources import product, where

TEXTS = {"text", "block_map"}
DOOR = "papers/drafting/models/revisions.py"
# Work on a whole text whose outcome no reader sees, or only those who draft the paper and have all of it.
WHOLE = {
    "papers/adoption/queries/procedures.py": "the chair's preview of a placing, which a narrowed text is refused",
    "papers/adoption/services/placing.py": "brackets counted before placing, which a narrowed text is refused",
    "papers/drafting/carrying.py": "which passages of a revision are narrowed",
    "papers/drafting/deciding.py": "a working text re-based, by those who draft",
    "papers/drafting/listing.py": "a list kept elsewhere, aligned with its next revision",
    "papers/drafting/narrowing.py": "the passages that may be narrowed, by those who lead",
    "papers/drafting/queries/working.py": "changes of the working text, for those who draft",
    "papers/drafting/writing.py": "the working text aligned with the revision before",
    "papers/implementation/services/activating.py": "recommendations of an adopted text, which is never narrowed",
    "papers/implementation/services/taking.py": "a list kept elsewhere, which is never narrowed",
    "papers/review/queries/amendments.py": "an amendment put into the working text, by those who draft",
    "papers/review/queries/reasons.py": "changes of the working text, for those who draft",
    "papers/review/services/brackets.py": "a bracket settled in the working text, by those who draft",
    "papers/review/services/consulting.py": "passages asked about, of which narrowed ones are refused",
    "papers/review/services/rounds.py": "numbers of comments in the order of the text",
    "papers/review/services/tracing.py": "numbers of amendments in the order of the text",
    "papers/search/services.py": "the index, which answers only to those who have all of a text",
}
STORED = {"papers/review/opening.py": "brackets of a text, of which those in withheld passages are left out"}


def test_whole_texts_are_asked_for_only_where_no_reader_sees_them():
    asking = {
        source.name
        for source in product()
        if source.name not in {"papers/drafting/projection.py", DOOR}
        for call in source.calls
        if isinstance(call.func, ast.Name) and call.func.id == "whole"
    }

    assert asking == set(WHOLE)


def test_what_is_stored_is_read_by_the_door_alone():
    reading = {
        source.name
        for source in product()
        if source.name != DOOR
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"stored_texts", "_stored", "withheld"}
    }

    assert reading == {*STORED, "papers/drafting/projection.py"}


def test_texts_are_never_fetched_as_bare_columns():
    fetched = [
        f"{where(source, call)} {argument.value}"
        for source in product()
        for call in source.calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"values", "values_list", "annotate", "F"}
        for argument in call.args
        if isinstance(argument, ast.Constant)
        and str(argument.value).endswith(("__block_map", "revision__text"))
    ]

    assert fetched == []

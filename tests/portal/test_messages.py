"""The catalogues of other languages: they compile, and no translation loses or invents what is filled in."""

import ast
import gettext
import re

import pytest
from babel.messages.pofile import read_po
from django.core.management.base import CommandError

from portal.management.commands.build_messages import build
from tests.house.sources import ROOT, product

CATALOGUES = sorted((ROOT / "portal" / "locale").glob("*/LC_MESSAGES/*.po"))
FILLED_IN = re.compile(r"%\(\w+\)[sd0-9]*|{\w*}|<[^>]+>")
RENAMED = re.compile(r"\bn?p?gettext(?:_lazy|_noop)? as (?!_\b)\w+")
HEAD = """msgid ""
msgstr ""
"Language: ar\\n"
"Plural-Forms: nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
"n%100>=11 && n%100<=99 ? 4 : 5;\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""


def at_import(node):
    """What runs when a module is imported, before anybody's language is known."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            yield child
            yield from at_import(child)


def is_filled_in(node):
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Call)


def filled_in(text):
    return sorted(FILLED_IN.findall(text))


def messages(path):
    with path.open("rb") as lines:
        return [message for message in read_po(lines) if message.id]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_translations_fill_in_what_the_english_fills_in(path):
    wrong = [
        message.id
        for message in messages(path)
        if isinstance(message.id, str)
        and message.string
        and filled_in(message.id) != filled_in(message.string)
    ]

    assert wrong == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_plural_translations_fill_in_nothing_else(path):
    wrong = [
        message.id
        for message in messages(path)
        if isinstance(message.id, tuple)
        for string in message.string
        if set(filled_in(string)) - set(filled_in(message.id[1]))
    ]

    assert wrong == []


def test_compiled_catalogue_knows_the_six_plurals_of_arabic(tmp_path):
    source = tmp_path / "django.po"
    forms = "\n".join(f'msgstr[{number}] "{number}"' for number in range(6))
    source.write_text(f'{HEAD}msgid "day"\nmsgid_plural "days"\n{forms}\n', encoding="utf-8")

    said = build(source)

    with source.with_suffix(".mo").open("rb") as compiled:
        arabic = gettext.GNUTranslations(compiled)
    assert [arabic.ngettext("day", "days", n) for n in (0, 1, 2, 5, 11, 100)] == list("012345")
    assert said == "1 of 1 sentences translated"


def test_catalogue_with_a_wrong_placeholder_is_refused(tmp_path):
    source = tmp_path / "django.po"
    source.write_text(f'{HEAD}#, python-format\nmsgid "%(n)d h"\nmsgstr "%(m)d"\n', encoding="utf-8")

    with pytest.raises(CommandError):
        build(source)

    assert not source.with_suffix(".mo").exists()


def test_sentences_are_marked_by_names_that_are_collected():
    wrong = [f"{source.name}: {name}" for source in product() for name in RENAMED.findall(source.text)]

    assert wrong == []


def test_sentence_is_filled_in_when_the_reader_is_known():
    wrong = [
        f"{source.name}:{node.lineno}"
        for source in product()
        for node in at_import(source.tree)
        if is_filled_in(node)
    ]

    assert wrong == []

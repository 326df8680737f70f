"""Compiles the message catalogues with Babel, so that no machine that runs Chancery needs the gettext tools."""

from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Compile the interface's translations (portal/locale/*/LC_MESSAGES/*.po)."
    requires_system_checks = ()

    def handle(self, **options):
        for folder in map(Path, settings.LOCALE_PATHS):
            for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
                self.stdout.write(f"{source.parent.parent.name}: {build(source)}")


def build(source):
    """Compile one catalogue when it changed; says how much of it is translated."""
    with source.open("rb") as lines:
        catalogue = read_po(lines)
    wrong = [f"line {message.lineno}: {error}" for message, errors in catalogue.check() for error in errors]
    if wrong:
        raise CommandError(f"{source.name} has translations that do not fit:\n" + "\n".join(wrong))
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    replace(source.with_suffix(".mo"), compiled.getvalue())
    done = sum(1 for message in catalogue if message.id and is_translated(message))
    return f"{done} of {len(catalogue)} sentences translated"


def is_translated(message):
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(strings) and not message.fuzzy


def replace(target, content):
    """Whole or not at all, and only when it is new: a running server reads these files."""
    if target.exists() and target.read_bytes() == content:
        return
    unfinished = target.with_suffix(".mo.new")
    unfinished.write_bytes(content)
    unfinished.replace(target)

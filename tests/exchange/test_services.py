"""Imports write everything or nothing, and what they write is the source, byte for byte."""

import io
import json
from collections import Counter
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from papers.drafting.matching import LONG_ENOUGH
from papers.drafting.models import Paper, Revision
from papers.exchange import reading, services
from papers.shared.acting import Capability, console
from papers.shared.text import normalise_line_ends
from tests.exchange.test_reading import INSERTED, PARAGRAPH, word_file

SERIES = [
    "18f-open-source-policy", "ca-open-first-whitepaper-oss-en", "ca-open-first-whitepaper-oss-fr",
    "nist-sp800-63b-sec5-authenticators", "pod-open-data-policy-index", "publiccode-standard-bundle-policy-and-code",
]  # fmt: skip


@pytest.mark.shared_data
@pytest.mark.parametrize("name", SERIES)
def test_import_series_real_history_is_complete_and_identical(name, shared_data, valoria, body):
    series = reading.read_series(shared_data / "papers" / name)

    imported = services.import_series(series, body=body, lead=valoria, by=_console())

    stored = list(Revision.objects.filter(paper=imported.paper).order_by("number"))
    assert [(r.number, r.dated, r.author_label) for r in stored] == [
        (step.number, step.dated, step.author_label) for step in series.steps
    ]
    assert all(
        revision.text == normalise_line_ends(step.text)
        for revision, step in zip(stored, series.steps, strict=True)
    )
    assert _unchanged_blocks_that_lost_their_id(stored) == []


def test_import_series_with_a_broken_file_leaves_nothing(tmp_path, valoria, body):
    _write_meta(tmp_path, "2020-01-01", "2020-01-02")
    (tmp_path / "001.md").write_text("One.")
    (tmp_path / "002.md").write_bytes(b"caf\xe9")

    with pytest.raises(CommandError, match=r"002.md: The file is not UTF-8"):
        call_command("import_series", str(tmp_path), lead="XA", stdout=io.StringIO())

    assert Paper.objects.count() == 0


def test_import_series_dates_may_run_backwards(tmp_path, valoria, body):
    _write_meta(tmp_path, "2021-01-01", "2020-01-01")
    (tmp_path / "001.md").write_text("One.\r\n")
    (tmp_path / "002.md").write_text("One.\n\nTwo.\n")

    call_command("import_series", str(tmp_path), lead="XA", stdout=io.StringIO())

    assert [(one.number, one.dated.year, one.text) for one in Revision.objects.order_by("number")] == [
        (1, 2021, "One.\n"), (2, 2020, "One.\n\nTwo.\n"),
    ]  # fmt: skip


def test_import_paper_unknown_lead_says_so(tmp_path, valoria, body):
    (tmp_path / "a.md").write_text("One.")

    with pytest.raises(CommandError, match="no delegation with the code ZZ"):
        call_command("import_paper", str(tmp_path / "a.md"), lead="ZZ", stdout=io.StringIO())


def test_paper_import_page_makes_a_paper_only_its_delegation_sees(drafter, outsider, body):
    upload = io.BytesIO(word_file(PARAGRAPH.format("Kept words.") + INSERTED.format("Aside words.")))
    upload.name = "note.docx"

    response = drafter.client.post(reverse("exchange:paper-import"), _fields(body, file=upload), follow=True)

    paper = Paper.objects.get()
    assert paper.lead == drafter.delegation
    assert paper.current.text.strip() == "Kept words."
    assert "Aside words." in response.text
    assert list(Paper.objects.visible_to(outsider.acting)) == []
    unseen = outsider.client.get(reverse("exchange:import-detail", args=[paper.pk]))
    assert (unseen.status_code, "Aside words." in unseen.text) == (404, False)


def test_paper_import_page_keeps_what_was_typed_when_the_file_is_refused(drafter, body):
    upload = io.BytesIO(b"caf\xe9")
    upload.name = "note.md"

    response = drafter.client.post(
        reverse("exchange:paper-import"), _fields(body, file=upload, title="A long typed title")
    )

    assert response.status_code == 422
    assert "A long typed title" in response.text
    assert "not UTF-8 text" in response.text
    assert Paper.objects.count() == 0


@pytest.mark.shared_data
def test_import_word_picture_is_kept_without_metadata_and_only_for_readers(
    shared_data, drafter, outsider, body, client
):
    data = (shared_data / "docx" / "i01-images-multi" / "having-images.docx").read_bytes()

    imported = services.import_document(
        reading.read_word(data),
        body=body,
        lead=drafter.delegation,
        title="Pictures",
        language="en",
        by=drafter.acting,
    )

    picture = imported.paper.pictures.first()
    address = reverse("drafting:picture-detail", args=[imported.paper.pk, picture.blob_id])
    assert address in imported.paper.current.text
    shown = drafter.client.get(address)
    assert (shown["Content-Type"], shown.content[:4]) == ("image/png", b"\x89PNG")
    assert outsider.client.get(address).status_code == 404


def _write_meta(folder, *dates):
    revisions = [{"n": n, "date": f"{date}T00:00:00Z"} for n, date in enumerate(dates, 1)]
    (folder / "meta.json").write_text(json.dumps({"title": "T", "revisions": revisions}))


def _unchanged_blocks_that_lost_their_id(revisions):
    """Words that stand exactly once in a revision and in the next are the same block in both, short ones aside."""
    lost = []
    for old, new in pairwise(revisions):
        before, after = _standing_once(old), _standing_once(new)
        lost += [
            (new.number, key[1])
            for key in before.keys() & after.keys()
            if before[key] != after[key] and not _grew_from_its_place(after[key], key[1], old)
        ]
    return [where for where in lost if len(where[1].split()) >= LONG_ENOUGH]


def _grew_from_its_place(block_id, words, old):
    """Whether these words are what another passage became where it stood, so that its id is the right one."""
    was = {entry["id"]: entry["text"] for entry in old.block_map}.get(block_id, "")
    return bool(was) and words.startswith(was)


def _standing_once(revision):
    words = [(entry["kind"], entry["text"]) for entry in revision.block_map]
    once = {key for key, count in Counter(words).items() if count == 1 and key[1].strip()}
    return {key: entry["id"] for key, entry in zip(words, revision.block_map, strict=True) if key in once}


def _console():
    return console("import", Capability.IMPORT)


def _fields(body, **given):
    return {
        "kind": "white_paper", "language": "en", "marking": "delegations", "body": str(body.pk), "changes": "leave",
        **given,
    }  # fmt: skip

"""Pictures in a text: who may add one, who may fetch which, and that nobody else is told of it."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from papers.audit.models import Audience, Event
from papers.drafting import access, pictures, services, writing
from papers.drafting.models import Picture
from papers.shared.acting import console
from papers.shared.errors import BadInput, Refused
from tests import factories
from tests.cast import add_person
from tests.drawn import drawn
from tests.pages import same_page, text_of

JSON = {"HTTP_ACCEPT": "application/json"}
NEVER = "0" * 64


def add(paper, person, content=None, **fields):
    return services.add_picture(
        paper, name="site plan.png", content=content or drawn("PNG"), by=person.acting, **fields
    )


def at(picture):
    return pictures.address(picture.paper_id, picture.blob_id)


def status(person, picture):
    return person.client.get(at(picture)).status_code


def show(paper, person, picture):
    """The picture stands in the working text."""
    factories.save(paper, person, f"{factories.TEXT}\n{pictures.markdown_of(picture)}\n")


def send(person, paper, content=None, name="plan.png", **fields):
    file = SimpleUploadedFile(name, drawn("PNG") if content is None else content, "text/html")
    return person.client.post(f"/papers/{paper.pk}/pictures/", {"file": file, **fields}, **JSON)


# Adding --------------------------------------------------------------------------------------------


def test_picture_sent_by_the_script_answers_what_to_write(paper, drafter):
    answer = send(drafter, paper, alt="The [old] pump_house")

    picture = Picture.objects.get()
    assert answer.json() == {
        "url": f"/papers/{paper.pk}/pictures/{picture.blob_id}/",
        "markdown": rf"![The \[old\] pump\_house](/papers/{paper.pk}/pictures/{picture.blob_id}/)",
    }


def test_picture_added_stands_in_the_text_with_its_words(paper, drafter):
    picture = add(paper, drafter, title="The [old] pump_house")

    html = drafter.client.post(
        f"/papers/{paper.pk}/preview/", {"text": f"See {pictures.markdown_of(picture)} here"}
    ).content.decode()

    assert f'<img src="{at(picture)}" alt="The [old] pump_house"' in html


def test_picture_sent_by_the_form_comes_back_to_its_line(paper, drafter):
    file = SimpleUploadedFile("site_plan-2.png", drawn("PNG"))

    answer = drafter.client.post(f"/papers/{paper.pk}/pictures/", {"file": file})
    page = drafter.client.get(answer.url)

    picture = Picture.objects.get()
    assert answer.url == f"/papers/{paper.pk}/pictures/#p-{picture.blob_id}"
    assert f"![site plan 2]({at(picture)})" in page.content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"<svg/>", "Drawings in SVG can carry programs"),
        (
            drawn("PNG", size=(200, 200))[:150],
            "The picture is damaged or cut short. The picture was not added.",
        ),
    ],
    ids=["empty", "drawing", "cut short"],
)
def test_picture_that_cannot_be_kept_is_refused_with_the_reason(paper, drafter, content, sentence):
    by_script = send(drafter, paper, content)
    by_form = drafter.client.post(
        f"/papers/{paper.pk}/pictures/",
        {"file": SimpleUploadedFile("a.png", content), "alt": "What I typed"},
    )

    assert (by_script.status_code, by_form.status_code) == (422, 422)
    assert list(by_script.json()) == ["reason"]
    assert sentence in by_script.json()["reason"]
    assert sentence in text_of(by_form)
    assert "What I typed" in by_form.content.decode()
    assert Picture.objects.count() == 0


def test_picture_without_a_file_says_to_choose_one(paper, drafter):
    answer = drafter.client.post(f"/papers/{paper.pk}/pictures/", {}, **JSON)

    assert (answer.status_code, answer.json()) == (422, {"reason": "Choose the file of a picture."})


def test_same_picture_twice_is_one(paper, drafter):
    assert add(paper, drafter).pk == add(paper, drafter, title="Another name").pk


def test_picture_by_those_who_may_not_write_is_refused(shared_paper, reviewer, valoria):
    reader = add_person(valoria, "reader")

    assert send(reviewer, shared_paper).json()["reason"].startswith("You may not see the working text")
    assert (send(reviewer, shared_paper).status_code, send(reader, shared_paper).status_code) == (403, 403)
    with pytest.raises(PermissionDenied, match="needs a seat that drafts"):
        add(shared_paper, reader)
    assert Picture.objects.count() == 0


def test_picture_for_a_frozen_text_is_refused(paper, drafter, head):
    services.withdraw(paper, by=head.acting)

    with pytest.raises(PermissionDenied, match="frozen"):
        add(paper, drafter)


def test_paper_takes_no_more_pictures_than_it_can_hold(paper, drafter, monkeypatch):
    monkeypatch.setattr(services, "PICTURES_KEPT", 1)
    add(paper, drafter)

    with pytest.raises(Refused, match="holds 1 pictures"):
        add(paper, drafter, drawn("PNG", colour="blue"))


def test_added_picture_is_recorded_for_its_own_delegation_only(paper, drafter):
    picture = add(paper, drafter)

    event = Event.objects.get(verb="drafting.picture.added")
    assert (event.target_uuid, event.paper_uuid, event.audience) == (
        picture.pk,
        paper.pk,
        Audience.DELEGATION,
    )
    assert event.facts == {"sha256": picture.blob_id}


# Fetching ------------------------------------------------------------------------------------------


def test_picture_is_fetched_as_what_it_is_and_nothing_in_it_may_run(paper, drafter):
    picture = add(paper, drafter, drawn("JPEG") + b"<script>alert(1)</script>")

    answer = drafter.client.get(at(picture))

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert Image.open(io.BytesIO(answer.content)).format == "JPEG"
    assert b"<script" not in answer.content
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-cache"


def test_picture_that_a_browser_has_is_not_sent_again_but_asked_for(paper, drafter, valoria, head):
    picture = add(paper, drafter)
    etag = drafter.client.get(at(picture))["ETag"]

    again = drafter.client.get(at(picture), HTTP_IF_NONE_MATCH=etag)

    assert (again.status_code, again.content) == (304, b"")


def test_browser_that_has_a_picture_learns_when_access_has_ended(shared_paper, drafter, estmark, reviewer):
    picture = add(shared_paper, drafter)
    show(shared_paper, drafter, picture)
    writing.issue_working_text(shared_paper, note="", by=console("a test"))
    etag = reviewer.client.get(at(picture))["ETag"]
    access.end(shared_paper, estmark, by=drafter.acting)

    assert reviewer.client.get(at(picture), HTTP_IF_NONE_MATCH=etag).status_code == 404


def test_picture_of_the_working_text_alone_is_fetched_by_those_who_draft(
    shared_paper, drafter, reviewer, reader, outsider, chair
):
    picture = add(shared_paper, drafter)
    show(shared_paper, drafter, picture)

    others = [status(person, picture) for person in (reviewer, reader, outsider, chair)]
    assert (status(drafter, picture), others) == (200, [404] * 4)


def test_picture_of_an_issued_text_is_fetched_by_those_who_may_read_that_revision(
    paper, drafter, estmark, reviewer, reader, kaldria
):
    picture = add(paper, drafter)
    show(paper, drafter, picture)
    services.issue_revision(paper, by=drafter.acting)
    factories.save(paper, drafter, factories.TEXT.replace("ninety", "sixty"))
    services.issue_revision(paper, by=drafter.acting)
    access.give(paper, estmark, "comment", by=drafter.acting, from_number=1)
    access.give(paper, kaldria, "read", by=drafter.acting, from_number=3)

    assert (status(reviewer, picture), status(reader, picture)) == (200, 404)


def test_picture_named_as_words_is_not_shown_to_readers(paper, drafter, estmark, reviewer):
    picture = add(paper, drafter)
    factories.save(paper, drafter, f"{factories.TEXT}\n`{pictures.markdown_of(picture)}`\n")
    services.issue_revision(paper, by=drafter.acting)
    access.give(paper, estmark, "comment", by=drafter.acting)

    assert status(reviewer, picture) == 404


def test_picture_is_not_fetched_through_another_paper(paper, drafter, body, estmark, reviewer):
    """Words copied into a paper that others read bring no picture with them."""
    picture = add(paper, drafter)
    other = factories.issued(
        drafter, body, title="Another", text=f"# Another\n\n{pictures.markdown_of(picture)}\n"
    )
    access.give(other, estmark, "comment", by=drafter.acting)

    assert status(reviewer, picture) == 404
    assert reviewer.client.get(pictures.address(other.pk, picture.blob_id)).status_code == 404
    assert drafter.client.get(pictures.address(other.pk, picture.blob_id)).status_code == 404


def test_unseen_picture_is_answered_like_one_that_never_was(shared_paper, drafter, reviewer):
    picture = add(shared_paper, drafter)

    unseen = reviewer.client.get(at(picture))
    never = reviewer.client.get(pictures.address(shared_paper.pk, NEVER))

    assert (unseen.status_code, never.status_code) == (404, 404)
    assert same_page(unseen) == same_page(never)
    assert unseen["Cache-Control"] == never["Cache-Control"]


def test_picture_deleted_before_a_country_drafts_is_not_its_to_see(paper, drafter, estmark):
    deleted, standing = add(paper, drafter), add(paper, drafter, drawn("PNG", colour="blue"))
    show(paper, drafter, deleted)
    show(paper, drafter, standing)
    access.give(paper, estmark, "draft", by=drafter.acting)
    writer = add_person(estmark, "drafter")

    seen = [status(writer, deleted), status(writer, standing)]
    factories.save(paper, drafter, factories.TEXT)
    later = [status(writer, standing), status(drafter, deleted)]
    show(paper, drafter, deleted)

    assert seen == [404, 200]
    assert later == [200, 200]
    assert status(writer, deleted) == 200


def test_country_that_gains_a_level_keeps_what_it_could_see(paper, drafter, estmark):
    access.give(paper, estmark, "draft", by=drafter.acting)
    picture = add(paper, drafter)
    access.give(paper, estmark, "lead", by=drafter.acting)
    writer = add_person(estmark, "drafter")
    still = status(writer, picture)
    access.end(paper, estmark, by=drafter.acting)
    access.give(paper, estmark, "draft", by=drafter.acting)

    assert (still, status(writer, picture)) == (200, 404)


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_pictures_asks_the_same_of_one_and_of_three(paper, drafter, count, django_assert_num_queries):
    for colour in ("red", "blue", "green")[:count]:
        add(paper, drafter, drawn("PNG", colour=colour))
    client = drafter.client

    with django_assert_num_queries(5):  # session, person, paper, grants, pictures
        client.get(f"/papers/{paper.pk}/pictures/")


def test_add_picture_of_a_service_is_refused_like_that_of_a_page(paper, drafter):
    with pytest.raises(BadInput, match="not added"):
        add(paper, drafter, b"no picture")

"""A revision under review as Word with its comments and changes: what the round's pages show, and it comes back."""

import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from papers.exchange import marking, reading, services
from papers.exchange.marking import Marked, Remark
from papers.exchange.models import Job
from papers.exchange.render import Printed, render
from papers.review import services as review
from papers.review.anchoring import Anchor
from papers.review.models import Amendment, Comment, NationalNote, OnBehalf
from papers.review.wording import marked
from tests.cast import add_person
from tests.exchange.test_bringing import bring, take
from tests.review.making import block, closed, comment_of, fresh, open_round
from tests.review.test_amendments import propose
from tests.review.test_national import draft

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CANARY = "Canary-of-Kaldria"


@pytest.fixture
def round(tabled_paper, chair, estmark, kaldria):
    return open_round(tabled_paper, chair, estmark, kaldria)


@pytest.fixture
def kaldria_reviewer(kaldria):
    return add_person(kaldria, "reviewer")


def address(round):
    return reverse("exchange:marked-docx", args=[round.paper_id, round.number])


def fetched(person, round):
    response = person.client.get(address(round))
    assert response.status_code == 200
    return response.content


def part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read(name))


def words_of(element):
    return "".join(node.text or "" for node in element.iter(f"{W}t", f"{W}delText"))


def every_byte(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join([*map(archive.read, archive.namelist()), "\n".join(archive.namelist()).encode()])


def comments(content):
    """Author, initials, words and the words it is on, of each comment."""
    on = {one["id"]: one["quote"] for one in reading.read_marked(content)["comments"]}
    return [
        (one.get(f"{W}author"), one.get(f"{W}initials"), reading_of(one), on[one.get(f"{W}id")])
        for one in part(content, "word/comments.xml").iter(f"{W}comment")
    ]


def reading_of(comment):
    return "\n".join(map(words_of, comment.iter(f"{W}p")))


def changes(content):
    """What each author inserts and deletes."""
    return [
        (one.tag.removeprefix(W), one.get(f"{W}author"), words_of(one))
        for one in part(content, "word/document.xml").iter(f"{W}ins", f"{W}del")
        if words_of(one)
    ]


# In the file ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_comments_and_changes_stand_on_their_words_with_author_code_and_date(round, reviewer):
    said = comment_of(
        round, reviewer, "Too long.\nFar too long.", block=block(round, "ninety days"), quote="ninety days",
        proposed="sixty days",
    )  # fmt: skip
    comment_of(round, reviewer, "On all of it.")
    propose(round, reviewer)
    content = fetched(reviewer, round)

    first = "Substantive · General comment"
    assert comments(content) == [
        ("Estmark", "XB", f"{first}\nOn all of it.\nReason: Access comes late.", round.paper.title),
        (
            "Estmark", "XB",
            f"{first}\nToo long.\nFar too long.\nProposed text: sixty days\nReason: Access comes late.",
            "ninety days",
        ),
        ("Estmark", "XB", "Amendment of XB · Proposed\nReason: Access comes late.", "ninety"),
    ]  # fmt: skip
    assert changes(content) == [("del", "Estmark", "ninety"), ("ins", "Estmark", "sixty")]
    dates = {one.get(f"{W}date") for one in part(content, "word/comments.xml").iter(f"{W}comment")}
    assert f"{said.made_at:%Y-%m-%dT%H:%M:%SZ}" in dates


@pytest.mark.django_db
def test_nothing_of_another_delegation_is_in_any_byte_before_the_close_and_its_own_has_it(
    round, reviewer, kaldria_reviewer, drafter
):
    comment_of(round, kaldria_reviewer, f"{CANARY}-1", proposed=f"{CANARY}-2", reason=f"{CANARY}-3")
    propose(round, kaldria_reviewer, new=f"{CANARY}-4", reason=f"{CANARY}-5")
    canaries = {f"{CANARY}-{n}".encode() for n in range(1, 6)}

    def met(person):
        content = every_byte(fetched(person, round))
        return {one for one in canaries if one in content}, b"Kaldria" in content

    assert met(reviewer) == (set(), False)
    assert met(drafter) == (set(), False)
    assert met(kaldria_reviewer) == (canaries, True)
    closed(round)
    assert met(reviewer) == (canaries, True)


@pytest.mark.django_db
def test_after_the_close_numbers_decisions_and_fates_are_said(round, reviewer, chair, kaldria_reviewer):
    comment = comment_of(round, reviewer, block=block(round, "ninety days"))
    amendment = propose(round, reviewer)
    propose(round, kaldria_reviewer, new="forty")
    round = closed(round)
    review.decide_disposition(fresh(comment), value="rejected", reason="Agreed before.", by=chair.acting)
    review.judge_amendment(
        Amendment.objects.get(pk=amendment.pk), state="rejected", verdict="Too short.", by=chair.acting
    )

    content = fetched(kaldria_reviewer, round)

    said = [(initials, words) for _author, initials, words, _on in comments(content)]
    assert [words.split("\n")[0] for _code, words in said] == [
        "C-1-001 · Substantive · General comment", "AM 1 (XB) · Rejected", "AM 2 (XC) · Proposed",
    ]  # fmt: skip
    assert said[0][1].endswith("Disposition: Rejected. Agreed before.")
    assert said[1][1].endswith("Disposition: Too short.")
    # The rival wants the same words: of two changes of one word Word can show one, so the other is said.
    assert "Current text: ninety\nProposed text: forty" in said[2][1]
    assert {author for _kind, author, _words in changes(content)} == {"Estmark"}


@pytest.mark.django_db
def test_file_that_comes_back_is_read_with_every_comment_and_change(round, reviewer, kaldria_reviewer):
    place = block(round, "ninety days")
    comment_of(round, reviewer, "Whose level?", block=place, quote="stated level of service")
    comment_of(round, reviewer, "On all of it.")
    propose(round, reviewer)
    review.propose_amendment(
        round, block=place, wanted="A passage that is new.", reason="Needed.", is_new=True, by=reviewer.acting
    )
    content = fetched(reviewer, round)
    Amendment.objects.all().delete()

    take(reviewer, bring(reviewer, round, content, "ours.docx"))

    notes = NationalNote.objects.filter(parent=None)
    found = {
        (words[1] if len(words := one.text.split("\n")) > 1 else "", str(one.block_id or ""), one.quote)
        for one in notes
    }
    assert ("Whose level?", place, "stated level of service") in found
    assert "On all of it." in {words for words, _block, _quote in found}
    assert not notes.filter(text__startswith="Tracked change").exists()
    made = Amendment.objects.order_by("op").values_list("op", "block", "quote", "words")
    assert [(op, str(key), quote, words) for op, key, quote, words in made] == [
        ("add", place, "", "A passage that is new."), ("replace", place, "ninety", "sixty"),
    ]  # fmt: skip


# Rights and the wait -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_file_is_nothing_for_who_may_not_see_the_round_and_is_linked_from_its_page(round, reviewer, outsider):
    assert outsider.client.get(address(round)).status_code == 404
    assert outsider.client.post(address(round)).status_code == 404
    page = reviewer.client.get(reverse("review:round-detail", args=[round.paper_id, round.number]))
    assert address(round) in page.content.decode()


@pytest.mark.django_db
def test_file_that_takes_long_is_made_beside_by_the_rights_of_its_asker(round, reviewer, kaldria_reviewer):
    comment_of(round, kaldria_reviewer, CANARY)
    comment_of(round, reviewer, "Ours.")
    reviewer.client.post(address(round))

    services.make_next()

    job = Job.objects.get()
    response = reviewer.client.get(reverse("exchange:job-file", args=[job.pk]))
    assert [words.split("\n")[1] for _a, _i, words, _on in comments(response.content)] == ["Ours."]
    assert response["Content-Disposition"].endswith('-round-1.docx"')


@pytest.mark.django_db
def test_answer_that_speaks_for_others_is_in_the_file_until_it_is_recalled(
    round, reviewer, estmark_head, kaldria, kaldria_reviewer
):
    draft(round, reviewer, CANARY)
    review.release_answer(round, on_behalf=[kaldria], by=estmark_head.acting)
    kaldria_reviewer.client.post(address(round))
    services.make_next()
    where = reverse("exchange:job-file", args=[Job.objects.get().pk])

    there = kaldria_reviewer.client.get(where)
    review.recall_answer(round, by=estmark_head.acting)
    gone = kaldria_reviewer.client.get(where)

    assert CANARY in every_byte(there.content).decode("utf-8", "ignore")
    assert gone.status_code == 404
    assert CANARY not in every_byte(fetched(kaldria_reviewer, round)).decode("utf-8", "ignore")


@pytest.mark.django_db
def test_late_comments_and_those_for_others_are_said_to_be_so(round, reviewer, estmark_head, kaldria, chair):
    draft(round, reviewer, "For two.")
    review.release_answer(round, on_behalf=[kaldria], by=estmark_head.acting)
    review.say_for_whom(OnBehalf.objects.get(), agrees=True, by=add_person(kaldria, "head").acting)
    closed(round)
    Comment.objects.update(is_late=True)

    [(_author, _initials, words, _on)] = comments(fetched(chair, round))

    assert words.split("\n")[0].endswith(" · late · also for XC Kaldria")


# Marks on words ------------------------------------------------------------------------------------

SAID = Remark("XB <Estmark>", "XB", timezone.now(), 'He said "no" & <b>left</b>\n\nTwice.')


def docx(*html):
    body = "".join(f"<p>{one}</p>" for one in html)
    return render(Printed("T", "en", "M", "F", body, marked=True), "docx")


@pytest.mark.parametrize(
    ("html", "quote", "on"),
    [
        ("Some <em>spare</em> parts &amp; more.", "spare parts & more", "spare parts & more"),
        ("Some <em>spare parts</em>.", "are pa", "are pa"),
        ('Words<sup><a class="fn" href="#fn-1">1</a></sup> with\nblanks.', "Words with blanks", "Words1 with blanks"),
        ("The <code>a &lt; b</code> rule.", "< b", "a < b"),
        ("Some parts.", "", "Some parts."),
        ("הערות in Hebrew", "Hebrew", "Hebrew"),
    ],
)  # fmt: skip
def test_comment_stands_on_its_words_whatever_they_are_set_in(html, quote, on):
    passage = Marked(html)
    passage.comment(passage.find(Anchor("x", quote)), 7, SAID)

    [(author, initials, words, found)] = comments(docx(str(passage)))

    assert (author, initials, words, found) == ("XB <Estmark>", "XB", SAID.words, on)


def test_change_keeps_the_form_of_what_stays_and_leaves_code_whole():
    passage = Marked("Some <em>spare parts</em> and <code>code</code>.")
    span = passage.find(Anchor("x", "Some spare"))
    passage.change(span[0], marked("Some spare", "All new"), SAID)
    passage.comment(passage.find(Anchor("x", "spare parts")), 1, SAID)

    content = docx(str(passage), "Another.")

    author = "XB <Estmark>"
    assert changes(content) == [
        ("del", author, "Some"), ("ins", author, "All"), ("del", author, "spare"), ("ins", author, "new"),
    ]  # fmt: skip
    assert comments(content)[0][3] == "spare parts"
    assert not passage.can_change(passage.find(Anchor("x", "od")))
    assert passage.can_change(passage.find(Anchor("x", "code")))


def test_paragraph_that_comes_or_goes_as_a_whole_is_marked_so():
    passage = Marked("All of it.")
    passage.change(0, [("del", "All of it.")], SAID)
    new = marking.new_passage("It is <new>.", SAID, 3)
    content = render(Printed("T", "en", "M", "F", f"<p>{passage}</p>{new}<p>Stays.</p>", marked=True), "docx")

    marks = [
        [one.tag.removeprefix(W) for one in paragraph.iterfind(f"{W}pPr/{W}rPr/*")]
        for paragraph in part(content, "word/document.xml").iter(f"{W}p")
    ]
    assert marks == [["del"], ["ins"], []]
    assert ("ins", "XB <Estmark>", "It is <new>.") in changes(content)

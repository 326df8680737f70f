"""A marked-up Word file comes back: comments as drafts with their threads, tracked changes as amendments."""

import pytest

from papers.exchange import reading, services
from papers.exchange.models import Brought
from papers.review import services as review
from papers.review.models import Amendment, NationalNote
from tests.exchange.test_bringing import address, bring, outcomes, page, take
from tests.exchange.test_reading import word_file
from tests.factories import tabled
from tests.review.making import block, open_round

pytestmark = pytest.mark.django_db
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
W15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'


def run(words, tag="t"):
    return f'<w:r><w:{tag} xml:space="preserve">{words}</w:{tag}></w:r>'


def said(key, author, words):
    paragraph = f'<w:p w14:paraId="0000000{key}">{run(words)}</w:p>'
    return f'<w:comment w:id="{key}" w:author="{author}">{paragraph}</w:comment>'


BODY = "".join([
    "<w:p>", run("Interim repair means work that restores a "), '<w:commentRangeStart w:id="1"/>',
    '<w:commentRangeStart w:id="2"/>', run("stated level of service"), '<w:commentRangeEnd w:id="1"/>',
    '<w:commentRangeEnd w:id="2"/>', run(" within "), f'<w:del w:author="Ana">{run("ninety", "delText")}</w:del>',
    f'<w:ins w:author="Ana">{run("sixty")}</w:ins>', f'<w:ins w:author="Ben">{run(" working")}</w:ins>',
    run(" days."), "</w:p>",
    f'<w:p><w:ins w:author="Ben">{run("A passage that is new.")}</w:ins></w:p>',
    '<w:p><w:commentRangeStart w:id="3"/>', run("Words that stand nowhere"), '<w:commentRangeEnd w:id="3"/>',
    f'<w:del w:author="Ana">{run(" in the paper", "delText")}</w:del></w:p>',
    '<w:p><w:commentRangeStart w:id="4"/>', run("Purpose and scope"), '<w:commentRangeEnd w:id="4"/></w:p>',
])  # fmt: skip
COMMENTS = [(1, "Ana", "Stated by whom?"), (2, "Ben", "By the authority."), (3, "", "Where is this?"),
            (4, "Ben", "Fine as it is.")]  # fmt: skip


def marked_file(
    *, more="", threads='<w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001" w15:done="0"/>'
):
    comments = "".join(said(*one) for one in COMMENTS)
    done = '<w15:commentEx w15:paraId="00000004" w15:done="1"/>'
    return word_file(
        BODY,
        word__comments_xml=f"<w:comments {W} {W14}>{comments}{more}</w:comments>",
        word__commentsExtended_xml=f"<w15:commentsEx {W15}>{threads}{done}</w15:commentsEx>",
    )


@pytest.fixture
def round(tabled_paper, chair, estmark, kaldria):
    return open_round(tabled_paper, chair, estmark, kaldria)


def notes():
    """What is in the own space: words, author, passage, quoted words, kind, resolved, answers."""
    found = NationalNote.objects.filter(parent=None).prefetch_related("replies")
    return sorted(
        (one.text, one.author, str(one.block_id or ""), one.quote, one.kind, one.settled,
         [(reply.author, reply.text) for reply in one.replies.all()])
        for one in found
    )  # fmt: skip


def test_marked_file_becomes_drafts_with_threads_and_amendments_on_their_passages(round, reviewer, drafter):
    brought = bring(reviewer, round, marked_file(), "ours.docx")
    shown = page(reviewer, brought)
    assert (NationalNote.objects.count(), Amendment.objects.count()) == (0, 0)
    take(reviewer, brought)

    place, heading = block(round, "ninety days"), block(round, "Purpose and scope")
    assert list(shown.context["form"].authors.values()) == ["Ana", "Ben", ""]
    gone = "Words that stand nowhere"
    lost = f"Tracked change in the file. It was: {gone} in the paper\n\nIt is to be: {gone}"
    assert notes() == [
        ("Fine as it is.", "Ben", heading, "", "thread", True, []),
        (
            "Stated by whom?",
            "Ana",
            place,
            "stated level of service",
            "draft",
            False,
            [("Ben", "By the authority.")],
        ),
        (lost, "Ana", "", "", "draft", False, []),
        ("Where is this?\n\nIn the file: Words that stand nowhere", "", "", "", "draft", False, []),
    ]
    made = Amendment.objects.order_by("op", "words").values_list(
        "op", "quote", "words", "reason", "delegation__code"
    )
    assert list(made) == [
        ("add", "", "A passage that is new.", "Tracked change of Ben in ours.docx.", "XB"),
        ("insert", "ninety", "ninety working", "Tracked change of Ben in ours.docx.", "XB"),
        ("replace", "ninety", "sixty", "Tracked change of Ana in ours.docx.", "XB"),
    ]
    assert page(drafter, brought).status_code == 404


def test_same_file_again_changes_nothing_and_a_newer_one_brings_its_new_answers(round, reviewer):
    take(reviewer, bring(reviewer, round, marked_file(), "ours.docx"))
    before = notes()

    again = bring(reviewer, round, marked_file(), "ours-2.docx")
    assert {kind for _row, kind, _notes in outcomes(page(reviewer, again))} == {"same"}
    take(reviewer, again)
    assert (notes(), Amendment.objects.count()) == (before, 3)
    threads = "".join(
        f'<w15:commentEx w15:paraId="0000000{key}" w15:paraIdParent="00000001" w15:done="0"/>'
        for key in (2, 5)
    )
    newer = marked_file(more=said(5, "Ana", "Agreed."), threads=threads)
    take(reviewer, bring(reviewer, round, newer, "ours-3.docx"))

    assert notes()[1][-1] == [("Ben", "By the authority."), ("Ana", "Agreed.")]
    assert (len(notes()), Amendment.objects.count()) == (4, 3)


def test_changes_of_a_delegation_that_clears_its_answers_become_drafts_to_be_cleared(
    round, reviewer, estmark_head
):
    review.set_chain([reviewer.mandate.seat], by=estmark_head.acting)

    take(reviewer, bring(reviewer, round, marked_file(), "ours.docx"))

    place = block(round, "ninety days")
    assert Amendment.objects.count() == 0
    changes = [one for one in notes() if one[0].startswith("Tracked change")]
    assert [(author, at) for _words, author, at, *_rest in changes if at] == [
        ("Ben", place), ("Ana", place), ("Ben", place),
    ]  # fmt: skip
    assert {kind for _words, _author, _at, _quote, kind, *_rest in changes} == {"draft"}


def test_words_of_an_author_who_is_left_out_are_not_taken_over(round, reviewer):
    brought = bring(reviewer, round, marked_file(), "ours.docx")
    services.choose_authors(
        brought, authors={"Ana": "ours", "Ben": ""}, severity="editorial", by=reviewer.acting
    )

    take(reviewer, brought)

    assert {(author, text) for text, author, *_rest in notes()} >= {("Ana", "Stated by whom?")}
    assert {one.author for one in NationalNote.objects.filter(parent=None)} == {"Ana"}
    assert [one.words for one in Amendment.objects.all()] == ["sixty"]
    assert set(NationalNote.objects.filter(parent=None).values_list("severity", flat=True)) == {"editorial"}


def test_word_file_without_marks_is_refused_with_a_sentence(round, reviewer):
    file = word_file(f"<w:p>{run('Plain words.')}</w:p>")

    with pytest.raises(services.bringing.BadInput, match="neither comments nor tracked changes"):
        services.bring(round, "plain.docx", file, by=reviewer.acting)
    assert Brought.objects.count() == 0
    assert reviewer.client.get(address("brought-add", round)).status_code == 200


REAL = {
    # file: comments that begin a thread, answers, resolved threads, comments on a passage, amendments, in words
    "c01-threads-tables-tracked": (20, 13, 2, 17, 7, 1),
    "c02-resolved-threads": (17, 12, 2, 17, 0, 0),
    "c03-comments-sections-table": (18, 2, 1, 12, 0, 0),
    "c04-rich-comment-bodies": (4, 0, 0, 4, 0, 0),
    "c05-comment-and-tracked-small": (2, 0, 0, 2, 2, 0),
    "t05-four-authors-fr": (0, 0, 0, 0, 7, 0),
    "t06-large-tracked-manuscript": (0, 0, 0, 0, 36, 18),
}


@pytest.mark.shared_data
@pytest.mark.parametrize("name", REAL)
def test_real_file_comes_onto_the_paper_made_of_it(
    name, shared_data, drafter, head, body, centre, chair, estmark, reviewer
):
    folder = shared_data / "docx" / name
    data = max(
        folder.glob("*.docx"), key=lambda one: "-Accepted" not in one.name and "-Rejected" not in one.name
    ).read_bytes()
    paper = tabled(drafter, head, body, text=reading.read_word(data).text)
    round = open_round(paper, chair, estmark)

    take(reviewer, bring(reviewer, round, data, "marked.docx"), leave_out="on")

    own = NationalNote.objects.filter(parent=None).exclude(text__startswith="Tracked change in the file")
    lost = NationalNote.objects.filter(text__startswith="Tracked change in the file").count()
    found = (
        own.count(), NationalNote.objects.exclude(parent=None).count(), own.filter(settled=True).count(),
        own.exclude(block=None).count(),
    )  # fmt: skip
    assert (*found, Amendment.objects.count(), lost) == REAL[name]
    again = bring(reviewer, round, data, "marked.docx")
    assert {kind for _row, kind, _notes in outcomes(page(reviewer, again))} <= {"same", "double"}

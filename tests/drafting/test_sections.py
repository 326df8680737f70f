"""The sections of a text that is being written."""

from hypothesis import given, settings
from hypothesis import strategies as st

from papers.drafting.sections import Section, find, sections
from papers.shared import markdown

WORDS = st.sampled_from(["Aims", "Aims and means", "Coûts", "Costs", "المياه", "Costs of water"])


@settings(deadline=None)
@given(st.lists(WORDS, max_size=8))
def test_every_heading_is_found_under_its_own_name(headings):
    document = markdown.parse("\n\n".join(f"## {words}\n\nText" for words in headings))

    found = sections(document)

    assert [section.heading for section in found] == headings
    assert [find(found, section.heading, section.place) for section in found] == found
    assert len(set(found)) == len(found)


def test_headings_with_the_same_words_are_told_apart_by_their_place():
    found = sections(markdown.parse("# Aims\n\n## Costs\n\n# Means\n\n## Costs\n"))

    assert [(section.heading, section.place) for section in found] == [
        ("Aims", 0), ("Costs", 0), ("Means", 0), ("Costs", 1),
    ]  # fmt: skip


def test_heading_that_was_changed_a_little_is_the_same_section():
    among = sections(markdown.parse("# Purpose\n\n# Scope of the interim repair of networks\n\n# Costs\n"))

    assert find(among, "Scope of the interim repair", 0) == among[1]
    assert find(among, "Something else altogether", 0) is None
    assert find([], "Purpose", 0) is None


def test_one_of_several_that_went_leaves_the_last_of_them():
    among = [Section("Costs", 0, 2)]

    assert find(among, "Costs", 1) == among[0]

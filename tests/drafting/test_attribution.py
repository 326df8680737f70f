"""Each passage is as old as the last change of its words."""

from hypothesis import given, settings
from hypothesis import strategies as st

from papers.drafting.attribution import standing_since

LINE = st.sampled_from(["water.", "pumps.", "pipes.", "roads."])
TEXTS = st.lists(st.lists(LINE, unique=True).map("\n".join), min_size=1, max_size=6)


@settings(deadline=None)
@given(TEXTS)
def test_passage_stands_since_the_first_text_after_which_it_was_never_missing(texts):
    passages = texts[-1].split("\n")

    since = standing_since(passages, texts)

    for passage, first in zip(passages, since, strict=True):
        assert all(passage in text for text in texts[first:])
        assert first == 0 or passage not in texts[first - 1]


def test_passage_that_came_back_is_as_old_as_its_return():
    assert standing_since(["a"], ["a", "b", "a", "a b"]) == [2]

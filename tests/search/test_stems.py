"""Words of one family have one stem, in texts and in questions, whatever signs stand on them."""

import pytest

from papers.search import stems

FAMILIES = [
    ("en", "repair", ["repairs", "repaired", "Repairing", "re\u00adpair"]),
    ("fr", "négociation", ["négociations", "negociations", "négocier", "NÉGOCIATIONS"]),
    ("fr", "activité", ["activités", "activite", "activites"]),
    ("ar", "معاهدة", ["مُعاهَدة", "المعاهدة", "والمعاهدات", "معـاهدة", "وللمعاهدة"]),
    ("ar", "اتفاقية", ["الاتفاقيات", "والاتفاقيات", "بالاتفاقية", "اتفاقيات"]),
    ("ar", "التزام", ["الالتزام", "والالتزامات"]),
    ("ar", "تعليم", ["وتعليم", "التعليم"]),
    ("he", "שָׁלוֹם", ["שלום"]),
    ("en", "2026", ["02026", "٢٠٢٦"]),
]


@pytest.mark.parametrize(("language", "word", "others"), FAMILIES)
def test_text_is_found_by_any_word_of_the_family(language, word, others):
    unfound = [
        (asked, written)
        for asked in [word, *others]
        for written in [word, *others]
        if stems.stem(written, language) not in stems.readings(asked)
    ]

    assert unfound == []


@pytest.mark.parametrize(("one", "other"), [("water", "waiter"), ("معاهدة", "اتفاقية"), ("paix", "pays")])
def test_words_of_different_families_stay_apart(one, other):
    assert stems.stem(one, "fr") not in stems.readings(other)


def test_stemmed_leaves_only_letters_and_digits():
    text = '½ ŉ o\'clock a_b «l’accord» \x00 ("x")* مُعاهَدة ffi'

    found = stems.stemmed(text, "en")

    assert [stem for stem in found if not stem.isalnum()] == []
    assert found[-1] == "ffi"

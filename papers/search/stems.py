"""Words as the index knows them: folded, without marks, cut to their stem. The same for texts and for questions.

A word is stemmed by its script, and Latin words by the language of the text they stand in. Accents go after the
stemmer, which needs them; a question is therefore asked in every language that a text may have.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import snowballstemmer

# Signs that stand on or between the letters of one word: accents, vowel points, soft hyphens, joiners.
MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06ed\u00ad\u200c-\u200f\u2060"
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}])*")
STEMMERS = {"ar": "arabic", "en": "english", "es": "spanish", "fr": "french", "ru": "russian"}
LATIN = ("en", "fr", "es")
FOLDED: dict[int, None] = dict.fromkeys([0x0640, 0x00AD, 0x2060, *range(0x200C, 0x2010)])
# “The …”, “and the …”, “for the …”: taken off and put back as one article, so that all these are one word.
ARTICLE = re.compile(r"\A[وف]?(?:[بك]?ال|لل)(?=\w{2})")
CONJUNCTION = re.compile(r"\A[وف](?=\w{3})")
SILENT_E = re.compile(r"e(e?s?)\Z")
LONGEST = 60  # letters; what is longer is no word that anybody looks for


def words(text: str) -> Iterator[re.Match[str]]:
    """The words of a text with their places."""
    return WORD.finditer(text)


def stemmed(text: str, language: str) -> list[str]:
    """The stems of a text's words, in order."""
    return [known for found in words(text) if (known := stem(found[0], language))]


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The stem of a word in a text of this language, as one token of letters and digits."""
    plain = unicodedata.normalize("NFKC", word[:LONGEST]).casefold().translate(FOLDED)
    if plain.isdecimal():
        return str(int(plain))
    script = _script(plain)
    if script == "ar":
        plain = "ال" + ARTICLE.sub("", bare(plain))
    elif script == "he":
        return bare(plain)
    stemmer = script or (language if language in LATIN else "en")
    return bare(_stemmer(stemmer).stemWord(plain)) or bare(plain)


def readings(word: str) -> tuple[str, ...]:
    """The stems that a word of a question may have in the texts: one for each language, and for what is left out."""
    plain = word.casefold()
    forms = [plain]
    if _script(plain) == "ar":
        whole = bare(plain)
        root = ARTICLE.sub("", whole)
        forms += ["ال" + whole, root, "و" + root, CONJUNCTION.sub("", whole)]
    else:
        forms += [bare(plain), SILENT_E.sub(r"é\1", plain)]
    known = (stem(form, language) for form in forms for language in LATIN)
    return tuple(dict.fromkeys(filter(None, known)))


def bare(word: str) -> str:
    """The word's letters and digits, without accents and vowel points."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFD", word)))


def _script(word: str) -> str:
    first = word[:1]
    if "\u0600" <= first <= "\u06ff":
        return "ar"
    if "\u0590" <= first <= "\u05ff":
        return "he"
    return "ru" if "\u0400" <= first <= "\u04ff" else ""


@cache
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer(STEMMERS[language])

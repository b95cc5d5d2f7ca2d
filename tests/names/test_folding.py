"""Words in the form that search compares."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.names.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Khan  Shaykhun,\tIdlib!", "khan shaykhun idlib"),
        ("Deir ez-Zor", "deir ez zor"),
        ("Dar'a", "dara"),
        ("Ja’afari", "jaafari"),
        ("ʿAyn al-ʿArab", "ayn al arab"),
        ("“a pause”", "a pause"),
        ("İSTANBUL ISPARTA ılıca", "istanbul isparta ilica"),
        ("Şam Türkiye Müftüoğlu", "sam turkiye muftuoglu"),
        ("Łódź Straße Ærø", "lodz strasse aero"),
        ("أحمد إدلب آذار ٱلله", "احمد ادلب اذار الله"),
        ("حماة حماه", "حماه حماه"),
        ("مصطفى مصطفي مصطفی", "مصطفي مصطفي مصطفي"),
        ("سوریه کردستان", "سوريه كردستان"),
        ("السويداء مسؤول رئيس", "السويدا مسوول رييس"),
        ("كــتــاب مُحَمَّد", "كتاب محمد"),
        ("ﻻ ﷲ", "لا الله"),
        ("١٢٣ ۴۵۶", "123 456"),
        ("Ёлка Йод Дейр", "елка йод дейр"),
        ("и\u0306", "й"),
        ("may\u200cbe \u200fx", "maybe x"),
        ("½ km²", "1 2 km2"),
        ("", ""),
        ("—…!", ""),
    ],
)
def test_ways_of_typing_a_word_meet_in_one_form(text, folded):
    """Each example is a difference that readers do not search for."""
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text):
    """The stored column and the typed query pass through the same function."""
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "M", "N", "P", "Cf"])))
def test_letters_marks_and_signs_of_any_script_fold_stably(text):
    """Dropped marks may bring letters together that compose anew."""
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_the_unicode_form_of_the_input_does_not_matter(text):
    """Some keyboards and file systems decompose letters, others compose them."""
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text())
def test_folded_words_are_separated_by_single_spaces(text):
    """No edge or run of white space is left to compare."""
    folded = fold(text)
    assert folded == " ".join(folded.split())


def test_a_text_of_very_many_characters_folds_like_its_words():
    """A text with more different characters than are replaced one by one."""
    words = ["".join(map(chr, range(start, start + 40))) for start in range(0x00C0, 0x0600, 40)]
    assert fold(" ".join(words)) == " ".join(" ".join(map(fold, words)).split())

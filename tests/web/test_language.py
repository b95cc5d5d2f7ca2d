"""Labels, sentences, dates and figures in the reader's language."""

import datetime as dt

import pytest
from django.utils import translation

from trucewatch.places.models import Place
from trucewatch.vocabulary.bound import at_least, between
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.sentence import Sentence
from trucewatch.web.language import (
    figure_in_words,
    in_words,
    interval_in_words,
    place_names,
    translated_choices,
)

FEBRUARY = Interval.between(dt.date(2017, 2, 15), dt.date(2017, 2, 16))


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "15-16 Feb 2017"), ("ar", "15 إلى 16 شباط 2017"), ("tr", "15-16 Şubat 2017")],
)
def test_dates_are_written_as_bulletins_write_them(language: str, told: str):
    """The month in words, the ends joined by a word where digits would change places."""
    with translation.override(language):
        assert interval_in_words(FEBRUARY) == told


def test_the_values_of_a_sentence_are_said_in_its_language():
    """Dates, figures and names inside it as well."""
    sentence = Sentence(
        "{first} counts {here} deaths, {second} {there}.",
        first="A",
        here=at_least(31),
        second="B",
        there=between(1, None, 3),
    )
    with translation.override("ru"):
        assert in_words(sentence) == "A насчитывает погибших: не менее 31; B: 1–3."


def test_an_empty_text_stays_empty():
    """The catalogue's head stands under the empty text."""
    with translation.override("ar"):
        assert in_words("") == ""
        assert [str(label) for _, label in translated_choices([("", "")])] == [""]


def test_a_figure_has_its_bound_and_latin_digits():
    """One figure looks the same in every table."""
    with translation.override("fa"):
        assert figure_in_words(at_least(1_200)) == "دست‌کم 1,200"


def test_a_choice_is_looked_up_when_it_is_shown():
    """Not in the language in which the form was declared."""
    choices = translated_choices([("shelling", "Air strike")])
    with translation.override("tr"):
        assert str(choices[0][1]) == "Hava saldırısı"


def test_places_have_their_names_of_the_language(gazetteer):
    """And the record's own where the gazetteer has none."""
    place = Place.objects.get(key="sy-damascus")
    with translation.override("ru"):
        assert place_names([place])[place.pk] == "Дамаск"
    assert place_names([place])[place.pk] == "Damascus"


def test_the_choice_of_a_language_is_kept_in_a_cookie(client, cast):
    """And leads back to the page, for whoever is signed in or not."""
    answer = client.post("/account/language/", {"language": "ar", "next": "/?x=1"})
    assert answer["Location"] == "/?x=1"
    page = client.get("/").content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "النشرات المنشورة" in page

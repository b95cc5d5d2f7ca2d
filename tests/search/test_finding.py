"""Search finds across scripts, groups by kind, and tells nobody of what they may not see."""

import pytest
from cast import Cast, file

from trucewatch.accounts.access import PUBLIC, MemberReader
from trucewatch.parties.actions import add_party
from trucewatch.reports.actions.changing import withdraw_report
from trucewatch.search.finding import Answer, answer
from trucewatch.search.question import read_question
from trucewatch.vocabulary.process import PartyKind

pytestmark = pytest.mark.django_db


def ask(text: str, cast: Cast, part: str = "monitor") -> Answer:
    """What a member of the cast finds."""
    reader = PUBLIC if part == "public" else MemberReader(cast.everyone()[part])
    return answer(read_question(text), reader)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("قصف مدفعي على إدلب", "ادلب"),
        ("قصف بإدلب", "إدلب"),
        ("وقع القصف في الرستن", "قصف"),
        ("Ma'arrat an-Nu'mān", "maarrat"),
        ("Обстрел у Саракиба", "обстрел"),
        ("ёлка", "елка"),
        ("KIRIKHAN yakınında", "kırıkhan"),
        ("İdlib kırsalı", "idlib"),
        ("حملهٔ هوایی", "حمله"),
        ("كتيبة", "کتیبه"),
    ],
)
def test_letters_written_otherwise_are_the_same_word(cast: Cast, written, asked):
    """Arabic forms, vowel signs, Russian ё, Turkish i with and without its dot, Persian letters."""
    file(cast.monitor, summary=written)
    file(cast.monitor, summary="something else")
    assert ask(asked, cast).report_count == 1


def test_a_place_is_found_by_its_name_in_another_script(cast: Cast, gazetteer):
    """Whoever looks for Алеппо finds what was written about حلب, and the place itself."""
    file(cast.monitor, summary="قصف قرب حلب", place_as_published="حلب")
    found = ask("Алеппо", cast)
    assert found.report_count == 1
    assert "Aleppo" in [hit.place.name for hit in found.places]


def test_a_party_is_found_by_its_alias(cast: Cast):
    """A former name, a spelling, an abbreviation."""
    party = add_party(
        "Jabhat Fateh al-Sham",
        kind=PartyKind.ARMED_GROUP,
        names=[("Nusra Front", "en"), ("جبهة النصرة", "ar")],
        by=cast.operator,
    )
    file(cast.monitor, summary="fighters of جبهة النصرة", side_a_id=party.pk)
    found = ask("nusra front", cast)
    assert found.parties == [party]
    assert found.report_count == 1


def test_phrases_are_taken_to_the_letter_and_words_can_be_excluded(cast: Cast):
    """Quotation marks and a minus sign."""
    file(cast.monitor, summary="two hours ago a convoy was held")
    file(cast.monitor, summary="two convoys were held for hours")
    file(cast.monitor, summary="an exercise two hours long")
    assert ask('"two hours"', cast).report_count == 2
    assert ask('"two hours" -exercise', cast).report_count == 1
    assert ask("two hours -exercise", cast).report_count == 2


def test_limits_join_words(cast: Cast, gazetteer):
    """A date and a type beside the words, and the same question as a filter of the situation."""
    file(cast.monitor, summary="near the bridge", event_type="shelling")
    file(cast.monitor, summary="near the bridge", event_type="small_arms")
    found = ask("bridge type:shelling 2016-12-30", cast)
    assert found.report_count == 1
    assert found.wanted.type == "shelling"
    assert ask("bridge before:2016-12-30", cast).report_count == 0
    assert ask("area:zzz", cast).errors == {"area": "No governorate or country is called “zzz”."}


def test_nothing_hints_at_what_is_hidden(cast: Cast):
    """Not a count, not a party's or a source's name, for whom the report is not visible."""
    party = add_party("Force of the north", kind=PartyKind.ARMED_GROUP, by=cast.operator)
    file(
        cast.liaison,
        compartment=cast.home_of(cast.liaison),
        summary="only for the mission",
        side_a_id=party.pk,
    )
    assert ask("mission", cast).report_count == 1
    for part in ("rival", "observer", "public"):
        hidden = ask("only for the mission", cast, part)
        assert hidden.is_empty
        assert ask("source:org-party", cast, part).errors == {
            "source": "No source is called “org-party”."
        }
    assert ask("party source", cast, "rival").sources == []


def test_a_withdrawn_report_is_not_found(cast: Cast):
    """It no longer counts; the situation shows it when asked for its standing."""
    report = file(cast.monitor, summary="a mistake")
    withdraw_report(report.pk, by=cast.monitor, because="Filed by mistake")
    assert ask("mistake", cast).is_empty


def test_a_report_is_found_by_a_side_that_only_its_codes_name(cast: Cast):
    """A dataset's row names its sides in columns, not in a sentence."""
    party = add_party("Force of the north", kind=PartyKind.ARMED_GROUP, by=cast.operator)
    file(cast.monitor, summary="", side_b_id=party.pk)
    assert ask("force north", cast).report_count == 1

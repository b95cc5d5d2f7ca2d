"""Words for times become days, each with the day it was counted from."""

import datetime as dt

import pytest

from extraction.asking import page, read
from trucewatch.extraction.case import Text
from trucewatch.extraction.reading import read_case

ANCHOR = dt.date(2017, 3, 15)  # a Wednesday
MEANT = {
    "The envoy arrived on Tuesday.": ("Tuesday", "2017-03-14", "2017-03-14"),
    "The envoy will arrive on Tuesday.": ("Tuesday", "2017-03-21", "2017-03-21"),
    "The envoy arrived last Monday.": ("last Monday", "2017-03-13", "2017-03-13"),
    "Talks were held on February 15-16.": ("February 15-16", "2017-02-15", "2017-02-16"),
    "Talks were held from 28 February to 2 March.": (
        "28 February to 2 March", "2017-02-28", "2017-03-02",
    ),
    "It was signed on the 30th of December 2016.": (
        "30th of December 2016", "2016-12-30", "2016-12-30",
    ),
    "They will meet again in early May.": ("early May", "2017-05-01", "2017-05-10"),
    "It was brokered last December.": ("last December", "2016-12-01", "2016-12-31"),
    "The talks collapsed early last year.": ("early last year", "2016-01-01", "2016-04-30"),
    "It took effect at the end of last year.": ("end of last year", "2016-12-01", "2016-12-31"),
    "The town was shelled two hours ago.": ("two hours ago", "2017-03-15", "2017-03-15"),
    "The road was cut three days ago.": ("three days ago", "2017-03-12", "2017-03-12"),
    "Many died in the past five years.": ("the past five years", "2012-03-15", "2017-03-15"),
    "It began in March 2011.": ("March 2011", "2011-03-01", "2011-03-31"),
    "They left this week.": ("this week", "2017-03-13", "2017-03-19"),
    "They met in 2015.": ("2015", "2015-01-01", "2015-12-31"),
    "They met on 2017-02-16.": ("2017-02-16", "2017-02-16", "2017-02-16"),
    "They will meet on 3 and 4 May.": ("3 and 4 May", "2017-05-03", "2017-05-04"),
}  # fmt: skip


@pytest.mark.parametrize("sentence", MEANT)
def test_words_for_a_time_become_days(sentence: str) -> None:
    """Counted from the document's day where they need one."""
    text = page(sentence)
    case = read_case([Text("a", text, ANCHOR)])
    (date,) = case.documents[0].dates
    found = text[slice(*date.span)], date.start.isoformat(), date.end.isoformat()
    assert found == MEANT[sentence]
    assert date.derivation


@pytest.mark.parametrize(
    "sentence",
    ["They may leave.", "The march was long.", "Rooms 15-16 were empty.", "It fed 1200 men."],
)
def test_other_words_are_no_times(sentence: str) -> None:
    """May and march in small letters, rooms and numbers of people."""
    case = read_case([Text("a", page(sentence), ANCHOR)])
    assert case.documents[0].dates == ()


def test_a_quotation_counts_from_when_it_was_spoken() -> None:
    """What was said on Monday about tomorrow is Tuesday, whenever the paper came out."""
    text = page("“We leave tomorrow morning at six,” the envoy said on Monday.")
    case = read_case([Text("a", text, ANCHOR)])
    tomorrow = next(d for d in case.documents[0].dates if text[slice(*d.span)] == "tomorrow")
    assert tomorrow.start == dt.date(2017, 3, 14)
    assert tomorrow.anchor == dt.date(2017, 3, 13)


def test_a_stamp_is_the_day_of_a_document() -> None:
    """A dateline with a full date decides, and is shown."""
    text = page("GENEVA, 3 February 2017 (Agency) - The talks began on Thursday.")
    date = read(text).documents[0].date
    assert date is not None
    assert date.day == dt.date(2017, 2, 3)
    assert date.stamp is not None


def test_a_document_is_dated_by_its_weekdays_and_its_neighbours() -> None:
    """The neighbour says which Monday; the document says that it is tomorrow."""
    stamped = page("ASTANA, 24 January 2017 (Agency) - Talks opened here on January 23.")
    unstamped = page(
        "The sides are set to meet on Monday. The first delegates arrived on Sunday, 2017 being"
        " three weeks old; the hotel was searched on January 22."
    )
    date = read(stamped, unstamped).documents[1].date
    assert date is not None
    assert date.day == dt.date(2017, 1, 22)
    assert any("2017" in step for step in date.derivation)


def test_a_known_event_dates_a_document_and_is_named() -> None:
    """Six years since the uprising is a day, and the derivation says which event it leans on."""
    text = page(
        "The talks closed today, six years since the start of the Syrian uprising, without a paper."
    )
    date = read(text).documents[0].date
    assert date is not None
    assert date.day == dt.date(2017, 3, 15)
    assert any("uprising" in step for step in date.derivation)


def test_a_document_that_says_nothing_of_its_day_has_none() -> None:
    """No day is made up, and what would count from it is left out."""
    case = read(page("The envoy arrived on Tuesday."))
    assert case.documents[0].date is None
    assert case.documents[0].dates == ()


def test_a_passage_taken_over_keeps_the_days_it_had() -> None:
    """Last year in a copied paragraph is the year before the original."""
    paragraph = (
        "The agreement was signed at the end of last year by the three guarantor states, who said"
        " that it covered the whole of the country except two groups."
    )
    old = page("GENEVA, 3 February 2017 (Agency) - It rained.", paragraph)
    new = page("GENEVA, 9 March 2018 (Agency) - It rained again.", paragraph)
    case = read(old, new)
    starts = [
        [d.start for d in document.dates if d.start.month == 12] for document in case.documents
    ]
    assert starts == [[dt.date(2016, 12, 1)], [dt.date(2016, 12, 1)]]

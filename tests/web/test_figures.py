"""Figures stand beside each other where they count the same; nobody sees a trace of hidden ones."""

import csv
import datetime as dt
import io
import re

import pytest
from cast import Cast
from press import FIRST, SECOND, case, hand_in, make_case, proposal, span  # noqa: F401 - fixtures
from said import HASH, figure

from trucewatch.desk.models import CaseFile
from trucewatch.statements.actions import withdraw_words
from trucewatch.vocabulary.handling import Handling

pytestmark = pytest.mark.django_db


def _page(as_, part: str = "monitor", query: str = "") -> str:
    answer = as_(part).get(f"/figures/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_two_totals_of_one_claimant_stand_in_one_group_and_are_disputed(as_, cast: Cast) -> None:
    """The reason names both numbers, and the drawing says in words what it shows."""
    figure(cast.monitor, 450_000, 450_000, counted_since=dt.date(2012, 2, 16))
    figure(cast.monitor, 400_000, 400_000)
    page = _page(as_)
    assert page.count('<article class="figures') == 1
    assert 'class="chip disputed"' in page
    assert "said to have given 400,000 and 450,000" in page
    assert re.search(r'<svg[^>]* role="img" aria-labelledby="p-1" aria-describedby="d-1"', page)
    assert "<desc" in page


def test_lost_homes_and_the_displaced_never_share_a_group(as_, cast: Cast) -> None:
    """Each has a section, with a word that the other is no figure of the same."""
    figure(cast.monitor, 12_000_000, None, concept="lost_home")
    figure(cast.monitor, 11_000_000, 11_000_000, concept="displaced", estimated=True)
    page = _page(as_)
    assert page.count('<article class="figures') == 2
    assert "chip disputed" not in page
    assert page.count("Not comparable: they count different things.") == 2
    assert 'href="#c-lost_home"' in page


def test_an_upper_bound_alone_is_unverified_and_says_what_it_is(as_, cast: Cast) -> None:
    """Up to 13,000, by one claimant."""
    figure(cast.monitor, None, 13_000, concept="detained", whom="women", counted_since=None)
    page = _page(as_)
    assert "up to 13,000" in page
    assert "chip unverified" in page
    assert "Detained, women, in Syria" in page


def test_a_copy_is_listed_as_one_and_adds_no_weight(as_, cast: Cast) -> None:
    """Two documents with one passage are one account."""
    first = figure(cast.monitor, 31)
    figure(cast.monitor, 31, copy_of=first, speaker_label="Another newspaper")
    page = _page(as_)
    assert "chip one_sided" in page
    assert page.count('<span class="tag">copy</span>') == 1


def test_what_the_desk_knows_as_a_copy_counts_as_one(as_, cast: Cast, case: CaseFile) -> None:  # noqa: F811
    """A passage that stands in two documents of a case is one account, though nobody said so."""
    for row, text in zip(case.documents.order_by("position"), (FIRST, SECOND), strict=True):
        start, end = span(text, "At least 31 people")
        figure(
            cast.monitor, 31, document=row.document, words=text[start:end], start=start, end=end,
            speaker_label=f"Newspaper {row.position}",
        )  # fmt: skip
    page = _page(as_)
    assert "chip one_sided" in page
    assert page.count('<span class="tag">copy</span>') == 1
    assert f"c={span(FIRST, 'At least 31 people')[0]}-" in page


def test_figures_that_only_the_documents_words_limit_are_apart(as_, cast: Cast) -> None:
    """Killed in Damascus and killed in Aleppo are no dispute."""
    nothing = {"place_label": "", "counted_since": None, "as_of": None}
    figure(cast.monitor, 31, 31, scope="in Damascus", **nothing)
    figure(cast.monitor, 40, 40, scope="in Aleppo", **nothing)
    page = _page(as_)
    assert page.count('<article class="figures') == 2
    assert "chip disputed" not in page


@pytest.mark.parametrize("part", ["liaison", "rival", "observer"])
def test_what_may_not_be_seen_is_in_no_group_label_plot_or_export(
    as_, cast: Cast, part: str
) -> None:
    """A hidden rival figure disputes nothing, and its claimant is no choice of the filter."""
    figure(cast.monitor, 400_000, 400_000)
    hidden = {"handling": Handling.AMBER.value, "speaker_label": "A secret voice"}
    figure(cast.monitor, 450_000, 450_000, **hidden)
    assert "chip disputed" in _page(as_)
    page = _page(as_, part)
    assert "chip one_sided" in page
    assert '<svg viewBox="0 0 640' not in page
    for secret in ("450,000", "A secret voice"):
        assert secret not in page
    for form in ("csv", "json"):
        body = as_(part).get(f"/figures/table.{form}").content.decode()
        assert "450000" not in body
        assert "disputed" not in body


def test_the_export_holds_what_the_page_shows(as_, cast: Cast) -> None:
    """Under the same filter, one row a claim; words that a sheet would run are defused."""
    figure(cast.monitor, 5, 5, gist="=cmd()", speaker_label="A")
    figure(cast.monitor, 7, 7, concept="injured", speaker_label="B")
    body = as_("monitor").get("/figures/table.csv?concept=killed").content.decode()
    (row,) = csv.DictReader(io.StringIO(body))
    assert (row["low"], row["label"], row["words"]) == ("5", "one_sided", "'=cmd()")
    assert row["document_sha256"] == HASH
    everything = as_("monitor").get("/figures/table.json").json()
    assert [each["concept"] for each in everything] == ["killed", "injured"]


def test_a_claimants_groups_stay_whole(as_, cast: Cast) -> None:
    """The filter chooses groups; a label without the others' figures would be another label."""
    figure(cast.monitor, 5, 5, speaker_label="A")
    figure(cast.monitor, 7, 7, speaker_label="B")
    figure(cast.monitor, 9, 9, speaker_label="C", concept="injured")
    page = _page(as_, query="?claimant=A")
    assert page.count('<article class="figures') == 1
    assert "chip disputed" in page


def test_a_withdrawn_figure_is_gone_and_an_empty_page_says_so(as_, cast: Cast) -> None:
    """It stays readable on its own page alone."""
    row = figure(cast.monitor, 5, 5)
    withdraw_words(row, by=cast.monitor, because="Misread")
    assert "No figure that you may see is recorded yet." in _page(as_)
    assert as_("monitor").get(f"/statements/figureclaim/{row.pk}/").status_code == 200


def test_a_protected_claimant_is_marked_so(as_, cast: Cast) -> None:
    """Only what the document calls them."""
    figure(cast.monitor, 5, 5, speaker_label="a diplomat", anonymous=True)
    assert '<span class="tag">protected</span>' in _page(as_)


def test_only_members_are_shown_figures(as_, cast: Cast) -> None:
    """The public is asked to sign in."""
    assert as_("public").get("/figures/").status_code == 302
    assert as_("public").get("/figures/table.csv").status_code == 302

"""Figures, demands and commitments, alleged violations, assessments."""

import pytest

from extraction.asking import names, one_document, page

FIGURES = {
    "At least 31 people were killed in the blast.": (31, None, "killed"),
    "As many as 13,000 women are imprisoned there.": (None, 13000, "detained"),
    "450.000 Syrians lost their lives.": (450000, 450000, "killed"),
    "More than 12 million have lost their homes.": (12_000_000, None, "lost_home"),
    "Between 20 and 30 civilians were wounded.": (20, 30, "injured"),
    "An estimated 1.7 million people were displaced.": (1_700_000, 1_700_000, "displaced"),
    "Fourteen representatives sat at the table.": (14, 14, "delegation_members"),
    "More than 400 journalists are attending.": (400, None, "journalists"),
    "The shelling left forty-two dead.": (42, 42, "killed"),
    "Up to 5,000 people are under siege in the town.": (None, 5000, "besieged"),
}


@pytest.mark.parametrize("sentence", FIGURES)
def test_a_figure_has_its_bound_and_what_it_counts(sentence: str) -> None:
    """Low and high ends are open where the words leave them open."""
    _, document = one_document(page(sentence))
    (figure,) = document.figures
    assert (figure.low, figure.high, figure.what) == FIGURES[sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "The hotel has 300 rooms.",
        "The talks lasted 14 hours.",
        "It cost $40 million.",
        "The village lies 12 km north.",
        "Some 40 percent of it was lost.",
        "The nurse, 54, was asleep.",
        "Resolution 2254 was adopted.",
    ],
)
def test_other_numbers_are_no_figures(sentence: str) -> None:
    """Rooms, hours, money, distances, shares, ages, numbers of papers."""
    _, document = one_document(page(sentence))
    assert document.figures == ()


def test_a_figure_belongs_to_whoever_claims_it() -> None:
    """Also where the claim goes on behind its attribution."""
    case, document = one_document(
        page("400,000 people were killed, according to the UN, and 11 million were displaced.")
    )
    assert [names(case, figure.claimants) for figure in document.figures] == [
        ["United Nations"],
        ["United Nations"],
    ]
    assert [figure.what for figure in document.figures] == ["killed", "displaced"]


UNDERTAKEN = {
    "Lavrov said Turkey must withdraw its troops.": ("demand", ["Lavrov"]),
    "The opposition refused to sign the paper.": ("refusal", ["opposition"]),
    "Lavrov called for an immediate end of the siege.": ("demand", ["Lavrov"]),
    "Russia and Turkey agreed to hold another round in May.": ("agreement", ["Russia", "Turkey"]),
    "The opposition obtained guarantees from Russia to halt its bombardment.": (
        "commitment",
        ["Russia"],
    ),
    "Iran pledged to withdraw its advisers.": ("commitment", ["Iran"]),
    "“We will not talk unless the siege is lifted,” Lavrov said.": ("precondition", ["Lavrov"]),
    "Russia, Iran and Turkey said they were ready to broker a deal.": (
        "offer",
        ["Russia", "Iran", "Turkey"],
    ),
}


@pytest.mark.parametrize("sentence", UNDERTAKEN)
def test_what_is_asked_or_undertaken_has_its_kind_and_its_author(sentence: str) -> None:
    """Demands, refusals, agreements, commitments, conditions, offers."""
    case, document = one_document(page(sentence))
    found = [(one.kind.value, names(case, one.by)) for one in document.undertakings]
    assert found == [UNDERTAKEN[sentence]]


def test_an_alleged_violation_has_its_alleger_and_the_accused() -> None:
    """Accusations are breaches only where they are about the truce."""
    case, document = one_document(
        page("The Syrian opposition accused Russia of failing to uphold the ceasefire.")
    )
    (one,) = document.allegations
    assert names(case, one.alleged_by) == ["Syrian opposition"]
    assert names(case, one.accused) == ["Russia"]
    assert not one.about_process


def test_a_complaint_about_the_talks_is_no_breach() -> None:
    """Disrupting a meeting is marked as a complaint."""
    _, document = one_document(page("Lavrov accused Turkey of disrupting the talks."))
    (one,) = document.allegations
    assert one.about_process


def test_a_list_of_events_gives_an_allegation_for_each() -> None:
    """Numbered lines with a day and an act; nobody alleges but who handed the list in."""
    lines = [
        f"{n}. On {n + 2} January 2017 government forces shelled the town of Homs."
        for n in range(1, 7)
    ]
    case, document = one_document("Breaches of the ceasefire\n\n" + "\n".join(lines))
    assert len(document.allegations) == 6
    assert {one.violation_type for one in document.allegations} == {"shelling"}
    assert all(one.date is not None for one in document.allegations)
    assert {one.alleged_by for one in document.allegations} == {()}
    assert all(one.accused for one in document.allegations)
    del case


def test_an_assessment_is_whoever_makes_it() -> None:
    """Holding in somebody's mouth, shaky in the writer's."""
    case, document = one_document(
        page("Lavrov said the ceasefire was holding.", "The shaky ceasefire ended the year.")
    )
    assert [(one.says, one.leaning, names(case, one.by)) for one in document.assessments] == [
        ("holding", 1, ["Lavrov"]),
        ("shaky", 0, []),
    ]

"""What several documents say together: actors, repeated passages, contradictions, rounds."""

import datetime as dt

from extraction.asking import names, page, read
from trucewatch.extraction.found import Clash

PARAGRAPH = (
    "The guarantor states declared that a mechanism to monitor the ceasefire would be set up by a"
    " committee of three, whose experts would meet every month in the capital."
)


def test_spellings_of_one_person_are_one_actor_in_all_documents() -> None:
    """A surname alone means whoever was named in full."""
    case = read(
        page("Bashar Ja’afari arrived on time.", "Ja’afari said nothing was signed."),
        page("Envoy Bashar al-Jaafari spoke first.", "Bashar al-Assad did not come."),
    )
    people = [e for e in case.entities.values() if e.kind == "person"]
    assert sorted(e.name for e in people) == ["Bashar al-Assad", "Bashar al-Jaafari"]


def test_a_capital_that_speaks_is_its_state_and_no_place() -> None:
    """Ankara said: Turkey. In Ankara: a town."""
    case = read(page("Ankara said it would wait.", "The experts met in Ankara."))
    (document,) = case.documents
    assert [names(case, one.speakers) for one in document.statements] == [["Turkey"]]
    assert [place.name for place in document.places] == ["Ankara"]


def test_a_passage_in_two_documents_is_found_with_its_original() -> None:
    """Also in another order and with a few words changed; the earlier document has the original."""
    changed = PARAGRAPH.replace("every month", "each month")
    case = read(
        page("GENEVA, 9 March 2017 (Agency) - Rain.", "It was a long day for everybody.", changed),
        page("GENEVA, 3 February 2017 (Agency) - Snow.", PARAGRAPH, "Nobody left the hotel today."),
    )
    (one,) = case.reuse
    assert one.original == "b"
    assert one.alike > 0.8


def test_ordinary_phrases_are_no_copies() -> None:
    """Offices and names that all articles share are not taken over from anywhere."""
    case = read(
        page(
            "The head of the Russian delegation, Alexander Lavrentiev, told reporters here that"
            " a draft had been read twice by all experts."
        ),
        page(
            "The head of the Russian delegation, Alexander Lavrentiev, told reporters that"
            " dinner would be late because rain had flooded the kitchen of his hotel."
        ),
    )
    assert case.reuse == ()


def test_figures_contradict_each_other_at_equal_concept_and_scope_only() -> None:
    """Killed against killed over the same years; displaced against lost homes never."""
    case = read(
        page(
            "GENEVA, 3 February 2017 (Agency) - 450,000 people were killed in the past five years"
            " and 12 million lost their homes, according to the UN."
        ),
        page(
            "GENEVA, 24 January 2017 (Agency) - 400,000 people were killed and 11 million displaced"
            " since the war began in March 2011, according to the UN."
        ),
    )
    assert [one.clash for one in case.contradictions] == [Clash.FIGURE]


def test_a_bound_that_leaves_room_contradicts_nothing() -> None:
    """At least 31 and 40 can both be right."""
    case = read(
        page("GENEVA, 3 February 2017 (Agency) - At least 31 people were killed since Monday."),
        page("GENEVA, 3 February 2017 (Agency) - The blast left 40 people killed since Monday."),
    )
    assert case.contradictions == ()


def test_a_denial_contradicts_what_it_denies() -> None:
    """What one told reporters, the next denied in his own words."""
    case = read(
        page(
            "Alexander Lavrentiev told reporters that a commission had been discussed. This was"
            " denied by the foreign ministry.",
            "“We did not discuss it,” the ministry said.",
        )
    )
    assert [one.clash for one in case.contradictions] == [Clash.DENIAL]


def test_rounds_are_put_together_from_all_documents() -> None:
    """A number from one, days from the other; the chronology is named where it helped."""
    case = read(
        page("The second round of Astana talks was held on February 15-16, 2017."),
        page("ASTANA, 24 January 2017 (Agency) - Talks began in Astana on January 23."),
    )
    rounds = {one.number: one for one in case.rounds}
    assert (rounds[2].start, rounds[2].end) == (dt.date(2017, 2, 15), dt.date(2017, 2, 16))
    assert rounds[1].start == dt.date(2017, 1, 23)
    assert any("chronology" in step for step in rounds[2].derivation)

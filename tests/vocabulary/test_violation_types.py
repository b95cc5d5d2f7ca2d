"""The catalogue of violations and its crosswalks to other codebooks."""

from collections import Counter

import pytest

from trucewatch.vocabulary.acled import ACLED_READINGS, AcledEvent, CrosswalkOutcome, read_acled
from trucewatch.vocabulary.precision import LocationPrecision, location_precision_from_acled
from trucewatch.vocabulary.violations import (
    HEAVY_WEAPONS,
    ViolationType,
    possible_ucdp_types,
    possible_ucdp_types_if_fatal,
    ucdp_type_label,
)


def test_every_acled_sub_event_has_a_reading():
    """ACLED's codebook has 25 sub-events under six events."""
    assert Counter(reading.event for reading in ACLED_READINGS) == {
        AcledEvent.BATTLES: 3,
        AcledEvent.PROTESTS: 3,
        AcledEvent.RIOTS: 2,
        AcledEvent.EXPLOSIONS: 6,
        AcledEvent.VIOLENCE_AGAINST_CIVILIANS: 3,
        AcledEvent.STRATEGIC_DEVELOPMENTS: 8,
    }


@pytest.mark.parametrize(
    ("sub_event", "violation"),
    [
        ("Shelling/artillery/missile attack", ViolationType.SHELLING),
        ("government regains  TERRITORY", ViolationType.TERRITORY_TAKEN),
        ("Arrests", ViolationType.DETENTION),
        ("Armed clash", ViolationType.UNSPECIFIED),
        ("Peaceful protest", ViolationType.UNSPECIFIED),
    ],
)
def test_a_type_is_suggested_only_when_exactly_one_follows(sub_event, violation):
    """Where the code leaves a choice, a person makes it."""
    assert read_acled(sub_event).suggested is violation


@pytest.mark.parametrize(
    "reading", ACLED_READINGS, ids=[reading.sub_event for reading in ACLED_READINGS]
)
def test_a_reading_gives_its_reason_unless_it_is_settled(reading):
    """A reviewer is told what the foreign code leaves open."""
    assert bool(reading.because) == (reading.outcome is not CrosswalkOutcome.SETTLED)


def test_a_sub_event_outside_the_codebook_is_refused():
    """A misspelling is reported by the importer, not filed as unspecified."""
    with pytest.raises(ValueError, match="not an ACLED sub-event: 'Skirmish'"):
        read_acled("Skirmish")


@pytest.mark.parametrize(
    ("violation", "codes"),
    [
        (ViolationType.SMALL_ARMS, (1, 2)),
        (ViolationType.SHELLING, (1, 2, 3)),
        (ViolationType.AIR_STRIKE, (1, 3)),
        (ViolationType.HARM_TO_CIVILIANS, (3,)),
        (ViolationType.ABDUCTION, ()),
        (ViolationType.OVERFLIGHT, ()),
    ],
)
def test_the_types_ucdp_might_give_are_offered_as_a_choice(violation, codes):
    """The actors decide the code, and a violation type does not name them."""
    assert possible_ucdp_types(violation) == codes


def test_captivity_counts_for_ucdp_only_when_someone_died():
    """A fatal abduction is one-sided violence."""
    assert possible_ucdp_types_if_fatal(ViolationType.ABDUCTION) == (3,)


def test_the_ucdp_codes_have_their_published_names():
    """The names appear in imports and exports."""
    assert [ucdp_type_label(code) for code in (1, 2, 3)] == [
        "State-based conflict",
        "Non-state conflict",
        "One-sided violence",
    ]


def test_an_unknown_ucdp_code_is_refused():
    """UCDP has three types of organised violence."""
    with pytest.raises(ValueError, match="not 4"):
        ucdp_type_label(4)


def test_a_mine_is_not_a_heavy_weapon():
    """The heavy-weapon share measures artillery and strikes from the air."""
    assert ViolationType.MINE_IED not in HEAVY_WEAPONS
    assert ViolationType.SHELLING in HEAVY_WEAPONS


def test_a_vaguer_place_has_a_wider_radius():
    """The radius orders the scale from a point to beyond a country."""
    radii = [precision.radius_km for precision in LocationPrecision]
    assert radii == sorted(radii)


@pytest.mark.parametrize(("code", "precision"), [(1, 1), (2, 2), (3, 4)])
def test_acled_geo_precision_is_read_on_the_ucdp_scale(code, precision):
    """ACLED's third code is a region placed at its capital."""
    assert location_precision_from_acled(code) == precision


def test_an_unknown_acled_geo_precision_is_refused():
    """A code outside one to three is a fault in the file."""
    with pytest.raises(ValueError, match="not 0"):
        location_precision_from_acled(0)

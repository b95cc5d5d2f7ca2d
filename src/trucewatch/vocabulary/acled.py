"""ACLED's event types and sub-events, read as types of ceasefire violation."""

from dataclasses import dataclass
from typing import Final

from trucewatch.vocabulary.labels import LabelledStr
from trucewatch.vocabulary.violations import ViolationType


class AcledEvent(LabelledStr):
    """ACLED's six event types; the stored word is ACLED's own spelling."""

    BATTLES = "Battles", "Battles"
    PROTESTS = "Protests", "Protests"
    RIOTS = "Riots", "Riots"
    EXPLOSIONS = "Explosions/Remote violence", "Explosions or remote violence"
    VIOLENCE_AGAINST_CIVILIANS = "Violence against civilians", "Violence against civilians"
    STRATEGIC_DEVELOPMENTS = "Strategic developments", "Strategic developments"


class CrosswalkOutcome(LabelledStr):
    """What remains for a person to do after a foreign code was read."""

    SETTLED = "settled", "One type follows"
    CHOOSE = "choose", "Several types are possible"
    REVIEW = "review", "No type follows: decide by reading"


@dataclass(frozen=True, slots=True)
class AcledReading:
    """One ACLED sub-event with the types it may stand for, the likeliest first.

    ``because`` says what ACLED's code leaves open; it is empty when the outcome is settled.
    """

    event: AcledEvent
    sub_event: str
    outcome: CrosswalkOutcome
    types: tuple[ViolationType, ...]
    because: str

    @property
    def suggested(self) -> ViolationType:
        """The type to propose: "not specified" unless exactly one type follows."""
        if self.outcome is CrosswalkOutcome.SETTLED:
            return self.types[0]
        return ViolationType.UNSPECIFIED


def _settled(event: AcledEvent, sub_event: str, violation: ViolationType) -> AcledReading:
    return AcledReading(event, sub_event, CrosswalkOutcome.SETTLED, (violation,), "")


def _choose(
    event: AcledEvent, sub_event: str, types: tuple[ViolationType, ...], because: str
) -> AcledReading:
    return AcledReading(event, sub_event, CrosswalkOutcome.CHOOSE, types, because)


def _review(
    event: AcledEvent, sub_event: str, because: str, *possible: ViolationType
) -> AcledReading:
    return AcledReading(event, sub_event, CrosswalkOutcome.REVIEW, possible, because)


_BATTLES = AcledEvent.BATTLES
_EXPLOSIONS = AcledEvent.EXPLOSIONS
_CIVILIANS = AcledEvent.VIOLENCE_AGAINST_CIVILIANS
_STRATEGIC = AcledEvent.STRATEGIC_DEVELOPMENTS

# The 25 sub-events of ACLED's codebook, in its order.
ACLED_READINGS: Final[tuple[AcledReading, ...]] = (
    _settled(_BATTLES, "Government regains territory", ViolationType.TERRITORY_TAKEN),
    _settled(_BATTLES, "Non-state actor overtakes territory", ViolationType.TERRITORY_TAKEN),
    _choose(
        _BATTLES,
        "Armed clash",
        (ViolationType.SMALL_ARMS, ViolationType.GROUND_ASSAULT),
        "An armed clash may be an exchange of fire or an assault on a position.",
    ),
    _review(
        AcledEvent.PROTESTS,
        "Excessive force against protesters",
        "Force against protesters breaches a ceasefire only if a bound party used it.",
        ViolationType.HARM_TO_CIVILIANS,
        ViolationType.PROTEST,
    ),
    _review(
        AcledEvent.PROTESTS,
        "Protest with intervention",
        "A dispersed protest is rarely within the scope of a ceasefire.",
        ViolationType.PROTEST,
    ),
    _review(
        AcledEvent.PROTESTS,
        "Peaceful protest",
        "A peaceful protest is not a violation; it may be context.",
        ViolationType.PROTEST,
    ),
    _review(
        AcledEvent.RIOTS,
        "Violent demonstration",
        "Rioters are not a party unless a bound group directed them.",
        ViolationType.PROTEST,
    ),
    _review(
        AcledEvent.RIOTS,
        "Mob violence",
        "A mob is not a party unless a bound group directed it.",
        ViolationType.PROTEST,
        ViolationType.HARM_TO_CIVILIANS,
    ),
    _settled(_EXPLOSIONS, "Chemical weapon", ViolationType.CHEMICAL),
    _choose(
        _EXPLOSIONS,
        "Air/drone strike",
        (ViolationType.AIR_STRIKE, ViolationType.DRONE_STRIKE),
        "ACLED does not separate aircraft from drones.",
    ),
    _settled(_EXPLOSIONS, "Suicide bomb", ViolationType.SUICIDE_ATTACK),
    _settled(_EXPLOSIONS, "Shelling/artillery/missile attack", ViolationType.SHELLING),
    _settled(_EXPLOSIONS, "Remote explosive/landmine/IED", ViolationType.MINE_IED),
    _settled(_EXPLOSIONS, "Grenade", ViolationType.GRENADE),
    _settled(_CIVILIANS, "Sexual violence", ViolationType.SEXUAL_VIOLENCE),
    _settled(_CIVILIANS, "Attack", ViolationType.HARM_TO_CIVILIANS),
    _settled(_CIVILIANS, "Abduction/forced disappearance", ViolationType.ABDUCTION),
    _review(_STRATEGIC, "Agreement", "An agreement is a fact of the process, not a violation."),
    _settled(_STRATEGIC, "Arrests", ViolationType.DETENTION),
    _settled(_STRATEGIC, "Change to group/activity", ViolationType.MOVEMENT),
    _review(
        _STRATEGIC,
        "Disrupted weapons use",
        "A weapon found or intercepted may show a breach by its owner, not by its finder.",
        ViolationType.WEAPONS,
        ViolationType.MINE_IED,
    ),
    _settled(_STRATEGIC, "Headquarters or base established", ViolationType.BASE),
    _settled(_STRATEGIC, "Looting/property destruction", ViolationType.LOOTING_DESTRUCTION),
    _review(
        _STRATEGIC,
        "Non-violent transfer of territory",
        "Territory that changed hands without fighting may have been agreed.",
        ViolationType.TERRITORY_TAKEN,
    ),
    _review(_STRATEGIC, "Other", "ACLED's rest category: only its notes tell what happened."),
)


def _key(words: str) -> str:
    return " ".join(words.casefold().split())


_BY_SUB_EVENT: Final = {_key(reading.sub_event): reading for reading in ACLED_READINGS}


def read_acled(sub_event: str) -> AcledReading:
    """What an ACLED ``sub_event_type`` stands for here; letter case and spacing do not matter.

    A sub-event outside the codebook is refused with ``ValueError``.
    """
    try:
        return _BY_SUB_EVENT[_key(sub_event)]
    except KeyError:
        raise ValueError(f"not an ACLED sub-event: {sub_event!r}") from None

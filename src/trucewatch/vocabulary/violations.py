"""The catalogue of what may breach a ceasefire, and the scales on which a breach is judged."""

from typing import Final

from trucewatch.vocabulary.labels import LabelledInt, LabelledStr


class ViolationType(LabelledStr):
    """What is said to have been done. The type names the act, never who did it or its gravity."""

    SMALL_ARMS = "small_arms", "Small-arms fire"
    GROUND_ASSAULT = "ground_assault", "Ground assault"
    SHELLING = "shelling", "Shelling (artillery, mortar, rocket)"
    AIR_STRIKE = "air_strike", "Air strike"
    DRONE_STRIKE = "drone_strike", "Drone strike"
    MINE_IED = "mine_ied", "Mine or improvised explosive device"
    SUICIDE_ATTACK = "suicide_attack", "Suicide attack"
    GRENADE = "grenade", "Grenade"
    CHEMICAL = "chemical", "Chemical weapon"
    TERRITORY_TAKEN = "territory_taken", "Territory taken"
    HARM_TO_CIVILIANS = "harm_to_civilians", "Harm to civilians"
    SEXUAL_VIOLENCE = "sexual_violence", "Sexual violence"
    ABDUCTION = "abduction", "Abduction or enforced disappearance"
    DETENTION = "detention", "Detention"
    LOOTING_DESTRUCTION = "looting_destruction", "Looting or destruction of property"
    MOVEMENT = "movement", "Movement or build-up of forces"
    BASE = "base", "Base or position established"
    WEAPONS = "weapons", "Forbidden weapons present or supplied"
    OVERFLIGHT = "overflight", "Overflight"
    JAMMING = "jamming", "Jamming of signals"
    OCCUPIED_BUILDING = "occupied_building", "Civilian building occupied"
    INFILTRATION = "infiltration", "Infiltration of fighters"
    FOREIGN_FORCES = "foreign_forces", "Presence of foreign forces"
    SIEGE = "siege", "Siege or blockade"
    OBSTRUCTION_OF_AID = "obstruction_of_aid", "Obstruction of aid"
    OBSTRUCTION_OF_MONITORS = "obstruction_of_monitors", "Obstruction of monitors"
    INCITEMENT = "incitement", "Incitement"
    OVERDUE_OBLIGATION = "overdue_obligation", "Overdue obligation"
    PROTEST = "protest", "Protest or disorder"
    UNSPECIFIED = "unspecified", "Not specified"


# The share of heavy weapons in a tally is a measure of escalation. Delivered explosive force
# from artillery or from the air counts; a mine or a chemical agent does not say what carried it.
CATALOGUE_VERSION: Final = "1"
"""Raised with each change of the types below, so that a count says by which catalogue it is."""

HEAVY_WEAPONS: Final[frozenset[ViolationType]] = frozenset(
    {ViolationType.SHELLING, ViolationType.AIR_STRIKE, ViolationType.DRONE_STRIKE}
)


class UcdpType(LabelledInt):
    """UCDP's types of organised violence. Each needs a death and an organised actor."""

    STATE_BASED = 1, "State-based conflict"
    NON_STATE = 2, "Non-state conflict"
    ONE_SIDED = 3, "One-sided violence"


_EITHER_CONFLICT: Final = (UcdpType.STATE_BASED, UcdpType.NON_STATE)
_FROM_THE_AIR: Final = (UcdpType.STATE_BASED, UcdpType.ONE_SIDED)
_ANY: Final = (UcdpType.STATE_BASED, UcdpType.NON_STATE, UcdpType.ONE_SIDED)
_CIVILIANS: Final = (UcdpType.ONE_SIDED,)

_UCDP_TYPES: Final[dict[ViolationType, tuple[UcdpType, ...]]] = {
    ViolationType.SMALL_ARMS: _EITHER_CONFLICT,
    ViolationType.GROUND_ASSAULT: _EITHER_CONFLICT,
    ViolationType.SHELLING: _ANY,
    ViolationType.AIR_STRIKE: _FROM_THE_AIR,
    ViolationType.DRONE_STRIKE: _FROM_THE_AIR,
    ViolationType.MINE_IED: _ANY,
    ViolationType.SUICIDE_ATTACK: _ANY,
    ViolationType.GRENADE: _ANY,
    ViolationType.CHEMICAL: _ANY,
    ViolationType.TERRITORY_TAKEN: _EITHER_CONFLICT,
    ViolationType.HARM_TO_CIVILIANS: _CIVILIANS,
    ViolationType.SEXUAL_VIOLENCE: _CIVILIANS,
}
_ONLY_IF_FATAL: Final[frozenset[ViolationType]] = frozenset(
    {ViolationType.ABDUCTION, ViolationType.DETENTION}
)


def possible_ucdp_types(violation: ViolationType) -> tuple[UcdpType, ...]:
    """The UCDP types a person may choose from; empty where none follows.

    A suggestion only: UCDP codes an event by its actors and needs a death, neither of
    which the type of a violation can tell.
    """
    return _UCDP_TYPES.get(violation, ())


def possible_ucdp_types_if_fatal(violation: ViolationType) -> tuple[UcdpType, ...]:
    """The UCDP types to choose from once a death is recorded: captivity then counts as well."""
    return _CIVILIANS if violation in _ONLY_IF_FATAL else possible_ucdp_types(violation)


def ucdp_type_label(code: int) -> str:
    """What UCDP's ``type_of_violence`` 1, 2 or 3 stands for; any other code is refused."""
    try:
        return UcdpType(code).label
    except ValueError:
        raise ValueError(f"a UCDP type of violence is 1, 2 or 3, not {code!r}") from None


class Severity(LabelledStr):
    """How much a breach matters to the ceasefire, on the scale of Colombia's mechanism."""

    GRAVE = "grave", "Grave"
    MINOR = "minor", "Minor"
    COORDINATION_FAILURE = "coordination_failure", "Coordination failure"
    IRRELEVANT = "irrelevant", "Irrelevant to the ceasefire"


class AttributionStandard(LabelledStr):
    """How firmly an actor is named as responsible; each step asks more than the one before."""

    NONE = "none", "Not attributed"
    ALLEGED = "alleged", "Alleged"
    SELF_CLAIMED = "self_claimed", "Claimed by the actor itself"
    REASONABLE_SUSPICION = "reasonable_suspicion", "Reasonable suspicion"
    REASONABLE_GROUNDS = "reasonable_grounds", "Reasonable grounds to believe"
    AGREED_BY_ALL = "agreed_by_all", "Agreed by all"


class Verification(LabelledStr):
    """What checking a report has shown so far."""

    UNVERIFIED = "unverified", "Unverified"
    IN_PROGRESS = "in_progress", "Verification in progress"
    CORROBORATED = "corroborated", "Corroborated"
    VERIFIED_REMOTELY = "verified_remotely", "Verified remotely"
    VERIFIED_ON_SITE = "verified_on_site", "Verified on site"
    NOT_ESTABLISHED = "not_established", "Not established"
    REFUTED = "refuted", "Refuted"
    UNVERIFIABLE = "unverifiable", "Unverifiable"

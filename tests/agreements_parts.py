"""Steps of an obligation, as tests take them."""

import datetime as dt

from trucewatch.agreements.models import Obligation, ObligationStep
from trucewatch.vocabulary.accords import ObligationState
from trucewatch.vocabulary.handling import Handling


def step(
    obligation: Obligation,
    state: ObligationState,
    *,
    day: dt.date | None = None,
    evidence: str = "",
    handling: Handling = Handling.AMBER_STRICT,
) -> ObligationStep:
    """The obligation comes to a state."""
    return ObligationStep(
        obligation=obligation, obligation_state=state, date_start=day, date_end=day,
        evidence=evidence, handling=handling.value,
    )  # fmt: skip

"""Who uses the record, and the kinds of organisation they act for."""

from trucewatch.vocabulary.labels import LabelledStr


class Role(LabelledStr):
    """What a member is here to do."""

    ADMINISTRATOR = "administrator", "Administrator"
    MONITOR = "monitor", "Monitor"
    DELEGATE = "delegate", "Guarantor's delegate"
    LIAISON = "liaison", "Party's liaison"
    ANALYST = "analyst", "Analyst"
    SECRETARY = "secretary", "Mediator's secretary"


class OrganisationKind(LabelledStr):
    """What an organisation is to the ceasefire."""

    MISSION = "mission", "Monitoring mission"
    GUARANTOR = "guarantor", "Guarantor"
    PARTY = "party", "Party"
    MEDIATOR = "mediator", "Mediator's office"
    OBSERVER = "observer", "Observer"
    PRESS = "press", "Press"

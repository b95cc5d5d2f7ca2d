"""The people of the tests, by what they are to the ceasefire, in a record of their own."""

import datetime as dt
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest

from trucewatch.accounts import access, actions
from trucewatch.accounts.actions import Newcomer
from trucewatch.accounts.models import Compartment, Member, Organisation
from trucewatch.incidents.actions import Filing, file_report
from trucewatch.places.actions import load_gazetteer
from trucewatch.reports.account import Account
from trucewatch.reports.models import Report
from trucewatch.sources.actions import add_source, ensure_organisation_source
from trucewatch.sources.models import Source
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.roles import OrganisationKind, Role

PASSWORD = "a-long-enough-password-of-tests"
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everyone, by name; the operator is whoever runs commands."""

    operator: Member
    administrator: Member
    monitor: Member
    analyst: Member
    delegate: Member
    liaison: Member
    rival: Member
    observer: Member
    secretary: Member

    def everyone(self) -> dict[str, Member]:
        """Each member by the name of their part."""
        return {name: getattr(self, name) for name in self.__slots__}

    def home_of(self, member: Member) -> Compartment:
        """The compartment in which a member's organisation files."""
        return Compartment.objects.get(home_of=member.organisation)


@pytest.fixture
def cast(db: None) -> Cast:
    """A record with one member for each part."""
    return make_cast()


@pytest.fixture
def gazetteer(cast: Cast) -> None:
    """The shipped gazetteer in the record of the cast."""
    load_gazetteer(by=cast.operator)


def make_cast() -> Cast:
    """As the fixture; for tests whose database is emptied in other ways."""
    actions.open_record(name="Record of the tests")
    operator = access.operator()
    mission = Organisation.objects.get(key="mission")
    houses = {
        key: actions.add_organisation(key=key, name=name, kind=kind, by=operator)
        for key, name, kind in (
            ("guarantor", "A guarantor", OrganisationKind.GUARANTOR),
            ("party", "A party", OrganisationKind.PARTY),
            ("rival", "The other party", OrganisationKind.PARTY),
            ("observer", "An observer", OrganisationKind.OBSERVER),
            ("mediator", "Office of the mediator", OrganisationKind.MEDIATOR),
        )
    }

    def join(name: str, role: Role, house: Organisation) -> Member:
        newcomer = Newcomer(name, role, house, display_name=name.capitalize())
        return actions.add_member(newcomer, password=PASSWORD, by=operator)

    return Cast(
        operator=operator,
        administrator=join("administrator", Role.ADMINISTRATOR, mission),
        monitor=join("monitor", Role.MONITOR, mission),
        analyst=join("analyst", Role.ANALYST, mission),
        delegate=join("delegate", Role.DELEGATE, houses["guarantor"]),
        liaison=join("liaison", Role.LIAISON, houses["party"]),
        rival=join("rival", Role.LIAISON, houses["rival"]),
        observer=join("observer", Role.LIAISON, houses["observer"]),
        secretary=join("secretary", Role.SECRETARY, houses["mediator"]),
    )


def account(**columns: Any) -> Account:
    """An account of the first day of the ceasefire, but for what is given."""
    day = columns.pop("day", dt.date(2016, 12, 30))
    place = {"place_as_published": "Talbisa"}
    return Account(**{"date_start": day, "date_end": day, **place, **columns})


def patrol() -> Source:
    """A source that reports come from."""
    found: Source | None = Source.objects.filter(key="patrol").first()
    return found or add_source(
        Source(key="patrol", name="Patrol", reliability="B"), by=access.operator()
    )


def _voice_of(by: Member) -> Source:
    """The mission writes down what patrols tell; everybody else speaks for themselves."""
    is_mission = by.organisation.organisation_kind == OrganisationKind.MISSION
    return patrol() if is_mission else ensure_organisation_source(by=by)


def file(
    by: Member,
    *,
    handling: Handling = Handling.AMBER,
    compartment: Compartment | None = None,
    key: str = "",
    **columns: Any,
) -> Report:
    """A report that the member files about the given facts."""
    return file_report(
        Filing(
            source=_voice_of(by),
            key=key or f"report {next(_numbers)}",
            account=account(**columns),
            handling=handling,
            compartment=compartment,
        ),
        by=by,
    )

"""The people of the tests, by what they are to the ceasefire, in a record of their own."""

import datetime as dt
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from kept_rows import KeptRows

from trucewatch.accounts import access, actions
from trucewatch.accounts.access import OPERATOR
from trucewatch.accounts.actions import Newcomer
from trucewatch.accounts.models import Compartment, Member, Organisation
from trucewatch.incidents.actions import Filing, file_report
from trucewatch.ledger.models import Entry
from trucewatch.ledger.signing import KEY_NAME
from trucewatch.places.actions import load_gazetteer
from trucewatch.reports.account import Account
from trucewatch.reports.models import Report
from trucewatch.sources.actions import add_source, ensure_organisation_source
from trucewatch.sources.models import Source
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.roles import OrganisationKind, Role

PASSWORD = "a-long-enough-password-of-tests"
_numbers = count(1)
_kept: dict[str, KeptRows] = {}


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
    """As the fixture; for tests whose database is emptied in other ways.

    Everybody joins once for each key of the ledger; later records get the rows that it made.
    """
    kept = _kept.get(_key_of_the_ledger())
    if kept and not Entry.objects.exists():
        kept.lay_in()
    else:
        begins = not Entry.objects.exists()
        _join_all()
        if begins:
            _kept[_key_of_the_ledger()] = KeptRows()
    members = {row.username: row for row in Member.objects.select_related("organisation")}
    names = {name: name for name in Cast.__slots__} | {"operator": OPERATOR}
    return Cast(**{part: members[name] for part, name in names.items()})


def _key_of_the_ledger() -> str:
    path = settings.TRUCEWATCH_HOME / "keys" / KEY_NAME
    return path.read_text() if path.exists() else ""


def _join_all() -> None:
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

    def join(name: str, role: Role, house: Organisation) -> None:
        newcomer = Newcomer(name, role, house, display_name=name.capitalize())
        actions.add_member(newcomer, password=PASSWORD, by=operator)

    join("administrator", Role.ADMINISTRATOR, mission)
    join("monitor", Role.MONITOR, mission)
    join("analyst", Role.ANALYST, mission)
    join("delegate", Role.DELEGATE, houses["guarantor"])
    join("liaison", Role.LIAISON, houses["party"])
    join("rival", Role.LIAISON, houses["rival"])
    join("observer", Role.LIAISON, houses["observer"])
    join("secretary", Role.SECRETARY, houses["mediator"])


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

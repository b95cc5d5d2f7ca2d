"""The demonstration's reports: what newspapers say was said, and what each side's liaison files."""

from typing import Any

from trucewatch.accounts.models import Compartment, Member
from trucewatch.demonstration.actors import party, source
from trucewatch.demonstration.cast import member
from trucewatch.demonstration.script import date_precision, script
from trucewatch.incidents.actions import Filing, file_report
from trucewatch.places.models import Place
from trucewatch.reports.account import Account
from trucewatch.reports.models import Report
from trucewatch.sources.actions import ensure_organisation_source
from trucewatch.sources.models import Source
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.precision import LocationPrecision
from trucewatch.vocabulary.violations import ViolationType


def enter_accounts() -> None:
    """The reports that are missing: those of the press for all, each side's for the mission."""
    known = set(Report.objects.values_list("source_key", flat=True))
    told = script("reports")
    for entry in told["press"]:
        if entry["key"] not in known:
            filing = _filing(entry, source(entry["source"]), Handling.CLEAR, None)
            file_report(filing, by=member("monitor"))
    for entry in told["liaison"]:
        if entry["key"] not in known:
            _file_for_liaison(entry, member(entry["by"]))


def _file_for_liaison(entry: dict[str, Any], liaison: Member) -> None:
    """A side files in its own compartment: the mission reads it, the other side does not."""
    home = Compartment.objects.get(home_of=liaison.organisation)
    own = ensure_organisation_source(by=liaison)
    file_report(_filing(entry, own, Handling.AMBER, home), by=liaison)


def _filing(
    entry: dict[str, Any], source: Source, handling: Handling, compartment: Compartment | None
) -> Filing:
    place = Place.objects.get(key=entry["place"])
    account = Account(
        date_start=entry["start"],
        date_end=entry["end"],
        date_precision=date_precision(entry["precision"]),
        event_type=ViolationType(entry["type"]),
        type_as_published=entry.get("type_as_published", ""),
        summary=entry["summary"],
        side_a_id=party(entry["side_a"]).pk if "side_a" in entry else None,
        side_b_id=party(entry["side_b"]).pk if "side_b" in entry else None,
        latitude=place.latitude,
        longitude=place.longitude,
        location_precision=LocationPrecision[entry["located"].upper()],
        place_as_published=entry["place_as_published"],
        country_as_published="Syria",
        area_id=_area_of(place).pk,
        deaths_low=entry.get("deaths_low"),
    )
    return Filing(
        source=source,
        key=entry["key"],
        account=account,
        handling=handling,
        compartment=compartment,
    )


def _area_of(place: Place) -> Place:
    """The governorate of a settlement; an area stands for itself."""
    return place.parent if place.place_kind == "settlement" and place.parent else place

"""Every kind of import by its name, for whoever asks for one."""

from pathlib import Path

from trucewatch.accounts.models import Member
from trucewatch.exchange.areas import import_areas
from trucewatch.exchange.mapping import mapped_format
from trucewatch.exchange.options import ImportOptions, Progress, no_progress
from trucewatch.exchange.pax import import_pax
from trucewatch.exchange.places import import_places
from trucewatch.exchange.report_import import Format, ReportImport
from trucewatch.exchange.summary import Summary
from trucewatch.exchange.tallies import import_tallies
from trucewatch.exchange.ucdp_ged import GedReader, party_kind, ucdp_source
from trucewatch.exchange.xlsform_format import xlsform_format
from trucewatch.sources.statistics import refresh_statistics
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import Refused

KINDS = ("ucdp-ged", "tallies", "reports", "places", "pax", "areas", "xlsform")


def run_import(
    kind: str,
    path: Path,
    *,
    name: str,
    by: Member,
    options: ImportOptions,
    progress: Progress = no_progress,
) -> Summary:
    """Import a file of one of ``KINDS`` into the record; the summary tells what was done.

    ``name`` is the file's own name, as the record shall show it. Refused rows are in the summary;
    ``Refused`` is raised for what is no matter of rows (no right, another import running).
    """
    summary = _import(kind, path, name=name, by=by, options=options, progress=progress)
    refresh_statistics()
    return summary


def _import(
    kind: str, path: Path, *, name: str, by: Member, options: ImportOptions, progress: Progress
) -> Summary:
    if kind == "tallies":
        return import_tallies(path, name=name, by=by, options=options, progress=progress)
    if kind == "places":
        return import_places(path, name=name, by=by, options=options, progress=progress)
    if kind == "pax":
        return import_pax(path, name=name, by=by, options=options, progress=progress)
    if kind == "areas":
        return import_areas(path, name=name, by=by, options=options, progress=progress)
    return ReportImport(path, name, _format(kind, options), by, options, progress).carry_out()


def _format(kind: str, options: ImportOptions) -> Format:
    if kind == "ucdp-ged":
        return Format(ucdp_source(), GedReader, party_kind, Handling.CLEAR)
    if kind == "reports":
        return mapped_format(options.mapping)
    if kind == "xlsform":
        return xlsform_format(options)
    raise Refused(f"There is no import of “{kind}”; there are {', '.join(KINDS)}.")

"""A report that has just been filed, scored against those around it."""

import datetime as dt
import logging
from typing import Final
from uuid import UUID

import numpy as np
from django.db import DatabaseError

from trucewatch.accounts.access import MemberReader
from trucewatch.incidents.linkage.models import Linkage, Proposal
from trucewatch.incidents.linkage.proposing import plan_of
from trucewatch.incidents.linkage.queries import latest_linkage
from trucewatch.incidents.linkage.reading import read_reports
from trucewatch.linkage.linking import link
from trucewatch.linkage.model import model_from_json
from trucewatch.reports.models import Report

AROUND: Final = dt.timedelta(days=21)
"""Days around a new report whose reports it is compared with."""
MOST_AROUND: Final = 20_000
"""Beyond, scoring would keep whoever files waiting; the next run of the engine finds it."""
_log = logging.getLogger(__name__)


def propose_arrival(report_id: UUID) -> int:
    """Propose the reports that a new one may belong with; returns how many.

    It is seen with the eyes of whoever ran the engine last, and with the weights of that run. Call
    it once the filing is committed: nothing that goes wrong here may touch the report.
    """
    try:
        latest = latest_linkage()
        report = Report.objects.filter(pk=report_id).first()
        if latest is None or report is None:
            return 0
        return len(_proposed(report, latest))
    except (DatabaseError, ValueError):
        _log.exception("a new report could not be compared with others")
        return 0


def _proposed(report: Report, latest: Linkage) -> list[Proposal]:
    reader = MemberReader(latest.made_by)
    days = (report.date_start - AROUND, report.date_end + AROUND)
    around = Report.objects.visible_to(reader).filter(
        date_start__lte=days[1], date_end__gte=days[0]
    )
    if not around.filter(pk=report.pk).exists() or around.count() > MOST_AROUND:
        return []
    read = read_reports(reader, unique_sources=latest.unique_sources, between=days)
    linked = link(
        read.columns, read.vocabulary, words=read.words, said=read.said, threads=1,
        model=model_from_json(latest.model),
    )  # fmt: skip
    fresh = np.array([key == report.pk for key in read.ids], np.bool_)
    plan = plan_of(read, linked, threshold=None, fresh=fresh, progress=lambda stage: None)
    for proposal in plan.proposals:
        proposal.linkage = latest
    return Proposal.objects.bulk_create(plan.proposals, ignore_conflicts=True)

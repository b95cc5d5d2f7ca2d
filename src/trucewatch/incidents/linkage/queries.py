"""What waits for a reviewer, what reviewers said, and how well the probabilities hold."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Exists, OuterRef, Q, QuerySet

from trucewatch.accounts.access import MemberReader, Reader
from trucewatch.accounts.models import Member
from trucewatch.incidents.linkage.models import Judgement, Linkage, Proposal, Verdict
from trucewatch.incidents.linkage.proposing import proposal_of
from trucewatch.incidents.linkage.reading import read_reports, standing_verdicts
from trucewatch.incidents.linkage.rules import UNIQUE_SOURCES, Band, band_of, is_disputed
from trucewatch.incidents.models import Link
from trucewatch.linkage.calibrating import Calibration, calibrate
from trucewatch.linkage.columns import Bools, Doubles
from trucewatch.linkage.explaining import Explainer
from trucewatch.linkage.linking import link
from trucewatch.linkage.model import model_from_json
from trucewatch.reports.models import Report
from trucewatch.vocabulary.refusal import NotFound

_AROUND = dt.timedelta(days=45)
"""Days around two reports whose other reports say what surrounds them."""


def latest_linkage() -> Linkage | None:
    """The run whose weights and calibration are in use."""
    return Linkage.objects.order_by("-made_at", "-id").first()


def verdicts_on(one: UUID, other: UUID) -> list[Judgement]:
    """The verdicts that stand on a pair, the oldest first."""
    one, other = sorted((one, other))
    return standing_verdicts(Q(one=one, other=other)).get((one, other), [])


def waiting_for(member: Member) -> QuerySet[Any]:
    """Proposals that the member sees and has not judged, the most telling first.

    What another reviewer has judged already waits at the end, for a second opinion.
    """
    judged = Judgement.objects.filter(one=OuterRef("one"), other=OuterRef("other"), withdrawn=False)
    mine = judged.filter(by=member)
    settled = judged.exclude(verdict=Verdict.LATER.value)
    found: QuerySet[Any] = (
        Proposal.objects.visible_to(MemberReader(member))
        .filter(~Exists(mine))
        .annotate(second_opinion=Exists(settled))
        .order_by("second_opinion", "-value", "id")
    )
    return found


def proposals_about(member: Member, reports: Sequence[Report]) -> list[Proposal]:
    """Open proposals about the reports that the member has not judged, the likeliest first."""
    keys = [report.pk for report in reports]
    rows = waiting_for(member).filter(Q(one__in=keys) | Q(other__in=keys))
    return list(rows.order_by("-probability", "id").select_related("one__source", "other__source"))


def disputed_pairs(reader: Reader) -> list[list[Judgement]]:
    """Pairs on which reviewers contradict each other, with their verdicts."""
    opposed = Judgement.objects.filter(withdrawn=False, verdict=Verdict.SAME.value).filter(
        Exists(
            Judgement.objects.filter(
                one=OuterRef("one"),
                other=OuterRef("other"),
                withdrawn=False,
                verdict=Verdict.NEVER.value,
            )
        )
    )
    visible = Judgement.objects.visible_to(reader).filter(pk__in=opposed.values("pk"))
    found = []
    for one, other in visible.values_list("one_id", "other_id").distinct().order_by():
        verdicts = verdicts_on(one, other)
        if is_disputed(verdict.verdict for verdict in verdicts):
            found.append(verdicts)
    return found


def find_proposal(reader: Reader, one: UUID, other: UUID) -> Proposal:
    """What the engine says of two reports: as it was proposed, or worked out now."""
    one, other = sorted((one, other))
    kept: Proposal | None = Proposal.objects.visible_to(reader).filter(one=one, other=other).first()
    return kept if kept is not None else explain_pair(reader, one, other)


def explain_pair(reader: Reader, one: UUID, other: UUID) -> Proposal:
    """A proposal worked out anew and not saved, with the weights of the latest run.

    What surrounds the two is what the reader may see of the weeks around them.
    """
    two = list(Report.objects.visible_to(reader).filter(pk__in=[one, other]))
    if len(two) != 2:
        raise NotFound("There is nothing here that you may see.")
    first = min(report.date_start for report in two) - _AROUND
    last = max(report.date_end for report in two) + _AROUND
    latest = latest_linkage()
    unique = latest.unique_sources if latest else sorted(UNIQUE_SOURCES)
    read = read_reports(reader, unique_sources=unique, between=(first, last))
    row_of = read.row_of
    if one not in row_of or other not in row_of:
        raise NotFound("One of the reports was withdrawn; withdrawn reports are not linked.")
    linked = link(
        read.columns, read.vocabulary, words=read.words, said=read.said, threads=1,
        model=model_from_json(latest.model) if latest else None,
    )  # fmt: skip
    explanation = Explainer(linked).explain(row_of[one], row_of[other])
    return proposal_of(read, linked, row_of[one], row_of[other], explanation)


def reviewed_pairs() -> tuple[Doubles, Bools]:
    """Uncalibrated log2 odds of the pairs that reviewers settled, and whether they are the same.

    Pairs on which reviewers contradict each other are left out.
    """
    settled = Q(bits__isnull=False, verdict__in=[Verdict.SAME.value, Verdict.NEVER.value])
    bits, same = [], []
    for verdicts in standing_verdicts(settled).values():
        given = {verdict.verdict for verdict in verdicts}
        if len(given) == 1:
            bits.append(verdicts[0].bits)
            same.append(given == {Verdict.SAME.value})
    return np.array(bits, np.float64), np.array(same, np.bool_)


@dataclass(frozen=True, slots=True)
class Bin:
    """How often reviewers found the same incident, among pairs of about one probability."""

    low: float
    high: float
    pairs: int
    same: int


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What adopting a calibration would change: proposals by band, before and after."""

    calibration: Calibration
    before: dict[Band, int]
    after: dict[Band, int]
    moved: int


def calibration_bins() -> list[Bin]:
    """Reviewed pairs by the uncalibrated probability that they had when they were judged."""
    bits, same = reviewed_pairs()
    probability = 1.0 / (1.0 + np.exp2(-bits))
    edges = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 1.0)
    bins = []
    for low, high in pairwise(edges):
        inside = (probability >= low) & ((probability < high) | (high == 1.0))
        bins.append(Bin(low, high, int(inside.sum()), int((inside & same).sum())))
    return bins


def foresee(reader: Reader) -> Foreseen:
    """What would change if the reviewed pairs set the probabilities right; ``ValueError`` where
    there are too few of them."""
    found = calibrate(*reviewed_pairs())
    rows = Proposal.objects.visible_to(reader).values_list("probability", "raw_bits")
    before: list[Band] = []
    after: list[Band] = []
    for probability, raw in rows:
        before.append(band_of(probability))
        bits = float(found.applied(np.array([raw]))[0])
        after.append(band_of(float(1.0 / (1.0 + np.exp2(-bits)))))
    moved = sum(one is not other for one, other in zip(before, after, strict=True))
    return Foreseen(found, _by_band(before), _by_band(after), moved)


def _by_band(bands: Sequence[Band]) -> dict[Band, int]:
    return {band: bands.count(band) for band in Band}


def are_together(one: UUID, other: UUID) -> bool:
    """Whether two reports share an incident now."""
    links = Link.objects.filter(report__in=[one, other], until_entry__isnull=True)
    return len(set(links.values_list("incident_id", flat=True))) == 1

"""Linking the record, judging pairs, taking a verdict back, adopting a calibration."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import numpy as np
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.incidents.actions import merge_reports, separate_report
from trucewatch.incidents.linkage.models import Judgement, Linkage, Proposal, Verdict
from trucewatch.incidents.linkage.proposing import Merger, Plan, plan_of
from trucewatch.incidents.linkage.queries import latest_linkage, reviewed_pairs, verdicts_on
from trucewatch.incidents.linkage.reading import linked_reports, read_reports
from trucewatch.incidents.linkage.rules import (
    UNIQUE_SOURCES,
    Band,
    band_of,
    require_threshold,
    settled,
)
from trucewatch.incidents.models import Link
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.linkage.calibrating import ENOUGH, calibrate
from trucewatch.linkage.linking import link
from trucewatch.linkage.model import Model, model_from_json
from trucewatch.reports.models import Report
from trucewatch.vocabulary.refusal import NotFound, Refused

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a member wants linked, and from which probability on at once.

    Without a threshold nothing is merged and everything is proposed. ``since`` limits the run to
    pairs of which one report was recorded on that day or later.
    """

    threshold: float | None = None
    since: dt.date | None = None
    unique_sources: Sequence[str] = ()
    dry_run: bool = False
    threads: int = 2


@dataclass(frozen=True, slots=True)
class Done:
    """What a run did, or would do."""

    linkage: Linkage
    mergers: list[Merger]
    counts: dict[str, Any] = field(default_factory=dict)


def propose_links(wish: Wish, *, by: Member, progress: Progress = lambda stage: None) -> Done:
    """Link what the member may see: merge what is sure enough for them, propose the rest.

    Each merger is an act of its own in the ledger and undone like any other; a later run replaces
    the proposals that nobody has judged. What people said holds: who shares an incident stays
    together, and who was said never to be one incident stays apart.
    """
    require(by, Act.MERGE)
    require_threshold(wish.threshold)
    before = latest_linkage()
    unique = set(wish.unique_sources or (before.unique_sources if before else UNIQUE_SOURCES))
    progress("reading")
    read = read_reports(MemberReader(by), unique_sources=unique)
    linked = link(
        read.columns, read.vocabulary, words=read.words, said=read.said, threads=wish.threads,
        progress=progress,
    )  # fmt: skip
    if before is not None and (known := model_from_json(before.model)).reviewed:
        model = replace(linked.model, scale=known.scale, shift=known.shift, reviewed=known.reviewed)
        linked = replace(linked, model=model, bits=model.calibrated(linked.bits))
    fresh = None
    if wish.since is not None:
        recent = set(
            Report.objects.filter(recorded_at__date__gte=wish.since).values_list("pk", flat=True)
        )
        fresh = np.array([key in recent for key in read.ids], np.bool_)
    plan = plan_of(read, linked, threshold=wish.threshold, fresh=fresh, progress=progress)
    linkage = Linkage(
        made_by=by,
        made_at=timezone.now(),
        model=linked.model.as_json(),
        version=linked.model.version,
        unique_sources=sorted(unique & set(read.vocabulary.sources)),
        threshold="" if wish.threshold is None else f"{wish.threshold:g}",
        since=wish.since,
        counts=_counts(len(read.ids), linked.compared, plan),
    )
    if not wish.dry_run:
        progress("recording")
        _record(linkage, plan, fresh=fresh is not None, by=by)
    return Done(linkage, plan.mergers, linkage.counts)


@transaction.atomic
def _record(linkage: Linkage, plan: Plan, *, fresh: bool, by: Member) -> None:
    ledger.take_turn()
    linkage.save()
    reader = MemberReader(by)
    old = Proposal.objects.visible_to(reader)
    if fresh:
        pairs = {(proposal.one_id, proposal.other_id) for proposal in plan.proposals}
        stale = [row.pk for row in old if (row.one_id, row.other_id) in pairs]
        old = Proposal.objects.filter(pk__in=stale)
    Proposal.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
    for proposal in plan.proposals:
        proposal.linkage = linkage
    Proposal.objects.bulk_create(plan.proposals, batch_size=500, ignore_conflicts=True)
    for merger in plan.mergers:
        _merge(merger, linkage, by=by)
    ledger.record(Event.LINKS_PROPOSED, by=by, subject=linkage, facts=linkage.counts)


def _merge(merger: Merger, linkage: Linkage, *, by: Member) -> None:
    """Merge into the incident that most of the reports are in already."""
    links = Link.objects.filter(report__in=merger.reports, until_entry__isnull=True)
    incidents = list(links.order_by("pk").values_list("incident_id", flat=True))
    into = max(set(incidents), key=lambda key: (incidents.count(key), -incidents.index(key)))
    merge_reports(
        into=into,
        reports=merger.reports,
        by=by,
        because=(
            f"Linked by model {linkage.version}: one incident with a probability of "
            f"{merger.probability:.3f} or more"
        ),
    )


def _counts(reports: int, compared: int, plan: Plan) -> dict[str, Any]:
    bands = [band_of(proposal.probability) for proposal in plan.proposals]
    return {
        "reports": reports,
        "pairs_compared": compared,
        "mergers": len(plan.mergers),
        "proposals": len(plan.proposals),
        **{f"proposals_{band.value}": bands.count(band) for band in Band},
        "proposals_not_kept": plan.unseen,
    }


@transaction.atomic
def judge_pair(
    one: UUID, other: UUID, verdict: Verdict, *, by: Member, because: str = ""
) -> Judgement:
    """Say of two reports that they are one incident, that they never are, or to decide later.

    What the verdicts of all reviewers come to is carried out at once: incidents are merged, or the
    second report is separated. The member's earlier verdict on the pair is replaced.
    """
    require(by, Act.MERGE)
    ledger.take_turn()
    one, other = sorted(_seen_pair(one, other, by))
    for earlier in Judgement.objects.filter(one=one, other=other, by=by, withdrawn=False):
        earlier.withdrawn = True
        earlier.save(update_fields=["withdrawn"])
        ledger.record(Event.JUDGEMENT_WITHDRAWN, by=by, subject=earlier)
    proposal = Proposal.objects.filter(one=one, other=other).first()
    judgement = Judgement(
        one_id=one,
        other_id=other,
        verdict=verdict.value,
        by=by,
        at=timezone.now(),
        bits=proposal.raw_bits if proposal else None,
    )
    others = [each.verdict for each in verdicts_on(one, other)]
    outcome = settled([*others, verdict.value])
    words = because.strip() or f"Reviewed: {verdict.label.lower()}"
    if outcome is Verdict.SAME and verdict is Verdict.SAME:
        judgement.effect = _brought_together(one, other, by, words)
    elif outcome is Verdict.NEVER and verdict is Verdict.NEVER:
        judgement.effect = _taken_apart(one, other, by, words)
    judgement.save()
    ledger.record(
        Event.PAIR_JUDGED,
        by=by,
        subject=judgement,
        because=because.strip(),
        facts={"verdict": verdict.value},
    )
    return judgement


@transaction.atomic
def withdraw_judgement(judgement_id: UUID, *, by: Member) -> Judgement:
    """Take one's own verdict back, and what it did with it."""
    require(by, Act.MERGE)
    ledger.take_turn()
    judgement: Judgement | None = (
        Judgement.objects.visible_to(MemberReader(by))
        .filter(pk=judgement_id, by=by, withdrawn=False)
        .first()
    )
    if judgement is None:
        raise NotFound("There is nothing here that you may see.")
    judgement.withdrawn = True
    judgement.save(update_fields=["withdrawn"])
    ledger.record(Event.JUDGEMENT_WITHDRAWN, by=by, subject=judgement)
    reader = MemberReader(by)
    words = "Undo of a review"
    for key in judgement.effect.get("merged", ()):
        if len(linked_reports(_incident_of(UUID(key)), reader)) > 1:
            separate_report(UUID(key), by=by, because=words)
    for key, incident in judgement.effect.get("separated", {}).items():
        if _incident_of(UUID(key)) != UUID(incident) and linked_reports(UUID(incident), reader):
            merge_reports(into=UUID(incident), reports=[UUID(key)], by=by, because=words)
    return judgement


@transaction.atomic
def adopt_calibration(*, read_version: str, by: Member) -> Linkage:
    """Let reviewed pairs set the probabilities right, from the next run on and for open proposals.

    ``read_version`` is the model that the member looked at; another one in the meantime is refused.
    """
    require(by, Act.MERGE)
    ledger.take_turn()
    before = latest_linkage()
    if before is None:
        raise Refused("Nothing has been linked yet.")
    if before.version != read_version:
        raise Refused("Another model is in use by now; read this page again.")
    bits, same = reviewed_pairs()
    if len(bits) < ENOUGH:
        raise Refused(
            "{enough} reviewed pairs are needed; there are {number}.",
            values={"enough": ENOUGH, "number": len(bits)},
        )
    found = calibrate(bits, same)
    model: Model = replace(
        model_from_json(before.model),
        scale=found.scale, shift=found.shift, reviewed=found.reviewed,
    )  # fmt: skip
    linkage = Linkage(
        made_by=by,
        made_at=timezone.now(),
        model=model.as_json(),
        version=model.version,
        unique_sources=before.unique_sources,
        threshold=before.threshold,
        since=before.since,
        counts=before.counts,
    )
    linkage.save()
    proposals = list(Proposal.objects.all())
    for proposal in proposals:
        proposal.bits = float(found.applied(np.array([proposal.raw_bits]))[0])
        proposal.probability = float(1.0 / (1.0 + np.exp2(-proposal.bits)))
        proposal.linkage = linkage
    Proposal.objects.bulk_update(proposals, ["bits", "probability", "linkage"], batch_size=500)
    ledger.record(
        Event.CALIBRATION_ADOPTED, by=by, subject=linkage, facts={"reviewed": found.reviewed}
    )
    return linkage


def _seen_pair(one: UUID, other: UUID, by: Member) -> tuple[UUID, UUID]:
    if one == other:
        raise Refused("A report is compared with another one, not with itself.")
    wanted = Q(pk__in=[one, other])
    if Report.objects.visible_to(MemberReader(by)).filter(wanted).count() != 2:
        raise NotFound("There is nothing here that you may see.")
    return one, other


def _incident_of(report: UUID) -> UUID:
    found: UUID = Link.objects.get(report=report, until_entry__isnull=True).incident_id
    return found


def _brought_together(one: UUID, other: UUID, by: Member, because: str) -> dict[str, Any]:
    into, gone = _incident_of(one), _incident_of(other)
    if into == gone:
        return {}
    reader = MemberReader(by)
    ours, theirs = linked_reports(into, reader), linked_reports(gone, reader)
    if len(theirs) > len(ours):
        into, theirs = gone, ours
    merge_reports(into=into, reports=theirs, by=by, because=because)
    return {"merged": [str(key) for key in theirs]}


def _taken_apart(one: UUID, other: UUID, by: Member, because: str) -> dict[str, Any]:
    incident = _incident_of(one)
    if incident != _incident_of(other):
        return {}
    separate_report(other, by=by, because=because)
    return {"separated": {str(other): str(incident)}}

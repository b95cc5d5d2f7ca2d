"""Reviewing links: two accounts side by side, why the engine holds them to be one, a verdict."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from trucewatch.accounts.access import MemberReader
from trucewatch.accounts.rules import Act
from trucewatch.incidents.linkage.actions import (
    adopt_calibration,
    judge_pair,
    withdraw_judgement,
)
from trucewatch.incidents.linkage.models import Judgement, Proposal, Verdict
from trucewatch.incidents.linkage.queries import (
    Foreseen,
    are_together,
    calibration_bins,
    disputed_pairs,
    find_proposal,
    foresee,
    latest_linkage,
    reviewed_pairs,
    verdicts_on,
    waiting_for,
)
from trucewatch.incidents.linkage.rules import Band, Conflict, band_of
from trucewatch.incidents.queries import incident_of
from trucewatch.linkage.calibrating import ENOUGH
from trucewatch.linkage.wording import NAMES
from trucewatch.reports.models import Report
from trucewatch.reports.queries import find_report
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.vocabulary.sentence import Sentence
from trucewatch.web.drawing.pair_map import PairMap, draw_pair
from trucewatch.web.drawing.waterfall import Waterfall, draw_waterfall
from trucewatch.web.gate import MemberRequest, for_those_who_may
from trucewatch.web.incidents import differing
from trucewatch.web.original import OriginalRow, original_of
from trucewatch.web.undo import Offer, offer_undo

_LETTERS: Final = ("A", "B")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two accounts."""

    letter: str
    report: Report
    original: OriginalRow | None
    incident: UUID
    others: int
    """Other accounts of its incident that the member sees."""


@dataclass(frozen=True, slots=True)
class PairPage:
    """Two accounts with all that is known of them together."""

    proposal: Proposal
    sides: list[Side]
    map: PairMap | None
    waterfall: Waterfall
    band: Band
    conflict: Conflict | None
    obstacle: str
    runner_up: Report | None
    verdicts: list[Judgement]
    together: bool
    differs: set[str]


@require_safe
@for_those_who_may(Act.MERGE)
def review(request: MemberRequest) -> HttpResponse:
    """The pair whose verdict tells most, and how many wait behind it."""
    waiting = waiting_for(request.user)
    skipped = request.GET.getlist("skip")[-50:]
    proposal = next((each for each in waiting[:51] if str(each.pk) not in skipped), None)
    page = None
    if proposal is not None:
        page = _pair(request, proposal)
    context = _frame(request) | {
        "page": page,
        "waiting": waiting.filter(second_opinion=False).count(),
        "skipped": [*skipped, *([str(proposal.pk)] if proposal else [])],
    }
    return render(request, "review/page.html", context)


@require_safe
@for_those_who_may(Act.MERGE)
def pair(request: MemberRequest, one: UUID, other: UUID) -> HttpResponse:
    """Why two reports are one incident, or are not, whether or not anybody proposed it."""
    proposal = find_proposal(MemberReader(request.user), one, other)
    context = _frame(request) | {"page": _pair(request, proposal), "alone": True}
    return render(request, "review/page.html", context)


@require_POST
@for_those_who_may(Act.MERGE)
def judge(request: MemberRequest, one: UUID, other: UUID) -> HttpResponse:
    """Record a verdict and go on to the next pair."""
    given = request.POST.get("verdict", "")
    because = request.POST.get("because", "")[:500]
    try:
        if given not in set(Verdict):
            raise Refused("Choose what the two reports are.", field="verdict")
        judgement = judge_pair(one, other, Verdict(given), by=request.user, because=because)
    except (NotAllowed, NotFound):
        raise
    except Refused as refused:
        proposal = find_proposal(MemberReader(request.user), one, other)
        context = _frame(request) | {
            "page": _pair(request, proposal),
            "refused": refused,
            "because": because,
            "alone": True,
        }
        return render(request, "review/page.html", context, status=409)
    said = {
        Verdict.SAME: _("Said to be the same incident."),
        Verdict.NEVER: _("Said not to be the same incident."),
        Verdict.LATER: _("Left for later."),
    }
    back = reverse("review")
    offer_undo(
        request,
        Offer(said[Verdict(given)], reverse("withdraw_judgement", args=[judgement.pk]), back),
    )
    return redirect(back)


@require_POST
@for_those_who_may(Act.MERGE)
def withdraw(request: MemberRequest, judgement_id: UUID) -> HttpResponse:
    """Take a verdict back and show the pair again."""
    judgement = withdraw_judgement(judgement_id, by=request.user)
    return redirect("review_pair", judgement.one_id, judgement.other_id)


@require_safe
@for_those_who_may(Act.MERGE)
def calibration(request: MemberRequest) -> HttpResponse:
    """How well the probabilities hold, and what setting them right would change."""
    return _calibration(request)


@require_POST
@for_those_who_may(Act.MERGE)
def adopt(request: MemberRequest) -> HttpResponse:
    """Set the probabilities right from now on."""
    try:
        adopt_calibration(read_version=request.POST.get("version", ""), by=request.user)
    except (NotAllowed, NotFound):
        raise
    except Refused as refused:
        return _calibration(request, refused)
    return redirect("review_calibration")


def _calibration(request: MemberRequest, refused: Refused | None = None) -> HttpResponse:
    bits, _same = reviewed_pairs()
    foreseen: Foreseen | None = None
    if len(bits) >= ENOUGH:
        foreseen = foresee(MemberReader(request.user))
    context = _frame(request) | {
        "bins": calibration_bins(),
        "reviewed": len(bits),
        "enough": ENOUGH,
        "foreseen": foreseen,
        "bands": [
            (band, foreseen.before[band], foreseen.after[band]) for band in Band
        ] if foreseen else [],
        "refused": refused,
    }  # fmt: skip
    return render(request, "review/calibration.html", context, status=409 if refused else 200)


def _frame(request: MemberRequest) -> dict[str, Any]:
    return {
        "linkage": latest_linkage(),
        "disputed": disputed_pairs(MemberReader(request.user)),
    }


def _pair(request: MemberRequest, proposal: Proposal) -> PairPage:
    reader = MemberReader(request.user)
    reports = [find_report(reader, key) for key in (proposal.one_id, proposal.other_id)]
    sides = []
    for letter, report in zip(_LETTERS, reports, strict=True):
        incident = incident_of(reader, report)
        others = Report.objects.visible_to(reader).filter(
            links__incident=incident, links__until_entry__isnull=True
        )
        sides.append(Side(letter, report, original_of(report), incident, others.count() - 1))
    obstacle = proposal.obstacle
    told = [(NAMES[name], found, bits, habit) for name, found, bits, habit in proposal.reasons]
    return PairPage(
        proposal=proposal,
        sides=sides,
        map=draw_pair(reports),
        waterfall=draw_waterfall(told),
        band=band_of(proposal.probability),
        conflict=Conflict(proposal.conflict) if proposal.conflict else None,
        obstacle=Sentence(obstacle["template"], **obstacle["values"]) if obstacle else "",
        runner_up=_runner_up(request, proposal),
        verdicts=verdicts_on(proposal.one_id, proposal.other_id),
        together=are_together(proposal.one_id, proposal.other_id),
        differs=differing(reports),
    )


def _runner_up(request: MemberRequest, proposal: Proposal) -> Report | None:
    """The next likeliest report, if the member may see it and it is not one of the two."""
    if proposal.runner_up_id in (None, proposal.one_id, proposal.other_id):
        return None
    rows = Report.objects.visible_to(MemberReader(request.user)).select_related("source")
    found: Report | None = rows.filter(pk=proposal.runner_up_id).first()
    return found

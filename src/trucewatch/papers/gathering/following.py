"""What follows a round: obligations drawn from its texts, follow-ups, the next round."""

from trucewatch.agreements.models import Obligation, Provision
from trucewatch.papers.content import AnnouncedDates, FollowUp, Undertaking
from trucewatch.papers.gathering.head import Gathering
from trucewatch.papers.gathering.voices import on_day, told_by
from trucewatch.talks.models import RoundDate
from trucewatch.talks.queries.chasing import FollowUpSeen, follow_ups_seen
from trucewatch.talks.queries.drafts import DraftSeen
from trucewatch.talks.queries.rounds import dates_of, neighbours
from trucewatch.vocabulary.talks import FollowUpState, RoundDateKind

_OF_THE_ROUND = (RoundDateKind.HELD, RoundDateKind.BEGINS)


def undertakings(gathering: Gathering, drafts: list[DraftSeen]) -> tuple[Undertaking, ...]:
    """What was drawn from the provisions of texts that count as adopted, text by text."""
    return tuple(
        _undertaking(row, row.provision, gathering)
        for draft in drafts
        for version in draft.versions
        if version.is_binding
        for row in version.obligations
        if row.provision is not None
    )


def _undertaking(row: Obligation, provision: Provision, gathering: Gathering) -> Undertaking:
    gathering.use(row, provision)
    return Undertaking(
        text=row.text,
        under=f"{row.instrument}, {provision.number}" if row.instrument else provision.number,
        bearer=row.bearer_label or (row.bearer.name if row.bearer else ""),
        owed_to=row.beneficiary,
        due=row.interval,
    )


def follow_ups(gathering: Gathering) -> tuple[FollowUp, ...]:
    """What is to follow, with how far it has come by today."""
    found = []
    for seen in follow_ups_seen(gathering.reader, gathering.today, gathering.round):
        gathering.use(seen.row, *seen.steps)
        found.append(_follow_up(seen))
    return tuple(found)


def _follow_up(seen: FollowUpSeen) -> FollowUp:
    state = FollowUpState(seen.steps[-1].follow_up_state) if seen.steps else FollowUpState.OPEN
    return FollowUp(
        text=seen.row.what,
        where=seen.row.place_label,
        on=seen.interval,
        whom=seen.row.who,
        state=state,
        by=told_by(seen.row),
    )


def next_round(gathering: Gathering) -> tuple[AnnouncedDates, ...]:
    """When the round after this one is announced for; accounts that came later are no such."""
    _before, after = neighbours(gathering.round)
    if after is None:
        return ()
    rows = [
        row
        for dates in dates_of(gathering.reader, after)
        if dates.kind in _OF_THE_ROUND
        for row in dates.rows
    ]
    announced = [row for row in rows if row.announced_on] or rows
    gathering.use(*announced)
    return tuple(_announced(row) for row in announced)


def _announced(row: RoundDate) -> AnnouncedDates:
    return AnnouncedDates(
        dates=row.interval, by=told_by(row), said_on=on_day(row.announced_on), remarks=row.remarks
    )

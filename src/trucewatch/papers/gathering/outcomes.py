"""What a round came to, by every account."""

from trucewatch.desk.standing import questions_by_kind
from trucewatch.names.folding import fold
from trucewatch.papers.content import (
    Account,
    Cause,
    IssuedStatement,
    Outcome,
    OutcomeSheet,
)
from trucewatch.papers.gathering.following import follow_ups, next_round, undertakings
from trucewatch.papers.gathering.head import Gathering
from trucewatch.papers.gathering.tabled import tabled_texts
from trucewatch.papers.gathering.texts import texts_of
from trucewatch.papers.gathering.voices import on_day, told_by
from trucewatch.statements.standing import AnswerSeen, QuestionSeen
from trucewatch.talks.models import Expectation, RoundOutcome
from trucewatch.talks.queries.drafts import DraftSeen, drafts_seen
from trucewatch.talks.queries.rounds import foreseen_of
from trucewatch.vocabulary.process import AdherenceRole, InstrumentType
from trucewatch.vocabulary.questions import AnswerKind, QuestionKind
from trucewatch.vocabulary.talks import OutcomeKind, TextActKind


def outcome_sheet(gathering: Gathering) -> OutcomeSheet:
    """Outcomes and expectations, texts and what became of them, causes, and what follows."""
    foreseen = foreseen_of(gathering.reader, gathering.round)
    gathering.use(*foreseen.outcomes, *foreseen.expectations)
    drafts = texts_of(gathering)
    outcomes = tuple(_outcome(row) for row in foreseen.outcomes)
    expectations = tuple(_expectation(row) for row in foreseen.expectations)
    tabled = tabled_texts(gathering, drafts)
    causes = _causes(gathering)
    issued = _issued(gathering, foreseen.outcomes, drafts)
    owed = undertakings(gathering, drafts)
    ahead = follow_ups(gathering)
    dates = next_round(gathering)
    return OutcomeSheet(
        head=gathering.head(outcomes, expectations, tabled, causes, issued, owed, ahead, dates),
        outcomes=outcomes,
        expectations=expectations,
        tabled=tabled,
        causes=causes,
        issued=issued,
        undertakings=owed,
        follow_ups=ahead,
        next_round=dates,
    )


def _outcome(row: RoundOutcome) -> Outcome:
    return Outcome(
        outcome=OutcomeKind(row.outcome_kind), text=row.text, reason=row.reason, by=told_by(row)
    )


def _expectation(row: Expectation) -> Account:
    return Account(
        OutcomeKind(row.outcome_kind) if row.outcome_kind else "",
        by=row.speaker_label,
        words=row.text,
        on=on_day(row.said_on),
    )


def _causes(gathering: Gathering) -> tuple[Cause, ...]:
    """The questions why something of this round came about; a copy of an answer adds none."""
    about = fold(str(gathering.round))
    asked = questions_by_kind(gathering.reader).get(QuestionKind.CAUSE, [])
    found = []
    for seen in asked:
        if fold(seen.row.about) == about:
            gathering.use(seen.row, *(each.row for each in _counted(seen)))
            answers = tuple(_answer(each) for each in _counted(seen))
            found.append(Cause(question=seen.row.text, answers=answers))
    return tuple(found)


def _counted(seen: QuestionSeen) -> list[AnswerSeen]:
    return [each for each in seen.answers if not each.is_copy]


def _answer(seen: AnswerSeen) -> Account:
    kind = AnswerKind(seen.row.answer_kind)
    if kind is AnswerKind.OTHER:
        return Account(seen.row.answer, by=seen.voice)
    return Account(kind, by=seen.voice, words=seen.row.answer)


def _issued(
    gathering: Gathering, outcomes: tuple[RoundOutcome, ...], drafts: list[DraftSeen]
) -> tuple[IssuedStatement, ...]:
    """The texts that are said to have gone out: issued, published, or named as what came of it."""
    gone_out = {draft.instrument: draft for draft in drafts if _has_gone_out(draft)}
    stopped = {draft.instrument for draft in drafts} - set(gone_out)
    named = dict.fromkeys(row.instrument for row in outcomes if row.instrument is not None)
    more = [each for each in named if each not in gone_out and each not in stopped]
    for draft in drafts_seen(gathering.reader, more):
        gone_out[draft.instrument] = draft
    return tuple(_statement(draft) for draft in gone_out.values())


def _has_gone_out(draft: DraftSeen) -> bool:
    acts = [act.text_act for version in draft.versions for act in version.acts]
    is_settled = bool(draft.settled)
    return (
        any(version.is_binding for version in draft.versions)
        or TextActKind.PUBLISHED in acts
        or (not is_settled and bool(draft.issuers))
    )


def _statement(draft: DraftSeen) -> IssuedStatement:
    row = draft.instrument
    kind = InstrumentType(row.instrument_type)
    by_role = {
        role: tuple(each.party.name for each in draft.issuers if each.role == role)
        for role in (AdherenceRole.ISSUER, AdherenceRole.ENDORSER)
    }
    return IssuedStatement(
        kind=kind,
        title=row.name,
        issuers=by_role[AdherenceRole.ISSUER],
        on=on_day(row.effective_on or row.signed_on),
        is_unilateral=kind is InstrumentType.UNILATERAL_STATEMENT,
        endorsed_by=by_role[AdherenceRole.ENDORSER],
    )

"""Reading drafts: versions, who got them, who stands where, what is said to have become of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from trucewatch.accounts.access import Reader
from trucewatch.agreements.models import Adherence, Instrument, Obligation, Provision, Version
from trucewatch.agreements.queries import find_instrument
from trucewatch.names.folding import fold
from trucewatch.parties.models import Party
from trucewatch.statements.queries import counted
from trucewatch.talks.models import (
    Circulation,
    DraftPosition,
    Round,
    Settlement,
    Tabling,
    TextAct,
)
from trucewatch.talks.queries.voices import last_if_unsaid, voice_of
from trucewatch.talks.rules.drafts import against_outcome
from trucewatch.talks.standing import hash_of, names_of, stances_of
from trucewatch.vocabulary.derived import DerivedLabel, Verdict, Voiced, compare_voices
from trucewatch.vocabulary.process import AdherenceRole
from trucewatch.vocabulary.refusal import NotFound
from trucewatch.vocabulary.sentence import Sentence
from trucewatch.vocabulary.talks import DraftOutcome, DraftStance, TextActKind

_SIGNING: Final = frozenset({TextActKind.SIGNED.value, TextActKind.DECLINED_TO_SIGN.value})


@dataclass(frozen=True, slots=True)
class StanceSeen:
    """Where one party stands on one version, by each account that tells of it."""

    party: Party | None
    label: str
    rows: tuple[DraftPosition, ...]
    verdict: Verdict

    @property
    def newest(self) -> DraftPosition:
        """The account of the latest day."""
        return self.rows[-1]

    @property
    def is_bound(self) -> bool:
        """Whether the newest one is bound to the text by its hash."""
        return bool(self.newest.version_hash)


@dataclass(frozen=True, slots=True)
class SettlementSeen:
    """What one account says became of a version, and what in the positions speaks against it."""

    row: Settlement
    against: tuple[Sentence, ...]

    @property
    def without(self) -> list[str]:
        """Those without whom it was issued."""
        return names_of(self.row)


@dataclass(frozen=True, slots=True)
class VersionSeen:
    """One version with everything recorded of it."""

    row: Version
    hash: str
    circulations: tuple[Circulation, ...]
    stances: tuple[StanceSeen, ...]
    settlements: tuple[SettlementSeen, ...]
    acts: tuple[TextAct, ...]
    provisions: tuple[Provision, ...]
    obligations: tuple[Obligation, ...]

    @property
    def is_binding(self) -> bool:
        """Whether some account says that it was adopted or issued."""
        issued = {DraftOutcome.ADOPTED, DraftOutcome.ISSUED_WITHOUT}
        return any(each.row.draft_outcome in issued for each in self.settlements)

    @property
    def acts_told(self) -> list[tuple[TextAct, Verdict | None]]:
        """What each did with it; the verdict where accounts have it sign and decline at once."""
        return [(act, self._verdict_on(act)) for act in self.acts]

    def _verdict_on(self, act: TextAct) -> Verdict | None:
        if act.text_act not in _SIGNING:
            return None
        rivals = [
            each
            for each in self.acts
            if each.text_act in _SIGNING and fold(each.actor) == fold(act.actor)
            and _may_be_one_day(each, act)
        ]  # fmt: skip
        verdict = compare_voices(
            [Voiced(voice_of(each), TextActKind(each.text_act).label) for each in rivals]
        )
        return verdict if verdict.label is DerivedLabel.DISPUTED else None

    def stance_of(self, key: str) -> StanceSeen | None:
        """Where somebody stands on it, by folded name."""
        return next((each for each in self.stances if fold(each.label) == key), None)


@dataclass(frozen=True, slots=True)
class DraftSeen:
    """A text that was put before rounds, version by version, and what became of it."""

    instrument: Instrument
    tablings: tuple[Tabling, ...]
    versions: tuple[VersionSeen, ...]
    issuers: tuple[Adherence, ...]
    outcome: Verdict | None
    """What the accounts of its end say together; None where none tells of it."""

    @property
    def newest(self) -> VersionSeen | None:
        """The version with the highest number."""
        return self.versions[-1] if self.versions else None

    @property
    def outcome_words(self) -> list[str]:
        """What is said to have become of the newest version that anything is said of."""
        told = (self.outcomes_of(version.row) for version in reversed(self.versions))
        return next((words for words in told if words), [])

    def outcomes_of(self, row: Version) -> list[str]:
        """What is said to have become of a version, each word once."""
        settled = (each.settlements for each in self.versions if each.row.pk == row.pk)
        words = (each.row.get_draft_outcome_display() for rows in settled for each in rows)
        return list(dict.fromkeys(words))

    @property
    def settled_number(self) -> int | None:
        """The number of the newest version that anything is said of; None where of none is."""
        told = (version.row.number for version in reversed(self.versions) if version.settlements)
        return next(told, None)

    @property
    def settled(self) -> list[SettlementSeen]:
        """Every account of what became of it, over all versions."""
        return [each for version in self.versions for each in version.settlements]

    @property
    def dissociations(self) -> list[TextAct]:
        """Whoever wants no part in it any more, in the order of their days."""
        told = [act for version in self.versions for act in version.acts]
        left = [act for act in told if act.text_act == TextActKind.DISSOCIATED]
        return sorted(left, key=lambda act: (act.date_start or dt.date.max, act.recorded_at))

    @property
    def holders(self) -> list[tuple[str, str]]:
        """Whoever has a position on any version: folded name and label, in order of the first."""
        found: dict[str, str] = {}
        for version in self.versions:
            for stance in version.stances:
                found.setdefault(fold(stance.label), stance.label)
        return list(found.items())


def drafts_of(reader: Reader, round_: Round) -> list[DraftSeen]:
    """The texts that were put before a round, in the order in which they came."""
    rows = counted(Tabling, reader, "instrument").filter(round=round_)
    tabled = list(
        dict.fromkeys(
            row.instrument for row in rows.order_by(last_if_unsaid("on"), "recorded_at", "pk")
        )
    )
    return drafts_seen(reader, tabled)


def draft_seen(reader: Reader, key: UUID) -> DraftSeen:
    """One text with its versions."""
    return drafts_seen(reader, [find_instrument(reader, key)])[0]


def find_version(reader: Reader, key: UUID) -> Version:
    """One version, if the reader may see it and it counts."""
    rows = counted(Version, reader, "instrument").filter(pk=key)
    found: Version | None = rows.first()
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found


def drafts_seen(reader: Reader, instruments: Sequence[Instrument]) -> list[DraftSeen]:
    """Each text with versions, positions and endings."""
    versions = _by(counted(Version, reader).filter(instrument__in=instruments), "instrument_id")
    found = [row for rows in versions.values() for row in rows]
    seen = _versions_seen(reader, found)
    tablings = _by(
        counted(Tabling, reader, "round", "by_party").filter(instrument__in=instruments),
        "instrument_id",
    )
    issuers: defaultdict[UUID, list[Adherence]] = defaultdict(list)
    wanted = (AdherenceRole.ISSUER.value, AdherenceRole.ENDORSER.value)
    rows = Adherence.objects.filter(instrument__in=instruments, role__in=wanted)
    for row in rows.select_related("party").order_by("party__name"):
        issuers[row.instrument_id].append(row)
    drafts = []
    for instrument in instruments:
        mine = sorted(versions[instrument.pk], key=lambda v: (v.number, v.language, v.pk))
        shown = tuple(seen[row.pk] for row in mine)
        drafts.append(
            DraftSeen(
                instrument, tuple(tablings[instrument.pk]), shown,
                tuple(issuers[instrument.pk]), _outcome(shown),
            )
        )  # fmt: skip
    return drafts


def _outcome(versions: Iterable[VersionSeen]) -> Verdict | None:
    told = [each.row for version in versions for each in version.settlements]
    if not told:
        return None
    said: dict[tuple[str, int], str] = {}
    numbers = {v.row.pk: v.row.number for v in versions}
    last = max(numbers[row.version_id] for row in told)
    for row in told:
        if numbers[row.version_id] == last:
            said[voice_of(row), numbers[row.version_id]] = row.get_draft_outcome_display()
    return compare_voices([Voiced(voice, says) for (voice, _number), says in said.items()])


def _versions_seen(reader: Reader, versions: Sequence[Version]) -> dict[UUID, VersionSeen]:
    circulations = _of(Circulation, reader, versions, "to_party", "by_party", "meeting")
    positions = _of(DraftPosition, reader, versions, "party", "by_party")
    settlements = _of(Settlement, reader, versions, "by_party")
    acts = _of(TextAct, reader, versions, "party")
    provisions = _of(Provision, reader, versions)
    owed = _by(
        counted(Obligation, reader, "bearer", "provision").filter(provision__version__in=versions),
        "provision_id",
    )
    found = {}
    for row in versions:
        mine = positions[row.pk]
        stances = stances_of(mine)
        found[row.pk] = VersionSeen(
            row=row, hash=hash_of(row), circulations=tuple(circulations[row.pk]),
            stances=tuple(_stances(mine)),
            settlements=tuple(
                SettlementSeen(
                    each,
                    tuple(against_outcome(
                        DraftOutcome(each.draft_outcome), names_of(each), stances
                    )),
                )
                for each in settlements[row.pk]
            ),
            acts=tuple(acts[row.pk]),
            provisions=tuple(sorted(provisions[row.pk], key=lambda p: (p.position, p.number))),
            obligations=tuple(o for p in provisions[row.pk] for o in owed[p.pk]),
        )  # fmt: skip
    return found


def _stances(rows: Sequence[DraftPosition]) -> list[StanceSeen]:
    by_actor: defaultdict[str, list[DraftPosition]] = defaultdict(list)
    for row in rows:
        by_actor[fold(row.actor)].append(row)
    found = []
    for mine in by_actor.values():
        mine.sort(key=lambda row: (row.on is not None, row.on, row.recorded_at, row.pk))
        verdict = compare_voices(
            [Voiced(voice_of(row), DraftStance(row.draft_stance).label) for row in _last_said(mine)]
        )
        found.append(StanceSeen(mine[-1].party, mine[-1].actor, tuple(mine), verdict))
    return found


def _may_be_one_day(one: TextAct, other: TextAct) -> bool:
    """Whoever declines first and signs days later did both; without days nobody can tell."""
    here, there = one.interval, other.interval
    return here is None or there is None or here.overlaps(there)


def _last_said(rows: Sequence[DraftPosition]) -> list[DraftPosition]:
    """What each voice says last by its days, and what it says without one."""
    last: dict[str, dt.date] = {}
    for row in rows:
        if row.on is not None:
            key = fold(voice_of(row))
            last[key] = max(row.on, last.get(key, row.on))
    return [row for row in rows if row.on is None or row.on == last[fold(voice_of(row))]]


def _of(
    model: Any, reader: Reader, versions: Sequence[Version], *beside: str
) -> "defaultdict[UUID, list[Any]]":
    return _by(counted(model, reader, *beside).filter(version__in=versions), "version_id")


def _by(rows: Any, column: str) -> "defaultdict[UUID, list[Any]]":
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in rows.order_by("recorded_at", "pk"):
        found[getattr(row, column)].append(row)
    return found

"""Texts on the table: what became of each, who did what with it, and who has yet to sign."""

from trucewatch.agreements.models import Adherence
from trucewatch.names.folding import fold
from trucewatch.papers.content import Settlement, Signatory, TabledText, TextAct
from trucewatch.papers.gathering.head import Gathering
from trucewatch.papers.gathering.positions import positions_on
from trucewatch.papers.gathering.texts import label_of, text_hash_of
from trucewatch.papers.gathering.voices import told_by
from trucewatch.talks.queries.delegations import DelegationSeen, delegations_of
from trucewatch.talks.queries.drafts import DraftSeen, VersionSeen
from trucewatch.vocabulary.process import AdherenceRole
from trucewatch.vocabulary.talks import DraftOutcome, DraftStance, TextActKind

_WILLING = frozenset({DraftStance.AGREES.value, DraftStance.RESERVES.value})
_DONE_WITH = frozenset(
    {TextActKind.SIGNED.value, TextActKind.DECLINED_TO_SIGN.value, TextActKind.DISSOCIATED.value}
)
"""Whoever did one of these has no line to sign any more."""


def tabled_texts(gathering: Gathering, drafts: list[DraftSeen]) -> tuple[TabledText, ...]:
    """Each text in the versions of which an end is told; where none is, in the last one."""
    delegations = delegations_of(gathering.reader, gathering.round).rows
    found = []
    for draft in drafts:
        gathering.use(*draft.tablings)
        versions = [each for each in draft.versions if each.settlements or each.acts]
        found += [
            _tabled(gathering, draft, version, delegations)
            for version in versions or draft.versions[-1:]
        ]
        if not draft.versions:
            found.append(TabledText(title=draft.instrument.name))
    return tuple(found)


def _tabled(
    gathering: Gathering,
    draft: DraftSeen,
    version: VersionSeen,
    delegations: tuple[DelegationSeen, ...],
) -> TabledText:
    gathering.use(version.row, *version.acts, *(each.row for each in version.settlements))
    return TabledText(
        title=draft.instrument.name,
        version=label_of(version.row, draft),
        sha256=text_hash_of(version),
        settlements=tuple(
            Settlement(
                outcome=DraftOutcome(each.row.draft_outcome),
                without=tuple(each.without),
                reason=each.row.reason,
                by=told_by(each.row),
                on=each.row.interval,
            )
            for each in version.settlements
        ),
        positions=positions_on(gathering, version),
        acts=tuple(
            TextAct(
                party=row.who,
                act=TextActKind(row.text_act),
                words=row.text,
                on=row.interval,
                by=told_by(row),
            )
            for row in version.acts
        ),
        to_sign=_signatories(gathering, draft, version, delegations),
    )


def _signatories(
    gathering: Gathering,
    draft: DraftSeen,
    version: VersionSeen,
    delegations: tuple[DelegationSeen, ...],
) -> tuple[Signatory, ...]:
    """Whoever last agreed to a text that every account has adopted, and recorded signatories."""
    outcomes = {each.row.draft_outcome for each in version.settlements}
    if outcomes != {DraftOutcome.ADOPTED.value}:
        return ()
    names = {fold(s.label): s.newest.who for s in version.stances
             if s.newest.draft_stance in _WILLING}  # fmt: skip
    roles = Adherence.objects.filter(
        instrument=draft.instrument, role=AdherenceRole.SIGNATORY.value
    ).select_related("party")
    refused = {fold(s.label) for s in version.stances} - set(names)
    for role in roles.order_by("party__name"):
        if fold(role.party.name) not in refused:
            names.setdefault(fold(role.party.name), role.party.name)
    done = {fold(row.actor) for row in version.acts if row.text_act in _DONE_WITH}
    by_actor = {fold(each.row.actor): each for each in delegations}
    return tuple(
        _signatory(gathering, name, by_actor.get(key))
        for key, name in names.items()
        if key not in done
    )


def _signatory(gathering: Gathering, name: str, delegation: DelegationSeen | None) -> Signatory:
    """The head of the delegation signs, where exactly one is recorded."""
    heads = delegation.heads if delegation else []
    if delegation is None or len({head.name for head in heads}) != 1:
        return Signatory(name)
    gathering.use(delegation.row, heads[0])
    return Signatory(name, heads[0].name, heads[0].title)

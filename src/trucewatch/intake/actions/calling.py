"""Callers: a pseudonym for each, a name in the vault for those who agree to give one."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.incidents.actions import Filing
from trucewatch.intake import vault
from trucewatch.intake.actions.receiving import Arrival, receive_report
from trucewatch.intake.models import Caller, Consent, Reception
from trucewatch.intake.rules import may_take_calls
from trucewatch.intake.vault import Identity
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.reports.models import Report
from trucewatch.reports.rules import require_reason
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.vocabulary.roles import OrganisationKind

_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class CallerGiven:
    """What a caller gave away: an earlier pseudonym, a name with consent, or nothing."""

    pseudonym: str = ""
    identity: Identity | None = None
    consents: Sequence[Consent] = ()


@transaction.atomic
def take_call(filing: Filing, arrival: Arrival, given: CallerGiven, *, by: Member) -> Report:
    """File what a caller told, under a pseudonym; sent twice it is one report by one caller."""
    require_call_taker(by, Act.TAKE_CALL)
    ledger.take_turn()
    if Report.objects.filter(source=filing.source, source_key=filing.key).exists():
        return receive_report(filing, arrival, by=by)
    if given.pseudonym:
        caller = known_caller(given.pseudonym, by=by)
    else:
        caller = enter_caller(given.identity, given.consents, by=by)
    return receive_report(filing, replace(arrival, caller=caller), by=by)


@transaction.atomic
def enter_caller(
    identity: Identity | None, consents: Sequence[Consent] = (), *, by: Member
) -> Caller:
    """A caller with a pseudonym; a name is kept only with the caller's consent, and sealed."""
    require_call_taker(by, Act.TAKE_CALL)
    caller = Caller(pseudonym=_new_pseudonym(), taken_by=by)
    if identity is not None:
        if not identity.name.strip() and not identity.contact.strip():
            raise Refused("Write the name or how to reach the caller.", field="caller_name")
        if not consents:
            raise Refused(
                "Without consent no name is kept: say what the caller agreed to, or leave the name "
                "out.",
                field="caller_consents",
            )
        _make_key_for_first()
        caller.sealed = vault.seal(identity, caller=caller.pk, home=_home())
        caller.consents = [str(consent) for consent in consents]
        caller.consent_given_at = timezone.now()
    caller.save()
    ledger.record(Event.CALLER_ENTERED, by=by, subject=caller, facts={"named": caller.has_name})
    return caller


@transaction.atomic
def open_caller(caller_id: UUID, *, by: Member, because: str) -> Identity:
    """Read a caller's name. That it was read, by whom and why, stands in the ledger for good."""
    require_call_taker(by, Act.OPEN_CALLER)
    require_reason(because)
    return open_sealed(find_caller(caller_id, by=by), by=by, because=because)


@transaction.atomic
def open_sealed(caller: Caller, *, by: Member, because: str) -> Identity:
    """Read the name of a caller whom the member was shown to know, as ``open_caller`` does."""
    require_call_taker(by, Act.OPEN_CALLER)
    require_reason(because)
    if not caller.has_name:
        raise Refused("No name is kept of this caller.")
    identity = vault.unseal(bytes(caller.sealed), caller=caller.pk, home=_home())
    ledger.record(Event.CALLER_OPENED, by=by, subject=caller, because=because)
    return identity


@transaction.atomic
def forget_caller(caller_id: UUID, *, by: Member, because: str) -> Caller:
    """Destroy a caller's name for good; the pseudonym and the reports stay."""
    require_call_taker(by, Act.OPEN_CALLER)
    require_reason(because)
    caller = find_caller(caller_id, by=by)
    if not caller.has_name:
        raise Refused("No name is kept of this caller.")
    caller.sealed = b""
    caller.consents = []
    caller.forgotten_at = timezone.now()
    caller.save()
    ledger.record(Event.CALLER_FORGOTTEN, by=by, subject=caller, because=because)
    return caller


def find_caller(caller_id: UUID, *, by: Member) -> Caller:
    """The caller, if the member may see one of the reports that they told."""
    theirs = Reception.objects.filter(MemberReader(by).sees("report__"), caller=caller_id)
    found = Caller.objects.select_for_update().filter(pk=caller_id).first()
    if found is None or not theirs.exists():
        raise NotFound("There is nothing here that you may see.")
    return found


def known_caller(pseudonym: str, *, by: Member) -> Caller:
    """The caller of that pseudonym, for somebody who calls again and says it."""
    require_call_taker(by, Act.TAKE_CALL)
    found = Caller.objects.filter(pseudonym=pseudonym.strip().upper()).first()
    if found is None:
        raise Refused("There is no caller of that pseudonym.", field="caller_pseudonym")
    return found


def require_call_taker(member: Member, act: Act) -> None:
    """Only members of the mission take calls and open names, whatever their role elsewhere."""
    require(member, act)
    in_mission = member.organisation.organisation_kind == OrganisationKind.MISSION
    if not may_take_calls(in_mission=in_mission):
        raise NotAllowed("Calls are taken by members of the mission alone.")


def _make_key_for_first() -> None:
    """A key is made for the first name alone: a second one opens nothing of the first."""
    if not Caller.objects.exclude(sealed=b"").exists():
        vault.make_key(_home())


def _new_pseudonym() -> str:
    """Eight characters that can be read out on a telephone, 40 bits that nobody guesses."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def _home() -> Path:
    home: Path = settings.TRUCEWATCH_HOME
    return home

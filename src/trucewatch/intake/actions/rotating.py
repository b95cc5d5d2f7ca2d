"""Changing the key of the vault: every name is sealed anew, and the old key opens nothing."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from trucewatch.accounts.models import Member
from trucewatch.intake import vault
from trucewatch.intake.models import Caller
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.vocabulary.refusal import NotAllowed, Refused


def rotate_vault_key(*, by: Member) -> int:
    """Seal every name under a new key; returns how many. Only at the machine itself.

    Nothing is lost when it is interrupted: both keys lie there until all names are under the new
    one, and a second run goes on. Copies of the old key open backups of before, and only those.
    """
    if not by.is_operator:
        raise NotAllowed("The key of the vault is changed at the machine itself.")
    home: Path = settings.TRUCEWATCH_HOME
    if not Caller.objects.exclude(sealed=b"").exists():
        raise Refused("No name is sealed, so there is no key to change.")
    vault.begin_new_key(home)
    with transaction.atomic():
        callers = list(Caller.objects.select_for_update().exclude(sealed=b""))
        for caller in callers:
            caller.sealed = vault.reseal(bytes(caller.sealed), caller=caller.pk, home=home)
            caller.save(update_fields=["sealed"])
        ledger.record(Event.VAULT_ROTATED, by=by, rows=callers, facts={"names": len(callers)})
    vault.end_new_key(home)
    return len(callers)

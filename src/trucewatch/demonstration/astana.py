"""Filling a record with the Astana process; doing it again adds what is missing and no more."""

from collections.abc import Callable
from typing import Final

from trucewatch.accounts.access import operator
from trucewatch.accounts.actions import open_record
from trucewatch.demonstration.accords import enter_accords
from trucewatch.demonstration.accounts import enter_accounts
from trucewatch.demonstration.actors import enter_actors
from trucewatch.demonstration.articles import enter_papers
from trucewatch.demonstration.bulletins import publish_bulletins
from trucewatch.demonstration.cast import Login, enter_cast
from trucewatch.demonstration.facts import enter_facts
from trucewatch.demonstration.ledgers import enter_ledgers, enter_remarks
from trucewatch.demonstration.mechanism import enter_mechanism
from trucewatch.ledger.genesis import genesis_facts
from trucewatch.places.actions import load_gazetteer
from trucewatch.vocabulary.refusal import Refused

DEMONSTRATION: Final = "astana"
RECORD_NAME: Final = "Ceasefire in Syria, 2016-2017"


def load_demonstration(progress: Callable[[str], None] = lambda step: None) -> list[Login]:
    """Enter the demonstration and return who may sign in; nothing that is there is touched.

    Raises ``Refused`` when the record is another one.
    """
    open_record(name=RECORD_NAME, demonstration=DEMONSTRATION)
    require_demonstration()
    by = operator()
    progress("Places")
    load_gazetteer(by)
    progress("Organisations and members")
    logins = enter_cast(by)
    progress("Parties and sources")
    enter_actors(by)
    progress("Ceasefire and rounds of talks")
    enter_accords(by)
    progress("Accounts of breaches")
    enter_accounts()
    progress("Tallies of both monitors")
    enter_ledgers()
    enter_remarks()
    progress("Papers at the press desk")
    enter_papers()
    progress("What was agreed and said")
    enter_facts()
    progress("The committee and what was alleged before it")
    enter_mechanism(by)
    progress("Bulletins")
    publish_bulletins()
    return logins


def require_demonstration() -> None:
    """Refuse a record that was not opened for this demonstration: a real one stays untouched."""
    facts = genesis_facts() or {}
    if facts.get("demonstration") != DEMONSTRATION:
        name = facts.get("name") or "an empty one"
        raise Refused(
            f"This folder holds another record ({name}). The demonstration needs one of its own: "
            "set TRUCEWATCH_HOME to an empty folder."
        )

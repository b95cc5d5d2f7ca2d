"""Of a draft that a reader may not see, not even the name is anywhere."""

import json
from typing import Any

import pytest
from cast import Cast, patrol
from django.test import Client
from talks_parts import FIRST, TEXT, Table

from trucewatch.accounts.access import PUBLIC
from trucewatch.accounts.actions import give_grant, open_compartment
from trucewatch.agreements.models import Instrument, Version
from trucewatch.agreements.queries import find_instrument
from trucewatch.agreements.recording import add_version
from trucewatch.exchange.accords_export import open_accords_export
from trucewatch.exchange.fact_kinds import KINDS
from trucewatch.talks.actions.drafts import NewVersion, circulate_new_draft, table_text
from trucewatch.talks.marked import Marked
from trucewatch.talks.models import Tabling
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.process import InstrumentType
from trucewatch.vocabulary.refusal import NotFound, Refused

pytestmark = pytest.mark.django_db
NAME = "Paper on the eastern crossing"
PAGES = (
    "/agreements/", "/agreements/compliance/", "/talks/timeline/", "/search/?q=crossing",
    "/facts/date/new/", "/facts/obligation/new/", "/mechanisms/new/", "/talks/",
)  # fmt: skip


@pytest.fixture
def draft(table: Table) -> Instrument:
    """A draft of which one version exists, for the analyst and the secretary alone."""
    circle = open_compartment(key="paper", name="The paper", by=table.cast.administrator)
    for member in (table.cast.analyst, table.secretary):
        give_grant(circle, to=member, by=table.cast.administrator, because="Works on it")
    new = NewVersion(
        instrument=Instrument(name=NAME, instrument_type=InstrumentType.WORKING_DOCUMENT.value),
        text=TEXT, language="en", on=FIRST, sender=table.host, recipients=(table.north,),
        other_recipients=(), marked=Marked(
            handling=Handling.RED, compartment=circle, source=patrol()
        ),
    )  # fmt: skip
    return circulate_new_draft(table.round, new, by=table.secretary).instrument


def told(client: Client, path: str) -> str:
    """The page, whatever its status."""
    return client.get(path).content.decode()


def test_it_is_there_for_those_who_see_a_version(table: Table, draft: Instrument) -> None:
    """By its id and in the list; for nobody else, and not for the public."""
    for part in ("analyst", "secretary"):
        assert find_instrument(table.reader(part), draft.pk) == draft
        assert draft in Instrument.objects.visible_to(table.reader(part))
    for part in ("monitor", "liaison", "delegate", "administrator"):
        assert draft not in Instrument.objects.visible_to(table.reader(part))
        with pytest.raises(NotFound):
            find_instrument(table.reader(part), draft.pk)
    assert draft not in Instrument.objects.visible_to(PUBLIC)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_names_it(table: Table, draft: Instrument, settings: Any, path: str) -> None:
    """Neither in lists nor among what a form offers; the page of the round is silent, too."""
    settings.TRUCEWATCH_SECOND_FACTOR = False
    for part in ("monitor", "liaison", "administrator"):
        client = Client()
        client.force_login(table.cast.everyone()[part])
        shown = told(client, path) + told(client, f"/talks/rounds/{table.round.pk}/")
        assert NAME not in shown, part
        for own in (f"/agreements/{draft.pk}/", f"/talks/drafts/{draft.pk}/"):
            assert client.get(own).status_code == 404
        for answer in ("instruments", f"instruments/{draft.pk}", "facts?kind=tabling&limit=500"):
            assert NAME not in told(client, f"/api/v1/{answer}")


def test_whoever_sees_it_finds_it(table: Table, draft: Instrument, settings: Any) -> None:
    """The pages that are silent to others name it."""
    settings.TRUCEWATCH_SECOND_FACTOR = False
    client = Client()
    client.force_login(table.cast.analyst)
    own = (f"/agreements/{draft.pk}/", f"/talks/drafts/{draft.pk}/")
    for path in ("/agreements/", "/search/?q=crossing", f"/talks/rounds/{table.round.pk}/", *own):
        assert NAME in told(client, path), path


def test_no_export_holds_it(cast: Cast, table: Table, draft: Instrument) -> None:
    """The list of agreements is for its reader."""

    def names(part: str) -> set[str]:
        export = open_accords_export("agreements", "json", by=cast.everyone()[part])
        rows = json.loads(b"".join(export.chunks()))["agreements"]
        return {row["name"] for row in rows}

    assert NAME in names("analyst")
    assert NAME not in names("monitor")


def test_what_is_signed_is_known(table: Table, draft: Instrument) -> None:
    """Its versions stay in their circle, the agreement does not."""
    Instrument.objects.filter(pk=draft.pk).update(signed_on=FIRST)
    assert find_instrument(table.reader("liaison"), draft.pk) == draft


def test_a_text_without_a_version_is_no_secret(table: Table) -> None:
    """What the record has only the name of is known to every member."""
    assert find_instrument(table.reader("liaison"), table.draft.pk) == table.draft


def test_nothing_is_told_of_it_more_openly_than_a_version_is(
    table: Table, draft: Instrument
) -> None:
    """A tabling, an outcome or an obligation would name it to those who see no version."""
    secret = draft.versions.get()
    marks = {"handling": secret.handling, "compartment": secret.compartment}
    told: list[tuple[str, dict[str, Any]]] = [
        ("tabling", {"round": table.round, "on": FIRST}),
        ("outcome", {"round": table.round, "outcome_kind": "statement", "text": "Issued"}),
        ("obligation", {"text": "Pay", "bearer_label": "North", "nature": "act"}),
    ]
    for slug, columns in told:
        kind = KINDS[slug]
        for open_mark in ("GREEN", "AMBER"):
            row = kind.model(instrument=draft, handling=open_mark, source=patrol(), **columns)
            with pytest.raises(Refused, match="TLP:RED"):
                kind.record(row, by=table.secretary)
        kind.record(kind.model(instrument=draft, **marks, **columns), by=table.secretary)
    assert draft not in Instrument.objects.visible_to(table.reader("liaison"))


def test_what_was_told_of_openly_before_stays_known(table: Table) -> None:
    """Somebody who read that a text was tabled does not lose it by a secret version."""
    by = table.secretary
    row = Tabling(round=table.round, instrument=table.draft, handling="GREEN", source=patrol())
    table_text(row, by=by)
    circle = open_compartment(key="paper", name="The paper", by=table.cast.administrator)
    give_grant(circle, to=by, by=table.cast.administrator, because="Works on it")
    version = Version(instrument=table.draft, number=1, version_state="tabled", text=TEXT,
                      handling="RED", compartment=circle, source=patrol())  # fmt: skip
    add_version(version, by=by)
    assert find_instrument(table.reader("liaison"), table.draft.pk) == table.draft


def test_no_mechanism_is_set_up_by_it(table: Table, draft: Instrument, settings: Any) -> None:
    """Every member sees a mechanism, and by which text it is."""
    settings.TRUCEWATCH_SECOND_FACTOR = False
    client = Client()
    client.force_login(table.cast.administrator)
    offered = client.get("/mechanisms/new/").context["form"].fields["instrument"].queryset
    assert draft not in offered
    assert table.draft in offered

"""Pages of what was agreed: rival accounts, what is due, whether a place was covered."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from agreements_parts import step
from cast import Cast, patrol
from django.test import Client

from trucewatch.agreements.actions import add_adherence, add_instrument
from trucewatch.agreements.models import (
    Adherence,
    ControlArea,
    Instrument,
    InstrumentDate,
    Obligation,
    ScopeArea,
)
from trucewatch.agreements.recording import (
    date_instrument,
    draw_control,
    draw_scope,
    move_obligation,
    record_obligation,
)
from trucewatch.parties.actions import add_party
from trucewatch.parties.models import Party
from trucewatch.vocabulary.accords import ObligationState
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.process import AdherenceRole, InstrumentType, PartyKind

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
SQUARE = [[36.0, 35.0], [37.0, 35.0], [37.0, 36.0], [36.0, 36.0], [36.0, 35.0]]
POCKET = [[36.4, 35.4], [36.6, 35.4], [36.6, 35.6], [36.4, 35.6], [36.4, 35.4]]


@pytest.fixture
def instrument(cast: Cast) -> Instrument:
    """A ceasefire in effect from the end of 2016."""
    row = Instrument(
        name="A ceasefire", instrument_type=InstrumentType.CEASEFIRE,
        effective_on=dt.date(2016, 12, 30),
    )  # fmt: skip
    return add_instrument(row, by=cast.operator)


def side(cast: Cast, name: str) -> Party:
    """A party of the record."""
    return add_party(name, kind=PartyKind.ARMED_GROUP, by=cast.operator)


def area(cast: Cast, instrument: Instrument, ring: list[list[float]], **columns: object) -> None:
    """An area of scope, open to every member."""
    given = {"effect": "covered", "name": "An area", "handling": Handling.GREEN.value, **columns}
    geometry = {"type": "Polygon", "coordinates": [ring]}
    draw_scope(ScopeArea(instrument=instrument, geometry=geometry, **given), by=cast.monitor)


def text(client: Client, address: str, status: int = 200) -> str:
    """A page as it is sent."""
    answer = client.get(address)
    assert answer.status_code == status
    return str(answer.content.decode())


def test_rival_days_stand_beside_each_other_with_a_label(
    cast: Cast, as_: SignIn, instrument: Instrument
) -> None:
    """Two accounts of the day of signature, disputed, with the reason."""
    for number, day in enumerate((dt.date(2016, 12, 29), dt.date(2016, 12, 30))):
        row = InstrumentDate(
            instrument=instrument, date_kind="signed", date_start=day, date_end=day,
            handling=Handling.GREEN.value, source=patrol() if number else None,
        )  # fmt: skip
        date_instrument(row, by=cast.analyst)
    page = text(as_("liaison"), f"/agreements/{instrument.pk}/")
    assert "29 Dec 2016" in page
    assert "30 Dec 2016" in page
    assert 'class="chip disputed"' in page


def test_an_exception_prevails_and_both_texts_are_named(
    cast: Cast, as_: SignIn, instrument: Instrument
) -> None:
    """Inside the pocket: excepted, in the area around it: covered, elsewhere: neither."""
    area(cast, instrument, SQUARE, name="Around")
    area(cast, instrument, POCKET, name="Pocket", effect="excepted")
    address = f"/agreements/{instrument.pk}/?latitude={{}}&longitude={{}}&on=2017-01-15"
    inside = text(as_("liaison"), address.format(35.5, 36.5))
    assert "Excepted on that day" in inside
    assert "Pocket" in inside
    assert "Covered on that day" in text(as_("liaison"), address.format(35.1, 36.1))
    assert "In no area that the texts name" in text(as_("liaison"), address.format(33.5, 36.3))


def test_a_question_that_cannot_be_asked_is_answered_at_its_field(
    cast: Cast, as_: SignIn, instrument: Instrument
) -> None:
    """What was typed stands in the form."""
    area(cast, instrument, SQUARE)
    address = f"/agreements/{instrument.pk}/?latitude=95&longitude=36.5&on=2017-01-15"
    page = text(as_("monitor"), address, status=422)
    assert 'value="95"' in page
    assert 'role="alert"' in page


def test_hidden_areas_answer_nothing(cast: Cast, as_: SignIn, instrument: Instrument) -> None:
    """A liaison officer is told by the areas that they see, and no more."""
    area(cast, instrument, SQUARE, name="For the mission", handling=Handling.AMBER_STRICT.value)
    address = f"/agreements/{instrument.pk}/?latitude=35.5&longitude=36.5&on=2017-01-15"
    assert "For the mission" in text(as_("analyst"), address)
    page = text(as_("liaison"), address)
    assert "For the mission" not in page
    assert "Covered on that day" not in page


def test_compliance_shows_states_over_time_and_what_is_overdue(
    cast: Cast, as_: SignIn, instrument: Instrument
) -> None:
    """On the page, as a table and as JSON; a formula is defused in the table."""
    owed = Obligation(
        instrument=instrument, text="=Open the road", bearer_label="One side",
        date_start=dt.date(2017, 1, 5), date_end=dt.date(2017, 1, 6),
        handling=Handling.GREEN.value,
    )  # fmt: skip
    record_obligation(owed, by=cast.monitor)
    for state in (ObligationState.IN_FORCE, ObligationState.DELAYED):
        move_obligation(step(owed, state, handling=Handling.GREEN), by=cast.monitor)
    page = text(as_("liaison"), "/agreements/compliance/")
    assert "Overdue" in page
    assert page.index("In force") < page.rindex("Delayed")
    rows = as_("liaison").get("/agreements/compliance.json").json()["obligations"]
    assert [(row["due_state"], row["state"]) for row in rows] == [("overdue", "delayed")]
    table = as_("liaison").get("/agreements/compliance.csv").content.decode("utf-8-sig")
    assert "'=Open the road" in table


def test_one_instrument_is_shown_alone_and_an_unknown_one_is_not_found(
    cast: Cast, as_: SignIn, instrument: Instrument
) -> None:
    """A hidden one and one that never was are answered alike."""
    client = as_("monitor")
    assert client.get(f"/agreements/compliance/?instrument={instrument.pk}").status_code == 200
    assert client.get("/agreements/compliance/?instrument=nonsense").status_code == 404
    assert client.get("/agreements/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_land_that_changed_hands_is_measured_from_the_day_of_effect(
    cast: Cast, as_: SignIn, instrument: Instrument
) -> None:
    """From one holder to another, in square kilometres; contested land is given to neither."""
    one, other = side(cast, "First"), side(cast, "Second")
    until = {"until": dt.date(2017, 1, 31)}
    since = {"since": dt.date(2017, 2, 1)}
    for holder, days in ((one, until), (other, since)):
        geometry = {"type": "Polygon", "coordinates": [SQUARE]}
        held = ControlArea(
            name="Ground", holder=holder, geometry=geometry, handling=Handling.GREEN.value, **days
        )
        draw_control(held, by=cast.monitor)
    page = text(as_("liaison"), "/agreements/control/")
    assert "What changed hands since 30 Dec 2016" in page
    row = page[page.index("Land by who held it then") :]
    assert row.index("First") < row.index("Second")
    assert "10" in row[row.index("Second") : row.index("Second") + 200]


def test_roles_stand_with_their_dates(cast: Cast, as_: SignIn, instrument: Instrument) -> None:
    """A guarantor from a day on, a signatory with the day of acceptance."""
    for name, role, columns in (
        ("Warrant", AdherenceRole.GUARANTOR, {"since": dt.date(2017, 3, 15)}),
        ("Group", AdherenceRole.SIGNATORY, {"accepted_on": dt.date(2017, 1, 2)}),
    ):
        row = Adherence(instrument=instrument, party=side(cast, name), role=role, **columns)
        add_adherence(row, by=cast.operator)
    page = text(as_("liaison"), f"/agreements/{instrument.pk}/")
    assert "since 15 Mar 2017" in page
    assert "accepted on 2 Jan 2017" in page


def test_a_second_account_of_a_role_is_a_unilateral_text_no_more(
    cast: Cast, as_: SignIn, instrument: Instrument
) -> None:
    """One issuer alone is said to be alone."""
    row = Adherence(instrument=instrument, party=side(cast, "Ministry"), role=AdherenceRole.ISSUER)
    add_adherence(row, by=cast.operator)
    address = f"/agreements/{instrument.pk}/"
    assert "unilateral" in text(as_("liaison"), address)
    endorsed = Adherence(
        instrument=instrument, party=side(cast, "Another"), role=AdherenceRole.ENDORSER
    )
    add_adherence(endorsed, by=cast.operator)
    assert "unilateral" not in text(as_("liaison"), address)


@pytest.mark.parametrize(
    "address",
    ["", "compliance/", "demands/", "deliveries/", "control/", "catalogue/"],
)
def test_empty_pages_say_what_will_be_there(cast: Cast, as_: SignIn, address: str) -> None:
    """For a member; whoever is not signed in is asked to sign in."""
    assert as_("liaison").get(f"/agreements/{address}").status_code == 200
    assert as_("public").get(f"/agreements/{address}").status_code == 302


def test_only_those_who_keep_the_record_are_offered_to_add_to_it(
    cast: Cast, as_: SignIn, instrument: Instrument
) -> None:
    """A button that would be refused is not shown."""
    for address in (f"/agreements/{instrument.pk}/", "/agreements/demands/"):
        assert "/facts/" in text(as_("analyst"), address)
        assert "/facts/" not in text(as_("delegate"), address)


@pytest.mark.parametrize("language", ["ar", "ru", "tr", "fa"])
def test_a_map_is_drawn_alike_in_every_language(
    cast: Cast, as_: SignIn, instrument: Instrument, language: str
) -> None:
    """A decimal comma in a drawing's numbers would tear it apart."""
    area(cast, instrument, SQUARE)
    client = as_("monitor")

    def drawing() -> str:
        page = text(client, f"/agreements/{instrument.pk}/")
        figure = page[page.index('<figure class="drawing">') :].partition("</svg>")[0]
        return re.sub(r"<title.*?</title>", "", figure)

    english = drawing()
    client.cookies["language"] = language
    assert 'lang="en"' not in text(client, "/agreements/")[:200]
    assert drawing() == english


def test_pages_that_lie_elsewhere_are_marked_in_the_menu(cast: Cast, as_: SignIn) -> None:
    """Whoever reads figures is under agreements, whoever reads findings under cases."""
    client = as_("monitor")
    for address, page in (("/figures/", "/agreements/"), ("/findings/", "/cases/")):
        menu = text(client, address).partition("</nav>")[0]
        here = menu[menu.index(f'<a href="{page}"') :].partition(">")[0]
        assert 'aria-current="page"' in here, address

"""A record with something under every address, and clients that hold tokens."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from cast import Cast, file, patrol
from django.test import Client
from django.utils import timezone

from trucewatch.accounts.models import Member
from trucewatch.accounts.tokens import make_token
from trucewatch.agreements.models import Adherence, Instrument
from trucewatch.api.guessing import FAILURES
from trucewatch.bulletins.actions import draft_bulletin, publish_bulletin
from trucewatch.bulletins.kinds import Asked, BulletinKind
from trucewatch.cases.models import (
    Book,
    BookEntry,
    BookMatch,
    BookRemark,
    Mechanism,
    TallyRemark,
)
from trucewatch.parties.models import Party, PartyName
from trucewatch.places.models import Place
from trucewatch.reports.models import Coverage, Report, Tally, TallyShare
from trucewatch.talks.models import Round
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.scopes import Scope

DAY = dt.date(2017, 1, 9)
WithToken = Callable[..., Client]


@pytest.fixture(autouse=True)
def no_failures_yet() -> Iterator[None]:
    """Failures of one test are not counted in the next."""
    FAILURES.forget()
    yield
    FAILURES.forget()


@pytest.fixture
def record(cast: Cast) -> dict[str, Report]:
    """Reports under every mark, tallies, coverage, bulletins, a round and an instrument."""
    party = cast.home_of(cast.liaison)
    marks = {
        "clear": (Handling.CLEAR, None),
        "green": (Handling.GREEN, None),
        "amber": (Handling.AMBER, None),
        "strict": (Handling.AMBER_STRICT, None),
        "party": (Handling.AMBER, party),
        "red": (Handling.RED, party),
    }
    idlib = Place.objects.create(
        key="sy-idlib",
        name="Idlib",
        place_kind="admin1",
        pcode="SY07",
        latitude=35.9,
        longitude=36.6,
    )
    side = Party.objects.create(name="A side")
    PartyName.objects.create(party=side, text="جانب", folded="جانب")
    reports = {
        word: file(
            cast.operator,
            handling=handling,
            compartment=compartment,
            summary=f"=about {word}word",
            latitude=35.9 + number / 100,
            longitude=36.6,
            area_id=idlib.pk,
            side_a_id=side.pk,
            deaths_low=number,
            day=DAY + dt.timedelta(days=number),
        )
        for number, (word, (handling, compartment)) in enumerate(marks.items())
    }
    for word, (handling, compartment) in marks.items():
        marked = {"handling": handling, "compartment": compartment}
        tally = Tally.objects.create(
            source=patrol(),
            monitor=side,
            monitor_as_published=f"{word} monitor",
            reported_on=DAY,
            window_hours=24,
            stated_total=4,
            published_at_address=f"https://example.org/{word}",
            **marked,
        )
        TallyShare.objects.create(tally=tally, area_as_published="Idleb", area=idlib, count=4)
        Coverage.objects.create(
            monitor=side, area=idlib, date_start=DAY, date_end=DAY, remarks=word, **marked
        )
    Round.objects.create(track="Astana", ordinal=1, date_start=DAY, date_end=DAY)
    truce = Instrument.objects.create(name="A truce", instrument_type="ceasefire")
    Adherence.objects.create(instrument=truce, party=side, role="signatory")
    for mark in (Handling.CLEAR, Handling.AMBER):
        for kind in (BulletinKind.DAILY, BulletinKind.TWO_LEDGER):
            draft = draft_bulletin(Asked(kind, DAY), by=cast.monitor, handling=mark)
            publish_bulletin(draft.pk, by=cast.administrator)
    draft_bulletin(Asked(BulletinKind.DAILY, DAY), by=cast.monitor)
    two_books(cast, idlib, side)
    return reports


def two_books(cast: Cast, area: Place, party: Party) -> None:
    """Two books with an entry each, a remark, a match, and what one says of a tally."""
    mechanism, _ = Mechanism.objects.get_or_create(key="joint", name="Joint centre")
    now = timezone.now()
    entries = []
    for keeper in (cast.delegate, cast.monitor):
        book = Book.objects.create(
            mechanism=mechanism, organisation=keeper.organisation, monitor=party,
            name=f"Book of {keeper}",
        )  # fmt: skip
        entries.append(
            BookEntry.objects.create(
                book=book, number="1", date_start=DAY, date_end=DAY, area=area, accused=party,
                latitude=35.9, longitude=36.6, entered_by=keeper, entered_at=now,
            )
        )  # fmt: skip
    one, other = entries
    said = {"verdict": "not_confirmed", "reason": "No trace.", "made_at": now}
    BookRemark.objects.create(entry=one, book=other.book, made_by=cast.monitor, **said)
    BookMatch.objects.create(
        left=one, right=other, weight=90, reason="The same day.", match_state="accepted",
        settled_by=cast.monitor, settled_at=now,
    )  # fmt: skip
    tally = Tally.objects.get(monitor_as_published="clear monitor")
    TallyRemark.objects.create(
        tally=tally, by_monitor=party, count=4, made_by=cast.monitor, handling="CLEAR", **said
    )


@pytest.fixture
def with_token() -> WithToken:
    """A client that sends a member's token."""

    def hold(member: Member, *scopes: Scope) -> Client:
        _, word = make_token(
            member, name="Tests", scopes=scopes or [Scope.EVERYTHING], days=1, by=member
        )
        return Client(headers={"Authorization": f"Bearer {word}"})

    return hold

"""A round that was held, as several voices tell of it: what papers of it are made from."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cast import Cast, patrol
from talks_parts import FIRST, SECOND, Table, make_table, marked

from trucewatch.accounts.access import Reader
from trucewatch.agreements.models import Version
from trucewatch.exchange.fact_kinds import KINDS
from trucewatch.papers.content import DraftPaper, Paper, PaperKind
from trucewatch.papers.gathering import draft_paper, paper_of
from trucewatch.papers.gathering.papers import KINDS as PAPERS
from trucewatch.papers.plain import as_json
from trucewatch.talks.actions.drafts import DrawnObligation, NewVersion, circulate_version
from trucewatch.talks.actions.drafts import draw_obligations as draw
from trucewatch.talks.actions.rounds import add_round
from trucewatch.talks.models import Round
from trucewatch.vocabulary.handling import Handling

BEFORE = FIRST - dt.timedelta(days=11)
FIRST_TEXT = "1. The parties stop firing.\n2. The parties let aid through."
SECOND_TEXT = "1. The parties stop firing at once.\n2. The parties let aid through."
WHY = "Why did the North come late?"


@dataclass(frozen=True, slots=True)
class Held:
    """The round with the two versions of its text."""

    table: Table
    first: Version
    second: Version

    @property
    def round(self) -> Round:
        """The round itself."""
        return self.table.round

    def enter(self, slug: str, **columns: Any) -> Any:
        """One fact by the patrols, for whoever may see TLP:GREEN unless another mark is given."""
        return enter(self.table, slug, **columns)

    def papers(self, part: str) -> Iterator[Paper]:
        """Every paper that this part of the cast is given."""
        return papers(self.table.reader(part), self)


def enter(table: Table, slug: str, **columns: Any) -> Any:
    """As above."""
    given = {"handling": Handling.GREEN.value, "source": patrol(), **columns}
    return KINDS[slug].record(KINDS[slug].model(**given), by=table.cast.monitor)


def papers(reader: Reader, held: Held) -> Iterator[Paper]:
    """Every paper of a round, and its last draft against the first."""
    for kind in PAPERS:
        yield paper_of(reader, held.round, kind)
    yield draft(reader, held)


def draft(reader: Reader, held: Held) -> DraftPaper:
    """The second version against the first."""
    return draft_paper(reader, held.second, held.first)


def data(paper: Paper) -> Any:
    """A paper as a program reads it."""
    return json.loads(as_json(paper))


def hold(cast: Cast) -> Held:
    """A round to which one side comes late, and which adopts the second version of a text."""
    table = make_table(cast)
    _come(table)
    first, second = _text(table)
    _end(table, second)
    return Held(table, first, second)


def _come(table: Table) -> None:
    """Invitations, delegations, who was there, and what was on the agenda."""
    held, north, south, host = table.round, table.north, table.south, table.host

    def put(slug: str, **columns: Any) -> Any:
        return enter(table, slug, **columns)

    put("round-step", round=held, round_state="open", date_start=FIRST)
    put("round-step", round=held, round_state="closed", date_start=SECOND)
    put("invitation", round=held, party=north, by_party=host, date_start=BEFORE, level="Ministers",
        invitation_answer="conditional", condition="if the roads are open",
        answered_on=BEFORE + dt.timedelta(days=2))  # fmt: skip
    put("invitation", round=held, party=south, by_party=host, date_start=BEFORE,
        invitation_answer="declined", reason="nobody guarantees their way")  # fmt: skip
    put("invitation", round=held, party_label="Envoy", date_start=FIRST, is_late=True)
    role = put("track-role", track=table.track, role_kind="participant", party=north)
    put("track-role-view", track_role=role, viewer=south, view="contests")
    northern = put("delegation", round=held, party=north)
    southern = put("delegation", round=held, party=south)
    put("delegate", delegation=northern, name="A. North", function="head", title="Minister")
    put("delegate", delegation=southern, name="B. South", function="head", title="General")
    put("headcount", delegation=northern, count_kind="actual", quantity_low=14, quantity_high=14,
        by_party=north)  # fmt: skip
    put("headcount", delegation=northern, count_kind="actual", quantity_low=9, quantity_high=9,
        by_party=host)  # fmt: skip
    put("delegation-level", delegation=northern, level_kind="actual", rank=2)
    put("presence", delegation=northern, status="late", date_start=FIRST, at=dt.time(16),
        by_party=host, reason="snow")  # fmt: skip
    put("presence", delegation=northern, status="absent", date_start=FIRST, by_party=south)
    item = put("agenda-item", round=held, number=1, title="The ceasefire", party=north)
    put("agenda-stand", item=item, party=south, agenda_stance="refuses", text="not now")
    put("schedule", round=held, schedule_kind="closing", on=SECOND, time_from=dt.time(12),
        by_party=host)  # fmt: skip
    put("schedule", round=held, schedule_kind="closing", on=SECOND, time_from=dt.time(18),
        is_about=True, by_party=south)  # fmt: skip
    put("meeting", round=held, name="First session", date_start=FIRST, time_from=dt.time(13),
        intended_format="direct", actual_format="proximity")  # fmt: skip


def _text(table: Table) -> tuple[Version, Version]:
    """Two versions of the statement, with who stands where on each."""
    made = []
    for text, day in ((FIRST_TEXT, FIRST), (SECOND_TEXT, SECOND)):
        new = NewVersion(
            instrument=table.draft, text=text, language="en", on=day, sender=table.host,
            recipients=[table.north, table.south], marked=marked(Handling.GREEN),
        )  # fmt: skip
        made.append(circulate_version(table.round, new, by=table.secretary))
    first, second = made
    enter(table, "draft-position", version=first, party=table.south, draft_stance="refuses",
          on=FIRST)  # fmt: skip
    enter(table, "draft-position", version=second, party=table.north, draft_stance="agrees",
          on=SECOND, by_party=table.host)  # fmt: skip
    enter(table, "draft-position", version=second, party=table.south, draft_stance="reserves",
          on=SECOND, text="except paragraph 2")  # fmt: skip
    return first, second


def _end(table: Table, second: Version) -> None:
    """The text is adopted; the voices differ on the rest."""
    held, host, south = table.round, table.host, table.south
    enter(table, "settlement", version=second, draft_outcome="adopted", date_start=SECOND,
          by_party=host)  # fmt: skip
    enter(table, "text-act", version=second, party=south, text_act="signed", date_start=SECOND)
    owed = DrawnObligation(
        number="1", heading="Firing", text="Stop firing at once", bearer=table.north,
        beneficiary="South", due_from=SECOND, due_until=SECOND,
    )  # fmt: skip
    draw(second, [owed], marked=marked(Handling.GREEN), by=table.secretary)
    enter(table, "outcome", round=held, outcome_kind="statement", by_party=host)
    enter(table, "outcome", round=held, outcome_kind="none", reason="no time", by_party=south)
    enter(table, "expectation", round=held, speaker_label="Host", text="a date", said_on=BEFORE)
    asked = enter(table, "question", text=WHY, question_kind="cause", about=str(held))
    for party, answer in ((table.north, "The road was shelled"), (south, "They were told to wait")):
        enter(table, "answer", question=asked, speaker_label=party.name, speaker_party=party,
              answer_kind="other", answer=answer)  # fmt: skip
    follow_up = enter(table, "follow-up", round=held, what="Experts meet", party_label="Experts",
                      place_label="Lakeside", said_on=SECOND)  # fmt: skip
    enter(table, "follow-up-step", follow_up=follow_up, follow_up_state="asked", on=SECOND)
    later = FIRST + dt.timedelta(days=30)
    following = add_round(
        Round(track=table.track.name, ordinal=2, date_start=later, date_end=later),
        by=table.secretary,
    )
    enter(table, "round-date", round=following, date_start=later, announced_on=SECOND,
          by_party=host)  # fmt: skip


def told(held: Held, kind: PaperKind, part: str = "monitor") -> Any:
    """A paper of the round as a program reads it."""
    return data(paper_of(held.table.reader(part), held.round, kind))

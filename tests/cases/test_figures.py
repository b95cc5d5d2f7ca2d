"""Figures that leaders ask for: what is counted, what is told apart, on what each rests."""

import datetime as dt
import uuid
from typing import Any

import pytest
from cast import Cast, file
from hypothesis import given
from hypothesis import strategies as st
from mechanism import Bench, decided, drafted, filed, investigating, looked, screened, voted

from trucewatch.accounts.access import PUBLIC, MemberReader
from trucewatch.cases.actions import finding as findings
from trucewatch.cases.actions import moving, verifying
from trucewatch.cases.models import Case
from trucewatch.cases.queries.case_facts import case_facts
from trucewatch.cases.queries.figures import FigureFilter, figures_for
from trucewatch.cases.rules.figures import (
    CaseFact,
    Ruling,
    age_open,
    count_denials,
    count_rulings,
    count_totals,
    filed_beside_ruled,
    hours_to_decision,
    hours_to_site,
    last_breach,
    share_of_heavy,
)
from trucewatch.cases.rules.round_days import (
    Happened,
    Phase,
    RoundDays,
    Watched,
    hours_in,
    round_seen,
    span_of,
)
from trucewatch.parties.models import Party
from trucewatch.places.models import Place
from trucewatch.reports.models import Coverage, Tally
from trucewatch.sources.models import Source
from trucewatch.vocabulary.cases import (
    CaseClass,
    CaseState,
    Established,
    Outcome,
    PaperKind,
    ScopeVerdict,
    Stance,
)
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.interval import DatePrecision, Interval
from trucewatch.vocabulary.violations import ViolationType

AT = dt.datetime(2017, 3, 1, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
BREACH = Ruling(Outcome.ADOPTED, Established.ESTABLISHED, ScopeVerdict.WITHIN)


def fact(**columns: Any) -> CaseFact:
    """An open case of shelling that was received a day ago."""
    received = columns.pop("received_at", AT - DAY)
    given: dict[str, Any] = {
        "key": uuid.uuid4(), "name": "committee-0001", "case_class": CaseClass.VIOLATION,
        "state": CaseState.RECEIVED, "violation_type": ViolationType.SHELLING,
        "received_at": received, "received_on": received.date(), "last_day": received.date(),
    }  # fmt: skip
    return CaseFact(**{**given, **columns})


def ruled(ruling: Ruling = BREACH, **columns: Any) -> CaseFact:
    """A case on which the vote is closed."""
    given = {"state": CaseState.DECIDED, "decided_at": AT, "ruling": ruling}
    return fact(**{**given, **columns})


def rulings() -> st.SearchStrategy[Ruling | None]:
    """Any outcome of a vote, or none."""
    return st.none() | st.builds(
        Ruling,
        st.sampled_from(list(Outcome)), st.sampled_from(list(Established)),
        st.sampled_from(list(ScopeVerdict)), st.integers(0, 3),
    )  # fmt: skip


def facts() -> st.SearchStrategy[list[CaseFact]]:
    """Cases in any state and of any class."""
    one = st.builds(
        lambda days, later, **columns: fact(
            received_at=AT - DAY * days,
            decided_at=AT - DAY * days + DAY * later if columns["ruling"] else None,
            **columns,
        ),
        days=st.integers(0, 400), later=st.integers(0, 50),
        case_class=st.sampled_from(list(CaseClass)), state=st.sampled_from(list(CaseState)),
        violation_type=st.sampled_from(list(ViolationType)),
        accused=st.sampled_from(["", "One", "Another"]), ruling=rulings(),
    )  # fmt: skip
    return st.lists(one, max_size=12)


@given(facts(), st.randoms())
def test_the_order_of_cases_changes_no_figure(cases: list[CaseFact], random: Any) -> None:
    """And every case is in exactly one heap of the totals."""
    shuffled = list(cases)
    random.shuffle(shuffled)
    for figure in (
        count_totals, count_rulings, share_of_heavy, hours_to_site, hours_to_decision,
        count_denials, filed_beside_ruled, last_breach,
    ):  # fmt: skip
        assert figure(cases) == figure(shuffled)
    totals = count_totals(cases)
    heaps = (
        totals.cases, totals.out_of_scope, totals.duplicates, totals.guarantor, totals.process,
    )  # fmt: skip
    assert sum(heaps) == len(cases)
    assert totals.without_exercises + totals.exercises == totals.cases


@given(facts())
def test_no_figure_exceeds_what_it_rests_on(cases: list[CaseFact]) -> None:
    """A part is never more than its whole; a median lies among its values."""
    told = count_rulings(cases)
    assert told.breaches <= told.verified <= told.cases
    assert sum(number for _, number in told.scopes) == told.verified
    share = share_of_heavy(cases)
    assert share.heavy <= share.typed <= told.cases
    assert (share.percent is None) == (share.typed == 0)
    for row in filed_beside_ruled(cases):
        assert row.established <= row.decided <= row.filed
        assert row.monday.weekday() == 0
    ageing = age_open(cases, AT)
    assert sum(bucket.open for bucket in ageing.buckets) == ageing.open
    assert len(ageing.long) <= ageing.open


@given(facts())
def test_classes_that_breach_nothing_change_no_count(cases: list[CaseFact]) -> None:
    """Process complaints and those about guarantors are told apart only."""
    counted = [
        case for case in cases
        if case.case_class in {CaseClass.VIOLATION, CaseClass.OBSTRUCTION}
    ]  # fmt: skip
    for figure in (count_rulings, share_of_heavy, count_denials, filed_beside_ruled):
        assert figure(cases) == figure(counted)


def test_a_median_over_none_is_none() -> None:
    """It is not zero; beside it stands on how many cases it rests."""
    assert (hours_to_site([fact()]).hours, hours_to_site([fact()]).cases) == (None, 0)
    cases = [fact(on_site_at=AT - DAY + dt.timedelta(hours=h)) for h in (2, 4, 30)]
    assert (hours_to_site([*cases, fact()]).hours, hours_to_site(cases).cases) == (4.0, 3)
    assert hours_to_decision([ruled(), ruled(decided_at=AT + DAY)]).hours == 36.0


@pytest.mark.parametrize(
    ("days", "place"),
    [(0, 0), (7, 0), (8, 1), (30, 1), (31, 2), (90, 2), (91, 3), (900, 3)],
)
def test_open_cases_are_aged_by_whole_days(days: int, place: int) -> None:
    """Seven days are the first bucket still; those over thirty are named."""
    ageing = age_open([fact(received_at=AT - DAY * days)], AT)
    assert [bucket.open for bucket in ageing.buckets].index(1) == place
    assert bool(ageing.long) is (days > 30)


def test_a_case_that_ended_since_was_open_then() -> None:
    """Ageing at a moment asks what was open at that moment."""
    case = fact(state=CaseState.CLOSED, closed_at=AT + DAY, received_at=AT - DAY)
    assert age_open([case], AT).open == 1
    assert age_open([case], AT + 2 * DAY).open == 0
    assert age_open([case], AT - 2 * DAY).open == 0


def test_exercises_are_told_apart_with_both_totals() -> None:
    """What a draft says of the scope does not take a case out yet."""
    exercise = Ruling(Outcome.ADOPTED, Established.ESTABLISHED, ScopeVerdict.EXERCISE)
    refused = Ruling(Outcome.NOT_ADOPTED, Established.ESTABLISHED, ScopeVerdict.EXERCISE)
    totals = count_totals([fact(), ruled(exercise), ruled(refused)])
    assert (totals.cases, totals.exercises, totals.without_exercises) == (3, 1, 2)
    assert count_rulings([ruled(exercise)]).breaches == 0
    assert share_of_heavy([fact(), ruled(exercise)]).typed == 1


def test_fire_at_an_excluded_group_stays_visible_and_is_no_breach() -> None:
    """It was established, and broke no term."""
    excluded = Ruling(Outcome.ADOPTED, Established.ESTABLISHED, ScopeVerdict.EXCLUDED_GROUP)
    cases = [ruled(excluded), ruled()]
    assert count_totals(cases).excluded_group == 1
    told = count_rulings(cases)
    assert (told.verified, told.breaches) == (2, 1)
    assert dict(told.scopes)[ScopeVerdict.EXCLUDED_GROUP] == 1


def test_a_case_may_be_verified_and_disputed() -> None:
    """One member dissents from what the others adopt."""
    dissent = Ruling(Outcome.WITH_DISSENT, Established.ESTABLISHED, ScopeVerdict.WITHIN, 1)
    told = count_rulings([ruled(dissent), fact()])
    assert (told.cases, told.decided, told.verified, told.disputed) == (2, 1, 1, 1)


def test_filings_stand_beside_rulings_and_prove_nothing() -> None:
    """By accused and week; a duplicate is a filing that was set aside."""
    monday = dt.datetime(2017, 2, 20, 9, tzinfo=dt.UTC)
    rows = filed_beside_ruled(
        [
            ruled(accused="One", received_at=monday),
            fact(accused="One", received_at=monday + 6 * DAY),
            fact(accused="One", received_at=monday + DAY, state=CaseState.DUPLICATE),
            fact(accused="One", received_at=monday + 7 * DAY),
        ]
    )
    told = [(r.monday.day, r.filed, r.set_aside, r.decided, r.established) for r in rows]
    assert told == [(20, 3, 1, 1, 1), (27, 1, 0, 0, 0)]


def test_nothing_reported_where_nobody_looked_is_no_zero() -> None:
    """With hours of observation it is one."""
    held = RoundDays("Astana, round 2", dt.date(2017, 2, 15), dt.date(2017, 2, 16))
    today = dt.date(2017, 3, 1)
    before, during, after = round_seen(held, [], [], today).stretches
    assert (before.days, during.days, after.days) == (7, 2, 7)
    assert before.per_day is during.per_day is after.per_day is None
    looked_at = [Watched("Idlib", dt.date(2017, 2, 15), dt.date(2017, 2, 15), 6.0, 0.0)]
    seen = round_seen(held, [], looked_at, today)
    assert [each.per_day for each in seen.stretches] == [None, 0.0, None]
    assert dict(seen.days)[dt.date(2017, 2, 15)] == 0
    assert dict(seen.days)[dt.date(2017, 2, 16)] is None


def test_days_around_a_round_count_what_is_certain_and_what_may_be() -> None:
    """Exercises are counted apart; days to come are not counted at all."""
    held = RoundDays("A round", dt.date(2017, 2, 15), dt.date(2017, 2, 16))
    events = [
        Happened(dt.date(2017, 2, 10), dt.date(2017, 2, 10)),
        Happened(dt.date(2017, 2, 14), dt.date(2017, 2, 15)),
        Happened(dt.date(2017, 2, 15), dt.date(2017, 2, 15), is_exercise=True),
        Happened(dt.date(2017, 2, 17), dt.date(2017, 2, 17)),
    ]
    before, during, after = round_seen(held, events, [], dt.date(2017, 2, 18)).stretches
    assert (before.phase, before.incidents, before.possible) == (Phase.BEFORE, 1, 1)
    assert (during.incidents, during.possible, during.exercises) == (0, 1, 1)
    assert during.with_exercises == 1
    assert (after.days, after.incidents, after.per_day) == (2, 1, 0.5)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12), st.booleans()), max_size=15),
    st.integers(0, 5),
)
def test_certain_and_possible_are_all_that_touch_a_phase(
    events: list[tuple[int, int, bool]], length: int
) -> None:
    """No incident is certain in two phases."""
    start = dt.date(2017, 2, 1)
    held = RoundDays("A round", start + 15 * DAY, start + (15 + length) * DAY)
    seen = [Happened(start + a * DAY, start + (a + b) * DAY, c) for a, b, c in events]
    stretches = round_seen(held, seen, [], start + 60 * DAY).stretches
    for each in stretches:
        touching = [e for e in seen if e.first <= each.last and each.first <= e.last]
        assert each.incidents + each.possible == sum(not e.is_exercise for e in touching)
    assert sum(each.incidents + each.exercises for each in stretches) <= len(seen)


def test_accounts_that_agree_narrow_the_days_and_rivals_widen_them() -> None:
    """As a bulletin has it."""
    vague = Interval(dt.date(2017, 2, 1), dt.date(2017, 2, 7), DatePrecision.WEEK)
    exact = Interval.on(dt.date(2017, 2, 3))
    rival = Interval.on(dt.date(2017, 2, 9))
    assert span_of([vague, exact]) == (exact.start, exact.end)
    assert span_of([exact, rival]) == (exact.start, rival.end)


def test_hours_that_reach_beyond_the_days_are_an_upper_bound() -> None:
    """Entries inside are certain; no entry at all is None."""
    first, last = dt.date(2017, 2, 1), dt.date(2017, 2, 7)
    entries = [Watched("A", first, first, 3.0, 1.0), Watched("A", last, last + DAY, 5.0, 0.0)]
    hours = hours_in(entries, first, last)
    assert hours is not None
    assert (hours.patrol_low, hours.patrol_high, hours.camera_low) == (3.0, 8.0, 1.0)
    assert hours_in(entries, first + 20 * DAY, last + 20 * DAY) is None


def monitor_figures(bench: Bench, **wanted: Any) -> Any:
    """The figures as the mission sees them."""
    return figures_for(MemberReader(bench.cast.monitor), FigureFilter(**wanted))


@pytest.mark.django_db
def test_figures_are_those_of_what_the_reader_sees(bench: Bench) -> None:
    """A party counts its own filings, a stranger none, until a finding is adopted."""
    filed(bench)
    filed(bench, case_class=CaseClass.PROCESS)
    cast = bench.cast
    seen = {
        part: figures_for(MemberReader(getattr(cast, part)), FigureFilter()).totals
        for part in ("monitor", "liaison", "rival", "delegate")
    }
    assert [seen[p].cases for p in ("monitor", "liaison", "rival", "delegate")] == [1, 1, 0, 0]
    assert (seen["monitor"].process, seen["rival"].process) == (1, 0)
    decided(bench)
    for part in (cast.rival, cast.observer):
        told = figures_for(MemberReader(part), FigureFilter())
        assert (told.totals.cases, told.rulings.verified, told.rulings.disputed) == (1, 1, 1)
        assert told.last_breach.day == dt.date(2017, 1, 3)
    assert figures_for(PUBLIC, FigureFilter()).totals.cases == 0


@pytest.mark.django_db
def test_an_exercise_is_taken_out_of_the_days_as_well(bench: Bench) -> None:
    """The incident behind the case is shown beside the others, in both totals."""
    held = RoundDays("A round", dt.date(2017, 1, 3), dt.date(2017, 1, 3))
    reader = MemberReader(bench.cast.monitor)
    finding = voted(
        bench, Stance.CONCURS, Stance.CONCURS, Stance.CONCURS,
        given=drafted(scope_verdict=ScopeVerdict.EXERCISE, scope_reason="It was announced."),
    )  # fmt: skip
    during = figures_for(reader, FigureFilter(), [held]).rounds[0].stretches[1]
    assert (during.incidents, during.exercises) == (1, 0)
    findings.close_vote(finding.case_id, by=bench.chair)
    told = figures_for(reader, FigureFilter(), [held])
    during = told.rounds[0].stretches[1]
    assert (during.incidents, during.exercises, during.with_exercises) == (0, 1, 1)
    assert (told.totals.cases, told.totals.without_exercises) == (1, 0)
    assert told.last_report.day is None


@pytest.mark.django_db
def test_a_refused_access_counts_against_whoever_refused(bench: Bench) -> None:
    """By the case of obstruction that it opened, beside the record of it."""
    case = investigating(bench)
    verifying.record_verification(
        case.pk,
        looked(kind=PaperKind.ACCESS_RECORD, text="Turned back.", denied_label="The other side"),
        by=bench.leader,
    )
    told = monitor_figures(bench)
    assert [(d.party, d.cases) for d in told.denials] == [("The other side", 1)]
    assert told.access_records == 1
    assert figures_for(MemberReader(bench.cast.liaison), FigureFilter()).denials == []


@pytest.mark.django_db
def test_filters_narrow_by_mechanism_and_days(bench: Bench) -> None:
    """Cases count whose days touch the window."""
    filed(bench)
    filed(bench, date_start=dt.date(2017, 2, 1), date_end=dt.date(2017, 2, 4))
    assert monitor_figures(bench, mechanism=bench.mechanism).totals.cases == 2
    assert monitor_figures(bench, since=dt.date(2017, 2, 4)).totals.cases == 1
    assert monitor_figures(bench, until=dt.date(2017, 1, 31)).totals.cases == 1
    assert monitor_figures(bench, since=dt.date(2017, 3, 1)).totals.cases == 0


@pytest.mark.django_db
def test_tallies_stand_side_by_side_without_a_sum(bench: Bench) -> None:
    """A total that is not given stays empty, and no value in the data is a sum of two."""
    source = Source.objects.create(key="ministry", name="Ministry")
    for name, total in (("One monitor", 10), ("Another monitor", 14)):
        Tally.objects.create(
            source=source, monitor=Party.objects.create(name=name), monitor_as_published=name,
            reported_on=dt.date(2017, 3, 1), window_hours=24, stated_total=total,
            published_at_address="https://example.org", handling=Handling.CLEAR,
        )  # fmt: skip
    told = monitor_figures(bench)
    assert told.monitors == ["Another monitor", "One monitor"]
    [(day, columns)] = told.tally_days()
    assert (day, [[t.total for t in c] for c in columns]) == (dt.date(2017, 3, 1), [[14], [10]])
    assert "24" not in [str(t["total"]) for t in told.as_json()["tallies"]]


@pytest.mark.django_db
def test_coverage_stands_beside_counts(bench: Bench, gazetteer: None) -> None:
    """An area where somebody looked and nothing was filed is a zero."""
    idlib = Place.objects.get(key="sy-idlib")
    Coverage.objects.create(
        monitor=Party.objects.create(name="A patrol"), area=idlib, patrol_hours=8,
        date_start=dt.date(2017, 1, 3), date_end=dt.date(2017, 1, 3), handling=Handling.CLEAR,
    )  # fmt: skip
    filed(bench)
    rows = {row.area: row for row in monitor_figures(bench).areas}
    watched, unknown = rows[idlib.name], rows[""]
    assert watched.hours is not None
    assert (watched.cases, watched.hours.patrol_low, watched.is_known) == (0, 8.0, True)
    assert (unknown.cases, unknown.hours) == (1, None)


@pytest.mark.django_db
def test_a_case_is_read_as_it_stood_at_a_cut_off(bench: Bench) -> None:
    """What was decided later was open then; what was received later was not there."""
    finding = decided(bench)
    case = finding.case
    moving.reopen_case(case.pk, by=bench.chair, because="A new witness.")
    reader = MemberReader(bench.cast.monitor)
    steps = {step.step: step.at for step in case.steps.all()}
    rows = Case.objects.filter(pk=case.pk)
    [now] = case_facts(reader, rows)
    assert (now.state, now.decided_at, now.ruling) == (CaseState.SCREENED, None, None)
    [then] = case_facts(reader, rows, steps["decide"])
    assert then.state is CaseState.DECIDED
    assert then.is_disputed
    [earlier] = case_facts(reader, rows, steps["review"])
    assert (earlier.state, earlier.ruling) == (CaseState.UNDER_REVIEW, None)
    assert case_facts(reader, rows, case.received_at - DAY) == []


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_cases(
    bench: Bench, django_assert_max_num_queries: Any
) -> None:
    """Ten cases are read with as many queries as one."""
    screened(bench)
    decided(bench)
    for _ in range(8):
        filed(bench)
    reader = MemberReader(bench.cast.monitor)
    with django_assert_max_num_queries(14):
        told = figures_for(reader, FigureFilter())
    assert told.totals.cases == 10


@pytest.mark.django_db
def test_plain_data_tells_what_each_figure_rests_on(cast: Cast) -> None:
    """An empty record gives figures of none, and no zero where nothing is known."""
    file(cast.monitor, handling=Handling.CLEAR, day=dt.date(2017, 1, 9))
    held = RoundDays("A round", dt.date(2017, 2, 15), dt.date(2017, 2, 16))
    told = figures_for(PUBLIC, FigureFilter(), [held]).as_json()
    assert told["heavy_weapons"] == {"heavy": 0, "cases": 0, "percent": None}
    assert told["hours_to_site"] == {"median": None, "cases": 0}
    assert told["last_breach"] == {"day": None, "days": None, "rests_on": 0}
    assert told["last_report"]["day"] == "2017-01-09"
    assert [phase["incidents"] for phase in told["rounds"][0]["phases"]] == [None, None, None]

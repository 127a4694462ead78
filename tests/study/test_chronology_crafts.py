"""Gaps, conflicts, ages, who knew, twins, cases aligned: invented events of a harbour, days as numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.model import (
    Case,
    CaseId,
    Certainty,
    ConflictKind,
    DatedEvent,
    Event,
    EventId,
    EventKind,
    EventSource,
    Participant,
    Party,
    PartyId,
    Role,
)
from tapewright.study.chronology.ages import Life, age_at, ages, lives
from tapewright.study.chronology.alignment import aligned
from tapewright.study.chronology.conflicts import conflicts
from tapewright.study.chronology.dating import laid_out
from tapewright.study.chronology.gaps import Inside, between, gaps, say_between
from tapewright.study.chronology.hanging import Distance, date_at, read_distance, words_towards
from tapewright.study.chronology.knowing import first_of_each, who_knew
from tapewright.study.chronology.lengths import say_lengths, whole_months, whole_years
from tapewright.study.chronology.twins import offer_name, twins, twins_apart
from tapewright.timing.days import date_of, day_of
from tapewright.timing.edtf import read_edtf

A_DOCUMENT = (EventSource(document="the log of the harbour office"),)
MARIAN, JONAS, OFFICE = PartyId(1), PartyId(2), PartyId(3)


def event(number: int, title: str = "the ferry stops", **more) -> Event:
    return Event(id=EventId(number), title=title, **{"sources": A_DOCUMENT, **more})


def lies(number: int, earliest: int | None, latest: int | None, **more) -> DatedEvent:
    return DatedEvent(event=event(number, **more), earliest=earliest, latest=latest, said=f"{earliest} to {latest}")


def taking(party: PartyId, role: Role) -> Participant:
    return Participant(party=party, role=role)


def lasting(number: int, first: int, days: tuple[int, int, int], **more) -> DatedEvent:
    """An event that begins in the first so many days, goes on at least so many, and ends in so many."""
    begins_by = first + days[0]
    ends_from = begins_by + days[1]
    return replace(lies(number, first, ends_from + days[2], **more), lasts=(begins_by, ends_from))


BOUNDS = st.tuples(st.integers(0, 60), st.integers(0, 25)).map(lambda pair: (pair[0], pair[0] + pair[1]))
MANY = st.lists(BOUNDS, min_size=2, max_size=6)


def cut_between(days: list[int], first: int) -> int:
    """The empty days between the first so many and the rest."""
    return max(0, min(days[first:]) - max(days[:first]))


@given(MANY, st.data())
def test_however_the_days_fall_the_stretch_is_as_long_as_its_gap_says(bounds, data) -> None:
    events = [lies(number, *pair) for number, pair in enumerate(bounds, 1)]
    ordered = sorted(events, key=lambda one: (one.earliest, one.latest, one.id))
    found = {gap.after: gap for gap in gaps(events, shortest=1, possible=True)}
    days = [data.draw(st.integers(one.earliest, one.latest)) for one in ordered]
    for first in range(1, len(ordered)):
        gap = found.get(ordered[first].id)
        length = cut_between(days, first)
        if gap is None:
            assert length == 0
        else:
            assert gap.least <= length <= gap.most


LASTING = st.tuples(st.integers(0, 60), st.tuples(st.integers(0, 9), st.integers(0, 20), st.integers(0, 9)))


@given(MANY, st.lists(LASTING, max_size=3), st.data())
def test_what_lasts_fills_its_time_and_gaps_are_counted_from_its_ends(bounds, long_ones, data) -> None:
    events = [lies(number, *pair) for number, pair in enumerate(bounds, 1)]
    events += [lasting(50 + number, *told) for number, told in enumerate(long_ones)]
    found = gaps(events, shortest=1, possible=True)
    days = {}
    for one in events:
        begins = data.draw(st.integers(one.earliest, one.begins_by))
        days[one.id] = begins, begins if one.lasts is None else data.draw(st.integers(one.ends_from, one.latest))
    ordered = [one.id for one in laid_in_order(events)]
    for gap in found:
        first = ordered.index(gap.after)
        length = min(days[n][0] for n in ordered[first:]) - max(days[n][1] for n in ordered[:first])
        assert gap.least <= max(0, length) <= gap.most


def laid_in_order(events: list[DatedEvent]) -> list[DatedEvent]:
    return sorted(events, key=lambda one: (one.earliest, one.latest, one.id))


def test_an_interval_lasts_and_a_range_is_one_day_of_it() -> None:
    stay, some_day = laid_out([event(1, date="1978/1980-06"), event(2, date="[1978..1980]")])
    assert stay.lasts == (day_of(1978, 12, 31), day_of(1980, 6, 1))
    assert (stay.begins_by, stay.ends_from) == stay.lasts
    assert (some_day.lasts, some_day.begins_by) == (None, some_day.latest)
    (gap,) = gaps(laid_out([event(1, date="1978/1980-06"), event(2, date="1980-09-01")]))
    assert (gap.least, gap.most) == (63, 92)


@given(MANY)
def test_both_lengths_of_a_gap_happen(bounds) -> None:
    events = [lies(number, *pair) for number, pair in enumerate(bounds, 1)]
    ordered = sorted(events, key=lambda one: (one.earliest, one.latest, one.id))
    for gap in gaps(events, shortest=1, possible=True):
        first = [one.id for one in ordered].index(gap.after)
        shortest = [one.latest for one in ordered[:first]] + [one.earliest for one in ordered[first:]]
        longest = [one.earliest for one in ordered[:first]] + [one.latest for one in ordered[first:]]
        assert (cut_between(shortest, first), cut_between(longest, first)) == (gap.least, gap.most)


@given(MANY, st.integers(1, 30))
def test_a_certain_gap_holds_no_event_and_none_is_forgotten(bounds, shortest) -> None:
    events = [lies(number, *pair) for number, pair in enumerate(bounds, 1)]
    found = gaps(events, shortest=shortest)
    for gap in found:
        assert gap.ends - gap.begins == gap.least >= shortest
        assert not [one for one in events if one.latest > gap.begins and one.earliest < gap.ends]
    covered = {day for one in events for day in range(one.earliest, one.latest + 1)}
    inner = [day for day in range(min(covered), max(covered)) if day not in covered]
    assert sum(gap.least - 1 for gap in gaps(events)) == len(inner)


def test_nine_years_lie_between_the_first_and_the_second() -> None:
    first = lies(1, day_of(1978, 6, 4), day_of(1978, 6, 4))
    second = lies(2, day_of(1987, 6, 4), day_of(1987, 6, 4))
    (gap,) = gaps([second, first], shortest=90)
    assert (gap.before, gap.after, gap.said) == (1, 2, "9 years")
    assert gap.least == gap.most == day_of(1987, 6, 4) - day_of(1978, 6, 4)


def test_a_gap_between_uncertain_dates_has_a_least_and_a_greatest_length() -> None:
    first = lies(1, day_of(1978, 1, 1), day_of(1978, 12, 31))
    second = lies(2, day_of(1987, 1, 1), day_of(1987, 12, 31))
    (gap,) = gaps([first, second])
    assert gap.said == "8 to 9 years"
    assert (gap.least, gap.most) == (day_of(1987) - day_of(1978, 12, 31), day_of(1987, 12, 31) - day_of(1978))


def test_about_right_dates_make_a_gap_that_is_about_right() -> None:
    first, second = lies(1, 0, 10), replace(lies(2, 500, 510), is_about=True)
    (gap,) = gaps([first, second])
    assert gap.said == "about 16 months"


def test_events_of_open_dates_bound_no_gap_and_are_named_in_it() -> None:
    known = [lies(1, 0, 0), lies(2, 500, 500)]
    loose = [lies(3, None, None), lies(4, 400, None), lies(5, None, -10), lies(6, 900, None)]
    (gap,) = gaps([*known, *loose])
    assert gap.may_lie == (4, 3)


def test_what_else_happened_in_a_gap_is_told() -> None:
    chosen = [lies(1, 0, 0), lies(2, 500, 500)]
    others = [lies(3, 100, 140), lies(4, 490, 510), lies(5, 600, 600), lies(6, 0, 500)]
    (gap,) = gaps(chosen)
    told = Inside([*chosen, *others]).told(gap, frozenset((EventId(1), EventId(2))))
    assert (told.inside, told.inside_count) == ((6, 3), 2)


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ((0, 0), (333, 333), "333 days"),
        ((333, 333), (0, 0), "333 days"),
        ((0, 0), (0, 0), "the same day"),
        ((0, 30), (10, 20), "up to 20 days, in either order"),
        ((0, 10), (100, 110), "90 to 110 days"),
        ((None, 3), (5, 5), "not known"),
    ],
)
def test_how_long_it_was_between_two_events_is_said(one, other, said) -> None:
    assert say_between(lies(1, *one), lies(2, *other)) == said


@given(BOUNDS, BOUNDS, st.data())
def test_days_between_two_events_lie_within_what_is_said(one, other, data) -> None:
    days = between(lies(1, *one), lies(2, *other))
    assert days is not None
    assert days[0] <= data.draw(st.integers(*other)) - data.draw(st.integers(*one)) <= days[1]


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        ((1962, 4, 1), (1978, 3, 31), 15),
        ((1962, 4, 1), (1978, 4, 1), 16),
        ((1964, 2, 29), (1978, 2, 28), 13),
        ((1964, 2, 29), (1978, 3, 1), 14),
        ((1978, 3, 1), (1978, 3, 1), 0),
    ],
)
def test_a_birthday_makes_a_year(born, day, years) -> None:
    assert whole_years(day_of(*born), day_of(*day)) == years


@given(st.integers(0, 800_000), st.integers(0, 40_000), st.integers(0, 40_000))
def test_whole_years_and_months_never_shrink_as_days_go_by(first, more, most) -> None:
    assert whole_years(first, first + more) <= whole_years(first, first + more + most)
    months = whole_months(first, first + more)
    assert months // 12 == whole_years(first, first + more)


@given(BOUNDS, BOUNDS, st.data())
def test_an_age_holds_for_every_birthday_and_day_that_may_be(born, when, data) -> None:
    lived, happened = (tuple(day * 200 for day in pair) for pair in (born, when))
    age = age_at(lies(1, *happened), MARIAN, Life(born=lived))
    birth, day = data.draw(st.integers(*lived)), data.draw(st.integers(*happened))
    if age is not None and day >= birth:
        assert age.least <= whole_years(birth, day) <= age.most


def test_an_age_is_fifteen_or_sixteen_where_the_birthday_is_not_known() -> None:
    life = Life(born=(day_of(1962), day_of(1962, 12, 31)))
    told = lies(1, day_of(1978, 6, 4), day_of(1978, 6, 4), parties=(taking(MARIAN, Role.SAW),))
    assert [age.said for age in ages([told], {MARIAN: life})] == ["15 or 16"]
    assert [age.said for age in ages([told], {MARIAN: replace(life, is_about=True)})] == ["about 15 or 16"]
    about = replace(told, is_about=True)
    assert [age.said for age in ages([about], {MARIAN: life})] == ["about 15 or 16"]


def test_nobody_is_aged_before_birth_after_death_or_without_a_birthday() -> None:
    known = {MARIAN: Life(born=(1000, 1000), died=(2000, 2000)), JONAS: Life()}
    people = (taking(MARIAN, Role.SAW), taking(JONAS, Role.SAW), taking(OFFICE, Role.TOLD))
    events = [
        lies(1, 900, 900, parties=people),
        lies(2, 2100, 2100, parties=people),
        lies(3, None, 1500, parties=people),
    ]
    assert ages(events, known) == []


def told(kind: ConflictKind, found) -> list[tuple[int, ...]]:
    return [conflict.sources for conflict in found if conflict.kind is kind]


def sourced(*sources: EventSource, date: str = "") -> DatedEvent:
    return laid_out([event(1, date=date, sources=sources)])[0]


def test_sources_that_cannot_both_be_right_are_a_conflict() -> None:
    one = EventSource(document="a", date="1978-06")
    other, third = EventSource(document="b", date="1979"), EventSource(document="c", date="1978")
    found = conflicts([sourced(one, other, third, date="1978")], {}, {})
    assert told(ConflictKind.DATES, found) == [(1, 2), (2, 3)]
    assert told(ConflictKind.EVENT_DATE, found) == []  # that source 2 is alone is told by the pairs
    assert all(conflict.is_sure for conflict in found)
    (alone,) = conflicts([sourced(other, date="1978")], {}, {})
    assert (alone.kind, alone.sources) == (ConflictKind.EVENT_DATE, (1,))


def test_a_date_that_is_only_about_right_makes_no_sure_conflict() -> None:
    one, other = EventSource(document="a", date="1978~"), EventSource(document="b", date="1979")
    (found,) = conflicts([sourced(one, other)], {}, {})
    assert not found.is_sure


def test_a_source_that_disputes_is_a_conflict_and_its_date_is_not() -> None:
    one, other = EventSource(document="a", date="1978"), EventSource(document="b", date="1985", disputes=True)
    found = conflicts([sourced(one, other)], {}, {})
    assert [(conflict.kind, conflict.sources) for conflict in found] == [(ConflictKind.DISPUTED, (2,))]


def test_what_was_entered_as_disputed_is_a_conflict() -> None:
    (found,) = conflicts(laid_out([event(1, certainty=Certainty.DISPUTED)]), {}, {})
    assert found.kind is ConflictKind.DISPUTED


def test_nothing_is_told_or_answered_before_it_happens() -> None:
    first = event(1, date="1980")
    second = event(2, date="1978", tells_of=EventId(1))
    third = event(3, date="1979", answered_on="1978-12")
    found = conflicts(laid_out([first, second, third]), {}, {})
    assert [(one.kind, one.event, one.other) for one in found] == [
        (ConflictKind.TOLD_BEFORE, 2, 1),
        (ConflictKind.ANSWERED_BEFORE, 3, None),
    ]


def test_whoever_is_not_alive_takes_no_part_but_may_be_spoken_of() -> None:
    marian = Party(id=MARIAN, name="Marian Voss", born="1962", died="1990")
    early = event(1, date="1950", parties=(taking(MARIAN, Role.SAW),))
    late = event(2, date="1991", parties=(taking(MARIAN, Role.ABOUT),))
    later = event(3, date="1992", parties=(taking(MARIAN, Role.DID),))
    found = conflicts(laid_out([early, late, later]), {MARIAN: marian}, lives([marian]))
    assert [(one.event, one.kind, one.party) for one in found] == [
        (1, ConflictKind.NOT_ALIVE, MARIAN),
        (3, ConflictKind.NOT_ALIVE, MARIAN),
    ]
    assert [one.is_sure for one in found] == [True, True]
    marian = replace(marian, born="1962~")
    assert [one.is_sure for one in conflicts(laid_out([early]), {MARIAN: marian}, lives([marian]))] == [False]


def test_who_was_told_of_a_telling_knows_of_all_that_was_told() -> None:
    broke = lies(1, 10, 10, parties=(taking(MARIAN, Role.SAW), taking(PartyId(9), Role.ABOUT)))
    reported = lies(2, 20, 20, tells_of=EventId(1), parties=(taking(MARIAN, Role.REPORTED), taking(JONAS, Role.TOLD)))
    passed_on = lies(3, 30, 40, tells_of=EventId(2), parties=(taking(JONAS, Role.REPORTED), taking(OFFICE, Role.TOLD)))
    knew = first_of_each(who_knew([passed_on, reported, broke], of=EventId(1)))
    assert [(way.party, way.by, way.latest, way.through) for way in knew] == [
        (MARIAN, 1, 10, (1,)),
        (JONAS, 2, 20, (2, 1)),
        (OFFICE, 3, 40, (3, 2, 1)),
    ]
    assert [way.is_first_hand for way in knew] == [True, False, False]


def test_a_telling_that_is_dated_before_what_it_tells_of_hides_no_other_way() -> None:
    broke = lies(1, 100, 100, parties=(taking(MARIAN, Role.SAW),))
    told = lies(2, 20, 30, tells_of=EventId(1), parties=(taking(MARIAN, Role.REPORTED), taking(JONAS, Role.TOLD)))
    knew = first_of_each(who_knew([told, broke], of=EventId(1)))
    assert [(way.party, way.by, way.is_too_early) for way in knew] == [(MARIAN, 1, False), (JONAS, 2, True)]
    assert knew[1].said.endswith(", before what it tells of")


def test_whoever_answered_knows_from_the_answer_and_the_harmed_only_of_their_own() -> None:
    broke = event(1, date="1978")
    asked = event(
        2, date="1979", tells_of=EventId(1), answered_on="1980",
        parties=(taking(OFFICE, Role.ANSWERED), taking(MARIAN, Role.HARMED)),
    )  # fmt: skip
    knew = who_knew(laid_out([broke, asked]))
    assert [(way.event, way.party, way.said) for way in knew] == [
        (1, OFFICE, "1980"),
        (2, MARIAN, "1979"),
        (2, OFFICE, "1980"),
    ]


def test_a_circle_of_tellings_ends() -> None:
    one = lies(1, 1, 1, tells_of=EventId(2), parties=(taking(MARIAN, Role.TOLD),))
    other = lies(2, 2, 2, tells_of=EventId(1), parties=(taking(JONAS, Role.TOLD),))
    assert len(who_knew([one, other])) == 4


def test_two_agencies_telling_the_same_are_offered_as_one() -> None:
    school = lies(1, 10, 10, title="Letter about the broken chain handed in", agency="harbour office")
    county = lies(2, 8, 12, title="A letter about a broken chain was handed in", agency="county")
    other = lies(3, 10, 10, title="The bakery opens")
    (pair,) = twins([school, county, other])
    assert (pair.one, pair.other, pair.is_apart) == (2, 1, False)
    assert "chain" in pair.words
    assert pair.about == offer_name(2, 1) == "E1+E2"
    assert twins([school, county], settled={pair.about}) == []


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ({"case": CaseId(1)}, {"case": CaseId(2)}),
        ({"tells_of": EventId(2)}, {}),
    ],
)
def test_what_belongs_elsewhere_or_tells_of_the_other_is_no_twin(more, less) -> None:
    assert twins([lies(1, 10, 10, **more), lies(2, 10, 10, **less)]) == []


def test_the_same_title_a_month_apart_may_be_one_thing_and_a_decade_apart_is_not() -> None:
    (pair,) = twins([lies(1, 0, 0), lies(2, 30, 30)])
    assert (pair.is_apart, pair.apart_days) == (True, 30)
    assert twins([lies(1, 0, 0), lies(2, 3_650, 3_650)]) == []


def test_two_days_of_two_numbers_are_no_conflict_and_one_number_may_be() -> None:
    late = [lies(n, 30 * n, 30 * n, title=f"Bus {n} to the harbour is late") for n in range(1, 20)]
    assert twins_apart(late) == []
    again = lies(90, 75, 75, title="Bus 3 to harbour was late")
    assert [(pair.one, pair.other) for pair in twins_apart([*late, again])] == [(90, 3)]


def test_a_visit_each_week_is_no_conflict_and_one_of_two_agencies_is_offered() -> None:
    visits = [lies(n, 7 * n, 7 * n, title="Home visit", agency="County") for n in range(1, 300)]
    assert twins(visits) == []
    same_day = lies(900, 70, 70, title="Home visit made", agency="School")
    assert [(pair.one, pair.other) for pair in twins([*visits, same_day])] == [(10, 900)]
    some_day = lies(901, 0, 365, title="Home visit", agency="School")
    assert len(twins([*visits, some_day])) == 5


def test_one_agency_does_not_contradict_itself_by_telling_twice() -> None:
    assert twins([lies(1, 0, 0, agency="County"), lies(2, 30, 30, agency="County")]) == []
    assert len(twins([lies(1, 0, 0, agency="County"), lies(2, 30, 30, agency="School")])) == 1


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "ferry", "the", "ferry chain", "a ferry's chain", "é 🙂"]), BOUNDS), max_size=12
    )
)
def test_twins_are_offered_once_and_are_alike_and_those_apart_are_found_without_the_others(told_of) -> None:
    events = [lies(n, *pair, title=title or "x") for n, (title, pair) in enumerate(told_of, 1)]
    found = twins(events)
    assert twins_apart(events) == [pair for pair in found if pair.is_apart]
    assert len({pair.about for pair in found}) == len(found)
    assert all(0.5 <= pair.alike <= 1 and pair.one != pair.other for pair in found)


def test_cases_stand_beside_each_other_from_their_first_offence() -> None:
    north, south, east = (Case(id=CaseId(n), name=name) for n, name in enumerate(("North", "South", "East"), 1))
    events = [
        lies(1, 100, 100, case=CaseId(1), kind=EventKind.OFFENCE),
        lies(2, 465, 465, case=CaseId(1)),
        lies(3, 50, 60, case=CaseId(2), kind=EventKind.OFFENCE),
        lies(4, 55, 55, case=CaseId(2), kind=EventKind.OFFENCE),
        lies(5, 0, 0, case=CaseId(2)),
        lies(6, 0, 0, case=CaseId(3)),
    ]
    first, second, third = aligned([north, south, east], events, "first offence")
    assert [(one.event, one.least, one.said) for one in first.events] == [(1, 0, "day 0"), (2, 365, "1 year after")]
    assert second.anchor == 3
    assert second.may_be == (4,)
    assert [(one.event, one.least, one.most, one.said) for one in second.events] == [
        (5, -60, -50, "50 to 60 days before"),
        (3, 0, 0, "day 0"),
        (4, -5, 5, "within 5 days, before or after"),
    ]
    assert (third.anchor, third.events) == (None, ())


@pytest.mark.parametrize(
    ("at", "number"),
    [
        ("first-report", 2),
        ("arrest", 3),
        ("first warning sign", 4),
        ("the chain breaks", 4),
        ("chain rope", None),
        ("", None),
    ],
)
def test_day_zero_may_be_a_report_an_arrest_a_kind_or_words(at, number) -> None:
    events = [
        lies(1, 1, 1, case=CaseId(1)),
        lies(2, 2, 2, case=CaseId(1), parties=(taking(MARIAN, Role.REPORTED),)),
        lies(3, 3, 3, case=CaseId(1), title="The skipper is arrested"),
        lies(4, 4, 4, case=CaseId(1), title="The chain breaks", kind=EventKind.WARNING_SIGN),
    ]
    (case,) = aligned([Case(id=CaseId(1), name="North")], events, at)
    assert case.anchor == number


def test_lengths_are_said_in_whole_units() -> None:
    assert say_lengths((0, 0), (0, 40)) == "up to 40 days"
    assert say_lengths((0, 200), (0, 500)) == "6 to 16 months"
    assert say_lengths((day_of(1978), day_of(1978, 1, 2)), (day_of(1978), day_of(1990))) == "up to 12 years"
    first, last = day_of(1978, 6), day_of(1978, 6, 30)
    assert say_lengths((last, day_of(1982, 1, 31)), (first, day_of(1982, 2, 28))) == "3 years 7 to 8 months"
    assert say_lengths((last, day_of(1982, 7, 5)), (first, day_of(1982, 7, 5))) == "4 years 0 to 1 month"


@pytest.mark.parametrize(
    ("words", "base", "date"),
    [
        ("nine years later", "1978-06-04", "1987~"),
        ("exactly nine years later", "1978", "1987~"),
        ("the year after", "1978-06", "1979"),
        ("the next month", "1978-12", "1979-01"),
        ("two days before", "1978-01-01", "1977-12-30"),
        ("about 3 weeks later", "1978-06-04", "1978-06-25~"),
        ("a month later", "2024-01-31", "2024-02~"),
        ("twenty-five years earlier", "[1978..1980]", "[1953~..1955~]"),
        ("three days after", "1978-06", "[1978-06-04..1978-07-03]"),
        ("nine years later", "1978~", "1987~"),
        ("half a year later", "1978-06-04", "1978-12~"),
        ("a year and a half later", "1978-06-04", "1979-12~"),
        ("two and a half years before", "1978-06-04", "1975-12~"),
        ("the same day", "1978-06-04", "1978-06-04"),
        ("that same year", "1978-06-04", "1978"),
        ("the same month", "1978", "[1978-01..1978-12]"),
        ("nine years later", "9995", ""),
        ("nine years later", "1978/..", ""),
        ("nine years", "1978", ""),
        ("ten thousand days before", "-0010", ""),
    ],
)
def test_words_that_tell_a_distance_are_counted_from_a_date(words, base, date) -> None:
    distance = read_distance(words)
    assert distance is not None
    assert date_at(read_edtf(base), distance) == date


@pytest.mark.parametrize(
    "words",
    [
        "",
        "that summer",
        "in 1978",
        "later",
        "nine",
        "99999 years later",
        "the same week",
        "half a day later",
        "a half",
        "before and after a year",
        "\ud800",
    ],
)
def test_words_that_tell_no_distance_are_left_as_they_are(words) -> None:
    assert read_distance(words) is None
    assert words_towards(words, 1) == words


@given(st.integers(1, 400), st.sampled_from(["day", "week", "month", "year"]), st.integers(400_000, 800_000))
def test_a_counted_date_can_be_read_and_lies_on_its_side(count, unit, day) -> None:
    base = read_edtf("-".join(f"{part:02}" if n else f"{part:04}" for n, part in enumerate(date_of(day))))
    for sign in (1, -1):
        counted = read_edtf(date_at(base, Distance(count=count, unit=unit, sign=sign, is_exact=False)))
        assert counted.is_approximate
        assert (counted.latest > day) if sign > 0 else (counted.earliest < day)


def test_the_time_of_day_orders_what_happened_on_one_day() -> None:
    late, early = event(1, date="1970-04-13T21:07:53"), event(2, date="1970-04-13T09:00:00")
    assert [one.id for one in laid_out([late, early, event(3, date="1970-04")])] == [3, 2, 1]

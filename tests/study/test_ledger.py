"""Contacts: what was answered, how long it took by what is known of the dates, and what is not known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.model import (
    Event,
    EventId,
    EventKind,
    EventSource,
    Participant,
    Party,
    PartyId,
    PartyKind,
    Role,
)
from tapewright.study.intervals import wilson
from tapewright.study.ledger import Contact, Measure, Said, Wait, contacts, wait_between
from tapewright.study.rates import GROUPINGS, Silence, overall, rate_table, silences

LETTER = (EventSource(document="a letter"),)
MARIAN = Party(id=PartyId(1), name="Marian", group="neighbours")
OFFICE = Party(id=PartyId(2), name="Harbour office", kind=PartyKind.INSTITUTION, group="offices")
FERRY = Party(id=PartyId(3), name="The ferry", kind=PartyKind.INSTITUTION)
JONAS = Party(id=PartyId(4), name="Jonas", group="neighbours")
ELSA = Party(id=PartyId(5), name="Elsa", group="bakers")
PARTIES = [MARIAN, OFFICE, FERRY, JONAS, ELSA]


def event(
    number: int,
    kind: EventKind = EventKind.CONTACT,
    *,
    date: str = "",
    answer: str = "",
    answered_on: str = "",
    believed: str = "",
    tells_of: int | None = None,
    who: int = 1,
) -> Event:
    return Event(
        id=EventId(number),
        title=f"letter {number}",
        kind=kind,
        date=date,
        answer=answer,
        answered_on=answered_on,
        believed=believed,
        tells_of=EventId(tells_of) if tells_of else None,
        parties=(
            Participant(party=PartyId(who), role=Role.REPORTED),
            Participant(party=PartyId(3), role=Role.ABOUT),
            Participant(party=PartyId(2), role=Role.TOLD),
        ),
        sources=LETTER,
    )


def test_a_contact_says_who_told_whom_about_whom() -> None:
    (found,) = contacts([event(1, date="1984-06-01")], PARTIES)
    assert (found.reporters, found.about, found.institutions) == ((MARIAN,), (FERRY,), (OFFICE,))


def test_contacts_stand_in_the_order_of_their_dates_and_the_undated_last() -> None:
    listed = contacts([event(1), event(2, date="1985"), event(3, date="1984-06"), event(4, date="1984")], PARTIES)
    assert [one.event.id for one in listed] == [4, 3, 2, 1]


@pytest.mark.parametrize(
    ("answer", "answered_on", "said"),
    [
        ("", "", Said.UNKNOWN),
        ("none", "", Said.NO),
        ("  No   answer. ", "", Said.NO),
        ("a timetable", "", Said.YES),
        ("", "1984-07", Said.YES),
        ("none of us could read it", "", Said.YES),
    ],
)
def test_an_answer_is_none_only_where_somebody_says_so(answer: str, answered_on: str, said: Said) -> None:
    (found,) = contacts([event(1, date="1984-06", answer=answer, answered_on=answered_on)], PARTIES)
    assert found.answered is said


def test_what_was_done_and_missed_hangs_on_the_contact() -> None:
    told = [
        event(1),
        event(2),
        event(3),
        event(4),
        event(11, EventKind.INTERVENTION, tells_of=1),
        event(12, EventKind.MISSED_INTERVENTION, tells_of=2),
        event(13, EventKind.INTERVENTION, tells_of=3),
        event(14, EventKind.MISSED_INTERVENTION, tells_of=3),
    ]
    assert [one.acted_on for one in contacts(told, PARTIES)] == [Said.YES, Said.NO, Said.PARTLY, Said.UNKNOWN]


@pytest.mark.parametrize(
    ("reported", "answered", "wait"),
    [
        ("1984-06-01", "1984-06-11", Wait(least=10, greatest=10)),
        ("1984-06-01", "1984-06-01", Wait(least=0, greatest=0)),
        ("1984-06", "1984-07", Wait(least=1, greatest=60)),
        ("1984-06", "1984-06", Wait(least=0, greatest=29)),
        ("1984", "1985-01-01", Wait(least=1, greatest=366)),
        ("1984-06-02", "1984-06-01", Wait(least=0, greatest=None, is_backwards=True)),
        ("", "1984", None),
        ("1984", "", None),
    ],
)
def test_the_time_to_an_answer_is_told_as_far_as_the_dates_are_known(
    reported: str, answered: str, wait: Wait | None
) -> None:
    assert wait_between(reported, answered) == wait


def test_an_answer_that_never_came_took_no_time() -> None:
    (found,) = contacts([event(1, date="1984-06", answer="none", answered_on="1984-07")], PARTIES)
    assert found.wait is None


@pytest.mark.parametrize(
    ("yes", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_intervals_are_those_of_the_published_comparison(yes: int, of: int, low: float, high: float) -> None:
    """Newcombe, Statistics in Medicine 17 (1998), 857 to 872, table I, method 3."""
    found = wilson(yes, of)
    assert (round(found[0], 4), round(found[1], 4)) == (low, high)


def test_no_share_of_nothing() -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(0, 0)


counts = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40), min_size=1)


@given(counts, st.integers(3, 9))
def test_no_hidden_count_can_be_reckoned_from_the_total_and_the_others(numbers: dict[str, int], threshold: int) -> None:
    hidden = silences(numbers, threshold)
    assert all(name in hidden for name, count in numbers.items() if 0 < count < threshold)
    total = sum(numbers.values())
    rest = total - sum(count for name, count in numbers.items() if name not in hidden)
    if hidden and total >= threshold:  # a smaller total is not told either
        assert len([name for name in hidden if numbers[name]]) > 1
        assert rest >= threshold
    shown = [name for name in numbers if name not in hidden]
    assert not hidden or all(numbers[name] == 0 or numbers[name] >= threshold for name in shown)


@given(counts, st.integers(3, 9))
def test_nothing_is_hidden_where_every_group_is_large_enough(numbers: dict[str, int], threshold: int) -> None:
    large = {name: count + threshold for name, count in numbers.items()}
    assert silences(large, threshold) == {}


def some_contacts() -> tuple[Contact, ...]:
    neighbours = [
        event(n, date="1984", answer="a timetable" if n % 2 else "none", who=1 if n < 5 else 4) for n in range(1, 9)
    ]
    offices = [event(20 + n, date="1985", answer="none", who=2) for n in range(3)]
    return contacts([*neighbours, *offices], PARTIES)


def test_rates_have_counts_and_intervals_and_are_silent_where_there_are_too_few() -> None:
    listed = some_contacts()
    whole = overall(listed)
    answered = whole.rates[Measure.ANSWERED]
    assert (whole.contacts, answered.yes, answered.known, answered.silence) == (11, 4, 11, None)
    assert answered.interval == wilson(4, 11)
    assert whole.rates[Measure.BELIEVED].silence is Silence.TOO_FEW
    by_reporter = rate_table(listed, GROUPINGS[0])
    told = {row.group: (row.contacts, row.rates[Measure.ANSWERED].silence) for row in by_reporter.rows}
    assert told == {"neighbours": (None, Silence.RECKONED), "offices": (None, Silence.TOO_FEW)}
    assert not by_reporter.is_overlapping
    by_subject = rate_table(listed, GROUPINGS[1])
    assert [(row.group, row.contacts) for row in by_subject.rows] == [("no group given", 11)]


def test_a_group_that_is_one_person_has_no_rate_and_none_that_gives_it_back() -> None:
    of_elsa = [event(30 + n, date="1986", answer="none", who=5) for n in range(9)]
    of_office = [event(50 + n, date="1986", answer="none", who=2) for n in range(20)]
    both = contacts([*(one.event for one in some_contacts()), *of_elsa, *of_office], PARTIES)
    rows = rate_table(both, GROUPINGS[0]).rows
    told = {row.group: (row.contacts, row.rates[Measure.ANSWERED].silence) for row in rows}
    assert told == {
        "offices": (23, None),  # an institution, though it is one
        "bakers": (None, Silence.TOO_FEW),
        "neighbours": (None, Silence.RECKONED),
    }
    alone = rate_table(contacts(of_elsa, PARTIES), GROUPINGS[0]).rows
    assert [(row.group, row.contacts) for row in alone] == [("bakers", 9)]  # the total says the same


def test_a_silent_rate_holds_no_number() -> None:
    rows = rate_table(some_contacts(), GROUPINGS[0]).rows
    silent = [rate for row in rows for rate in row.rates.values() if rate.silence]
    assert silent
    assert all((rate.yes, rate.partly, rate.known) == (0, 0, 0) for rate in silent)

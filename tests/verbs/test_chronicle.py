"""Events with their sources, dates that hang on each other, two that are one: entered, merged, undone."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.model import (
    Certainty,
    ConflictKind,
    Event,
    EventKind,
    EventSource,
    Memo,
    MemoAbout,
    Participant,
    Party,
    PartyKind,
    Role,
)
from tapewright.testing.material import filled
from tapewright.verbs.cases import add_case, case_called, edit_case, remove_case
from tapewright.verbs.chronicle import (
    Entered,
    add_event,
    add_source,
    edit_event,
    remove_event,
    remove_source,
    requote,
)
from tapewright.verbs.chroniclerecord import entered_record, page_record
from tapewright.verbs.chronology import (
    Chosen,
    chosen_events,
    conflicts_of,
    duplicates,
    gaps_of,
    page,
    who_knew_of,
)
from tapewright.verbs.correct import correct_turn
from tapewright.verbs.eventdates import EDTF_HINT, given_date
from tapewright.verbs.eventfacts import EventFacts, Source, Taking, read_taking
from tapewright.verbs.history import undo
from tapewright.verbs.mergeevents import keep_apart, merge_events
from tapewright.verbs.parties import (
    PartyChange,
    add_party,
    edit_party,
    merge_parties,
    parties,
    remove_party,
)
from tapewright.verbs.places import quote_of, read_span
from tapewright.verbs.project import Project, new_project

PLACE = "T001@0,4"
MINUTES = "Harbour board, minutes of June 1978, page 4"


@pytest.fixture
def project(tmp_path: Path):
    with new_project(tmp_path / "series", title="The ferry") as made:
        filled(made.store)
        yield made


def said(text: str) -> tuple[Taking, ...]:
    return tuple(read_taking(each) for each in text.split("; "))


def enter(project: Project, title: str, date: str = "", **more) -> Entered:
    facts = {"sources": (Source(document=MINUTES),), **more}
    return add_event(project, EventFacts(title=title, date=date or None, **facts))


def titles(project: Project, **chosen) -> list[str]:
    return [one.event.title for one in chosen_events(project, Chosen(**chosen))]


def test_an_event_says_what_happened_when_to_whom_and_who_says_so(project: Project) -> None:
    facts = EventFacts(
        title="  Marian  tells the harbour office ",
        kind=EventKind.CONTACT,
        date="1978-06",
        words="that June",
        certainty=Certainty.PROBABLE,
        answer="noted",
        answered_on="1978-07-01",
        believed="no",
        also=(*said("Marian Voss:reported"), read_taking("Harbour office:told", PartyKind.INSTITUTION)),
        sources=(Source(span=PLACE), Source(document=MINUTES, date="1978-06-04", note="in pencil")),
    )
    made = add_event(project, facts, who="A. Rowe")
    assert made.asks == ""
    event = project.store.events()[0]
    assert event == made.event
    assert event.title == "Marian tells the harbour office"
    assert [source.quote.text if source.quote else source.document for source in event.sources] == [
        "the harbour was quiet",
        MINUTES,
    ]
    people = {party.id: party for party in parties(project)}
    assert [(people[each.party].name, each.role, people[each.party].kind) for each in event.parties] == [
        ("Marian Voss", Role.REPORTED, PartyKind.PERSON),
        ("Harbour office", Role.TOLD, PartyKind.INSTITUTION),
    ]
    assert project.store.history(last=1)[0].who == "A. Rowe"
    undo(project)
    assert project.store.events() == []
    assert parties(project) == []


@pytest.mark.parametrize("sources", [(), (Source(),), (Source(span=PLACE, document=MINUTES),), (Source(document=" "),)])
def test_an_event_without_a_source_is_refused(project: Project, sources) -> None:
    with pytest.raises(UsageError):
        add_event(project, EventFacts(title="The ferry stops", sources=sources))
    assert project.store.events() == []


def test_a_date_that_cannot_be_read_keeps_its_words_and_asks(project: Project) -> None:
    made = enter(project, "The ferry stops", "that summer")
    assert (made.event.date, made.event.date_words) == ("", "that summer")
    assert "that summer" in made.asks
    assert "[1978..1980]" in made.asks
    dated = edit_event(project, made.event.id, EventFacts(date="1978"))
    assert (dated.event.date, dated.event.date_words, dated.asks) == ("1978", "that summer", "")
    again = edit_event(project, made.event.id, EventFacts(date="the autumn after"))
    assert (again.event.date, again.event.date_words) == ("", "the autumn after")
    both = edit_event(project, made.event.id, EventFacts(date="that winter", words="when it froze"))
    assert (both.event.date, both.event.date_words) == ("", "that winter; when it froze")


def test_nine_years_later_is_counted_from_the_event_and_again_when_that_changes(project: Project) -> None:
    first = enter(project, "The ferry stops", "1978-06-04").event
    second = enter(project, "It runs again", after=f"E{first.id}", words="nine years later").event
    third = enter(project, "It stops once more", after=f"E{second.id}", words="two years").event
    before = enter(project, "The chain is made", before=f"E{first.id}", words="three days").event
    assert [event.date for event in (second, third, before)] == ["1987~", "1989~", "1978-06-01"]
    assert (third.date_words, before.date_words) == ("two years after", "three days before")

    changed = edit_event(project, first.id, EventFacts(date="1979-06-04"))
    assert {after.id: after.date for _, after in changed.counted.again} == {
        second.id: "1988~",
        third.id: "1990~",
        before.id: "1979-06-01",
    }
    assert {event.id: event.date for event in project.store.events()}[third.id] == "1990~"
    undo(project)
    assert {event.id: event.date for event in project.store.events()}[third.id] == "1989~"


def test_a_date_that_somebody_gave_is_not_counted_again_and_is_named(project: Project) -> None:
    first = enter(project, "The ferry stops", "1978").event
    second = enter(project, "It runs again", "1986", after=f"E{first.id}", words="years later").event
    changed = edit_event(project, first.id, EventFacts(date="1979"))
    assert changed.counted.again == ()
    assert [event.id for event in changed.counted.kept] == [second.id]


def test_what_hangs_on_an_undated_event_is_counted_when_that_has_a_date(project: Project) -> None:
    first = enter(project, "The ferry stops").event
    second = enter(project, "It runs again", after=f"E{first.id}", words="nine years later")
    assert "no date yet" in second.asks
    edit_event(project, first.id, EventFacts(date="1978"))
    assert project.store.events()[1].date == "1987~"
    edit_event(project, first.id, EventFacts(date=""))
    assert project.store.events()[1].date == ""


def test_events_do_not_hang_on_or_tell_of_themselves(project: Project) -> None:
    first = enter(project, "one", "1978").event
    second = enter(project, "two", after=f"E{first.id}", words="a year", tells_of=f"E{first.id}").event
    for facts in (EventFacts(after=f"E{second.id}"), EventFacts(tells_of=f"E{second.id}"), EventFacts(after="E1")):
        with pytest.raises(UsageError, match="itself depends"):
            edit_event(project, first.id, facts)
    with pytest.raises(UsageError, match="hangs on one"):
        edit_event(project, second.id, EventFacts(after="E1", before="E1"))
    with pytest.raises(NotFoundError):
        edit_event(project, second.id, EventFacts(tells_of="E99"))


def test_words_alone_leave_the_date_and_an_empty_word_takes_facts_away(project: Project) -> None:
    event = enter(project, "The ferry stops", "1978", place="Elbridge").event
    event = edit_event(project, event.id, EventFacts(words="that summer", place="")).event
    assert (event.date, event.date_words, event.place) == ("1978", "that summer", "")
    base = enter(project, "before", "1970").event
    event = edit_event(project, event.id, EventFacts(after=f"E{base.id}", date="1978")).event
    assert event.hangs_on == base.id
    assert edit_event(project, event.id, EventFacts(after="")).event.hangs_on is None
    with pytest.raises(UsageError, match="say what is to change"):
        edit_event(project, event.id, EventFacts())


def test_who_is_in_an_event_is_added_taken_out_and_replaced(project: Project) -> None:
    event = enter(project, "The ferry stops", also=said("Marian Voss:saw; Jonas Reed:saw")).event
    event = edit_event(project, event.id, EventFacts(without=("jonas reed",), also=said("P1:reported"))).event
    assert [(each.party, each.role) for each in event.parties] == [(1, Role.SAW), (1, Role.REPORTED)]
    event = edit_event(project, event.id, EventFacts(parties=said("Tom Booth:did"))).event
    assert len(event.parties) == 1
    with pytest.raises(NotFoundError):
        edit_event(project, event.id, EventFacts(without=("Marian Voss",)))


def test_sources_are_added_taken_away_and_read_anew_but_never_the_last(project: Project) -> None:
    event = enter(project, "The ferry stops", "1978", sources=(Source(span=PLACE),)).event
    with pytest.raises(UsageError, match="no other source"):
        remove_source(project, event.id, 1)
    event = add_source(project, event.id, Source(document=MINUTES, date="1981"))
    with pytest.raises(UsageError, match="rests on that"):
        add_source(project, event.id, Source(document=MINUTES))
    turn = project.store.transcript(project.store.tapes()[0].id).turns[0]
    correct_turn(project, turn.id, turn.revision, "the harbour was busy")
    assert project.store.events()[0] == event
    event = requote(project, event.id, 1)
    assert event.sources[0].quote is not None
    assert event.sources[0].quote.text == "the harbour was busy"
    assert [one.kind for one in conflicts_of(project)] == [ConflictKind.EVENT_DATE]
    event = remove_source(project, event.id, 2)
    assert conflicts_of(project) == []
    for number in (0, 2, 10**9):
        with pytest.raises(NotFoundError):
            remove_source(project, event.id, number)


def test_what_somebody_else_has_changed_is_not_changed(project: Project) -> None:
    event = enter(project, "The ferry stops", also=said("Marian Voss:saw")).event
    edit_event(project, event.id, EventFacts(place="Elbridge"))
    with pytest.raises(ConflictError):
        edit_event(project, event.id, EventFacts(place="Oxley"), expected=event.revision)
    with pytest.raises(ConflictError):
        remove_event(project, event.id, expected=event.revision)
    edit_party(project, 1, PartyChange(born="1962"))
    with pytest.raises(ConflictError):
        edit_party(project, 1, PartyChange(born="1963"), expected=0)


def test_an_event_that_others_hang_on_is_not_removed(project: Project) -> None:
    first = enter(project, "The ferry stops", "1978").event
    second = enter(project, "It runs again", after=f"E{first.id}", words="nine years later").event
    with pytest.raises(ConflictError, match="counts from it"):
        remove_event(project, first.id)
    remove_event(project, second.id)
    remove_event(project, first.id)
    assert project.store.events() == []
    undo(project)
    undo(project)
    assert project.store.events() == [first, second]


def test_events_are_chosen_by_kind_party_case_time_certainty_agency_and_words(project: Project) -> None:
    add_case(project, "North", tapes=["T001"])
    contact = {"kind": EventKind.CONTACT, "agency": "Harbour office; County", "also": said("Marian Voss:saw")}
    enter(project, "one", "1978-06", **contact)
    enter(project, "two", "1979", case="north", certainty=Certainty.POSSIBLE, note="the chain")
    enter(project, "three", "1981/1983")
    enter(project, "four")
    assert titles(project) == ["one", "two", "three", "four"]
    assert titles(project, kinds=(EventKind.CONTACT,)) == ["one"]
    assert titles(project, parties=("marian voss",)) == titles(project, parties=("P1",)) == ["one"]
    assert titles(project, case="NORTH") == ["two"]
    assert titles(project, agency="county") == ["one"]
    assert titles(project, certainty=(Certainty.POSSIBLE,)) == ["two"]
    assert titles(project, first="1978-07") == ["two", "three"]
    assert titles(project, last="1981") == ["one", "two", "three"]
    assert titles(project, first="1982", last="1982") == ["three"]
    assert titles(project, words="CHAIN") == ["two"]
    for chosen in ({"case": "South"}, {"parties": ("Nobody",)}, {"parties": ("P99",)}):
        with pytest.raises(NotFoundError):
            titles(project, **chosen)
    for chosen in ({"first": "soon"}, {"first": "1980", "last": "1978"}):
        with pytest.raises(UsageError):
            titles(project, **chosen)


def test_a_page_holds_lanes_gaps_conflicts_and_ages(project: Project) -> None:
    add_party(project, PartyChange(name="Marian Voss", born="1962-04"))
    enter(project, "one", "1978-06-04", also=said("Marian Voss:reported; Harbour office:told"))
    enter(project, "two", "1987-06-04", also=said("Marian Voss:saw"))
    enter(project, "inside", "1980", certainty=Certainty.DISPUTED)
    enter(project, "undated")
    shown = page(project)
    assert [(lane.party and lane.party.name, lane.events) for lane in shown.lanes] == [
        ("Marian Voss", (1, 2)),
        ("Harbour office", (1,)),
        (None, (3, 4)),
    ]
    of_marian = [gap for gap in shown.gaps if gap.lane == 1]
    assert [(gap.said, gap.inside) for gap in of_marian] == [("9 years", (3,))]
    assert [(age.event, age.said) for age in shown.ages] == [(1, "16"), (2, "25")]
    assert [conflict.event for conflict in shown.conflicts] == [3]
    record = page_record(shown)
    assert [event["title"] for event in record["events"]] == ["one", "inside", "two", "undated"]  # type: ignore[attr-defined]
    chosen = page(project, Chosen(parties=("Marian Voss",)))
    assert (len(chosen.events), chosen.left_out) == (2, 2)
    assert page(project) is shown
    enter(project, "three", "1990")
    assert len(page(project).events) == 5


def test_a_gap_says_what_else_is_told_of_its_time(project: Project) -> None:
    enter(project, "one", "1978-06-04", kind=EventKind.CONTACT)
    enter(project, "two", "1979-06-04", kind=EventKind.CONTACT)
    enter(project, "call", "1978-10", kind=EventKind.WARNING_SIGN)
    enter(project, "letter", kind=EventKind.CONTACT)
    (gap,) = gaps_of(project, Chosen(kinds=(EventKind.CONTACT,)))
    assert (gap.said, gap.inside, gap.may_lie) == ("1 year", (3,), (4,))
    assert gaps_of(project, Chosen(kinds=(EventKind.CONTACT,)), shortest=366) == []


def test_one_case_does_not_fill_the_silence_of_another(project: Project) -> None:
    for case in ("North", "South"):
        add_case(project, case)
    told = (("one", "1978", "North"), ("two", "1985", "North"), ("three", "1981", "South"), ("four", "1982", ""))
    for title, date, case in told:
        enter(project, title, date, case=case)
    (gap,) = gaps_of(project)
    assert (gap.case, gap.said, gap.inside) == (1, "6 to 7 years", (4,))
    assert [(gap.case, gap.lane) for gap in page(project).gaps] == [(1, None)]


def test_who_knew_follows_what_was_told(project: Project) -> None:
    enter(project, "The chain breaks", "1978-06", also=said("Marian Voss:saw"))
    enter(project, "She reports it", "1978-09", tells_of="E1", also=said("Marian Voss:reported; Harbour office:told"))
    knew = [(way.party, way.by, way.said) for way in who_knew_of(project, event="E1")]
    assert knew == [(1, 1, knew[0][2]), (1, 2, knew[1][2]), (2, 2, knew[2][2])]
    assert [way.event for way in who_knew_of(project, party="harbour office")] == [1, 2]
    with pytest.raises(NotFoundError):
        who_knew_of(project, event="E9")


def test_two_events_that_are_one_are_offered_merged_and_parted_again(project: Project) -> None:
    first = enter(project, "Letter about the chain handed in", "1978-06-04", agency="Harbour office").event
    second = enter(
        project, "A letter about the chain was handed in", "1978-06", agency="County",
        sources=(Source(span=PLACE),), also=said("Marian Voss:did"), note="blue ink",
    ).event  # fmt: skip
    third = enter(project, "It is answered", after="E2", words="two days later", tells_of="E2").event
    with project.store.change("a thought") as pen:
        memo = pen.add(Memo(text="the same hand", about=MemoAbout.EVENT, target=second.id))
    (pair,) = duplicates(project)
    assert pair.about == "E1+E2"
    before = (project.store.events(), project.store.memos())

    made = merge_events(project, second.id, first.id)
    assert [event.id for event in project.store.events()] == [first.id, third.id]
    event = made.event
    assert (event.date, event.title, event.agency, event.note) == (
        "1978-06-04",
        "Letter about the chain handed in",
        "Harbour office; County",
        "blue ink\nCounty said: “A letter about the chain was handed in”",
    )
    assert [source.date for source in event.sources] == ["", "1978-06"]
    assert len(event.parties) == 1
    kept = project.store.events()[1]
    assert (kept.hangs_on, kept.tells_of, kept.date) == (first.id, first.id, "1978-06-06")
    assert [after.id for _, after in made.counted.again] == [third.id]
    assert project.store.memos()[0].target == first.id
    assert memo.target == second.id
    undo(project)
    assert (project.store.events(), project.store.memos()) == before
    with pytest.raises(UsageError):
        merge_events(project, first.id, first.id)


def test_what_two_that_are_one_said_differently_is_kept_beside_what_stays(project: Project) -> None:
    kept = EventFacts(title="The ferry stops", date="1978-06-03", sources=(Source(document="log"),))
    kept = replace(kept, answer="none", place="the quay", certainty=Certainty.PROBABLE)
    add_event(project, kept)
    other = replace(kept, title="Ferry cancelled", date="1978-06-04", kind=EventKind.CONTACT, answer="noted")
    add_event(project, replace(other, words="that Sunday", answered_on="1978-07", place="the pier", agency="County"))
    merged = merge_events(project, 2, 1).event
    assert [(source.document, source.date) for source in merged.sources] == [("log", ""), ("log", "1978-06-04")]
    assert [one.kind for one in conflicts_of(project)] == ["event date"]
    assert (merged.kind, merged.answer, merged.answered_on) == (EventKind.CONTACT, "none", "")
    assert merged.note == (
        "County said: “Ferry cancelled”; dated by “that Sunday”; place: the pier; answer: noted; answered: 1978-07"
    )


def test_a_merge_makes_no_circle(project: Project) -> None:
    first = enter(project, "one", "1978").event
    middle = enter(project, "between", after=f"E{first.id}", words="a year", tells_of=f"E{first.id}").event
    last = enter(project, "one again", after=f"E{middle.id}", words="a year", tells_of=f"E{middle.id}").event
    merge_events(project, first.id, last.id)
    found = {event.id: event for event in project.store.events()}
    assert (found[last.id].hangs_on, found[last.id].tells_of) == (None, None)
    assert (found[middle.id].hangs_on, found[middle.id].tells_of) == (last.id, last.id)
    edit_event(project, last.id, EventFacts(date="1990"))


def test_two_that_were_kept_apart_are_not_offered_again(project: Project) -> None:
    enter(project, "The ferry stops", "1978")
    enter(project, "The ferry stops", "1978")
    assert len(duplicates(project)) == 1
    keep_apart(project, 2, 1, note="morning and evening")
    assert duplicates(project) == []
    undo(project)
    assert len(duplicates(project)) == 1
    for pair in ((1, 1), (1, 9)):
        with pytest.raises(UsageError):
            keep_apart(project, *pair)


def test_an_institution_and_a_person_are_not_one(project: Project) -> None:
    enter(project, "one", also=said("Marian Voss:saw"))
    office = add_party(project, PartyChange(name="Harbour office", kind=PartyKind.INSTITUTION))
    before = (project.store.events(), parties(project), project.store.last_transaction())
    for one, into in (("Harbour office", "Marian Voss"), ("P1", f"P{office.id}")):
        with pytest.raises(UsageError, match="is an institution") as told:
            merge_parties(project, one, into)
        assert "Marian Voss a person" in str(told.value)
        assert "chronicle people edit P1 --institution" in told.value.hint
    assert (project.store.events(), parties(project), project.store.last_transaction()) == before
    # What was entered as the wrong one of the two is put right first.
    edit_party(project, 1, PartyChange(kind=PartyKind.INSTITUTION))
    assert merge_parties(project, "P1", "Harbour office").id == office.id


def test_parties_are_kept_merged_and_parted_again(project: Project) -> None:
    enter(project, "one", also=said("Marian Voss:saw; M. Voss:saw"))
    edit_party(project, 2, PartyChange(born="1962", group="witnesses", note="née Hale"))
    before = (project.store.events(), parties(project))
    kept = merge_parties(project, "M. Voss", "marian voss")
    assert (kept.name, kept.born, kept.group) == ("Marian Voss", "1962", "witnesses")
    assert kept.note == "née Hale\nalso called M. Voss"
    assert [each.party for each in project.store.events()[0].parties] == [1]
    undo(project)
    assert (project.store.events(), parties(project)) == before
    edit_party(project, 1, PartyChange(born="1961-05"))
    assert "also called M. Voss, born 1962" in merge_parties(project, "M. Voss", "marian voss").note
    undo(project)
    with pytest.raises(ConflictError):
        add_party(project, PartyChange(name="MARIAN VOSS"))
    with pytest.raises(ConflictError):
        edit_party(project, 2, PartyChange(name="Marian Voss"))
    with pytest.raises(ConflictError):
        remove_party(project, 1)
    with pytest.raises(UsageError):
        merge_parties(project, "P1", "P1")
    for change in (PartyChange(born="soon"), PartyChange(name="P7"), PartyChange(name=" "), PartyChange(group="fans")):
        with pytest.raises(UsageError):
            edit_party(project, 1, change)


def test_cases_have_tapes_and_keep_their_events(project: Project) -> None:
    case = add_case(project, "North", tapes=["T001"])
    with pytest.raises(ConflictError):
        add_case(project, "north")
    with pytest.raises(NotFoundError):
        add_case(project, "South", tapes=["T999"])
    assert edit_case(project, case, remove=["T001"]).tapes == ()
    with pytest.raises(NotFoundError):
        edit_case(project, case_called(project, "North"), remove=["T001"])
    enter(project, "one", case="North")
    with pytest.raises(ConflictError):
        remove_case(project, case_called(project, "North"))
    edit_event(project, 1, EventFacts(case=""))
    remove_case(project, case_called(project, "North"))
    assert project.store.cases() == []


@pytest.mark.parametrize(
    "text",
    ["", " ", ":", "Marian", "Marian:", ":saw", "Marian:hurt", "Marian:saw it", "\ud800" * 3, "a" * 9000],
)
def test_a_name_without_a_role_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"not a name with a role"):
        read_taking(text)


@pytest.mark.parametrize(
    "facts",
    [
        EventFacts(title=""),
        EventFacts(title="x" * 501),
        EventFacts(title="x", note="y" * 4001),
        EventFacts(title="x", case="nowhere"),
        EventFacts(title="x", after="E99"),
        EventFacts(title="x", after="E" + "9" * 400),
        EventFacts(title="x", after="E١"),
        EventFacts(title="x", tells_of="1; DROP TABLE event"),
        EventFacts(title="x", answered_on="soon"),
        EventFacts(title="x", believed="maybe"),
        EventFacts(title="x", also=(Taking(name="n" * 201, role=Role.DID),)),
        EventFacts(title="x", also=(Taking(name="P12", role=Role.DID),)),
        EventFacts(title="x", sources=(Source(span="../../etc/passwd@1,2"),)),
        EventFacts(title="x", sources=(Source(document="d", date="2019-02-30"),)),
    ],
)
def test_hostile_facts_are_refused_in_words_and_nothing_is_written(project: Project, facts: EventFacts) -> None:
    known = facts if facts.sources else EventFacts(**{**_given(facts), "sources": (Source(document="d"),)})
    with pytest.raises(UsageError):
        add_event(project, known)
    assert (project.store.events(), parties(project)) == ([], [])


def _given(facts: EventFacts) -> dict[str, object]:
    return {name: getattr(facts, name) for name in EventFacts.__dataclass_fields__}


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        *(("June 1978", "1978-06"), ("about 1978", "1978~"), ("that summer", ""), ("June", "")),
        *(("1978 or June 1980", "[1978,1980-06]"), ("before 1978", "[..1977]"), ("Whitsun 1978", "1978")),
        *(("shortly before Easter 1978", ""), ("a year after May 1978", "")),
    ],
)
def test_words_that_seem_to_mean_one_date_are_offered_as_edtf(text: str, offers: str) -> None:
    given = given_date(text, "")
    assert (given.date, given.words, given.offers) == ("", text, offers)
    assert ("did you mean" in given.asks) == bool(offers)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1978-13", "'1978-13' (a year has no month 13); the words are kept: did you mean 1978?"),
        ("1978-02-30", "'1978-02-30' (there is no such day in the calendar); the words are kept: did you mean 1978?"),
        ("1980/1978", f"'1980/1978' (it ends before it begins); the words are kept: {EDTF_HINT}"),
        ("29.2.1900", f"'29.2.1900' (there is no such day in the calendar); the words are kept: {EDTF_HINT}"),
        ("4/6/84", "'4/6/84'; the words are kept: did you mean 1984-06-04 (4 June 1984) or 1984-04-06 (6 April 1984)?"),
        ("the 1980s", "'the 1980s'; the words are kept: did you mean 198X (the 1980s)?"),
        ("June 1978", "'June 1978'; the words are kept: did you mean 1978-06 (June 1978)?"),
    ],
)
def test_what_is_wrong_with_a_date_is_said_once_and_in_words(text: str, says: str) -> None:
    assert given_date(text, "").asks == f"no date could be read from {says}"


@pytest.mark.parametrize("text", ["\x1b[2J", "<b>1978</b>", "'; DROP TABLE event; --", "9" * 5000, "\0", "٢٠٠٠"])
def test_a_date_of_any_signs_is_kept_as_words(text: str) -> None:
    given = given_date(text, "")
    assert given.date == ""
    assert given.words == " ".join(text.split())
    assert given.asks


def test_the_record_of_an_entry_says_what_is_to_be_asked(project: Project) -> None:
    record = entered_record(project, enter(project, "The ferry stops", "that summer"))
    assert record["asks"]
    assert record["earliest"] is None
    assert record["sources"][0]["kind"] == "document"  # type: ignore[index]


def test_ten_thousand_events_are_read_chosen_and_gapped_while_one_looks(project: Project) -> None:
    place = EventSource(quote=quote_of(project, read_span(project, PLACE)))
    with project.store.change("many") as pen:
        marian = pen.add(Party(name="Marian Voss"))
        for number in range(10_000):
            date = f"{1950 + number % 50}-{number % 12 + 1:02}-{number % 28 + 1:02}"
            taking = (Participant(party=marian.id, role=Role.TOLD),)
            kind = list(EventKind)[number % 9]
            pen.add(Event(title=f"ferry {number}", date=date, kind=kind, parties=taking, sources=(place,)))
    began = time.process_time()
    found = chosen_events(project, Chosen(kinds=(EventKind.CONTACT,), first="1960"))
    gapped = gaps_of(project, Chosen(kinds=(EventKind.CONTACT,)), shortest=30)
    assert time.process_time() - began < 2  # 0.2 s on a quiet machine: bench/bench_chronology.py
    assert (len(found), bool(gapped)) == (889, True)
    began = time.process_time()
    assert len(page_record(page(project))["events"]) == 10_000  # type: ignore[arg-type]
    assert time.process_time() - began < 8

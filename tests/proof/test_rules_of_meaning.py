"""The rules of meaning one by one: what raises a flag, and the honest trim beside it that raises none."""

from __future__ import annotations

import pytest

from tapewright.model import Flag, SpeakerId
from tapewright.testing.proving import MemoryProver, talk_of

SPEAKERS = {"MARIAN": 1, "JO": 2}
NAMES = {SpeakerId(number): name for name, number in SPEAKERS.items()}


def raised(said: str, quote: str, **sure: object) -> list[str]:
    """The flags of a quotation of one turn, doubtful ones with a question mark."""
    talk = talk_of("T1", ("MARIAN", said), speakers=SPEAKERS, **sure)  # type: ignore[arg-type]
    proved = MemoryProver([talk], NAMES).prove(quote)
    return [flag.flag.value + ("?" if flag.is_doubtful else "") for flag in proved.flags]


DROPPED, ADDED = Flag.NEGATION_DROPPED.value, Flag.NEGATION_ADDED.value


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("We did not sell the old boat that year.", "We did sell the old boat that year."),
        ("We didn't sell the old boat that year.", "We sell the old boat that year."),
        ("They never asked us about the harbour.", "They asked us about the harbour."),
        ("Nobody came to the market that morning.", "Somebody came to the market that morning."),
        ("We left without the engine that evening.", "We left with the engine that evening."),
        ("There were no boats in the harbour then.", "There were boats in the harbour then."),
        ("It can't be mended any more, the old bridge.", "It can be mended any more, the old bridge."),
        ("I don't think that they sold the bakery.", "They sold the bakery."),
        ("The ferry, I can tell you, did not … run in winter.", "The ferry … run in winter."),
        ("We hardly ever saw the captain in those days.", "We ever saw the captain in those days."),
    ],
)
def test_a_denial_of_what_stays_is_missed(said: str, quote: str) -> None:
    assert DROPPED in raised(said, quote)


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("No, we sold the old boat that year.", "We sold the old boat that year."),
        ("We sold the boat, it was not ours, and bought the oven.", "We sold the boat … and bought the oven."),
        ("We did not, we did not sell the boat.", "We did not sell the boat."),
        ("It was a long winter, wasn't it, for the fishermen.", "It was a long winter … for the fishermen."),
        ("I did not go there. We sold the boat in spring.", "We sold the boat in spring."),
        ("We did not sell it. Nobody asked. We kept the boat.", "We did not sell it. … We kept the boat."),
        ("I think it is not the harbour that we wanted.", "I do not think it is the harbour that we wanted."),
    ],
)
def test_a_denial_that_goes_with_its_clause_is_no_loss(said: str, quote: str) -> None:
    assert DROPPED not in raised(said, quote)


def test_a_denial_that_was_not_said_is_told() -> None:
    assert ADDED in raised("The harbour was open all winter long.", "The harbour was not open all winter long.")
    assert ADDED in raised("The harbour was open all winter long.", "The harbour wasn't open all winter long.")


def test_a_denial_for_which_the_tape_has_time_is_to_be_heard() -> None:
    said, quote = "The harbour was _ open all winter long.", "The harbour was not open all winter long."
    assert raised(said, quote, confidence=230) == [ADDED + "?"]
    assert raised(said, quote, confidence=255) == [ADDED]


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("I think the harbour was closed that winter.", "The harbour was closed that winter."),
        ("The harbour was probably closed that winter.", "The harbour was closed that winter."),
        ("The harbour was closed that winter, as far as I know.", "The harbour was closed that winter."),
        ("The captain allegedly sold the nets to them.", "The captain sold the nets to them."),
        ("I sort of thought of the bakery then.", "I thought of the bakery then."),
        ("There were about 25 boats in the bay then.", "There were 25 boats in the bay then."),
        ("The bridge might be open again by spring.", "The bridge will be open again by spring."),
    ],
)
def test_a_hedge_of_what_stays_is_missed(said: str, quote: str) -> None:
    assert Flag.HEDGE_DROPPED.value in raised(said, quote)


def test_a_hedge_that_is_none_or_goes_with_its_sentence_is_no_loss() -> None:
    flag = Flag.HEDGE_DROPPED.value
    assert flag not in raised("What do you think the harbour costs now?", "What do you … the harbour costs now?")
    assert flag not in raised("We left. I think it was cold. We came back.", "We left. … We came back.")


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("If they paid us, we would go to sea again.", "We would go to sea again."),
        ("We would go to sea again if they paid us.", "We would go to sea again."),
        ("We would, unless it rained, go to sea every day.", "We would go to sea every day."),
        ("They stay as long as we pay, and then they leave.", "They stay, and then they leave."),
    ],
)
def test_a_condition_of_what_stays_is_missed(said: str, quote: str) -> None:
    assert Flag.CONDITION_DROPPED.value in raised(said, quote)


def test_if_that_is_no_condition_is_no_loss() -> None:
    flag = Flag.CONDITION_DROPPED.value
    assert flag not in raised("They looked, as if nothing was wrong, at the sea.", "They looked … at the sea.")
    assert flag not in raised("We went home. If it rains, we stay. That is all.", "We went home. … That is all.")


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("There were fifteen boats in the bay that night.", "There were fifty boats in the bay that night."),
        ("It cost 400 dollars to mend the old oven.", "It cost 900 dollars to mend the old oven."),
        ("Three of the boats came back in the morning.", "The boats came back in the morning."),
        ("Most of the people here bought their bread there.", "All of the people here bought their bread there."),
        ("The ferry came on the second of May that year.", "The ferry came on the third of May that year."),
        ("We waited for two hours on the old bridge.", "We waited for two days on the old bridge."),
    ],
)
def test_another_quantity_is_told(said: str, quote: str) -> None:
    assert Flag.QUANTITY_CHANGED.value in raised(said, quote)


def test_all_in_at_all_is_no_quantity() -> None:
    said = "There was nothing there and nothing would grow. We waited for rain for a long time."
    assert Flag.QUANTITY_CHANGED.value not in raised(said, "There was nothing there and nothing would grow at all.")
    assert Flag.QUANTITY_CHANGED.value in raised(said, "There was nothing there and nothing would grow all year.")


def test_the_same_quantity_written_otherwise_is_none_other() -> None:
    said = "Twenty-five boats came at half past four, on the third of May, for two and a half million dollars."
    assert raised(said, "25 boats came at half past 4, on the 3rd of May, for two and a half million dollars.") == []


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("The ferry came on a Monday that year.", "The ferry came on a Friday that year."),
        ("We had floods at the harbour in November.", "We had floods at the harbour in October."),
        ("We had floods at the harbour in November.", "We had floods at the harbour in winter."),
    ],
)
def test_another_month_or_day_is_another_quantity_and_that_alone(said: str, quote: str) -> None:
    assert raised(said, quote) == [Flag.QUANTITY_CHANGED.value]


def test_a_difference_is_told_without_the_stops_behind_it() -> None:
    talk = talk_of("T1", ("MARIAN", "We had floods in the harbour in November."), speakers=SPEAKERS)
    proved = MemoryProver([talk], NAMES).prove("We had floods in the harbour in October.")
    assert proved.explanation == "The text has 'October', the tape 'November' (MARIAN, T1 at 00:00:00.000)."


def test_another_name_is_told_and_another_spelling_is_not() -> None:
    flag = Flag.NAME_CHANGED.value
    assert flag in raised(
        "We asked old Marian about the harbour first.", "We asked old Gerald about the harbour first."
    )
    assert flag not in raised("We asked old Kathy about the harbour.", "We asked old Cathy about the harbour.")


def test_another_subject_is_told() -> None:
    flag = Flag.SUBJECT_CHANGED.value
    assert flag in raised("And then he sold the boat to the baker.", "And then she sold the boat to the baker.")
    assert flag in raised("I heard they left the harbour at night.", "I left the harbour at night.")
    assert flag not in raised("That was the harbour as we knew it.", "It was the harbour as we knew it.")


def test_an_end_that_the_speaker_did_not_make_is_told() -> None:
    flag = Flag.SENTENCE_ENDED_EARLY.value
    assert flag in raised("The harbour was safe but the boats were not.", "The harbour was safe.")
    assert flag in raised("We went down to the old harbour every morning.", "We went down to the old.")
    assert flag not in raised("The harbour was safe, right? Then we left.", "The harbour was safe.")
    assert flag not in raised("The harbour was safe, and then we left it.", "The harbour was safe.")


def test_what_is_taken_back_in_the_next_breath_is_told() -> None:
    flag = Flag.RETRACTED_NEXT.value
    assert flag in raised("I sold the boat. No, wait, that's not true. It sank.", "I sold the boat.")
    assert flag in raised("I sold the boat. I'm kidding. It is still there.", "I sold the boat.")
    assert flag not in raised("I sold the boat. It was the last one. I am sorry.", "I sold the boat.")
    assert flag not in raised(
        "I sold the boat. No, wait, that's not true.", "I sold the boat. No, wait, that's not true."
    )


def test_an_answer_behind_another_question_is_told() -> None:
    talk = talk_of(
        "T1",
        ("JO", "Did you sell the bakery to the neighbours?"),
        ("MARIAN", "Yes, I did, in the spring of that year."),
        speakers=SPEAKERS,
    )
    prover = MemoryProver([talk], NAMES)
    swapped = prover.prove("Yes, I did, in the spring of that year.", question="Did you burn down the harbour office?")
    same = prover.prove("Yes, I did, in the spring of that year.", question="So did you sell the bakery?")
    assert [flag.flag for flag in swapped.flags] == [Flag.QUESTION_SWAPPED]
    assert same.flags == ()


def test_a_language_without_rules_has_verdicts_and_says_that_meaning_was_not_judged() -> None:
    talk = talk_of("T1", ("MARIAN", "Mi ddaru nhw werthu'r cwch yn y gwanwyn."), speakers=SPEAKERS)
    proved = MemoryProver([talk], NAMES, language="cy").prove("Mi ddaru nhw werthu'r cwch yn y gaeaf.")
    assert proved.verdict.value == "altered"
    assert proved.flags == ()
    assert "no rules for the language" in proved.explanation


@pytest.mark.parametrize(
    ("said", "quote", "flags"),
    [
        ("I'm and saying you should go to the harbour.", "I'm not saying you should go to the harbour.", ["added?"]),
        ("I'm saying you should go to the harbour.", "I'm not saying you should go to the harbour.", ["added"]),
        ("We left without the engine that evening.", "We left with the engine that evening.", ["dropped"]),
        ("We sold 200 mailing nets to the harbour.", "We sold 200 million nets to the harbour.", ["quantity?"]),
        ("We sold two nets to the old harbour.", "We sold twelve nets to the old harbour.", ["quantity"]),
        ("Then we asked prior about the harbour.", "Then we asked Pieter about the harbour.", ["name?"]),
        ("Then we asked Jonas about the harbour.", "Then we asked Gerald about the harbour.", ["name"]),
    ],
)
def test_a_machine_mishears_another_class_of_word_and_a_person_changes_like_for_like(
    said: str, quote: str, flags: list[str]
) -> None:
    words = {"added": ADDED, "dropped": DROPPED, "quantity": Flag.QUANTITY_CHANGED, "name": Flag.NAME_CHANGED}
    wanted = [words[flag.rstrip("?")] + ("?" if flag.endswith("?") else "") for flag in flags]
    assert raised(said, quote, confidence=254) == wanted
    assert raised(said, quote) == [flag.rstrip("?") for flag in wanted]


def test_a_stop_that_the_machine_may_have_lost_makes_a_flag_doubtful() -> None:
    said = "It was cold there maybe Jonas sold forty nets to the bakery. We stayed."
    quote = "Jonas sold forty nets to the bakery."
    assert raised(said, quote, confidence=254) == [Flag.HEDGE_DROPPED.value + "?"]
    assert raised(said, quote) == [Flag.HEDGE_DROPPED.value]


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("If you cannot get on that level, you stop, you have to think hard.", "You have to think hard."),
        ("If they ask at the harbour, fine, and we sell the boat to them.", "And we sell the boat to them."),
        ("He came in and went Whoa that is the old boat.", "He came in and went on that is the old boat."),
        ("I said You're at the harbour with the boats.", "I said they are at the harbour with the boats."),
        ("We put five and $10 notes into the tin there.", "We put $5 and $10 notes into the tin there."),
        ("We kept bread for the boats all through winter then.", "We kept bread for the boats through winter then."),
        ("Nothing will grow there in the dry years.", "Nothing will grow there at all in the dry years."),
        ("That kind of gives you an idea of the harbour.", "That gives you an idea of the harbour."),
        ("It was kind of silly to sell the old boat.", "It was silly to sell the old boat."),
        ("We were kinda waiting for the ferry all day.", "We were waiting for the ferry all day."),
    ],
)
def test_what_editors_of_podcasts_do_raises_none_of_these(said: str, quote: str) -> None:
    none = {Flag.CONDITION_DROPPED, Flag.NAME_CHANGED, Flag.QUANTITY_CHANGED, Flag.HEDGE_DROPPED}
    assert none.isdisjoint(raised(said, quote))


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("I kind of knew that the harbour would close.", "I knew that the harbour would close."),
        ("And then he sort of promised us the boat.", "And then he promised us the boat."),
    ],
)
def test_kind_of_between_a_person_and_a_deed_is_a_hedge(said: str, quote: str) -> None:
    assert Flag.HEDGE_DROPPED.value in raised(said, quote)


def test_kind_of_that_holds_the_floor_is_a_filler_and_one_that_says_which_is_not() -> None:
    said = "It was kind of silly to sell a kind of boat that floats."
    talk = talk_of("T1", ("MARIAN", said), speakers=SPEAKERS)
    prover = MemoryProver([talk], NAMES)
    assert prover.prove("It was silly to sell a kind of boat that floats.").verdict.value == "cleaned"
    assert prover.prove("It was kind of silly to sell a boat that floats.").verdict.value == "condensed"

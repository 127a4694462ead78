"""The records of voices say no to what cannot be."""

from __future__ import annotations

import pytest

from tapewright.errors import UsageError
from tapewright.model import FoundVoice, Provenance, TapeId, TapeVoices, Utterance
from tapewright.timing import Interval, Ticks

MADE = Provenance(tool="by hand", version="1", settings={}, input_digest="")


def _voice(number: int) -> FoundVoice:
    return FoundVoice(number=number, centre=(1.0, 0.0), spread=1.0)


def _said(voice: int) -> Utterance:
    return Utterance(interval=Interval(Ticks(0), Ticks(10)), voice=voice)


def test_voices_are_numbered_from_nought() -> None:
    with pytest.raises(UsageError, match="numbered from 0"):
        TapeVoices(tape=TapeId("T1"), utterances=(), voices=(_voice(1),), provenance=MADE)


@pytest.mark.parametrize("voice", [-1, 1])
def test_an_utterance_has_a_voice_of_the_tape(voice: int) -> None:
    with pytest.raises(UsageError, match="does not have"):
        TapeVoices(tape=TapeId("T1"), utterances=(_said(voice),), voices=(_voice(0),), provenance=MADE)


def test_a_tape_without_speech_has_none() -> None:
    assert TapeVoices(tape=TapeId("T1"), utterances=(), voices=(), provenance=MADE).voices == ()

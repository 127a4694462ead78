"""Where somebody speaks."""

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.speech import SAMPLE_RATE_HZ
from tapewright.speech.activity import LEVEL, WINDOW, VoiceActivity, clear_speech_in, runs, speech_in
from tapewright.speech.chunks import chunks
from tapewright.timing import TICKS_PER_SECOND, Interval, Ticks, from_samples

SECOND = SAMPLE_RATE_HZ


def ticks(samples):
    return from_samples(samples, SAMPLE_RATE_HZ)


def blocks_of(samples, size):
    return (samples[at : at + size] for at in range(0, len(samples), size))


@given(st.lists(st.floats(0, 1), max_size=200))
def test_possible_speech_holds_all_clear_speech(probabilities):
    possible, clear = runs(probabilities, 0.1, 0.05), runs(probabilities, 0.5, 0.35)
    assert all(any(a <= start and end <= b for a, b in possible) for start, end in clear)
    assert all(a < b <= len(probabilities) for a, b in possible)


def test_a_short_pause_is_no_pause_and_a_longer_one_is():
    assert runs([0.9, 0.0, 0.0, 0.0, 0.9], 0.5, 0.35) == [(0, 5)]
    assert runs([0.9, 0.0, 0.0, 0.0, 0.0, 0.9], 0.5, 0.35) == [(0, 1), (5, 6)]


def test_silence_hum_and_hiss_are_not_speech():
    time = numpy.arange(60 * SECOND) / SECOND
    hiss = numpy.random.default_rng(1).standard_normal(60 * SECOND)
    for sound in (numpy.zeros(60 * SECOND), 0.1 * numpy.sin(2 * numpy.pi * 50 * time), 0.02 * hiss):
        assert speech_in(blocks_of(sound.astype("float32"), 7 * SECOND)).clear == ()


def test_no_sound_at_all_is_an_answer():
    assert speech_in([]).possible == ()
    assert speech_in([numpy.zeros(0, dtype="float32")]).possible == ()


@pytest.fixture(scope="module")
def reading(real):
    from faster_whisper.audio import decode_audio

    return decode_audio(str(real / "_assembled" / "lj001-long" / "lj001.flac"))[: 60 * SECOND]


def test_the_size_of_the_blocks_does_not_matter(reading):
    whole = speech_in([reading])
    assert speech_in(blocks_of(reading, 100_001)) == whole
    assert speech_in(blocks_of(reading, 17 * WINDOW)) == whole
    assert sum(i.duration for i in whole.clear) > 45 * TICKS_PER_SECOND


def test_the_probabilities_of_loud_sound_are_those_of_silero_in_faster_whisper(reading):
    from faster_whisper.vad import get_vad_model

    # Noise at the level to which soft sound is raised, so that nothing is raised.
    chance = numpy.random.default_rng(1).standard_normal(len(reading)).astype("float32")
    loud = reading + 1.2 * LEVEL * chance
    activity = VoiceActivity()
    for block in blocks_of(loud, 99_999):
        activity.feed(block)
    activity.spoken()
    theirs = get_vad_model()(numpy.pad(loud, (0, -len(loud) % WINDOW))).reshape(-1)
    # faster-whisper writes zeros over the end of its last window, so that one differs.
    assert numpy.allclose(activity._probabilities[:-1], theirs[:-1], atol=1e-6)


def test_a_reading_is_found_at_a_tenth_of_its_level_too(reading):
    whole = speech_in([reading])
    soft = speech_in([numpy.concatenate([reading, 0.1 * reading])])
    after = sum(i.duration for i in soft.clear if i.start >= 60 * TICKS_PER_SECOND)
    assert after > 0.9 * sum(i.duration for i in whole.clear)


def test_clear_speech_packed_is_the_sound_that_faster_whispers_own_filter_lets_through(reading):
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    tape = numpy.concatenate([reading, numpy.zeros(5 * SECOND, dtype="float32"), 0.02 * reading, reading])
    theirs = [Interval(*map(ticks, (i["start"], i["end"]))) for i in get_speech_timestamps(tape, VadOptions())]
    spoken = clear_speech_in(blocks_of(tape, 100_001))
    ours = [part for chunk in chunks(spoken, Interval(Ticks(0), ticks(len(tape)))) for part in chunk.heard]
    assert spoken.possible == spoken.clear
    window = ticks(WINDOW)
    # A stretch of some minutes may be cut where theirs goes on: the edges are held against each other in order.
    assert abs(sum(i.duration for i in ours) - sum(i.duration for i in theirs)) <= 2 * window * len(theirs)
    assert all(any(abs(i.start - o.start) <= window for o in ours) for i in theirs)


def test_a_soft_voice_after_a_loud_one_is_possible_speech_and_not_clear_at_its_own_level(real):
    from faster_whisper.audio import decode_audio

    loud = decode_audio(str(real / "osr-harvard" / "speech_audio" / "OSR_us_000_0034_8k.wav"))
    soft = decode_audio(str(real / "mfa-tests" / "wav" / "cold_corpus.wav"))
    tape = [numpy.concatenate([loud, 0.2 * soft])]
    after = Interval(ticks(len(loud)), ticks(len(loud) + len(soft)))
    assert sum(i.duration for i in speech_in(tape).within(after).possible) > 15 * TICKS_PER_SECOND
    assert sum(i.duration for i in clear_speech_in(tape).within(after).possible) < TICKS_PER_SECOND


def test_music_and_noise_are_hardly_speech(real):
    from faster_whisper.audio import decode_audio

    mixed = decode_audio(str(real / "ina-segmenter" / "musanmix.mp3"))
    found = speech_in([mixed])
    spoken_from = 62 * TICKS_PER_SECOND  # the annotation beside it: music, silence, noise, then a reader
    assert sum(i.duration for i in found.clear if i.start < spoken_from) < TICKS_PER_SECOND
    assert sum(i.duration for i in found.clear if i.start >= spoken_from) > 6 * TICKS_PER_SECOND

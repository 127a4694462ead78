"""The finder of voices with its real networks: skipped where the weights are not here."""

import json
from dataclasses import replace
from itertools import pairwise

import numpy
import pytest

from tapewright.errors import MissingError, UsageError
from tapewright.speech import SAMPLE_RATE_HZ, finders, registry
from tapewright.speech.voices.two_network import TwoNetworkFinder
from tapewright.timing import Interval, Ticks, from_samples, to_float_seconds, to_samples

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def finder():
    """The finder, or a skip."""
    state = registry.state("voices")
    if not state.is_installed:
        pytest.skip("the model voices is not here: tapewright models fetch voices")
    return TwoNetworkFinder(state.folder)


def heard(samples):
    """How a finder asks for the sound, and its extent."""
    samples = numpy.asarray(samples, dtype="float32")

    def sound(interval):
        first, last = (to_samples(at, SAMPLE_RATE_HZ) for at in (interval.start, interval.end))
        return samples[first:last]

    return sound, Interval(Ticks(0), from_samples(len(samples), SAMPLE_RATE_HZ))


def read(path):
    """A recording as 16 kHz mono."""
    from faster_whisper.audio import decode_audio

    return decode_audio(str(path))


def test_three_people_who_speak_one_after_the_other_are_three_voices(finder, real):
    samples = read(real / "picovoice-falcon" / "audio_samples" / "test.wav")
    found = finder.find(*heard(samples))
    assert len(found.voices) == 3
    middles = [(1.7 + 3.9) / 2, (6.2 + 11.1) / 2, (12.8 + 18.0) / 2]
    at = [
        [u.voice for u in found.utterances if to_float_seconds(u.interval.start) < s < to_float_seconds(u.interval.end)]
        for s in middles
    ]
    assert at == [[0], [1], [2]]


def test_a_tape_on_which_nobody_speaks_has_no_voice(finder):
    noise = numpy.random.default_rng(1).standard_normal(SAMPLE_RATE_HZ * 25) * 0.01
    for samples in (numpy.zeros(0), numpy.zeros(100), numpy.zeros(SAMPLE_RATE_HZ * 30), noise):
        found = finder.find(*heard(samples))
        assert found.utterances == ()
        assert found.voices == ()


def test_one_reader_is_one_voice_and_a_told_number_is_kept(finder, real):
    samples = read(real / "librispeech-librosa" / "audio" / "3436-172162-0000.hq.ogg")
    assert len(finder.find(*heard(samples)).voices) == 1
    assert len(finder.find(*heard(samples), count=2).voices) == 2
    three = read(real / "picovoice-falcon" / "audio_samples" / "test.wav")
    assert len(finder.find(*heard(three), most=2).voices) == 2


def test_the_same_sound_gives_the_same_answer_wherever_it_stands_on_a_tape(finder, real):
    samples = read(real / "picovoice-falcon" / "audio_samples" / "test.wav")
    sound, extent = heard(samples)
    first = finder.find(sound, extent)
    by = from_samples(44_100, SAMPLE_RATE_HZ)
    later = finder.find(lambda interval: sound(interval.moved(-by)), extent.moved(by))
    assert [u.interval.moved(by) for u in first.utterances] == [u.interval for u in later.utterances]
    assert first.voices == tuple(
        replace(voice, samples=tuple(i.moved(-by) for i in voice.samples)) for voice in later.voices
    )


def test_what_is_told_of_a_voice_is_within_its_own_turns(finder, real):
    samples = read(real / "picovoice-falcon" / "audio_samples" / "test.wav")
    found = finder.find(*heard(samples))
    for voice in found.voices:
        assert abs(numpy.linalg.norm(voice.centre) - 1) < 1e-4
        assert 0.3 < voice.spread <= 1.0001
        assert 1 <= len(voice.samples) <= 5
        for sample in voice.samples:
            assert to_float_seconds(sample.duration) <= 5.01
            assert any(u.interval.covers(sample) for u in found.utterances if u.voice == voice.number)


def test_a_voice_is_liker_itself_than_another(finder, real):
    folder = real / "librispeech-librosa" / "audio"
    one, other = (read(folder / f"{name}.hq.ogg") for name in ("198-209-0000", "5703-47212-0000"))
    samples = numpy.concatenate([one, other, numpy.zeros(SAMPLE_RATE_HZ)])
    sound, _ = heard(samples)
    ends = [0, len(one) // 2, len(one), len(one) + len(other), len(samples)]
    pairs = pairwise(from_samples(at, SAMPLE_RATE_HZ) for at in ends)
    first, second, third, silence = finder.embed(sound, [Interval(a, b) for a, b in pairs])
    assert numpy.dot(first, second) > 0.6 > 0.4 > numpy.dot(first, third)
    assert silence == ()
    assert finder.embed(sound, [Interval(Ticks(0), Ticks(0))]) == [()]


def test_a_stop_in_the_middle_leaves_the_finder_whole(finder, real):
    samples = read(real / "picovoice-falcon" / "audio_samples" / "test.wav")
    whole = finder.find(*heard(samples))

    def stop(step):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        finder.find(*heard(samples), report=stop)
    assert finder.find(*heard(samples)) == whole


def test_samples_that_are_no_numbers_spoil_nothing(finder, real):
    samples = read(real / "picovoice-falcon" / "audio_samples" / "test.wav")
    spoilt = samples.copy()
    spoilt[[100, 200_000]] = numpy.nan
    spoilt[[5_000, 250_000]] = numpy.inf
    assert len(finder.find(*heard(spoilt)).voices) == 3
    for value in (numpy.nan, numpy.inf, 1.0, 1e30):
        assert len(finder.find(*heard(numpy.full(SAMPLE_RATE_HZ * 3, value))).voices) <= 1


def test_a_number_below_one_is_refused(finder):
    with pytest.raises(UsageError):
        finder.find(*heard(numpy.zeros(100)), count=0)
    with pytest.raises(UsageError):
        finder.find(*heard(numpy.zeros(100)), most=-1)


def test_the_finder_is_known_by_its_name_and_says_what_it_depends_on(finder):
    record = finder.provenance()
    assert json.loads(json.dumps(record)) == record
    assert record["finder"] == finder.name == finders.DEFAULT
    assert {"segmentation", "likeness", "version"} <= set(record)


def test_without_weights_it_says_how_to_have_them(tmp_path):
    with pytest.raises(MissingError) as caught:
        TwoNetworkFinder(None)
    assert "models fetch voices" in caught.value.hint
    with pytest.raises(MissingError):
        TwoNetworkFinder(tmp_path).find(*heard(numpy.zeros(SAMPLE_RATE_HZ)))

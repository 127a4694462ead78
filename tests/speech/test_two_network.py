"""The finder of voices with its real networks: skipped where the weights are not here."""

import numpy
import pytest

from tapewright.speech import SAMPLE_RATE_HZ, registry
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

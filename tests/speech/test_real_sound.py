"""The guards and the engine on real sound: silence, music, noise, a soft voice beside a loud one."""

import numpy
import pytest

from tapewright.model import Mark
from tapewright.speech import SAMPLE_RATE_HZ, HearingSettings
from tapewright.speech.activity import speech_in
from tapewright.speech.chunks import chunks
from tapewright.speech.faster_whisper import FasterWhisperEngine
from tapewright.speech.listening import listen
from tapewright.timing import TICKS_PER_SECOND, Interval, Ticks, from_samples, to_samples


def decoded(path):
    from faster_whisper.audio import decode_audio

    return decode_audio(str(path))


def heard(engine, samples):
    """All words of a tape, as the verb would have them."""

    def sound(interval):
        first = to_samples(interval.start, SAMPLE_RATE_HZ)
        return samples[first : first + to_samples(interval.duration, SAMPLE_RATE_HZ)]

    extent = Interval(Ticks(0), from_samples(len(samples), SAMPLE_RATE_HZ))
    made = [listen(engine, chunk, sound, guards=True) for chunk in chunks(speech_in([samples]), extent)]
    return [word for part in made for word in part.words]


@pytest.fixture(scope="module")
def engine(tiny_en):
    return FasterWhisperEngine(HearingSettings(model="tiny.en"), tiny_en)


@pytest.mark.slow
@pytest.mark.weights
def test_forty_minutes_of_a_quiet_room_give_no_words_that_are_believed(engine):
    minute = 60 * SAMPLE_RATE_HZ
    room = 0.002 * numpy.random.default_rng(1).standard_normal(40 * minute).astype("float32")
    assert all(Mark.UNSUPPORTED in word.marks for word in heard(engine, room))


@pytest.mark.weights
def test_what_is_made_of_music_and_noise_is_marked(engine, real):
    words = heard(engine, decoded(real / "ina-segmenter" / "musanmix.mp3"))
    spoken_from = 62 * TICKS_PER_SECOND  # the annotation beside it: music, silence, noise, then a reader
    assert all(Mark.UNSUPPORTED in word.marks for word in words if word.end < spoken_from)
    read = [word.text for word in words if word.start >= spoken_from and Mark.UNSUPPORTED not in word.marks]
    assert len(read) > 5  # which words they are differs from processor to processor: the reader gives Hebrew names


@pytest.mark.weights
def test_a_soft_voice_after_a_loud_one_is_heard(engine, real):
    loud = decoded(real / "osr-harvard" / "speech_audio" / "OSR_us_000_0034_8k.wav")
    soft = 0.2 * decoded(real / "mfa-tests" / "wav" / "cold_corpus.wav")
    text = " ".join(word.text for word in heard(engine, numpy.concatenate([loud, soft]))).lower()
    assert "severe storm" in text
    assert "sick corpus" in text
    assert "different words that i did not say" in text
    assert "long pause" in text


@pytest.mark.weights
def test_real_reading_is_not_doubted(engine, real):
    words = heard(engine, decoded(real / "_assembled" / "lj001-long" / "lj001.flac")[: 90 * SAMPLE_RATE_HZ])
    assert len(words) > 200
    assert sum(Mark.UNSUPPORTED in word.marks for word in words) == 0

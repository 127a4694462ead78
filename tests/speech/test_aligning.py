"""Known words laid on real sound; and what is refused: silence, noise, other words, too many, other scripts."""

import itertools
import wave

import numpy
import pytest

from tapewright.speech import SAMPLE_RATE_HZ
from tapewright.speech.aligning import LEAST_FIT, Refusal, align, provenance
from tapewright.timing import TICKS_PER_SECOND, from_milliseconds

WRONG = "the ferry left the harbour at half past nine and nobody was on board".split()


def sound_of(path):
    with wave.open(str(path)) as file:
        raw = file.readframes(file.getnframes())
    return numpy.frombuffer(raw, dtype="<i2").astype("float32") / 32768


def silence(seconds):
    return numpy.zeros(round(seconds * SAMPLE_RATE_HZ), dtype="float32")


@pytest.fixture(scope="module")
def readings(real):
    """Sentences of a novel: samples and tokens by number."""
    folder = real / "librivox-pocketsphinx/data/librivox"
    found = sorted(folder.glob("*.wav"))
    if not found:
        pytest.skip("the LibriVox sentences are not among the shared recordings")
    return [(sound_of(path), path.with_suffix(".txt").read_text().split()) for path in found]


def test_the_words_of_a_reading_are_laid_in_order_and_inside_it(readings):
    for samples, tokens in readings:
        laid = align(samples, tokens)
        assert laid
        assert laid.fit > LEAST_FIT / 2 - 50
        placed = [word.interval for word in laid.words if word]
        assert len(placed) == len(tokens)
        assert all(a.end <= b.start for a, b in itertools.pairwise(placed))
        assert all(from_milliseconds(30) <= i.duration <= from_milliseconds(1_200) for i in placed)
        assert placed[-1].end <= len(samples) * TICKS_PER_SECOND // SAMPLE_RATE_HZ


def test_the_same_words_get_the_same_edges_whatever_was_laid_before(readings):
    first = [align(samples, tokens) for samples, tokens in readings]
    again = [align(samples, tokens) for samples, tokens in reversed(readings)]
    assert first == again[::-1]


def test_the_words_of_another_sentence_are_refused(readings):
    texts = [tokens for _, tokens in readings] + [WRONG]
    for number, (samples, _) in enumerate(readings):
        for other, tokens in enumerate(texts):
            if other != number:
                assert align(samples, tokens).refusal in (Refusal.BAD_FIT, Refusal.NO_MATCH, Refusal.NO_ROOM)


def test_a_dash_has_no_place_and_disturbs_nobody(readings):
    samples, tokens = readings[0]
    with_signs = [tokens[0], "—", *tokens[1:], "🙂"]
    laid = align(samples, with_signs)
    assert laid.words[1] is None
    assert laid.words[-1] is None
    assert [w for w in laid.words if w] == list(align(samples, tokens).words)


def test_a_word_that_no_dictionary_has_leaves_its_neighbours_where_they_are(readings):
    samples, tokens = readings[0]
    assert tokens[3].lower().startswith("dashwood")
    whole = align(samples, tokens).words
    respelt = align(samples, [*tokens[:3], "Dashwoode", *tokens[4:]]).words
    for number, (a, b) in enumerate(zip(whole, respelt, strict=True)):
        slack = 80 if number == 3 else 30
        assert abs(a.interval.start - b.interval.start) <= from_milliseconds(slack)


@pytest.mark.parametrize(
    ("samples", "tokens", "refusal"),
    [
        (silence(3), ["hello"], Refusal.NO_MATCH),
        (silence(3), [], Refusal.NO_WORDS),
        (silence(3), ["—", "🙂"], Refusal.NO_WORDS),
        (silence(0), ["hello"], Refusal.NO_ROOM),
        (silence(0.01), ["a"], Refusal.NO_ROOM),
        (silence(1), ["hello"] * 500, Refusal.NO_ROOM),
        (silence(3), ["hello", "привет"], Refusal.UNREADABLE),
        (silence(61), ["hello"], Refusal.TOO_LONG),
    ],
)
def test_what_cannot_be_is_refused(samples, tokens, refusal):
    laid = align(samples, tokens)
    assert laid.refusal is refusal
    assert not laid
    assert laid.words == ()


@pytest.mark.parametrize("kind", ["noise", "hum", "clicks", "full scale", "not a number"])
def test_words_are_not_laid_on_what_is_no_speech(kind):
    chance, count = numpy.random.default_rng(3), 4 * SAMPLE_RATE_HZ
    samples = {
        "noise": chance.normal(0, 0.1, count),
        "hum": 0.3 * numpy.sin(numpy.arange(count) * 2 * numpy.pi * 50 / SAMPLE_RATE_HZ),
        "clicks": (chance.random(count) > 0.999).astype(float),
        "full scale": numpy.sign(chance.normal(0, 1, count)) * 40,
        "not a number": numpy.full(count, numpy.nan),
    }[kind]
    assert not align(samples.astype("float32"), WRONG)


def test_music_is_not_laid_under_words(real):
    import av

    path = real / "ina-segmenter/musanmix.mp3"
    if not path.is_file():
        pytest.skip("the mix of speech, music and noise is not among the shared recordings")
    with av.open(str(path)) as media:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE_HZ)
        frames = [out.to_ndarray()[0] for frame in media.decode(audio=0) for out in resampler.resample(frame)]
    samples = numpy.concatenate(frames)
    laid = [align(samples[start * 16_000 : (start + 8) * 16_000], WRONG) for start in range(0, 56, 8)]
    assert not any(laid)


def test_it_is_said_what_the_edges_depend_on():
    assert provenance()["aligner"] == "pocketsphinx"
    assert str(provenance()["version"]).startswith("5.")

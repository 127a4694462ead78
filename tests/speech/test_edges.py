"""Edges of recognised words moved onto real sound, and words that keep the times they had."""

import random
import time
import wave
from dataclasses import replace
from itertools import pairwise

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.model import Mark, Word, WordTiming
from tapewright.speech import SAMPLE_RATE_HZ
from tapewright.speech.aligning import align
from tapewright.speech.edges import SLACK, provenance, refine
from tapewright.speech.gate import gated
from tapewright.speech.loudness import Loudness
from tapewright.timing import TICKS_PER_SECOND, Ticks, from_milliseconds, from_samples

START = Ticks(100 * TICKS_PER_SECOND)
PAUSE = numpy.zeros(SAMPLE_RATE_HZ // 2, dtype="float32")


def sound_of(path):
    with wave.open(str(path)) as file:
        raw = file.readframes(file.getnframes())
    return numpy.frombuffer(raw, dtype="<i2").astype("float32") / 32768


@pytest.fixture(scope="module")
def reading(real):
    """Five sentences of a novel, half a second between them: samples, and words where the aligner puts them."""
    paths = sorted((real / "librivox-pocketsphinx/data/librivox").glob("*.wav"))
    if not paths:
        pytest.skip("the LibriVox sentences are not among the shared recordings")
    parts, words, at = [], [], 0
    for path in paths:
        samples, tokens = sound_of(path), path.with_suffix(".txt").read_text().split()
        laid = align(samples, tokens)
        moved = START + from_samples(at, SAMPLE_RATE_HZ)
        words += [
            Word(text=token, start=Ticks(word.interval.start + moved), end=Ticks(word.interval.end + moved))
            for token, word in zip(tokens, laid.words, strict=True)
        ]
        parts += [samples, PAUSE]
        at += len(samples) + len(PAUSE)
    return numpy.concatenate(parts), words


def as_heard(words, *, lag_ms=0, spread_ms=90, seed=3):
    """The words with a recogniser's errors: edges that touch, a little early or late, one now and then squeezed."""
    chance = random.Random(seed)
    made, before = [], 0
    for word in words:
        start = max(before, word.start + from_milliseconds(lag_ms + chance.randint(-spread_ms, spread_ms)))
        end = max(start, word.end + from_milliseconds(lag_ms + chance.randint(-spread_ms, spread_ms)))
        end = start if chance.random() < 0.05 else end
        made.append(replace(word, start=Ticks(start), end=Ticks(end), confidence=chance.randrange(255)))
        before = start
    return made


@pytest.mark.parametrize("lag_ms", [-90, 0, 90])
def test_edges_come_back_to_the_sound_from_wherever_a_recogniser_heard_them(reading, lag_ms):
    samples, true = reading
    heard = as_heard(true, lag_ms=lag_ms)
    made = refine(heard, samples, START)
    off = [abs(one.start - word.start) for one, word in zip(made.words, true, strict=True)]
    before = [abs(one.start - word.start) for one, word in zip(heard, true, strict=True)]
    near = sum(distance <= from_milliseconds(30) for distance in off)
    assert near >= 0.9 * len(true)
    assert sum(distance <= from_milliseconds(30) for distance in before) < 0.5 * len(true)
    assert made.refined >= 0.9 * len(true)
    assert made.refined + made.rough == len(true)


def test_texts_order_marks_and_confidences_stay(reading):
    samples, true = reading
    heard = as_heard(true)
    heard[4] = replace(heard[4], marks=frozenset({Mark.RECOVERED}))
    made = refine(heard, samples, START).words
    assert [(w.text, w.confidence, w.marks) for w in made] == [(w.text, w.confidence, w.marks) for w in heard]
    assert all(a.start <= b.start for a, b in pairwise(made))
    assert {w.timing for w in made} <= {WordTiming.REFINED, WordTiming.RECOGNISED}


def test_the_same_words_and_sound_give_the_same_edges(reading):
    samples, true = reading
    heard = as_heard(true)
    assert refine(heard, samples, START) == refine(heard, samples, START)


def test_no_word_is_moved_further_than_a_recogniser_errs(reading):
    samples, true = reading
    heard = as_heard(true)
    for one, was in zip(refine(heard, samples, START).words, heard, strict=True):
        if one.timing is WordTiming.REFINED:
            assert one.start <= was.end + 2 * SLACK
            assert one.end >= was.start - 2 * SLACK


def test_words_that_were_not_said_stay_rough_and_spoil_only_their_sentence(reading):
    samples, true = reading
    heard = as_heard(true)
    first = next(n for n, (a, b) in enumerate(pairwise(heard)) if b.start - a.end > from_milliseconds(400)) + 1
    for number in range(2, 8):
        heard[number] = replace(heard[number], text="harbour")
    made = refine(heard, samples, START)
    assert not any(word.timing is WordTiming.REFINED for word in made.words[2:8])
    refined = [word.timing is WordTiming.REFINED for word in made.words[first:]]
    assert sum(refined) >= 0.8 * len(refined), refined
    assert [w for w in made.words if w.timing is not WordTiming.REFINED] == [
        was for was, w in zip(heard, made.words, strict=True) if w.timing is not WordTiming.REFINED
    ]


def test_what_a_person_or_an_alignment_placed_is_not_moved(reading):
    samples, true = reading
    heard = as_heard(true)
    heard[3] = replace(heard[3], timing=WordTiming.BY_HAND)
    heard[5] = replace(heard[5], timing=WordTiming.ALIGNED)
    made = refine(heard, samples, START).words
    assert (made[3], made[5]) == (heard[3], heard[5])


def test_doubtful_words_and_words_of_another_script_stay_and_disturb_nobody(reading):
    samples, true = reading
    heard = as_heard(true, spread_ms=0)
    between = Word(text="—", start=heard[10].start, end=heard[10].start)
    doubtful = replace(heard[0], text="thanks", marks=frozenset({Mark.UNSUPPORTED}))
    foreign = replace(heard[-1], text="мост")
    made = refine([doubtful, *heard[:10], between, *heard[10:-1], foreign], samples, START).words
    assert made[0] == doubtful
    assert made[11] == between
    assert made[-1] == foreign
    assert sum(word.timing is WordTiming.REFINED for word in made) > 0.7 * len(made)


def test_words_that_nobody_says_have_no_edges_and_are_in_nobodys_way(reading):
    samples, true = reading
    heard = as_heard(true)
    at = heard[12].start
    absent = [
        Word(text=text, start=at, end=at, timing=WordTiming.INTERPOLATED, marks=frozenset({Mark.ABSENT}))
        for text in ("CHAPTER", "SEVEN")
    ]
    made = refine([*heard[:12], *absent, *heard[12:]], samples, START)
    alone = refine(heard, samples, START)
    assert [word for word in made.words if Mark.ABSENT not in word.marks] == list(alone.words)
    assert (made.refined, made.rough) == (alone.refined, alone.rough)
    assert [word.text for word in made.words[12:14]] == ["CHAPTER", "SEVEN"]
    assert all(word.start == word.end for word in made.words[12:14])
    assert all(a.start <= b.start for a, b in pairwise(made.words))


@pytest.mark.parametrize("kind", ["silence", "noise", "nothing"])
def test_words_over_no_speech_stay_where_they_are(kind):
    words = [Word(text="harbour", start=Ticks(n * 400_000_000), end=Ticks(n * 400_000_000 + 9)) for n in range(20)]
    count = 0 if kind == "nothing" else 12 * SAMPLE_RATE_HZ
    samples = numpy.random.default_rng(1).normal(0, 0.1, count) if kind == "noise" else numpy.zeros(count)
    made = refine(words, samples.astype("float32"), Ticks(0))
    assert made.words == tuple(words)
    assert (made.refined, made.rough) == (0, 20)


TOKENS = st.sampled_from(["harbour", "a", "1984", "th-", "—", "🙂", "мост", "FBI", "don't", "x" * 60])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(TOKENS, st.integers(0, 4_000), st.integers(0, 1_500)), max_size=30), st.integers(0, 3_000))
def test_whatever_the_words_none_is_lost_and_none_out_of_order(rows, length_ms):
    rows = sorted(rows, key=lambda row: row[1])
    words = [
        Word(text=text, start=from_milliseconds(at), end=from_milliseconds(at + length)) for text, at, length in rows
    ]
    samples = numpy.random.default_rng(2).normal(0, 0.05, length_ms * 16).astype("float32")
    made = refine(words, samples, Ticks(0)).words
    assert [w.text for w in made] == [w.text for w in words]
    assert all(a.start <= b.start for a, b in pairwise(made))


def test_no_words_are_no_work():
    assert refine([], PAUSE, START).words == ()


def test_a_gate_keeps_the_length_and_turns_noise_down_and_not_the_tone():
    count = 2 * SAMPLE_RATE_HZ
    noise = numpy.random.default_rng(5).normal(0, 0.02, count)
    tone = numpy.where(numpy.arange(count) > count // 2, numpy.sin(numpy.arange(count) * 0.3), 0) * 0.3
    cleaned = gated((noise + tone).astype("float32"))
    assert len(cleaned) == count
    assert numpy.std(cleaned[2000 : count // 2 - 2000]) < 0.5 * numpy.std(noise)
    assert numpy.std(cleaned[count // 2 + 2000 :]) > 0.8 * numpy.std(tone[count // 2 + 2000 :])
    assert len(gated(noise[:100])) == 100


def test_the_quietest_place_between_two_tones_is_the_middle_of_the_gap():
    tone = (0.3 * numpy.sin(numpy.arange(SAMPLE_RATE_HZ) * 0.3)).astype("float32")
    samples = numpy.concatenate([tone, PAUSE, tone])
    place, level = Loudness(samples).quietest(from_milliseconds(500), from_milliseconds(2_000))
    assert abs(place - from_milliseconds(1_250)) <= from_milliseconds(30)
    assert level == 0.0


def test_it_is_said_what_refined_edges_depend_on():
    assert provenance()["aligner"] == "pocketsphinx"
    assert provenance()["most_ms"] == 8_000


def test_thousands_of_words_that_nobody_said_are_given_up_soon():
    texts, count = "harbour boats were quiet".split(), 3_000
    words = [
        Word(text=texts[n % 4], start=from_milliseconds(20 * n), end=from_milliseconds(20 * n + 20))
        for n in range(count)
    ]
    samples = numpy.random.default_rng(4).normal(0, 0.1, 60 * SAMPLE_RATE_HZ).astype("float32")
    began = time.process_time()
    assert refine(words, samples, Ticks(0)).words == tuple(words)
    assert time.process_time() - began < 10

"""From the opinions of many windows to turns: stitching, runs, pieces, changes within a run, words thrown in."""

import numpy
from hypothesis import given
from hypothesis import strategies as st

from tapewright.speech import SAMPLE_RATE_HZ
from tapewright.speech.voices import pieces, turns, windows
from tapewright.speech.voices.networks import FRAME_STEP, FRAMES, WINDOW
from tapewright.speech.voices.pieces import Piece, Run
from tapewright.speech.voices.stitching import Stitched, activity
from tapewright.speech.voices.windows import HOP, Listener
from tapewright.timing import Interval, Ticks, from_samples, to_samples


def test_two_classes_of_two_voices_count_for_both():
    heard = activity(numpy.array([[0.1, 0.2, 0.0, 0.1, 0.5, 0.0, 0.1]], dtype="float32"))
    assert numpy.allclose(heard, [[0.7, 0.6, 0.2]])


@given(orders=st.lists(st.permutations(range(3)), min_size=6, max_size=6))
def test_windows_that_number_their_voices_anew_agree_in_the_end(orders):
    frames = HOP * 5 + FRAMES
    truth = numpy.zeros((frames, 3), dtype="float32")
    truth[20:400, 0] = truth[380:700, 1] = truth[710:900, 0] = truth[880:1000, 2] = 1.0
    whole = Stitched(frames)
    for number, order in enumerate(orders):
        whole.add(number * HOP, truth[number * HOP : number * HOP + FRAMES][:, order])
    heard = whole.activity()
    # Under the first window's order, every frame is as it was.
    assert numpy.allclose(heard, truth[:, orders[0]], atol=1e-5)


def test_runs_and_the_pieces_in_which_one_is_alone():
    heard = numpy.zeros((1000, 3), dtype="float32")
    heard[0:480, 0] = heard[400:500, 1] = heard[700:705, 2] = 0.9
    runs = pieces.runs_of(heard)
    assert runs == [Run(0, 0, 480), Run(1, 400, 500), Run(2, 700, 705)]
    alone = pieces.pieces_of(heard, runs)
    assert [(piece.run, piece.first, piece.last) for piece in alone] == [
        (0, 0, 133),
        (0, 133, 266),
        (0, 266, 400),
        (1, 480, 500),
    ]


def test_a_voice_changes_within_a_run_only_where_the_likeness_is_clear():
    run = Run(0, 0, 600)
    parts = [Piece(0, at, at + 100) for at in range(0, 600, 100)]
    likeness = numpy.array([[0.8, 0.1]] * 3 + [[0.1, 0.8]] * 3)
    assert turns.told([run], parts, likeness)[0] == [(0, 300, 0), (300, 600, 1)]
    likeness = numpy.array([[0.8, 0.1]] * 3 + [[0.4, 0.45]] + [[0.8, 0.1]] * 2)
    assert turns.told([run], parts, likeness)[0] == [(0, 600, 0)]


def test_a_word_thrown_in_is_somebody_who_is_not_speaking():
    long, short = Run(0, 0, 600), Run(1, 200, 220)
    spoken, never_alone = turns.told(
        [long, short], [Piece(0, 0, 200), Piece(0, 220, 600)], numpy.array([[0.9, 0.2]] * 2)
    )
    assert never_alone == [short]
    assert turns.thrown_in(short, numpy.array([0.7, 0.3, 0.1]), spoken) == (200, 220, 1)
    assert turns.thrown_in(short, numpy.array([0.7]), spoken) == (200, 220, 0)


def test_stretches_of_one_voice_that_touch_are_one():
    assert turns.joined([(50, 70, 1), (0, 60, 0), (60, 90, 0), (95, 99, 0)]) == [(0, 90, 0), (50, 70, 1), (95, 99, 0)]


class Loud:
    """Networks that take sound above a level for the first voice of a window, and count what they hear."""

    def __init__(self):
        self.windows = 0

    def classes(self, batch):
        self.windows += len(batch)
        heard = numpy.zeros((len(batch), FRAMES, 7), dtype="float32")
        for row, samples in zip(heard, batch, strict=True):
            for frame in range(FRAMES):
                at = windows.first_sample(frame)
                row[frame, 1 if numpy.abs(samples[at : at + FRAME_STEP]).max() > 0.1 else 0] = 1.0
        return heard


def listener(samples, report=lambda step: None, begin=0):
    """A listener to samples that begin at some sample of a tape, and its networks."""
    networks = Loud()

    def sound(interval):
        first, last = (to_samples(at, SAMPLE_RATE_HZ) - begin for at in (interval.start, interval.end))
        assert 0 <= first <= last <= len(samples)
        return samples[first:last]

    start = from_samples(begin, SAMPLE_RATE_HZ)
    extent = Interval(Ticks(start), Ticks(start + from_samples(len(samples), SAMPLE_RATE_HZ)))
    return Listener(networks, sound, extent, report), networks


def test_silence_is_heard_once_and_speech_five_times():
    samples = numpy.full(WINDOW * 12, 0.001, dtype="float32")
    samples[WINDOW * 8 : WINDOW * 8 + 16_000] = 0.5
    heard, networks = listener(samples)
    found = heard.activity()
    ((first, last),) = pieces.spans(found[:, 0] > 0.5)
    assert abs(windows.first_sample(first) - WINDOW * 8) <= FRAME_STEP
    assert abs(windows.first_sample(last) - WINDOW * 8 - 16_000) <= FRAME_STEP
    assert networks.windows < 12 + 20
    silent, networks = listener(numpy.zeros(WINDOW * 3, dtype="float32"))
    assert silent.activity().max() == 0
    assert networks.windows == 0


@given(length=st.integers(1, WINDOW * 2), begin=st.integers(0, 99_999))
def test_every_length_of_tape_is_heard_to_its_end_and_time_is_the_tapes(length, begin):
    samples = numpy.full(length, 0.5, dtype="float32")
    heard, _ = listener(samples, begin=begin)
    found = heard.activity()
    assert len(found) == length // FRAME_STEP + 1
    whole = heard.interval(0, len(found) + 9)
    assert heard.extent.covers(whole)
    assert whole.end == heard.extent.end


def test_progress_grows_to_the_whole_tape():
    steps = []
    samples = numpy.full(WINDOW * 3, 0.5, dtype="float32")
    listener(samples, steps.append)[0].activity()
    done = [step.done for step in steps]
    assert done == sorted(done)
    assert done[-1] == steps[-1].total == from_samples(len(samples), SAMPLE_RATE_HZ)
    assert {step.unit for step in steps} == {"ticks"}

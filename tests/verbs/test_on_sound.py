"""New words of a correction where they are heard, and the edges of a transcript that exists, on real sound."""

import time
import wave
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy
import pytest

from tapewright.cli.runningorder import table
from tapewright.errors import InputError
from tapewright.jobs.in_process import InProcess
from tapewright.model import Hit, Provenance, Span, Tape, TapeId, Transcript, Turn, Word, WordTiming
from tapewright.speech.aligning import align
from tapewright.testing.scripted import SpokenReader
from tapewright.timing import Interval, Ticks, from_milliseconds, from_samples
from tapewright.timing.timecode import timecode_format
from tapewright.verbs.bitepoints import passage
from tapewright.verbs.correct import correct_turn
from tapewright.verbs.edit import cut_of, insert, new_edit
from tapewright.verbs.history import undo
from tapewright.verbs.ingest import ingest
from tapewright.verbs.project import new_project
from tapewright.verbs.quietpoints import quiet_before, quiet_behind
from tapewright.verbs.refine import record, refine
from tapewright.verbs.reread import correct_from_file
from tapewright.verbs.rewriting import lay_new_words, rewrite_turns
from tapewright.verbs.runningorder import show, show_record
from tapewright.verbs.twins import correct_words

SENTENCES = Path(__file__).resolve().parents[3] / "shared/data/speech/librivox-pocketsphinx/data/librivox"
TAPE = TapeId("SENSE")
NEAR = from_milliseconds(60)


def sentences():
    """Five sentences with half a second between them: samples, and words where the aligner puts them."""
    parts, turns, at = [], [], 0
    for path in sorted(SENTENCES.glob("*.wav")):
        with wave.open(str(path)) as file:
            samples = numpy.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
        tokens = path.with_suffix(".txt").read_text().split()
        laid = align(samples.astype("float32") / 32768, tokens)
        moved = from_samples(at, 16_000)
        turns.append(
            [
                Word(text=t, start=Ticks(w.interval.start + moved), end=Ticks(w.interval.end + moved), confidence=200)
                for t, w in zip(tokens, laid.words, strict=True)
            ]
        )
        parts += [samples, numpy.zeros(8_000, dtype="<i2")]
        at += len(samples) + 8_000
    return numpy.concatenate(parts), turns


@pytest.fixture(scope="module")
def said():
    if not SENTENCES.is_dir():
        pytest.skip("the LibriVox sentences are not among the shared recordings")
    return sentences()


@pytest.fixture
def make(tmp_path, said):
    """A project with the reading as a tape, and any turns as its transcript."""
    opened = []

    def project_with(turns, *, language="en"):
        path = tmp_path / f"{TAPE}.wav"
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, 16_000, 0, "NONE", ""))
            file.writeframes(said[0].tobytes())
        project = new_project(tmp_path / f"p{len(opened)}")
        opened.append(project)
        ingest(project, [path])
        (tape,) = project.store.tapes()
        with project.store.change("hear") as pen:
            pen.add_transcript(
                Transcript(
                    tape=tape.id,
                    turns=tuple(Turn(words=tuple(words)) for words in turns),
                    provenance=Provenance(tool="scripted"),
                    language=language,
                )
            )
        return project

    yield project_with
    for project in opened:
        project.close()


def words_of(project):
    (tape,) = project.store.tapes()
    return project.store.transcript(tape.id).words


def turns_of(project):
    (tape,) = project.store.tapes()
    return project.store.transcript(tape.id).turns


def settled(words):
    return [replace(word, timing=WordTiming.REFINED) for word in words]


@pytest.mark.parametrize("gone", [(3,), (5, 6, 7), (0,), (0, 1), (-1,), (-3, -2, -1)])
def test_words_that_the_engine_lost_are_put_in_where_they_are_heard(make, said, gone):
    whole = settled(said[1][0])
    at = {number % len(whole) for number in gone}
    project = make([[w for n, w in enumerate(whole) if n not in at], *map(settled, said[1][1:])])
    before = {(w.text, w.start, w.end) for w in words_of(project)}
    first = turns_of(project)[0]
    made = correct_turn(project, first.id, first.revision, " ".join(w.text for w in whole))
    assert made.aligned == len(at)
    assert made.remarks == ()
    now = turns_of(project)[0].words
    for number, (word, true) in enumerate(zip(now, whole, strict=True)):
        if number in at:
            assert word.timing is WordTiming.ALIGNED
            assert abs(word.start - true.start) <= NEAR
            assert abs(word.end - true.end) <= 2 * NEAR
    assert before <= {(w.text, w.start, w.end) for w in words_of(project)}
    undo(project)
    assert {(w.text, w.start, w.end) for w in words_of(project)} == before


def test_words_that_were_saved_first_are_laid_afterwards_also_in_a_turn_that_was_split(make, said):
    whole = settled(said[1][0])
    project = make([[w for n, w in enumerate(whole) if n not in (3, 8)], *map(settled, said[1][1:])])
    before = turns_of(project)[0]
    texts = [" ".join(w.text for w in part) for part in (whole[:6], whole[6:])]
    rewrite_turns(project, [(before.id, 0)], texts, align=False)
    for turn in turns_of(project)[:2]:
        assert sum(word.timing is WordTiming.INTERPOLATED for word in turn.words) == 1
        assert lay_new_words(project, [before], turn.id).aligned == 1
    now = [word for turn in turns_of(project)[:2] for word in turn.words]
    for number, (word, true) in enumerate(zip(now, whole, strict=True)):
        assert word.timing is (WordTiming.ALIGNED if number in (3, 8) else WordTiming.REFINED)
        assert abs(word.start - true.start) <= NEAR
    assert [turn.revision for turn in turns_of(project)[:2]] == [2, 1]
    assert lay_new_words(project, [before], turns_of(project)[0].id).changes == ()


def test_one_word_corrected_to_several_has_each_where_it_is_heard(make, said):
    whole = settled(said[1][2])
    squeezed = replace(whole[4], text="rathercold", end=whole[5].end, timing=WordTiming.RECOGNISED)
    project = make([settled(said[1][0]), [*whole[:4], squeezed, *whole[6:]], settled(said[1][3])])
    made = correct_words(project, project.store.tapes()[0].id, "rathercold", f"{whole[4].text} {whole[5].text}")
    assert made.aligned == 2
    now = turns_of(project)[1].words
    assert [abs(a.start - b.start) <= NEAR for a, b in zip(now, whole, strict=True)] == [True] * len(whole)


def test_it_takes_about_a_second(make, said):
    whole = settled(said[1][0])
    project = make([[*whole[:5], *whole[7:]]])
    first = turns_of(project)[0]
    began = time.process_time()
    correct_turn(project, first.id, first.revision, " ".join(w.text for w in whole))
    assert time.process_time() - began < 1.5


def test_words_that_nobody_says_stay_between_their_neighbours_and_it_is_said(make, said):
    whole = settled(said[1][0])
    project = make([whole])
    before = words_of(project)
    texts = [word.text for word in whole]
    first = turns_of(project)[0]
    made = correct_turn(project, first.id, first.revision, " ".join([*texts[:9], "marmalade", "umbrellas", *texts[9:]]))
    assert made.aligned == 0
    assert made.remarks == ("2 new words stand between the neighbours by reckoning: they do not fit the sound there",)
    assert [w for w in words_of(project) if w.timing is not WordTiming.INTERPOLATED] == before


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("language", "the aligner does not know the language de"),
        ("asked", None),
        ("script", "they do not fit the sound there"),
        ("gone", "cannot"),
    ],
)
def test_where_nothing_can_be_laid_the_reckoning_stays(make, said, change, why):
    whole = settled(said[1][0])
    project = make([[*whole[:5], *whole[6:]]], language="de" if change == "language" else "en")
    if change == "gone":
        Path(project.store.tapes()[0].files[0].path).unlink()
        for kept in project.cache.rglob("*"):
            if kept.is_file():
                kept.unlink()
    first = turns_of(project)[0]
    texts = [word.text for word in whole]
    if change == "script":
        texts[5] = "привет"
    made = correct_turn(project, first.id, first.revision, " ".join(texts), align=change != "asked")
    assert made.aligned == 0
    assert turns_of(project)[0].words[5].timing is WordTiming.INTERPOLATED
    assert (made.remarks == ()) if why is None else ("by reckoning" in made.remarks[0])
    if why and change != "gone":
        assert why in made.remarks[0]


def test_an_edited_file_has_its_new_words_where_they_are_heard(make, said, tmp_path):
    turns = [settled(words) for words in said[1]]
    short = [[w for n, w in enumerate(words) if n not in (2, 5)] for words in turns]
    project = make(short)
    (tape,) = project.store.tapes()
    file = tmp_path / "edited.txt"
    file.write_text("\n\n".join(" ".join(w.text for w in words) for words in turns))
    made = correct_from_file(project, tape.id, file)
    assert made.aligned >= 8
    now = words_of(project)
    true = [word for words in turns for word in words]
    assert [w.text for w in now] == [w.text for w in true]
    off = [abs(a.start - b.start) <= NEAR for a, b in zip(now, true, strict=True) if a.timing is WordTiming.ALIGNED]
    assert all(off)


def events(project):
    return [(event.source, event.record) for event in cut_of(project, "cut").cut.events]


def rough(words, by_ms):
    moved = from_milliseconds(by_ms)
    return [replace(w, start=Ticks(max(0, w.start + moved)), end=Ticks(max(0, w.end + moved))) for w in words]


def test_a_transcript_that_exists_gets_its_edges_refined_and_nothing_else_changes(make, said):
    turns = [rough(words, -80) for words in said[1]]
    turns[1][2] = replace(turns[1][2], timing=WordTiming.BY_HAND)
    project = make(turns)
    (tape,) = project.store.tapes()
    new_edit(project, "cut", rate="25")
    insert(project, "cut", Span(tape.id, Interval(turns[0][3].start, turns[0][8].end)))
    paper, cut = (project.edits / "cut.md").read_bytes(), events(project)
    before = project.store.transcript(tape.id)
    planned = refine(project, dry_run=True)
    assert planned.tapes[0].status == "planned"
    made = refine(project, runner=InProcess())
    after = project.store.transcript(tape.id)
    true = [word for words in said[1] for word in words]
    near = [abs(w.start - t.start) <= from_milliseconds(30) for w, t in zip(after.words, true, strict=True)]
    assert sum(near) >= 0.9 * len(near)
    assert made.tapes[0].refined == sum(w.timing is WordTiming.REFINED for w in after.words)
    assert after.turns[1].words[2] == before.turns[1].words[2]
    assert [(w.text, w.confidence) for w in after.words] == [(w.text, w.confidence) for w in before.words]
    assert [t.id for t in after.turns] == [t.id for t in before.turns]
    assert after.version == before.version
    assert (project.edits / "cut.md").read_bytes() == paper
    assert events(project) == cut
    assert record(made)["tapes"][0]["status"] == "refined"
    again = refine(project, runner=InProcess())
    assert project.store.transcript(tape.id).words == after.words or again.tapes[0].status == "refined"
    undo(project)
    if project.store.transcript(tape.id) != before:
        undo(project)
    assert project.store.transcript(tape.id) == before


def test_tapes_that_cannot_be_refined_are_skipped_and_it_is_said_why(make, said):
    project = make([said[1][0]], language="de")
    with project.store.change("elsewhere") as pen:
        pen.add_tape(Tape(id=TapeId("T9"), title="", format=timecode_format("25"), duration=Ticks(10**12)))
        pen.add_tape(Tape(id=TapeId("T8"), title="", format=timecode_format("25"), duration=Ticks(10**12)))
        pen.add_transcript(
            Transcript(
                tape=TapeId("T8"),
                turns=(Turn(words=tuple(said[1][0])),),
                provenance=Provenance(tool="x"),
                language="en",
            )
        )
    notes = {row.tape: (row.status, row.note) for row in refine(project, runner=InProcess()).tapes}
    assert notes == {
        TAPE: ("skipped", "the aligner does not know its language, de"),
        "T8": ("skipped", "its media is elsewhere"),
        "T9": ("skipped", "has no words yet"),
    }


def test_a_tape_whose_sound_cannot_be_read_is_named(make, said):
    project = make([said[1][0]])

    class Broken(SpokenReader):
        def sound(self, file, interval, *, cache):
            raise InputError("cannot be decoded", place=file.path)

    project.media = Broken()
    (row,) = refine(project, runner=InProcess()).failed
    assert "cannot be decoded" in str(row.error)


def test_long_tapes_are_cut_into_stretches_that_hold_every_word_once(make, said):
    from tapewright.verbs.refine import _stretches

    words = [
        Word(text="boat", start=from_milliseconds(400 * n), end=from_milliseconds(400 * n + 300)) for n in range(2_000)
    ]
    tape = Tape(id=TapeId("T1"), title="", format=timecode_format("25"), duration=Ticks(words[-1].end + 10**9))
    stretches = list(_stretches(words, tape))
    assert stretches[0][0] == 0
    assert stretches[-1][1] == len(words)
    assert all(a[1] == b[0] and a[2].end == b[2].start for a, b in pairwise(stretches))
    assert all(interval.duration < from_milliseconds(150_000) for _, _, interval in stretches)


def level_db(samples, ticks):
    at = ticks * 16_000 // 705_600_000
    around = samples[max(0, at - 160) : at + 160].astype("float64") / 32768
    return 10 * numpy.log10(numpy.mean(around**2) + 1e-9)


def test_a_bite_is_cut_at_a_frame_where_it_is_quiet_and_inside_no_word(make, said):
    project = make([settled(words) for words in said[1]])
    (tape,) = project.store.tapes()
    new_edit(project, "cut", rate="25")
    words = words_of(project)
    quiet, reckoned = [], []
    for first in range(0, len(words) - 6, 5):
        text = " ".join(w.text for w in words[first : first + 5])
        span = Span(tape.id, Interval(words[first].start, words[first + 4].end))
        found = passage(project, Hit(text=text, span=span, before="", after="")).span.interval
        inside = [w for w in words if found.holds(w.interval.middle)]
        assert inside == words[first : first + 5]
        assert found.start <= words[first].start + from_milliseconds(25)
        assert found.end >= words[first + 4].end - from_milliseconds(25)
        quiet += [level_db(said[0], found.start), level_db(said[0], found.end)]
        reckoned += [level_db(said[0], words[first].start), level_db(said[0], words[first + 4].end)]
        for tick in (found.start, found.end):
            assert tick % tape.format.rate.ticks_per_frame == 0 or tick in (words[first].start, words[first + 4].end)
    assert numpy.median(quiet) <= numpy.median(reckoned)
    assert numpy.mean(quiet) < numpy.mean(reckoned) - 0.5


def test_without_the_recording_the_place_between_the_words_is_reckoned(make, said):
    project = make([settled(words) for words in said[1]])
    (tape,) = project.store.tapes()
    words = words_of(project)
    Path(tape.files[0].path).unlink()
    for kept in project.cache.rglob("*"):
        if kept.is_file():
            kept.unlink()
    before, word = words[3], words[4]
    assert quiet_before(project, tape, before, word, word.start) == word.start
    assert quiet_behind(project, tape, before, word, before.end) == before.end


def test_a_bite_says_at_which_of_its_ends_the_edge_is_rough(make, said):
    words = settled(said[1][0])
    words[3] = replace(words[3], timing=WordTiming.RECOGNISED)
    project = make([words, *map(settled, said[1][1:])])
    (tape,) = project.store.tapes()
    new_edit(project, "cut", rate="25")
    insert(project, "cut", Span(tape.id, Interval(words[3].start, words[8].end)))
    insert(project, "cut", Span(tape.id, Interval(words[5].start, words[8].end)))
    order = show(project, "cut")
    bites = [row["bite"] for row in show_record(order)["blocks"] if row["bite"]]
    assert [bite["rough_ends"] for bite in bites] == [["start"], []]
    assert table(order).endswith("bite 1: an end lies at a rough edge, listen to it")

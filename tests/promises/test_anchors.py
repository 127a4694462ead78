"""A correction or a new transcript moves nothing that people made: 1,000 corrections, 0 moved; undo brings the bytes.

The text is a real transcript where one is present (an inaugural address), and everyday talk where not.
"""

from __future__ import annotations

import contextlib
import random
import sqlite3
import wave
from dataclasses import replace
from pathlib import Path

import numpy
import pytest

from tapewright.errors import UsageError
from tapewright.jobs.in_process import InProcess
from tapewright.model import (
    AudioStream,
    Code,
    Codebook,
    Coding,
    FoundVoice,
    Memo,
    MemoAbout,
    Provenance,
    SourceFile,
    Span,
    Tape,
    TapeId,
    Transcript,
    Turn,
    TurnId,
    Utterance,
    Word,
    WordTiming,
)
from tapewright.speech import Voices
from tapewright.speech.aligning import align as lay_on_sound
from tapewright.testing.talk import invented_talk
from tapewright.timing import TICKS_PER_SECOND, Interval, Ticks, from_milliseconds
from tapewright.timing.timecode import timecode_format
from tapewright.verbs.align import align
from tapewright.verbs.anchors import anchors
from tapewright.verbs.chronicle import add_event
from tapewright.verbs.chroniclerecord import page_record
from tapewright.verbs.chronology import page
from tapewright.verbs.claims import add_claim, add_source
from tapewright.verbs.correct import correct_turn, join_turns, split_turn
from tapewright.verbs.edit import cut_of, insert, new_edit
from tapewright.verbs.enrol import part_voice
from tapewright.verbs.eventfacts import EventFacts, Source
from tapewright.verbs.findvoices import find_voices
from tapewright.verbs.history import undo
from tapewright.verbs.ingest import ingest
from tapewright.verbs.listening import keep, listen_to
from tapewright.verbs.places import bite_span, quote_of, write_span
from tapewright.verbs.project import new_project
from tapewright.verbs.refine import refine
from tapewright.verbs.speakers import assign, group_speaker
from tapewright.verbs.whose import confirm_voice, merge, name_voice, reject_voice, split_voice

CORRECTIONS = 1_000
ON_SOUND = 150
"""Corrections of words that are laid on real sound: a tenth of a second each. 1,000 were made once, with none moved."""
TAPE = TapeId("T017")
LOGGED = (
    *("tape", "source_file", "speaker", "transcript", "turn", "listen", "claim", "claim_source", "acceptance"),
    *("diarization", "voice", "voice_rejected", "exemplar"),
    *("codebook", "code", "coding", "memo", "event", "event_party", "event_source", "party"),
)
NEW_WORDS = ("harbour", "ferry", "not", "nobody", "twenty-five", "O’Neill", "café", "bread", "—", "I’m")


def spoken(*, real: bool) -> list[str]:
    folder = Path(__file__).parents[2].parent / "shared/data/texts/presidents-nltk/inaugural"
    if real and folder.is_dir():
        return (folder / "1961-Kennedy.txt").read_text(encoding="utf-8").split()[:1500]
    return [word for _, turns in invented_talk(1500, tapes=1) for turn in turns for word in turn.text.split()][:1500]


def timed(texts: list[str], *, jitter_ms: int = 0) -> list[Word]:
    chance, at, said = random.Random(5), 0, []
    for text in texts:
        length = from_milliseconds(80 + 45 * len(text))
        start = Ticks(max(0, at + from_milliseconds(chance.randint(-jitter_ms, jitter_ms))))
        said.append(Word(text=text, start=start, end=Ticks(start + length), confidence=200))
        at += length + from_milliseconds(60)
    said.sort(key=lambda word: word.start)
    return said


def in_turns(words: list[Word], size: int) -> tuple[Turn, ...]:
    return tuple(Turn(words=tuple(words[n : n + size])) for n in range(0, len(words), size))


@pytest.fixture(params=[True, False], ids=["real talk", "invented talk"])
def worked_on(tmp_path, request):
    """A project with a tape, its transcript and a paper edit of forty bites."""
    words = timed(spoken(real=request.param))
    tape = Tape(
        id=TAPE, title="", format=timecode_format("23.976"), duration=Ticks(words[-1].end + 5 * TICKS_PER_SECOND)
    )
    chance = random.Random(11)
    with new_project(tmp_path / "project") as project:
        with project.store.change("set up") as pen:
            pen.add_tape(tape)
            pen.add_transcript(
                Transcript(tape=TAPE, turns=in_turns(words, 25), provenance=Provenance(tool="first", version="1"))
            )
        new_edit(project, "nine-years", rate="23.976")
        for _ in range(40):
            first = chance.randrange(len(words) - 30)
            span = Interval(words[first].start, words[first + chance.randrange(1, 30)].end)
            insert(project, "nine-years", Span(TAPE, span))
        for bite in (1, 2, 3):
            keep(project, listen_to(project, bite_span(project, "nine-years", bite), render=False), who="MB")
            claim = add_claim(project, f"Statement {bite}.")
            add_source(project, claim.id, span=write_span(bite_span(project, "nine-years", bite)))
        study(project, words, chance)
        yield project


def study(project, words: list[Word], chance: random.Random) -> None:
    """Forty codings, forty memos and forty events, each on a stretch of the tape."""
    spans = []
    for _ in range(120):
        first = chance.randrange(len(words) - 30)
        spans.append(Span(TAPE, Interval(words[first].start, words[first + chance.randrange(1, 30)].end)))
    quotes = [quote_of(project, span) for span in spans]
    with project.store.change("study") as pen:
        code = pen.add(Code(codebook=pen.add(Codebook(name="signs")).id, name="warnings"))
        for number in range(40):
            pen.add(Coding(code=code.id, quote=quotes[number]))
            pen.add(Memo(text="look again", about=MemoAbout.SPAN, quote=quotes[40 + number]))
    for number in range(40):
        place = Source(span=write_span(spans[80 + number]))
        add_event(project, EventFacts(title=f"event {number}", date=str(1950 + number), sources=(place,)))


def made_by_people(project) -> list[list]:
    """Everything that points at a place of a tape, with the words of that day."""
    store = project.store
    return [store.listens(), store.claims(), store.codings(), store.memos(), store.events()]


def dump(project) -> dict[str, list[tuple]]:
    """Every byte of the tables that people's work lies in."""
    with sqlite3.connect(project.root / "tapewright.db") as database:
        return {name: database.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in LOGGED}


def one_correction(project, chance: random.Random) -> set[tuple[int, int]]:
    """Change, split or join at random; answers the times of the words that were touched."""
    turns = [turn for turn in project.store.transcript(TAPE).turns if turn.words]
    number = chance.randrange(len(turns))
    turn = turns[number]
    what = chance.random()
    if what < 0.2 and len(turn.words) > 1:
        split_turn(project, turn.id, turn.revision, word=chance.randrange(1, len(turn.words)))
        return set()
    if what < 0.4 and number + 1 < len(turns):
        following = turns[number + 1]
        join_turns(project, [(turn.id, turn.revision), (following.id, following.revision)])
        return set()
    texts, at = [word.text for word in turn.words], chance.randrange(len(turn.words))
    new = chance.choice(NEW_WORDS)
    if {texts[at], new} & {*texts[max(0, at - 2) : at], *texts[at + 1 : at + 3]}:
        return set()  # of two equal words side by side nobody can say which was taken out
    touched = {(turn.words[at].start, turn.words[at].end)}
    match chance.randrange(3):
        case 0:
            texts[at] = new
        case 1:
            texts.insert(at, new)
        case _:
            if len(texts) > 3:
                del texts[at]
    correct_turn(project, turn.id, turn.revision, " ".join(texts))
    return touched


def events(project) -> list[tuple[str, Interval, Interval]]:
    return [(e.tape.id, e.source, e.record) for e in cut_of(project, "nine-years").cut.events]


def test_a_typed_text_laid_on_the_tape_moves_nothing_and_undo_brings_back_the_bytes(worked_on, tmp_path):
    project = worked_on
    heard = project.store.transcript(TAPE).words
    with project.store.change("hear it again") as pen:
        made_by = Provenance(tool="engine", settings={"guards": {}})
        pen.add_transcript(Transcript(tape=TAPE, turns=in_turns(list(heard), 60), provenance=made_by))
    paper, cut, before = (project.edits / "nine-years.md").read_bytes(), events(project), dump(project)
    made = made_by_people(project)
    chance, typed = random.Random(19), list[str]()
    for number, word in enumerate(heard):
        drawn = chance.random()
        if number and number % 200 == 0:
            typed.append("\n\nPART TWO OF WHAT WAS SAID THAT DAY\n\nANN:")
        typed += [] if drawn < 0.03 else [chance.choice(NEW_WORDS)] if drawn < 0.07 else [word.text]
    file = tmp_path / "typed.txt"
    file.write_text("BEN: " + " ".join(typed))
    done = align(project, TAPE, file)
    assert (done.belongs, len(done.unplaced) > 2) == (True, True)
    assert events(project) == cut
    assert (project.edits / "nine-years.md").read_bytes() == paper
    assert made_by_people(project) == made
    undo(project)
    assert dump(project) == before


@pytest.mark.slow
def test_a_thousand_corrections_and_another_model_move_nothing_and_undo_brings_back_the_bytes(worked_on):
    project, chance = worked_on, random.Random(17)
    paper = (project.edits / "nine-years.md").read_bytes()
    cut, before = events(project), dump(project)
    made = made_by_people(project)
    assert [len(kind) for kind in made] == [3, 3, 40, 40, 40]
    first_hearing = project.store.transcript(TAPE)
    times = {(word.start, word.end): word.text for word in first_hearing.words}
    set_up = project.store.history(last=1)[0].number
    done, touched = 0, set()
    while done < CORRECTIONS:
        # A dash alone where a word is wanted is refused, a word put in its own place is no correction.
        with contextlib.suppress(UsageError):
            touched |= one_correction(project, chance)
        done = project.store.history(last=1)[0].number - set_up

    corrected = project.store.transcript(TAPE)
    now = {(word.start, word.end): word.text for word in corrected.words}
    moved = [text for key, text in times.items() if key not in touched and now.get(key) != text]
    assert moved == []
    assert len(touched) > 300
    assert events(project) == cut
    assert (project.edits / "nine-years.md").read_bytes() == paper

    heard_otherwise = [
        word if chance.random() > 0.1 else chance.choice(NEW_WORDS)
        for word in (w.text for w in first_hearing.words)
        if chance.random() > 0.05
    ]
    with project.store.change("hear again") as pen:
        pen.add_transcript(
            Transcript(
                tape=TAPE,
                turns=in_turns(timed(heard_otherwise, jitter_ms=60), 40),
                provenance=Provenance(tool="second", version="2"),
            )
        )
    assert events(project) == cut
    assert not [p for p in cut_of(project, "nine-years").problems if p.is_left_out]
    assert made_by_people(project) == made
    assert page_record(page(project))["events"][0]["sources"][0]["text"] == made[4][0].sources[0].quote.text
    verdicts = [bite for edit in anchors(project, ["nine-years"]) for bite in edit.verdicts]
    assert len(verdicts) == 40
    assert project.store.transcript(TAPE, version=1) == corrected

    for _ in range(CORRECTIONS + 1):
        undo(project)
    assert dump(project) == before
    assert project.store.transcript(TAPE) == first_hearing
    assert events(project) == cut
    assert project.store.verify() == []


class Guessing:
    """A finder that hears nothing and says other voices each time it is asked."""

    name = "guessing"
    version = "1"
    needs_weights = False

    def __init__(self, weights: Path | None) -> None:
        self._chance = random.Random(23)

    def find(self, sound, extent, **told):
        count, at, utterances = self._chance.randrange(1, 5), 0, []
        while at < extent.end:
            length = self._chance.randrange(TICKS_PER_SECOND // 5, 20 * TICKS_PER_SECOND)
            stretch = Interval(Ticks(at), Ticks(at + length))
            utterances.append(Utterance(interval=stretch, voice=self._chance.randrange(count)))
            at += length + self._chance.randrange(TICKS_PER_SECOND)
        voices = (FoundVoice(number=n, centre=tuple(float(n == d) for d in range(8)), spread=0.7) for n in range(count))
        return Voices(utterances=tuple(utterances), voices=tuple(voices))

    def embed(self, sound, intervals):
        return [tuple(self._chance.gauss(0, 1) for _ in range(8)) for _ in intervals]

    def provenance(self):
        return {}


def one_change_of_speakers(project, chance: random.Random, number: int) -> None:
    """One of the things that people and finders say about voices, by chance."""
    voices, speakers = project.store.voices(), project.store.speakers()
    voice = f"V{chance.choice(voices).id}" if voices else "V1"
    somebody = f"#{chance.choice(speakers).id}" if speakers else "nobody"
    match chance.randrange(9):
        case 0:
            find_voices(project, finder=Guessing, runner=InProcess(), again=True)
        case 1:
            name_voice(project, voice, f"MARIAN {number}")
        case 2:
            confirm_voice(project, voice, somebody)
        case 3:
            reject_voice(project, voice, somebody)
        case 4 if len(speakers) > 3:
            merge(project, somebody, f"#{chance.choice(speakers).id}")
        case 5:
            split_voice(project, voice)
        case 6:
            part_voice(project, voice, turns=[one_turn(project, chance)], finder=Guessing)
        case 7:
            assign(project, TAPE, f"JONAS {chance.randrange(4)}", turn=one_turn(project, chance))
        case _:
            group_speaker(project, somebody, chance.choice(project.settings.groups))


def one_turn(project, chance: random.Random) -> TurnId:
    return chance.choice(project.store.transcript(TAPE).turns).id


@pytest.mark.slow
@pytest.mark.parametrize("worked_on", [False], indirect=True, ids=["invented talk"])
def test_a_thousand_changes_of_speakers_move_no_anchor_and_no_word_and_undo_brings_back_the_bytes(worked_on):
    project, chance = worked_on, random.Random(29)
    tape = project.store.tape(TAPE)
    sound = AudioStream(rate_hz=48_000, channels=1)
    file = SourceFile(path="/media/T017.wav", size=1, duration=tape.duration, audio=sound)
    with project.store.change("its media") as pen:
        pen.replace_tape(replace(tape, files=(file,)))
    find_voices(project, finder=Guessing, runner=InProcess())
    paper = (project.edits / "nine-years.md").read_bytes()
    cut, before = events(project), dump(project)
    made = made_by_people(project)
    words = project.store.transcript(TAPE).words
    set_up = project.store.history(last=1)[0].number
    done = number = 0
    while done < CORRECTIONS:
        number += 1
        with contextlib.suppress(UsageError):  # a voice that is confirmed already, a merge with oneself, …
            one_change_of_speakers(project, chance, number)
        done = project.store.history(last=1)[0].number - set_up

    assert project.store.transcript(TAPE).words == words
    assert events(project) == cut
    assert (project.edits / "nine-years.md").read_bytes() == paper
    assert made_by_people(project) == made
    assert project.store.verify() == []
    for _ in range(done):
        undo(project)
    assert dump(project) == before
    assert project.store.verify() == []


def readings() -> tuple[list, list[list[Word]]]:
    """Five sentences of a novel: their sound, and their words where the aligner puts them, on one clock."""
    folder = Path(__file__).parents[2].parent / "shared/data/speech/librivox-pocketsphinx/data/librivox"
    sound, turns, at = [], [], 0
    for path in sorted(folder.glob("*.wav")):
        with wave.open(str(path)) as file:
            samples = numpy.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
        tokens = path.with_suffix(".txt").read_text().split()
        laid = lay_on_sound(samples.astype("float32") / 32768, tokens)
        places = [word.interval.moved(at * TICKS_PER_SECOND // 16_000) for word in laid.words]
        turns.append(
            [
                Word(text=token, start=place.start, end=place.end, confidence=200)
                for token, place in zip(tokens, places, strict=True)
            ]
        )
        sound += [samples, numpy.zeros(8_000, dtype="<i2")]
        at += len(samples) + 8_000
    return sound, turns


def one_correction_on_sound(project, tape: TapeId, chance: random.Random) -> None:
    """A word put in, two put in the place of one, or one taken out; no other word's time changes."""
    turn = chance.choice([turn for turn in project.store.transcript(tape).turns if len(turn.words) > 2])
    texts = [word.text for word in turn.words]
    at = chance.randrange(len(texts))
    match chance.randrange(3):
        case 0:
            texts.insert(at, chance.choice(NEW_WORDS))
        case 1:
            texts[at : at + 1] = [chance.choice(NEW_WORDS), chance.choice(NEW_WORDS)]
        case _:
            del texts[at]
    before = {(word.start, word.end) for word in turn.words}
    made = correct_turn(project, turn.id, turn.revision, " ".join(texts))
    for change in made.changes:
        for word in (word for new in change.new for word in new.words):
            fresh = word.timing in (WordTiming.INTERPOLATED, WordTiming.ALIGNED)
            assert fresh or (word.start, word.end) in before


@pytest.mark.slow
def test_corrections_that_are_laid_on_the_sound_and_edges_refined_again_and_again_move_no_anchor(tmp_path):
    sound, turns = readings()
    if not sound:
        pytest.skip("the LibriVox sentences are not among the shared recordings")
    path, chance = tmp_path / "SENSE.wav", random.Random(41)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(numpy.concatenate(sound).tobytes())
    with new_project(tmp_path / "project") as project:
        ingest(project, [path])
        (tape,) = project.store.tapes()
        with project.store.change("hear") as pen:
            pen.add_transcript(
                Transcript(
                    tape=tape.id,
                    turns=tuple(Turn(words=tuple(words)) for words in turns),
                    provenance=Provenance(tool="first", version="1"),
                    language="en",
                )
            )
        new_edit(project, "nine-years", rate="25")
        for words in turns:
            insert(project, "nine-years", Span(tape.id, Interval(words[1].start, words[-2].end)))
        claim = add_claim(project, "A statement.")
        add_source(project, claim.id, span=write_span(bite_span(project, "nine-years", 1)))
        paper = (project.edits / "nine-years.md").read_bytes()
        cut, before, claims = events(project), dump(project), project.store.claims()
        set_up = project.store.history(last=1)[0].number
        done = 0
        while done < ON_SOUND:
            # What was said to be a word and is none is refused.
            with contextlib.suppress(UsageError):
                one_correction_on_sound(project, tape.id, chance)
            if done % 50 == 49:
                refine(project, runner=InProcess())
            done = project.store.history(last=1)[0].number - set_up
        assert any(word.timing is WordTiming.ALIGNED for word in project.store.transcript(tape.id).words)
        assert events(project) == cut
        assert (project.edits / "nine-years.md").read_bytes() == paper
        assert project.store.claims() == claims
        for _ in range(done):
            undo(project)
        assert dump(project) == before
        assert project.store.verify() == []

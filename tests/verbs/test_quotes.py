"""What verbs ask the finder and the talk of tapes: both count alike, and hear of corrections without a rebuild."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tapewright.model import Provenance, SpeakerId, Tape, TapeId, Transcript, Turn, Verdict, Word
from tapewright.proof.talk import Fragment
from tapewright.store.wordreader import WordReader
from tapewright.timing import Ticks, TimecodeFormat, frame_rate, from_seconds
from tapewright.verbs.check import check
from tapewright.verbs.keptindex import index_parts
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.quotes import open_finder, talks, voices
from tapewright.words.normal import spoken

SAID = [
    "The harbour was quiet that year — and nobody asked",
    "—",
    "us anything until the well-known boats came back, for $1,200 or twenty-five pounds.",
    "¿Señor? Mhm.",
]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = new_project(tmp_path / "p")
    for number in range(8):
        add_tape(
            made, f"T{number}", SAID if number == 3 else [f"Tape {number} is about bread and ovens, not about boats."]
        )
    with made:
        yield made


def add_tape(project: Project, tape: str, texts: list[str], *, speaker: SpeakerId | None = None) -> None:
    turns, at = [], 0
    for text in texts:
        words = []
        for token in text.split():
            words.append(Word(text=token, start=Ticks(at), end=Ticks(at + from_seconds("0.3"))))
            at += from_seconds("0.5")
        turns.append(Turn(words=tuple(words), speaker=speaker))
    with project.store.change("a tape") as pen:
        pen.add_tape(Tape(id=TapeId(tape), title=tape, format=TimecodeFormat(frame_rate("25")), duration=Ticks(at)))
        pen.add_transcript(Transcript(tape=TapeId(tape), turns=tuple(turns), provenance=Provenance(tool="test")))


def normal(text: str) -> list[str]:
    return [word.text for word in spoken(text.split())]


def correct(project: Project, tape: str, old: str, new: str) -> None:
    transcript = project.store.transcript(TapeId(tape))
    assert transcript is not None
    (turn,) = (turn for turn in transcript.turns if old in turn.text)
    words = [Word(text=w.text.replace(old, new), start=w.start, end=w.end) for w in turn.words]
    with project.store.change("correct") as pen:
        pen.replace_turns([turn], [Turn(id=turn.id, revision=turn.revision, words=tuple(words))])


def read(project: Project, fragment: Fragment) -> list[str]:
    """The words of a fragment's tape, read through ``talks``."""
    return [word.text for word in talks(project)(fragment.tape).normal[fragment.start : fragment.stop]]


def test_finder_and_talk_count_the_same_words(project: Project) -> None:
    finder, talk = open_finder(project), talks(project)(TapeId("T3"))
    every = [word.text for word in talk.normal]
    for start in range(len(every) - 5):
        # A sum that is cut in two is another sum.
        if {("$", "1200"), ("twenty", "five")} & {tuple(every[at - 1 : at + 1]) for at in (start, start + 6)}:
            continue
        (found, *_) = finder.find(every[start : start + 6])
        assert found.fragments == (Fragment(0, 6, TapeId("T3"), start, start + 6, 1.0),)
        assert found.score == 1


def test_of_many_places_those_of_the_speaker_who_is_meant_come_first(project: Project) -> None:
    with project.store.change("speakers") as pen:
        lee, marian = pen.add_speaker("LEE").id, pen.add_speaker("MARIAN").id
    for number in range(40):
        add_tape(project, f"L{number:02d}", ["I don't know.", "And then?"], speaker=lee)
    add_tape(project, "Z", ["Who was it?", "I don't know."], speaker=marian)
    finder, said_by, line = open_finder(project), voices(project), normal("I don't know")
    assert all(one.fragments[0].tape != "Z" for one in finder.find(line))
    assert finder.find(line, meant=said_by(frozenset((marian,))))[0].fragments[0][2:4] == ("Z", 3)
    assert finder.find(line, limit=100, meant=said_by(frozenset((marian,))))[0].fragments[0].tape == "Z"
    assert finder.find(line, meant=said_by(frozenset((lee,))))[0].fragments[0].tape == "L00"
    assert len(finder.find(line, limit=100)) == 41
    (project.root / "scripts" / "line.txt").write_text("“I don't know,” said Marian.\n", encoding="utf-8")
    (proved,) = check(project, project.root / "scripts" / "line.txt").quotes
    assert proved.verdict is Verdict.VERBATIM
    assert proved.sources[0].span.tape == "Z"


def test_talk_is_read_once_and_may_be_empty(project: Project) -> None:
    with project.store.change("a tape without words") as pen:
        pen.add_tape(Tape(id=TapeId("T9"), title="", format=TimecodeFormat(frame_rate("25")), duration=Ticks(0)))
    of = talks(project)
    assert of(TapeId("T9")).words == ()
    assert of(TapeId("T3")) is of(TapeId("T3"))
    assert open_finder(project).find(normal("nobody asked us anything"))[0].fragments[0].tape == "T3"


def test_a_correction_is_found_without_a_rebuild(project: Project) -> None:
    quote = normal("nobody asked us anything until the boats came back")
    assert open_finder(project).find(quote)[0].fragments[0].tape == "T3"
    kept = [path.name for path in (project.cache / "corpus").iterdir()]
    correct(project, "T3", "nobody", "somebody")
    finder = open_finder(project)
    assert [path.name for path in (project.cache / "corpus").iterdir()] == kept
    assert len(finder._shelves.all) == 2
    corrected = normal("somebody asked us anything until the well known boats came back")
    (found, *_) = finder.find(corrected)
    assert found.score == 1
    assert read(project, found.fragments[0]) == corrected
    for path in (project.cache / "corpus").iterdir():
        path.rename(path.with_name("gone"))
    rebuilt = open_finder(project)
    assert len(rebuilt._shelves.all) == 1
    for asked in (quote, corrected, normal("bread and ovens"), normal("Tape 5 is about boats")):
        assert finder.find(asked) == rebuilt.find(asked)


def test_a_new_transcript_and_a_removed_tape_are_heard_of(project: Project) -> None:
    open_finder(project)
    with project.store.change("remove") as pen:
        pen.remove_tape(TapeId("T3"))
    assert all(f.tape != "T3" for one in open_finder(project).find(normal(SAID[0])) for f in one.fragments)


def test_a_project_without_tapes_has_a_finder(tmp_path: Path) -> None:
    with new_project(tmp_path / "empty") as project:
        assert open_finder(project).find(normal(SAID[0])) == []


def test_search_and_proof_keep_one_index(project: Project) -> None:
    open_finder(project)
    with project.store.reading() as connection:
        (part,) = index_parts(project, WordReader(connection), "corpus")
    assert part.index.tapes == tuple(f"T{number}" for number in range(8))
    assert sorted(path.name for path in project.cache.iterdir() if path.is_dir()) == ["corpus"]

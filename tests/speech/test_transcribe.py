"""Tapes to transcripts: resumable, the same every time, one bad tape named."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tapewright.errors import MissingError, NotFoundError, StorageError, UsageError
from tapewright.jobs import Done
from tapewright.jobs.in_process import InProcess
from tapewright.jobs.local import LocalRunner
from tapewright.speech import HearingSettings
from tapewright.speech.activity import Spoken
from tapewright.speech.chunks import chunks
from tapewright.testing.scripted import ScriptedEngine, scripted_speech_in
from tapewright.timing import TICKS_PER_SECOND
from tapewright.verbs import hearingplan
from tapewright.verbs.align import align
from tapewright.verbs.hearing import FileTask, find_speech
from tapewright.verbs.hearingplan import KIND
from tapewright.verbs.history import undo
from tapewright.verbs.keptdifferences import compared
from tapewright.verbs.project import open_project
from tapewright.verbs.speakers import assign
from tapewright.verbs.transcribe import record, transcribe
from tapewright.verbs.twins import correct_words

LINE = "the boat came in at dawn and bread was still warm nobody asked us why gulls sat on quay all morning"


class LoggingEngine(ScriptedEngine):
    """Hears as scripted, and writes a line into the file HEARD_LOG for each stretch, slowly if HEARD_S says so."""

    def hear(self, samples):
        heard = super().hear(samples)
        with open(os.environ["HEARD_LOG"], "a", encoding="utf-8") as log:
            log.write(f"{len(samples)}\n")
        time.sleep(float(os.environ.get("HEARD_S", "0")))
        return heard


class FailingEngine(ScriptedEngine):
    """Fails with an error that nobody foresaw."""

    def hear(self, samples):
        raise ZeroDivisionError("an engine's own trouble")


def long_phrases(minutes, pause=3.0):
    """Phrases of about ten seconds with pauses, so many minutes of them."""
    return [part for _ in range(int(minutes * 60 / (10 + pause))) for part in (LINE, pause)]


def short_stretches(speech, extent):
    """A tape of two minutes in stretches, as one of twenty is in longer ones."""
    return chunks(speech, extent, target=20 * TICKS_PER_SECOND)


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(hearingplan, "chunks", short_stretches)


def hear(project, tapes=None, **options):
    options = {"engine": ScriptedEngine, "detect": scripted_speech_in, "runner": InProcess(), **options}
    return transcribe(project, tapes, **options)


def words_of(project, tape, version=None):
    return [(word.text, word.start, word.end) for word in project.store.transcript(tape, version).words]


def hash_of(project, tape):
    told = json.dumps(
        [[w.text, w.start, w.end, w.confidence, w.all_marks] for w in project.store.transcript(tape).words]
    )
    return hashlib.sha256(told.encode()).hexdigest()


def test_the_words_of_a_tape_are_heard_when_they_were_said(project, add):
    add("T001", ("the boat came in", 4.0, "bread was still warm"))
    result = hear(project)
    assert [row.status for row in result.tapes] == ["transcribed"]
    words = words_of(project, "T001")
    assert [text for text, _, _ in words] == "the boat came in bread was still warm".split()
    assert words[0][1] == 0
    assert words[4][1] == 6 * TICKS_PER_SECOND


def test_a_pause_ends_a_turn(project, add):
    add("T001", ("the boat came in", 4.0, "bread was still warm"))
    hear(project)
    assert [t.text for t in project.store.transcript("T001").turns] == ["the boat came in", "bread was still warm"]


def test_a_tape_of_several_files_has_one_clock(project, add):
    add("T001", ("the boat",), ("came in",), gap=2.0)
    hear(project)
    words = words_of(project, "T001")
    assert [text for text, _, _ in words] == "the boat came in".split()
    assert words[2][1] == 3 * TICKS_PER_SECOND


def test_a_long_tape_reads_the_same_in_process_and_on_two_workers(project, add, short):
    add("T001", long_phrases(2))
    result = hear(project)
    assert result.tapes[0].chunks >= 3
    first = hash_of(project, "T001")
    said = [text for text, _, _ in words_of(project, "T001")]
    assert said == LINE.split() * (len(said) // len(LINE.split()))
    hear(project, again=True, runner=LocalRunner(2))
    assert project.store.transcript("T001").version == 2
    assert hash_of(project, "T001") == first


def test_a_tape_is_not_heard_twice_alike_unless_asked(project, add, monkeypatch, tmp_path):
    monkeypatch.setenv("HEARD_LOG", str(tmp_path / "log"))
    add("T001", (LINE,))
    hear(project, engine=LoggingEngine)
    second = hear(project, engine=LoggingEngine)
    assert second.tapes[0].status == "skipped"
    assert "version 1" in second.tapes[0].note
    assert len((tmp_path / "log").read_text().splitlines()) == 1
    third = hear(project, engine=LoggingEngine, again=True)
    assert (third.tapes[0].status, third.tapes[0].version) == ("transcribed", 2)


def test_two_who_transcribe_one_tape_at_once_make_one_version(project, add):
    class Slower(InProcess):
        """Hears a stretch while somebody in another terminal does the whole tape."""

        def run(self, pieces):
            yield from super().run(pieces)
            with open_project(project.root) as other:
                other.__dict__["media"] = project.media
                assert [row.status for row in hear(other).tapes] in (["transcribed"], ["skipped"])

    add("T001", ("the boat came in",))
    (row,) = hear(project, runner=Slower()).tapes
    assert (row.status, row.version) == ("skipped", 1)
    assert [head.version for head in project.store.transcript_heads()] == [1]


def test_another_model_makes_another_version_and_the_old_one_stays(project, add):
    add("T001", (LINE,))
    hear(project)
    result = hear(project, settings=HearingSettings(model="other"))
    assert result.tapes[0].version == 2
    heads = project.store.transcript_heads("T001")
    assert [(h.version, h.is_current) for h in heads] == [(1, False), (2, True)]
    assert words_of(project, "T001", 1) == words_of(project, "T001", 2)


def test_who_has_worked_on_a_transcript_is_told_that_another_stands_now(project, add, tmp_path):
    add("T001", (LINE,))
    assert hear(project).tapes[0].instead == ""
    assert hear(project, again=True).tapes[0].instead == "", "nobody had worked on it"
    first, *_ = LINE.split()
    correct_words(project, "T001", first, "Haven", align=False)
    row = hear(project, again=True).tapes[0]
    assert row.instead == "version 2, in which a person checked 1 word, is kept and stands no more"
    typed = tmp_path / "T001.txt"
    typed.write_text(f"MARIAN: {LINE}", "utf-8")
    align(project, "T001", typed)
    row = hear(project, again=True).tapes[0]
    assert row.instead == "version 4, which a person typed, is kept and stands no more"
    with pytest.raises(NotFoundError, match="version 4 of tape T001 was typed, and an engine's stands since"):
        compared(project, "T001")
    undo(project)
    assert compared(project, "T001").typed.version == 4


def test_who_names_no_tape_hears_none_anew_on_which_a_person_has_worked(project, add, tmp_path):
    add("T001", (LINE,))
    add("T002", (LINE,))
    hear(project)
    typed = tmp_path / "T002.txt"
    typed.write_text(f"MARIAN: {LINE}", "utf-8")
    align(project, "T002", typed)
    add("T003", (LINE,))
    hear(project)
    assign(project, "T003", "MARIAN", turn=project.store.transcript("T003").turns[0].id)
    other = HearingSettings(model="other", names=("Marian",))
    *rows, last = hear(project, settings=other).tapes
    assert "in which a person said who speaks" in last.note
    assert [(row.tape, row.status, row.version) for row in rows] == [("T001", "transcribed", 2), ("T002", "skipped", 0)]
    assert rows[1].note == "version 2, which a person typed, stands; tapewright transcribe T002 hears it all the same"
    assert [head.version for head in project.store.transcript_heads("T002") if head.is_current] == [2]
    assert hear(project, ["T002"], settings=other).tapes[0].version == 3


def test_the_provenance_says_everything_that_the_words_depend_on(project, add):
    tape = add("T001", (LINE,))
    hear(project)
    made = project.store.transcript("T001").provenance
    assert (made.tool, made.version) == ("scripted", "1")
    assert made.input_digest == f"xxh128:{tape.files[0].digests['xxh128']}"
    assert {"engine", "model", "chunks", "guards", "activity"} <= set(made.settings)
    assert made.settings["activity"]["network"].endswith("scripted_speech_in")
    assert made.made_at.endswith("Z")


def test_the_provenance_says_which_speech_was_looked_for(project, add):
    add("T001", (LINE,))
    hear(project, detect=None)
    hear(project, detect=None, settings=HearingSettings(guards=False))
    with_guards, without = (project.store.transcript("T001", version).provenance.settings for version in (1, 2))
    assert with_guards["activity"]["possible"] == [0.1, 0.05]
    assert "possible" not in without["activity"]
    assert "raised_to" not in without["activity"]
    assert without["activity"]["clear"] == [0.5, 0.35]
    assert without["guards"] is False


def test_silence_gives_an_empty_transcript_and_no_error(project, add):
    add("T001", (2400.0,))
    result = hear(project)
    assert (result.tapes[0].status, result.tapes[0].words) == ("transcribed", 0)
    assert result.tapes[0].note == "no word was heard"
    assert project.store.transcript("T001").turns == ()


def test_a_bad_tape_is_named_and_the_others_go_on(project, add):
    add("T001", (LINE,))
    add("T002", (LINE,), path_part="broken")
    add("T003", (LINE,))
    result = hear(project)
    assert [row.status for row in result.tapes] == ["transcribed", "failed", "transcribed"]
    assert "broken" in str(result.failed[0].error)
    told = record(result)["tapes"][1]["error"]
    assert told["code"] == "unreadable"
    assert told["hint"] == "is the file whole?"


def test_an_engines_own_trouble_is_named_and_logged_without_ending_the_run(project, add):
    add("T001", (LINE,))
    result = hear(project, engine=FailingEngine)
    assert "ZeroDivisionError" in str(result.failed[0].error)
    logged = (project.cache / "tapewright.log").read_text()
    assert "ZeroDivisionError" in logged
    assert "in hear" in logged


def test_tapes_without_sound_or_media_are_skipped_with_a_reason(project, add):
    add("T001")
    result = hear(project)
    assert (result.tapes[0].status, result.tapes[0].note) == ("skipped", "its media is elsewhere")


def test_an_unknown_tape_is_wrong_use(project, add):
    add("T001", (LINE,))
    with pytest.raises(NotFoundError):
        hear(project, ["T999"])


def test_only_the_named_tapes_are_heard(project, add):
    add("T001", (LINE,))
    add("T002", (LINE,))
    assert [row.tape for row in hear(project, ["T002"]).tapes] == ["T002"]


def test_a_dry_run_does_nothing(project, add):
    add("T001", (LINE,))
    assert hear(project, dry_run=True).tapes[0].status == "planned"
    assert project.store.transcript("T001") is None
    assert project.store.open_keys(KIND) == []


def test_a_missing_model_is_told_before_anything_is_done(project, add, monkeypatch, tmp_path):
    monkeypatch.setenv("TAPEWRIGHT_MODELS", str(tmp_path / "nowhere"))
    add("T001", (LINE,))
    with pytest.raises(MissingError) as caught:
        transcribe(project)
    assert caught.value.hint == "tapewright models fetch base"


def test_no_workers_is_wrong_use(project, add):
    add("T001", (LINE,))
    with pytest.raises(UsageError):
        hear(project, workers=0, runner=None)


class StoppingRunner:
    """Stops after so many hearings, as Ctrl-C does."""

    def __init__(self, after):
        self.after = after

    def run(self, pieces):
        for piece in pieces:
            if piece.name.count("-") and not self.after:
                raise KeyboardInterrupt
            self.after -= bool(piece.name.count("-"))
            yield Done(name=piece.name, result=piece.do(piece.argument))


def test_what_was_finished_before_a_stop_is_not_heard_again(project, add, short, monkeypatch, tmp_path):
    monkeypatch.setenv("HEARD_LOG", str(tmp_path / "log"))
    add("T001", long_phrases(2))
    with pytest.raises(KeyboardInterrupt):
        hear(project, engine=LoggingEngine, runner=StoppingRunner(2))
    assert project.store.transcript("T001") is None
    assert [finished for _, finished in project.store.open_keys(KIND)] == [2]
    result = hear(project, engine=LoggingEngine)
    assert result.tapes[0].resumed == 2
    assert len((tmp_path / "log").read_text().splitlines()) == result.tapes[0].chunks
    assert project.store.open_keys(KIND) == []
    first = hash_of(project, "T001")
    hear(project, engine=LoggingEngine, again=True)
    assert hash_of(project, "T001") == first


def test_a_full_disk_ends_the_run_and_keeps_what_was_finished(project, add, short, monkeypatch):
    add("T001", long_phrases(2))
    finish, calls = project.store.finish, []

    def full(*arguments):
        calls.append(1)
        if len(calls) > 2:
            raise StorageError("the disk is full")
        finish(*arguments)

    monkeypatch.setattr(project.store, "finish", full)
    with pytest.raises(StorageError):
        hear(project)
    monkeypatch.setattr(project.store, "finish", finish)
    assert hear(project).tapes[0].resumed == 2


_RUN = """
import os, sys, importlib.util
spec = importlib.util.spec_from_file_location("test_transcribe", sys.argv[2])
module = importlib.util.module_from_spec(spec)
sys.modules["test_transcribe"] = module
spec.loader.exec_module(module)
module.hearingplan.chunks = module.short_stretches
from tapewright.testing.scripted import SpokenReader
with module.open_project(sys.argv[1]) as project:
    project.media = SpokenReader()
    module.hear(project, engine=module.LoggingEngine)
"""


def test_a_kill_costs_only_the_stretch_in_hand(project, add, short, monkeypatch, tmp_path):
    log = tmp_path / "log"
    add("T001", long_phrases(3))
    environment = {**os.environ, "HEARD_LOG": str(log), "HEARD_S": "0.4"}
    running = subprocess.Popen([sys.executable, "-c", _RUN, str(project.root), __file__], env=environment)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (not log.exists() or len(log.read_text().splitlines()) < 3):
        assert running.poll() is None
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait()
    monkeypatch.setenv("HEARD_LOG", str(log))
    with open_project(project.root) as again:
        again.media = project.media
        begun = len(log.read_text().splitlines())
        result = hear(again, engine=LoggingEngine)
        heard = len(log.read_text().splitlines())
        assert result.tapes[0].status == "transcribed"
        assert result.tapes[0].resumed >= begun - 1 >= 2
        assert heard - begun == result.tapes[0].chunks - result.tapes[0].resumed
        said = [text for text, _, _ in words_of(again, "T001")]
        assert said == LINE.split() * (len(said) // len(LINE.split()))


def test_where_speech_is_is_asked_once_a_file(project, add):
    asked = []

    def detect(blocks):
        asked.append(1)
        return scripted_speech_in(blocks)

    add("T001", (LINE,), (LINE,))
    hear(project, detect=detect)
    hear(project, detect=detect, again=True)
    assert len(asked) == 2
    for kept in Path(project.cache).glob("*.speech.json"):
        kept.write_text("{broken")
    hear(project, detect=detect, again=True)
    assert len(asked) == 4


def test_what_one_way_of_looking_for_speech_found_never_passes_for_anothers(project, add):
    tape = add("T001", (LINE,))

    def soft_too(blocks):
        found = scripted_speech_in(blocks)
        return Spoken(possible=found.possible, clear=())

    def task(detect):
        return FileTask(reader=project.media, file=tape.files[0], cache=project.cache, detect=detect)

    clear, possible = find_speech(task(scripted_speech_in)), find_speech(task(soft_too))
    assert clear.clear
    assert not possible.clear
    tasks = task(scripted_speech_in), task(soft_too)
    # Both answers are kept: nobody reads the sound again.
    assert [find_speech(replace(one, reader=None)) for one in tasks] == [clear, possible]


def test_progress_goes_up_in_ticks_of_tape_and_ends_at_all_of_it(project, add, short):
    add("T001", long_phrases(2))
    steps = []
    hear(project, report=steps.append)
    heard = [step for step in steps if step.what == "transcribe"]
    assert [step.done for step in heard] == sorted(step.done for step in heard)
    assert heard[-1].done == heard[-1].total > 110 * TICKS_PER_SECOND
    assert {step.unit for step in heard} == {"ticks"}

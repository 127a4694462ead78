"""What a person gets: a transcript made elsewhere becomes a version of a tape, and the older ones stay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import xxhash

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.errors import ConflictError, InputError, NotFoundError, UsageError
from tapewright.model import HeardBy, SourceFile, TapeId, Verdict
from tapewright.testing.hostile import HOSTILE_NAMES
from tapewright.testing.material import a_tape
from tapewright.testing.typed import shared
from tapewright.timing import Interval, from_seconds
from tapewright.verbs.check import check
from tapewright.verbs.import_transcript import NewTape, import_transcript, record
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.speakers import add_speaker, assign, rename_speaker, speakers
from tapewright.verbs.transcript import record as transcript_record
from tapewright.verbs.transcript import save, transcript, written

TYPED = "[00:00:01:00] MARIAN: The harbour was quiet.\n\n[00:00:09:00] R: And then?\n"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path / "p") as opened:
        with opened.store.change("add a tape") as pen:
            pen.add_tape(a_tape("T001"))
            pen.add_tape(a_tape("T002"))
        yield opened


@pytest.fixture
def typed(tmp_path: Path) -> Path:
    path = tmp_path / "T001.txt"
    path.write_text(TYPED, "utf-8")
    return path


def test_it_becomes_the_current_version_with_its_digest_and_the_older_one_stays(project: Project, typed: Path) -> None:
    import_transcript(project, "auto", typed)
    made = import_transcript(project, "txt", typed, tape="T001", language="en")
    assert (made.version, made.words, made.turns, made.format) == (2, 6, 2, "txt")
    heads = project.store.transcript_heads(TapeId("T001"))
    assert [head.is_current for head in heads] == [False, True]
    assert heads[1].provenance.input_digest == f"xxh128:{xxhash.xxh128_hexdigest(typed.read_bytes())}"
    assert heads[1].provenance.settings["format"] == "txt"
    assert heads[1].provenance.made_at.endswith("Z")
    assert heads[1].language == "en"
    assert record(made)["speakers"] == ["MARIAN", "R"]


def test_names_are_matched_over_tapes_but_labels_that_anybody_gets_are_not(project: Project, typed: Path) -> None:
    import_transcript(project, "txt", typed, tape="T001")
    made = import_transcript(project, "txt", typed, tape="T002")
    assert made.new_speakers == ("R",)
    assert [speaker.name for speaker in speakers(project)] == ["MARIAN", "R", "R"]
    assert import_transcript(project, "txt", typed, tape="T001").new_speakers == ()


def test_a_tape_whose_media_is_elsewhere_is_made_for_it(project: Project, typed: Path) -> None:
    made = import_transcript(
        project, "txt", typed, new_tape=NewTape(id="T003", rate="29.97", drop=True, title="Elsewhere")
    )
    tape = project.store.tape(TapeId("T003"))
    assert (tape.files, tape.title, str(tape.format), made.is_new_tape) == ((), "Elsewhere", "29.97 drop", True)
    last = transcript(project, "T003").transcript.words[-1].end
    assert last < tape.duration <= last + from_seconds(1)
    with pytest.raises(ConflictError):
        import_transcript(project, "txt", typed, new_tape=NewTape(id="T003"))
    assert len(project.store.transcript_heads(TapeId("T003"))) == 1


def test_length_and_start_of_a_new_tape_can_be_said(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    path.write_text("WEBVTT\n\n10:00:01.000 --> 10:00:02.000\n<v Ann>hello\n")
    wish = NewTape(id="T9", start="10:00:00:00", duration="00:01:00", rate="25")
    made = import_transcript(project, "vtt", path, new_tape=wish)
    assert made.tape.duration == from_seconds(60)
    assert transcript(project, "T9").transcript.words[0].start == from_seconds(1)
    assert made.remarks
    for bad in ("soon", "-5", "0", "1e400"):
        with pytest.raises(UsageError):
            import_transcript(project, "vtt", path, new_tape=NewTape(id="T10", duration=bad))


def test_our_own_json_moves_a_tape_to_another_project_without_loss(
    project: Project, typed: Path, tmp_path: Path
) -> None:
    import_transcript(project, "txt", typed)
    shown = transcript(project, "T001")
    save(project, shown, tmp_path / "moved.json", format="json")
    with new_project(tmp_path / "other") as other:
        import_transcript(other, "auto", tmp_path / "moved.json", new_tape=NewTape(id="T001"))
        again = transcript(other, "T001")
        assert [turn.words for turn in again.transcript.turns] == [turn.words for turn in shown.transcript.turns]
        assert (again.tape.duration, again.tape.format) == (shown.tape.duration, shown.tape.format)
        original = again.transcript.provenance.settings["original"]
        assert isinstance(original, dict)
        assert original["input_digest"] == shown.transcript.provenance.input_digest


@pytest.mark.parametrize("through", ["itself", "a link"])
def test_a_transcript_is_never_written_over_a_recording(
    project: Project, typed: Path, tmp_path: Path, through: str
) -> None:
    recording, target = tmp_path / "INT_01.wav", tmp_path / "INT_01.wav"
    recording.write_bytes(b"sound")
    if through == "a link":
        target = tmp_path / "link.txt"
        target.symlink_to(recording)
    import_transcript(project, "txt", typed)
    tape = project.store.tape(TapeId("T001"))
    file = SourceFile(path=str(recording), size=5, duration=tape.duration)
    with project.store.change("media") as pen:
        pen.replace_tape(replace(tape, files=(file,)))
    with pytest.raises(UsageError, match="T001"):
        save(project, transcript(project, "T001"), target)
    assert target.read_bytes() == recording.read_bytes() == b"sound"


def test_a_dry_run_tells_and_stores_nothing(project: Project, typed: Path) -> None:
    made = import_transcript(project, "auto", typed, dry_run=True)
    assert (made.words, made.version, made.new_speakers) == (6, 0, ("MARIAN", "R"))
    assert import_transcript(project, "auto", typed, new_tape=NewTape(id="T7"), dry_run=True).is_new_tape
    assert project.store.transcript_heads() == []
    assert len(project.store.tapes()) == 2
    assert speakers(project) == []


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("T001.txt", b"", InputError),
        ("T001.vtt", b"WEBVTT\n", InputError),
        ("T001.json", b'{"segments": [', InputError),
        ("T001.srt", b"\x00\xff" * 100, InputError),
        ("T404.txt", TYPED.encode(), UsageError),
    ],
)
def test_what_cannot_come_in_is_named_and_stores_nothing(
    project: Project, tmp_path: Path, name: str, data: bytes, error: type[Exception]
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(error):
        import_transcript(project, "auto", tmp_path / name)
    assert project.store.transcript_heads() == []
    assert len(project.store.history()) == 1


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_file_may_be_called_anything(project: Project, tmp_path: Path, name: str) -> None:
    name = name.replace("/", "∕").removesuffix(".wav")[:200] + ".txt"
    (tmp_path / name).write_text(TYPED, "utf-8")
    made = import_transcript(project, "auto", tmp_path / name, tape="T001")
    assert made.file == name
    assert json.dumps(record(made))


def test_what_is_missing_is_named(project: Project, tmp_path: Path, typed: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        import_transcript(project, "txt", tmp_path / "no.txt", tape="T001")
    with pytest.raises(InputError):
        import_transcript(project, "txt", tmp_path, tape="T001")
    with pytest.raises(NotFoundError):
        import_transcript(project, "txt", typed, tape="T404")
    with pytest.raises(UsageError, match="not both"):
        import_transcript(project, "txt", typed, tape="T001", new_tape=NewTape(id="T5"))
    with pytest.raises(NotFoundError, match="no transcript"):
        transcript(project, "T002")
    import_transcript(project, "txt", typed)
    with pytest.raises(NotFoundError, match="version 7"):
        transcript(project, "T001", version=7)


def test_speakers_are_renamed_everywhere_and_assigned_by_time(project: Project, typed: Path) -> None:
    import_transcript(project, "txt", typed)
    rename_speaker(project, 2, "Jo")
    add_speaker(project, "Jo", group="witnesses")
    assert "MARIAN" in written(transcript(project, "T001"))
    whole = Interval(from_seconds(0), from_seconds(60))
    with pytest.raises(UsageError, match="2 speakers are called"):
        assign(project, "T001", "Jo", interval=whole)
    assert assign(project, "T001", "#²", interval=whole, dry_run=True).is_new
    made = assign(project, "T001", "#3", interval=whole)
    assert len(made.turns) == 2
    assert {turn.speaker for turn in transcript(project, "T001").transcript.turns} == {3}
    with pytest.raises(NotFoundError, match="no speaker 9"):
        rename_speaker(project, 9, "X")
    with pytest.raises(UsageError):
        add_speaker(project, " \n ")
    with pytest.raises(UsageError):
        assign(project, "T001", "Jo")


def test_the_record_of_a_transcript_is_the_documented_one(project: Project, typed: Path) -> None:
    import_transcript(project, "txt", typed)
    shown = transcript_record(transcript(project, "T001"))
    words = shown["words"]
    assert isinstance(words, list)
    assert words[0] == {
        "text": "The",
        "start": 1.0,
        "end": words[0]["end"],
        "ticks": {"start": 705_600_000, "end": words[0]["ticks"]["end"]},
        "confidence": None,
        "speaker": "MARIAN",
        "marks": ["estimated"],
    }
    assert (shown["tape"], shown["engine"], shown["model"]) == ("T001", "import", "")


def test_the_commands_work_together(
    project: Project, typed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--project", str(project.root)]

    def say(*arguments: str, status: int = 0) -> str:
        assert run(app, [*arguments, *where]) == status, capsys.readouterr()
        return capsys.readouterr().out

    assert "6 words in 2 turns" in say("import", "auto", str(typed))
    assert json.loads(say("transcript", "T001", "--format", "json"))["words"][0]["text"] == "The"
    assert json.loads(say("transcript", "T001", "--json"))["tape"] == "T001"
    assert say("transcript", "T001", "--to", "00:00:05:00").count("\n") == 1
    say("transcript", "T001", "--out", str(tmp_path / "out.srt"), "--format", "srt")
    assert "MARIAN: The harbour" in (tmp_path / "out.srt").read_text()
    assert "“quiet.” → “calm.”" in say("correct", "T001", "quiet", "calm", "--dry-run")
    assert "corrected 1 turn" in say("correct", "T001", "--at", "1.5", "quiet", "calm")
    assert json.loads(say("correct", "T001", "--turn", "2", "--text", "And what then?", "--json"))["words"] == 1
    say("transcript", "T001", "--out", str(tmp_path / "e.txt"))
    assert say("correct", "T001", "--file", str(tmp_path / "e.txt")) == "nothing differs\n"
    assert "MARIAN" in say("speakers", "list")
    assert json.loads(say("speakers", "assign", "T001", "Jo", "--turn", "2", "--json"))["is_new"] is True
    assert "is Joan" in say("speakers", "rename", "3", "Joan")
    assert "speaker 3 is Joan Ness" in say("speakers", "rename", "joan", "Joan Ness")
    say("speakers", "rename", "Nobody", "X", status=2)
    say("speakers", "rename", "Joan Ness", "Joan")
    assert json.loads(say("speakers", "add", "Lou", "--json"))["name"] == "Lou"
    for wrong in (
        ("correct", "T001"),
        ("correct", "T001", "old"),
        ("correct", "T001", "--turn", "1"),
        ("correct", "T001", "--file", "x", "--at", "1"),
        ("import", "txt", str(typed), "--rate", "25"),
        ("transcript", "T001", "--from", "later"),
        ("transcript", "T001", "--from", "9", "--to", "3"),
    ):
        say(*wrong, status=2)
    say("import", "vtt", str(typed), "--tape", "T001", status=3)


def test_every_shared_tape_comes_in_and_goes_out_in_every_format(project: Project) -> None:
    folder = shared("texts/braided-channels-tapes/Braided-Channels")
    for number, path in enumerate(sorted(folder.glob("2*-raw.txt"))):
        made = import_transcript(project, "auto", path, new_tape=NewTape(id=f"B{number}", rate="25"))
        assert made.words > 1000
        for format in ("txt", "md", "json", "vtt", "vtt-words", "srt"):
            assert written(transcript(project, made.tape.id), format=format)


def test_a_semicolon_in_the_start_of_a_new_tape_says_drop_frame(project: Project, typed: Path) -> None:
    import_transcript(project, "txt", typed, new_tape=NewTape(id="X", rate="29.97", start="01:00:00;02"))
    assert project.store.tape(TapeId("X")).timecode(0) == "01:00:00;02"


CUES = "1\n00:00:01,000 --> 00:00:04,000\nThe harbour was quiet that year.\n"


def test_every_import_keeps_who_heard_the_words(project: Project, typed: Path, tmp_path: Path) -> None:
    heard = tmp_path / "T002.json"
    words = [{"word": " harbour", "start": 1.0, "end": 1.4}, {"word": " was", "start": 1.4, "end": 1.6}]
    heard.write_text(json.dumps({"segments": [{"start": 1.0, "end": 1.6, "text": "harbour was", "words": words}]}))
    captions = tmp_path / "T001.srt"
    captions.write_text(CUES)
    for file, asked, kept in (
        (typed, None, "person"),
        (heard, None, "machine"),
        (heard, HeardBy.PERSON, "person"),
        (captions, None, "person"),
        (captions, HeardBy.MACHINE, "machine"),
    ):
        made = import_transcript(project, "auto", file, heard_by=asked)
        said = project.store.transcript_heads(made.tape.id)[-1].provenance
        assert (made.heard_by, said.heard_by, said.settings["heard_by"], record(made)["heard_by"]) == (kept,) * 4
        assert any("--heard-by" in remark for remark in made.remarks) == (file is captions and asked is None)


@pytest.mark.parametrize("heard_by", list(HeardBy))
def test_our_own_json_says_who_heard_it_also_after_a_journey(
    project: Project, typed: Path, tmp_path: Path, heard_by: HeardBy
) -> None:
    import_transcript(project, "txt", typed, heard_by=heard_by)
    for step in ("once.json", "twice.json"):
        save(project, transcript(project, "T001"), tmp_path / step, format="json")
        assert import_transcript(project, "auto", tmp_path / step, tape="T001").heard_by is heard_by
    short = {"tape": "T001", "engine": "faster-whisper", "words": [{"text": "quiet", "start": 1, "end": 2}]}
    (tmp_path / "short.json").write_text(json.dumps(short))
    assert import_transcript(project, "json", tmp_path / "short.json", tape="T001").heard_by is HeardBy.MACHINE


def test_a_word_that_a_recogniser_gave_no_length_gets_one(project: Project, tmp_path: Path) -> None:
    words = [("Oh,", 18.94, 18.94), ("I'm", 18.94, 19.1), ("thinking.", 19.1, 19.1)]
    heard = [{"word": f" {text}", "start": start, "end": end, "probability": 0.9} for text, start, end in words]
    segment = {"start": 18.0, "end": 20.0, "text": "Oh, I'm thinking.", "words": heard}
    (tmp_path / "T001.json").write_text(json.dumps({"language": "en", "segments": [segment]}))
    import_transcript(project, "whisper-json", tmp_path / "T001.json")
    stored = project.store.transcript(TapeId("T001"))
    assert stored is not None
    assert [word.text for word in stored.words] == [text for text, _, _ in words]
    assert all(word.interval.duration > 0 for word in stored.words)


def test_an_easy_mishearing_in_machine_captions_is_to_be_heard_and_in_typed_ones_altered(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "T001.srt").write_text(CUES.replace("quiet", "quite"))
    article = tmp_path / "article.md"
    article.write_text("“The harbour was quiet that year.”\n")
    for heard_by, verdict in (("machine", Verdict.UNSETTLED), ("person", Verdict.ALTERED)):
        arguments = ["import", "srt", str(tmp_path / "T001.srt"), "--heard-by", heard_by]
        assert run(app, [*arguments, "--project", str(project.root)]) == 0
        assert ("heard by a machine" in capsys.readouterr().out) == (heard_by == "machine")
        assert check(project, article).quotes[0].verdict is verdict

"""A person hears a place with its surroundings; what they heard is kept, and corrects nothing by itself."""

from __future__ import annotations

import json
import shlex
import wave
from pathlib import Path

import numpy as np
import pytest

from tapewright.cli import app
from tapewright.cli import listen as door
from tapewright.cli.door import run
from tapewright.errors import NotFoundError, UsageError
from tapewright.media.player import Player
from tapewright.model import AudioStream, SourceFile, Tape, TapeId, Transcript, Turn
from tapewright.model.provenance import Provenance
from tapewright.proof.hearing import Ear
from tapewright.proof.weight import Reason
from tapewright.testing.material import some_words
from tapewright.timing import Ticks, TimecodeFormat, frame_rate, from_seconds
from tapewright.verbs.earreport import ear_report
from tapewright.verbs.listening import how_to_correct, keep, kept_listens, listen_to, play
from tapewright.verbs.places import bite_span, bite_spans, place_of, read_span, write_span
from tapewright.verbs.project import Project, new_project, open_project

PAL = TimecodeFormat(frame_rate("25"))

EDIT = """\
# The gap

> The harbour was ~~rather~~ quite that year
>
> — MARIAN [T001](tape:T001#t=0.000000,7.000000)

> what nobody can find
>
> — MARIAN [T009](tape:T009#t=1.000000,2.000000)

> until the boats came back
>
> — MARIAN [T001](tape:T001#t=10.000000,15.000000)
"""


@pytest.fixture
def project(tmp_path: Path):
    """T001: two files of ten seconds on one clock that begins at ten o'clock; T002: media elsewhere, no words."""
    files = []
    for number in range(2):
        path = tmp_path / f"tape {number}.wav"
        tone(path, 10, hz=200 + 100 * number)
        files.append(
            SourceFile(
                path=str(path),
                size=path.stat().st_size,
                duration=from_seconds(10),
                offset=from_seconds(10 * number),
                audio=AudioStream(rate_hz=48_000, channels=1),
                digests={"xxh128": str(number)},
            )
        )
    with new_project(tmp_path / "series") as made:
        with made.store.change("tapes") as pen:
            start = PAL.read("10:00:00:00")
            pen.add_tape(
                Tape(
                    id=TapeId("T001"),
                    title="Harbour",
                    format=PAL,
                    duration=from_seconds(20),
                    start_timecode=start,
                    files=tuple(files),
                )
            )
            pen.add_tape(Tape(id=TapeId("T002"), title="Elsewhere", format=PAL, duration=from_seconds(60)))
            marian = pen.add_speaker("MARIAN")
            turns = (
                Turn(words=some_words("The harbour was rather quite that year"), speaker=marian.id),
                Turn(words=some_words("until the boats came back with Tom", 10), speaker=marian.id),
            )
            pen.add_transcript(Transcript(tape=TapeId("T001"), turns=turns, provenance=Provenance(tool="scripted")))
        (made.edits / "gap.md").write_text(EDIT, encoding="utf-8")
        yield made


def tone(path: Path, seconds: int, *, hz: int) -> None:
    at = np.arange(seconds * 48_000) / 48_000
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(48_000)
        out.writeframes((np.sin(2 * np.pi * hz * at) * 9000).astype("<i2").tobytes())


class Heard(Player):
    """A player that remembers what it was given."""

    def __init__(self, problem: str = "") -> None:
        super().__init__(("pretended",))
        object.__setattr__(self, "played", [])
        object.__setattr__(self, "problem", problem)

    def play(self, path: Path, *, seconds: float) -> str:
        self.played.append((path, seconds))  # type: ignore[attr-defined]
        return self.problem  # type: ignore[attr-defined, no-any-return]


# --- places ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "T001@1,2.5",
        "T001@10:00:01:00,10:00:02:12.5",
        "T001@0:01,0:02.5",
        "T001@00:00:01,000,00:00:02,500",
        " T001@1.0, 2.5 ",
        "tape:T001#t=1,2.5",
    ],
)
def test_a_place_is_read_in_every_way_that_people_write_one(project: Project, text: str) -> None:
    if "12.5" in text:
        text = text.replace("10:00:02:12.5", "10:00:02:13")
    span = read_span(project, text)
    assert span.tape == "T001"
    assert span.interval.start == from_seconds(1)
    assert span.interval.end in (from_seconds("2.5"), from_seconds("2.52"))


def test_one_time_is_the_turn_that_runs_there(project: Project) -> None:
    span = read_span(project, "T001@10:00:11:00")
    assert place_of(project, span).quote.text == "until the boats came back with Tom"
    with pytest.raises(NotFoundError, match="nobody speaks"):
        read_span(project, "T001@9")


@pytest.mark.parametrize(
    "text", ["", "T001", "@1,2", "T001@", "T001@2,1", "T001@1,1", "T001@1,99", "T001@1,2,3", "T001@one,two", "T001@1,"]
)
def test_what_is_no_place_is_refused_in_words(project: Project, text: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_span(project, text)
    assert refused.value.hint


def test_what_is_written_is_read_back(project: Project) -> None:
    span = read_span(project, "T001@1.5,2.25")
    assert write_span(span) == "T001@1.500000,2.250000"
    assert read_span(project, write_span(span)) == span


def test_a_bite_is_its_whole_passage_with_what_is_struck_in_it(project: Project) -> None:
    place = place_of(project, bite_span(project, "gap", 1))
    assert place.quote.text == "The harbour was rather quite that year"
    assert place.speaker == "MARIAN"
    assert len(bite_spans(project, "gap")) == 2
    with pytest.raises(NotFoundError):
        bite_span(project, "gap", 4)
    with pytest.raises(UsageError, match="T009"):
        bite_span(project, "gap", 2)


# --- listening ------------------------------------------------------------------------------------------------------


def test_the_sound_lies_in_the_cache_with_its_surroundings_once(project: Project) -> None:
    listening = listen_to(project, read_span(project, "T001@4,5"))
    assert listening.wav is not None
    assert listening.wav.is_relative_to(project.cache)
    with wave.open(str(listening.wav)) as sound:
        assert sound.getnframes() == 7 * 48_000
    before = listening.wav.stat()
    again = listen_to(project, read_span(project, "T001@4,5"))
    assert (again.wav, again.wav.stat().st_mtime_ns) == (listening.wav, before.st_mtime_ns)  # type: ignore[union-attr]
    assert (listening.place.before, listening.place.after) == ("harbour was rather", "that year")
    assert listening.place.files == [(project.store.tape(TapeId("T001")).files[0].path, from_seconds(4))]


def test_a_place_over_two_files_is_one_sound(project: Project) -> None:
    listening = listen_to(project, read_span(project, "T001@9,11"), around=Ticks(0))
    assert listening.wav is not None
    with wave.open(str(listening.wav)) as sound:
        assert sound.getnframes() == 2 * 48_000
        data = np.frombuffer(sound.readframes(2 * 48_000), "<i2")[::2].astype(float)
    halves = [np.abs(np.fft.rfft(half)).argmax() for half in np.split(data, 2)]
    assert halves == [200, 300]
    assert [Path(path).name for path, _ in listening.place.files] == ["tape 0.wav", "tape 1.wav"]


def test_where_the_media_is_elsewhere_or_gone_the_place_is_told_all_the_same(project: Project) -> None:
    elsewhere = listen_to(project, read_span(project, "T002@1,2"))
    assert elsewhere.wav is None
    assert "elsewhere" in elsewhere.remarks[0]
    path = Path(project.store.tape(TapeId("T001")).files[0].path)
    path.unlink()
    gone = listen_to(project, read_span(project, "T001@1,2"))
    assert gone.wav is None
    assert path.name in gone.remarks[0]
    assert gone.place.quote.text == "harbour"
    assert play(gone, Heard()) == gone


def test_where_no_sound_can_be_written_the_place_is_told_all_the_same(project: Project) -> None:
    (project.cache / "listen").write_text("a file where a folder should be", "utf-8")
    listening = listen_to(project, read_span(project, "T001@4,5"))
    assert listening.wav is None
    assert "cannot write" in listening.remarks[0]
    assert keep(project, listening).recorded is not None


def test_only_the_latest_sounds_stay(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tapewright.verbs.listening._KEPT_SOUNDS", 2)
    made = [listen_to(project, read_span(project, f"T001@{at},{at + 1}")).wav for at in range(4)]
    assert sorted((project.cache / "listen").iterdir()) == sorted(made[2:])  # type: ignore[type-var]


def test_it_is_played_by_the_player_or_a_remark_says_why_not(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    listening = listen_to(project, read_span(project, "T001@4,5"))
    player = Heard()
    assert play(listening, player).player == "pretended"
    assert player.played == [(listening.wav, 7.0)]  # type: ignore[attr-defined]
    assert play(listening, Heard("no sound card")).remarks == ("no sound card",)
    monkeypatch.setattr("tapewright.verbs.listening.find_player", lambda: None)
    assert "no player" in play(listening).remarks[0]


# --- records --------------------------------------------------------------------------------------------------------


def test_what_was_heard_as_written_is_kept_with_who_and_when(project: Project) -> None:
    listening = keep(project, listen_to(project, bite_span(project, "gap", 1)), who=" M  B ", note="clear")
    listen = listening.recorded
    assert listen is not None
    assert (listen.who, listen.agrees, listen.note) == ("M B", True, "clear")
    assert listen.when.endswith("Z")
    assert project.store.listens() == [listen]
    assert set(listening.ears) == {Ear.HUMAN}
    assert project.store.history()[-1].who == "M B"
    project.store.undo()
    assert project.store.listens() == []


def test_hearing_the_same_words_written_otherwise_is_agreeing(project: Project) -> None:
    listening = listen_to(project, read_span(project, "T001@0,3"))
    assert keep(project, listening, heard="the Harbour, was").recorded.agrees  # type: ignore[union-attr]
    assert not keep(project, listening, heard="[nothing]").recorded.agrees  # type: ignore[union-attr]


def test_what_was_heard_otherwise_corrects_nothing_and_says_how_to(project: Project) -> None:
    before = project.store.transcript(TapeId("T001"))
    listening = listen_to(project, bite_span(project, "gap", 1))
    listening = keep(project, listening, heard="The harbour was rather quiet that year", who="MB")
    assert project.store.transcript(TapeId("T001")) == before
    (kept,) = kept_listens(project).kept
    assert not kept.stands
    command = shlex.split(how_to_correct(listening))
    assert command[:3] == ["tapewright", "correct", "T001"]
    assert run(app, [*command[1:], "--project", str(project.root)]) == 0
    (kept,) = kept_listens(project, "T001").kept
    assert kept.stands
    assert kept.now == "The harbour was rather quiet that year"


@pytest.mark.parametrize(
    ("heard", "then"),
    [
        ("The harbour was quite that year", "The harbour was quite that year"),
        ("Well the harbour was rather quite that year", "Well the harbour was rather quite that year"),
        ("The harbour was not rather quite that old year", "The harbour was not rather quite that old year"),
    ],
)
def test_the_command_that_it_names_makes_the_transcript_read_so(project: Project, heard: str, then: str) -> None:
    listening = keep(project, listen_to(project, bite_span(project, "gap", 1)), heard=heard)
    assert run(app, [*shlex.split(how_to_correct(listening))[1:], "--project", str(project.root)]) == 0
    assert project.store.transcript(TapeId("T001")).turns[0].text.casefold() == then.casefold()  # type: ignore[union-attr]


def test_where_nothing_is_known_only_words_can_be_heard(project: Project) -> None:
    listening = listen_to(project, read_span(project, "T002@1,2"))
    with pytest.raises(UsageError, match="no words are known"):
        keep(project, listening)
    stored = keep(project, listening, heard="come in").recorded
    assert stored is not None
    assert how_to_correct(listening) == ""
    assert ear_report(project).contradictions[0].listen == stored


# --- the report -----------------------------------------------------------------------------------------------------


def test_the_report_counts_and_puts_first_what_weighs_most(project: Project) -> None:
    report = ear_report(project)
    assert (report.cut.words, report.cut.human, report.all_tapes.words) == (11, 0, 14)
    assert [(one.bite, one.text) for one in report.to_hear] == [
        ("gap 1", "The harbour was"),
        ("gap 1", "quite that year"),
        ("gap 3", "until the boats came back"),
        ("", "Tom"),
    ]
    assert report.to_hear[3].before == "until the boats came back with"
    assert "T009" in report.problems[0]
    keep(project, listen_to(project, bite_span(project, "gap", 3)), who="MB")
    of_edit = ear_report(project, "gap")
    assert [one.bite for one in of_edit.to_hear] == ["gap 1", "gap 1"]
    assert (of_edit.cut.human, of_edit.cut.machine) == (5, 6)
    page = ear_report(project, limit=1, offset=1)
    assert (page.total, [one.text for one in page.to_hear]) == (3, ["quite that year"])


def test_a_cut_is_signed_off_when_every_word_of_it_was_heard(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    (project.edits / "gap.md").write_text(EDIT.replace("T009", "T001"), encoding="utf-8")
    told(capsys, project, "report", "gap", "--sign-off", status=1)
    for number in ("1", "2", "3"):
        told(capsys, project, "to", "gap", number, "--heard")
    told(capsys, project, "report", "gap", "--sign-off")
    told(capsys, project, "to", "gap", "3", "--heard-as", "until the goats came back")
    told(capsys, project, "report", "gap", "--sign-off", status=1)
    (project.edits / "empty.md").write_text("# Nothing\n", encoding="utf-8")
    told(capsys, project, "report", "empty", "--sign-off", status=1)


def test_negations_are_those_of_the_language_of_the_project(project: Project) -> None:
    with project.store.change("more") as pen:
        turns = (Turn(words=some_words("Well we didn’t ask and they never said")),)
        pen.add_transcript(Transcript(tape=TapeId("T002"), turns=turns, provenance=Provenance(tool="scripted")))
    found = [(one.text, one.reasons) for one in ear_report(project).to_hear if one.tape.id == "T002"]
    assert found == [("didn’t ask and they never", (Reason.NEGATION,))]
    (project.root / "tapewright.toml").write_text('language = "xx"\n', encoding="utf-8")
    with open_project(project.root) as other:
        assert [one for one in ear_report(other).to_hear if one.tape.id == "T002"] == []


def test_what_was_heard_otherwise_is_open_until_it_reads_so(project: Project) -> None:
    listening = keep(project, listen_to(project, bite_span(project, "gap", 1)), heard="The harbour was rather quiet")
    (one,) = ear_report(project, "gap").contradictions
    assert (one.bite, one.now) == ("gap 1", "The harbour was rather quite that year")
    assert ear_report(project).cut.contradicted == 3
    keep(project, listening)
    assert ear_report(project).contradictions == ()
    assert ear_report(project).cut.contradicted == 0


def test_the_names_of_the_settings_are_names(project: Project) -> None:
    settings = project.root / "tapewright.toml"
    settings.write_text('names = ["boats of Elbridge"]\n', encoding="utf-8")
    (project.edits / "gap.md").unlink()
    assert [one.text for one in ear_report(project).to_hear] == ["boats came back with Tom"]


# --- the command line -----------------------------------------------------------------------------------------------


def told(capsys: pytest.CaptureFixture[str], project: Project, *arguments: str, status: int = 0) -> str:
    assert run(app, ["listen", *arguments, "--project", str(project.root)]) == status
    return capsys.readouterr().out


def test_the_command_tells_where_it_lies_and_records(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, project, "to", "gap", "1")
    assert "T001  10:00:00:00 to 10:00:07:00" in text
    assert "by nobody yet" in text
    assert ".wav" in text
    heard = "the harbour was rather quiet that year"
    text = told(capsys, project, "to", "gap", "1", "--heard-as", heard, "--who", "MB")
    assert "the transcript stays as it is" in text
    assert "tapewright correct T001 --at" in text
    assert "MB  otherwise" in told(capsys, project, "list")
    assert f"MB heard: {heard}" in told(capsys, project, "report", "gap")


def test_the_record_has_the_place_the_sound_and_who_heard_it(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    record = json.loads(told(capsys, project, "to", "T001@4,5", "--heard", "--json"))["places"][0]
    assert (record["tape"], record["timecode"], record["text"]) == ("T001", "10:00:04:00", "quite")
    assert record["words"][0]["ear"] == "human"
    assert record["recorded"]["agrees"] is True
    assert Path(record["wav"]).is_file()
    assert json.loads(told(capsys, project, "list", "--json"))["listens"][0]["stands"] is True
    report = json.loads(told(capsys, project, "report", "--json"))
    assert report["cut"] == {"words": 11, "human": 1, "contradicted": 0, "machine": 10}


@pytest.mark.parametrize(
    "arguments",
    [
        ("to", "gap", "--heard"),
        ("to", "gap", "9"),
        ("to", "nothing"),
        ("to", "gap", "1", "--heard", "--heard-as", "x"),
        ("to", "gap", "1", "--heard-as", " "),
        ("to", "T009@1,2"),
        ("to", "gap", "1", "--around", "nan"),
        ("list", "T009"),
        ("report", "nothing"),
    ],
)
def test_what_is_asked_wrongly_is_refused_and_records_nothing(project: Project, arguments: tuple[str, ...]) -> None:
    assert run(app, ["listen", *arguments, "--project", str(project.root)]) == 2
    assert project.store.listens() == []


def test_a_person_at_a_terminal_is_asked_after_each_place(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    player = Heard()
    answers = iter([("r", ""), ("h", ""), ("o", "until the goats came back")])
    monkeypatch.setattr(door, "is_person", lambda: True)
    monkeypatch.setattr(door, "_prompt", lambda: next(answers))
    monkeypatch.setattr("tapewright.verbs.listening.find_player", lambda: player)
    told(capsys, project, "to", "gap", "--who", "MB")
    assert [listen.heard for listen in project.store.listens()] == ["", "until the goats came back"]
    assert len(player.played) == 3  # type: ignore[attr-defined]
    answers = iter([("q", "")])
    told(capsys, project, "to", "gap", "--who", "MB")
    told(capsys, project, "to", "gap", "--json")
    assert len(project.store.listens()) == 2


def test_what_is_heard_already_is_left_out_when_asked(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, project, "to", "gap", "1", "--heard")
    text = told(capsys, project, "to", "gap", "--unheard")
    assert "until the boats" in text
    assert "harbour" not in text
    told(capsys, project, "to", "gap", "3", "--heard")
    assert "nothing of gap is left" in told(capsys, project, "to", "gap", "--unheard")
    (project.edits / "empty.md").write_text("# Nothing\n", encoding="utf-8")
    assert "nothing that could be heard" in told(capsys, project, "to", "empty")


ARTICLE = """\
Marian Hale remembers: “The harbour was rather quite that year,” she said.

“We never had a lighthouse keeper named Zebulon around here,” she said.

They waited “until the boats came back with Tom”.
"""


def test_the_quotations_of_an_article_are_heard_where_they_were_said(
    project: Project, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    article = tmp_path / "article @ last.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    text = told(capsys, project, "to", str(article), "1", "--heard", "--who", "MB")
    assert "The harbour was rather quite that year" in text
    text = told(capsys, project, "to", str(article), "--unheard")
    assert "until the boats came back with Tom" in text
    assert "rather" not in text
    for number, status in (("2", 2), ("9", 2)):
        told(capsys, project, "to", str(article), number, status=status)
    assert len(project.store.listens()) == 1


def test_an_answer_is_asked_for_until_it_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["x", "Other", "  the goats "])
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(typed))
    assert door._prompt() == ("o", "the goats")


def test_nothing_of_what_was_said_or_heard_is_in_the_log(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, project, "to", "gap", "1", "--heard-as", "the harbour was rather unlikely", "--note", "secretly")
    told(capsys, project, "report")
    log = (project.cache / "tapewright.log").read_text("utf-8")
    assert "listen to: done" in log
    for word in ("harbour", "unlikely", "secretly", "boats"):
        assert word not in log

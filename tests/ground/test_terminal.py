"""Names of files and words of tapes are shown on a terminal and never obeyed by it."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tapewright.cli.door import run, show, warn
from tapewright.cli.progress import ProgressLine
from tapewright.cli.terminal import json_text, lit, visible
from tapewright.errors import InputError
from tapewright.model import TapeId
from tapewright.model.progress import Step
from tapewright.testing.material import a_tape, a_transcript
from tapewright.verbs.project import new_project

OBEYED = [
    "\x1b[2J", "\x1b]0;title\x07", "\x9b31m", "\x08\x08", "\rover", "\x7f", "\u202egpj.exe", "\u2066left", "\udcff",
    "\x00",
]  # fmt: skip


@pytest.mark.parametrize("text", OBEYED, ids=ascii)
def test_what_a_terminal_would_obey_is_written_out(text: str) -> None:
    shown = visible(f"before {text} after")
    assert shown.isprintable()
    assert shown.startswith("before \\")
    assert shown.endswith(" after")


@pytest.mark.parametrize("text", OBEYED, ids=ascii)
def test_json_holds_the_same_signs_as_escapes(text: str) -> None:
    written = json_text({"title": text})
    assert written.isprintable()
    assert json.loads(written) == {"title": text}


def test_letters_of_all_scripts_lines_and_hits_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    plain = "Bänd 7 – Köln\n\t港口 \u0645\u0631\u0641\u0623 👩‍👧"
    assert visible(plain) == plain
    assert visible(f"the {lit('harbour')} was") == f"the {lit('harbour')} was" != "the harbour was"
    monkeypatch.setenv("NO_COLOR", "1")
    assert lit("harbour") == "harbour"


def test_a_file_gets_the_text_as_it_is_and_a_person_does_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    show(False, dict, lambda: "a\x9bb")
    assert capsys.readouterr().out == "a\x9bb\n"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    show(False, dict, lambda: "a\x9bb")
    assert capsys.readouterr().out == "a\\x9bb\n"
    warn("a\x1b[8mb")
    assert capsys.readouterr().err == "a\\x1b[8mb\n"


def test_an_error_that_quotes_a_file_is_no_way_in(capsys: pytest.CaptureFixture[str]) -> None:
    import click

    @click.command()
    def app() -> None:
        raise InputError("cannot be read: \x1b[2J", place="\x1b]0;x\x07.wav", hint="rename \udcff")

    assert run(app, []) == InputError.exit_status
    assert capsys.readouterr().err.replace("\n", "").isprintable()


def test_progress_stays_on_its_line_whatever_a_file_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressLine(terminal=True) as progress:
        progress.report(Step(what="read", done=1, total=2, unit="bytes", note="two\nlines\x1b[2J.wav"))
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    assert "\x1b" not in line
    assert "two lines" in line


def test_progress_may_wait_until_there_is_something_to_wait_for(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressLine(terminal=True, after=60) as progress:
        progress.report(Step(what="check", done=1, total=1, unit="quotations"))
    assert capsys.readouterr().err == ""


def test_a_hostile_title_and_word_do_nothing_to_a_real_terminal(tmp_path: Path) -> None:
    with new_project(tmp_path / "p") as project, project.store.change("fill") as pen:
        tape = a_tape()
        pen.add_tape(tape)
        pen.add_transcript(a_transcript(TapeId(tape.id), "the \x1b[8mharbour\x9b2J was"))
    ours, theirs = pty.openpty()
    try:
        subprocess.run(
            [sys.executable, "-m", "tapewright", "transcript", tape.id, "--project", str(tmp_path / "p")],
            stdout=theirs,
            check=True,
            timeout=60,
        )
        told = os.read(ours, 65536).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    assert "the \\x1b[8mharbour\\x9b2J was" in told
    assert "\x1b" not in told

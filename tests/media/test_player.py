"""A player of this machine is found, asked, and never waited for without end."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tapewright.errors import MissingError, UsageError
from tapewright.media import player as players
from tapewright.media.player import find_player


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Makes programs of a shell script's body in a folder that is the whole path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("TAPEWRIGHT_PLAYER", raising=False)

    def make(name: str, body: str = "exit 0") -> Path:
        program = folder / name
        program.write_text(f"#!/bin/sh\n{body}\n")
        program.chmod(0o755)
        return program

    return make


def test_where_there_is_no_player_there_is_none(programs) -> None:
    assert find_player() is None


def test_the_first_known_player_is_taken_and_gets_the_whole_path(programs, tmp_path: Path) -> None:
    programs("play")
    programs("mpv", f'printf "%s\\n" "$@" > "{tmp_path}/asked"')
    sound = tmp_path / "-a sound & more.wav"
    sound.touch()
    found = find_player()
    assert found is not None
    assert found.name == "mpv"
    assert found.play(sound, seconds=1) == ""
    assert (tmp_path / "asked").read_text().splitlines() == ["--really-quiet", "--no-video", "--no-ytdl", str(sound)]


def test_the_environment_names_another_with_its_options(programs, monkeypatch: pytest.MonkeyPatch) -> None:
    programs("mpv")
    mine = programs("mine")
    monkeypatch.setenv("TAPEWRIGHT_PLAYER", "mine --device 2")
    found = find_player()
    assert found is not None
    assert found.command == (str(mine), "--device", "2")
    monkeypatch.setenv("TAPEWRIGHT_PLAYER", "mpv")
    assert find_player().command[1:] == ("--really-quiet", "--no-video", "--no-ytdl")  # type: ignore[union-attr]


def test_a_named_player_that_is_not_there_is_said(programs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAPEWRIGHT_PLAYER", "nobody")
    with pytest.raises(MissingError, match="nobody"):
        find_player()
    monkeypatch.setenv("TAPEWRIGHT_PLAYER", "half 'quoted")
    with pytest.raises(UsageError):
        find_player()


def test_a_player_that_fails_says_why(programs, tmp_path: Path) -> None:
    programs("aplay", 'echo "first" >&2; echo "no sound card" >&2; exit 1')
    assert find_player().play(tmp_path / "x.wav", seconds=1) == "aplay could not play it: no sound card"  # type: ignore[union-attr]
    programs("aplay", "exit 3")
    assert "exit status 3" in find_player().play(tmp_path / "x.wav", seconds=1)  # type: ignore[union-attr]


def test_a_player_that_does_not_end_is_ended(programs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs("aplay", "while :; do :; done")
    monkeypatch.setattr(players, "_GRACE_SECONDS", 0.2)
    assert "was ended" in find_player().play(tmp_path / "x.wav", seconds=0)  # type: ignore[union-attr]


def test_a_player_that_cannot_be_run_is_said(programs, tmp_path: Path) -> None:
    program = programs("aplay")
    found = find_player()
    program.unlink()
    assert found is not None
    assert "cannot be run" in found.play(tmp_path / "x.wav", seconds=1)
    assert os.environ["PATH"]

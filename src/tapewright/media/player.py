"""A program of this machine that plays sound: found on the path, never fetched, never asked to use a network."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tapewright.errors import MissingError, UsageError

VARIABLE = "TAPEWRIGHT_PLAYER"
"""Names the program, with options if need be. An environment variable and no setting of the project: a project that
somebody sends must not say what is run here."""

KNOWN = {
    "ffplay": ("-hide_banner", "-loglevel", "error", "-nodisp", "-autoexit"),
    "mpv": ("--really-quiet", "--no-video", "--no-ytdl"),
    "afplay": (),
    "pw-play": (),
    "paplay": (),
    "aplay": ("-q",),
    "play": ("-q",),
}
"""Players and their options, in the order in which they are looked for."""

_GRACE_SECONDS = 15
"""How much longer than the sound a player may take before it is ended: opening a device, a window."""


@dataclass(frozen=True, slots=True)
class Player:
    """A program and the options before the file's name."""

    command: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is called."""
        return Path(self.command[0]).name

    def play(self, path: Path, *, seconds: float) -> str:
        """Play a file of so many seconds to its end, or until Ctrl-C. What kept it from playing, else nothing."""
        command = [*self.command, str(path.absolute())]
        try:
            with subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
            ) as process:
                try:
                    _, said = process.communicate(timeout=seconds + _GRACE_SECONDS)
                except KeyboardInterrupt:
                    process.terminate()
                    return ""
                except subprocess.TimeoutExpired:
                    process.kill()
                    return f"{self.name} did not come to its end and was ended"
        except OSError as error:
            return f"{self.name} cannot be run: {error.strerror or error}"
        if process.returncode:
            lines = said.decode("utf-8", "replace").strip().splitlines()
            return f"{self.name} could not play it: {lines[-1] if lines else f'exit status {process.returncode}'}"
        return ""


def find_player() -> Player | None:
    """The player that the environment names, else the first known one on the path, else None.

    MissingError where the named one is not there, UsageError where it cannot be read.
    """
    if named := os.environ.get(VARIABLE, "").strip():
        try:
            program, *options = shlex.split(named)
        except ValueError as error:
            raise UsageError(f"{VARIABLE} cannot be read: {error}", hint="name a program, as ffplay") from error
        found = shutil.which(program)
        if found is None:
            raise MissingError(f"there is no player {program!r} on this machine", hint=f"change {VARIABLE}")
        return Player((found, *(options or KNOWN.get(Path(program).name, ()))))
    for program, known in KNOWN.items():
        if found := shutil.which(program):
            return Player((found, *known))
    return None

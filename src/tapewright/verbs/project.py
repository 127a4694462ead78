"""A project on disk: opens it and hands verbs their edges."""

from __future__ import annotations

import logging
import logging.handlers
import os
import tomllib
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from tapewright.errors import InputError, NotFoundError, UsageError
from tapewright.model.names import KnownName
from tapewright.timing import Ticks, TimecodeFormat, frame_rate, is_drop_label
from tapewright.verbs.athand import AtHand
from tapewright.verbs.namesfile import names_in
from tapewright.wholefile import storage_errors

if TYPE_CHECKING:
    from tapewright.media import MediaReader, Renderer
    from tapewright.media.sounddesk import SoundDesk
    from tapewright.model import Cut, SpeakerId
    from tapewright.proof.talk import TapeTalk
    from tapewright.speech.meaning import Embedder
    from tapewright.store.sqlite import SqliteStore
    from tapewright.verbs.meaningindex import MeaningShelf

DATABASE = "tapewright.db"
SETTINGS = "tapewright.toml"

GROUPS = (
    "offender",
    "victims and families",
    "witnesses",
    "investigators",
    "experts",
    "interviewers",
    "narrator",
)
"""The groups of speakers, unless the settings name others."""

_TEMPLATE = """\
# Settings of this project. Everything has a default; delete what you do not need.

title = {title}

# How the programme counts: 23.976, 24, 25, 29.97, 30, 48, 50, 59.94 or 60; drop-frame only at 29.97 and 59.94.
rate = "25"
drop_frame = false
start = "01:00:00:00"

# What is spoken, and the recogniser's weights.
language = "en"
model = "base"

# Names and terms that are said on the tapes: "Marian Voss", or {{ name = "Orford Ness", kind = "place",
# spellings = ["Orfordness"], sounds_like = ["or ferdness"] }}. `tapewright names` keeps this list too.
names = []
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectSettings:
    """What ``tapewright.toml`` says, checked."""

    title: str = ""
    rate: str = "25"
    drop_frame: bool = False
    start: str = "01:00:00:00"
    language: str = "en"
    model: str = "base"
    names: tuple[KnownName, ...] = ()
    groups: tuple[str, ...] = GROUPS

    @property
    def told_names(self) -> tuple[str, ...]:
        """The names that the recogniser is told before it listens."""
        return tuple(name.name for name in self.names if name.is_told)

    @property
    def format(self) -> TimecodeFormat:
        """How the programme counts."""
        return TimecodeFormat(frame_rate(self.rate), self.drop_frame)

    @property
    def start_ticks(self) -> Ticks:
        """The label of the programme's first frame."""
        return self.format.read(self.start)


class _LogFile(logging.handlers.RotatingFileHandler):
    """A log file that says nothing where it cannot be written."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Let it be."""


class Project:
    """An open project. Use it as a context manager; edges are opened when a verb first needs them."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __enter__(self) -> Project:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of every file."""
        if "store" in self.__dict__:
            self.store.close()
        if "sound_desk" in self.__dict__:
            self.sound_desk.close()
        if "log" in self.__dict__:
            for handler in list(self.log.handlers):
                self.log.removeHandler(handler)
                handler.close()
            del self.__dict__["log"]

    @property
    def edits(self) -> Path:
        """Where paper edits are kept."""
        return self.root / "edits"

    @property
    def cache(self) -> Path:
        """What can be made again: may be deleted at any time."""
        return self.root / "cache"

    @cached_property
    def settings(self) -> ProjectSettings:
        """The settings file, read once."""
        return read_settings(self.root / SETTINGS)

    def reread_settings(self) -> None:
        """Read the settings file again when it is next asked for: something in it was changed."""
        self.__dict__.pop("settings", None)

    @cached_property
    def store(self) -> SqliteStore:
        """The project's store, which is its job ledger too."""
        from tapewright.store.sqlite import open_store

        return open_store(self.root / DATABASE)

    def speaker_names(self) -> dict[SpeakerId, str]:
        """What each speaker is called now."""
        return {speaker.id: speaker.name for speaker in self.store.speakers()}

    @cached_property
    def media(self) -> MediaReader:
        """Reads sound and picture."""
        from tapewright.media.pyav import PyAvReader

        return PyAvReader()

    @cached_property
    def renderer(self) -> Renderer:
        """Renders rough cuts."""
        from tapewright.media.render import PyAvRenderer

        return PyAvRenderer()

    @cached_property
    def sound_desk(self) -> SoundDesk:
        """Gives the sound of tapes and cuts to listeners, from any sample on."""
        from tapewright.media.sounddesk import SoundDesk

        return SoundDesk()

    @cached_property
    def embedder(self) -> Embedder:
        """Makes vectors of texts. MissingError with the command that fetches its weights."""
        from tapewright.speech.meaning import embedder

        return embedder()

    @cached_property
    def meaning(self) -> MeaningShelf:
        """The vectors of all that is said, once they were needed."""
        from tapewright.verbs.meaningindex import MeaningShelf

        return MeaningShelf()

    @cached_property
    def bites_at_hand(self) -> AtHand[Any]:
        """The last bites (``PlacedBite``) that were laid on their tapes, by their text and the state of the project."""
        return AtHand(4096)

    @cached_property
    def talks_at_hand(self) -> AtHand[TapeTalk]:
        """The talk (``TapeTalk``) of the tapes that were quoted last, by the tape and the state of all transcripts."""
        return AtHand(24)

    @cached_property
    def said_at_hand(self) -> AtHand[Counter[SpeakerId | None]]:
        """How many words everybody says on all tapes, by the state of all transcripts."""
        return AtHand(2)

    @cached_property
    def states_seen(self) -> dict[frozenset[str], tuple[int, int]]:
        """For ``laststate``: up to which transaction somebody looked, and what was found there."""
        return {}

    @cached_property
    def cuts_at_hand(self) -> AtHand[Cut]:
        """The cuts that are being played."""
        return AtHand(8)

    @cached_property
    def chronologies_at_hand(self) -> AtHand[Any]:
        """Chronologies laid out, by the transaction that they were read at."""
        return AtHand(8)

    @cached_property
    def mentions_at_hand(self) -> AtHand[Any]:
        """The dates (``SaidDate``) that were found on tapes, by the tape and a digest of what is said on it."""
        return AtHand(4096)

    @cached_property
    def agreements_at_hand(self) -> AtHand[Any]:
        """Agreements and queues of what is left to settle, by what was asked and the transaction they were read at."""
        return AtHand(8)

    @cached_property
    def peaks_at_hand(self) -> AtHand[Mapping[str, Any]]:
        """The peaks of the files that are being looked at, by the file's digest."""
        return AtHand(8)

    @cached_property
    def log(self) -> logging.Logger:
        """The project's own log file, ``cache/tapewright.log``; never what was said on a tape, only what was done.

        Where it cannot be written (a project on a read-only disk) nothing is logged, and nobody is kept from an answer.
        """
        logger = logging.getLogger(f"tapewright.project.{self.root}")
        if not logger.handlers:
            with suppress(OSError):
                self.cache.mkdir(exist_ok=True)
            handler = _LogFile(
                self.cache / "tapewright.log", maxBytes=2_000_000, backupCount=3, encoding="utf-8", delay=True
            )
            handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(process)d %(message)s"))
            logger.addHandler(handler)
            logger.setLevel(logging.INFO)
            logger.propagate = False
        return logger

    def inside(self, relative: str) -> Path:
        """A path inside the project; UsageError for one that leads out of it."""
        path = (self.root / relative).resolve()
        if not path.is_relative_to(self.root.resolve()):
            raise UsageError(f"{relative!r} lies outside the project")
        return path


def new_project(path: str | os.PathLike[str], *, title: str = "") -> Project:
    """Make a project folder. UsageError where there is one already, or where the folder holds other things."""
    from tapewright.store.sqlite import open_store

    root = Path(path).expanduser().absolute()
    if (root / DATABASE).exists():
        raise UsageError(f"{root} is a tapewright project already", hint="open it, or choose another folder")
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise UsageError(f"{root} is not an empty folder", hint="choose a new folder")
    with storage_errors(root):
        root.mkdir(parents=True, exist_ok=True)
        for folder in ("edits", "scripts", "cache"):
            (root / folder).mkdir(exist_ok=True)
        (root / SETTINGS).write_text(_TEMPLATE.format(title=_toml_string(title or root.name)), encoding="utf-8")
        open_store(root / DATABASE, create=True).close()
    return Project(root)


def open_project(path: str | os.PathLike[str] = ".") -> Project:
    """Open the project in ``path`` or in the nearest folder above it. NotFoundError where there is none."""
    start = Path(path).expanduser().absolute()
    for folder in (start, *start.parents):
        if (folder / DATABASE).is_file():
            return Project(folder)
    raise NotFoundError(
        f"no tapewright project in {start} or above it", hint="tapewright new DIR makes one; --project DIR names one"
    )


def read_settings(path: Path) -> ProjectSettings:
    """Settings out of a TOML file; the defaults where there is none. InputError names what is wrong in it."""
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ProjectSettings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            f"cannot read the settings: {error}", place=path.name, hint="mend or delete the file"
        ) from error
    known = {"title": str, "rate": (str, int, float), "drop_frame": bool, "start": str, "language": str, "model": str}
    picked: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known and name not in ("names", "groups"):
            there = ", ".join([*known, "names", "groups"])
            raise InputError(f"there is no setting {name!r}", place=path.name, hint=f"the settings are {there}")
        if name == "names":
            picked[name] = names_in(value, place=path.name)
        elif name == "groups":
            picked[name] = _groups(value, path.name)
        else:
            if not isinstance(value, known[name]):  # type: ignore[arg-type]
                raise InputError(f"{name} cannot be {value!r}", place=path.name, hint="see docs/settings.md")
            picked[name] = str(value) if name == "rate" else value
    if is_drop_label(picked.get("start", "")) and not picked.setdefault("drop_frame", True):
        raise InputError(
            f"start = {picked['start']!r} is written as drop-frame, and drop_frame is false",
            place=path.name,
            hint="write drop_frame = true, or the start with a colon before the frames",
        )
    settings = ProjectSettings(**picked)
    try:
        _ = settings.start_ticks
    except UsageError as error:
        raise InputError(error.message, place=path.name, hint=error.hint) from error
    return settings


def _groups(value: object, place: str) -> tuple[str, ...]:
    """Names of groups, each on one line and once."""
    if not isinstance(value, list) or not all(isinstance(name, str) and name.strip() for name in value):
        raise InputError("groups must be a list of names", place=place, hint="see docs/settings.md")
    return tuple(dict.fromkeys(" ".join(name.split()) for name in value))


def _toml_string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else " " for c in escaped) + '"'

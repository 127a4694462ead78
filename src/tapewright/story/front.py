"""The front matter of a paper edit: ``key: value`` lines between two lines of ``---``.

    title: Nine years
    rate: 23.976           as a person writes it; ``drop: true`` with it for drop-frame
    start: 01:00:00:00     the programme's first frame
    narration_wpm: 150     how fast narration is read, words a minute

Other keys are kept and passed on. Comments (``#``), lists and indented lines are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tapewright.errors import InputError, UsageError
from tapewright.story.markdown import is_blank
from tapewright.timing import Ticks, TimecodeFormat, frame_rate, is_drop_label

WORDS_A_MINUTE = 150
"""How fast narration is read where nobody says otherwise: an unhurried documentary voice (140 to 160)."""

_FENCE = re.compile(r"---[ \t]*")
_SETTING = re.compile(r"([^\W\d_][\w-]*)[ \t]*:(?:[ \t]+(.*)|[ \t]*)")
_YES_NO = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What stands before the first block: ``lines`` of the file, and what they say."""

    lines: int = 0
    settings: dict[str, str] = field(default_factory=dict)
    line_of: dict[str, int] = field(default_factory=dict)


def read_front(lines: list[str]) -> Front:
    """The front matter at the head of these lines (any byte order mark taken off); an empty one where there is none."""
    if not lines or not _FENCE.fullmatch(lines[0].rstrip("\r\n")):
        return Front()
    settings: dict[str, str] = {}
    line_of: dict[str, int] = {}
    for number, line in enumerate(lines[1:], start=2):
        text = line.rstrip("\r\n")
        if _FENCE.fullmatch(text):
            return Front(lines=number, settings=settings, line_of=line_of)
        setting = _SETTING.fullmatch(text.rstrip())
        if setting and setting[1] not in settings:
            settings[setting[1]] = _unquoted((setting[2] or "").strip())
            line_of[setting[1]] = number
        elif not settings and not is_blank(line) and not text.lstrip().startswith("#"):
            break  # a rule at the head of an ordinary text
    return Front()


def programme(
    front: Front, *, name: str, default_format: TimecodeFormat, default_start: str
) -> tuple[TimecodeFormat, Ticks]:
    """How the programme counts and the label of its first frame. InputError names file and line."""
    rate, drop, start = (front.settings.get(key, "") for key in ("rate", "drop", "start"))
    counting = default_format
    if rate:
        with _named(front, name, "rate"):
            counting = TimecodeFormat(frame_rate(rate))
    if drop:
        with _named(front, name, "drop"):
            if drop.casefold() not in _YES_NO:
                raise UsageError(f"drop cannot be {drop!r}", hint="write true or false")
            counting = TimecodeFormat(counting.rate, drop=_YES_NO[drop.casefold()])
    elif is_drop_label(start):
        # A semicolon before the frames is how drop-frame is written, so that no second key is needed.
        with _named(front, name, "start"):
            counting = TimecodeFormat(counting.rate, drop=True)
    with _named(front, name, "start"):
        return counting, counting.read(start or default_start)


def check_narration(front: Front, *, name: str) -> None:
    """InputError where the reading speed is none."""
    with _named(front, name, "narration_wpm"):
        words_a_minute(front.settings)


def words_a_minute(settings: dict[str, str]) -> int:
    """How fast narration is read. UsageError for what is no such number."""
    text = settings.get("narration_wpm", "")
    if not text:
        return WORDS_A_MINUTE
    if not re.fullmatch(r"[0-9]{1,3}", text) or not int(text):
        raise UsageError(f"narration_wpm cannot be {text!r}", hint="write words a minute, 1 to 999")
    return int(text)


def _unquoted(text: str) -> str:
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text


@contextmanager
def _named(front: Front, name: str, key: str) -> Iterator[None]:
    """What is wrong with a setting becomes an InputError with its file and line."""
    try:
        yield
    except UsageError as error:
        place = f"{name}:{front.line_of[key]}" if key in front.line_of else name
        raise InputError(error.message, place=place, hint=error.hint) from error

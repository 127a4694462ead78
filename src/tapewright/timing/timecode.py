"""SMPTE timecode, drop-frame and non-drop: a way of writing a tick.

Source: SMPTE ST 12-1, clause 5.2. Drop-frame leaves out the *numbers* 00 and 01 (at 29.97; 00 to 03 at 59.94) at
the start of every minute but each tenth; no frame is dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tapewright.errors import UsageError
from tapewright.timing.rate import FrameRate, frame_rate
from tapewright.timing.ticks import Ticks

_SHAPE = re.compile(r"(\d{1,2}):([0-5]?\d):([0-5]?\d)([:;.,])(\d{1,3})", re.ASCII)


def is_drop_label(label: str) -> bool:
    """Whether a person wrote a timecode as drop-frame, with a semicolon.

    >>> is_drop_label("01:00:00;00"), is_drop_label("01:00:00:00")
    (True, False)
    """
    return ";" in label


@dataclass(frozen=True, slots=True)
class TimecodeFormat:
    """How a tape counts its frames: at which rate, and whether numbers are dropped.

    Timecode is a label of a frame. ``read`` and ``write`` go between the label and the tick since midnight of the
    label 00:00:00:00; past midnight it begins again at zero.

    >>> ntsc = TimecodeFormat(frame_rate("29.97"), drop=True)
    >>> ntsc.write(ntsc.read("01:00:00;00"))
    '01:00:00;00'
    >>> ntsc.frame_number("00:01:00;02")
    1800
    """

    rate: FrameRate
    drop: bool = False

    def __post_init__(self) -> None:
        if self.drop and not self.rate.can_drop:
            raise UsageError(
                f"there is no drop-frame timecode at {self.rate} frames a second",
                hint="drop-frame exists at 29.97, 59.94 and 119.88 only",
            )

    @property
    def frames_per_day(self) -> int:
        """How many labels there are before midnight comes again."""
        return 24 * 6 * self._per_ten_minutes

    def label(self, frame_number: int) -> str:
        """The timecode of the frame with this number, counted from 00:00:00:00; over midnight it starts again."""
        frame = frame_number % self.frames_per_day
        nominal = self.rate.nominal
        if self.drop:
            tens, rest = divmod(frame, self._per_ten_minutes)
            skipped = 9 * self._dropped * tens
            full_minute = 60 * nominal
            if rest >= full_minute:
                skipped += self._dropped * ((rest - full_minute) // (full_minute - self._dropped) + 1)
            frame += skipped
        seconds, frames = divmod(frame, nominal)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        width = 3 if nominal > 100 else 2
        return f"{hours:02d}:{minutes:02d}:{seconds:02d}{';' if self.drop else ':'}{frames:0{width}d}"

    def frame_number(self, text: str) -> int:
        """The frame number that a label stands for. ``:``, ``;``, ``.`` and ``,`` are taken before the frames.

        Raises UsageError for a label that does not exist: 25 frames at 25, a dropped number, hour 24.
        """
        shape = _SHAPE.fullmatch(text.strip())
        if not shape:
            raise UsageError(f"not a timecode: {text!r}", hint="write it as HH:MM:SS:FF")
        hours, minutes, seconds, frames = (int(shape[i]) for i in (1, 2, 3, 5))
        nominal = self.rate.nominal
        if hours > 23 or frames >= nominal:
            raise UsageError(
                f"{text} does not exist at {self}", hint=f"frames run from 00 to {nominal - 1}, hours to 23"
            )
        total_minutes = hours * 60 + minutes
        count = (total_minutes * 60 + seconds) * nominal + frames
        if not self.drop:
            return count
        if frames < self._dropped and seconds == 0 and minutes % 10:
            raise UsageError(f"{text} does not exist at {self}: that number is dropped", hint="is the tape non-drop?")
        return count - self._dropped * (total_minutes - total_minutes // 10)

    def write(self, ticks: int) -> str:
        """The timecode of the frame showing at ``ticks`` since the label zero."""
        return self.label(self.rate.frame_at(ticks))

    def read(self, text: str) -> Ticks:
        """The tick, since the label zero, at which the labelled frame starts."""
        return self.rate.at_frame(self.frame_number(text))

    def after(self, text: str, start: int) -> Ticks:
        """How long after ``start`` (a tape's first label, in ticks) the labelled frame starts, past midnight or not.

        0 for the frame that is showing at ``start``: a sound recorder begins anywhere inside a frame.
        """
        day = self.rate.at_frame(self.frames_per_day)
        ticks = (self.read(text) - start) % day
        return Ticks(0 if day - ticks < self.rate.ticks_per_frame else ticks)

    def __str__(self) -> str:
        return f"{self.rate} {'drop' if self.drop else 'non-drop'}" if self.rate.can_drop else str(self.rate)

    @property
    def _dropped(self) -> int:
        return self.rate.nominal // 15 if self.drop else 0

    @property
    def _per_ten_minutes(self) -> int:
        return 600 * self.rate.nominal - 9 * self._dropped


def timecode_format(rate: str | FrameRate, *, drop: bool = False) -> TimecodeFormat:
    """A format from the words of a person or a file: ``timecode_format("29.97", drop=True)``."""
    return TimecodeFormat(frame_rate(rate), drop)

"""Opening the files of a cut for rendering: natively and read-only, as the kind of file that they were ingested as."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from fractions import Fraction
from math import floor
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Protocol, TypeVar

from tapewright.errors import InputError
from tapewright.media.opening import Streams, check_is_file, choose_streams
from tapewright.model import SourceFile


class _Closable(Protocol):
    def close(self) -> None: ...


_Source = TypeVar("_Source", bound=_Closable)


def open_streams(file: SourceFile) -> tuple[Any, Streams]:
    """An open PyAV container and its streams. InputError names a file that cannot be opened or holds neither.

    Files alone are opened, never a network; what was a WAV when it was ingested is opened as a WAV or not at all.
    """
    import av

    path = Path(file.path)
    check_is_file(path)
    options = {"protocol_whitelist": "file"} | ({"format_whitelist": file.container} if file.container else {})
    if file.container == "wav" or path.suffix.lower() == ".wav":
        options["max_size"] = "65536"  # its usual packets of 1,024 samples cost more to hand over than to decode
    try:
        # "file:" keeps a name such as "concat:…" from being taken for an address.
        container = av.open(f"file:{path}", container_options=options, metadata_errors="replace")
    except (OSError, ValueError, av.FFmpegError) as error:
        raise InputError(f"cannot be opened: {reason(error)}", place=str(path), hint="tapewright verify") from error
    try:
        return container, choose_streams(container, path)
    except InputError:
        container.close()
        raise


class OpenFiles(Generic[_Source]):
    """Files kept open between the events of a cut, which go to and fro: the last few, closed together at the end."""

    def __init__(self, make: Callable[[SourceFile], _Source], most: int = 4) -> None:
        self._make, self._most = make, most
        self._open: OrderedDict[str, _Source] = OrderedDict()
        self._failed: dict[str, InputError] = {}

    def __enter__(self) -> OpenFiles[_Source]:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        while self._open:
            self._open.popitem()[1].close()

    def get(self, file: SourceFile) -> _Source:
        """The file's source, opened if it is not. A file that failed once raises the same InputError each time."""
        if file.path in self._failed:
            raise self._failed[file.path]
        if file.path not in self._open:
            try:
                self._open[file.path] = self._make(file)
            except InputError as error:
                self.give_up(file, error)
                raise
            if len(self._open) > self._most:
                self._open.popitem(last=False)[1].close()
        self._open.move_to_end(file.path)
        return self._open[file.path]

    def give_up(self, file: SourceFile, error: InputError) -> None:
        """Do not try this file again."""
        self._failed[file.path] = error


def wind(container: Any, stream: Any, place: Fraction | None) -> bool:
    """Go to a key frame at or before ``place`` (seconds of the container's clock), or to the beginning for None.

    False where the file cannot be wound there.
    """
    import av

    base = Fraction(stream.time_base)
    # Before the first stamp is the surest beginning, but some demuxers (MP3) refuse places before it.
    begins = (floor(-3600 / base), stream.start_time or 0, 0)
    for stamp in begins if place is None else (floor(place / base),):
        try:
            container.seek(stamp, stream=stream)
        except (OSError, av.FFmpegError):
            continue
        return True
    return False


def reason(error: BaseException) -> str:
    """What the system or FFmpeg says."""
    return getattr(error, "strerror", None) or str(error)

"""Reads AAF, of Avid and Pro Tools, through the adapter of OpenTimelineIO, which opens files by name only.

The chain of mobs behind a clip (master, file, tape) gives its names; the timecode of the tape is in its source range.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from tapewright.errors import InputError
from tapewright.exchange.otio_walk import Node, walk
from tapewright.model import Timeline
from tapewright.timing import TimecodeFormat

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class AafReader:
    """Reads the first composition of a file."""

    def read(
        self, data: bytes, *, name: str, format: TimecodeFormat | None = None, usual: TimecodeFormat | None = None
    ) -> Timeline:
        if not data.startswith(_COMPOUND_FILE):
            raise InputError("not an AAF file", place=name, hint="export it again where it came from")
        with _as_file(data) as path:
            found, drop = _adapted(path, name)
        timeline = walk(found, kind="aaf", name=name, told=format, usual=usual, about=_about)
        if drop is not None and not format and timeline.format.rate.can_drop:
            return replace(timeline, format=TimecodeFormat(timeline.format.rate, drop))
        return timeline


def _adapted(path: Path, name: str) -> tuple[Node, bool | None]:
    """What the adapter makes of it, and whether its timecode drops numbers."""
    with _quiet():
        try:
            from otio_aaf_adapter.adapters import advanced_authoring_format

            found = json.loads(advanced_authoring_format.read_from_file(str(path)).to_json_string())
            drop = _drop(path)
        except ImportError:
            raise
        except Exception as error:  # the libraries raise anything over a broken file
            why = str(error) or type(error).__name__
            raise InputError(f"cannot be read as AAF: {why[:200]}", place=name, hint="export it again") from error
    if not isinstance(found, dict):
        raise InputError("there is no composition in it", place=name)
    return found, drop


def _drop(path: Path) -> bool | None:
    import aaf2

    with aaf2.open(str(path), "r") as file:
        for mob in file.content.toplevel():
            for slot in mob.slots:
                parts = [slot.segment, *(getattr(slot.segment, "components", None) or [])]
                for part in parts:
                    if type(part).__name__ == "Timecode":
                        return bool(part.get("Drop").value)
    return None


def _about(clip: Node) -> dict[str, Any]:
    """The reel: the name of the tape mob behind the clip, if there is one."""
    references = clip.get("media_references")
    if not isinstance(references, dict):
        return {}
    for reference in references.values():
        notes = ((reference or {}).get("metadata") or {}).get("AAF") or {}
        descriptor = notes.get("EssenceDescription") if isinstance(notes, dict) else None
        if isinstance(descriptor, dict) and descriptor.get("ClassName") == "TapeDescriptor":
            return {"reel": str(notes.get("Name") or "")}
    return {}


@contextmanager
def _as_file(data: bytes) -> Iterator[Path]:
    """A name to open the bytes by: in memory on Linux, else a file of our own that is gone afterwards."""
    if hasattr(os, "memfd_create") and Path("/proc/self/fd").is_dir():
        handle = os.memfd_create("timeline.aaf")
        try:
            with os.fdopen(os.dup(handle), "wb") as file:
                file.write(data)
            yield Path(f"/proc/self/fd/{handle}")
        finally:
            os.close(handle)
        return
    with tempfile.TemporaryDirectory(prefix="tapewright-") as folder:
        path = Path(folder) / "timeline.aaf"
        path.write_bytes(data)
        yield path


@contextmanager
def _quiet() -> Iterator[None]:
    """The adapter logs and warns about what it meets on the way; what is lost is told by us."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)

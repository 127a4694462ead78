"""What can be searched now: which tapes have words, which ways there are, which of them must be made ready first."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass

from tapewright.errors import TapewrightError
from tapewright.model import TapeId
from tapewright.speech import meaning
from tapewright.store.wordreader import WordReader
from tapewright.verbs.hits import Talk
from tapewright.verbs.keptindex import is_kept
from tapewright.verbs.project import Project
from tapewright.verbs.quotes import QuoteIndex
from tapewright.verbs.searchmemory import SearchMemory

INDEXES = {"close": "corpus", "sound": "sound"}
"""Ways that look into an index of their own; exact search needs none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Searchable:
    """``unread`` are tapes without words, with their titles: nothing said on them can be found. ``ready`` says of each
    way whether it answers at once; the first search of another one makes its index. ``needs`` says of a way that cannot
    be had on this machine which command brings it.
    """

    tapes: int
    unread: tuple[tuple[TapeId, str], ...]
    ready: dict[str, bool]
    needs: dict[str, str]

    @property
    def read(self) -> int:
        """How many tapes can be searched."""
        return self.tapes - len(self.unread)


def searchable(project: Project) -> Searchable:
    """What a search would go through now."""
    with project.store.reading() as connection:
        digests = WordReader(connection).digests()
    tapes = project.store.tapes()
    has_meaning = "embedder" in project.__dict__ or meaning.is_here()
    ready = {"exact": True} | {way: is_kept(project, digests, kind) for way, kind in INDEXES.items()}
    if has_meaning:
        ready["meaning"] = project.meaning.is_ready(digests)
    return Searchable(
        tapes=len(tapes),
        unread=tuple((tape.id, tape.title) for tape in tapes if tape.id not in digests),
        ready=ready,
        needs={} if has_meaning else {"meaning": f"tapewright models fetch {meaning.MODEL}"},
    )


def record(found: Searchable) -> dict[str, object]:
    """``{"tapes", "read", "unread": [{"tape", "title"}], "ways": [{"way", "ready", "needs"}]}``; a way
    with a command in ``needs`` cannot be had before it has run.
    """
    return {
        "tapes": found.tapes,
        "read": found.read,
        "unread": [{"tape": tape, "title": title} for tape, title in found.unread],
        "ways": [
            *({"way": way, "ready": ready, "needs": ""} for way, ready in found.ready.items()),
            *({"way": way, "ready": True, "needs": command} for way, command in found.needs.items()),
        ],
    }


def make_ready(project: Project, memory: SearchMemory) -> None:
    """Make every way answer at once: indexes are made where they are not kept, and read. Some seconds for a million
    words, the first time.
    """
    with project.store.reading() as connection:
        talk = Talk(project, WordReader(connection), memory)
        for tape in talk.digests:
            talk.layout(tape)
        for way in INDEXES:
            with memory.making(way):
                QuoteIndex(project, talk.words, way=way)
        if "embedder" in project.__dict__ or meaning.is_here():
            project.meaning.get(project, talk.words)


def make_ready_aside(project: Project, memory: SearchMemory) -> None:
    """The same in a thread of its own, one at a time; whoever searches meanwhile waits for no more than they need."""
    if not memory.warming.acquire(blocking=False):
        return

    def work() -> None:
        try:
            with suppress(TapewrightError):  # whoever searches is told
                make_ready(project, memory)
        finally:
            memory.warming.release()

    threading.Thread(target=work, name="search indexes", daemon=True).start()

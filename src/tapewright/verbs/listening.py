"""Listen to a place with its surroundings, and keep who heard it and what they heard.

An ear-check is a record, never a correction: where a person heard something else, the transcript stays as it is, and
the answer says how to correct it.
"""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from tapewright.errors import InputError, StorageError, UsageError
from tapewright.media.player import Player, find_player
from tapewright.model import Cut, CutEvent, Listen, Span, Tape, TapeId
from tapewright.proof.hearing import Ear, attested, ears, is_heard, is_unsure, says_the_same
from tapewright.proof.language import PLAIN, Language
from tapewright.timing import Interval, Ticks, to_float_seconds
from tapewright.verbs.places import AROUND, Place, place_of, place_record, span_record
from tapewright.verbs.project import Project
from tapewright.verbs.spokenlanguage import spoken_language
from tapewright.verbs.times import times_record
from tapewright.wholefile import storage_errors
from tapewright.words.difference import align
from tapewright.words.normal import key

HEARD_ON_COPY = "heard on the listening copy"
"""The note of an ear-check for which the cleaned copy was played: what it takes away, nobody heard."""

_LONGEST_NAME = 120

_KEPT_SOUNDS = 200
"""So many places stay in the cache as sound; ten seconds are 2 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """A place made ready to be heard. ``wav`` is its sound with its surroundings, None where there is no media;
    ``is_copy`` says that it is the listening copy's and not the original's.
    """

    place: Place
    listens: tuple[Listen, ...] = ()
    wav: Path | None = None
    remarks: tuple[str, ...] = ()
    player: str = ""
    recorded: Listen | None = None
    language: Language = PLAIN
    is_copy: bool = False

    @property
    def ears(self) -> list[Ear]:
        """Who heard each word of the place, the ear-check that was just recorded included."""
        return ears(self.place.words, self.listens, language=self.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An ear-check on its tape. ``now`` are the words as they read today."""

    listen: Listen
    tape: Tape
    now: str
    language: Language = PLAIN

    @property
    def stands(self) -> bool:
        """Whether the place reads today as the person heard it, or they could not tell."""
        return is_unsure(self.listen) or says_the_same(self.now.split(), attested(self.listen), self.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """Some of ``total`` ear-checks, those from ``offset`` on."""

    total: int
    offset: int
    kept: tuple[Kept, ...]


def listen_to(
    project: Project, span: Span, *, around: Ticks = AROUND, render: bool = True, aid: bool = False
) -> Listening:
    """What stands at a span, who has heard it, and its sound in the cache, with so much before and after it.

    ``aid`` takes the tape's listening copy, where there is one; a remark says so where there is none.
    """
    place = place_of(project, span, around=around)
    tape, missing = _sounding(project, place.tape, aid=aid)
    wav, remarks = _rendered(project, place, tape) if render else (None, ())
    return Listening(
        place=place,
        listens=tuple(project.store.listens(place.tape.id, span.interval)),
        wav=wav,
        remarks=(*missing, *remarks),
        language=spoken_language(project),
        is_copy=tape is not place.tape and wav is not None,
    )


def is_all_heard(project: Project, span: Span) -> bool:
    """Whether a person has heard every word of a span as it reads now."""
    words = place_of(project, span, around=Ticks(0)).words
    return is_heard(words, project.store.listens(span.tape, span.interval), language=spoken_language(project))


def play(listening: Listening, player: Player | None = None) -> Listening:
    """Play it by a program of this machine (``find_player`` by default). ``player`` names the one that played it;
    where none could, a remark says so.
    """
    chosen = player or find_player()
    if listening.wav is None:
        return listening
    if chosen is None:
        return _remarked(listening, "no player was found on this machine; open the file in any")
    problem = chosen.play(listening.wav, seconds=to_float_seconds(listening.place.around.duration))
    return _remarked(listening, problem) if problem else replace(listening, player=chosen.name)


def keep(project: Project, listening: Listening, *, heard: str = "", who: str = "", note: str = "") -> Listening:
    """Record that a person heard the place: as it is written, or else what they ``heard``.

    What is no word is written in square brackets: ``[nothing]``, ``[a door]``. UsageError where there are no words
    that could have been heard as written.
    """
    heard, who = " ".join(heard.split()), " ".join(who.split())
    place = listening.place
    if len(who) > _LONGEST_NAME:
        raise UsageError(f"not a name: {who[:40]!r}", hint=f"give at most {_LONGEST_NAME} signs")
    if not heard and not place.words:
        raise UsageError(
            f"no words are known on {place.tape.id} at {place.timecodes[0]}: nothing can be heard as written",
            hint="transcribe the tape, or say what you heard with --heard-as",
        )
    if "[" not in heard and says_the_same(heard.split(), place.quote.text.split(), listening.language):
        heard = ""
    notes = (note.strip(), HEARD_ON_COPY if listening.is_copy else "")
    entry = Listen(who=who, when="", quote=place.quote, heard=heard, note="; ".join(filter(None, notes)))
    with project.store.change(f"listen to {place.tape.id} at {place.timecodes[0]}", who=who) as pen:
        stored = pen.add_listen(entry)
    return replace(listening, listens=(*listening.listens, stored), recorded=stored)


def kept_listens(
    project: Project, tape: TapeId | str | None = None, *, limit: int | None = None, offset: int = 0
) -> KeptPage:
    """Ear-checks of all tapes or of one, the latest first; all of them, or a page."""
    store = project.store
    tapes = {found.id: found for found in store.tapes()}
    listens = store.listens(None if tape is None else store.tape(TapeId(tape)).id)[::-1]
    kept = tuple(
        Kept(
            listen=listen,
            tape=tapes[listen.quote.span.tape],
            now=place_of(project, listen.quote.span, around=Ticks(0)).quote.text,
            language=spoken_language(project),
        )
        for listen in listens[offset : None if limit is None else offset + limit]
    )
    return KeptPage(total=len(listens), offset=offset, kept=kept)


def how_to_correct(listening: Listening) -> str:
    """The command that makes the transcript read as it was heard; nothing where it was heard as written."""
    listen, words = listening.recorded, listening.place.words
    if listen is None or listen.agrees or is_unsure(listen) or not words:
        return ""
    old, new = [word.text for word in words], attested(listen)
    steps = [step for step in align([key(word) for word in old], [key(word) for word in new]) if step.kind != "same"]
    if not steps:
        return ""
    # With a neighbour on each side, so that words that are put in have a place.
    first, last = max(0, steps[0].old.start - 1), min(len(old), steps[-1].old.stop + 1)
    begin, end = max(0, steps[0].new.start - 1), min(len(new), steps[-1].new.stop + 1)
    turns = [turn.id for turn in listening.place.turns for word in turn.words if word in words[first:last]]
    tape = listening.place.tape
    if len(set(turns)) > 1:
        file = f"{tape.id}.txt"
        return f"tapewright transcript {tape.id} --out {file}, edit it, tapewright correct {tape.id} --file {file}"
    quoted = [shlex.quote(" ".join(old[first:last])), shlex.quote(" ".join(new[begin:end]))]
    return " ".join(["tapewright correct", tape.id, "--at", tape.timecode(words[first].start), *quoted])


def record(listening: Listening) -> dict[str, object]:
    """What ``tapewright listen to`` answers: a place, with ``{"around": {"start", "end"}, "wav", "is_copy", "player",
    "words": [{"text", "start", "end", "ticks", "confidence", "marks", "ear"}], "listens": […], "recorded": {…} or null,
    "correct", "remarks": […]}``. ``ear`` is ``machine``, ``human`` or ``contradicted``, ``correct`` a command or empty.
    """
    place = listening.place
    return {
        **place_record(place),
        "around": {"start": to_float_seconds(place.around.start), "end": to_float_seconds(place.around.end)},
        "wav": None if listening.wav is None else str(listening.wav),
        "is_copy": listening.is_copy,
        "player": listening.player,
        "words": [
            {
                "text": word.text,
                **times_record(word.interval),
                "confidence": word.probability,
                "marks": word.all_marks,
                "ear": ear.value,
            }
            for word, ear in zip(place.words, listening.ears, strict=True)
        ],
        "listens": [listen_record(listen, place.tape) for listen in listening.listens],
        "recorded": None if listening.recorded is None else listen_record(listening.recorded, place.tape),
        "correct": how_to_correct(listening),
        "remarks": list(listening.remarks),
    }


def listen_record(listen: Listen, tape: Tape) -> dict[str, object]:
    """An ear-check: a place, with ``{"id", "who", "when", "text", "agrees", "heard", "note"}``; ``text`` are the words
    as they read that day.
    """
    return {
        "id": listen.id,
        "who": listen.who,
        "when": listen.when,
        **span_record(tape, listen.quote.span),
        "text": listen.quote.text,
        "agrees": listen.agrees,
        "heard": listen.heard,
        "note": listen.note,
    }


def kept_record(page: KeptPage) -> dict[str, object]:
    """``{"total", "offset", "listens": [{…, "now", "stands"}]}``: ``now`` are the words as they read today, ``stands``
    whether they are those that were heard.
    """
    return {
        "total": page.total,
        "offset": page.offset,
        "listens": [{**listen_record(one.listen, one.tape), "now": one.now, "stands": one.stands} for one in page.kept],
    }


def _remarked(listening: Listening, remark: str) -> Listening:
    return replace(listening, remarks=(*listening.remarks, remark))


def _sounding(project: Project, tape: Tape, *, aid: bool) -> tuple[Tape, tuple[str, ...]]:
    """The tape whose files are played: itself, or its listening copy."""
    if not aid:
        return tape, ()
    from tapewright.verbs.listenaid import aided

    copy = aided(project, tape)
    if copy is None:
        return tape, (f"there is no listening copy of {tape.id}: tapewright listen-aid {tape.id} makes one",)
    return copy, ()


def _rendered(project: Project, place: Place, tape: Tape) -> tuple[Path | None, tuple[str, ...]]:
    """The sound of the surroundings as a WAV in the cache, made once for a place of these files."""
    pieces = tape.pieces(place.around)
    if not pieces:
        return None, (f"the media of tape {place.tape.id} is elsewhere",)
    gone = [file.path for file, _ in pieces if not Path(file.path).is_file()]
    if gone:
        return None, tuple(f"{path} is not there; tapewright relink finds what moved" for path in gone)
    events = tuple(
        CutEvent(
            tape=tape,
            file=file,
            source=part,
            record=Interval(Ticks(part.start - pieces[0][1].start), Ticks(part.end - pieces[0][1].start)),
            bite=number,
        )
        for number, (file, part) in enumerate(pieces, 1)
    )
    wav = project.cache / "listen" / _name(place, events)
    if wav.is_file():
        return wav, ()
    cut = Cut(title=place.tape.id, format=project.settings.format, start=Ticks(0), events=events)
    try:
        with storage_errors(wav):
            wav.parent.mkdir(parents=True, exist_ok=True)
        remarks = tuple(project.renderer.render(cut, wav))
    except (InputError, StorageError) as error:  # the place is told all the same, also of a project on a full disk
        return None, (str(error),)
    _sweep(wav.parent)
    return wav, remarks


def _sweep(folder: Path) -> None:
    """Leave the latest sounds and remove the rest: they are made again when they are asked for."""
    with suppress(OSError):
        sounds = sorted(folder.glob("*.wav"), key=lambda path: path.stat().st_mtime_ns)
        for path in sounds[:-_KEPT_SOUNDS]:
            path.unlink()


def _name(place: Place, events: Sequence[CutEvent]) -> str:
    """A name that says tape and timecode, and is another one where the files are others."""
    parts = [
        f"{e.source.start}-{e.source.end} {e.file.path} {sorted(e.file.digests.items())}" for e in events if e.file
    ]
    digest = hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    label = place.timecodes[0].replace(":", "-").replace(";", "-")
    return f"{place.tape.id}_{label}_{digest}.wav"

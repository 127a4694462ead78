"""Lay a typed transcript on the sound: every word timed, typist and engine held against each other.

The words that the engine heard carry the times; what the typist has beside them is laid on the speech that is left, or
named as said by nobody. The typed text becomes the current version, and what the engine heard is kept.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tapewright import __version__
from tapewright.collation import LayWords
from tapewright.collation.differences import Difference, DifferenceKind, differences_of
from tapewright.collation.placing import Collated, Status, collate
from tapewright.errors import InputError, NotFoundError, TapewrightError
from tapewright.model import Speaker, Tape, TapeId, Transcript, Turn, Word
from tapewright.model.progress import Report, silent
from tapewright.model.provenance import HEARD_BY, HeardBy, Provenance
from tapewright.speech import aligning
from tapewright.speech.activity import Spoken, together
from tapewright.timing import Ticks, from_seconds, merge, subtract, to_float_seconds
from tapewright.verbs import hearing
from tapewright.verbs.hearing import Detect
from tapewright.verbs.keptdifferences import difference_record, is_long, newest_by_machine
from tapewright.verbs.laying import layer
from tapewright.verbs.project import Project
from tapewright.verbs.speakers import SpeakerBook
from tapewright.verbs.times import times_record
from tapewright.verbs.transcribe import settings_of, transcribe
from tapewright.verbs.typedfile import TypedText, read_typed
from tapewright.verbs.typedturns import Moved, Unplaced, moved_of, typed_turns, typed_words, unplaced_of
from tapewright.words.counted import counted

LEAST_FOUND, LEAST_FOUND_OF_FEW, FEW = 0.3, 0.5, 100
"""Share of a text's words that the engine must have heard, in runs, for the text to be this tape's; and of a text of
few words. Of ten earnings calls, each held against another's sound, 200 words reach 0.23 and their own 0.68 at least.
"""


_WORDLESS, _BRIDGED = from_seconds(3), from_seconds(1)
"""Speech of such a length has words; a word reaches so far over the speech around it."""

_NOTED = from_seconds(2)
"""From so much on it is said that the times of a text are early or late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """What came of it. ``version`` is 0 where nothing was stored: a dry run, or a text that is another tape's.

    ``found`` is the share of the text's words that the engine heard too. ``statuses`` counts the words by how they
    were found. ``left_out`` are the long differences in which only the engine has words, ``parted`` those in which both
    have; both are among ``differences``.
    """

    tape: Tape
    file: str
    format: str
    version: int
    machine_version: int
    words: int
    turns: int
    found: float
    belongs: bool
    statuses: Mapping[str, int] = field(default_factory=dict)
    speakers: tuple[str, ...] = ()
    new_speakers: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    moved: tuple[Moved, ...] = ()
    remarks: tuple[str, ...] = ()
    dry_run: bool = False

    @property
    def left_out(self) -> tuple[Difference, ...]:
        """Speech that the typist left out for long."""
        return tuple(d for d in self.differences if d.kind is DifferenceKind.HEARD and is_long(d))

    @property
    def parted(self) -> tuple[Difference, ...]:
        """Where both have words and part for long."""
        return tuple(d for d in self.differences if d.kind is DifferenceKind.CHANGED and is_long(d))


def align(
    project: Project,
    tape: TapeId | str,
    file: str | Path,
    *,
    speakers: Mapping[str, str] | None = None,
    template: str = "",
    language: str = "",
    anyway: bool = False,
    dry_run: bool = False,
    who: str = "",
    lay_words: LayWords | None = None,
    detect: Detect | None = None,
    report: Report = silent,
) -> Aligned:
    """Lay the text in a file on a tape and store it as the tape's current version; what the engine heard stays.

    ``speakers`` says whose a label in the text is. A tape that no engine has heard is transcribed first. A text that
    does not seem to be this tape's is not stored unless ``anyway``: that is an answer, not an error. InputError for a
    file that cannot be read.
    """
    found = project.store.tape(TapeId(tape))
    everybody = project.store.speakers()
    typed = read_typed(file, found, template=template, known=[speaker.name for speaker in everybody], labels=speakers)
    machine = _machine_version(project, found, dry_run=dry_run, report=report)
    heard = _by_clock(machine)
    remarks = list(typed.remarks)
    spoken = _spoken(project, found, detect, remarks)
    tokens = [token.text for token in typed.tokens]
    if spoken is not None and lay_words is None:
        lay_words = layer(project, found, language or machine.language, remarks.append)
    stamps, unusable = typed.times(found)
    remarks += unusable
    collated = collate(
        tokens,
        heard,
        speech=spoken.clear if spoken else None,
        possible=spoken.possible if spoken else (),
        align=lay_words,
        stamps=stamps,
    )
    remarks += _told_by_times(collated, stamps, typed, found)
    words = typed_words(typed, collated)
    remarks += _wordless(spoken, [*heard, *words], found)
    worded = len({at for unit in collated.laid.typed_units for at in range(unit.first, unit.end)})
    if not worded:
        raise InputError("there is nothing in it that anybody could say", place=typed.file, hint="open it and look")
    result = Aligned(
        tape=found,
        file=typed.file,
        format=typed.format,
        version=0,
        machine_version=machine.version,
        words=len(tokens),
        turns=0,
        found=round(collated.laid.solid / worded, 4),
        belongs=_belongs(collated.laid.solid, worded),
        statuses={status.value: collated.count(status) for status in Status},
        differences=tuple(differences_of(collated.laid, words, heard)),
        unplaced=tuple(unplaced_of(typed, collated, words)),
        moved=tuple(moved_of(typed, collated, words)),
        remarks=tuple(remarks),
        dry_run=dry_run,
    )
    return _with_turns(
        project,
        typed,
        words,
        result,
        everybody,
        provenance=lambda told: _provenance(typed, told, template, is_forced=lay_words is not None),
        language=language or machine.language,
        anyway=anyway,
        who=who,
    )


def _with_turns(
    project: Project,
    typed: TypedText,
    words: Sequence[Word],
    result: Aligned,
    everybody: Sequence[Speaker],
    *,
    provenance: Callable[[Aligned], Provenance],
    language: str,
    anyway: bool,
    who: str,
) -> Aligned:
    """The result with its speakers and turns, stored unless it is a dry run or the text of another tape."""
    tape, names = result.tape, list(dict.fromkeys(block.name for block in typed.blocks if block.name))
    here = {turn.speaker for turn in _current_turns(project, tape.id) if turn.speaker is not None}
    book = SpeakerBook(everybody, here | {voice.speaker for voice in project.store.voices(tape.id)})
    shared = [f"{told}; --speakers LABEL=#NUMBER says who it is" for told in book.shared(names)]
    result = replace(
        result,
        speakers=tuple(dict.fromkeys(one.name if (one := book.known(name)) else name for name in names)),
        remarks=(*result.remarks, *shared),
    )
    if result.dry_run or not (result.belongs or anyway):
        ids, new = book.ids(names, None)
        return replace(result, new_speakers=new, turns=len(typed_turns(typed, words, ids)))
    with project.store.change(f"lay {typed.file} on tape {tape.id}", who=who) as pen:
        ids, new = book.ids(names, pen)
        transcript = Transcript(
            tape=tape.id,
            turns=tuple(typed_turns(typed, words, ids)),
            provenance=provenance(result),
            language=language,
            counts={f"{name}_words": count for name, count in result.statuses.items()},
        )
        stored = pen.add_transcript(transcript)
    return replace(result, version=stored.version, new_speakers=new, turns=len(transcript.turns))


def record(result: Aligned) -> dict[str, object]:
    """``{"tape", "file", "format", "version", "machine_version", "words", "turns", "found", "belongs", "statuses",
    "speakers", "new_speakers", "differences": [{"kind", "typed", "heard", "confidence", "is_long", "start", "end",
    "ticks", "timecode"}], "unplaced": [{"text", "words", "place", "timecode"}], "moved": [{"text", "words", "place",
    "start", "end", "ticks", "timecode"}], "remarks", "dry_run"}``; ``version`` is 0 where nothing was stored.
    """
    timecode = result.tape.timecode
    return {
        "tape": result.tape.id,
        "file": result.file,
        "format": result.format,
        "version": result.version,
        "machine_version": result.machine_version,
        "words": result.words,
        "turns": result.turns,
        "found": result.found,
        "belongs": result.belongs,
        "statuses": dict(result.statuses),
        "speakers": list(result.speakers),
        "new_speakers": list(result.new_speakers),
        "differences": [difference_record(difference, result.tape) for difference in result.differences],
        "unplaced": [
            {"text": one.text, "words": one.words, "place": one.place, "timecode": timecode(one.near)}
            for one in result.unplaced
        ],
        "moved": [
            {
                "text": one.text,
                "words": one.words,
                "place": one.place,
                **times_record(one.interval),
                "timecode": timecode(one.interval.start),
            }
            for one in result.moved
        ],
        "remarks": list(result.remarks),
        "dry_run": result.dry_run,
    }


def _told_by_times(collated: Collated, stamps: Mapping[int, Ticks], typed: TypedText, tape: Tape) -> Iterator[str]:
    """What the times in the text are worth, where it is not what they say."""
    hints = collated.hints
    if hints is None or not hints.are_believed:
        if stamps:
            yield "the times in it do not agree with the sound, or too few do: they were not used"
        return
    if abs(hints.shift) >= _NOTED:
        late = "before" if hints.shift > 0 else "behind"
        yield f"its times lie {round(to_float_seconds(abs(hints.shift)), 1)} s {late} the sound, and were taken so"
    if hints.off:
        places = [place for block, place in zip(typed.blocks, typed.places, strict=True) for _ in block.tokens]
        named = "; ".join(f"{tape.timecode(stamps[at])} ({places[at]})" for at in hints.off[:5])
        yield f"{counted(len(hints.off), 'time')} in it is not where the words are heard, and moved nothing: {named}"


def _wordless(spoken: Spoken | None, words: Sequence[Word], tape: Tape) -> Iterator[str]:
    """Clear speech for which neither of the two has a word."""
    if spoken is None or not words:
        return
    filled = merge((word.interval for word in words), gap=_BRIDGED)
    pieces = [piece for piece in subtract(spoken.clear, filled) if piece.duration >= _WORDLESS]
    if pieces:
        seconds = round(to_float_seconds(sum(piece.duration for piece in pieces)))
        shown = ", ".join(tape.timecode(piece.start) for piece in pieces[:5]) + (", …" if len(pieces) > 5 else "")
        yield f"{seconds} s of speech have no word, neither typed nor heard: {shown}"


def _belongs(found: int, words: int) -> bool:
    return found >= (LEAST_FOUND if words >= FEW else LEAST_FOUND_OF_FEW) * words


def _machine_version(project: Project, tape: Tape, *, dry_run: bool, report: Report) -> Transcript:
    """The newest version that an engine made; made now where there is none."""
    found = newest_by_machine(project, tape.id)
    if found is None and not dry_run and any(file.audio for file in tape.files):
        for row in transcribe(project, [tape.id], report=report).failed:
            assert row.error is not None
            raise row.error
        found = newest_by_machine(project, tape.id)
    if found is None:
        hint = f"tapewright transcribe {tape.id}, or import what an engine made with --heard-by machine"
        raise NotFoundError(
            f"no engine has heard tape {tape.id} yet, so there are no times to lay a text on", hint=hint
        )
    return found


def _current_turns(project: Project, tape: TapeId) -> Sequence[Turn]:
    current = project.store.transcript(tape)
    return current.turns if current else ()


def _by_clock(transcript: Transcript) -> list[Word]:
    return sorted(transcript.words, key=lambda word: (word.start, word.end))


def _spoken(project: Project, tape: Tape, detect: Detect | None, remarks: list[str]) -> Spoken | None:
    """Where somebody speaks; None, with a remark, where the sound cannot be had."""
    chosen = detect or hearing.detection(settings_of(project))
    files = [file for file in tape.files if file.audio]
    if not files:
        remarks.append("the tape's sound is elsewhere: what the engine did not hear at length stays without a place")
        return None
    try:
        return together(
            hearing.find_speech(
                hearing.FileTask(reader=project.media, file=file, cache=project.cache, detect=chosen)
            ).moved(file.offset)
            for file in files
        )
    except TapewrightError as error:
        remarks.append(
            f"the tape's sound cannot be read ({error}): what the engine did not hear at length stays without a place"
        )
        return None


def _provenance(typed: TypedText, result: Aligned, template: str, *, is_forced: bool) -> Provenance:
    import xxhash

    settings: dict[str, object] = {
        "format": typed.format,
        "file": typed.file,
        HEARD_BY: HeardBy.PERSON.value,
        "machine_version": result.machine_version,
        **(aligning.provenance() if is_forced else {}),
        "found": result.found,
        "remarks": list(result.remarks),
    }
    if template:
        settings["template"] = template
    return Provenance(
        tool="align",
        version=__version__,
        settings=settings,
        input_digest=f"xxh128:{xxhash.xxh128_hexdigest(typed.data)}",
        made_at=datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


__all__ = ["Aligned", "Moved", "Unplaced", "align", "record"]

"""A tape to be read on a screen: every word with its times in few bytes, and what the page around them shows.

The words of a turn are columns: its text with one space between the words, and beside it their times, confidences and
marks, in the same order. A tape of 20,000 words is a few hundred kilobytes, read and written in some 100 ms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import gcd
from pathlib import Path
from zlib import crc32

from tapewright.errors import NotFoundError
from tapewright.model import Listen, Speaker, SpeakerId, Tape, TapeId, Transcript, Turn, Word
from tapewright.proof.doubt import UNSURE
from tapewright.store import TranscriptHead
from tapewright.verbs.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A tape with the version of its transcript that is read, None where it has none. ``missing`` are files of the
    tape that are not where they were; ``speakers`` is everybody in the project.
    """

    tape: Tape
    transcript: Transcript | None
    versions: tuple[TranscriptHead, ...]
    speakers: tuple[Speaker, ...]
    listens: tuple[Listen, ...]
    missing: tuple[str, ...]


def reading(project: Project, tape: TapeId | str, *, version: int | None = None) -> Reading:
    """What there is to read of a tape, also where nobody has transcribed it yet. NotFoundError for a tape or a version
    that is not there.
    """
    store = project.store
    found = store.tape(TapeId(tape))
    heads = tuple(store.transcript_heads(found.id))
    if version is not None and version not in {head.version for head in heads}:
        there = ", ".join(str(head.version) for head in heads) or "none yet"
        raise NotFoundError(f"tape {found.id} has no transcript version {version}", hint=f"there are: {there}")
    return Reading(
        tape=found,
        transcript=store.transcript(found.id, version),
        versions=heads,
        speakers=tuple(store.speakers()),
        listens=tuple(store.listens(found.id)),
        missing=tuple(file.path for file in found.files if not Path(file.path).is_file()),
    )


def record(shown: Reading) -> dict[str, object]:
    """``{"tape": {…}, "transcript": {"version", "is_current", "language", "turns": [columns]} or null, "versions": […],
    "speakers": [{"id", "name", "group", "is_here"}], "listens": [{"start", "end", "who", "agrees"}], "unsure_below"}``.

    Times are ticks. ``columns`` is what ``turn_columns`` says; ``unsure_below`` the confidence under which a word is
    shown as doubtful. The tape's ``media`` is ``here``, ``missing`` (with the paths) or ``none``.
    """
    heard = shown.transcript
    here = {turn.speaker for turn in heard.turns} if heard else set()
    return {
        "tape": _tape_record(shown),
        "transcript": None
        if heard is None
        else {
            "version": heard.version,
            "is_current": any(head.is_current and head.version == heard.version for head in shown.versions),
            "language": heard.language,
            "turns": [turn_columns(turn) for turn in heard.turns],
        },
        "versions": [_version_record(head) for head in shown.versions],
        "speakers": _speaker_records(shown.speakers, here),
        "listens": [
            {
                "start": one.quote.span.interval.start,
                "end": one.quote.span.interval.end,
                "who": one.who,
                "agrees": one.agrees,
            }
            for one in shown.listens
        ],
        "unsure_below": UNSURE,
    }


def state_record(shown: Reading) -> dict[str, object]:
    """``{"tape", "version", "turns": [[id, revision, speaker, check]], "speakers": […], "listens": […]}``: enough to
    see which turns of a tape read otherwise than a page has them. ``check`` is a checksum (CRC-32) of the text.
    """
    whole = record(replace(shown, transcript=None))
    turns = shown.transcript.turns if shown.transcript else ()
    here = {turn.speaker for turn in turns}
    return {
        "tape": shown.tape.id,
        "version": shown.transcript.version if shown.transcript else None,
        "turns": [[turn.id, turn.revision, turn.speaker, _check(turn.text)] for turn in turns],
        "speakers": _speaker_records(shown.speakers, here),
        "listens": whole["listens"],
    }


def turn_columns(turn: Turn) -> dict[str, object]:
    """``{"id", "revision", "speaker", "text", "check", "start", "unit", "times", "confidence", "timing", "marks"}``.

    ``times`` holds two numbers a word, in units of ``unit`` ticks: the silence since the end of the word before (the
    first word's since ``start``; negative where words overlap), and its length. ``confidence`` is one number for all
    words, or a list; 255 is checked by a person, null is unknown. ``timing`` is how most words got their time;
    ``marks`` lists ``[word, [marks]]`` for words that are marked, or timed in another way, which then is among them.
    """
    words, text = turn.words, turn.text
    start, unit, times = _times(words)
    timings = Counter(word.timing for word in words)
    timing = timings.most_common(1)[0][0] if timings else None
    confidences = [word.confidence for word in words]
    marked = [
        [number, [*sorted(mark.value for mark in word.marks), *([word.timing.value] if word.timing != timing else [])]]
        for number, word in enumerate(words)
        if word.marks or word.timing != timing
    ]
    return {
        "id": turn.id,
        "revision": turn.revision,
        "speaker": turn.speaker,
        "text": text,
        "check": _check(text),
        "start": start,
        "unit": unit,
        "times": times,
        "confidence": confidences if len(set(confidences)) > 1 else next(iter(confidences), None),
        "timing": timing.value if timing else None,
        "marks": marked,
    }


def _check(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


def _speaker_records(everybody: Sequence[Speaker], here: Collection[SpeakerId | None]) -> list[dict[str, object]]:
    return [{"id": one.id, "name": one.name, "group": one.group, "is_here": one.id in here} for one in everybody]


def _times(words: Sequence[Word]) -> tuple[int, int, list[int]]:
    """Where the words start, the unit, and gap and length of each word in units."""
    start = end = words[0].start if words else 0
    ticks: list[int] = []
    for word in words:
        ticks += (word.start - end, word.end - word.start)
        end = word.end
    unit = gcd(*ticks) or 1
    return start, unit, [tick // unit for tick in ticks]


def _tape_record(shown: Reading) -> dict[str, object]:
    tape = shown.tape
    return {
        "id": tape.id,
        "title": tape.title,
        "ticks": tape.duration,
        "start_ticks": tape.start_timecode,
        "start_timecode": tape.timecode(0),
        "rate": str(tape.format.rate),
        "drop_frame": tape.format.drop,
        "reel": tape.reel,
        "note": tape.note,
        "has_video": tape.has_video,
        "media": "none" if not tape.files else "missing" if shown.missing else "here",
        "missing": list(shown.missing),
    }


def _version_record(head: TranscriptHead) -> dict[str, object]:
    made = head.provenance
    return {
        "version": head.version,
        "is_current": head.is_current,
        "engine": made.tool,
        "model": str(made.settings.get("model", "")),
        "language": head.language,
        "made_at": made.made_at,
        "turns": head.turns,
        "words": head.words,
    }

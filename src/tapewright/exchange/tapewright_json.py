"""Our own JSON of a transcript: what others rely on, and what comes back without loss.

``{"tape", "engine", "model", "language", "version", …, "words": [{"text", "start", "end", "ticks", "confidence",
"speaker", "marks"}], "turns": [{"speaker", "first", "words", …}], "speakers": […], "provenance": {…}}``. Times are
seconds; ``ticks`` holds the same exactly, ``{"start", "end"}`` in 1/705,600,000 s; records written before that was so
have ``[start, end]`` and are read too. ``marks`` holds doubts (``unsupported``, ``recovered``, ``unsure``), how the
time was got where it is not the engine's own, and ``checked``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tapewright.errors import InputError
from tapewright.exchange import ReadTranscript, ReadTurn
from tapewright.exchange.cues import LATEST
from tapewright.exchange.json_text import number, parsed, records, share, text_of
from tapewright.model import CHECKED, Mark, Speaker, SpeakerId, Tape, Transcript, Turn, Word, WordTiming
from tapewright.timing import Ticks, from_seconds, to_float_seconds
from tapewright.words.counted import counted

FORMAT = "tapewright-transcript"


def document(transcript: Transcript, *, tape: Tape, speakers: Sequence[Speaker]) -> dict[str, object]:
    """A transcript as the documented JSON record."""
    used = {turn.speaker for turn in transcript.turns}
    names = {speaker.id: speaker.name for speaker in speakers}
    made = transcript.provenance
    return {
        "format": FORMAT,
        "tape": tape.id,
        "title": tape.title,
        "duration": to_float_seconds(tape.duration),
        "ticks": tape.duration,
        "start_timecode": tape.timecode(0),
        "rate": str(tape.format.rate),
        "drop_frame": tape.format.drop,
        "engine": made.tool,
        "model": str(made.settings.get("model", "")),
        "language": transcript.language,
        "version": transcript.version,
        "counts": dict(transcript.counts),
        "provenance": {
            "tool": made.tool,
            "version": made.version,
            "settings": dict(made.settings),
            "input_digest": made.input_digest,
            "made_at": made.made_at,
        },
        "speakers": [
            {"id": speaker.id, "name": speaker.name, "group": speaker.group}
            for speaker in speakers
            if speaker.id in used
        ],
        "turns": _turn_records(transcript.turns, names),
        "words": [word_record(word, names, turn.speaker) for turn in transcript.turns for word in turn.words],
    }


def word_record(word: Word, names: Mapping[SpeakerId, str], speaker: SpeakerId | None) -> dict[str, object]:
    """One word of the record."""
    return {
        "text": word.text,
        "start": to_float_seconds(word.start),
        "end": to_float_seconds(word.end),
        "ticks": {"start": word.start, "end": word.end},
        "confidence": word.probability,
        "speaker": names.get(speaker) if speaker is not None else None,
        "marks": word.all_marks,
    }


class TapewrightJsonWriter:
    """Writes the record."""

    def write(self, transcript: Transcript, *, tape: Tape, speakers: Sequence[Speaker]) -> str:
        """The whole file."""
        return json.dumps(document(transcript, tape=tape, speakers=speakers), ensure_ascii=False, indent=1) + "\n"


class TapewrightJsonReader:
    """Reads the record back: ticks, marks, confidences, turns and speakers exactly. Of others' files that follow the
    issue's short form (no ticks, no turns) it takes seconds, and begins a turn where the speaker changes.
    """

    def read(self, data: bytes, *, tape: Tape, name: str) -> ReadTranscript:
        """Turns on the tape's clock. InputError names the first word that cannot be."""
        top = parsed(data, name=name)
        if not isinstance(top, dict) or not isinstance(top.get("words"), list):
            raise InputError("this is not a tapewright transcript: it has no list of words", place=name)
        unknown: set[str] = set()
        words = [_word(record, place, name, unknown) for place, record in enumerate(top["words"], 1)]
        speakers = [_speaker(record) for record in top["words"]]
        turns = _turns(words, speakers, records(top.get("turns")))
        remarks = []
        if unknown:
            remarks.append(f"{counted(len(unknown), 'mark')} not known here left out: {', '.join(sorted(unknown))}")
        facts = {key: text_of(top.get(key)) for key in ("tape", "engine", "model", "start_timecode", "rate")}
        facts["drop_frame"] = "yes" if top.get("drop_frame") is True else ""
        facts["provenance"] = json.dumps(top["provenance"]) if isinstance(top.get("provenance"), dict) else ""
        if type(top.get("ticks")) is int and 0 < top["ticks"] < LATEST:
            facts["ticks"] = str(top["ticks"])
        return ReadTranscript(
            turns=tuple(turns),
            format="json",
            language=text_of(top.get("language")),
            title=text_of(top.get("title")),
            remarks=tuple(remarks),
            facts={key: value for key, value in facts.items() if value},
        )


def _turn_records(turns: Sequence[Turn], names: Mapping[SpeakerId, str]) -> list[dict[str, object]]:
    made: list[dict[str, object]] = []
    first = 0
    for turn in turns:
        made.append(
            {
                "id": turn.id,
                "revision": turn.revision,
                "speaker": names.get(turn.speaker) if turn.speaker is not None else None,
                "speaker_id": turn.speaker,
                "start": to_float_seconds(turn.interval.start),
                "end": to_float_seconds(turn.interval.end),
                "ticks": {"start": turn.interval.start, "end": turn.interval.end},
                "first": first,
                "words": len(turn.words),
            }
        )
        first += len(turn.words)
    return made


def _word(record: object, place: int, name: str, unknown: set[str]) -> Word:
    where = f"{name}, word {place}"
    if not isinstance(record, dict):
        raise InputError("this is not a word", place=where, hint='a word is {"text", "start", "end", …}')
    text = text_of(record.get("text"))
    if not text or text.split() != [text]:
        raise InputError(f"its text is not one word: {text[:60]!r}", place=where)
    start, end = _times(record, where)
    marks = [mark for mark in record.get("marks", ()) if isinstance(mark, str)] if record.get("marks") else []
    timings = [WordTiming(mark) for mark in marks if mark in set(WordTiming)]
    unknown.update(m for m in marks if m not in set(WordTiming) and m not in set(Mark) and m != "checked")
    return Word(
        text=text,
        start=start,
        end=end,
        confidence=CHECKED if "checked" in marks else share(number(record.get("confidence"))),
        timing=timings[0] if timings else WordTiming.RECOGNISED,
        marks=frozenset(Mark(mark) for mark in marks if mark in set(Mark)),
    )


def _times(record: Mapping[str, Any], where: str) -> tuple[Ticks, Ticks]:
    ticks = record.get("ticks")
    if isinstance(ticks, dict):
        ticks = [ticks.get("start"), ticks.get("end")]
    if isinstance(ticks, list) and len(ticks) == 2 and all(type(tick) is int for tick in ticks):
        start, end = Ticks(ticks[0]), Ticks(ticks[1])
    else:
        seconds = number(record.get("start")), number(record.get("end"))
        if seconds[0] is None or seconds[1] is None:
            raise InputError("it has no time", place=where, hint='give "start" and "end" in seconds')
        start, end = from_seconds(seconds[0]), from_seconds(seconds[1])
    if not 0 <= start <= end < LATEST:
        raise InputError(f"its times are impossible: {start} to {end} ticks", place=where)
    return start, end


def _speaker(record: Mapping[str, Any]) -> str:
    return " ".join(text_of(record.get("speaker")).split())


def _turns(words: Sequence[Word], speakers: Sequence[str], heads: Sequence[Mapping[str, Any]]) -> list[ReadTurn]:
    sizes = [head.get("words") for head in heads]
    if not all(type(size) is int and size >= 0 for size in sizes) or sum(s for s in sizes if s) != len(words):
        sizes = []
    starts: set[int] = set()
    passed = 0
    for size in sizes:
        starts.add(passed)
        passed += size or 0
    made: list[tuple[str, list[Word]]] = []
    for place, (word, speaker) in enumerate(zip(words, speakers, strict=True)):
        begins = place in starts or not made or speaker != made[-1][0] or word.start < made[-1][1][-1].start
        if begins:
            made.append((speaker, []))
        made[-1][1].append(word)
    return [ReadTurn(speaker=speaker, words=tuple(run)) for speaker, run in made]

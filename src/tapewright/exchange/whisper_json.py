"""JSON of recognisers: openai-whisper, whisperX, faster-whisper, whisper.cpp, and what is built alike.

They agree on segments with words and disagree on every name; the tables below list the names. Words may lack times
(whisperX gives none to numbers), confidences or speakers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tapewright.errors import InputError
from tapewright.exchange import ReadTranscript
from tapewright.exchange.cues import Cue, CueWord, assemble
from tapewright.exchange.json_text import number, parsed, records, share, text_of
from tapewright.model import Tape
from tapewright.timing import Ticks, from_seconds
from tapewright.words.counted import counted

_SEGMENTS = ("segments", "transcription", "fragments", "utterances")
_WORDS = ("words", "word_segments")
_TEXT = ("word", "text", "punct", "token")
_START = ("start", "begin", "start_time", "startTime")
_END = ("end", "end_time", "endTime")
_CONFIDENCE = ("probability", "score", "confidence", "conf")
_SPEAKER = ("speaker", "speaker_id", "speaker_label")
_WRAPPERS = ("retval", "result", "results", "transcript", "output")
_GLUED = "-'’‘%.,;:!?)]}"
"""Signs with which a piece begins that belongs to the word before: Whisper parts ``twenty-five`` into two."""


class WhisperJsonReader:
    """Reads recognisers' JSON."""

    def read(self, data: bytes, *, tape: Tape, name: str) -> ReadTranscript:
        """Turns on the tape's clock. InputError where the JSON holds neither segments nor words."""
        top = _unwrapped(parsed(data, name=name))
        segments = next((found for key in _SEGMENTS if (found := records(top.get(key)))), [])
        words = next((found for key in _WORDS if (found := records(top.get(key)))), [])
        if not segments and not words:
            raise InputError(
                "this JSON holds no segments and no words",
                place=name,
                hint="a recogniser's JSON has a list named segments or words",
            )
        has_spaces = any(text_of(_first(word, _TEXT)).startswith(" ") for word in _all_words(segments, words))
        cues = [cue for segment in segments for cue in _segment_cues(segment, has_spaces)]
        if not any(cue.words for cue in cues):
            cues = list(_by_speaker(words, "", has_spaces, None))
        remarks = _remarks(cues)
        made = assemble(cues, tape=tape, name=name)
        return ReadTranscript(
            turns=made.turns,
            format="whisper-json",
            language=text_of(top.get("language")) or text_of(_dict(top.get("result")).get("language")),
            remarks=(*remarks, *made.remarks),
            facts={"model": model} if (model := text_of(top.get("model"))) else {},
        )


def _unwrapped(value: Any) -> Mapping[str, Any]:
    """The object that holds the list, whatever it is packed in; a bare list is a list of segments."""
    if isinstance(value, list):
        items = records(value)
        key = "segments" if any("words" in item or "text" in item for item in items) else "words"
        return {key: items}
    top = _dict(value)
    if any(key in top for key in (*_SEGMENTS, *_WORDS)):
        return top
    return next((inner for key in _WRAPPERS if (inner := _dict(top.get(key)))), top)


def _segment_cues(segment: Mapping[str, Any], has_spaces: bool) -> Iterable[Cue]:
    offsets = _dict(segment.get("offsets"))
    start = _ticks(_first(segment, _START), offsets.get("from"))
    end = _ticks(_first(segment, _END), offsets.get("to"))
    speaker = _name(_first(segment, _SPEAKER))
    words = next((found for key in _WORDS if (found := records(segment.get(key)))), [])
    if words:
        bounds = None if start is None or end is None else (start, end)
        yield from _by_speaker(words, speaker, has_spaces, bounds)
        return
    lines = segment.get("lines")
    text = " ".join(filter(None, map(text_of, lines))) if isinstance(lines, list) else text_of(_first(segment, _TEXT))
    if text.split() and start is not None:
        tokens = tuple(CueWord(text=token) for token in text.split())
        yield Cue(start=start, end=start if end is None else end, words=tokens, speaker=speaker)


def _by_speaker(
    words: Iterable[Mapping[str, Any]], speaker: str, has_spaces: bool, bounds: tuple[int, int] | None
) -> Iterable[Cue]:
    """A segment's words, parted where another speaker is named. A word without one keeps the speaker before it."""
    runs: list[tuple[str, list[CueWord]]] = []
    for word in words:
        speaker = _name(_first(word, _SPEAKER)) or speaker
        found = _cue_words(word)
        if not runs or runs[-1][0] != speaker:
            runs.append((speaker, []))
        run = runs[-1][1]
        if run and found and has_spaces and text_of(_first(word, _TEXT))[:1] in _GLUED:
            run[-1] = _glued(run[-1], found.pop(0))
        run += found
    for place, (name, run) in enumerate(runs):
        starts = [word.start for word in run if word.start is not None]
        ends = [word.end for word in run if word.end is not None]
        first = bounds[0] if bounds and place == 0 else min(starts, default=bounds[0] if bounds else 0)
        last = bounds[1] if bounds and place == len(runs) - 1 else max([*ends, *starts], default=first)
        if run:
            yield Cue(start=min([first, *starts]), end=max([last, *ends]), words=tuple(run), speaker=name)


def _cue_words(word: Mapping[str, Any]) -> list[CueWord]:
    """Usually one; a piece with spaces inside becomes several without times of their own but the first's start."""
    start, end = _ticks(_first(word, _START), None), _ticks(_first(word, _END), None)
    texts = text_of(_first(word, _TEXT)).split()
    confidence = share(number(_first(word, _CONFIDENCE)))
    made = [CueWord(text=text, confidence=confidence) for text in texts]
    if made and start is not None:
        end = end if len(made) == 1 and end is not None and end >= start else None
        made[0] = CueWord(text=texts[0], start=start, end=end, confidence=confidence)
    return made


def _glued(word: CueWord, tail: CueWord) -> CueWord:
    known = [c for c in (word.confidence, tail.confidence) if c is not None]
    return CueWord(
        text=word.text + tail.text,
        start=word.start,
        end=tail.end if tail.end is not None else word.end,
        confidence=min(known, default=None),
    )


def _remarks(cues: Iterable[Cue]) -> list[str]:
    words = [word for cue in cues for word in cue.words]
    untimed = sum(word.start is None for word in words)
    if not untimed:
        return []
    if untimed == len(words):
        return ["no word has a time of its own: estimated within the segments"]
    return [f"{counted(untimed, 'word')} without a time: put between their neighbours"]


def _all_words(segments: list[dict[str, Any]], words: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    yield from words
    for segment in segments:
        yield from (word for key in _WORDS for word in records(segment.get(key)))


def _ticks(seconds: object, milliseconds: object) -> Ticks | None:
    if (found := number(seconds)) is not None:
        return from_seconds(found)
    found = number(milliseconds)
    return None if found is None else from_seconds(found / 1000)


def _first(record: Mapping[str, Any], keys: Iterable[str]) -> object:
    return next((record[key] for key in keys if record.get(key) is not None), None)


def _name(value: object) -> str:
    return " ".join(str(value).split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _dict(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}

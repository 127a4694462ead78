"""WebVTT with voices (W3C WebVTT: The Web Video Text Tracks Format), read with webvtt-py and written by hand."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tapewright.errors import InputError
from tapewright.exchange import ReadTranscript
from tapewright.exchange.caption_text import PlainCue, caption_end, caption_groups, cues_of
from tapewright.exchange.cues import Cue, CueWord, assemble
from tapewright.exchange.encoding import decode, line_of
from tapewright.exchange.typed import opening, tokens_of
from tapewright.model import Speaker, Tape, Transcript, Word
from tapewright.timing import from_milliseconds, write_clock
from tapewright.words.counted import counted
from tapewright.words.pace import weight

_TAG = re.compile(r"<([^<>]*)>")
_CLOCK = re.compile(r"(?:(\d+):)?([0-5]\d):([0-5]\d)\.(\d{3})\s*")
_VOICE = re.compile(r"v(?:\.[^\s.]*)*(?:\s+(?P<name>.*))?", re.DOTALL)
_ARROW_LINE = re.compile(r"^.*-->.*$", re.MULTILINE)


class VttReader:
    """Reads WebVTT. Voices are speakers, timestamps inside a cue are word times, NOTE, STYLE and REGION are skipped."""

    def read(self, data: bytes, *, tape: Tape, name: str) -> ReadTranscript:
        """Turns on the tape's clock. InputError for what is not WebVTT."""
        read = vtt_cues(data, name=name)
        made = assemble(read.cues, tape=tape, name=name)
        return ReadTranscript(
            turns=made.turns,
            format="vtt",
            language=read.language,
            title=read.title,
            remarks=(*read.remarks, *made.remarks),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class VttCues:
    """The cues of a file as they stand, and what its head says."""

    cues: tuple[Cue, ...]
    language: str
    title: str
    remarks: tuple[str, ...]


def vtt_cues(data: bytes, *, name: str) -> VttCues:
    """What a WebVTT file holds. InputError for what is none."""
    from webvtt import WebVTT
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    decoded = decode(data, name=name)
    remarks = list(decoded.remarks)
    try:
        captions = WebVTT.from_string(decoded.text)
    except (MalformedFileError, MalformedCaptionError) as error:
        raise InputError(
            "this is not WebVTT: it does not begin with WEBVTT", place=name, hint="--format auto guesses the format"
        ) from error
    _count_unread(decoded.text, len(captions), remarks)
    cues = _cues(
        [
            _Payload(
                from_milliseconds(caption.start_time.in_milliseconds()),
                from_milliseconds(caption.end_time.in_milliseconds()),
                caption.raw_text,
            )
            for caption in captions
        ],
        remarks,
    )
    return VttCues(
        cues=tuple(cues),
        language=_header(captions.metadata, "language"),
        title=captions.header_text.lstrip("- ").strip(),
        remarks=tuple(remarks),
    )


class VttWriter:
    """Writes WebVTT: a voice for every named speaker, captions of two lines.

    ``word_times`` puts a timestamp before every word and behind it where a pause follows, so that the words come
    back with their times to the millisecond.
    """

    def __init__(self, *, word_times: bool = False) -> None:
        self._word_times = word_times

    def write(self, transcript: Transcript, *, tape: Tape, speakers: Sequence[Speaker]) -> str:
        """The whole file. Times are tape time, rounded to the millisecond."""
        names = {speaker.id: speaker.name for speaker in speakers}
        cues = []
        for turn in transcript.turns:
            name = names.get(turn.speaker, "") if turn.speaker is not None else ""
            for group in caption_groups(turn.words):
                cues.append((group[0].start, max(word.end for word in group), name, group))
        # Without a voice in the file its readers look for names before colons; an empty voice says that there is none.
        is_plain = not any(name or opening(_text(group)).name is not None for _, _, name, group in cues)
        lines = ["WEBVTT", ""]
        for start, last, name, group in sorted(cues, key=lambda cue: cue[0]):
            end = caption_end(start, last)
            lines.append(f"{write_clock(start)} --> {write_clock(end)}")
            text = _with_times(group, start, end) if self._word_times else escape(_text(group))
            voice = f"<v {escape(' '.join(name.split()))}>" if name else "<v>"
            lines += [text if is_plain else f"{voice}{text}</v>", ""]
        return "\n".join(lines)


class VttWordsWriter(VttWriter):
    """WebVTT with a timestamp at every word."""

    def __init__(self) -> None:
        super().__init__(word_times=True)


def escape(text: str) -> str:
    """Text as it stands in a cue: ``&``, ``<`` and ``>`` as entities (so an arrow cannot end the cue)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@dataclass(frozen=True, slots=True)
class _Payload:
    start: int
    end: int
    text: str


@dataclass(slots=True)
class _Voiced:
    """What one voice says in a cue: its text, and where in the text a timestamp stands."""

    speaker: str
    text: str
    stamps: list[tuple[int, int]]
    is_tagged: bool = False


def _text(group: Sequence[Word]) -> str:
    return " ".join(word.text for word in group)


def _cues(payloads: Sequence[_Payload], remarks: list[str]) -> list[Cue]:
    voiced = [list(_voices(payload.text)) for payload in payloads]
    if any(part.is_tagged or part.stamps for parts in voiced for part in parts):
        return [cue for payload, parts in zip(payloads, voiced, strict=True) for cue in _voice_cues(payload, parts)]
    # No file mixes voices with names before colons; without voices the conventions of plain captions hold.
    plain = [
        PlainCue(start=payload.start, end=payload.end, lines=tuple("".join(p.text for p in parts).split("\n")))
        for payload, parts in zip(payloads, voiced, strict=True)
    ]
    return cues_of(plain, remarks)


def _voices(payload: str) -> Iterator[_Voiced]:
    """The cue text taken apart (WebVTT clause 6.4, the cue text tokenizer); ruby readings are left out."""
    current = _Voiced("", "", [])
    is_reading = False
    place = 0
    for tag in [*_TAG.finditer(payload), None]:
        text = html.unescape(payload[place : tag.start() if tag else len(payload)])
        if not is_reading:
            current.text += text
        if tag is None:
            break
        place = tag.end()
        inner = tag[1]
        if clock := _CLOCK.fullmatch(inner):
            hours, minutes, seconds, ms = (int(part or 0) for part in clock.groups())
            stamp = from_milliseconds(((hours * 60 + minutes) * 60 + seconds) * 1000 + ms)
            current.stamps.append((len(current.text), stamp))
        elif voice := _VOICE.fullmatch(inner):
            yield current
            current = _Voiced(" ".join(html.unescape(voice["name"] or "").split()), "", [], True)
        elif inner.strip() == "/v":
            yield current
            current = _Voiced("", "", [])
        elif inner.startswith(("rt", "/rt", "/ruby")):
            is_reading = inner.startswith("rt")
    yield current


def _voice_cues(payload: _Payload, parts: Sequence[_Voiced]) -> Iterator[Cue]:
    """One cue for every voice; a cue of several is dealt out by length, or at the timestamps where it has them."""
    spoken = [part for part in parts if part.text.strip()]
    total = sum(weight(part.text.strip()) for part in spoken)
    passed = 0
    for part in spoken:
        start = payload.start + (payload.end - payload.start) * passed // total
        passed += weight(part.text.strip())
        end = payload.start + (payload.end - payload.start) * passed // total
        inside = [(at, stamp) for at, stamp in part.stamps if payload.start <= stamp <= payload.end]
        if inside and not part.text[: inside[0][0]].strip():
            start = inside[0][1]
        yield Cue(
            start=start, end=max(start, end), words=tuple(_stamped_words(part.text, inside)), speaker=part.speaker
        )


def _stamped_words(text: str, stamps: Sequence[tuple[int, int]]) -> Iterator[CueWord]:
    """Words with the timestamp before them as their start and one right behind them, before the space, as their end."""
    tokens = tokens_of(text)
    shapes = list(re.finditer(r"\S+", text))
    if len(tokens) != len(shapes):
        # A note in brackets counts its words otherwise than the text does: then the stamps are of no use.
        yield from (CueWord(text=token.text, marks=token.marks) for token in tokens)
        return
    reached = 0
    for token, shape in zip(tokens, shapes, strict=True):
        before = [stamp for at, stamp in stamps if reached <= at <= shape.start()]
        behind = [stamp for at, stamp in stamps if at == shape.end()]
        reached = shape.end() + 1 if behind else shape.start() + 1
        yield CueWord(
            text=token.text,
            start=before[-1] if before else None,
            end=behind[0] if behind and before else None,
            marks=token.marks,
        )


def _with_times(group: Sequence[Word], start: int, end: int) -> str:
    """Timestamps must rise and lie inside the cue; a word that would break this shares its neighbour's."""
    pieces: list[str] = []
    last = write_clock(start)
    for place, word in enumerate(group):
        begins, ends = write_clock(word.start), write_clock(word.end)
        stamp = f"<{begins}>" if place == 0 or begins > last else ""
        last = max(last, begins)
        following = write_clock(group[place + 1].start) if place + 1 < len(group) else write_clock(end)
        tail = f"<{ends}>" if last < ends < following else ""
        last = max(last, ends) if tail else last
        pieces.append(f"{stamp}{escape(word.text)}{tail}")
    return " ".join(pieces)


def _count_unread(text: str, read: int, remarks: list[str]) -> None:
    arrows = list(_ARROW_LINE.finditer(text))
    if len(arrows) > read:
        odd = [found for found in arrows if not _readable(found[0])]
        where = f", the first on line {line_of(text, odd[0].start())}" if odd else ""
        remarks.append(f"{counted(len(arrows) - read, 'cue')} left out: times that cannot be read{where}")


def _readable(line: str) -> bool:
    clock = r"(?:\d+:)?[0-5]?\d:[0-5]?\d\.\d{1,3}"
    return bool(re.match(rf"\s*{clock}\s*-->\s*{clock}", line))


def _header(metadata: Sequence[str], name: str) -> str:
    for line in metadata:
        key, colon, value = line.partition(":")
        if colon and key.strip().lower() == name:
            return value.strip()
    return ""

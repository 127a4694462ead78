"""Hypothesis strategies for the nouns: everything that the model allows, and not only what engines make.

``times="engine"`` gives words on a recogniser's grid of 20 ms; ``"any"`` gives any ticks, overlaps too.
"""

from __future__ import annotations

from itertools import combinations
from typing import Literal

from hypothesis import strategies as st

from tapewright.model import (
    Acceptance,
    AudioStream,
    Claim,
    ClaimSource,
    ClaimStatus,
    Embedding,
    FoundVoice,
    Listen,
    Mark,
    Provenance,
    Quote,
    SourceFile,
    Span,
    SpeakerId,
    Tape,
    TapeId,
    Transcript,
    Turn,
    Verdict,
    VideoStream,
    Voice,
    Word,
    WordTiming,
)
from tapewright.timing import TICKS_PER_SECOND, Interval, Ticks, TimecodeFormat, frame_rate

Times = Literal["engine", "any"]

RATES = ("23.976", "24", "25", "29.97", "30", "47.952", "48", "50", "59.94", "60", "100", "119.88", "120")
GRID = TICKS_PER_SECOND // 50
LONGEST = 200 * 3600 * TICKS_PER_SECOND

_characters = st.characters(exclude_categories=["Cs"])

text_lines = st.text(_characters, max_size=40)
"""Any text that can be written down; no halves of surrogate pairs."""

_everyday = st.sampled_from(
    ["the", "harbour", "year,", "Nobody", "—", "don't", "“well”", "naïve", "1,234", "港", "e\u0301te"]
)
_any_token = st.text(_characters, min_size=1, max_size=12).filter(lambda text: text.split() == [text])
tokens = st.one_of(_everyday, _any_token)
"""Texts of one word, everyday ones and any other that holds no white space."""


def formats() -> st.SearchStrategy[TimecodeFormat]:
    """Every rate, drop-frame where it exists."""
    return st.sampled_from(RATES).flatmap(
        lambda rate: st.builds(
            TimecodeFormat,
            st.just(frame_rate(rate)),
            st.booleans() if frame_rate(rate).can_drop else st.just(False),
        )
    )


def ticks(at_most: int = LONGEST) -> st.SearchStrategy[Ticks]:
    """Times on a tape: round ones and any others."""
    return st.one_of(st.integers(0, at_most), st.integers(0, at_most // GRID).map(lambda n: n * GRID)).map(Ticks)


def intervals() -> st.SearchStrategy[Interval]:
    """Places on a clock, empty ones too."""
    return st.tuples(ticks(), ticks()).map(lambda ends: Interval(min(ends), max(ends)))


_MARKS = st.sampled_from([frozenset(some) for size in range(4) for some in combinations(Mark, size)])
_steps = {
    "engine": st.tuples(st.integers(0, 40).map(lambda n: n * GRID), st.integers(1, 60).map(lambda n: n * GRID)),
    "any": st.tuples(*[st.one_of(st.just(0), st.integers(0, LONGEST // 100))] * 2),
}
_heard = {
    times: st.tuples(tokens, step, st.none() | st.integers(0, 255), st.sampled_from(WordTiming), _MARKS)
    for times, step in _steps.items()
}


@st.composite
def words(draw: st.DrawFn, *, times: Times = "any", min_size: int = 0, max_size: int = 12) -> tuple[Word, ...]:
    """Words of one turn: they start in order; with ``any`` they may overlap and last any time, or none."""
    at = draw(ticks(3600 * TICKS_PER_SECOND))
    at = Ticks(at - at % GRID) if times == "engine" else at
    made: list[Word] = []
    for text, (gap, length), confidence, timing, marks in draw(
        st.lists(_heard[times], min_size=min_size, max_size=max_size)
    ):
        start, end = Ticks(at + gap), Ticks(at + gap + length)
        at = end if times == "engine" else start
        made.append(Word(text=text, start=start, end=end, confidence=confidence, timing=timing, marks=marks))
    return tuple(made)


def turns(
    *, speakers: st.SearchStrategy[SpeakerId | None] | None = None, times: Times = "any", min_size: int = 0
) -> st.SearchStrategy[Turn]:
    """Turns that are not stored yet; without ``speakers`` nobody is named."""
    return st.builds(
        Turn, words=words(times=times, min_size=min_size), speaker=st.none() if speakers is None else speakers
    )


def provenances() -> st.SearchStrategy[Provenance]:
    """Any tool with plain JSON settings."""
    values = st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), text_lines),
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(text_lines, inner, max_size=3)),
        max_leaves=5,
    )
    return st.builds(
        Provenance,
        tool=text_lines,
        version=text_lines,
        settings=st.dictionaries(text_lines, values, max_size=4),
        input_digest=st.one_of(st.just(""), st.binary(min_size=16, max_size=16).map(lambda d: f"xxh128:{d.hex()}")),
        made_at=st.just("2026-01-02T03:04:05Z"),
    )


def transcripts(
    tape: TapeId,
    *,
    speakers: st.SearchStrategy[SpeakerId | None] | None = None,
    times: Times = "any",
    max_turns: int = 5,
) -> st.SearchStrategy[Transcript]:
    """Transcripts of one tape, turns in order of their start, not stored yet."""
    return st.builds(
        Transcript,
        tape=st.just(tape),
        turns=st.lists(turns(speakers=speakers, times=times), max_size=max_turns).map(
            lambda made: tuple(sorted(made, key=lambda turn: turn.interval.start))
        ),
        provenance=provenances(),
        language=st.sampled_from(["", "en", "de", "cy"]),
        counts=st.dictionaries(st.sampled_from(["recovered_words", "unsupported_words"]), st.integers(0, 10**6)),
    )


@st.composite
def source_files(draw: st.DrawFn, *, offset: int = 0) -> SourceFile:
    """Any file, also one whose name is not text; it lies at ``offset`` on the tape's clock."""
    name = draw(st.one_of(text_lines, st.binary(max_size=20).map(lambda raw: raw.decode("utf-8", "surrogateescape"))))
    video = st.builds(
        VideoStream,
        width=st.integers(1, 8192),
        height=st.integers(1, 8192),
        format=formats(),
        codec=text_lines,
        is_variable=st.booleans(),
    )
    audio = st.builds(
        AudioStream, rate_hz=st.sampled_from([8000, 44100, 48000]), channels=st.integers(1, 64), codec=text_lines
    )
    return SourceFile(
        path="/tapes/" + name,
        size=draw(st.integers(0, 2**50)),
        duration=draw(ticks()),
        offset=Ticks(offset),
        start_timecode=draw(st.none() | ticks()),
        reel=draw(text_lines),
        video=draw(st.none() | video),
        audio=draw(st.none() | audio),
        digests=draw(st.dictionaries(st.sampled_from(["xxh128", "xxh64"]), st.just("00ff"))),
        container=draw(text_lines),
    )


def tape_ids() -> st.SearchStrategy[TapeId]:
    """Ids of tapes, with letters of any script."""
    return st.from_regex(r"[^\W_][\w.-]{0,63}", fullmatch=True).map(TapeId)


@st.composite
def tapes(draw: st.DrawFn, *, id: TapeId | None = None) -> Tape:
    """A tape over none, one or several files that follow one another, with gaps."""
    files: list[SourceFile] = []
    at = 0
    for _ in range(draw(st.integers(0, 3))):
        file = draw(source_files(offset=at + draw(st.sampled_from([0, 0, GRID]))))
        files.append(file)
        at = file.extent.end
    return Tape(
        id=draw(tape_ids()) if id is None else id,
        title=draw(text_lines),
        format=draw(formats()),
        duration=Ticks(at) if files else draw(ticks()),
        start_timecode=draw(ticks(24 * 3600 * TICKS_PER_SECOND - 1)),
        files=tuple(files),
        reel=draw(text_lines),
        note=draw(text_lines),
    )


def quotes(tape: TapeId) -> st.SearchStrategy[Quote]:
    """Any place on a tape, with any text."""
    return st.builds(lambda interval, text: Quote(Span(tape, interval), text), intervals(), text_lines)


def listens(tape: TapeId) -> st.SearchStrategy[Listen]:
    """Ear-checks of one tape, not stored yet; who and when are named."""
    return st.builds(
        Listen,
        who=text_lines.filter(bool),
        when=st.just("2026-01-02T03:04:05Z"),
        quote=quotes(tape),
        heard=text_lines,
        note=text_lines,
    )


def acceptances() -> st.SearchStrategy[Acceptance]:
    """Findings that somebody let stand, not stored yet; who and when are named."""
    return st.builds(
        Acceptance,
        finding=st.binary(min_size=8, max_size=8).map(bytes.hex),
        file=text_lines,
        text=text_lines,
        verdict=st.sampled_from(Verdict).map(str),
        reason=text_lines.filter(lambda text: bool(text.strip())),
        who=text_lines.filter(bool),
        when=st.just("2026-01-02T03:04:05Z"),
    )


def claims(tape: TapeId) -> st.SearchStrategy[Claim]:
    """Claims that rest on places of one tape, on documents, or on nothing; not stored yet."""
    documents = text_lines.filter(lambda text: bool(text.strip()))
    sources = st.one_of(
        st.builds(ClaimSource, quote=quotes(tape), note=text_lines),
        st.builds(ClaimSource, document=documents, note=text_lines),
    )
    return st.builds(
        Claim,
        text=text_lines,
        status=st.sampled_from(ClaimStatus),
        sources=st.lists(sources, max_size=4).map(tuple),
        note=text_lines,
        edit=text_lines,
    )


def embeddings(*, max_size: int = 6) -> st.SearchStrategy[Embedding]:
    """Any numbers of four bytes, none too."""
    numbers = st.floats(width=32, allow_nan=False, allow_infinity=False)
    return st.lists(numbers, max_size=max_size).map(tuple)


def voices(tape: TapeId, speaker: SpeakerId, *, number: int = 0) -> st.SearchStrategy[Voice]:
    """A voice of a tape with any times, in any order."""
    stretches = st.lists(intervals(), max_size=6).map(tuple)
    return st.builds(
        Voice,
        tape=st.just(tape),
        found=st.builds(
            FoundVoice,
            number=st.just(number),
            centre=embeddings(),
            spread=st.integers(-1_000_000, 1_000_000).map(lambda millionths: millionths / 1_000_000),
            samples=stretches,
        ),
        utterances=stretches,
        speaker=st.just(speaker),
        is_confirmed=st.booleans(),
        provenance=provenances(),
    )


def _two(number: int) -> str:
    return f"{number:02d}"


def edtf_dates() -> st.SearchStrategy[str]:
    """Dates as EDTF writes them: days, months, years, seasons, with and without doubt, intervals and sets."""
    years = st.integers(-9999, 9999).map(lambda year: f"{'-' if year < 0 else ''}{abs(year):04d}")
    months = st.integers(1, 12).map(_two)
    days = st.one_of(st.integers(1, 28).map(_two), st.just("XX"))
    plain = st.one_of(
        years,
        st.builds("{}-{}".format, years, st.one_of(months, st.integers(21, 41).map(_two), st.just("XX"))),
        st.builds("{}-{}-{}".format, years, months, days),
        st.integers(100, 209).map(lambda decade: f"{decade}X"),
    )
    single = st.builds("{}{}".format, plain, st.sampled_from(["", "", "?", "~", "%"]))
    order = st.integers(1, 4000).flatmap(lambda year: st.tuples(st.just(year), st.integers(year, year + 200)))
    intervals = order.map(lambda ends: f"{ends[0]:04d}/{ends[1]:04d}")
    opened = st.one_of(single.map(lambda date: f"{date}/.."), single.map(lambda date: f"../{date}"))
    sets = st.lists(single, min_size=1, max_size=4).map(lambda some: f"[{','.join(some)}]")
    return st.one_of(single, intervals, opened, sets)

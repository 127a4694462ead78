"""What is heard in a cut, and its joins judged: for paper edits and for timelines of editing programs alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tapewright.errors import InputError, UsageError
from tapewright.exchange.timeline_events import in_order
from tapewright.exchange.timelines import read_timeline
from tapewright.model import Cut, JoinVerdict, SpeakerId, TapeId, Timeline
from tapewright.proof.doubt import HeardWords, nobody
from tapewright.proof.joins import SAME_PLACE, JoinLabels, judge_joins
from tapewright.proof.language import language_of
from tapewright.proof.programme import HeardPiece, HeardRun
from tapewright.proof.talk import Talks
from tapewright.timing import TICKS_PER_SECOND, Interval, Ticks, TimecodeFormat
from tapewright.verbs.locating import Located, PlacedEvent, UnplacedEvent, locate
from tapewright.verbs.project import Project
from tapewright.verbs.quotes import talks
from tapewright.words.counted import counted

LARGEST_TIMELINE = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class CutProof:
    """What is heard of the tapes in a programme, join by join.

    ``pieces`` are in programme order; ``unplaced`` are events that are heard and on no tape; ``unread`` are tapes in it
    without a transcript, of which nothing can be proved.
    """

    title: str
    format: TimecodeFormat
    start: Ticks
    pieces: tuple[HeardPiece, ...]
    runs: tuple[HeardRun, ...]
    joins: tuple[JoinVerdict, ...]
    unplaced: tuple[UnplacedEvent, ...] = ()
    unread: tuple[TapeId, ...] = ()
    remarks: tuple[str, ...] = ()


def judge_timeline(
    project: Project,
    timeline: Timeline,
    *,
    reels: Mapping[str, str] | None = None,
    language: str = "",
    heard: HeardWords = nobody,
    talk: Talks | None = None,
) -> CutProof:
    """What is heard in a timeline. ``reels`` says which tape a reel, clip or file of it is; ``heard`` to which words
    people have listened. ``talk``: that of the tapes, from a caller who has read it.
    """
    located = locate(timeline, project.store.tapes(), reels=reels, digest=lambda path: _digest(project, path))
    pieces, remarks = heard_pieces(located)
    has_sound = any(event.has_sound for event in timeline.events)
    unplaced = tuple(one for one in located.unplaced if one.event.has_sound or not has_sound)
    return _proof(
        project,
        Cut(title=timeline.title, format=timeline.format, start=timeline.start, events=()),
        pieces,
        others=[one.event.record for one in unplaced],
        unplaced=unplaced,
        remarks=(*timeline.remarks, *located.remarks, *remarks),
        language=language,
        heard=heard,
        talk=talk,
    )


def judge_cut(
    project: Project, cut: Cut, *, language: str = "", heard: HeardWords = nobody, talk: Talks | None = None
) -> CutProof:
    """What is heard in the cut of a paper edit (``verbs.edit.cut_of``); ``heard`` and ``talk`` as for a timeline."""
    pieces = [
        HeardPiece(number=number, tape=event.tape.id, source=event.source, record=event.record, bite=event.bite)
        for number, event in enumerate(cut.events, 1)
    ]
    return _proof(project, cut, pieces, language=language, heard=heard, talk=talk)


def open_timeline(project: Project, path: Path, *, format: TimecodeFormat | None = None) -> Timeline:
    """The timeline in a file; a bundle of Final Cut (``.fcpxmld``) is a folder with one inside. InputError."""
    inside = path / "Info.fcpxml" if path.is_dir() else path
    try:
        if inside.stat().st_size > LARGEST_TIMELINE:
            raise InputError("too large to be a timeline", place=str(path), hint="is it a recording?")
        data = inside.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", place=str(path)) from error
    return read_timeline(data, name=inside.name, format=format, usual=project.settings.format)


def one_programme(parts: Sequence[Timeline]) -> Timeline:
    """Several timelines as the one programme that they are parts of: a list of more than 999 events comes in several.

    UsageError where they count differently.
    """
    first = min(parts, key=lambda part: part.start)
    if any(part.format != first.format for part in parts):
        raise UsageError("the parts of the cut count differently", hint="say how they count with --rate")
    events = [
        replace(event, record=event.record.moved(part.start - first.start)) for part in parts for event in part.events
    ]
    return replace(first, events=in_order(events), remarks=tuple(remark for part in parts for remark in part.remarks))


def heard_pieces(located: Located) -> tuple[list[HeardPiece], list[str]]:
    """What is heard of the tapes, and what was taken for granted.

    The sound counts. The channels of one source are one piece, and a picture over other sound is none. Where no sound
    of a tape is in the timeline, its pictures stand for it.
    """
    remarks = []
    sounding = [one for one in located.placed if one.event.has_sound]
    if not sounding and located.placed:
        remarks.append("no sound of the tapes is in it: what its pictures show was taken for what is heard")
        sounding = list(located.placed)
    still = [one for one in sounding if one.event.speed == 0]
    if still:
        remarks.append(f"{counted(len(still), 'freeze frame')} left out")
    fast = sorted({one.event.speed for one in sounding} - {0, 100})
    if fast:
        remarks.append(
            f"played at {', '.join(f'{speed} %' for speed in fast)}: the words of these pieces are not timed"
        )
    pieces = _merged([one for one in sounding if one.event.speed != 0])
    remarks += _at_once(pieces)
    return pieces, remarks


def _merged(placed: Iterable[PlacedEvent]) -> list[HeardPiece]:
    """One piece for the channels and tracks on which a source runs at once, each maybe a part of a frame off."""
    pieces: list[HeardPiece] = []
    running: dict[TapeId, list[int]] = {}
    for one in sorted(placed, key=lambda one: (one.event.record.start, one.event.record.end, one.event.number)):
        piece = HeardPiece(
            number=one.event.number,
            tape=one.tape.id,
            source=one.source,
            record=one.event.record,
            bite=one.event.bite,
            speed=one.event.speed,
        )
        still = [at for at in running.get(piece.tape, []) if pieces[at].record.end > piece.record.start]
        same = next((at for at in still if _runs_with(pieces[at], piece)), None)
        if same is None:
            still.append(len(pieces))
            pieces.append(piece)
        elif piece.record.end > pieces[same].record.end:
            longer = Interval(pieces[same].record.start, piece.record.end)
            source = Interval(pieces[same].source.start, Ticks(max(pieces[same].source.end, piece.source.end)))
            pieces[same] = replace(pieces[same], record=longer, source=source)
        running[piece.tape] = still
    return pieces


def _runs_with(one: HeardPiece, other: HeardPiece) -> bool:
    apart = (one.source.start - one.record.start) - (other.source.start - other.record.start)
    return one.speed == other.speed and abs(apart) <= SAME_PLACE


def _at_once(pieces: Sequence[HeardPiece]) -> list[str]:
    """Tapes that are heard together for more than a second."""
    together: set[tuple[TapeId, TapeId]] = set()
    running: list[HeardPiece] = []
    for piece in pieces:
        running = [one for one in running if one.record.end > piece.record.start + TICKS_PER_SECOND]
        together |= {(one.tape, piece.tape) for one in running if one.tape != piece.tape}
        running.append(piece)
    pairs = {tuple(sorted(pair)) for pair in together}
    return [f"{one} and {other} are heard at once: both are read" for one, other in sorted(pairs)]


def _proof(
    project: Project,
    cut: Cut,
    pieces: Sequence[HeardPiece],
    *,
    language: str,
    heard: HeardWords,
    talk: Talks | None,
    others: Sequence[Interval] = (),
    unplaced: tuple[UnplacedEvent, ...] = (),
    remarks: Sequence[str] = (),
) -> CutProof:
    talk = talk or talks(project)
    language = language or project.settings.language
    if language_of(language) is None:
        told = f"what its joins do to the meaning was not judged: there are no rules for the language {language}"
        remarks = (*remarks, told)
    judged = judge_joins(
        pieces,
        talk,
        language,
        others=others,
        heard=heard,
        labels=_labels(project, cut),
    )
    return CutProof(
        title=cut.title,
        format=cut.format,
        start=cut.start,
        pieces=tuple(pieces),
        runs=judged.runs,
        joins=judged.joins,
        unplaced=unplaced,
        unread=tuple(tape for tape in sorted({piece.tape for piece in pieces}) if not talk(tape).turns),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _labels(project: Project, cut: Cut) -> JoinLabels:
    names = project.speaker_names()
    tapes = {tape.id: tape for tape in project.store.tapes()}

    def name(speaker: SpeakerId | None) -> str:
        return names.get(speaker, "") if speaker is not None else ""

    return JoinLabels(
        name=name,
        timecode=lambda tape, tick: tapes[tape].timecode(tick),
        record=lambda tick: cut.format.write(cut.start + tick),
    )


def _digest(project: Project, path: str) -> str:
    """The digest of a file on this disk; "" for one that is not here or cannot be read."""
    file = Path(path)
    try:
        if not file.is_file():
            return ""
        sizes = {one.size for tape in project.store.tapes() for one in tape.files}
        return project.media.digests(file)["xxh128"] if file.stat().st_size in sizes else ""
    except (OSError, ValueError, InputError):
        return ""

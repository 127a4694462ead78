"""The demo's paper edit: made by the same verbs, and by hand in the text, as a person would."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tapewright.errors import UsageError
from tapewright.model import Hit, Span, Tape, Transcript
from tapewright.verbs import demo_choices as choose
from tapewright.verbs import edit as paper
from tapewright.verbs.demo_choices import Passage
from tapewright.verbs.project import Project
from tapewright.words.normal import key

NAME = "first-look"

_FILLERS = {
    "um",
    "uh",
    "er",
    "hmm",
    "mm",
    "well",
    "so",
    "like",
    "actually",
    "really",
    "just",
    "okay",
    "then",
    "probably",
}
_FROM_CLEAREST, _FROM_HITS = 3, 2
_NARRATION = (
    "Nobody chose these words: the demo took the sentences that the recogniser was surest of. Move them, strike in "
    "them, write something better here; this page is an ordinary text file."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPaper:
    """The paper edit's file, and what was done to it in plain lines."""

    path: Path
    lines: tuple[str, ...]


def cut_on_paper(
    project: Project, tapes: Sequence[Tape], transcripts: Sequence[Transcript], hits: Sequence[Hit]
) -> OnPaper:
    """A paper edit of the clearest sentences, of hits, and of words that run over two files of one tape.

    UsageError where hardly anything was heard, so that there is nothing to cut.
    """
    clearest = choose.clearest_by_tape(transcripts)[:_FROM_CLEAREST]
    if not clearest:
        raise UsageError("hardly a word was heard on these tapes", hint="take recordings of people speaking")
    path = paper.new_edit(project, NAME, title="A first look").path
    lines = [f"a new text file, {path.relative_to(project.root)}, with a scene and a line of narration"]
    _append(path, f"\n# What was said\n\n{_NARRATION}\n")
    for passage in clearest:
        _insert(project, path, passage)
    lines.append(f"{len(clearest)} bites put in: the clearest sentence of {', '.join(p.tape for p in clearest)}")
    lines += _strike(project, path, clearest)
    if len(clearest) > 1:
        lines += _leave_out(path, clearest[1])
    lines += _found(project, path, transcripts, hits, seen=clearest)
    lines += _over_the_seam(project, path, tapes, transcripts)
    return OnPaper(path=path, lines=tuple(lines))


def _insert(project: Project, path: Path, passage: Passage) -> int:
    # A hit gets a little of the silence around it, so that no word is clipped.
    place = Hit(span=Span(passage.tape, passage.interval), text=passage.text, before="", after="")
    return paper.insert(project, path, place).bite


def _strike(project: Project, path: Path, bites: Sequence[Passage]) -> list[str]:
    """Strike a filler, or else a short word, out of one of the bites; one that no neighbour is spoken over."""
    free = [
        (number, place, words[place])
        for number, words in enumerate((bite.words for bite in bites), 1)
        for place in range(1, len(words) - 1)
        if words[place - 1].end <= words[place].start and words[place].end <= words[place + 1].start
    ]
    if not free:
        return []
    number, place, word = min(free, key=lambda one: (key(one[2].text) not in _FILLERS, len(one[2].text)))
    paper.strike(project, path, number, range(place, place + 1))
    return [f"in bite {number}, “{word.text}” struck: it will not be heard"]


def _leave_out(path: Path, passage: Passage) -> list[str]:
    """Write … in the place of two words of the second bite, by hand."""
    gone = " ".join(word.text for word in passage.words[2:4])
    text = path.read_text("utf-8")
    head, _, rest = text.rpartition(f" {gone} ")
    if text.count(f" {gone} ") != 1:
        return []
    path.write_text(f"{head} … {rest}", "utf-8")
    return [f"in bite 2, “{gone}” left out by hand: … stands there now"]


def _found(
    project: Project, path: Path, transcripts: Sequence[Transcript], hits: Sequence[Hit], *, seen: Iterable[Passage]
) -> list[str]:
    """Bites of hits, each the whole sentence around it, from as many tapes as there are."""
    taken = {passage.interval for passage in seen}
    by_tape: dict[str, Passage] = {}
    for hit in hits:
        for passage in _around(transcripts, hit):
            if passage.interval not in taken:
                by_tape.setdefault(passage.tape, passage)
    chosen = list(by_tape.values())[:_FROM_HITS]
    if not chosen:
        return []
    _append(path, "\n# Found by searching\n")
    for passage in chosen:
        _insert(project, path, passage)
    return [f"whole sentences put in around hits of the search, on {', '.join(p.tape for p in chosen)}"]


def _around(transcripts: Sequence[Transcript], hit: Hit) -> list[Passage]:
    middle = hit.span.interval.middle
    mine = [transcript for transcript in transcripts if transcript.tape == hit.span.tape]
    return [passage for one in mine for passage in choose.passages(one) if passage.interval.holds(middle)]


def _over_the_seam(project: Project, path: Path, tapes: Sequence[Tape], transcripts: Sequence[Transcript]) -> list[str]:
    """A bite that begins in one file of a tape and ends in the next."""
    heard = {transcript.tape: transcript for transcript in transcripts}
    for tape in tapes:
        passage = choose.across_files(tape, heard[tape.id]) if tape.id in heard else None
        if passage:
            _append(path, "\n# One bite, two files\n")
            number = _insert(project, path, passage)
            return [f"bite {number} runs over two files of {tape.id}: it becomes two events in the timelines"]
    return []


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(text)

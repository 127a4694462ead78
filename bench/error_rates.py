"""Errors against known words, recording by recording, and the page that shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import jiwer

from recordings import Recording, normal

ENGINES = {
    "alone": "faster-whisper alone",
    "filter": "faster-whisper with its voice activity filter",
    "ours": "`tapewright transcribe`",
}


@dataclass(slots=True, kw_only=True)
class Errors:
    """Against known words: how many, wrong, left out, put in; and names, said and heard."""

    words: int = 0
    wrong: int = 0
    lost: int = 0
    added: int = 0
    names: int = 0
    names_heard: int = 0

    @property
    def rate(self) -> float:
        """Word error rate in percent."""
        return 100 * (self.wrong + self.lost + self.added) / max(1, self.words)

    def cells(self) -> str:
        """Wrong, lost, added, rate and names as cells of a table."""
        names = f"{self.names_heard}/{self.names}" if self.names else "–"
        return f"{self.wrong} | {self.lost} | {self.added} | {self.rate:.1f} % | {names}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tape:
    """What was said on a tape, in order, and each engine's errors in each recording. ``name`` is its seed."""

    name: str
    seconds: float
    order: Sequence[Recording]
    errors: Mapping[str, Sequence[Errors]]


def compare(order: list[Recording], heard: list[str]) -> list[Errors]:
    """Errors of each clip of a tape, out of one alignment of the whole."""
    clips = [normal(clip.text).split() for clip in order]
    names = [_names(clip.text) for clip in order]
    owner = [number for number, words in enumerate(clips) for _ in words]
    reference = [word for words in clips for word in words]
    hypothesis = normal(" ".join(heard)).split()
    found = [Errors(words=len(words)) for words in clips]
    for number, words in enumerate(clips):
        found[number].names = sum(word in names[number] for word in words)
    aligned = jiwer.process_words(" ".join(reference), " ".join(hypothesis)).alignments[0]
    for piece in aligned:
        if piece.type == "insert":
            at = min(piece.ref_start_idx, len(owner) - 1)
            found[owner[at]].added += piece.hyp_end_idx - piece.hyp_start_idx
        for at in range(piece.ref_start_idx, piece.ref_end_idx):
            errors = found[owner[at]]
            errors.wrong += piece.type == "substitute"
            errors.lost += piece.type == "delete"
            errors.names_heard += piece.type == "equal" and reference[at] in names[owner[at]]
    return found


def total(each: Iterable[Errors]) -> Errors:
    """All together."""
    kept = list(each)
    return Errors(**{field: sum(getattr(errors, field) for errors in kept) for field in Errors.__slots__})


def summary(tapes: Sequence[Tape]) -> list[str]:
    """Words lost and word error rate of each engine on each tape and on all, as lines of a table for people."""
    lines = [f"{'tape':<8}" + "".join(f"{name:>16}" for name in ENGINES)]
    for tape in tapes:
        found = [total(tape.errors[name]) for name in ENGINES]
        lines.append(f"{tape.name:<8}" + "".join(f"{f'{e.lost} / {e.rate:.1f} %':>16}" for e in found))
    found = [total(e for tape in tapes for e in tape.errors[name]) for name in ENGINES]
    return [*lines, f"{'all':<8}" + "".join(f"{f'{e.lost} / {e.rate:.1f} %':>16}" for e in found)]


def page(tapes: Sequence[Tape], *, model: str, version: str) -> str:
    """``docs/error-rates.md``: all tapes together, tape by tape, recording by recording."""
    everything = {name: total(e for tape in tapes for e in tape.errors[name]) for name in ENGINES}
    by_recording: dict[tuple[str, str], dict[str, list[Errors]]] = {}
    for tape in tapes:
        for name in ENGINES:
            for clip, errors in zip(tape.order, tape.errors[name], strict=True):
                by_recording.setdefault((clip.group, clip.name), {}).setdefault(name, []).append(errors)
    recordings = {
        f"{group} {name}": {engine: total(each) for engine, each in found.items()}
        for (group, name), found in sorted(by_recording.items())
    }
    return _PAGE.format(
        model=model,
        version=version,
        tapes=len(tapes),
        minutes=round(sum(tape.seconds for tape in tapes) / 60),
        words=everything["ours"].words,
        engines="\n".join(f"| {called} | {everything[name].cells()} |" for name, called in ENGINES.items()),
        by_tape="\n".join(
            _row(f"{number}", {name: total(tape.errors[name]) for name in ENGINES})
            for number, tape in enumerate(tapes, 1)
        ),
        by_recording="\n".join(_row(called, found) for called, found in recordings.items()),
    )


def _row(called: str, found: Mapping[str, Errors]) -> str:
    cells = " | ".join(f"{found[name].lost} | {found[name].rate:.1f} %" for name in ENGINES)
    return f"| {called} | {found['ours'].words} | {cells} |"


def _names(text: str) -> set[str]:
    """Names in a text with capitals: words with one that do not begin a sentence."""
    if text.isupper():
        return set()
    inside = re.findall(r"(?<![.?!:] )(?<!^)\b(?!I\b)[A-Z][\w'’]+", text)
    return {word for name in inside for word in normal(name).split()}


_PAGE = """# Error rates

How often the recogniser mishears, measured on real recordings whose words are known.
`python bench/bench_transcribe.py --docs` writes this page; the recordings lie beside the repository, in
`../shared/data/speech`.

Model `{model}`, faster-whisper {version}, int8, beam 5, temperature 0, one thread, no text carried over. All recordings
were laid end to end, each time in another order, with pauses of 0.3 to 4 s and a little noise: {tapes} tapes,
{minutes} minutes, {words} words. All were compared after the same normalisation (case, punctuation, numbers in words,
fillers left out). *Names* are words with a capital inside a sentence of the reference.

| | wrong | lost | added | WER | names heard |
|---|---|---|---|---|---|
{engines}

Read it with care. This is mostly read speech, recorded close: expect two to three times these rates on interviews in
rooms, more on old tapes and telephones. A transcript is where the search begins; what is quoted is listened to.

Words are also counted as wrong where only the spelling differs (`12:30` for "twelve thirty", `wood cutters`), for all
three alike. The processor has a part in it: on another one the same weights give slightly other words.

## By tape

Words lost and word error rate: faster-whisper alone, with its filter, tapewright. It is the same speech every time, in
another order: whether an engine by itself drops a sentence or turns in a circle hangs on where its windows of 30 s
happen to fall, so one tape says little.

| tape | words | alone lost | WER | filter lost | WER | ours lost | WER |
|---|---|---|---|---|---|---|---|
{by_tape}

## By recording

The same by recording, over all tapes. Single recordings are short, and one lost sentence weighs much.

| recording | words | alone lost | WER | filter lost | WER | ours lost | WER |
|---|---|---|---|---|---|---|---|
{by_recording}
"""

"""The whole way in a few minutes: recordings become a project, words, a cut on paper, and files for editing programs.

It works with whatever is said on the tapes. Any step that fails ends the demo with that step's error.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tapewright.errors import InputError, MissingError, TapewrightError, UsageError
from tapewright.media.kinds import is_recording_name
from tapewright.model import Hit, Tape, Transcript
from tapewright.model.progress import Report, silent
from tapewright.speech import registry
from tapewright.timing import to_float_seconds, write_clock
from tapewright.verbs import demo_choices as choose
from tapewright.verbs.anchors import Finding, anchors
from tapewright.verbs.correct import correct_turn
from tapewright.verbs.demo_cut import cut_on_paper
from tapewright.verbs.demo_proof import prove_script, read_back, write_script
from tapewright.verbs.demo_study import code_hits, count_fairness
from tapewright.verbs.demo_voices import review_first, tell_voices_apart
from tapewright.verbs.export import export
from tapewright.verbs.find import find
from tapewright.verbs.history import undo
from tapewright.verbs.ingest import Ingested, ingest
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.report import report as write_report
from tapewright.verbs.transcribe import settings_of, transcribe
from tapewright.verbs.transcript import save, transcript
from tapewright.wholefile import storage_errors
from tapewright.words.counted import counted

MARKER = ".tapewright-demo"
"""A file that says: this project was made by the demo and may be replaced by it."""

_MODELS = ("base", "tiny.en")
_FORMATS = {
    "m4a": "rough cut, to be listened to",
    "wav": "rough cut, uncompressed",
    "edl": "timeline for nearly every program",
    "fcpxml": "timeline for Final Cut and Resolve",
    "otio": "timeline for Resolve and Premiere",
    "vtt": "captions with voices",
    "srt": "captions",
}
_WRITTEN_UP = {"pdf": "annotated script", "docx": "annotated script, for Word", "html": "annotated script, with links"}
_TIMELINES = frozenset((".edl", ".fcpxml", ".otio"))
_SHOWN_HITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoStep:
    """One step: what it was, what came of it in plain lines, and how long it took."""

    title: str
    lines: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What the demo made. ``files`` pairs what a file is for with where it lies."""

    root: Path
    edit: Path
    steps: tuple[DemoStep, ...]
    files: tuple[tuple[str, Path], ...]
    seconds: float


def demo(
    directory: Path,
    recordings: Path,
    *,
    model: str | None = None,
    hearing: Mapping[str, Any] | None = None,
    tell: Callable[[DemoStep], None] = lambda step: None,
    report: Report = silent,
) -> Demo:
    """Run the demo on the recordings in a folder: a file is a tape, a folder in it one tape of several files.

    ``directory`` becomes a new project; one that an earlier demo made is replaced. ``tell`` hears of every step as it
    ends. ``hearing`` is handed on to ``transcribe`` (workers, another engine). UsageError where there are no
    recordings, MissingError where no model is here, and whatever a step raises.
    """
    began = time.monotonic()
    chosen = dict(hearing or {})
    if model is None and "engine" not in chosen:
        model = _model()
    root = _fresh(directory)
    with new_project(root, title="The demo") as project:
        with storage_errors(root):
            (root / MARKER).write_text("made by tapewright demo, which replaces it when it is run again\n", "utf-8")
        run = _Run(project, recordings, model, chosen, report)
        steps = []
        for title, do in run.steps:
            step_began = time.monotonic()
            lines = tuple(do())
            steps.append(DemoStep(title=title, lines=lines, seconds=time.monotonic() - step_began))
            tell(steps[-1])
        return Demo(
            root=root,
            edit=run.edit,
            steps=tuple(steps),
            files=tuple(run.files),
            seconds=time.monotonic() - began,
        )


def record(result: Demo) -> dict[str, object]:
    """``{"project", "edit", "seconds", "steps": [{"title", "lines", "seconds"}], "files": [{"what", "path"}]}``."""
    return {
        "project": str(result.root),
        "edit": str(result.edit),
        "seconds": round(result.seconds, 1),
        "steps": [
            {"title": step.title, "lines": list(step.lines), "seconds": round(step.seconds, 1)} for step in result.steps
        ],
        "files": [{"what": what, "path": str(path)} for what, path in result.files],
    }


class _Run:
    """One run of the demo; each step is a method that does it and says what came of it."""

    def __init__(
        self, project: Project, recordings: Path, model: str | None, hearing: dict[str, Any], report: Report
    ) -> None:
        self._project, self._recordings, self._model = project, recordings, model
        self._hearing, self._report = hearing, report
        self._transcripts: list[Transcript] = []
        self._hits: tuple[Hit, ...] = ()
        self.edit = project.edits
        self.files: list[tuple[str, Path]] = []

    @property
    def steps(self) -> list[tuple[str, Callable[[], Iterator[str]]]]:
        """What is done, in order."""
        return [
            ("Recordings are taken into a new project; they stay where they are", self._ingest),
            ("They are listened to, here on this machine", self._transcribe),
            ("What was said is found again", self._search),
            ("A word is corrected, and the correction taken back", self._correct),
            ("A cut is made on paper", self._cut),
            ("The cut is checked against the tapes", self._check),
            ("An article that quotes the tapes is checked, line by line", self._prove),
            ("It is handed over", self._export),
            ("What was handed over is read back", self._read_back),
            ("It is written up for the fact checker and the lawyer", self._write_up),
            ("Passages are coded, and asked for", self._study),
            ("Who is heard is counted beside what they said", self._fairness),
            ("Voices are told apart, also across tapes", self._voices),
            ("What a person should hear first", self._review),
        ]

    @property
    def _tapes(self) -> list[Tape]:
        return self._project.store.tapes()

    def _ingest(self) -> Iterator[str]:
        files, folders = _found(self._recordings)
        results = [ingest(self._project, files, report=self._report)] if files else []
        for folder in folders:
            results.append(ingest(self._project, [folder], tape_id=_id_of(folder), together=True, report=self._report))
        _stop_at_failures(results)
        for tape in self._tapes:
            parts = f"{len(tape.files)} files on one clock" if len(tape.files) > 1 else "one file"
            yield f"{tape.id}: {write_clock(tape.duration, decimals=0)}, {parts}"

    def _transcribe(self) -> Iterator[str]:
        settings = settings_of(self._project)
        if self._model:
            settings = replace(settings, model=self._model)
        result = transcribe(self._project, settings=settings, report=self._report, **self._hearing)
        for row in result.failed:
            if row.error:
                raise row.error
        kept = [self._project.store.transcript(tape.id) for tape in self._tapes]
        self._transcripts = [one for one in kept if one]
        heard = to_float_seconds(result.heard)
        speed = f", {heard / result.seconds:.1f} times as fast as they run" if result.seconds else ""
        yield f"{heard / 60:.1f} minutes by {result.engine} with the model {result.model}{speed}"
        words = sum(len(one.words) for one in self._transcripts)
        again = sum(one.counts.get("recovered_words", 0) for one in self._transcripts)
        doubted = sum(one.counts.get("unsupported_words", 0) for one in self._transcripts)
        yield f"{words} words, {again} of them only at a second hearing; {doubted} marked: no speech was found there"

    def _search(self) -> Iterator[str]:
        word = choose.shared_word(self._transcripts)
        if word is None:
            raise UsageError("not one word was heard on these tapes", hint="take recordings of people speaking")
        exact = find(self._project, word, limit=50)
        self._hits = exact.hits
        yield f"exactly “{word}”: {exact.total} times"
        for hit in exact.hits[:_SHOWN_HITS]:
            yield f"  {hit.span.tape} {hit.timecode}  … {hit.before} [{hit.text}] {hit.after} …"
        for passage in choose.clearest_by_tape(self._transcripts)[:1]:
            remembered = choose.misremembered(passage)
            close = find(self._project, remembered, way="close", limit=1)
            if not close.hits:
                raise TapewrightError(f"close search did not find “{remembered}”, which was said on {passage.tape}")
            yield f"closely “{remembered}”, as somebody remembers it:"
            for hit in close.hits:
                yield f"  {hit.span.tape} {hit.timecode}  {hit.text}  ({hit.score / 10:.0f} % alike)"

    def _correct(self) -> Iterator[str]:
        doubtful = choose.doubtful_word(self._transcripts)
        if doubtful is None:
            return
        tape, turn, place = doubtful
        words = [word.text for word in turn.words]
        corrected = [*words[:place], f"{words[place]}-corrected", *words[place + 1 :]]
        before = find(self._project, f'"{" ".join(words[place : place + 2])}"', tape=tape).total
        correct_turn(self._project, turn.id, turn.revision, " ".join(corrected), who="demo")
        yield f"{tape}: the word that the engine was least sure of, “{words[place]}”, now reads “{corrected[place]}”"
        undo(self._project, who="demo")
        after = find(self._project, f'"{" ".join(words[place : place + 2])}"', tape=tape).total
        if self._project.store.turn(turn.id).text != turn.text or before != after:
            raise TapewrightError("undo did not bring the words back")
        yield "undone: it reads as before, no other word moved, and the history holds both"

    def _cut(self) -> Iterator[str]:
        made = cut_on_paper(self._project, self._tapes, self._transcripts, self._hits)
        self.edit = made.path
        self.files.append(("paper edit, a text file", made.path))
        yield from made.lines

    def _check(self) -> Iterator[str]:
        [found] = anchors(self._project, [self.edit])
        if not found.holds:
            wrong = [f"bite {v.number}: {v.reason}" for v in found.verdicts if v.finding is not Finding.HOLDS]
            raise TapewrightError("the cut does not read as the tapes do: " + "; ".join(wrong))
        yield f"{len(found.verdicts)} bites, and every one reads as its tape does"
        altered, instead = self._with_one_word_altered()
        with storage_errors(altered):
            altered.write_text(instead, "utf-8")
        try:
            [found] = anchors(self._project, [altered])
        finally:
            altered.unlink()
        for difference in found.verdicts[0].differences:
            yield f"had somebody written “{difference.edit}” for “{difference.tape}”, it would say so"

    def _prove(self) -> Iterator[str]:
        script = write_script(self._project, self._transcripts)
        self.files.append(("article with quotations, right and wrong", script))
        yield from prove_script(self._project, script)

    def _read_back(self) -> Iterator[str]:
        timelines = [path for _, path in self.files if path.suffix in _TIMELINES]
        yield from read_back(self._project, self.edit, timelines)

    def _write_up(self) -> Iterator[str]:
        written = write_report(self._project, self.edit, list(_WRITTEN_UP))
        self.files += [(_WRITTEN_UP[file.format], file.path) for file in written.files]
        yield f"{counted(len(written.script.open_points), 'open point')}, the weightiest first:"
        yield from (f"  {point.message}" for point in written.script.open_points[:_SHOWN_HITS])

    def _study(self) -> Iterator[str]:
        return code_hits(self._project, self._hits)

    def _fairness(self) -> Iterator[str]:
        lines, files = count_fairness(self._project, self.edit)
        self.files += files
        yield from lines

    def _voices(self) -> Iterator[str]:
        return tell_voices_apart(self._project, workers=self._hearing.get("workers"), report=self._report)

    def _review(self) -> Iterator[str]:
        return review_first(self._project, self.edit)

    def _with_one_word_altered(self) -> tuple[Path, str]:
        """Where a copy of the paper edit may lie for a moment, and its text with another word in the first bite."""
        text = self.edit.read_text("utf-8")
        start = text.index("\n> ") + len("\n> ")
        first = text[start:].split(maxsplit=1)[0]
        return self._project.cache / "altered.md", f"{text[:start]}Never{text[start + len(first) :]}"

    def _export(self) -> Iterator[str]:
        result = export(self._project, self.edit, list(_FORMATS), report=self._report)
        if result.is_refused:
            raise UsageError("the cut cannot be exported: " + "; ".join(p.message for p in result.problems))
        self.files += [(_FORMATS[file.format], file.path) for file in result.files]
        yield f"{result.events} events, {write_clock(result.duration)}, exact to the frame"
        yield from result.remarks
        longest = max(self._transcripts, key=lambda one: len(one.words)).tape
        target = result.files[0].path.with_name(f"{longest}.txt")
        save(self._project, transcript(self._project, longest), target)
        self.files.append((f"transcript of {longest}", target))


def _model() -> str:
    """The best model that is here. MissingError with the command that fetches one."""
    for name in _MODELS:
        if registry.state(name).is_installed:
            return name
    raise MissingError("there are no weights to transcribe with", hint=f"tapewright models fetch {_MODELS[0]}")


def _fresh(directory: Path) -> Path:
    """The folder for the project, without what an earlier demo left there. UsageError where it holds other things."""
    root = directory.expanduser().absolute()
    if (root / MARKER).is_file():
        with storage_errors(root):
            shutil.rmtree(root)
    return root


def _found(folder: Path) -> tuple[list[Path], list[Path]]:
    """The recordings that are tapes of their own, and the folders that are one tape each."""
    inside = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    files = [path for path in inside if path.is_file() and is_recording_name(path)]
    folders = [
        path
        for path in inside
        if path.is_dir() and any(is_recording_name(file) for file in path.iterdir() if file.is_file())
    ]
    if not files and not folders:
        raise UsageError(f"there are no recordings in {folder}", hint="make demo brings some; or name another folder")
    return files, folders


def _id_of(folder: Path) -> str:
    return re.sub(r"[^\w.-]+", "-", folder.name).strip("-._")[:64] or "tape"


def _stop_at_failures(results: list[Ingested]) -> None:
    for result in results:
        for failed in result.failed:
            raise InputError(failed.error.message, place=failed.path, hint=failed.error.hint)

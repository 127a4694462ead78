"""A transcription that takes its time, in processes of their own: an engine, a tape for it, and what brings it in.

The engine comes in by the same entry points as every engine, out of a folder on ``PYTHONPATH``.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import numpy as np

from tapewright.model import TapeId, Word
from tapewright.speech import SAMPLE_RATE_HZ, Heard, HearingSettings, Samples
from tapewright.testing.recordings import vowels, write_sound
from tapewright.testing.scripted import GAP_S, VOCABULARY, WORD_S, ScriptedEngine
from tapewright.timing import Interval, Ticks, from_samples
from tapewright.verbs import hearing
from tapewright.verbs.ingest import ingest
from tapewright.verbs.project import Project, new_project

TAPE = TapeId("T001")
SECONDS = "PATIENT_ENGINE_SECONDS"
GATE = "PATIENT_ENGINE_GATE"
DEAF = "PATIENT_ENGINE_DEAF"


class PatientEngine(ScriptedEngine):
    """Says the vocabulary over and over, a word each half second of whatever it hears. ``PATIENT_ENGINE_SECONDS`` says
    how long it takes for a stretch; with ``PATIENT_ENGINE_GATE`` it waits after its first one until that file is there;
    with ``PATIENT_ENGINE_DEAF`` its process does not hear Ctrl-C, as an engine deep in its own code does not.
    """

    name = "patient"
    heard = 0

    def hear(self, samples: Samples) -> Heard:
        if os.environ.get(DEAF):
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        time.sleep(float(os.environ.get(SECONDS, "0.01")))
        gate = os.environ.get(GATE)
        while gate and PatientEngine.heard and not os.path.exists(gate):
            time.sleep(0.02)
        PatientEngine.heard += 1
        step, length = round((WORD_S + GAP_S) * SAMPLE_RATE_HZ), round(WORD_S * SAMPLE_RATE_HZ)
        words = [
            Word(text=VOCABULARY[place % len(VOCABULARY)], start=at.start, end=at.end, confidence=200)
            for place, first in enumerate(range(0, max(0, len(samples) - length), step))
            for at in (_interval(first, first + length),)
        ]
        return Heard(words=tuple(words))


def patient_environment(folder: Path, *, seconds: float = 0.01, gate: Path | None = None) -> dict[str, str]:
    """The variables with which tapewright listens by the patient engine, which is put into ``folder``."""
    facts = folder / "tapewright_patient-1.dist-info"
    facts.mkdir(parents=True, exist_ok=True)
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: tapewright-patient\nVersion: 1\n")
    (facts / "entry_points.txt").write_text(f"[tapewright.engines]\npatient = {__name__}:PatientEngine\n")
    paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    told = {"PYTHONPATH": os.pathsep.join(paths), "TAPEWRIGHT_ENGINE": PatientEngine.name, SECONDS: str(seconds)}
    return {**told, GATE: str(gate)} if gate else told


def recording_to_hear(path: Path, *, minutes: int = 9) -> Path:
    """A voice for so many minutes: nine make four stretches for whoever listens."""
    return write_sound(path, np.tile(vowels(60), (1, minutes)), rate_hz=SAMPLE_RATE_HZ)


def project_to_hear(root: Path, recording: Path) -> Project:
    """A project with that recording as ``T001``, in which the places of its speech are known already."""
    made = new_project(root, title="A tape to hear")
    (added,) = ingest(made, [recording], tape_id=TAPE).added
    detect = hearing.detection(HearingSettings())
    file = added.tape.files[0]
    hearing.find_speech(hearing.FileTask(reader=made.media, file=file, cache=made.cache, detect=detect))
    return made


def _interval(first: int, last: int) -> Interval:
    return Interval(Ticks(from_samples(first, SAMPLE_RATE_HZ)), Ticks(from_samples(last, SAMPLE_RATE_HZ)))

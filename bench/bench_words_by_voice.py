"""Words in the right mouth: conversations of real readers, transcribed, their voices found, their turns cut by them.

Whose a word is, the assembly knows (``conversations.py``): who speaks at its middle; of two who do, either is right; in
a pause the nearest. A voice is the reader's whose words it mostly has. Beside it the same transcript with its turns
left whole, each given to whoever says most of it: what assigning turns by hand, without cutting, could reach at best.
"""

from __future__ import annotations

import sys
import tempfile
import wave
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from conversations import Conversation, conversation, readers, tape_like
from figures import figure
from recordings import RATE_HZ
from tapewright.model import Turn, Word
from tapewright.speech import HearingSettings, registry
from tapewright.timing import TICKS_PER_SECOND
from tapewright.verbs.findvoices import find_voices
from tapewright.verbs.ingest import ingest
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.transcribe import transcribe

MODEL = "tiny.en"
MINUTES = 2.0


def main() -> int:
    phrases = readers()
    wanted = {"lj", "allison", "sonnets"}
    if not wanted <= phrases.keys() or not all(registry.state(name).is_installed for name in ("voices", MODEL)):
        print(f"left out: needs the shared recordings, and tapewright models fetch voices {MODEL}")
        return 0
    talks = {
        "clean": conversation(phrases, ["lj", "allison"], seed=11, minutes=MINUTES),
        "tape 15 dB": tape_like(conversation(phrases, ["sonnets", "allison"], seed=12, minutes=MINUTES)),
        "overlapped": conversation(phrases, ["lj", "allison", "sonnets"], seed=13, minutes=MINUTES, overlaps=True),
    }
    met = True
    with tempfile.TemporaryDirectory() as folder, new_project(Path(folder) / "p") as project:
        files = [_written(Path(folder) / f"T{n}.wav", talk) for n, talk in enumerate(talks.values(), 1)]
        ingest(project, files)
        transcribe(project, settings=HearingSettings(model=MODEL), workers=1)
        whole = {tape.id: _turns(project, tape.id) for tape in project.store.tapes()}
        find_voices(project, workers=1)
        for (tape, turns), (kind, talk) in zip(sorted(whole.items()), talks.items(), strict=True):
            words, right = _right(_turns(project, tape), talk)
            uncut = sum(max(_mouths(turn.words, talk).values()) for turn in turns)
            print(f"{kind}: {right} of {words} words in the right mouth; turns left whole: {uncut}")
            met &= figure(f"{kind}: words in the right mouth", right / words, "share", least=0.98)
            figure(f"{kind}: the same with turns left whole", uncut / words, "share")
    return 0 if met else 1


def _written(path: Path, talk: Conversation) -> Path:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes((np.clip(talk.samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def _turns(project: Project, tape: str) -> list[Turn]:
    transcript = project.store.transcript(project.store.tape(tape).id)  # type: ignore[arg-type]
    return [turn for turn in transcript.turns if turn.words] if transcript else []


def _right(turns: Sequence[Turn], talk: Conversation) -> tuple[int, int]:
    """How many words there are, and how many have the speaker whose voice is their reader's."""
    heard: dict[int | None, Counter[str]] = {}
    for turn in turns:
        heard.setdefault(turn.speaker, Counter()).update(_mouths(turn.words, talk))
    reader = {speaker: counts.most_common(1)[0][0] for speaker, counts in heard.items()}
    words = sum(len(turn.words) for turn in turns)
    right = sum(reader[turn.speaker] in who for turn in turns for who in _readers(turn.words, talk))
    return words, right


def _mouths(words: Sequence[Word], talk: Conversation) -> Counter[str]:
    return Counter(name for who in _readers(words, talk) for name in who)


def _readers(words: Sequence[Word], talk: Conversation) -> Iterator[set[str]]:
    """Who may be saying each word."""
    for word in words:
        middle = word.interval.middle / TICKS_PER_SECOND
        over = {who for start, end, who in talk.turns if start <= middle < end}
        nearest = min(talk.turns, key=lambda turn: min(abs(turn[0] - middle), abs(turn[1] - middle)))
        yield over or {nearest[2]}


if __name__ == "__main__":
    sys.exit(main())

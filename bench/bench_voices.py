"""Who speaks when: our finder beside each of its two networks by itself, on conversations whose turns are known.

Ten conversations of three minutes assembled out of real readers (``conversations``), two to four of them in each, in
four states: clean, on an old tape at 15 dB, with overlaps, both. Then what was really recorded together: meetings (AMI,
clips of 30 s), and any recordings with RTTM beside them in the folder that TAPEWRIGHT_BENCH_CLIPS names. Errors are the
field's own reckoning (pyannote.metrics): speech missed, heard where there is none, given to another, over all speech,
overlaps scored, 0.25 s on either side of each turn's edge left out. Seconds are CPU seconds of one thread. With
``--docs`` the table is written into ``docs/voice-figures.md``.

The finder's numbers were chosen on other material: conversations of Dutch actors and of telephone announcers in French,
Italian and Russian, and four AMI clips that are not among those here. What was seen on this is told in decision 0070.
"""

from __future__ import annotations

import os
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conversations import Conversation, Turn, conversation, from_rttm, readers, reference, tape_like
from figures import figure
from recordings import RATE_HZ, SPEECH, sound
from tapewright.speech import registry
from tapewright.speech.voices.networks import Networks
from tapewright.speech.voices.two_network import TwoNetworkFinder
from tapewright.timing import Interval, Ticks, from_samples, to_float_seconds, to_samples
from voice_peers import segmentation_alone, windows_alone

ROOT = Path(__file__).resolve().parents[1]
CASTS = (
    ("lj", "harvard"),
    ("sonnets", "allison"),
    ("allison", "2412"),
    ("lj", "austen", "harvard"),
    ("sonnets", "3436", "1088"),
    ("allison", "lj", "5703"),
    ("lj", "sonnets", "13697", "198"),
    ("sonnets", "austen", "13697", "arctic-aew"),
    ("allison", "kennedy", "2412", "3436"),
    ("lj", "sonnets"),
)
GOALS = {"clean": 2.5, "old tape": 3.5, "overlapped": 8.0, "overlapped, old tape": 8.0, "meetings (AMI)": 24.0}
MINUTES = 3.0

System = Callable[[Any], list[Turn]]


@dataclass(kw_only=True)
class Score:
    """What one system made of one kind of material."""

    errors: Any
    strict: Any
    right: int = 0
    of: int = 0
    cpu: float = 0.0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


def main() -> int:
    if not SPEECH.is_dir() or not registry.state("voices").is_installed:
        print("left out: needs the shared recordings and the weights (tapewright models fetch voices)")
        return 0
    warnings.simplefilter("ignore")
    folder = registry.find("voices").folder
    networks, finder = Networks(folder), TwoNetworkFinder(folder)
    systems: dict[str, System] = {
        "ours": lambda samples: found_by(finder, samples),
        "embeddings alone": lambda samples: windows_alone(networks, samples),
        "segmentation alone": lambda samples: segmentation_alone(networks, samples),
    }
    scores: dict[str, dict[str, Score]] = {}
    for kind, one in material():
        for name, system in systems.items():
            _score(scores.setdefault(kind, {}).setdefault(name, _new()), system, one)
    print("\n".join(table(scores)))
    met = _figures(scores)
    if "--docs" in sys.argv[1:]:
        (ROOT / "docs" / "voice-figures.md").write_text(page(scores), encoding="utf-8")
    return 0 if met else 1


def material() -> Iterator[tuple[str, Conversation]]:
    """Everything that is measured on, with its kind."""
    phrases = readers()
    for number, who in enumerate(CASTS):
        if all(name in phrases for name in who):
            clean = conversation(phrases, who, seed=number, minutes=MINUTES)
            overlapped = conversation(phrases, who, seed=50 + number, minutes=MINUTES, overlaps=True)
            yield "clean", clean
            yield "old tape", tape_like(clean, seed=number)
            yield "overlapped", overlapped
            yield "overlapped, old tape", tape_like(overlapped, seed=number)
    yield from recorded("meetings (AMI)", SPEECH / "ami-pyannote")
    if clips := os.environ.get("TAPEWRIGHT_BENCH_CLIPS"):
        yield from recorded(Path(clips).name, Path(clips))


def recorded(kind: str, folder: Path) -> Iterator[tuple[str, Conversation]]:
    """Recordings with an RTTM beside them."""
    for rttm in sorted(folder.glob("*.rttm")):
        for name, turns in sorted(from_rttm(rttm).items()):
            # One clip's name has a letter that its RTTM writes without the accent.
            paths = sorted(folder.glob(f"{name}.wav")) or sorted(folder.glob(f"{name.replace('n', '?', 1)}.wav"))
            if paths:
                yield kind, Conversation(name, sound(paths[0]), turns)


def found_by(finder: TwoNetworkFinder, samples: Any) -> list[Turn]:
    """Our finder's utterances as turns."""

    def part(interval: Interval) -> Any:
        return samples[to_samples(interval.start, RATE_HZ) : to_samples(interval.end, RATE_HZ)]

    found = finder.find(part, Interval(Ticks(0), from_samples(len(samples), RATE_HZ)))
    return [
        (to_float_seconds(one.interval.start), to_float_seconds(one.interval.end), str(one.voice))
        for one in found.utterances
    ]


def _new() -> Score:
    from pyannote.metrics.diarization import DiarizationErrorRate

    return Score(errors=DiarizationErrorRate(collar=0.5), strict=DiarizationErrorRate())


def _score(score: Score, system: System, one: Conversation) -> None:
    from pyannote.core import Segment, Timeline

    began = time.process_time()
    turns = system(one.samples)
    score.cpu += time.process_time() - began
    score.seconds += one.seconds
    whole = Timeline([Segment(0, one.seconds)])
    for metric in (score.errors, score.strict):
        metric(reference(one.turns), reference(turns), uem=whole)
    people = len({who for _, _, who in turns})
    score.of += 1
    score.right += people == one.people
    if people != one.people:
        score.wrong.append(f"{one.name}: {people} of {one.people}")


def table(scores: dict[str, dict[str, Score]]) -> list[str]:
    """The rows of the page, as Markdown."""
    lines = [
        "| material | | error | missed | false | another's | no collar | people right | x real time |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for kind, systems in scores.items():
        for name, score in systems.items():
            parts = [100 * score.errors[part] / score.errors["total"] for part in _PARTS]
            lines.append(
                f"| {kind} | {name} | {100 * abs(score.errors):.1f} % | "
                + " | ".join(f"{part:.1f}" for part in parts)
                + f" | {100 * abs(score.strict):.1f} % | {score.right}/{score.of} | {score.seconds / score.cpu:.0f} |"
            )
    return lines


_PARTS = ("missed detection", "false alarm", "confusion")


def _figures(scores: dict[str, dict[str, Score]]) -> bool:
    met = True
    for kind, systems in scores.items():
        ours = systems["ours"]
        met &= figure(f"diarization error, {kind}", 100 * abs(ours.errors), "%", most=GOALS.get(kind))
        best = min(abs(score.errors) for name, score in systems.items() if name != "ours")
        figure(f"diarization error, {kind} / the better network alone", abs(ours.errors) / max(best, 1e-9), "ratio")
    assembled = [systems["ours"] for kind, systems in scores.items() if kind in list(GOALS)[:4]]
    if assembled:
        right = sum(score.right for score in assembled) / sum(score.of for score in assembled)
        met &= figure("number of people right, assembled", right, "share", least=0.9)
    every = [systems["ours"] for systems in scores.values()]
    speed = sum(score.seconds for score in every) / sum(score.cpu for score in every)
    met &= figure("finding voices, seconds of tape in a CPU second", speed, "x", least=25)
    for score in every:
        for wrong in score.wrong:
            print(f"number of people: {wrong}")
    return met


def page(scores: dict[str, dict[str, Score]]) -> str:
    """``docs/voice-figures.md``."""
    return "\n".join([_HEAD, *table(scores), _FOOT])


_HEAD = """# Who speaks when: figures

How well voices are told apart, measured on recordings whose turns are known.
`python bench/bench_voices.py --docs` writes this page; the recordings lie beside the repository, in
`../shared/data/speech`.

*Error* is the diarization error rate: speech that was missed, heard where nobody speaks, or given to another, as a
share of all speech, where two speak at once counted twice. A quarter of a second on either side of each turn's edge is
left out, but for the column *no collar*. *Embeddings alone* and *segmentation alone* are the same two networks, each by
itself, as they are commonly used (`bench/voice_peers.py`). *x real time* is seconds of tape in one CPU second.
"""

_FOOT = """
Read it with care. The assembled conversations are real readers in conversations that never were: ten of three minutes,
each in four states. Different microphones make them easier than one room, and readers with little material come round
again. The meetings are real: ten clips of 30 seconds with three or four people, laughter, and words of half a second
thrown in. Of their errors most is speech that neither network hears at all. The number of people in such a clip is
rarely right: somebody who says one word in thirty seconds is hardly a voice.

The numbers in the finder were chosen on other material (Dutch actors; announcers in French, Italian and Russian; four
other meeting clips), with exceptions that the decision [0070](decisions/0070-two-networks-together.md) tells; there too
what came out on casts that nothing was chosen on.

A folder that `TAPEWRIGHT_BENCH_CLIPS` names is measured along with these: here it held the sample of pyannote.audio
4.0.7, a telephone call of two people.
"""


if __name__ == "__main__":
    sys.exit(main())

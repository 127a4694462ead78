"""The demo's proof: a script that quotes the tapes rightly and wrongly, and the timelines read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

from tapewright.errors import TapewrightError
from tapewright.model import QuoteVerdict, Transcript, Verdict
from tapewright.model.wording import VERDICTS, flag_name
from tapewright.verbs.check import check
from tapewright.verbs.checked import Check
from tapewright.verbs.checkedfile import SCRIPTS
from tapewright.verbs.demo_choices import Passage, clearest_by_tape, passages
from tapewright.verbs.project import Project
from tapewright.wholefile import put
from tapewright.words.counted import counted
from tapewright.words.normal import key

_NEGATIONS = frozenset(("not", "never", "no", "nobody"))
_AROUND = 8
_HALF = 8


def write_script(project: Project, transcripts: Sequence[Transcript]) -> Path:
    """An article that quotes the tapes: once rightly, once without a "not" or a word, once put together."""
    lines = ["# An article about these tapes", *(f"“{text}”" for text in _quotations(transcripts))]
    path = project.root / SCRIPTS / "article.md"
    put(path, ("\n\n".join(lines) + "\n").encode("utf-8"))
    return path


def prove_script(project: Project, path: Path) -> Iterator[str]:
    """What the check says of each of its quotations. TapewrightError where it is wrong about the first one."""
    quotes = check(project, path).quotes
    if not quotes or quotes[0].verdict is not Verdict.VERBATIM:
        raise TapewrightError("the first quotation of the article stands on a tape, and the check did not say so")
    yield f"of an article with {counted(len(quotes), 'quotation')}:"
    for proved in quotes:
        yield f"  “{_shortened(proved.quotation.text)}”"
        yield f"    {VERDICTS[proved.verdict][0]}{_flags(proved)}: {proved.explanation}"


def read_back(project: Project, edit: Path, timelines: Iterable[Path]) -> Iterator[str]:
    """The timelines that were handed over, against the paper edit. TapewrightError where one is not the same cut."""
    paper = check(project, edit)
    for path in timelines:
        if _heard(check(project, path)) != _heard(paper):
            raise TapewrightError(f"{path.name} read back is not the cut of {edit.name}")
    yield f"every timeline read back plays the same: {counted(len(paper.joins), 'join')}, judged the same"
    flags = {flag_name(flag.flag) for one in paper.joins for flag in one.flags}
    if flags:
        yield f"what the joins do to what was said: {', '.join(sorted(flags))}"


def _heard(checked: Check) -> object:
    return [(join.kinds, join.gap, [flag.flag for flag in join.flags]) for join in checked.joins], checked.unplaced


def _quotations(transcripts: Sequence[Transcript]) -> Iterator[str]:
    best = clearest_by_tape(transcripts)
    yield from (passage.text for passage in best[:1])
    denied = next((found for one in transcripts for passage in passages(one) if (found := _without(passage))), None)
    if denied or best:
        yield denied or " ".join(word.text for n, word in enumerate(best[0].words) if n != len(best[0].words) // 2)
    for one, other in combinations(best, 2):
        yield f"{_beginning(one)} {_beginning(other)}"
        break


def _without(passage: Passage) -> str:
    """A passage with its first negation cut out; empty where it has none with words on both sides."""
    texts = [word.text for word in passage.words]
    for place, text in enumerate(texts):
        if key(text) in _NEGATIONS and 2 <= place < len(texts) - 2:
            return " ".join([*texts[max(0, place - _AROUND) : place], *texts[place + 1 : place + 1 + _AROUND]])
    return ""


def _beginning(passage: Passage) -> str:
    return " ".join(word.text for word in passage.words[:_HALF])


def _flags(proved: QuoteVerdict) -> str:
    named = dict.fromkeys(flag_name(flag.flag) for flag in proved.flags)
    return f" ({', '.join(named)})" if named else ""


def _shortened(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:99].rstrip()}…"

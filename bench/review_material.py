"""Recognised calls and speeches whose words are known: for every word that was heard, whether it is right.

Both sides are compared as proof compares them: numbers in figures, contractions written out, one spelling.
"""

from __future__ import annotations

import ast
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from mishearing import heard_by_recognisers
from proof_material import TEXTS, Heard, RealTape, Said, half_of, ibm_words, plain, speech_name, tape_of
from tapewright.model.names import KnownName, NameKind
from tapewright.proof.language import Language, language_of
from tapewright.proof.names import ends_sentence
from tapewright.proof.rows import rows_of
from tapewright.proof.sameness import is_same_said
from tapewright.words.normal import spoken

_PAUSE_S = 1.0
_LONG = 12
"""A stretch of so many differing words is talk that one side does not have, or has elsewhere: nobody's mishearing."""

ENGLISH = language_of("en")
assert ENGLISH is not None


@dataclass(frozen=True, slots=True)
class Error:
    """Words of a tape, by number, that are wrong or beside what was lost; what was said there; why it matters."""

    words: frozenset[int]
    said: str
    heard: str
    kinds: frozenset[str]


@dataclass(frozen=True)
class Case:
    """A tape as a recogniser heard it, its errors, and the names that a production knows beforehand."""

    group: str
    tape: RealTape
    errors: list[Error]
    names: list[KnownName] = field(default_factory=list)
    is_of: str = ""

    @property
    def half(self) -> str:
        """``tune`` or ``report``."""
        return self.is_of or half_of(self.tape.id)


def calls(recogniser: str = "rev", texts: Path = TEXTS) -> Iterator[Case]:
    """The earnings calls. The speakers' names and the company's are known, as they are to any production."""
    folder = texts / "earnings21"
    people, companies = _people(folder), _companies(folder)
    for path in sorted(folder.glob("transcripts/nlp_references/*.nlp")):
        heard = dict(heard_by_recognisers(folder, path.stem))[recogniser]
        tape = _by_machine(tape_of("earnings21", f"E{path.stem}", _by_pauses(heard)))
        names = [KnownName(name=name, kind=NameKind.PERSON) for name in people.get(path.stem, [])]
        names += [KnownName(name=companies[path.stem], kind=NameKind.ORGANISATION)] if path.stem in companies else []
        yield Case("earnings21", tape, errors_of(tape, _typed_nlp(path)), names)


def speeches(texts: Path = TEXTS) -> Iterator[Case]:
    """Speeches as a recogniser without confidences heard them, and as people typed them."""
    folder = texts / "ibm-debater-asr-vs-manual" / "speeches"
    for path in sorted(folder.glob("asr/*.asr")):
        typed = next(iter(sorted(folder.glob(f"trs.txt/{path.stem}.*.txt"))), None)
        if typed is not None:
            tape = _by_machine(tape_of("ibm", speech_name(path), _by_pauses(ibm_words(path))))
            yield Case("ibm", tape, errors_of(tape, typed_text(typed.read_text("utf-8"))))


@dataclass(frozen=True, slots=True)
class Typed:
    """A word that a person typed."""

    text: str
    is_name: bool


def errors_of(tape: RealTape, typed: Sequence[Typed], language: Language = ENGLISH) -> list[Error]:
    """Where a tape reads otherwise than what was typed."""
    said = spoken([word.text for word in typed])
    heard = spoken(tape.texts)
    said_rows = rows_of([word.text for word in said], language)
    heard_rows = rows_of([word.text for word in heard], language)
    found = []
    for step in _stretches([row.text for row in said_rows], [row.text for row in heard_rows]):
        before, after = step
        old, new = said_rows[before.start : before.stop], heard_rows[after.start : after.stop]
        olds, news = [row.text for row in old], [row.text for row in new]
        if max(len(old), len(new)) > _LONG or is_same_said(olds, news) or not _is_told(olds, news, language):
            continue
        words = {heard[place].token for row in new for place in range(row.first, row.end)}
        if not words:  # lost: whoever listens to either neighbour hears it
            near = [heard_rows[n] for n in (after.start - 1, after.start) if 0 <= n < len(heard_rows)]
            words = {heard[row.first].token for row in near}
        tokens = {said[place].token for row in old for place in range(row.first, row.end)}
        kinds = set()
        if any(typed[token].is_name for token in tokens):
            kinds.add("name")
        if any(text[0].isdigit() or text in "$%€£" for text in (*olds, *news)):
            kinds.add("number")
        if bool(language.negations.found(olds)) != bool(language.negations.found(news)):
            kinds.add("negation")
        found.append(Error(frozenset(words), " ".join(olds), " ".join(news), frozenset(kinds)))
    return found


def _stretches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[range, range]]:
    steps = list(Levenshtein.opcodes(old, new))
    place = 0
    while place < len(steps):
        if steps[place].tag == "equal":
            place += 1
            continue
        last = place
        while last + 1 < len(steps) and steps[last + 1].tag != "equal":
            last += 1
        yield (
            range(steps[place].src_start, steps[last].src_end),
            range(steps[place].dest_start, steps[last].dest_end),
        )
        place = last + 1


def _is_told(old: list[str], new: list[str], language: Language) -> bool:
    """Whether anybody would call it an error: fillers that only one side writes are none."""
    fillers = language.hesitations
    return [word for word in old if word not in fillers] != [word for word in new if word not in fillers]


def _typed_nlp(path: Path) -> list[Typed]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="|", quoting=csv.QUOTE_NONE))
    made, begins = [], True
    for row in rows:
        text = row["token"] + (row["punctuation"] or "")
        if row["token"].startswith("<"):
            continue
        tags = [tag.partition(":")[2] for tag in ast.literal_eval(row["tags"] or "[]")]
        letters = row["token"][:1].isalpha() and row["token"].split("'")[0] != "I"
        capital = row["case"] in ("UC", "MC", "CA") and letters and not begins
        made.append(Typed(text, capital or any(tag in ("PERSON", "ORG", "GPE", "PRODUCT", "FAC") for tag in tags)))
        begins = ends_sentence(text)
    return made


def typed_text(text: str) -> list[Typed]:
    """The words of a text, names by their capitals."""
    made, begins = [], True
    for token in text.split():
        capital = token[:1].isupper() and token.split("'")[0] not in ("I", "I,") and not begins
        made.append(Typed(token, capital))
        begins = ends_sentence(token)
    return made


def _by_machine(tape: RealTape) -> RealTape:
    return replace(tape, talk=replace(tape.talk, is_by_machine=True))


def _by_pauses(heard: Sequence[Heard]) -> Iterator[Said]:
    words: list[Heard] = []
    for word in heard:
        if words and (word.start or 0.0) - (words[-1].end or 0.0) > _PAUSE_S:
            yield Said("", words)
            words = []
        words.append(word)
    if words:
        yield Said("", words)


def _people(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    path = folder / "speaker-metadata.csv"
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                name = " ".join(row["speaker_name"].split())
                if len(name.split()) > 1 and name.replace(" ", "").isalpha():
                    found.setdefault(row["file_id"], []).append(name)
    return {call: list(dict.fromkeys(names)) for call, names in found.items()}


def _companies(folder: Path) -> dict[str, str]:
    path = folder / "earnings21-file-metadata.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["file_id"]: " ".join(row["company_name"].split()) for row in csv.DictReader(lines)}


__all__ = ["ENGLISH", "Case", "Error", "calls", "errors_of", "plain", "speeches", "typed_text"]

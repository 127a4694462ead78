"""The page of figures of proof: made by ``bench_proof.py --docs``, never by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from planted_kinds import HONEST, NOT_SAID, Kind
from proof_pairs import RealPairs
from proof_real import RealVerdict, flags_of, verdicts_of
from proof_scoring import Judged, Outcome, share, wilson
from tapewright.model.verdict import Verdict

PAGE = Path(__file__).resolve().parent.parent / "docs" / "proof-figures.md"
_SHOWN = 0.05


def write_page(
    judged: Sequence[Judged],
    pairs: Sequence[tuple[RealPairs, list[RealVerdict]]],
    peer: dict[float, dict[Kind, float]],
    *,
    words: int,
    tapes: int,
    half: str,
) -> None:
    """Write the page."""
    rates = list(dict.fromkeys(one.rate for one in judged))
    PAGE.write_text(
        _PAGE.format(
            half=half,
            words=f"{words:,}",
            tapes=tapes,
            count=max(Counter(one.planted.kind for one in judged if one.rate == rates[0]).values()),
            summary=_summary(judged, rates),
            recall="\n".join(_recall(judged, rates)),
            outcomes="\n".join(_outcomes(judged)),
            confusion="\n".join(_confusion(judged)),
            flags="\n".join(_flags(judged)),
            pairs="\n".join(_pairs(pairs)),
            peer="\n".join(_peer(judged, peer)),
            by_hand=_looked_at(),
        ),
        encoding="utf-8",
    )


def _kinds(judged: Iterable[Judged]) -> list[Kind]:
    return list(dict.fromkeys(one.planted.kind for one in judged))


def _summary(judged: Sequence[Judged], rates: Sequence[float]) -> str:
    rows = ["| | " + " | ".join(f"{rate:.0%}" for rate in rates) + " |", "|---|" + "---|" * len(rates)]
    honest = [one for one in judged if one.planted.kind in HONEST]
    clean = [one for one in honest if not one.is_misheard]
    misheard = [one for one in honest if one.is_misheard]
    to_hear = (Outcome.DOUBTED, Outcome.UNSETTLED)
    never = [one for one in judged if one.planted.kind in NOT_SAID]
    for name, some, wanted in (
        ("honest: a firm meaning flag", honest, (Outcome.FALSE_FLAG,)),
        ("honest: no flag, but a verdict worse than is true", honest, (Outcome.TOO_STRICT,)),
        ("honest and heard without an error: right", clean, (Outcome.RIGHT,)),
        ("honest, words misheard: right all the same", misheard, (Outcome.RIGHT,)),
        ("honest, words misheard: a doubtful flag, or *unsettled*", misheard, to_hear),
        ("honest, words misheard: a firm flag", misheard, (Outcome.FALSE_FLAG,)),
        ("never said, *not found*", never, (Outcome.RIGHT,)),
        ("never said, a source invented", never, (Outcome.INVENTED,)),
    ):
        cells = [_share(*share([one for one in some if one.rate == rate], *wanted)) for rate in rates]
        rows.append(f"| {name} | {' | '.join(cells)} |")
    said = [one for one in judged if one.planted.kind not in NOT_SAID]
    cells = []
    for rate in rates:
        here = [one for one in said if one.rate == rate]
        cells.append(_share(sum(one.is_placed for one in here), len(here)))
    rows.append(f"| said, every source in its place | {' | '.join(cells)} |")
    return "\n".join(rows)


def _recall(judged: Sequence[Judged], rates: Sequence[float]) -> Iterable[str]:
    yield "| kind | n | " + " | ".join(f"{rate:.0%}" for rate in rates) + " |"
    yield "|---|---|" + "---|" * len(rates)
    for kind in _kinds(judged):
        some = [one for one in judged if one.planted.kind is kind]
        cells = []
        for rate in rates:
            here = [one for one in some if one.rate == rate]
            to_hear = f"{_bare(*share(here, Outcome.DOUBTED))} + {_bare(*share(here, Outcome.UNSETTLED))}"
            cells.append(f"{_share(*share(here, Outcome.RIGHT))}, {to_hear}")
        yield f"| {kind.value} | {len(some) // len(rates)} | {' | '.join(cells)} |"


def _outcomes(judged: Sequence[Judged]) -> Iterable[str]:
    yield "| kind | " + " | ".join(outcome.value for outcome in Outcome) + " |"
    yield "|---|" + "---|" * len(Outcome)
    for kind in _kinds(judged):
        here = [one for one in judged if one.planted.kind is kind and one.rate == _SHOWN]
        counts = Counter(one.outcome for one in here)
        cells = [str(counts[outcome] or "") for outcome in Outcome]
        yield f"| {kind.value} | {' | '.join(cells)} |"


def _confusion(judged: Sequence[Judged]) -> Iterable[str]:
    names = list(Verdict)
    yield "| kind | " + " | ".join(name.value.replace("_", " ") for name in names) + " |"
    yield "|---|" + "---|" * len(names)
    for kind in _kinds(judged):
        counts = Counter(one.verdict.verdict for one in judged if one.planted.kind is kind and one.rate == _SHOWN)
        yield f"| {kind.value} | {' | '.join(str(counts[name] or '') for name in names)} |"


def _flags(judged: Sequence[Judged]) -> Iterable[str]:
    here = [one for one in judged if one.rate == _SHOWN]
    names = sorted({flag.flag for one in here for flag in one.verdict.flags}, key=lambda flag: flag.value)
    yield "| kind | " + " | ".join(name.value.replace("_", " ") for name in names) + " |"
    yield "|---|" + "---|" * len(names)
    for kind in _kinds(here):
        some = [one for one in here if one.planted.kind is kind]
        cells = []
        for name in names:
            firm = sum(any(f.flag is name and not f.is_doubtful for f in one.verdict.flags) for one in some)
            doubtful = sum(any(f.flag is name for f in one.verdict.flags) for one in some) - firm
            cells.append((str(firm) if firm else "") + (f" ({doubtful}?)" if doubtful else ""))
        yield f"| {kind.value} | {' | '.join(cells)} |"


def _pairs(pairs: Sequence[tuple[RealPairs, list[RealVerdict]]]) -> Iterable[str]:
    names = [verdict for verdict in Verdict if verdict is not Verdict.MISATTRIBUTED]
    yield "| pair | n | place found | " + " | ".join(name.value.replace("_", " ") for name in names) + " | flagged |"
    yield "|---|---|---|" + "---|" * len(names) + "---|"
    for pair, made in pairs:
        counts = verdicts_of(made)
        cells = " | ".join(str(counts[name.value] or "") for name in names)
        placed = sum(one.is_placed for one in made)
        flagged = sum(one.is_flagged for one in made)
        yield f"| {pair.name} | {len(made)} | {placed / len(made):.3f} | {cells} | {flagged} |"
    yield ""
    for pair, made in pairs:
        told = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in flags_of(made).most_common())
        yield f"- {pair.name}: {told or 'no flag'}"


def _peer(judged: Sequence[Judged], peer: dict[float, dict[Kind, float]]) -> Iterable[str]:
    kinds = [kind for kind in peer[_SHOWN] if kind not in HONEST]
    yield "| kind | told by one number | told here | or in doubt |"
    yield "|---|---|---|---|"
    for kind in kinds:
        here = [one for one in judged if one.planted.kind is kind and one.rate == _SHOWN]
        told = _bare(*share(here, Outcome.RIGHT, Outcome.SEEN))
        to_hear = _bare(*share(here, Outcome.DOUBTED, Outcome.UNSETTLED))
        yield f"| {kind.value} | {peer[_SHOWN][kind]:.2f} | {told} | {to_hear} |"


def _looked_at() -> str:
    """What was found by hand, kept from one making of the page to the next."""
    kept = PAGE.read_text("utf-8") if PAGE.is_file() else ""
    _, mark, rest = kept.partition(_BY_HAND)
    return f"{_BY_HAND}{rest}".strip() if mark else _BY_HAND


def _share(found: int, of: int) -> str:
    if not of:
        return "–"
    least, most = wilson(found, of)
    return f"{found / of:.3f} ({least:.2f}–{most:.2f})"


def _bare(found: int, of: int) -> str:
    return f"{found / of:.2f}" if of else "–"


_BY_HAND = "## Looked at by hand"

_PAGE = """# How often a verdict is right

`python bench/bench_proof.py --docs` writes this page out of real talk that lies beside the repository, in
`../shared/data/texts`: hearings, meetings, interviews, podcasts, calls, speeches, mission radio. Rules were made while
looking at the one half of the tapes; the figures are of the other (`{half}`), which half a tape belongs to hanging on
its name alone: {words} words on {tapes} tapes.

Into quotations taken from these tapes one change of a known kind was planted, up to {count} of each kind. Then the
*tapes* were misheard, at 0, 5, 10 and 20 % of their words, as real recognisers mishear: which words are lost or
taken for which, how sure the recogniser is of words right and wrong (often very sure and wrong) was learnt from
earnings calls that people typed and two recognisers heard. What a recogniser loses is lost for the proof: a "not" that
is not in the transcript cannot be missed in a quotation.

How to read it:

- **right**: of a changed quotation, the flag or the verdict that the change deserves, and firm. Of an honest one, no
  meaning flag and no verdict worse than is true (over misheard tapes *cleaned* counts as good as *verbatim*). Of words
  that were never said, *not found*.
- **doubtful flag**: the right flag is raised, but rests on words that a machine may have misheard: the verdict says
  what to listen for, and where. On an honest quotation: any such flag. **unsettled**: a difference that is to be
  heard, and no more. Neither is right or wrong; both are shown beside, never hidden in the other.
- A flag is **raised** when it is there, firm or doubtful: a check fails by both. Recall is held to its goals by raised
  flags, because what hangs on a word that nobody has listened to *is* to be heard; false alarms by firm ones.
- **seen otherwise**: a difference is shown, but not the flag or verdict that it deserves. **missed**: passed as said.
- **false flag**: an honest quotation got a firm meaning flag. **too strict**: no flag, but a verdict worse than is
  true.
- **invented**: words that were never said got a source. They are passages of other tapes, real passages with their
  words shuffled, and real passages in which every longer word is another.

Shares are given with their 95 % interval (Wilson).

## Honest quotations, and words that were never said

By the share of the tapes' words that were misheard:

{summary}

## By kind

Right, with its interval; then the shares *doubtful flag* and *unsettled*.

{recall}

## What became of each kind at 5 %

{outcomes}

## Confusion table: planted kind and verdict at 5 %

{confusion}

## Planted kind and flags at 5 %

Flags that rest on doubtful words in brackets, with a question mark.

{flags}

## Beside one number

What is told at 5 % by a tool that compares a quotation with its tape by one similarity number (rapidfuzz, partial
ratio of the normal words), given the right tape and a threshold that rejects just 2 % of the honest quotations.

{peer}

## Real pairs

Nothing is planted here: sentences as people wrote them down, against the tape of the same recording. Differences are
those of real typists, editors and recognisers. *Place found*: a source lies on the right tape.

{pairs}

{by_hand}
"""

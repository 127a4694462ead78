"""Correct words by quoting them: one place near a time, or the same words wherever they stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tapewright.errors import NotFoundError, UsageError
from tapewright.exchange.typed import Token, tokens_of
from tapewright.model import Tape, TapeId, Turn
from tapewright.timing import from_seconds
from tapewright.verbs.correct import Change, Correction, bounds_among, change_between, laid_on_sound
from tapewright.verbs.onsound import OnSound, remarks_on
from tapewright.verbs.project import Project
from tapewright.verbs.retiming import reworded
from tapewright.words.normal import key

NEAR = from_seconds(15)
"""How far from the time that a person gives the words may start."""

CLOSE = from_seconds(2)
"""Where several places are near, the only one that is so close is meant."""

_MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: a turn of a tape and its words from ``first`` to before ``last``."""

    tape: Tape
    turns: Sequence[Turn]
    turn: int
    first: int
    last: int

    @property
    def start(self) -> int:
        """When the first of the words starts."""
        return self.turns[self.turn].words[self.first].start


def correct_words(
    project: Project,
    tape: TapeId | str,
    old: str,
    new: str,
    *,
    at: int | None = None,
    everywhere: bool = False,
    align: bool = True,
    dry_run: bool = False,
    who: str = "",
) -> Correction:
    """Put ``new`` in the place of the words ``old``, which count by what they are, not by case or punctuation.

    The place is the one within 15 s of the tape time ``at``, else the only one on the tape; where there are several,
    UsageError names them. ``everywhere`` takes all places on all tapes that have a transcript, in one transaction.
    Punctuation around the old words stays where the person quoted the words without it. ``align``: new words are laid
    on the sound, where it is at hand.
    """
    quoted, typed = tokens_of(old), tokens_of(new)
    if not any(key(token.text) for token in quoted):
        raise UsageError(f"no words to look for in {old!r}")
    tapes = project.store.tapes() if everywhere else [project.store.tape(TapeId(tape))]
    places = [place for found in tapes for place in _places(project, found, quoted)]
    if not everywhere:
        places = [_one(places, old, tapes[0], at)]
    if not places:
        raise NotFoundError(f"no tape has the words {old!r}", hint="tapewright search finds words that are nearly so")
    changes = [_changed(group, quoted, typed) for group in _by_turn(places)]
    changes = [change for change in changes if change.old != change.new]
    if dry_run or not changes:
        return Correction(changes=tuple(changes), dry_run=dry_run)
    what = f'correct "{old[:40]}" to "{new[:40]}"'
    stored = []
    laid = [laid_on_sound(project, change) if align else OnSound(turns=change.new) for change in changes]
    with project.store.change(what, who=who) as pen:
        for change, one in zip(changes, laid, strict=True):
            stored.append(change_between(change.tape, change.old, pen.replace_turns(change.old, one.turns)))
    return Correction(changes=tuple(stored), remarks=remarks_on(laid), aligned=sum(one.placed for one in laid))


def dressed(found: Sequence[str], quoted: Sequence[Token], typed: Sequence[Token]) -> list[Token]:
    """The new words with the signs and the capital that the old ones have in this place and the quotation lacks."""
    if not typed:
        return []
    made = list(typed)
    before = _unsaid(_signs(found[0])[0], made[0].text)
    after = _unsaid(_signs(found[-1])[1], made[-1].text)
    if before and not _signs(quoted[0].text)[0] and not _signs(made[0].text)[0]:
        made[0] = replace(made[0], text=before + made[0].text)
    if after and not _signs(quoted[-1].text)[1] and not _signs(made[-1].text)[1]:
        made[-1] = replace(made[-1], text=made[-1].text + after)
    is_raised = _initial(found[0]).isupper() and _initial(quoted[0].text).islower() and _initial(made[0].text).islower()
    if is_raised:
        text, letter = made[0].text, _initial(made[0].text)
        made[0] = replace(made[0], text=text.replace(letter, letter.upper(), 1))
    return made


def _places(project: Project, tape: Tape, quoted: Sequence[Token]) -> Iterator[Place]:
    """Every place where the words stand one after another inside a turn; places do not overlap."""
    heard = project.store.transcript(tape.id)
    wanted = [found for token in quoted if (found := key(token.text))]
    for number, turn in enumerate(heard.turns if heard else ()):
        spoken = [(place, found) for place, word in enumerate(turn.words) if (found := key(word.text))]
        keys = [found for _, found in spoken]
        start = 0
        while start + len(wanted) <= len(keys):
            if keys[start : start + len(wanted)] == wanted:
                first, last = spoken[start][0], spoken[start + len(wanted) - 1][0] + 1
                assert heard is not None
                yield Place(tape, heard.turns, number, first, last)
                start += len(wanted)
            else:
                start += 1


def _one(places: Sequence[Place], old: str, tape: Tape, at: int | None) -> Place:
    near = [place for place in places if at is None or abs(place.start - at) <= NEAR]
    if len(near) == 1:
        return near[0]
    where = "on tape " + tape.id if at is None else f"near {tape.timecode(at)} on tape {tape.id}"
    if not near:
        elsewhere = f"they stand at {_shown(places)}" if places else "quote them as the transcript has them"
        raise NotFoundError(f"the words {old!r} do not stand {where}, inside one turn", hint=elsewhere)
    exact = [place for place in near if at is not None and abs(place.start - at) <= CLOSE]
    if len(exact) == 1:
        return exact[0]
    raise UsageError(
        f"the words {old!r} stand {len(near)} times {where}: {_shown(near)}",
        hint="say which with --at TIMECODE; --everywhere takes them all",
    )


def _shown(places: Sequence[Place]) -> str:
    shown = ", ".join(place.tape.timecode(place.start) for place in places[:_MOST_SHOWN])
    return shown + (", …" if len(places) > _MOST_SHOWN else "")


def _by_turn(places: Sequence[Place]) -> Iterator[list[Place]]:
    groups: dict[tuple[str, int], list[Place]] = {}
    for place in places:
        groups.setdefault((place.tape.id, place.turn), []).append(place)
    yield from groups.values()


def _changed(places: Sequence[Place], quoted: Sequence[Token], typed: Sequence[Token]) -> Change:
    """One turn with all its places corrected; each keeps the punctuation and the capital that it had."""
    tape, turns, number = places[0].tape, places[0].turns, places[0].turn
    turn = turns[number]
    tokens: list[Token] = []
    done = 0
    for place in places:
        tokens += (Token(word.text) for word in turn.words[done : place.first])
        tokens += dressed([word.text for word in turn.words[place.first : place.last]], quoted, typed)
        done = place.last
    tokens += (Token(word.text) for word in turn.words[done:])
    words = reworded(turn.words, tokens, bounds_among(turns, number, number, tape))
    return change_between(tape.id, [turn], [replace(turn, words=words)] if words else [])


def _signs(text: str) -> tuple[str, str]:
    """The punctuation before and behind a word."""

    def is_sign(sign: str) -> bool:
        return unicodedata.category(sign)[0] in "PS"

    first = next((n for n, sign in enumerate(text) if not is_sign(sign)), len(text))
    last = next((n for n, sign in enumerate(reversed(text)) if not is_sign(sign)), 0)
    return text[:first], text[len(text) - last :]


def _unsaid(signs: str, beside: str) -> str:
    """Of signs those that nobody says: ``%`` and ``$`` stay with a figure, and are in the way of a word."""
    if any(sign.isdigit() for sign in beside):
        return signs
    return "".join(
        sign for sign in signs if sign not in "%‰#@&" and unicodedata.category(sign) not in ("Sc", "Sm", "So")
    )


def _initial(text: str) -> str:
    return next((sign for sign in text if sign.isalpha()), "")

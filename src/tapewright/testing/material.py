"""Small projects about a harbour, made up for the tests of stores and of verbs."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from tapewright.model import (
    Acceptance,
    Claim,
    ClaimSource,
    ClaimStatus,
    Exemplar,
    FoundVoice,
    Listen,
    Quote,
    Span,
    SpeakerId,
    Tape,
    TapeId,
    Transcript,
    Turn,
    TurnId,
    Voice,
    Word,
)
from tapewright.model.provenance import Provenance
from tapewright.store import Change, Ledger, Store
from tapewright.timing import Interval, TimecodeFormat, frame_rate, from_seconds

TAPE = TapeId("T001")

THREE_TURNS = ("the harbour was quiet", "that year nobody asked", "until the boats came back")

_VOCABULARY = (
    "harbour ferry bakery quiet morning never nobody asked waited boats came back rain wind bread oven".split()
)


class FullStore(Store, Ledger, Protocol):
    """What the suite is handed: a store that keeps the ledger too."""


_STEPS = (
    "correct correct split join again choose rename add relink remove listen claim doubt doubt accept "
    "find find whose whose merge enrol"
).split()


Again = Callable[[], FullStore]


def a_tape(name: str = TAPE) -> Tape:
    """A tape of an hour whose media is elsewhere."""
    return Tape(id=TapeId(name), title="Harbour", format=TimecodeFormat(frame_rate("25")), duration=from_seconds(3600))


def some_words(text: str, at: float = 0.0) -> tuple[Word, ...]:
    """Words of half a second each, one a second."""
    return tuple(
        Word(text=token, start=from_seconds(at + i), end=from_seconds(at + i + 0.5), confidence=200)
        for i, token in enumerate(text.split())
    )


def a_transcript(tape: str = TAPE, *texts: str, speaker: SpeakerId | None = None) -> Transcript:
    """A turn for each text, ten seconds apart."""
    turns = tuple(Turn(words=some_words(text, 10.0 * i), speaker=speaker) for i, text in enumerate(texts))
    return Transcript(tape=TapeId(tape), turns=turns, provenance=Provenance(tool="scripted"))


def a_quote(start: float, end: float, text: str, tape: str = TAPE) -> Quote:
    """A place between two seconds of a tape, with its words."""
    return Quote(Span(TapeId(tape), Interval(from_seconds(start), from_seconds(end))), text)


def some_listens(tape: str = TAPE) -> list[Listen]:
    """Two ear-checks by two people: one as written, one that heard otherwise."""
    return [
        Listen(who="MB", when="2026-03-01T10:00:00Z", quote=a_quote(0, 4, "the harbour was quiet", tape)),
        Listen(
            who="JL",
            when="2026-03-02T10:00:00Z",
            quote=a_quote(10, 14, "that year nobody asked", tape),
            heard="that year nobody asks",
            note="a door slams",
        ),
    ]


def some_acceptances() -> list[Acceptance]:
    """Two findings that somebody let stand."""
    return [
        Acceptance(
            finding="0f" * 8,
            file="nine-years.md",
            text="the harbour was calm",
            verdict="altered",
            reason="he read it aloud and agreed",
            who="MB",
            when="2026-03-01T10:00:00Z",
        ),
        Acceptance(finding="1e" * 8, text="nobody asked", verdict="condensed", reason="the meaning is whole"),
    ]


def some_claims(tape: str = TAPE) -> list[Claim]:
    """Two claims: one of an edit with a place and a document, one without a source."""
    return [
        Claim(
            text="The harbour was closed for nine years.",
            status=ClaimStatus.SOURCED,
            sources=(
                ClaimSource(quote=a_quote(0, 4, "the harbour was quiet", tape), note="indirect"),
                ClaimSource(document="Harbour board, annual report 1984, p. 12"),
            ),
            edit="nine-years.md",
        ),
        Claim(text="Nobody asked."),
    ]


def some_voices(tape: str, speakers: Sequence[SpeakerId]) -> list[Voice]:
    """A voice for each speaker, five seconds by turns, as little alike as can be."""
    return [
        Voice(
            tape=TapeId(tape),
            found=FoundVoice(
                number=number,
                centre=tuple(1.0 if place == number else 0.0 for place in range(8)),
                spread=0.75,
                samples=(_seconds(5 * number, 5 * number + 5),),
            ),
            utterances=tuple(_seconds(5 * at, 5 * at + 5) for at in range(number, 3 * len(speakers), len(speakers))),
            speaker=speaker,
            provenance=Provenance(tool="scripted"),
        )
        for number, speaker in enumerate(speakers)
    ]


def an_exemplar(tape: str, speaker: SpeakerId) -> Exemplar:
    """Four seconds of a speaker."""
    return Exemplar(
        span=Span(TapeId(tape), _seconds(4, 8)),
        speaker=speaker,
        embedding=(0.5, 0.5, 0.5, 0.5),
        provenance=Provenance(tool="scripted"),
    )


def filled(store: Store, *texts: str) -> Transcript:
    """A store with one tape and its transcript, as it was stored."""
    with store.change("add a tape") as pen:
        pen.add_tape(a_tape())
    with store.change("transcribe") as pen:
        return pen.add_transcript(a_transcript(TAPE, *(texts or THREE_TURNS)))


def picture(store: Store) -> object:
    """Everything that a store shows, to be held against another picture."""
    tapes = store.tapes()
    versions = [store.transcript(head.tape, head.version) for head in store.transcript_heads()]
    voices = store.voices(), store.voices_made(), store.exemplars()
    testimony = store.listens(), store.claims(), store.acceptances()
    codes = store.codebooks(), store.codes(), store.codings(), store.memos(), store.study_sets(), store.decisions()
    chronology = store.cases(), store.parties(), store.events()
    return tapes, store.speakers(), store.transcript_heads(), versions, testimony, voices, codes, chronology


def texts_of(store: Store, tape: TapeId = TAPE) -> list[str]:
    """How the turns of a tape's current transcript read."""
    transcript = store.transcript(tape)
    return [] if transcript is None else [turn.text for turn in transcript.turns]


def random_step(store: Store, pen: Change, chance: random.Random, name: str) -> str:
    """One of the things that people and machines do to a project, by chance; what it was.

    ``name`` is that of a tape that is not there yet.
    """
    tapes = [tape.id for tape in store.tapes()]
    heard = [head.tape for head in store.transcript_heads() if head.is_current and head.turns]
    what = chance.choice(_STEPS)
    if what in ("correct", "split", "join") and heard:
        transcript = store.transcript(chance.choice(heard))
        assert transcript is not None
        _edit(pen, what, list(transcript.turns), chance)
    elif what == "again" and tapes:
        speakers = [speaker.id for speaker in store.speakers()]
        texts = [_sentence(chance) for _ in range(chance.randrange(4))]
        pen.add_transcript(
            a_transcript(chance.choice(tapes), *texts, speaker=chance.choice([None, *speakers])),
            current=chance.random() < 0.7,
        )
    elif what == "choose" and heard:
        pen.make_current(chance.choice([head.id for head in store.transcript_heads(chance.choice(heard))]))
    elif what == "rename" and store.speakers():
        pen.replace_speaker(replace(chance.choice(store.speakers()), name=_sentence(chance)))
    elif what == "relink" and tapes:
        pen.replace_tape(replace(store.tape(chance.choice(tapes)), note=_sentence(chance)))
    elif what == "remove" and len(tapes) > 2:
        pen.remove_tape(chance.choice(tapes))
    elif what in ("find", "whose", "merge", "enrol") and tapes:
        _tell_voices(store, pen, what, chance.choice(tapes), chance)
    elif what == "accept":
        _accept(store, pen, chance)
    elif what in ("listen", "claim", "doubt") and tapes:
        _testify(store, pen, what, chance.choice(tapes), chance)
    else:
        what = "add"
        speaker = pen.add_speaker(_sentence(chance)).id
        pen.add_tape(a_tape(name))
        pen.add_transcript(a_transcript(name, *(_sentence(chance) for _ in range(3)), speaker=speaker))
    return what


def _tell_voices(store: Store, pen: Change, what: str, tape: TapeId, chance: random.Random) -> None:
    speakers, voices = [speaker.id for speaker in store.speakers()], store.voices()
    if what == "find" or not voices:
        labels = [pen.add_speaker(f"{tape} voice {number}").id for number in range(1, chance.randrange(2, 5))]
        old = [voice for voice in voices if voice.tape == tape]
        new = some_voices(tape, labels[: chance.randrange(len(labels) + 1)])
        kept = [replace(one, id=was.id) for one, was in zip(new, chance.sample(old, len(old)), strict=False)]
        pen.replace_voices(tape, Provenance(tool="scripted", version=_sentence(chance)), [*kept, *new[len(kept) :]])
    elif what == "whose":
        voice = chance.choice(voices)
        whose = chance.choice(speakers)
        others = frozenset(chance.sample(speakers, chance.randrange(len(speakers)))) - {whose}
        pen.replace_voice(voice, replace(voice, speaker=whose, is_confirmed=True, rejected=others))
    elif what == "merge" and len(speakers) > 1:
        pen.merge_speakers(*chance.sample(speakers, 2))
    else:
        pen.add_exemplar(an_exemplar(tape, chance.choice(speakers)))


def _seconds(start: float, end: float) -> Interval:
    return Interval(from_seconds(start), from_seconds(end))


def _accept(store: Store, pen: Change, chance: random.Random) -> None:
    known = store.acceptances()
    if known and chance.random() < 0.3:
        pen.remove_acceptance(chance.choice(known).id)
    else:
        pen.add_acceptance(chance.choice(some_acceptances()))


def _testify(store: Store, pen: Change, what: str, tape: TapeId, chance: random.Random) -> None:
    claims = store.claims()
    if what == "listen":
        pen.add_listen(chance.choice(some_listens(tape)))
    elif what == "claim" or not claims:
        pen.add_claim(chance.choice(some_claims(tape)))
    else:
        old = chance.choice(claims)
        if chance.random() < 0.3:
            pen.remove_claim(old)
        else:
            sources = (*old.sources, ClaimSource(document=_sentence(chance)))
            kept = tuple(chance.sample(sources, chance.randrange(len(sources) + 1)))
            pen.replace_claim(old, replace(old, status=chance.choice(list(ClaimStatus)), sources=kept))


def _edit(pen: Change, what: str, turns: list[Turn], chance: random.Random) -> None:
    at = chance.randrange(len(turns))
    turn = turns[at]
    if what == "split" and len(turn.words) > 1:
        cut = chance.randrange(1, len(turn.words))
        rest = Turn(words=turn.words[cut:], speaker=turn.speaker)
        pen.replace_turns([turn], [replace(turn, words=turn.words[:cut]), rest])
    elif what == "join" and at + 1 < len(turns) and turn.words and turns[at + 1].words:
        both = tuple(sorted((*turn.words, *turns[at + 1].words), key=lambda word: word.start))
        kept = chance.choice([turn.id, turns[at + 1].id, TurnId(0)])
        pen.replace_turns(turns[at : at + 2], [replace(turn, id=kept, words=both)])
    else:
        words = [replace(word, text=chance.choice(_VOCABULARY)) for word in turn.words if chance.random() < 0.9]
        pen.replace_turns([turn], [replace(turn, words=tuple(words))])


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(_VOCABULARY, k=chance.randrange(1, 9)))

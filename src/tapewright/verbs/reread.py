"""Correct a tape by editing its exported text: what the file says now, found again in the current transcript.

The file's words are laid on the transcript's by their difference, so a moved line break, another name, a split or a
joined turn are seen as what they are. Times in the file are hints and move nothing. Turns before the file's first
word and behind its last are not touched: a file may hold a part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from tapewright.errors import InputError, NotFoundError, UsageError
from tapewright.exchange.encoding import decode
from tapewright.exchange.incoming import read_bytes
from tapewright.exchange.timed_text import written_name
from tapewright.exchange.typed_script import Block, read_script
from tapewright.model import SpeakerId, Tape, TapeId, Transcript, Turn, TurnId, Word
from tapewright.verbs.correct import Change, Correction, bounds_among, change_between, laid_on_sound
from tapewright.verbs.onsound import OnSound, remarks_on
from tapewright.verbs.project import Project
from tapewright.verbs.retiming import Item, fitted, taken
from tapewright.verbs.speakers import SpeakerBook
from tapewright.words.difference import Step
from tapewright.words.difference import align as align_words
from tapewright.words.normal import keys

LEAST_FOUND = 0.5
"""Share of the file's words that must be found, in order, for it to be this tape's."""


@dataclass(slots=True)
class Group:
    """Turns ``first`` to ``last`` of the transcript and the file's blocks that take their place; maybe none."""

    first: int
    last: int
    first_block: int
    last_block: int

    @property
    def blocks(self) -> range:
        """The numbers of the blocks."""
        return range(self.first_block, self.last_block + 1)


def correct_from_file(
    project: Project,
    tape: TapeId | str,
    file: str | Path,
    *,
    template: str = "",
    align: bool = True,
    dry_run: bool = False,
    who: str = "",
) -> Correction:
    """Take over the corrections in an edited text export: one transaction, one undo.

    InputError for a file that cannot be read or is another tape's, ConflictError where the transcript changed while
    this was at work.
    """
    path = Path(file)
    found = project.store.tape(TapeId(tape))
    heard = project.store.transcript(found.id)
    if heard is None:
        raise NotFoundError(f"tape {found.id} has no transcript", hint="tapewright import txt FILE brings it in")
    everybody = project.store.speakers()
    names = {speaker.id: speaker.name for speaker in everybody}
    here = {turn.speaker for turn in heard.turns if turn.speaker is not None}
    decoded = decode(read_bytes(path), name=path.name)
    known = {written_name(names[speaker]) for speaker in here if speaker in names}
    script = read_script(decoded.text, template=template, known=known)
    blocks = [block for block in script.blocks if block.tokens]
    reading = _Reading(heard, blocks, found, names)
    reading.check_tape(path.name)
    wanted = reading.names_wanted()
    book = SpeakerBook(everybody, here)
    remarks = (*decoded.remarks, *script.remarks, *reading.remarks())
    if dry_run:
        ids, new = book.ids(wanted, None)
        changes = list(reading.changes(ids))
        return Correction(changes=tuple(changes), dry_run=True, new_speakers=new, remarks=remarks)
    if not wanted and not list(reading.changes({"": None})):
        return Correction(changes=(), remarks=remarks)
    stored: list[Change] = []
    planned, _ = book.ids(wanted, None)
    laid = [laid_on_sound(project, one) if align else OnSound(turns=one.new) for one in reading.changes(planned)]
    with project.store.change(f"correct {found.id} from {path.name}", who=who) as pen:
        ids, new = book.ids(wanted, pen)
        for change, one in zip(reading.changes(ids), laid, strict=True):
            turns = [replace(turn, words=there.words) for turn, there in zip(change.new, one.turns, strict=True)]
            stored.append(change_between(found.id, change.old, pen.replace_turns(change.old, turns)))
    remarks = (*remarks, *remarks_on(laid))
    aligned = sum(one.placed for one in laid)
    return Correction(changes=tuple(stored), new_speakers=new, remarks=remarks, aligned=aligned)


class _Reading:
    """The file's blocks against the transcript's turns."""

    def __init__(self, heard: Transcript, blocks: Sequence[Block], tape: Tape, names: Mapping[SpeakerId, str]) -> None:
        self._tape = tape
        self._turns = list(heard.turns)
        self._blocks = blocks
        self._names = names
        self._tokens = [token for block in blocks for token in block.tokens]
        self._block_of = [number for number, block in enumerate(blocks) for _ in block.tokens]
        self._first, self._last = self._covered()
        covered = self._turns[self._first : self._last + 1]
        self._words = [word for turn in covered for word in turn.words]
        self._turn_of = [self._first + number for number, turn in enumerate(covered) for _ in turn.words]
        self._steps = align_words([word.text for word in self._words], [token.text for token in self._tokens])
        # (turn, block) that share words: the same ones, or new ones in their place. Both rise.
        self._links = sorted({(self._turn_of[i], self._block_of[j]) for step in self._steps for i, j in _paired(step)})
        self._turn_of_block: dict[int, int] = {}
        for turn, block in self._links:
            self._turn_of_block.setdefault(block, turn)
        self._groups = self._grouped()

    def check_tape(self, name: str) -> None:
        """Refuse a file whose words are not this tape's."""
        same = sum(len(step.new) for step in self._steps if step.kind == "same")
        if same < 0.9 * len(self._tokens):
            everything = [word.text for turn in self._turns for word in turn.words]
            steps = align_words(keys(everything), keys(token.text for token in self._tokens))
            same = sum(len(step.new) for step in steps if step.kind == "same")
        if not self._tokens or same < LEAST_FOUND * len(self._tokens):
            share = 100 * same // max(len(self._tokens), 1)
            raise InputError(
                f"{share} % of its words are found in the transcript of tape {self._tape.id}: it is another text",
                place=name,
                hint=f"is it another tape's? As a new version: tapewright import txt FILE --tape {self._tape.id}",
            )

    def remarks(self) -> Iterator[str]:
        """What was not touched."""
        if before := self._first:
            yield f"the file begins behind {before} turns of the transcript: they stay as they are"
        if after := len(self._turns) - 1 - self._last:
            yield f"the file ends before {after} turns of the transcript: they stay as they are"

    def names_wanted(self) -> list[str]:
        """The names in the file that are not the ones its turns bear already."""
        wanted = []
        for group in self._groups:
            for block, turn in self._speaking(group):
                name = self._blocks[block].name
                if name and written_name(self._name(turn)) != written_name(name):
                    wanted.append(name)
        return list(dict.fromkeys(wanted))

    def changes(self, ids: Mapping[str, SpeakerId | None]) -> Iterator[Change]:
        """What takes the place of what. ``ids`` gives the wanted names' speakers."""
        items = self._items()
        for group in self._groups:
            old = self._turns[group.first : group.last + 1]
            new = self._rewritten(group, items, ids)
            if new != old:
                yield change_between(self._tape.id, old, new)

    def _covered(self) -> tuple[int, int]:
        """The first and last turn of which the file holds something: a word that is found, or the turn's timecode."""
        flat = [(number, word.text) for number, turn in enumerate(self._turns) for word in turn.words]
        steps = align_words([text for _, text in flat], [token.text for token in self._tokens])
        same = [step for step in steps if step.kind == "same"]
        first = flat[same[0].old.start][0] if same else 0
        last = flat[same[-1].old.stop - 1][0] if same else len(self._turns) - 1
        labels = {self._tape.timecode(turn.interval.start): number for number, turn in enumerate(self._turns)}
        stamps = [stamp.text for block in self._blocks for _, stamp in block.anchors]
        if stamps:
            first = min(first, labels.get(stamps[0], first))
            last = max(last, labels.get(stamps[-1], last))
        return first, last

    def _items(self) -> list[list[Item]]:
        """For every block what its words are: words that stay, or new ones."""
        flat = [item for step in self._steps for item in taken(step, self._words, self._tokens)]
        items: list[list[Item]] = [[] for _ in self._blocks]
        for item, block in zip(flat, self._block_of, strict=True):
            items[block].append(item)
        return items

    def _grouped(self) -> list[Group]:
        """Turns and blocks that belong together. Both run on in the same order, so a group is a stretch of each; a
        block that shares nothing joins the group before it, a turn that nothing is left of stands alone.
        """
        groups: list[Group] = []
        for turn, block in self._links:
            if groups and (turn <= groups[-1].last or block <= groups[-1].last_block):
                groups[-1].last, groups[-1].last_block = turn, block
            else:
                groups.append(Group(turn, turn, block, block))
        for group, following in pairwise(groups):
            group.last_block = following.first_block - 1
        if groups:
            groups[0].first_block, groups[-1].last_block = 0, len(self._blocks) - 1
        held = {turn for group in groups for turn in range(group.first, group.last + 1)}
        alone = [Group(n, n, 0, -1) for n in range(self._first, self._last + 1) if n not in held]
        return sorted([*groups, *alone], key=lambda group: group.first)

    def _speaking(self, group: Group) -> Iterator[tuple[int, Turn]]:
        """The blocks of a group, each with the turn whose speaker it has unless it says otherwise."""
        last = group.first
        for block in group.blocks:
            last = self._turn_of_block.get(block, last)
            yield block, self._turns[last]

    def _rewritten(
        self, group: Group, items: Sequence[Sequence[Item]], ids: Mapping[str, SpeakerId | None]
    ) -> list[Turn]:
        bounds = bounds_among(self._turns, group.first, group.last, self._tape)
        free = [turn.id for turn in self._turns[group.first : group.last + 1]]
        made: list[Turn] = []
        for block, turn in self._speaking(group):
            name = self._blocks[block].name
            speaker = turn.speaker
            if name is not None and written_name(self._name(turn)) != written_name(name):
                speaker = ids[name]
            behind = (item for later in range(block + 1, group.last_block + 1) for item in items[later])
            after = next((item for item in behind if isinstance(item, Word)), bounds.after)
            inner = replace(bounds, before=made[-1].words[-1] if made else bounds.before, after=after)
            try:
                words = fitted(items[block], inner)
                new = Turn(words=words, speaker=speaker)
            except UsageError as error:
                raise UsageError(
                    f"line {self._blocks[block].line}: turns said at the same time cannot become one", hint=error.hint
                ) from error
            keeps = turn.id if turn.id in free else TurnId(0)
            if keeps:
                free.remove(keeps)
            made.append(replace(new, id=keeps, revision=turn.revision if keeps else 0))
        return made

    def _name(self, turn: Turn) -> str:
        return self._names.get(turn.speaker, "") if turn.speaker is not None else ""


def _paired(step: Step) -> Iterator[tuple[int, int]]:
    """Which old word a new one stands for: one by one, or in proportion."""
    if not step.old or not step.new:
        return
    for place in range(max(len(step.old), len(step.new))):
        longest = max(len(step.old), len(step.new))
        yield step.old[place * len(step.old) // longest], step.new[place * len(step.new) // longest]

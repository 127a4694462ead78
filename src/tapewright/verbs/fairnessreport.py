"""The fairness page as a report: who is heard beside what they said, and what was left out around it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from tapewright import __version__
from tapewright.exchange.study_words import timecode_told
from tapewright.model import Quote
from tapewright.model.studyreport import Block, Grid, Listing, Prose, Section, Sheet, StudyReport, Tone
from tapewright.study.fairness import Portion
from tapewright.timing import Ticks, TimecodeFormat, write_clock
from tapewright.verbs.fairness import FairnessPage, fairness
from tapewright.verbs.fairnessfacts import ContentNote
from tapewright.verbs.laststate import made_from
from tapewright.verbs.project import Project
from tapewright.verbs.studyfront import facts_of, remarks_of, scope_of
from tapewright.verbs.studypassages import Passages
from tapewright.verbs.studytapes import tapes_section, tapes_sheet
from tapewright.words.counted import counted
from tapewright.words.shortened import first_few

KICKER = "Fairness page"

ABOUT = (
    "It counts who is heard in this programme and for how long, beside what each said on the tapes; the questions that "
    "the quotations answer and whether they are heard; what the tape takes back right behind a quotation; who is "
    "named; and what an audience may want to know beforehand.",
    "It does not say what is fair. A person who said little cannot be heard much, and a person who is heard long may "
    "be heard on what matters least. The numbers are to be read by somebody who has heard the tapes.",
)

_COUNTS = ("Airtime", "Share", "Words heard", "Share of words", "Words on the tapes", "Of these used", "Quotations")
_PLACE = ("Tape", "Timecode", "Speaker")
_MOST_SILENT = 12
_PEOPLE = ("Who", "Group", *_COUNTS)


def fairness_report(
    project: Project,
    target: str | os.PathLike[str],
    *,
    reels: Mapping[str, str] | None = None,
    format: TimecodeFormat | None = None,
) -> StudyReport:
    """The page of a paper edit, by name or path, or of a timeline that comes back from an editing program."""
    page = fairness(project, target, reels=reels, format=format)
    passages = Passages(project)
    sections: tuple[Section, ...] = (
        Section(title="Who is heard", blocks=tuple(_heard(page))),
        Section(title="Questions that are not heard", blocks=tuple(_questions(page, passages))),
        Section(title="What the tape takes back, and answers to other questions", blocks=tuple(_taken_back(page))),
        Section(title="Who is named", blocks=tuple(_named(page))),
        Section(title="What an audience may want to know", blocks=tuple(_notes(page, passages))),
    )
    sheets = _sheets(page, passages)
    if passages.used:
        sections = (*sections, tapes_section(project, passages.used, "The tapes it quotes", begins_page=False))
    lengths = (
        ("Programme", page.title if page.title == page.name else f"{page.title} ({page.name})"),
        ("Heard from the tapes", _clock(page.shares.airtime)),
        ("Narration", f"{_clock(page.narration)}, estimated" if page.narration_words else "none in the file"),
    )
    return StudyReport(
        kicker=KICKER,
        title=page.title,
        facts=(*lengths, *facts_of(project, scope_of(project), {}, __version__)),
        about=ABOUT,
        sections=sections,
        remarks=(*(f"{one[0].upper()}{one[1:]}." for one in page.remarks), *remarks_of(project, passages.used)),
        sheets=(*sheets, tapes_sheet(project, passages.used)),
        made_from=made_from(project),
        version=__version__,
        about_title="What this page is, and what it is not",
    )


def stem_of(target: str | os.PathLike[str]) -> str:
    """What the report's file is called."""
    return f"{Path(target).stem}-fairness"


def _heard(page: FairnessPage) -> list[Block]:
    groups = [one for one in page.shares.groups if one.airtime or one.said]
    people = [one for one in page.shares.people if one.airtime]
    silent = [one for one in page.shares.people if not one.airtime and one.said]
    return [
        Grid(
            title="By group",
            columns=("Group", "People on the tapes", *_COUNTS),
            rows=tuple((one.name, str(one.people), *_cells(page, one)) for one in groups),
            empty="Nobody is heard.",
            numbers=tuple(range(1, 9)),
            widths=(6, 2, 3, 2, 3, 2, 3, 3, 3),
        ),
        Grid(
            title="By person",
            columns=_PEOPLE,
            rows=tuple((one.name, one.group, *_cells(page, one)) for one in people),
            empty="Nobody is heard.",
            numbers=tuple(range(2, 9)),
            widths=(5, 5, 3, 2, 3, 2, 3, 3, 3),
            note=(
                "Airtime is in hours, minutes and seconds, measured on the cut; where two speak in one piece it is "
                "parted as long as their words sound. “Of these used” is the share of the words on the tapes that is "
                "in the programme; a passage that is played twice counts once."
            ),
        ),
        *_not_heard(silent),
    ]


def _not_heard(silent: Sequence[Portion]) -> list[Block]:
    """Who speaks on the tapes and not in the programme, those who say most first."""
    if not silent:
        return []
    told = [f"{one.name} ({counted(one.said, 'word')} on the tapes)" for one in silent]
    return [Prose(text=f"On the tapes and not heard in the programme: {first_few(told, most=_MOST_SILENT)}.")]


def _cells(page: FairnessPage, one: Portion) -> tuple[str, ...]:
    return (
        _clock(one.airtime),
        _percent(one.airtime, page.shares.airtime),
        str(one.words),
        _percent(one.words, page.shares.words),
        str(one.said),
        _percent(one.used, one.said),
        str(one.runs),
    )


def _questions(page: FairnessPage, passages: Passages) -> list[Block]:
    if not page.asked:
        return [Prose(text="No quotation was found that answers a question on the tape.")]
    blocks: list[Block] = [
        Prose(
            text=(
                f"{counted(len(page.asked), 'quotation')} in the programme answer{'s' if len(page.asked) == 1 else ''} "
                f"a question that is asked on the tape; {_kept(page)}. Narration may ask what the tape asked: that is "
                "for a person to compare."
            )
        )
    ]
    blocks += [
        passages.of(
            one.asked,
            lead=f"At {page.label(one.record)} the programme has: “{_begun(one.answer)}” On the tape this was asked:",
        )
        for one in page.dropped
    ]
    return blocks


def _begun(answer: str) -> str:
    """The first words of an answer; where they end no sentence, it goes on."""
    return answer if answer[-1:] in (".", "!", "?", "…") else f"{answer} …"


def _kept(page: FairnessPage) -> str:
    """How many of the questions are heard.

    ``the question is heard right before``; ``2 of these 5 questions are heard right before``.
    """
    kept, asked = len(page.asked) - len(page.dropped), len(page.asked)
    if asked == 1:
        return f"the question is {'' if kept else 'not '}heard right before"
    told = "none" if not kept else "all" if kept == asked else str(kept)
    which = "them" if kept == asked else f"these {asked} questions"
    return f"{told} of {which} {'is' if kept < 2 else 'are'} heard right before"


def _taken_back(page: FairnessPage) -> list[Block]:
    if not page.taken_back:
        told = (
            "No quotation was found that its speaker takes back in the next sentences, or that answers another "
            "question."
        )
        return [Prose(text=told)]
    return [Listing(items=tuple(f"At {page.label(one.record)}: {one.why}." for one in page.taken_back))]


def _named(page: FairnessPage) -> list[Block]:
    grid = Grid(
        columns=("Name", "Group", "Named in what is heard", "Named in the narration", "Airtime"),
        rows=tuple(
            (
                one.name,
                one.group or "no group",
                str(one.heard),
                str(one.narration),
                _clock(one.airtime) if one.airtime else "–",
            )
            for one in page.named
            if one.heard or one.narration or one.airtime
        ),
        empty="Nobody who has a group, or a place in the chronology, is named or heard.",
        numbers=(2, 3, 4),
        widths=(6, 5, 4, 4, 3),
        note=(
            "A name counts whole, or by a part that nobody else here bears. “He” and “she” are nobody’s name, so the "
            "true numbers may be higher."
        ),
    )
    silent: dict[str, list[str]] = {}
    for one in page.named:
        if one.group and not (one.heard or one.narration or one.airtime):
            silent.setdefault(one.group, []).append(one.name)
    if not silent:
        return [grid]
    lines = tuple(f"{group}: {', '.join(names)}" for group, names in sorted(silent.items()))
    return [grid, Prose(text="Neither heard nor named, by group:", tone=Tone.STRONG), Listing(items=lines)]


def _notes(page: FairnessPage, passages: Passages) -> list[Block]:
    if not page.notes:
        told = "Nothing was coded for it, and no words of the list were found. Somebody should listen all the same."
        return [Prose(text=told)]
    blocks: list[Block] = [
        Prose(
            text=(
                "Found by codes that people put there, and by words of a list. A word is no judgement: each place is "
                "to be heard, and the note to be written by a person."
            ),
            tone=Tone.NOTICE,
        )
    ]
    topics: dict[str, list[ContentNote]] = {}
    for note in page.notes:
        topics.setdefault(note.topic, []).append(note)
    rows = tuple(
        (
            topic[0].upper() + topic[1:],
            str(len(places)),
            ", ".join(page.label(one.record) for one in places[:6]) + (" …" if len(places) > 6 else ""),
            passages.told(places[0].place),
        )
        for topic, places in topics.items()
    )
    columns = ("Topic", "Places", "In the programme at", "The first")
    return [*blocks, Grid(columns=columns, rows=rows, numbers=(1,), widths=(4, 2, 4, 10))]


def _sheets(page: FairnessPage, passages: Passages) -> tuple[Sheet, ...]:
    def place(quote: Quote) -> tuple[str, str, str]:
        passage = passages.of(quote)
        return str(quote.span.tape), timecode_told(passage), passage.source.place.speaker

    people = tuple((one.name, one.group, *_cells(page, one)) for one in page.shares.people)
    asked = tuple(
        (page.label(one.record), one.answer, *place(one.asked), one.asked.text, "yes" if one.is_kept else "no")
        for one in page.asked
    )
    named = tuple((one.name, one.group, str(one.heard), str(one.narration), _clock(one.airtime)) for one in page.named)
    notes = tuple(
        (one.topic, page.label(one.record), *place(one.place), one.place.text, "code" if one.by_code else "words")
        for one in page.notes
    )
    return (
        Sheet(columns=_PEOPLE, rows=people),
        Sheet(name="questions", columns=("At", "Answer", *_PLACE, "Question", "Heard"), rows=asked),
        Sheet(name="named", columns=("Name", "Group", "Heard", "Narration", "Airtime"), rows=named),
        Sheet(name="notes", columns=("Topic", "At", *_PLACE, "Words", "Found by"), rows=notes),
    )


def _percent(part: int, whole: int) -> str:
    if not whole:
        return "–"
    share = 100 * part / whole
    return f"{share:.1f} %" if 0 < share < 10 else f"{share:.0f} %"


def _clock(ticks: int) -> str:
    return write_clock(Ticks(ticks), decimals=0)

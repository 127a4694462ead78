"""The warning-sign brief: each sign with its source and its moments on tape, what followed, and where help is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from tapewright import __version__
from tapewright.exchange.study_words import timecode_told
from tapewright.model import Certainty, Event, EventSource, Role, Span
from tapewright.model.progress import Report, Step, silent
from tapewright.model.studyreport import (
    Block,
    Facts,
    Grid,
    Listing,
    Passage,
    Prose,
    Section,
    Sheet,
    StudyReport,
    Tone,
)
from tapewright.study.ledger import Said, answered
from tapewright.study.signs import GUIDANCE, Knew, Sign
from tapewright.timing.edtf import say_edtf
from tapewright.verbs.helplines import chosen, help_lines
from tapewright.verbs.helpsection import help_section, help_sheet
from tapewright.verbs.laststate import made_from
from tapewright.verbs.markedsigns import beside_of, signs_of
from tapewright.verbs.project import Project
from tapewright.verbs.studyfront import (
    SCORES_NOBODY,
    Scope,
    answer_of,
    facts_of,
    how_sure,
    remarks_of,
    scope_of,
    title_of,
    when_told,
)
from tapewright.verbs.studypassages import Passages, sentence
from tapewright.verbs.studytapes import tapes_section, tapes_sheet
from tapewright.words.counted import counted
from tapewright.words.shortened import first_few

KICKER = "Warning-sign brief"
BESIDE = "What else was marked: who saw, and what help there was"

ABOUT = (
    "It lists warning signs that people of this project marked on the tapes or entered in its chronology. A sign is "
    "known as one afterwards: that it was there does not say that what followed had to follow, nor that somebody who "
    "saw it could have known.",
    "What was done comes from the chronology. What could have been done comes from nowhere but a published "
    "source or a witness on tape, and says which. Where neither says anything, nothing is said.",
    SCORES_NOBODY + " It must not be used to judge anybody who is alive by likeness to what stands here.",
    "It may be hard to read. Where help is, by country, stands towards the end.",
)
BEFORE = (
    "Listen to every moment that is to be quoted; read it in its place, with what comes before and after.",
    "Ask whoever is quoted, and the families of the dead, whether and how they want to be named. A name that a court "
    "or an inquiry has restricted stays out.",
    "Where a death is told of, leave out how and where it happened, and put help beside it: so advise Samaritans’ "
    "media guidelines for reporting suicide. Look up those of your own country.",
    "Give whoever is said to have done or missed something the chance to answer, and enter the answer.",
    "Have it read by somebody who knows the law on contempt, defamation, privacy and children.",
    "Check each number below at the service itself.",
)
NO_SOURCE = "no published source is named for it in this project"
NOTHING_COULD = (
    "Neither a published source named in this project nor a witness on its tapes says what could have been done."
)
_MOST_PASSAGES = 40


def warning_signs(
    project: Project,
    *,
    case: str = "",
    country: Sequence[str] = (),
    with_sound: bool = False,
    report: Report = silent,
) -> StudyReport:
    """The brief of a project or of one case. ``country`` are two letters each; all known ones where none is given.

    NotFoundError for an unknown case, UsageError for a country of which no help is known.
    """
    lines = help_lines(project)
    countries = chosen(lines, country)
    scope = scope_of(project, case)
    passages = Passages(project, with_sound=with_sound)
    found = signs_of(project, scope)
    writer = _Writer(scope, passages)
    sections = [_overview(found, scope)] if found else [_nothing(scope)]
    for done, sign in enumerate(found):
        report(Step(what="brief", done=done, total=len(found), unit="signs", note=sign.name))
        sections += writer.sections(sign)
    others = beside_of(project, scope)
    sections += [Section(title=BESIDE, begins_page=True), *map(writer.beside, others)] if others else []
    state = made_from(project)
    sections.append(Section(title="Before this is published", begins_page=True, blocks=(Listing(items=BEFORE),)))
    sections += [help_section(lines, countries, state), tapes_section(project, passages.used)]
    sheets = (
        Sheet(columns=_COLUMNS, rows=tuple(row for sign in (*found, *others) for row in writer.rows(sign))),
        help_sheet(lines, countries, state),
        tapes_sheet(project, passages.used),
    )
    return StudyReport(
        kicker=KICKER,
        title=title_of(project, scope),
        facts=facts_of(project, scope, passages.used, __version__),
        about=ABOUT,
        sections=tuple(sections),
        remarks=(*remarks_of(project, passages.used), *_silent(passages), *_unnamed_guidance(project)),
        sheets=sheets,
        made_from=state,
        version=__version__,
    )


class _Writer:
    """Says signs in plain words."""

    def __init__(self, scope: Scope, passages: Passages) -> None:
        self._scope = scope
        self._passages = passages

    def sections(self, sign: Sign) -> list[Section]:
        """The sign and what stands under it, one section for each question that a reader has."""
        return [
            Section(title=sign.name, begins_page=True, blocks=self._what(sign)),
            Section(title="On the tapes", level=2, blocks=self._moments(sign)),
            Section(title="When it was known, and by whom", level=2, blocks=self._known(sign)),
            Section(title="What was done about it, and what was answered", level=2, blocks=self._done(sign)),
            Section(title="What could have been done", level=2, blocks=self._could(sign)),
        ]

    def beside(self, other: Sign) -> Section:
        """A code that is no sign, with its passages."""
        return Section(title=other.name, level=2, blocks=(*self._what(other), *self._moments(other)))

    def rows(self, sign: Sign) -> Iterable[tuple[str, ...]]:
        """The sign's moments and events for a spreadsheet."""
        source = sign.code.source if sign.code else ""
        for coding in sign.codings:
            passage = self._passages.of(coding.quote, is_heard_too=False)
            yield (sign.name, source, "passage", "", "", *_placed(passage), coding.coder, coding.note)
        told = [("sign", sign.events), ("contact", sign.contacts), ("done", sign.acts), ("missed", sign.misses)]
        for kind, events in told:
            for event in events:
                for one in event.sources:
                    place = (
                        _placed(self._passages.of(one.quote, is_heard_too=False))
                        if one.quote
                        else ("", "", "", f"Document: {one.document}", "")
                    )
                    yield (sign.name, source, kind, event.title, event.date, *place, "", one.note)

    def _what(self, sign: Sign) -> tuple[Block, ...]:
        code = sign.code
        if code is None:
            event = sign.events[0]
            told: list[Block] = [
                Prose(
                    text="Entered in the chronology as a warning sign; no code of the codebook covers it.",
                    tone=Tone.SOFT,
                )
            ]
            if event.note:
                told.append(Prose(text=event.note))
            return tuple(told)
        rows = [
            ("What it is", code.definition or "the codebook gives no definition"),
            ("Published source", code.source or NO_SOURCE),
            ("Used when", code.use_when),
            ("Not used when", code.not_when),
        ]
        return (_facts(rows),)

    def _moments(self, sign: Sign) -> tuple[Block, ...]:
        made: list[Block] = []
        for coding in sign.codings[:_MOST_PASSAGES]:
            coder = f"Marked by {coding.coder}." if coding.coder else ""
            made.append(self._passages.of(coding.quote, note=f"{sentence(coding.note)} {coder}".strip()))
        if len(sign.codings) > _MOST_PASSAGES:
            more = len(sign.codings) - _MOST_PASSAGES
            made.append(
                Prose(text=f"And {counted(more, 'more passage')}: all are in the table of the CSV.", tone=Tone.SOFT)
            )
        if not sign.codings:
            made += [block for event in sign.events for block in self._sources(event)]
        return tuple(made)

    def _known(self, sign: Sign) -> tuple[Block, ...]:
        blocks: list[Block] = []
        shown = {coding.quote.span for coding in sign.codings}
        for event in sign.events:
            blocks += self._event(event, besides=shown, with_sources=bool(sign.codings))
        rows = [
            (
                self._scope.names([one.party]),
                when_told(one.event),
                _how_known(one),
            )
            for one in sign.knew
        ]
        if rows:
            blocks.append(Grid(columns=("Who saw it or was told", "From", "How"), rows=tuple(rows), widths=(3, 3, 6)))
        if not blocks:
            blocks.append(Prose(text="The chronology of this project does not say when it was known, or by whom."))
        return tuple(blocks)

    def _done(self, sign: Sign) -> tuple[Block, ...]:
        blocks: list[Block] = []
        for event in (*sign.contacts, *sign.acts):
            blocks += self._event(event)
        if not blocks:
            blocks.append(Prose(text="Nothing is entered in the chronology of this project as done about it."))
        return tuple(blocks)

    def _could(self, sign: Sign) -> tuple[Block, ...]:
        blocks: list[Block] = []
        for guidance in sign.guidance:
            blocks.append(Prose(text=f"{guidance.publication}, published guidance:", tone=Tone.SOFT))
            blocks.append(Prose(text=guidance.text))
        for event in sign.misses:
            blocks += self._event(event)
        if not blocks:
            blocks.append(Prose(text=NOTHING_COULD))
        return tuple(blocks)

    def _event(self, event: Event, *, besides: Collection[Span] = (), with_sources: bool = True) -> list[Block]:
        who = self._scope.with_role
        rows = [
            ("Case", self._scope.case_of(event)),
            ("When", when_told(event)),
            ("Where", event.place),
            ("Seen by", who(event, Role.SAW)),
            ("Told by", who(event, Role.REPORTED)),
            ("Told to", who(event, Role.TOLD)),
            self._scope.doer(event),
            ("About", who(event, Role.ABOUT)),
            ("Answered by", who(event, Role.ANSWERED)),
            ("Answer", answer_of(event)),
            ("Outcome", event.outcome),
            how_sure(event),
        ]
        blocks: list[Block] = [Prose(text=event.title, tone=Tone.STRONG), _facts(rows)]
        if event.note:
            blocks.append(Prose(text=event.note))
        return blocks + (self._sources(event, besides) if with_sources else [])

    def _sources(self, event: Event, besides: Collection[Span] = ()) -> list[Block]:
        """What says so, but for passages that stand above already."""
        return [
            source_block(self._passages, event, source)
            for source in event.sources
            if source.quote is None or source.quote.span not in besides
        ]


def _how_known(one: Knew) -> str:
    """How somebody came to know, and what makes it doubtful: that nobody answered, that it is not certain."""
    doubts = ["no answer came"] if answered(one.event) is Said.NO and not one.saw else []
    doubts += [one.event.certainty.value] if one.event.certainty is not Certainty.CERTAIN else []
    told = f"{'saw it' if one.saw else 'was told'}: {one.event.title}"
    return f"{told} ({', '.join(doubts)})" if doubts else told


def source_block(passages: Passages, event: Event, source: EventSource) -> Block:
    """What says that an event was so: the passage, or the document by name; and where it says otherwise."""
    says = ["Says that it was not so"] if source.disputes else []
    says += [f"Gives another date, {say_edtf(source.date)}"] if source.date not in ("", event.date) else []
    lead = f"{'. '.join(says)}:" if says else ""
    if source.quote is not None:
        return passages.of(source.quote, lead=lead, note=source.note)
    note = f" ({source.note})" if source.note else ""
    return Listing(items=(f"{f'{lead} ' if lead else ''}Document: {source.document}{note}",))


def _facts(rows: Iterable[tuple[str, str]]) -> Facts:
    """What is known of it; what is empty says nothing."""
    return Facts(rows=tuple(row for row in rows if row[1]))


_COLUMNS = (
    *("sign", "published_source", "what", "event", "date_edtf", "tape", "timecode", "speaker", "words", "reads_now"),
    *("coder", "note"),
)


def _placed(passage: Passage) -> tuple[str, str, str, str, str]:
    place = passage.source.place
    return str(place.span.tape), timecode_told(passage), place.speaker, passage.words, passage.reads_now


def _overview(found: Sequence[Sign], scope: Scope) -> Section:
    rows = [
        (
            sign.name,
            str(len(sign.codings)),
            str(len(sign.events)),
            str(len(sign.contacts)),
            str(len(sign.acts)),
            str(len(sign.misses)),
        )
        for sign in found
    ]
    note = (
        "The numbers say how much is entered in this project, and no more: not how grave a sign is, nor how often "
        "it was there. A 0 says that nothing is entered, not that nothing was done."
    )
    return Section(
        title="The signs",
        blocks=(
            Prose(text=f"{counted(len(found), 'sign')} {'is' if len(found) == 1 else 'are'} marked or entered."),
            Grid(
                columns=("Sign", "Passages", "Events", "Contacts", "Done", "Missed"),
                rows=tuple(rows),
                numbers=(1, 2, 3, 4, 5),
                widths=(8, 2, 2, 2, 2, 2),
                note=note,
            ),
        ),
    )


def _nothing(scope: Scope) -> Section:
    of = f"the case {scope.case.name}" if scope.case else "this project"
    return Section(
        title="The signs",
        blocks=(
            Prose(
                text=f"Nothing in {of} is coded or entered as a warning sign. That says what was entered, not what "
                "was there."
            ),
        ),
    )


def _silent(passages: Passages) -> tuple[str, ...]:
    """How many moments have no sound in the file although it was asked for, and why."""
    if not passages.silent:
        return ()
    why = first_few(list(dict.fromkeys(passages.silent.values())))
    return (f"The sound of {counted(len(passages.silent), 'moment')} is not in this file: {why}.",)


def _unnamed_guidance(project: Project) -> tuple[str, ...]:
    """Memos that begin like guidance and name no publication: they are not in the report, and it says so."""
    loose = [memo for memo in project.store.memos() if memo.title.strip() == GUIDANCE]
    if not loose:
        return ()
    return (
        f"{counted(len(loose), 'note')} of guidance {'names' if len(loose) == 1 else 'name'} no publication and "
        f"{'is' if len(loose) == 1 else 'are'} left out.",
    )

"""The institution ledger as a report: each contact, how long its answer took, and rates where there are enough."""

from __future__ import annotations

from collections.abc import Sequence

from tapewright import __version__
from tapewright.errors import UsageError
from tapewright.model import Event, EventKind, Party
from tapewright.model.studyreport import Block, Facts, Grid, Listing, Prose, Section, Sheet, StudyReport, Tone
from tapewright.study.ledger import Contact, Measure, Said, Wait, contacts
from tapewright.study.rates import GROUPINGS, THRESHOLD, Rate, RateRow, Silence, overall, rate_table
from tapewright.timing.edtf import say_edtf
from tapewright.verbs.brief import source_block
from tapewright.verbs.helplines import chosen, help_lines
from tapewright.verbs.helpsection import help_section
from tapewright.verbs.laststate import made_from
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
from tapewright.verbs.studypassages import Passages
from tapewright.verbs.studytapes import tapes_section, tapes_sheet
from tapewright.words.counted import counted

KICKER = "Institution ledger"
_DAYS_OF_YEAR = 365.2425

ABOUT = (
    "It lists contacts with institutions that people of this project entered in its chronology: who reported, about "
    "whom, to whom, what was answered and when, what came of it. Each rests on a passage of a tape or on a document, "
    "which stands under it.",
    "What nobody said is “not known”, and is not counted as no. An answer is counted as none only where somebody says "
    "that none came. “Acted on” is counted from interventions, done and missed, that hang on the contact.",
    SCORES_NOBODY + " An institution stands here with what was said of it on these tapes; what it would say itself may "
    "stand on none of them.",
)
STAND_BELOW = (
    " The contacts stand below one by one all the same: there are too few to compare, not to read. A report of the "
    "rates alone leaves them out."
)
OVERLAP = "A contact may count in several groups, so the groups do not add up to all contacts."
CANNOT_SAY = (
    "How often anything happened. The contacts are those that were told on these tapes and entered; others were made, "
    "and nobody told of them. They are no sample of all contacts, so a rate is one of this list and of nothing else.",
    "Whether one institution answered better than another. Who came to the tapes, and with which story, decides what "
    "stands here.",
    "Why an answer was late or missing. The ledger has dates, not reasons, unless a passage gives one.",
    "Whether a report was true. “Believed” says how it was received, by what is said on the tapes.",
    "What “not known” hides. Nobody said; it may have been either.",
)


def ledger_stem(*, without_contacts: bool) -> str:
    """What the ledger's files are called. Rates alone have a name of their own: they go where the contacts must not,
    and neither overwrites the other or is taken for it.
    """
    return "institution-rates" if without_contacts else "institution-ledger"


def institutions(
    project: Project,
    *,
    case: str = "",
    country: Sequence[str] = (),
    threshold: int = THRESHOLD,
    without_contacts: bool = False,
) -> StudyReport:
    """The ledger of a project or of one case. Rates from fewer than ``threshold`` contacts are not told.

    ``country``: where help is, for those countries. ``without_contacts``: the rates alone, so that what they hide
    cannot be counted up beside them. NotFoundError for an unknown case, UsageError for a threshold below 3 and for
    a country of which no help is known.
    """
    if threshold < 3:
        raise UsageError("a threshold below 3 hides nobody", hint="5 is usual; 3 is the least")
    scope = scope_of(project, case)
    passages = Passages(project)
    listed = contacts(scope.events, scope.parties.values())
    sections = [_rates(listed, threshold, without_contacts)] if listed else []
    sections.append(Section(title="What this ledger cannot say", blocks=(Listing(items=CANNOT_SAY),)))
    if not without_contacts:
        sections += _contacts(listed, scope, passages)
    state, lines = made_from(project), help_lines(project)
    if country:
        sections.append(help_section(lines, chosen(lines, country), state))
    if not without_contacts:
        sections.append(tapes_section(project, passages.used))
    return StudyReport(
        kicker=KICKER,
        title=title_of(project, scope),
        facts=(
            *facts_of(project, scope, passages.used, __version__),
            ("Contacts", _how_many(listed, threshold, without_contacts)),
        ),
        about=ABOUT,
        sections=tuple(sections),
        remarks=remarks_of(project, passages.used),
        sheets=_sheets(project, listed, threshold, passages, without_contacts),
        made_from=state,
        version=__version__,
    )


def _how_many(listed: Sequence[Contact], threshold: int, is_alone: bool) -> str:
    count = f"fewer than {threshold}" if is_alone and len(listed) < threshold else str(len(listed))
    return f"{count}; rates are told from {threshold} on"


def _contacts(listed: Sequence[Contact], scope: Scope, passages: Passages) -> list[Section]:
    rows = [
        (
            str(number),
            when_told(contact.event),
            _names(contact.reporters),
            _names(contact.about),
            _names(contact.institutions),
            answer_told(contact),
            wait_told(contact.wait),
            contact.believed.value,
        )
        for number, contact in enumerate(listed, 1)
    ]
    sections = [
        Section(
            title="The contacts at a glance",
            begins_page=bool(listed),
            blocks=(
                Grid(
                    columns=("No.", "When", "Who reported", "About whom", "To whom", "Answer", "Time", "Believed"),
                    rows=tuple(rows),
                    empty="No contact with an institution is entered in the chronology.",
                    widths=(2, 6, 6, 5, 6, 8, 5, 4),
                ),
            ),
        )
    ]
    if listed:
        sections.append(Section(title="The contacts one by one, with what says so", begins_page=True))
    for number, contact in enumerate(listed, 1):
        sections.append(
            Section(title=f"{number}. {contact.event.title}", level=2, blocks=_contact(contact, scope, passages))
        )
    return sections


def _contact(contact: Contact, scope: Scope, passages: Passages) -> tuple[Block, ...]:
    event = contact.event
    rows = [
        ("Case", scope.case_of(event)),
        ("When", when_told(event)),
        ("Who reported", _names(contact.reporters)),
        ("About whom", _names(contact.about)),
        ("To whom", _names(contact.institutions)),
        ("Told of", contact.tells_of.title if contact.tells_of else ""),
        ("Answer", answer_told(contact)),
        ("Answered on", say_edtf(event.answered_on) if event.answered_on else ""),
        ("Time to answer", wait_told(contact.wait)),
        ("Outcome", event.outcome),
        ("Acted on", _acted(contact)),
        ("Believed", contact.believed.value),
        how_sure(event),
    ]
    blocks: list[Block] = [Facts(rows=tuple(row for row in rows if row[1]))]
    if event.note:
        blocks.append(Prose(text=event.note))
    blocks += [source_block(passages, event, source) for source in event.sources]
    for other in (*contact.acts, *contact.misses):
        blocks += _followed(other, scope, passages)
    return tuple(blocks)


def _followed(event: Event, scope: Scope, passages: Passages) -> list[Block]:
    """What was done about a contact, or missed: when, by whom, how sure, and what says so."""
    what = "What was not done" if event.kind is EventKind.MISSED_INTERVENTION else "What was done"
    rows = [("When", when_told(event) if event.date or event.date_words else ""), scope.doer(event), how_sure(event)]
    blocks: list[Block] = [Prose(text=f"{what}: {event.title}", tone=Tone.STRONG)]
    if any(value for _, value in rows):
        blocks.append(Facts(rows=tuple(row for row in rows if row[1])))
    if event.note:
        blocks.append(Prose(text=event.note))
    return blocks + [source_block(passages, event, source) for source in event.sources]


def answer_told(contact: Contact) -> str:
    """The answer in its own words; that there was none, or that nobody says."""
    return answer_of(contact.event) or ("answered; how is not said" if contact.answered is Said.YES else "not known")


def wait_told(wait: Wait | None) -> str:
    """How long an answer took, for people.

    >>> wait_told(Wait(least=3, greatest=33))
    '3 to 33 days'
    >>> wait_told(Wait(least=0, greatest=1)), wait_told(Wait(least=0, greatest=13))
    ('the same day or the next', 'at most 13 days')
    >>> wait_told(Wait(least=1521, greatest=1581))
    '1,521 to 1,581 days (about 4.2 to 4.3 years)'
    """
    if wait is None:
        return "not known"
    if wait.is_backwards:
        return "the answer is dated before the report"
    if wait.greatest is None:
        return f"at least {counted(wait.least, 'day')}"
    if wait.least == wait.greatest:
        return "the same day" if wait.least == 0 else counted(wait.least, "day") + _years(wait.least, wait.least)
    if wait.least == 0:
        days = f"at most {wait.greatest:,} days{_years(wait.greatest, wait.greatest)}"
        return "the same day or the next" if wait.greatest == 1 else days
    return f"{wait.least:,} to {wait.greatest:,} days{_years(wait.least, wait.greatest)}"


def _years(least: int, greatest: int) -> str:
    if least < 2 * _DAYS_OF_YEAR:
        return ""
    low, high = f"{least / _DAYS_OF_YEAR:.1f}", f"{greatest / _DAYS_OF_YEAR:.1f}"
    return f" (about {low} years)" if low == high else f" (about {low} to {high} years)"


def _acted(contact: Contact) -> str:
    told = contact.acted_on.value
    return "partly: something was done, and something was missed" if contact.acted_on is Said.PARTLY else told


def _rates(listed: Sequence[Contact], threshold: int, is_alone: bool) -> Section:
    whole = overall(listed, threshold)
    blocks: list[Block] = [
        Prose(
            text=f"A rate is told from {threshold} contacts on of which something is known. Of each the count stands "
            "first, then the share with its 95 % interval (Wilson 1927): how far chance alone could move a share of so "
            "few. It says nothing of who is missing from the list."
        ),
        Prose(
            text=f"“Too few to say”: fewer than {threshold}, or one person alone. “Not told”: the total and the other "
            "groups would give a hidden number back." + ("" if is_alone else STAND_BELOW),
            tone=Tone.SOFT,
        ),
        _grid("All contacts", [whole]),
    ]
    for grouping in GROUPINGS:
        table = rate_table(listed, grouping, threshold)
        blocks.append(_grid(table.title, table.rows, OVERLAP if table.is_overlapping else ""))
    return Section(title="In numbers", begins_page=True, blocks=tuple(blocks))


def _grid(title: str, rows: Sequence[RateRow], note: str = "") -> Grid:
    """A table of rates. Groups of which nothing at all can be told stand in one line together, named below."""
    silent = [row for row in rows if row.contacts is None and all(rate.silence for rate in row.rates.values())]
    if len(silent) > 1:
        first, names = silent[0], "; ".join(row.group for row in silent)
        together = RateRow(group=f"{len(silent)} groups", contacts=None, silence=first.silence, rates=first.rates)
        rows = [*(row for row in rows if row not in silent), together]
        note = f"Of these nothing can be told: {names}. {note}".strip()
    return Grid(
        title=title,
        columns=("Group", "Contacts", *(measure.value.capitalize() for measure in Measure)),
        rows=tuple((row.group, _size(row), *(rate_told(row.rates[measure]) for measure in Measure)) for row in rows),
        numbers=(1,),
        widths=(5, 3, 6, 6, 6),
        note=note,
    )


def _size(row: RateRow) -> str:
    if row.contacts is None:
        return "too few to say" if row.silence is Silence.TOO_FEW else "not told"
    return str(row.contacts)


def rate_told(rate: Rate) -> str:
    r"""A rate for people.

    >>> rate_told(Rate(yes=9, known=12, interval=(0.468, 0.911)))
    '9 of 12 known (75\xa0%; 47 to 91\xa0%)'
    """
    if rate.silence is Silence.TOO_FEW:
        return "too few to say"
    if rate.silence is Silence.RECKONED:
        return "not told"
    if not rate.known:
        return "not known of any"
    low, high = (round(100 * bound) for bound in rate.interval)
    partly = f", {rate.partly} partly" if rate.partly else ""
    share = round(100 * rate.yes / rate.known)
    return f"{rate.yes} of {rate.known} known{partly} ({share}\u00a0%; {low} to {high}\u00a0%)"


_COLUMNS = (
    *("no", "title", "date_said", "date_edtf", "reported_by", "reporter_group", "about", "about_group", "told_to"),
    *("answered", "answer", "answered_on_edtf", "days_least", "days_greatest", "outcome", "acted_on", "believed"),
    *("certainty", "sources"),
)


def _sheets(
    project: Project, listed: Sequence[Contact], threshold: int, passages: Passages, without_contacts: bool
) -> tuple[Sheet, ...]:
    rates = [("all", overall(listed, threshold))]
    rates += [(way.title, row) for way in GROUPINGS for row in rate_table(listed, way, threshold).rows]
    sheet = Sheet(
        columns=(
            "grouping",
            "group",
            "contacts",
            "measure",
            "yes",
            "partly",
            "known",
            "share",
            "low_95",
            "high_95",
            "silence",
        ),
        rows=tuple(
            (
                way,
                row.group,
                "" if row.contacts is None else str(row.contacts),
                measure.value,
                *_figures(row.rates[measure]),
            )
            for way, row in rates
            for measure in Measure
        ),
        name="" if without_contacts else "rates",
    )
    if without_contacts:
        return (sheet,)
    rows = tuple(_row(number, contact, passages) for number, contact in enumerate(listed, 1))
    return Sheet(columns=_COLUMNS, rows=rows), sheet, tapes_sheet(project, passages.used)


def _row(number: int, contact: Contact, passages: Passages) -> tuple[str, ...]:
    event, wait = contact.event, contact.wait
    return (
        *(str(number), event.title, event.date_words, event.date, _names(contact.reporters)),
        *(_groups(contact.reporters), _names(contact.about), _groups(contact.about), _names(contact.institutions)),
        *(contact.answered.value, event.answer, event.answered_on),
        *("" if wait is None or wait.is_backwards else str(wait.least),),
        *("" if wait is None or wait.greatest is None else str(wait.greatest),),
        *(event.outcome, contact.acted_on.value, contact.believed.value, event.certainty.value),
        " | ".join(_sources(event, passages)),
    )


def _figures(rate: Rate) -> tuple[str, ...]:
    if rate.silence:
        return ("", "", "", "", "", "", rate.silence.value)
    if not rate.known:
        return ("0", "0", "0", "", "", "", "")
    shares = (rate.yes / rate.known, *rate.interval)
    return (str(rate.yes), str(rate.partly), str(rate.known), *(f"{share:.4f}" for share in shares), "")


def _sources(event: Event, passages: Passages) -> list[str]:
    return [passages.told(one.quote) if one.quote else one.document for one in event.sources]


def _names(parties: Sequence[Party]) -> str:
    return ", ".join(party.name for party in parties) or "not said"


def _groups(parties: Sequence[Party]) -> str:
    return ", ".join(dict.fromkeys(party.group for party in parties if party.group))

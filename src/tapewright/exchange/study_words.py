"""What every format of a study's report says in the same words."""

from __future__ import annotations

from tapewright.errors import UsageError
from tapewright.exchange import annotated_words as told
from tapewright.model.annotated import MadeFrom
from tapewright.model.studyreport import Passage, StudyReport
from tapewright.timing import write_clock, write_seconds
from tapewright.timing.edtf import read_edtf, say_edtf
from tapewright.words.counted import counted

REPORT_LANGUAGE = "en"
CONTENTS_TITLE = "Contents"
READS_NOW = "The transcript reads now:"
DATA_COLUMNS = ("name", "value")


def title_of(report: StudyReport) -> str:
    """``Institution ledger: Nine years``."""
    return f"{report.kicker}: {report.title}"


def heading(report: StudyReport) -> str:
    """One line for the head of every page: what it is about, and of which day."""
    day = day_told(report.made_from.when)
    return told.short_title(report) + (f" · {day}" if day else "")


def state_rows(made: MadeFrom) -> list[tuple[str, str]]:
    """On which state of the project it was made, for people; nothing where nothing was ever done."""
    if not made.transaction:
        return []
    clock = f", {made.when[11:16]} UTC" if len(made.when) > 16 else ""
    when = f"{day_told(made.when)}{clock}"
    return [
        ("State", f"{when}; {told.state_told(made)} in the project’s history"),
        ("History digest", made.digest),
    ]


def day_told(when: str) -> str:
    """A day of ISO 8601 for people; what is none stays as it is.

    >>> day_told("2026-11-26T09:56:00Z"), day_told("yesterday")
    ('26 November 2026', 'yesterday')
    """
    try:
        return say_edtf(read_edtf(when[:10])) if when else ""
    except UsageError:
        return when


def contents(report: StudyReport) -> list[str]:
    """The titles of the sections; none where there are too few to need them."""
    titles = [section.title for section in report.sections if section.level == 1]
    return titles if len(titles) > 2 else []


def place_told(passage: Passage) -> str:
    """``T017 01:42:11:00–01:42:14:09, MARIAN (3.4 s)``; ``T017 about 01:42:11, MARIAN`` where the time is reckoned."""
    place = passage.source.place
    if passage.is_reckoned:
        return f"{place.span.tape} {timecode_told(passage)}" + (f", {place.speaker}" if place.speaker else "")
    length = f" ({write_seconds(passage.length, decimals=1)} s)" if passage.length else ""
    return told.place_told(passage.source) + length


def timecode_told(passage: Passage) -> str:
    """Where it begins: ``01:42:11:00``; ``about 01:42:11`` where the time is reckoned, so that no frame is claimed."""
    timecode = passage.source.place.timecode
    if not passage.is_reckoned:
        return timecode
    return f"about {timecode.rpartition(':')[0] or timecode}"


def heard_told(passage: Passage) -> str:
    """Who has listened to it, or that nobody has; that there is nothing here to listen to."""
    if not passage.source.file and not passage.source.heard_by:
        return "as the transcript has it; the recording is not here"
    return told.heard_told(passage.source)


def passages_of(report: StudyReport) -> list[Passage]:
    """Its passages in order."""
    return [block for section in report.sections for block in section.blocks if isinstance(block, Passage)]


def plays_told(report: StudyReport) -> str:
    """What a page says of its links to recordings; empty where it has none."""
    if not any(one.source.file for one in passages_of(report)):
        return ""
    return "A place that is a link plays on the machine on which its recording lies; elsewhere, go by tape and time."


def sound_told(report: StudyReport) -> str:
    """How much sound lies in the file; empty for none."""
    held = [one for one in passages_of(report) if one.sound]
    if not held:
        return ""
    length = write_clock(sum(one.length for one in held), decimals=0)
    return (
        f"The sound of {counted(len(held), 'moment')} lies in this file, {length} in all. Whoever has it can hear it."
    )


def about_rows(report: StudyReport) -> list[tuple[str, str]]:
    """The front page as names and values, for those who read only the tables."""
    rows = [("report", report.kicker), ("title", report.title), *report.facts]
    rows += [("to know", remark) for remark in report.remarks]
    return rows + [("about", paragraph) for paragraph in report.about]

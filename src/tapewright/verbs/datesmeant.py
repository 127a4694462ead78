"""What words that are no EDTF mean as a date: what a person is asked about, and what a table's cells are read as."""

from __future__ import annotations

import re
from dataclasses import replace

from tapewright.errors import UsageError
from tapewright.study.mentions.finding import find_mentions
from tapewright.study.mentions.mention import Mention, MentionKind
from tapewright.timing.datewriting import Meant, written_date
from tapewright.timing.edtf import Edtf, read_edtf, say_edtf

_NUMBERS = re.compile(r"\d[./-]\d")
_IN = re.compile(r"^(?:in|on|at|during) ", re.IGNORECASE)
_TURNED = re.compile(r"\b(?:before|after|since|until|till|not|later|earlier|from|by)\b|\d/\d", re.IGNORECASE)
"""Behind such a word, and in a stretch that is none, the date that is named is not the one that is meant."""


def meant_by(text: str) -> Meant:
    """The EDTF that words like ``June 1978`` seem to mean; two where nobody can say whether the day comes first.

    Where a date is only a part of what is said, it is told as long as the whole lies in it: Whitsun 1978 in 1978.
    """
    written = written_date(text)
    if written.dates or _TURNED.search(text):
        return written
    found = _said_in(text)
    return replace(written, dates=(found.date,)) if found else written


def meant_whole(text: str, *, month_first: bool) -> str:
    """The EDTF that all of the words mean; empty where they mean none, or more than the date that is named in them.

    >>> meant_whole("4/6/84", month_first=True), meant_whole("the 1980s", month_first=True)
    ('1984-04-06', '198X')
    >>> meant_whole("Whitsun 1978", month_first=True)
    ''
    """
    if written := written_date(text, month_first=month_first).dates:
        return written[0]
    plain = " ".join(text.split())
    found = None if _NUMBERS.search(plain) else _said_in(plain)
    return found.date if found and found.words == _IN.sub("", plain) else ""


def date_of_text(text: str) -> Edtf:
    """The date of a text that has to be EDTF. UsageError, which offers what it seems to mean, for another."""
    plain = " ".join(text.split())
    try:
        return read_edtf(plain)
    except UsageError as error:
        meant = meant_by(plain)
        if not meant.dates:
            raise
        raise UsageError(error.message, hint=f"did you mean {told_meanings(meant)}?") from error


def why_no_date(text: str, meant: Meant) -> str:
    """What is wrong with a text that is no EDTF; empty for words, of which nobody thought that they are."""
    if meant.why:
        return meant.why
    if meant.dates and text.strip("0123456789-"):
        return ""
    if written_date(text).dates:
        return ""
    try:
        read_edtf(text)
    except UsageError as error:
        return str(error.__cause__ or error.message)
    return ""


def told_meanings(meant: Meant) -> str:
    """The dates with what they say, once where they are the same: ``1978-06 (June 1978) or 1978``."""
    told = ((date, say_edtf(date)) for date in meant.dates)
    return " or ".join(date if said == date else f"{date} ({said})" for date, said in told)


def _said_in(text: str) -> Mention | None:
    found = find_mentions([text.split()])
    if len(found) != 1 or found[0].kind is not MentionKind.ABSOLUTE or not found[0].date[:4].strip("X"):
        return None
    return found[0]

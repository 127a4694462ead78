"""JSON from outside: parsed with everything refused that only breaks programs."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from typing import Any

from tapewright.errors import InputError
from tapewright.exchange.encoding import decode
from tapewright.timing import nearest

LATEST_SECOND = 10**7
"""Some 115 days: a time behind it was never meant in seconds."""


def parsed(data: bytes, *, name: str) -> Any:
    """The JSON value of a file. InputError with line and column for what is not JSON, or nested without end."""
    text = decode(data, name=name).text
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}",
            place=name,
            hint="was the file cut short?",
        ) from error
    except (RecursionError, ValueError) as error:
        raise InputError("not JSON of a transcript: nested too deep or a number too long", place=name) from error


def number(value: object) -> float | None:
    """A finite number of a plausible size, out of a number or its text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) and abs(found) < LATEST_SECOND else None


def share(confidence: float | None) -> int | None:
    """A confidence from 0 to 1 in whole 254ths, as words keep it."""
    return None if confidence is None else max(0, min(254, nearest(Fraction(confidence) * 254)))


def records(value: object) -> list[dict[str, Any]]:
    """The objects of a list; nothing for anything else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text_of(value: object) -> str:
    """A string, or nothing."""
    return value if isinstance(value, str) else ""

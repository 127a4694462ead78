"""Where help is, by country: entries with source and date, out of our own file and the project's."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from tapewright.errors import InputError, UsageError
from tapewright.verbs.project import Project

FILE = "helplines.toml"
"""Our own file beside this module, and the name of a project's own in its folder."""

_YEAR = datetime.timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLine:
    """A service. ``checked`` is the day (ISO 8601) on which it was held against ``source``, ``how`` says in which way.

    ``country`` is its two letters. ``contact`` is what one calls or writes to.
    """

    country: str
    service: str
    purpose: str
    contact: str
    web: str = ""
    hours: str = ""
    source: str = ""
    checked: str = ""
    how: str = ""

    def is_stale(self, on: str) -> bool:
        """Whether its check is older than a year on a day (ISO 8601), or was never made."""
        try:
            return datetime.date.fromisoformat(on[:10]) - datetime.date.fromisoformat(self.checked) > _YEAR
        except ValueError:
            return not self.checked or bool(on)


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLines:
    """All of them. ``countries`` are names by two letters; ``general`` holds anywhere."""

    general: str
    countries: dict[str, str]
    entries: tuple[HelpLine, ...]

    def of(self, country: str) -> tuple[HelpLine, ...]:
        """The services of a country, in the order of the file."""
        return tuple(entry for entry in self.entries if entry.country == country)


def help_lines(project: Project) -> HelpLines:
    """Our own, and over them those of the project. InputError for a project's file that cannot be read."""
    own = _read(resources.files("tapewright.verbs").joinpath(FILE).read_text("utf-8"), FILE)
    path = Path(project.root) / FILE
    if not path.is_file():
        return own
    try:
        theirs = _read(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"it cannot be read: {error}", place=str(path)) from error
    taken = {(entry.country, entry.service.casefold()) for entry in theirs.entries}
    kept = tuple(entry for entry in own.entries if (entry.country, entry.service.casefold()) not in taken)
    return HelpLines(
        general=theirs.general or own.general,
        countries=own.countries | theirs.countries,
        entries=(*theirs.entries, *kept),
    )


def chosen(lines: HelpLines, wanted: Sequence[str]) -> list[str]:
    """The countries that somebody asked for, by two letters; all of them where nobody asked.

    UsageError for a country of which nothing is known.
    """
    asked = [one.strip().upper() for text in wanted for one in text.split(",") if one.strip()]
    asked = ["GB" if one == "UK" else one for one in asked]
    for one in asked:
        if one not in lines.countries:
            hint = f"known are {', '.join(lines.countries)}; a file {FILE} in the project adds others"
            raise UsageError(f"no help is known for the country {one[:20]!r}", hint=hint)
    return list(dict.fromkeys(asked)) or list(lines.countries)


def _read(text: str, place: str) -> HelpLines:
    try:
        data: dict[str, Any] = tomllib.loads(text)
        return HelpLines(
            general=" ".join(str(data.get("general", "")).split()),
            countries={str(code): str(name) for code, name in data.get("countries", {}).items()},
            entries=tuple(HelpLine(**{key: str(value) for key, value in entry.items()}) for entry in data["entry"]),
        )
    except (tomllib.TOMLDecodeError, TypeError, KeyError, AttributeError) as error:
        raise InputError(
            f"it is no list of help lines: {error}",
            place=place,
            hint="each [[entry]] has country, service, purpose, contact",
        ) from error

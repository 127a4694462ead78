"""Groups of speakers: a closed list, so that a typing error does not make a group of its own."""

from __future__ import annotations

import difflib

from tapewright.errors import NotFoundError
from tapewright.verbs.project import SETTINGS, Project


def checked_group(project: Project, name: str) -> str:
    """A group as the settings write it. NotFoundError names the nearest and all that there are."""
    groups = project.settings.groups
    plain = " ".join(name.split())
    if not plain:
        return ""
    for group in groups:
        if group.casefold() == plain.casefold():
            return group
    by_key = {group.casefold(): group for group in groups}
    near = [by_key[key] for key in difflib.get_close_matches(plain.casefold(), by_key, n=3, cutoff=0.5)]
    nearest = f"near it: {', '.join(near)}; " if near else ""
    raise NotFoundError(
        f"there is no group {plain[:60]!r}",
        hint=f"{nearest}the groups are {', '.join(groups) or '(none)'}; `groups` in {SETTINGS} holds them",
    )

"""Groups of speakers: a closed list, so that a typing error does not make a group of its own."""

from __future__ import annotations

from tapewright.errors import NotFoundError
from tapewright.verbs.project import SETTINGS, Project
from tapewright.words.near import near


def checked_group(project: Project, name: str) -> str:
    """A group as the settings write it. NotFoundError names the nearest and all that there are."""
    groups = project.settings.groups
    plain = " ".join(name.split())
    if not plain:
        return ""
    for group in groups:
        if group.casefold() == plain.casefold():
            return group
    alike = near(plain, groups, least=0.5)
    nearest = f"near it: {', '.join(alike)}; " if alike else ""
    raise NotFoundError(
        f"there is no group {plain[:60]!r}",
        hint=f"{nearest}the groups are {', '.join(groups) or '(none)'}; `groups` in {SETTINGS} holds them",
    )

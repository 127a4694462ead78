"""The language that is spoken on the tapes of a project, as far as proof knows it."""

from __future__ import annotations

from tapewright.proof.language import PLAIN, Language, language_of
from tapewright.verbs.project import Project


def spoken_language(project: Project) -> Language:
    """The words of the language that the settings name; ``PLAIN``, which knows none, where there is no file for it."""
    return language_of(project.settings.language) or PLAIN

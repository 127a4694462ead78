"""The language that is spoken on the tapes of a project, as far as proof knows it, and the names that are said."""

from __future__ import annotations

from tapewright.proof.language import PLAIN, Language, language_of
from tapewright.verbs.project import Project
from tapewright.words.normal import normal_words


def spoken_language(project: Project) -> Language:
    """The words of the language that the settings name; ``PLAIN``, which knows none, where there is no file for it."""
    return language_of(project.settings.language) or PLAIN


def spoken_names(project: Project) -> frozenset[str]:
    """The normal words of the names that the settings list, in every right way to write them."""
    return frozenset(
        word for name in project.settings.names for written in name.written for word in normal_words(written)
    )

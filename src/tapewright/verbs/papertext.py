"""The text of a paper edit as a person types it: written whole, over exactly the text that they had before them."""

from __future__ import annotations

from tapewright.errors import ConflictError, UsageError
from tapewright.verbs.edit import EditDone
from tapewright.verbs.paperfile import digest_of, named_paper, read_text, replace_text
from tapewright.verbs.project import Project

LONGEST_TEXT = 8_000_000
"""Most characters of a paper edit that is typed: forty novels. More is a file of something else."""


def write_text(project: Project, name: str, text: str, *, expected: str) -> EditDone:
    """Put a text in the place of a paper edit's, whatever is in it: half a sentence of Markdown is one, too.

    ``expected`` is the digest of the text that it was made from. ConflictError where the file is another one by now;
    then nothing is written. UsageError for a text that no file can hold.
    """
    if len(text) > LONGEST_TEXT:
        raise UsageError(f"a text of {len(text):,} characters is no paper edit", hint="keep it in parts")
    path = named_paper(project, name)
    before = read_text(path)
    if digest_of(before) != expected:
        raise ConflictError(
            f"{path.name} is not as you saw it; nothing was written", hint="see what was changed, and choose"
        )
    if text != before:
        replace_text(path, before, text)
    return EditDone(path=path, before=before, after=text)

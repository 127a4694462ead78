"""The codes that are here, where others come in: which of them is meant, and a place for those that are new."""

from __future__ import annotations

from dataclasses import replace

from tapewright.exchange.study_file import FileCode, FileCodebook
from tapewright.model import Code, Codebook, CodebookId, CodeId
from tapewright.store import Change
from tapewright.verbs.project import Project
from tapewright.verbs.studyout import StudyGuids


class CodeShelf:
    """The codebooks and codes that are here, by GUID; ``by_name``: by name and place too, as tables have them."""

    def __init__(self, project: Project, guids: StudyGuids, *, by_name: bool) -> None:
        self.by_name = by_name
        store = project.store
        self._books = guids.known("codebook", store.codebooks())
        self._codes = guids.known("code", store.codes())
        self._places = {(code.codebook, code.parent, code.name): code for code in self._codes.values()}
        self.keys = {code.key for code in self._codes.values() if code.key}
        self._ranks: dict[tuple[int, int | None], int] = {}
        for code in self._codes.values():
            place = (code.codebook, code.parent)
            self._ranks[place] = max(self._ranks.get(place, 0), code.rank + 1)

    def codebook(self, book: FileCodebook) -> Codebook | None:
        """The codebook that is meant: itself, or the one in which its codes are already."""
        if (known := self._books.get(book.guid)) is not None:
            return known
        theirs = next((self._codes[one.guid].codebook for one in book.codes if one.guid in self._codes), None)
        for one in self._books.values():
            if one.id == theirs or (self.by_name and one.name == book.name):
                return one
        return None

    def code(self, wanted: Code) -> Code | None:
        """The code that is meant."""
        if (known := self._codes.get(wanted.guid)) is not None or not self.by_name:
            return known
        return self._places.get((wanted.codebook, wanted.parent, wanted.name))

    def put(self, pen: Change, code: Code) -> Code:
        """A new code, last among its siblings."""
        place = (code.codebook, code.parent)
        stored = pen.add(replace(code, rank=self._ranks.get(place, 0)))
        self._ranks[place] = stored.rank + 1
        if stored.key:
            self.keys.add(stored.key)
        return stored


def wanted_code(one: FileCode, codebook: CodebookId, parent: CodeId | None, *, is_used: bool = False) -> Code:
    """A code of a file as one of the project, not stored yet; whatever is coded with is no heading."""
    return Code(
        codebook=codebook,
        parent=parent,
        name=one.name,
        definition=one.definition,
        use_when=one.use_when,
        not_when=one.not_when,
        example=one.example,
        source=one.source,
        colour=one.colour,
        key=one.key,
        is_codable=one.is_codable or is_used,
        guid=one.guid,
    )


def reads_the_same(known: Code, wanted: Code) -> bool:
    """Whether a file says of a code what stands here, or only its name. Keys and places are the project's own."""
    if wanted == Code(codebook=wanted.codebook, parent=wanted.parent, name=known.name, guid=wanted.guid):
        return True
    same = replace(wanted, id=known.id, revision=known.revision, rank=known.rank, key=known.key, guid=known.guid)
    return replace(same, codebook=known.codebook, parent=known.parent) == known

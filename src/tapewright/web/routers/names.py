"""Names and terms: what the recogniser is told before it listens, and what a review looks for."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import Field

from tapewright.errors import UsageError
from tapewright.model.names import KnownName, NameKind
from tapewright.verbs.names import add_names, changed_record, names, record, remove_name, suggested_names
from tapewright.verbs.names import suggested_record as offered_record
from tapewright.web.answers import answer
from tapewright.web.deps import Asked, OpenProject

router = APIRouter(prefix="/api/names", tags=["names"])


class NewName(Asked):
    """A name, what bears it, and what may stand for it."""

    name: str
    kind: str = NameKind.NAME.value
    spellings: list[str] = Field(default_factory=list, max_length=50)
    sounds_like: list[str] = Field(default_factory=list, max_length=50)
    told: bool = True

    def known(self) -> KnownName:
        """The name as the list keeps it."""
        return KnownName(
            name=" ".join(self.name.split()),
            kind=_kind(self.kind),
            spellings=tuple(self.spellings),
            sounds_like=tuple(self.sounds_like),
            is_told=self.told,
        )


@router.get("")
def list_names(project: OpenProject) -> Response:
    """The names that are known beforehand, as `tapewright names list --json` has them."""
    return answer(record(names(project)))


@router.get("/suggested")
def suggested(project: OpenProject) -> Response:
    """Names that are not in the list: of speakers, and what is said often with a capital."""
    return answer(offered_record(suggested_names(project)))


@router.post("")
def add(project: OpenProject, asked: NewName) -> Response:
    """Put a name into the list; one that is there already learns what is new."""
    return answer(changed_record(add_names(project, [asked.known()])))


@router.delete("/{name:path}")
def remove(project: OpenProject, name: str) -> Response:
    """Take a name out of the list, by its name or one of its spellings."""
    return answer(changed_record(remove_name(project, name)))


def _kind(given: str) -> NameKind:
    try:
        return NameKind(given)
    except ValueError as error:
        kinds = ", ".join(kind.value for kind in NameKind)
        raise UsageError(f"nothing of this kind bears a name: {given[:40]!r}", hint=f"one of {kinds}") from error

"""Which reader a file of a study wants: told by what it is, not by what it is called."""

from __future__ import annotations

from pathlib import Path

from tapewright.errors import InputError
from tapewright.exchange.study_file import StudyFile
from tapewright.timing import TimecodeFormat

_HINT = "there are .qdpx, .qde, .qdc, Taguette's .sqlite3, QualCoder's .qda folder, and codings as .csv"


def read_study(path: Path, *, format: TimecodeFormat) -> StudyFile:
    """The study of a file or of QualCoder's folder. InputError for what is none.

    ``format`` is how timecodes in a table count where its own tape does not say.
    """
    folder = path.parent if path.name == "data.qda" and path.is_file() else path
    if folder.is_dir():
        from tapewright.exchange.qualcoder import read_qualcoder

        return read_qualcoder(folder)
    try:
        with path.open("rb") as file:
            head = file.read(4096)
            file.seek(0)
            letters = head.replace(b"\x00", b"")
            if head.startswith(b"PK") or b":project:1.0" in letters:
                from tapewright.exchange.refi_reader import read_qdpx

                return read_qdpx(file, name=path.name)
            if b":codebook:1.0" in letters:
                from tapewright.exchange.refi_codebook import read_qdc

                return read_qdc(file.read(), name=path.name)
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
        raise InputError(reason, place=str(path), hint="look at its name and permissions") from error
    if head.startswith(b"SQLite format 3\x00"):
        from tapewright.exchange.taguette import read_taguette

        return read_taguette(path)
    if path.suffix.lower() in (".csv", ".tsv"):
        from tapewright.exchange.codings_csv import read_codings
        from tapewright.exchange.incoming import read_bytes

        return read_codings(read_bytes(path), name=path.name, format=format)
    if not head:
        raise InputError("the file is empty", place=path.name, hint="export it again where it came from")
    raise InputError("this is no file of a study", place=path.name, hint=_HINT)

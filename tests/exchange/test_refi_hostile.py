"""REFI-QDA files that nobody means well with, or that were cut short: named, counted, never half in, never endless."""

from __future__ import annotations

import io
import stat
import zipfile

import pytest

from tapewright.errors import InputError
from tapewright.exchange import study_file
from tapewright.exchange.refi_codebook import read_qdc
from tapewright.exchange.refi_package import LARGEST_PROJECT
from tapewright.exchange.refi_reader import UNKNOWN_CODER, read_qdpx
from tapewright.exchange.study_file import StudyFile

SPACE = "urn:QDA-XML:project:1.0"
CODE = "11111111-1111-1111-1111-111111111111"
TAPE = "22222222-2222-2222-2222-222222222222"


def zipped(parts: dict[str, bytes | str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def project(inside: str, *, origin: str = "somebody") -> str:
    return f'<Project xmlns="{SPACE}" name="Harbour" origin="{origin}">{inside}</Project>'


def with_text(selections: str, text: bytes | None, *, origin: str = "somebody") -> StudyFile:
    inside = (
        f'<CodeBook><Codes><Code guid="{CODE}" name="quay" isCodable="true"/></Codes></CodeBook><Sources>'
        f'<TextSource guid="{TAPE}" name="talk.txt" plainTextPath="internal://talk.txt">{selections}</TextSource>'
        "</Sources>"
    )
    parts: dict[str, bytes | str] = {"project.qde": project(inside, origin=origin)}
    if text is not None:
        parts["Sources/talk.txt"] = text
    return read(zipped(parts))


def selection(start: object, end: object) -> str:
    return (
        f'<PlainTextSelection guid="33333333-3333-3333-3333-333333333333" startPosition="{start}" endPosition="{end}">'
        f'<Coding guid="44444444-4444-4444-4444-444444444444"><CodeRef targetGUID="{CODE}"/></Coding>'
        "</PlainTextSelection>"
    )


def read(data: bytes) -> StudyFile:
    return read_qdpx(io.BytesIO(data), name="harbour.qdpx")


def reasons(study: StudyFile) -> set[str]:
    return {left.reason for left in study.left}


@pytest.mark.parametrize(
    "name", ["../project.qde", "/etc/project.qde", "sources/../../x.txt", "C:/x.txt", "..\\x.txt", "\\x.txt"]
)
def test_a_part_that_leads_out_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="leads out"):
        read(zipped({"project.qde": project(""), name: "x"}))


def test_a_link_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("project.qde", project(""))
        entry = zipfile.ZipInfo("sources/talk.txt")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    with pytest.raises(InputError, match="is a link"):
        read(made.getvalue())


def test_a_bomb_does_not_unpack() -> None:
    with pytest.raises(InputError, match="unpacks to more"):
        read(zipped({"project.qde": b"<" + b" " * (LARGEST_PROJECT + 10)}))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 and no more", "cut short"),
        (b"not a project", "broken XML"),
        (b"<Project/>", "not <"),
        (b"<Project xmlns='urn:QDA-XML:project:1.0' name='x'><Users>", "broken XML"),
        (zipped({"readme.txt": b"hello"}), "no project.qde"),
        (zipped({"project.qde": b""}), "empty"),
        (zipped({"project.qde": b"<", "other.qde": b"<"}), "2 projects"),
        (zipped({"project.qde": project(""), "PROJECT.QDE": project("")}), "twice"),
    ],
)
def test_what_is_no_project_is_named(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(data)
    assert caught.value.place == "harbour.qdpx"


def test_every_cut_of_a_project_is_refused() -> None:
    whole = zipped({"project.qde": project("<Users/>"), "sources/talk.txt": b"the harbour was quiet" * 50})
    for length in range(0, len(whole) - 1, 7):
        with pytest.raises(InputError):
            read(whole[:length])


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE P [<!ENTITY a "b">]>',
        '<!DOCTYPE P [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE P [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
    ],
)
def test_entities_are_refused(head: str) -> None:
    with pytest.raises(InputError):
        read((head + project("&a;")).encode())


def test_codes_nested_without_end_are_refused_or_counted() -> None:
    inside = "".join(f'<Code guid="g{n}" name="c" isCodable="true">' for n in range(5_000)) + "</Code>" * 5_000
    with pytest.raises(InputError):
        read(project(f"<CodeBook><Codes>{inside}</Codes></CodeBook>").encode())
    shallow = "".join(f'<Code guid="g{n}" name="c" isCodable="true">' for n in range(150)) + "</Code>" * 150
    study = read(project(f"<CodeBook><Codes>{shallow}</Codes></CodeBook>").encode())
    assert study.counts["codes"] + sum(left.count for left in study.left) == 150


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        (0, 5_000, "it lies beyond its text"),
        (-4, 5, "it lies beyond its text"),
        (9, 3, "its times are impossible"),
        (3, 3, "it has no length"),
        ("zero", 3, "its positions are no numbers"),
        ("9" * 5_000, 3, "its positions are no numbers"),
        ("", "", "its positions are no numbers"),
    ],
)
def test_a_selection_that_cannot_be_is_counted(start: object, end: object, reason: str) -> None:
    study = with_text(selection(start, end), b"the harbour was quiet")
    assert study.codings == ()
    assert [(one.what, one.count, one.reason) for one in study.left] == [("coding", 1, reason)]


def test_many_selections_of_everything_are_refused_before_they_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study_file, "MOST_COVERED", 100)
    many = "".join(selection(0, 21).replace("33333333-", f"{n:08d}-") for n in range(9))
    with pytest.raises(InputError, match="cover more text"):
        with_text(many, b"the harbour was quiet")


def test_one_guid_for_thousands_of_codings_is_read_in_one_go() -> None:
    many = "".join(selection(n % 20, 21) for n in range(5_000))
    study = with_text(many, b"the harbour was quiet")
    assert len({coding.guid for coding in study.codings}) == 5_000


def test_positions_are_code_points_behind_a_mark_and_over_emoji_and_line_ends() -> None:
    text = "\ufeffé 🎈🎈\r\nquay".encode()
    study = with_text(selection(6, 10), text)
    assert study.codings[0].place.words == "quay"
    assert study.sources[0].text is not None
    assert not study.sources[0].text.text.startswith("\ufeff")


def test_nvivo_counts_utf16_units() -> None:
    text = "é 🎈🎈\r\nquay".encode()
    study = with_text(selection(8, 12), text, origin="NVivo 14")
    assert study.codings[0].place.words == "quay"


def test_a_text_that_is_missing_leaves_its_codings_counted() -> None:
    study = with_text(selection(0, 3), None)
    assert study.codings == ()
    assert {(one.what, one.count) for one in study.left} == {("text", 1), ("coding", 1)}


def test_wrong_guids_name_one_thing_all_the_same() -> None:
    inside = (
        '<CodeBook><Codes><Code guid="not-a-guid" name="quay" isCodable="true"/>'
        '<Code guid="not-a-guid" name="pier" isCodable="true"/></Codes></CodeBook><Sources>'
        '<AudioSource guid="x" name="a.wav"><AudioSelection guid="y" begin="0" end="1500">'
        '<Coding guid="z"><CodeRef targetGUID="not-a-guid"/></Coding>'
        '<Coding guid="z"><CodeRef targetGUID="not-a-guid"/></Coding>'
        '<Coding guid="w"><CodeRef targetGUID="nothing"/></Coding>'
        '<Coding guid="v"/>'
        "</AudioSelection></AudioSource></Sources>"
    )
    study = read(project(inside).encode())
    assert study.counts["codes"] == 1
    assert len({coding.guid for coding in study.codings}) == 2
    assert {coding.coder for coding in study.codings} == {UNKNOWN_CODER}
    assert {(one.what, one.count, one.reason) for one in study.left} == {
        ("code", 1, "its GUID is that of another code"),
        ("coding", 2, "its code is not in the file"),
    }


@pytest.mark.parametrize("times", ["1,0.5", "nan,nan", "1e9,2e9", "0.0001,2", "99999999999,2"])
def test_a_line_of_ours_that_does_not_fit_is_not_believed(times: str) -> None:
    inside = (
        f'<CodeBook><Codes><Code guid="{CODE}" name="quay" isCodable="true"/></Codes></CodeBook><Sources>'
        f'<AudioSource guid="{TAPE}" name="a.wav"><AudioSelection guid="y" begin="0" end="1500">'
        f"<Description>so\n[tapewright {{&quot;t&quot;: &quot;{times}&quot;, &quot;words&quot;: &quot;other&quot;}}]"
        f'</Description><Coding guid="z"><CodeRef targetGUID="{CODE}"/></Coding></AudioSelection>'
        "</AudioSource></Sources>"
    )
    (coding,) = read(project(inside).encode()).codings
    assert coding.place.interval.end == 1_500 * 705_600
    assert coding.place.words is None
    assert coding.note == "so"


def test_a_codebook_that_is_none_is_named() -> None:
    for data in (b"", b"<CodeBook/>", b"PK", b"<x", b"<CodeBook xmlns='urn:QDA-XML:codebook:1.0'><Codes>"):
        with pytest.raises(InputError):
            read_qdc(data, name="x.qdc")

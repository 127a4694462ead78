"""What other programs write in REFI-QDA and in their own way: comments on sources, line ends counted as one."""

from __future__ import annotations

import io
import itertools
import zipfile

import pytest

from tapewright.exchange.refi_reader import read_qdpx
from tapewright.exchange.refi_text import RefiText
from tapewright.exchange.refi_writer import write_qdpx
from tapewright.exchange.study_file import FileSource, FileText, StudyFile, SyncPoint
from tapewright.model.coding import MemoAbout
from tapewright.timing import from_seconds

SPACE = "urn:QDA-XML:project:1.0"
ROSA, CODE = "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"
TALK, QUAY = "33333333-3333-3333-3333-333333333333", "44444444-4444-4444-4444-444444444444"
LINES = "Zoë: Calm until noon.\r\n\r\nRosa: And then?\r\nZoë: Wind, as ever."


def project(sources: str, *more: str, origin: str = "somebody", parts: dict[str, bytes] | None = None) -> StudyFile:
    made = io.BytesIO()
    xml = (
        f'<Project xmlns="{SPACE}" name="Ferry" origin="{origin}" creatingUserGUID="{ROSA}"'
        f' creationDateTime="2026-11-20T10:00:00+02:00"><Users><User guid="{ROSA}" name="Rosa"/></Users><CodeBook>'
        f'<Codes><Code guid="{CODE}" name="weather" isCodable="true"/></Codes></CodeBook>'
        f"<Sources>{sources}</Sources>{''.join(more)}</Project>"
    )
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("project.qde", xml)
        archive.writestr("sources/talk.txt", LINES.encode())
        for name, data in (parts or {}).items():
            archive.writestr(f"sources/{name}", data)
    made.seek(0)
    return read_qdpx(made, name="ferry.qdpx")


def left(study: StudyFile) -> dict[tuple[str, str], int]:
    return {(one.what, one.reason): one.count for one in study.left}


def test_comments_on_the_project_and_on_its_sources_are_memos() -> None:
    study = project(
        f'<TextSource guid="{TALK}" name="talk" plainTextPath="internal://talk.txt" creatingUser="{ROSA}"'
        ' creationDateTime="2026-11-21T10:00:00Z"><Description>on the quay é</Description></TextSource>'
        f'<AudioSource guid="{QUAY}" name="quay.wav" path="relative:///quay.wav"><Description>windy</Description>'
        '<Transcript guid="55555555-5555-5555-5555-555555555555"><Description>typed twice</Description>'
        "<PlainTextContent>Wind.</PlainTextContent></Transcript></AudioSource>",
        "<Description>all about ferries</Description>",
    )
    assert {(memo.about, memo.target, memo.text, memo.who, memo.when) for memo in study.memos} == {
        (MemoAbout.PROJECT, "", "all about ferries", "Rosa", "2026-11-20T08:00:00Z"),
        (MemoAbout.TAPE, TALK, "on the quay é", "Rosa", "2026-11-21T10:00:00Z"),
        (MemoAbout.TAPE, QUAY, "windy", "unknown coder", ""),
        (MemoAbout.TAPE, QUAY, "typed twice", "unknown coder", ""),
    }
    assert len({memo.guid for memo in study.memos} | {TALK, QUAY}) == 6
    assert study.left == ()


def test_comments_on_what_does_not_come_in_are_counted() -> None:
    study = project(
        f'<PictureSource guid="{TALK}" name="quay.jpg"><Description>low tide</Description></PictureSource>'
        f'<TextSource guid="{QUAY}" name="lost" plainTextPath="internal://lost.txt"><Description>x</Description>'
        "</TextSource>"
    )
    assert study.memos == ()
    assert left(study) == {
        ("comment", "it is about a source that did not come in"): 2,
        ("picture", "a project of tapes has none"): 1,
        ("text", "it is not in the file"): 1,
        ("user", "nothing that came in is by them"): 1,
    }


def test_a_text_that_is_there_only_with_its_layout_is_told_so() -> None:
    study = project(
        f'<TextSource guid="{TALK}" name="talk" richTextPath="internal://talk.docx"><PlainTextSelection guid="{QUAY}"'
        f' startPosition="0" endPosition="3"><Coding guid="{ROSA}"><CodeRef targetGUID="{CODE}"/></Coding>'
        "</PlainTextSelection></TextSource>",
        parts={"talk.docx": b"PK and so on"},
    )
    assert study.sources == ()
    assert left(study)["text", "the file has it only with its layout (.docx), not as plain text"] == 1


def test_a_place_in_a_memo_is_counted() -> None:
    study = project(
        f'<TextSource guid="{TALK}" name="talk" plainTextPath="internal://talk.txt"/>',
        f'<Notes><Note guid="{QUAY}" name="n"><PlainTextContent>look again</PlainTextContent>'
        f'<PlainTextSelection guid="{ROSA}" startPosition="4" endPosition="9"/></Note></Notes>',
    )
    assert left(study) == {
        ("selection", "it is in a memo"): 1,
        ("user", "nothing that came in is by them"): 1,
    }


def chosen(words: str, *, as_one: bool, name: str = "") -> str:
    text = LINES.replace("\r\n", "\n") if as_one else LINES
    at = text.index(words.replace("\r\n", "\n") if as_one else words)
    end = at + len(words.replace("\r\n", "\n") if as_one else words)
    return (
        f'<TextSource guid="{TALK}" name="talk" plainTextPath="internal://talk.txt"><PlainTextSelection guid="{QUAY}"'
        f' name="{name}" startPosition="{at}" endPosition="{end}"><Coding guid="{ROSA}"><CodeRef targetGUID="{CODE}"/>'
        "</Coding></PlainTextSelection></TextSource>"
    )


@pytest.mark.parametrize("origin", ["ATLAS.ti 24.1", "MAXQDA 2022", "somebody"])
@pytest.mark.parametrize("words", ["And then?", "Wind, as ever.", "noon.\r\n\r\nRosa"])
@pytest.mark.parametrize("as_one", [True, False])
def test_a_selection_that_is_called_by_its_words_lies_on_them(origin: str, words: str, as_one: bool) -> None:
    whole = " ".join(words.split())
    for name in (whole, words[:5] + "…", words[:5] + "...") if "\n" not in words else (whole,):
        study = project(chosen(words, as_one=as_one, name=name), origin=origin)
        assert [one.place.words for one in study.codings] == [whole]


def test_without_a_name_line_ends_count_as_the_file_has_them_but_one_in_atlas() -> None:
    for origin, as_one in (("ATLAS.ti 24.1", True), ("MAXQDA 2022", False), ("somebody", False)):
        study = project(chosen("Wind, as ever.", as_one=as_one), origin=origin)
        assert [one.place.words for one in study.codings] == ["Wind, as ever."]


def test_a_text_is_counted_in_one_way_that_most_of_its_selections_tell() -> None:
    """MAXQDA and others may count UTF-16 units; a selection that was renamed tells nothing."""
    text = "Zoë 🌊: Calm 🥐 until noon. Wind."
    found = RefiText(TALK, text, "somebody")
    at = {words: len(text[: text.index(words)].encode("utf-16-le")) // 2 for words in ("Calm", "noon", "Wind")}
    found.settle([(at["Calm"], at["Calm"] + 4, "my favourite"), (at["noon"], at["noon"] + 4, "noon")])
    assert text[found.position(at["Wind"]) :] == "Wind."
    found = RefiText(TALK, text, "somebody")
    found.settle([(text.index("Calm"), text.index("Calm") + 4, "Calm"), (0, 3, "Calm"), (-1, 10**14, "Calm")])
    assert text[found.position(text.index("Wind")) :] == "Wind."
    found.settle([])
    assert found.position(len(text) + 1) == found.position(-1) == -1


def test_utf16_units_are_counted_two_for_what_is_beyond() -> None:
    found = RefiText(TALK, "a🎈b", "NVivo 14")
    assert [found.position(at) for at in range(-1, 6)] == [-1, 0, 1, 1, 2, 3, -1]


def test_what_goes_out_has_what_qualcoders_importer_asks_of_each_part() -> None:
    """By its published source (src/qualcoder/refi.py, October 2026) it ends at a transcript without a name or a date,
    and at relative paths in a project without a base.
    """
    from lxml import etree

    text = FileText(text="Zoë: Wind.\n", points=(SyncPoint(0, 0), SyncPoint(10, 10_000_000)))
    sources = (
        FileSource(guid=TALK, name="talks/Zoë", path="relative:///talk.wav", text=text),
        FileSource(guid=QUAY, name="quay", path="absolute:///far/quay.mp4", is_video=True),
    )
    for given, base in ((sources, "."), (sources[1:], None)):
        made = io.BytesIO()
        study = StudyFile(name="Ferry", format="project", sources=given)
        write_qdpx(made, study, origin="tapewright", when="2026-11-26T10:00:00Z")
        with zipfile.ZipFile(made) as archive:
            root = etree.fromstring(archive.read("project.qde"))
        assert root.get("basePath") == base
        transcripts = root.findall(f".//{{{SPACE}}}Transcript")
        assert [(one.get("name"), one.get("creationDateTime")) for one in transcripts] == [
            ("talks_Zoë", "2026-11-26T10:00:00Z")
        ][: len(given) - 1]


def test_two_sync_points_of_one_time_do_not_take_its_length_from_a_coding() -> None:
    """QualCoder gives each end of a coding the time that stands before it in the text: mostly one time for both."""
    text = "[00:01] Zoë: Calm until noon.\n[00:06] Rosa: And then wind and éclairs."
    places = [
        (text.index(words), text.index(words) + len(words)) for words in ("Calm", "until noon", "wind", "éclairs")
    ]
    stamps = [(at, 1000 if at < text.index("Rosa") else 6000) for span in places for at in span]
    points = "".join(
        f'<SyncPoint guid="0000000{n}-0000-0000-0000-000000000000" position="{at}" timeStamp="{ms}"/>'
        for n, (at, ms) in enumerate(stamps)
    )
    selections = "".join(
        f'<TranscriptSelection guid="1000000{n}-0000-0000-0000-000000000000" name="quay.wav.transcribed"'
        f' fromSyncPoint="0000000{2 * n}-0000-0000-0000-000000000000"'
        f' toSyncPoint="0000000{2 * n + 1}-0000-0000-0000-000000000000">'
        f'<Coding guid="2000000{n}-0000-0000-0000-000000000000"><CodeRef targetGUID="{CODE}"/></Coding>'
        "</TranscriptSelection>"
        for n in range(len(places))
    )
    study = project(
        f'<AudioSource guid="{QUAY}" name="quay.wav" path="relative:///quay.wav"><Transcript guid="{TALK}">'
        f'<PlainTextContent>{text}</PlainTextContent><SyncPoint guid="{ROSA}" position="0" timeStamp="0"/>'
        f"{points}{selections}</Transcript></AudioSource>"
    )
    assert [one.place.words for one in study.codings] == ["Calm", "until noon", "wind", "éclairs"]
    assert [one.place.positions for one in study.codings] == places
    intervals = [one.place.interval for one in study.codings]
    assert not any(one.is_empty for one in intervals)
    for before, after in itertools.pairwise(intervals):
        assert before.end <= after.start
    assert from_seconds(1) <= intervals[0].start
    assert intervals[1].end <= from_seconds(6) <= intervals[2].start


def test_a_case_without_a_name_that_only_carries_values_is_no_case() -> None:
    """MAXQDA and Quirkos hang the variables of a document on such a case, one for each document."""
    value = f'<VariableValue><VariableRef targetGUID="{QUAY}"/><TextValue>yes</TextValue></VariableValue>'
    study = project(
        f'<TextSource guid="{TALK}" name="talk" plainTextPath="internal://talk.txt" creatingUser="{ROSA}"/>',
        f'<Cases><Case guid="{QUAY}">{value}<SourceRef targetGUID="{TALK}"/></Case>'
        f'<Case guid="{CODE}" name="Zoë">{value}<SourceRef targetGUID="{TALK}"/></Case>'
        f'<Case guid="{ROSA}"><Description>a passenger</Description><SourceRef targetGUID="{TALK}"/></Case></Cases>',
    )
    assert [(case.name, case.note) for case in study.cases] == [("Zoë", ""), ("(no name)", "a passenger")]
    assert left(study) == {
        ("case", "it has no name and only carries the values of a source"): 1,
        ("user", "nothing that came in is by them"): 1,
        ("value of a variable", "a project of tapes has none"): 2,
    }


def test_texts_beside_a_project_are_read_in_utf8_and_utf16_and_what_is_neither_is_told() -> None:
    sources = f'<TextSource guid="{TALK}" name="talk" plainTextPath="internal://other.txt"/>'
    notes = f'<Notes><Note guid="{QUAY}" name="n" plainTextPath="internal://note.txt"/></Notes>'
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        parts = {"other.txt": "Zoë left".encode(encoding), "note.txt": "Zoë again".encode(encoding)}
        study = project(sources, notes, parts=parts)
        assert study.sources[0].text is not None
        assert (study.sources[0].text.text, study.memos[0].text) == ("Zoë left", "Zoë again")
        assert study.remarks == ()
    study = project(sources, parts={"other.txt": "Zoë ate an éclair".encode("cp1252")})
    assert study.remarks == ("talk: 2 letters could not be read; its text is not in UTF-8",)

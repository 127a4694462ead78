"""Codings of a text without times lie where its words are heard, or are left with the reason; never somewhere else."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tapewright.exchange.text_laying import LaidText
from tapewright.model import Code, Codebook, Coding, HeardBy, TapeId
from tapewright.model.provenance import HEARD_BY
from tapewright.testing.harbour import harbour_project
from tapewright.timing import Ticks, TimecodeFormat, frame_rate
from tapewright.verbs.places import quote_of, read_span
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.studyexchange import StudyImported, export_study, import_study
from tapewright.verbs.studyplaces import NOT_SAID, OTHER_TEXT, UNHEARD

PAL = TimecodeFormat(frame_rate("25"))
CODE = "11111111-1111-1111-1111-111111111111"

TYPED = """\
Interview, first part

Q: Did you see the boats at night?
M: No, I did not see boats. I saw lights on the water.
M: The harbor was quiet that year and nobody asked us until the boats came back.
[a door]
Q: Were you afraid of your brother?
M: Never. I was afraid of the storm. I think he was afraid of me.
"""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with harbour_project(tmp_path / "harbour", PAL) as made:
        yield made


def coded(folder: Path, text: str, *passages: str) -> Path:
    """A study of a typed text in which each passage is coded."""
    selections = "".join(
        f'<PlainTextSelection guid="3333333{n}-3333-3333-3333-333333333333" startPosition="{text.index(passage)}" '
        f'endPosition="{text.index(passage) + len(passage)}"><Coding guid="4444444{n}-4444-4444-4444-444444444444">'
        f'<CodeRef targetGUID="{CODE}"/></Coding></PlainTextSelection>'
        for n, passage in enumerate(passages)
    )
    inside = (
        f'<CodeBook><Codes><Code guid="{CODE}" name="quay" isCodable="true"/></Codes></CodeBook><Sources>'
        f'<TextSource guid="22222222-2222-2222-2222-222222222222" name="typed.txt" plainTextPath="internal://t.txt">'
        f"{selections}</TextSource></Sources>"
    )
    path = folder / "typed.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", f'<Project xmlns="urn:QDA-XML:project:1.0" name="x">{inside}</Project>')
        archive.writestr("sources/t.txt", text)
    return path


def reasons(done: StudyImported) -> dict[str, int]:
    return {one.reason: one.count for one in done.left if one.what == "coding"}


def test_a_typed_text_is_laid_on_what_is_heard(project: Project, tmp_path: Path) -> None:
    path = coded(tmp_path, TYPED, "I did not see boats", "nobody asked us until", "harbor", "[a door]")
    done = import_study(project, path, tapes={"typed.txt": "T001"})
    found = {coding.quote.text: quote_of(project, coding.quote.span).text for coding in project.store.codings()}
    assert found == {
        "I did not see boats": "I did not see the boats.",
        "nobody asked us until": "nobody asked us until",
        "harbor": "harbour",
        "[a door]": "",
    }
    assert reasons(done) == {}
    assert [one.reason for one in done.left if one.what == "transcript"] == ["its tape has one already"]


def test_a_passage_that_is_not_on_the_tape_is_left(project: Project, tmp_path: Path) -> None:
    text = f"{TYPED}M: And then I moved to the town and opened a shop for radios.\n"
    done = import_study(project, coded(tmp_path, text, "opened a shop"), tapes={"typed.txt": "T001"})
    assert reasons(done) == {NOT_SAID: 1}


def test_another_text_is_not_laid_anywhere(project: Project, tmp_path: Path) -> None:
    text = "The bus to the market leaves at nine and the driver was never late. I did not see the boats at all.\n"
    done = import_study(project, coded(tmp_path, text, "see the boats"), tapes={"typed.txt": "T001"})
    assert reasons(done) == {OTHER_TEXT: 1}
    assert project.store.codings() == []


def test_a_recording_that_nobody_has_transcribed_is_not_guessed_at(project: Project, tmp_path: Path) -> None:
    with project.store.change("another tape") as pen:
        pen.add_tape(replace(project.store.tape(TapeId("T001")), id=TapeId("T003"), title="T003"))
    done = import_study(project, coded(tmp_path, TYPED, "nobody asked us until"), tapes={"typed.txt": "T003"})
    assert reasons(done) == {UNHEARD: 1}
    assert project.store.transcript(TapeId("T003")) is None


def test_a_text_that_went_out_and_was_coded_elsewhere_comes_back_to_the_word(project: Project, tmp_path: Path) -> None:
    with project.store.change("study") as pen:
        book = pen.add(Codebook(name="Signs"))
        code = pen.add(Code(codebook=book.id, name="boats"))
        pen.add(Coding(code=code.id, quote=quote_of(project, read_span(project, "T001@1.5,6.3")), coder="Rosa"))
    written = export_study(project)
    with zipfile.ZipFile(written.path) as archive:
        name = next(part for part in archive.namelist() if b"lights" in archive.read(part) and "sources" in part)
        text, xml = archive.read(name).decode(), archive.read("project.qde").decode()
        texts = {part: archive.read(part) for part in archive.namelist() if part != "project.qde"}
    start = text.index("lights on")
    guid = next(line.split('guid="')[1][:36] for line in xml.splitlines() if 'name="boats"' in line)
    added = (
        f'<TextSource guid="22222222-2222-2222-2222-222222222222" plainTextPath="internal://{name.split("/")[1]}">'
        f'<PlainTextSelection guid="33333333-3333-3333-3333-333333333333" startPosition="{start}" '
        f'endPosition="{start + 9}"><Coding guid="44444444-4444-4444-4444-444444444444">'
        f'<CodeRef targetGUID="{guid}"/></Coding></PlainTextSelection></TextSource></Sources>'
    )
    back = tmp_path / "back.qdpx"
    with zipfile.ZipFile(back, "w") as archive:
        archive.writestr("project.qde", xml.replace("</Sources>", added))
        for part, data in texts.items():
            archive.writestr(part, data)
    done = import_study(project, back)
    assert done.brought == {"codings": 1}
    new = project.store.codings()[-1].quote
    words = [word for turn in project.store.turns_in(TapeId("T001"), new.span.interval) for word in turn.words]
    lights, on = (next(word for word in words if word.text == text) for text in ("lights", "on"))
    assert (new.span.interval.start, new.span.interval.end) == (lights.start, on.end)


@pytest.mark.parametrize("heard_by", list(HeardBy))
def test_who_heard_a_transcript_goes_along(project: Project, tmp_path: Path, heard_by: HeardBy) -> None:
    old = project.store.transcript(TapeId("T001"))
    assert old is not None
    with project.store.change("study") as pen:
        made = replace(old.provenance, settings={HEARD_BY: heard_by.value})
        pen.add_transcript(replace(old, provenance=made))
        pen.add(Codebook(name="Signs"))
    with new_project(tmp_path / "bare", title="Bare") as bare:
        import_study(bare, export_study(project).path)
        new = bare.store.transcript(TapeId("T001"))
        assert new is not None
        assert new.provenance.heard_by is heard_by


def test_words_between_known_ones_are_placed_and_words_far_from_any_are_not(project: Project) -> None:
    transcript = project.store.transcript(TapeId("T001"))
    assert transcript is not None
    words = transcript.words
    text = " ".join(word.text for word in words).replace("storm", "tempest")
    laid = LaidText(text, words)
    assert laid.is_of_this_tape
    start = text.index("tempest")
    found, storm = laid.between(start, start + 7), next(word for word in words if word.text.startswith("storm"))
    assert found is not None
    assert found.meets(storm.interval)
    assert laid.between(0, 0) is None
    assert laid.between(len(text) + 5, len(text) + 9) is None
    assert LaidText("", words).share == 0
    assert LaidText(text, ()).between(0, 5) is None
    assert LaidText("nothing of it", words).between(0, 7) is None
    whole = laid.between(0, len(text))
    assert whole is not None
    assert (whole.start, whole.end) == (words[0].start, max(Ticks(word.end) for word in words))

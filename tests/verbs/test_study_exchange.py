"""A study goes out, comes in again and is the same; files of other programs come in with a count of everything."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.errors import InputError, UsageError
from tapewright.model import (
    Case,
    Code,
    Codebook,
    Coding,
    Memo,
    MemoAbout,
    Quote,
    Span,
    StudySet,
    Tape,
    TapeId,
)
from tapewright.store import Change
from tapewright.story.resolve import words_in
from tapewright.testing import strategies_study
from tapewright.testing.harbour import harbour_project
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate, from_milliseconds
from tapewright.verbs.codebookfiles import export_codebook, import_codebook
from tapewright.verbs.history import undo
from tapewright.verbs.places import quote_of, read_span
from tapewright.verbs.project import Project, new_project, open_project
from tapewright.verbs.studyexchange import export_study, import_study
from tapewright.verbs.studyout import StudyGuids

REAL = Path(__file__).parents[2].parent / "shared/data/study-and-captions/refi-qda"
PAL = TimecodeFormat(frame_rate("25"))
HALF_A_MS = 352_800


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with harbour_project(tmp_path / "harbour", PAL) as made:
        fill(made)
        yield made


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Project]:
    """Another project on the same tapes."""
    with harbour_project(tmp_path / "other", PAL) as made:
        yield made


def fill(project: Project) -> None:
    """Two codebooks, overlapping codings to the tick, memos about everything, a set and a case."""
    boats, silence = quote_of(project, read_span(project, "T001@1.5,6.3")), read_span(project, "T001@50,51")
    with project.store.change("study") as pen:
        signs = pen.add(Codebook(name="Signs", note="from the quay", origin="made up"))
        other = pen.add(Codebook(name="Answers"))
        top = pen.add(Code(codebook=signs.id, name="weather é 🎈", is_codable=False, definition="what was seen"))
        wind = pen.add(
            Code(
                codebook=signs.id,
                name="wind/north",
                parent=top.id,
                definition="Example: none",
                use_when="it blows",
                not_when="it rains",
                example="“from the north”",
                source="Almanac, p. 3",
                colour="#ffcc00",
                key="4",
            )
        )
        bread = pen.add(Code(codebook=other.id, name="bread"))
        first = pen.add(Coding(code=wind.id, quote=boats, coder="Rosa"))
        pen.add(Coding(code=bread.id, quote=boats, coder="Émile", note="two\nlines"))
        odd = Span(TapeId("T001"), Interval(Ticks(1_234_567_891), Ticks(3_234_567_892)))
        pen.add(Coding(code=wind.id, quote=Quote(odd, "as they read that day 🎈"), coder="Émile"))
        pen.add(Coding(code=bread.id, quote=Quote(silence, ""), coder="Rosa"))
        study_set = pen.add(StudySet(name="outside", note="n", codes=(wind.id,), tapes=(TapeId("T002"),)))
        case = pen.add(Case(name="The bakery", note="c", tapes=(TapeId("T002"), TapeId("T001"))))
        pen.add(Memo(text="about all", title="Plan"))
        pen.add(Memo(text="about a tape", about=MemoAbout.TAPE, tape=TapeId("T002")))
        pen.add(Memo(text="about a span", about=MemoAbout.SPAN, quote=boats))
        for about, target in (
            (MemoAbout.CODEBOOK, signs.id),
            (MemoAbout.CODE, wind.id),
            (MemoAbout.CODING, first.id),
            (MemoAbout.SET, study_set.id),
            (MemoAbout.CASE, case.id),
        ):
            pen.add(Memo(text=f"about {about}", about=about, target=target, who="Rosa"))


def everything(project: Project) -> dict[str, list[Any]]:
    """The whole study without the project's own numbers: by GUIDs, names and places."""
    store, guids = project.store, StudyGuids(project)
    codes = {code.id: guids.of("code", code.id, code.guid) for code in store.codes()}
    books = {book.id: guids.of("codebook", book.id, book.guid) for book in store.codebooks()}
    codings = {one.id: guids.of("coding", one.id, one.guid) for one in store.codings()}
    sets = {one.id: guids.of("set", one.id, one.guid) for one in store.study_sets()}
    cases = {one.id: guids.of("case", one.id, one.guid) for one in store.cases()}
    targets: dict[MemoAbout, dict[int, str]] = {
        MemoAbout.CODE: dict(codes),
        MemoAbout.CODEBOOK: dict(books),
        MemoAbout.CODING: dict(codings),
        MemoAbout.SET: dict(sets),
        MemoAbout.CASE: dict(cases),
    }
    siblings: dict[Any, list[Code]] = {}
    for code in sorted(store.codes(), key=lambda one: (one.rank, one.id)):
        siblings.setdefault((code.codebook, code.parent), []).append(code)
    places = {code.id: n for group in siblings.values() for n, code in enumerate(group)}
    return {
        "books": sorted((books[one.id], one.name, one.note, one.origin) for one in store.codebooks()),
        "codes": sorted(
            (
                *(codes[one.id], books[one.codebook], codes.get(one.parent or 0, ""), places[one.id], one.name),
                *(one.definition, one.use_when, one.not_when, one.example, one.source),
                *(one.colour, one.key, one.is_codable),
            )
            for one in store.codes()
        ),
        "codings": sorted(
            (codings[one.id], codes[one.code], one.quote.span, one.quote.text, one.coder, one.when, one.note)
            for one in store.codings()
        ),
        "sets": sorted(
            (sets[one.id], one.name, one.note, sorted(codes[code] for code in one.codes), one.tapes)
            for one in store.study_sets()
        ),
        "cases": sorted((cases[one.id], one.name, one.note, one.tapes) for one in store.cases()),
        "memos": sorted(
            (guids.of("memo", one.id, one.guid), one.text, one.title, one.about)
            + (targets.get(one.about, {}).get(one.target, ""), one.tape or "", one.who, one.when)
            + ((one.quote.span, one.quote.text) if one.quote else ())
            for one in store.memos()
        ),
    }


def test_what_goes_out_comes_in_the_same_to_the_tick(project: Project, other: Project) -> None:
    written = export_study(project)
    assert written.left == ()
    done = import_study(other, written.path)
    assert everything(other) == everything(project)
    assert [(one.what, one.count) for one in done.left] == [("transcript", 2)]
    assert done.brought == {"codebooks": 2, "codes": 3, "codings": 4, "sets": 1, "cases": 1, "memos": 8}


def test_it_comes_in_where_no_tape_is_too(project: Project, tmp_path: Path) -> None:
    written = export_study(project)
    with new_project(tmp_path / "bare", title="Bare") as bare:
        done = import_study(bare, written.path)
        assert everything(bare) == everything(project)
        assert [one.is_new for one in done.sources] == [True, True]
        assert [tape.duration for tape in bare.store.tapes()] == [tape.duration for tape in project.store.tapes()]
        for tape in project.store.tapes():
            mine, theirs = bare.store.transcript(tape.id), project.store.transcript(tape.id)
            assert mine is not None
            assert theirs is not None
            assert [turn.text for turn in mine.turns] == [turn.text for turn in theirs.turns]
        back = import_study(project, export_study(bare).path)
        assert back.brought == {}


def _project_xml(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read("project.qde").decode()


def test_undo_takes_all_of_it_back_and_a_dry_run_writes_nothing(project: Project, tmp_path: Path) -> None:
    written = export_study(project)
    with new_project(tmp_path / "bare", title="Bare") as bare:
        before = bare.store.last_transaction()
        dry = import_study(bare, written.path, dry_run=True)
        assert bare.store.last_transaction() == before
        assert not bare.store.tapes()
        wet = import_study(bare, written.path)
        assert wet.brought == dry.brought
        undo(bare)
        assert not bare.store.tapes()
        assert not bare.store.codes()


def test_the_same_file_twice_brings_nothing_twice(project: Project, other: Project) -> None:
    written = export_study(project)
    import_study(other, written.path)
    again = import_study(other, written.path)
    assert again.brought == {}
    assert {(one.what, one.count) for one in again.left} == {
        ("case", 1),
        ("code", 3),
        ("codebook", 2),
        ("coding", 4),
        ("memo", 8),
        ("set", 1),
        ("transcript", 2),
    }
    assert import_study(project, written.path).brought == {}


def test_two_coders_on_copies_of_a_project_bring_their_work_together(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    project.store.backup(str(tmp_path / "whole.db"))
    folder.mkdir()
    (tmp_path / "whole.db").rename(folder / "tapewright.db")
    (folder / "tapewright.toml").write_bytes((project.root / "tapewright.toml").read_bytes())
    before = len(project.store.codings())
    with open_project(folder) as copy:
        for one, name, place in ((project, "boats", "T001@1.5,6.3"), (copy, "bread", "T002@0.5,2")):
            with one.store.change("one more") as pen:
                book = one.store.codebooks()[0]
                code = pen.add(Code(codebook=book.id, name=name))
                pen.add(Coding(code=code.id, quote=quote_of(one, read_span(one, place)), coder=name))
        assert project.store.codes()[-1].id == copy.store.codes()[-1].id
        done = import_study(project, export_study(copy).path)
    assert done.brought == {"codes": 1, "codings": 1}
    assert len(project.store.codings()) == before + 2
    names = {code.id: code.name for code in project.store.codes()}
    assert {names[coding.code] for coding in project.store.codings() if coding.coder == "bread"} == {"bread"}


def test_the_same_coder_puts_no_code_twice_on_a_passage(project: Project, other: Project, tmp_path: Path) -> None:
    table = export_study(project, to="csv").path.read_text("utf-8").splitlines()
    path = tmp_path / "anonymous.csv"
    path.write_text("\n".join(line.rsplit(",", 2)[0] for line in (*table, table[1]) if "two" not in line), "utf-8")
    done = import_study(other, path)
    count = done.brought["codings"]
    assert {one.reason for one in done.left if one.what == "coding"} >= {
        "its coder has put that code on that passage already"
    }
    assert len(other.store.codings()) == count


def test_a_code_that_reads_differently_here_stays_and_is_named(project: Project, other: Project) -> None:
    written = export_study(project)
    import_study(other, written.path)
    code = other.store.codes()[0]
    with other.store.change("another word") as pen:
        pen.replace(code, replace(code, definition="another"))
    done = import_study(other, written.path)
    assert any("differently" in one.reason and one.count == 1 for one in done.left)
    assert other.store.codes()[0].definition == "another"


def test_one_tape_alone_goes_with_what_is_on_it(project: Project, other: Project) -> None:
    done = export_study(project, tapes=["T002"])
    assert done.counts["sources"] == 1
    assert done.counts["codings"] == 0
    assert {(one.what, one.count) for one in done.left} == {("memo", 2)}


@pytest.mark.parametrize("sync", ["turn", "word"])
def test_an_independent_reader_sees_the_same_codings_at_the_same_positions(
    project: Project, tmp_path: Path, sync: str
) -> None:
    pyrefiqda = pytest.importorskip("pyrefiqda")
    written = export_study(project, sync=sync, out=tmp_path / "study.qdpx")
    read = pyrefiqda.RefiProject.load(written.path, extract_dir=str(tmp_path / "x"))
    source = read.sources.video_source[0]
    transcript = source.transcript[0]
    text = pyrefiqda.RefiProject.resolve_source_path(transcript.plain_text_path, tmp_path / "x").read_text("utf-8")
    assert not text.startswith("\ufeff")
    points = {point.guid: point for point in transcript.sync_point}
    guids = StudyGuids(project)
    seen = {
        coding.guid: (text[points[s.from_sync_point].position : points[s.to_sync_point].position], s)
        for s in transcript.transcript_selection
        for coding in s.coding
    }
    in_order = sorted((point.position, point.time_stamp) for point in transcript.sync_point)
    assert len({position for position, _ in in_order}) == len(in_order)
    assert [at for _, at in in_order] == sorted(at for _, at in in_order)
    users = {user.guid: user.name for user in read.users.user}
    for coding in project.store.codings():
        guid = guids.of("coding", coding.id, coding.guid)
        now = quote_of(project, coding.quote.span).text
        if not now:
            (media,) = (s for s in source.video_selection for one in s.coding if one.guid == guid)
            assert from_milliseconds(media.begin) == coding.quote.span.interval.start
            continue
        words, selection = seen[guid]
        labelled = [word for word in words.split() if word not in ("ASKER:", "MARIAN:")]
        assert " ".join(labelled) == now
        heard = [
            word for turn in project.store.turns_in(TapeId("T001"), coding.quote.span.interval) for word in turn.words
        ]
        under = words_in(coding.quote.span.interval, heard)
        for point, tick in ((selection.from_sync_point, under[0].start), (selection.to_sync_point, under[-1].end)):
            assert abs(from_milliseconds(points[point].time_stamp) - tick) <= HALF_A_MS
        (found,) = (one for one in selection.coding if one.guid == guid)
        assert users[found.creating_user] == coding.coder


def test_recordings_are_named_and_their_folders_only_where_asked(project: Project, tmp_path: Path) -> None:
    assert "/media/harbour" not in _project_xml(export_study(project).path)
    assert 'path="relative:///T001.mov"' in _project_xml(export_study(project).path)
    assert "absolute:///media/harbour/T001.mov" in _project_xml(export_study(project, paths="whole").path)
    assert "T001.mov" not in _project_xml(export_study(project, paths="none").path)


def test_recordings_go_along_only_where_they_are_asked_for(project: Project, tmp_path: Path) -> None:
    media = tmp_path / "T002.WAV"
    media.write_bytes(b"RIFF and so on" * 1000)
    tape = project.store.tape(TapeId("T002"))
    with project.store.change("relink") as pen:
        pen.replace_tape(replace(tape, files=(replace(tape.files[0], path=str(media)),)))
    plain, full = export_study(project, out=tmp_path / "a.qdpx"), export_study(project, paths="copy")
    with zipfile.ZipFile(plain.path) as archive:
        assert all(name.endswith((".qde", ".txt")) for name in archive.namelist())
    with zipfile.ZipFile(full.path) as archive:
        (inside,) = (name for name in archive.namelist() if name.endswith(".wav"))
        assert archive.read(inside) == media.read_bytes()
        assert f"internal://{inside.removeprefix('sources/')}" in archive.read("project.qde").decode()
    assert [(one.what, one.reason) for one in full.left] == [("recording", "its file is not where it was: relink it")]
    with new_project(tmp_path / "bare", title="Bare") as bare:
        done = import_study(bare, full.path)
        assert done.remarks == ("1 recording lies in the file itself; unzip it and relink the tape",)


def test_an_independent_reader_sees_the_same_codebook(project: Project, tmp_path: Path) -> None:
    pyrefiqda = pytest.importorskip("pyrefiqda")
    read = pyrefiqda.RefiCodebook.load(export_codebook(project, out=tmp_path / "codes.qdc").path)
    signs, answers = read.codes.code
    assert (signs.name, signs.is_codable, answers.name) == ("Signs", False, "Answers")
    (top,) = signs.code
    (wind,) = top.code
    assert (top.name, wind.name, wind.color) == ("weather é 🎈", "wind/north", "#FFCC00")
    assert "Use when: it blows" in wind.description


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, Project]]:
    """Two projects on the same tapes, for many studies one after the other."""
    folder = tmp_path_factory.mktemp("any")
    with harbour_project(folder / "a", PAL) as one, harbour_project(folder / "b", PAL) as two:
        yield one, two


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_study_of_a_project_comes_in_as_it_is(pair: tuple[Project, Project], data: st.DataObject) -> None:
    one, two = pair
    with one.store.change("any study") as pen:
        _any_study(pen, data)
    try:
        written = export_study(one)
        done = import_study(two, written.path)
        assert everything(two) == everything(one)
        assert {left.what for left in done.left} == {"transcript"}
        two.store.undo()
    finally:
        one.store.undo()


def _any_study(pen: Change, data: st.DataObject) -> None:
    plain = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=20)
    named = plain.filter(lambda text: bool(text.strip()))
    tape = TapeId("T001")
    book = pen.add(Codebook(name=data.draw(named), note=data.draw(plain), origin=data.draw(plain)))
    codes = []
    for number in range(data.draw(st.integers(1, 3))):
        parent = data.draw(st.sampled_from([None, *(code.id for code in codes)]))
        made = Code(
            codebook=book.id,
            parent=parent,
            rank=number,
            name=data.draw(named),
            definition=data.draw(plain),
            example=data.draw(plain),
            key=str(number + 1),
        )
        codes.append(pen.add(made))
    for number in range(data.draw(st.integers(1, 4))):
        start = number * 10**10 + data.draw(st.integers(0, 10**10 - 1))
        span = Span(tape, Interval(Ticks(start), Ticks(start + data.draw(st.integers(1, 10**9)))))
        code = data.draw(st.sampled_from(codes)).id
        coding = Coding(code=code, quote=Quote(span, data.draw(plain)), coder=data.draw(named), note=data.draw(plain))
        kept = pen.add(coding)
        pen.add(Memo(text=data.draw(plain), about=MemoAbout.CODING, target=kept.id, who=data.draw(named)))
    pen.add(
        data.draw(strategies_study.cases(tape).filter(lambda case: case.name.isprintable() and case.note.isprintable()))
    )


@pytest.mark.skipif(not REAL.is_dir(), reason="the REFI-QDA files are not among the shared data")
@pytest.mark.parametrize("file", ["TestProject.qdpx", "Project.qde"])
def test_a_real_project_comes_in_with_every_part_counted_and_goes_out_and_in_again(file: str, tmp_path: Path) -> None:
    from lxml import etree

    data = (REAL / file).read_bytes()
    if file.endswith(".qdpx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = archive.read("Project.qde")
    root = etree.fromstring(data)
    space = "{urn:QDA-XML:project:1.0}"

    def there(tag: str) -> int:
        return sum(1 for _ in root.iter(f"{space}{tag}"))

    with new_project(tmp_path / "one", title="One") as one, new_project(tmp_path / "two", title="Two") as two:
        done = import_study(one, REAL / file)
        left: dict[str, int] = {}
        for part in done.left:
            left[part.what] = left.get(part.what, 0) + part.count
        assert (done.read["codes"], done.read["sets"], done.read["memos"]) == (
            there("Code"),
            there("Set"),
            there("Note"),
        )
        assert done.read["codings"] + left["coding"] == there("Coding") == 16
        assert (done.read["codings"], left["coding"]) == (2, 14)
        assert left["picture"] == there("PictureSource")
        assert left["PDF document"] == there("PDFSource")
        assert left["graph"] == there("Graph")
        # Three texts are the transcripts of two recordings, by their file; three stand alone and are not in the file.
        assert there("TextSource") == 6
        assert (left["text"], left["transcript"]) == (3, there("Transcript"))
        assert done.read["sources"] == there("AudioSource") + there("VideoSource")
        assert done.read["coders"] + left["user"] == there("User")
        again = import_study(two, export_study(one).path)
        assert again.left == ()
        assert everything(two) == everything(one)
        assert {coding.guid for coding in two.store.codings()} <= {
            element.get("guid", "").lower() for element in root.iter(f"{space}Coding")
        }
        words = [coding.quote.text for coding in two.store.codings() if coding.quote.text]
        assert words == ["Oh, that was great. See you tomorrow? Eleven thirty. Mm."]


@pytest.mark.parametrize("to", ["qdc", "csv", "json"])
def test_a_codebook_goes_out_and_comes_in_alone(project: Project, other: Project, to: str) -> None:
    written = export_codebook(project, to=to)
    done = import_codebook(other, written.path)
    assert done.brought == {"codebooks": 2, "codes": 3}
    mine, theirs = everything(other), everything(project)
    if to == "csv":
        # A table has no place for a codebook's own note, nor for its GUID.
        assert [code[4:] for code in mine["codes"]] == [code[4:] for code in theirs["codes"]]
        assert [code[0] for code in mine["codes"]] == [code[0] for code in theirs["codes"]]
    else:
        assert mine["books"] == theirs["books"]
        assert mine["codes"] == theirs["codes"]
    assert not other.store.codings()
    assert import_codebook(other, written.path).brought == {}


def test_the_codebook_of_a_whole_study_comes_in_alone(project: Project, other: Project) -> None:
    import_codebook(other, export_study(project).path)
    assert everything(other)["codes"] == everything(project)["codes"]
    assert not other.store.memos()


def test_codings_go_out_as_a_table_and_come_in_again(project: Project, other: Project) -> None:
    export_codebook(project, to="qdc")
    import_codebook(other, project.root / "exports/codebook.qdc")
    written = export_study(project, to="csv")
    assert {(one.what, one.count) for one in written.left} == {("memo", 8), ("set", 1), ("case", 1)}
    done = import_study(other, written.path)
    assert done.brought == {"codings": 4}
    mine, theirs = everything(other)["codings"], everything(project)["codings"]
    assert [one[:3] + one[4:] for one in mine] == [one[:3] + one[4:] for one in theirs]
    table = written.path.read_text("utf-8")
    assert "10:00:50:00" in table
    assert "wind\\/north" in table


def test_tables_begin_with_the_mark_by_which_a_spreadsheet_knows_their_letters(project: Project) -> None:
    for written in (export_study(project, to="csv"), export_codebook(project, to="csv")):
        data = written.path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert "weather é 🎈" in data.decode("utf-8-sig")
        assert data.decode("utf-8-sig").split(",")[0] in ("tape", "codebook")


def test_a_table_by_hand_is_enough(other: Project, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("Tape;Start;End;Code\nT001;1,5;00:00:06.3;weather/wind\nT001;x;2;wind\nT009;1;2;wind\n")
    done = import_study(other, path)
    assert done.brought == {"tapes": 1, "codebooks": 1, "codes": 3, "codings": 2}
    assert [(one.what, one.count, one.reason) for one in done.left] == [("coding", 1, "its times are none")]
    first = other.store.codings(tape=TapeId("T001"))[0]
    assert first.quote == quote_of(other, read_span(other, "T001@1.5,6.3"))


def test_a_source_can_be_told_which_tape_it_is(project: Project, tmp_path: Path) -> None:
    written = export_study(project)
    with harbour_project(tmp_path / "moved", PAL) as moved:
        with moved.store.change("other names") as pen:
            for tape in moved.store.tapes():
                if tape.id == "T002":
                    pen.replace_tape(replace(tape, title="Bakery", files=(), duration=Ticks(tape.duration + 1)))
        told = import_study(moved, written.path, tapes={"T002": "T002"}, dry_run=True)
        assert [(one.tape, one.is_new) for one in told.sources] == [("T001", False), ("T002", False)]
        alone = import_study(moved, written.path, dry_run=True)
        assert [(one.tape, one.is_new) for one in alone.sources] == [("T001", False), ("T002-2", True)]
        with pytest.raises(UsageError, match="no source called"):
            import_study(moved, written.path, tapes={"nothing": "T001"})


def test_what_is_no_study_is_refused_and_nothing_is_written(project: Project, tmp_path: Path) -> None:
    before = project.store.last_transaction()
    for name, data in (
        ("a.qdpx", b""),
        ("b.txt", b"hello"),
        ("c.csv", b"a,b\n1,2\n"),
        ("d.sqlite3", b"SQLite format 3\0"),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(InputError):
            import_study(project, tmp_path / name)
    (tmp_path / "empty.qda").mkdir()
    with pytest.raises(InputError):
        import_study(project, tmp_path / "empty.qda")
    with pytest.raises(InputError):
        import_study(project, tmp_path / "not there.qdpx")
    assert project.store.last_transaction() == before


def test_a_project_without_a_study_has_nothing_to_write(other: Project) -> None:
    with pytest.raises(UsageError, match="no study"):
        export_study(other)
    with pytest.raises(UsageError, match="no codebook"):
        export_codebook(other)


def test_the_commands_say_what_came_and_what_was_left(
    project: Project, other: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    place = str(project.root / "exports" / "study.qdpx")
    assert run(app, ["study", "export", "--project", str(project.root)]) == 0
    assert "4 codings" in capsys.readouterr().out
    assert run(app, ["study", "import", place, "--dry-run", "--project", str(other.root)]) == 0
    assert "would come in: 2 codebooks" in capsys.readouterr().out
    assert run(app, ["study", "import", place, "--json", "--project", str(other.root)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["brought"]["codings"] == 4
    assert answer["left"] == [{"what": "transcript", "count": 2, "reason": "its tape has one already"}]
    assert run(app, ["study", "import", "nothing.qdpx", "--project", str(other.root)]) == 3
    assert run(app, ["study", "import", place, "--tape", "x", "--project", str(other.root)]) == 2


def test_a_tape_without_a_file_is_found_by_its_title(tmp_path: Path, project: Project) -> None:
    with new_project(tmp_path / "t", title="T") as made:
        with made.store.change("tape") as pen:
            pen.add_tape(Tape(id=TapeId("A"), title="talk.txt", format=PAL, duration=Ticks(0)))
        inside = (
            '<CodeBook><Codes><Code guid="11111111-1111-1111-1111-111111111111" name="quay" isCodable="true"/></Codes>'
            '</CodeBook><Sources><TextSource guid="22222222-2222-2222-2222-222222222222" name="talk.txt">'
            "<PlainTextContent>MARIAN: The harbour was quiet.\nASKER: And then?\n</PlainTextContent>"
            '<PlainTextSelection guid="33333333-3333-3333-3333-333333333333" startPosition="8" endPosition="19">'
            '<Coding guid="44444444-4444-4444-4444-444444444444">'
            '<CodeRef targetGUID="11111111-1111-1111-1111-111111111111"/></Coding>'
            "</PlainTextSelection></TextSource></Sources>"
        )
        path = tmp_path / "x.qde"
        path.write_text(f'<Project xmlns="urn:QDA-XML:project:1.0" name="T">{inside}</Project>')
        done = import_study(made, path)
        assert [(one.tape, one.is_new, one.transcript) for one in done.sources] == [("A", False, True)]
        (coding,) = made.store.codings()
        assert coding.quote.text == "The harbour"
        assert quote_of(made, coding.quote.span).text == "The harbour"
        assert [speaker.name for speaker in made.store.speakers()] == ["MARIAN", "ASKER"]


def test_a_tape_without_a_file_is_named_by_its_title_and_a_film_by_its_ending(tmp_path: Path) -> None:
    """Some programs take no study in which a recording has no path at all."""
    with new_project(tmp_path / "one", title="One") as one:
        with one.store.change("tapes") as pen:
            for number, title in enumerate(("pier.MP4", "Talk 3/4", "quay.wav")):
                length = from_milliseconds(9_000)
                pen.add_tape(Tape(id=TapeId(f"T{number}"), title=title, format=PAL, duration=length))
            pen.add(Case(name="all", tapes=(TapeId("T0"),)))
        xml = _project_xml(export_study(one).path)
        assert xml.count("<VideoSource ") == 1
        assert 'name="pier.MP4" path="relative:///pier.MP4"' in xml
        assert 'name="Talk 3/4" path="relative:///Talk 3_4"' in xml
        assert xml.count("<AudioSource ") == 2
        copied = export_study(one, paths="copy")
        assert _project_xml(copied.path).count('path="relative:///') == 3
        assert sum(part.count for part in copied.left if part.what == "recording") == 3
        assert 'path="' not in _project_xml(export_study(one, paths="none").path)
        with new_project(tmp_path / "two", title="Two") as two:
            done = import_study(two, copied.path)
            assert [(source.name, source.is_new) for source in done.sources] == [
                ("pier.MP4", True),
                ("Talk 3/4", True),
                ("quay.wav", True),
            ]
            again = import_study(two, copied.path)
            assert [source.is_new for source in again.sources] == [False] * 3


def test_a_case_that_shares_its_guid_with_a_code_comes_in_once(tmp_path: Path) -> None:
    """NVivo gives a case and the code of the same name one GUID; so may anything share one with another kind."""
    guid = "11111111-1111-1111-1111-111111111111"
    xml = (
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="Harbour" origin="NVivo 14"><CodeBook><Codes>'
        f'<Code guid="{guid}" name="Anna" isCodable="true"/></Codes></CodeBook>'
        f'<Cases><Case guid="{guid}" name="Anna"/></Cases><Notes><Note guid="{guid}" name="n"><PlainTextContent>on Anna'
        f'</PlainTextContent></Note></Notes><Sets><Set guid="{guid}" name="all"/></Sets></Project>'
    )
    (tmp_path / "a.qde").write_text(xml, encoding="utf-8")
    with new_project(tmp_path / "one", title="One") as one:
        first = import_study(one, tmp_path / "a.qde")
        assert first.brought == {"codebooks": 1, "codes": 1, "sets": 1, "cases": 1, "memos": 1}
        again = import_study(one, tmp_path / "a.qde")
        assert again.brought == {}
        assert {(part.what, part.count) for part in again.left} >= {("case", 1), ("set", 1), ("memo", 1), ("code", 1)}
        out = export_study(one).path
        assert import_study(one, out).brought == {}
        with new_project(tmp_path / "two", title="Two") as two:
            import_study(two, out)
            assert import_study(two, out).brought == {}
            assert import_study(two, tmp_path / "a.qde").brought.keys() <= {"sets", "cases", "memos"}


def test_sources_of_one_name_are_the_tapes_that_they_were_when_they_come_again(tmp_path: Path) -> None:
    """Projects of one Taguette file have documents of one name, and films of two cards are called alike."""
    guid = "{:08d}-1111-1111-1111-111111111111".format
    texts = "".join(
        f'<TextSource guid="{guid(n)}" name="talk"><PlainTextContent>{said}</PlainTextContent></TextSource>'
        for n, said in enumerate(("The boats left.", "The bread came.", "Nobody came."), 10)
    )
    films = "".join(
        f'<VideoSource guid="{guid(n)}" name="00001.MTS"><VideoSelection guid="{guid(n + 10)}" begin="0" end="900">'
        f'<Coding guid="{guid(n + 20)}"><CodeRef targetGUID="{guid(1)}"/></Coding></VideoSelection></VideoSource>'
        for n in (20, 21)
    )
    xml = (
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="Harbour"><CodeBook><Codes><Code guid="{guid(1)}" name="quay"'
        f' isCodable="true"/></Codes></CodeBook><Sources>{texts}{films}</Sources></Project>'
    )
    (tmp_path / "a.qde").write_text(xml, encoding="utf-8")
    with new_project(tmp_path / "one", title="One") as one:
        first = import_study(one, tmp_path / "a.qde")
        assert first.brought["tapes"] == 5
        again = import_study(one, tmp_path / "a.qde")
        assert again.brought == {}
        assert [(source.name, source.tape) for source in again.sources] == [
            (source.name, source.tape) for source in first.sources
        ]


def test_another_text_of_the_same_title_is_another_tape(tmp_path: Path) -> None:
    """Two people's studies have an Interview 1 each: the second one's codings would all be left."""
    guid = "{:08d}-1111-1111-1111-111111111111".format

    def study(first: int, said: str) -> Path:
        file = tmp_path / f"{first}.qde"
        file.write_text(
            f'<Project xmlns="urn:QDA-XML:project:1.0" name="Harbour"><CodeBook><Codes><Code guid="{guid(first)}"'
            f' name="quay" isCodable="true"/></Codes></CodeBook><Sources><TextSource guid="{guid(first + 1)}"'
            f' name="Interview 1"><PlainTextContent>{said}</PlainTextContent><PlainTextSelection'
            f' guid="{guid(first + 2)}" startPosition="4" endPosition="9"><Coding guid="{guid(first + 3)}"><CodeRef'
            f' targetGUID="{guid(first)}"/></Coding></PlainTextSelection></TextSource></Sources></Project>',
            encoding="utf-8",
        )
        return file

    boats = "The boats left in the morning and the wind came from the north that day."
    with new_project(tmp_path / "one", title="One") as one:
        import_study(one, study(10, boats))
        other = import_study(one, study(20, "Our bread was warm, nobody asked why, so we ate it on deck."))
        assert other.brought == {"tapes": 1, "transcripts": 1, "codebooks": 1, "codes": 1, "codings": 1}
        assert other.remarks == ("Interview 1: the tape of that title holds another text; a tape is made for it",)
        same = import_study(one, study(30, boats.replace("morning", "evening")))
        assert "tapes" not in same.brought
        assert same.brought["codings"] == 1
        assert len({coding.quote.span.tape for coding in one.store.codings()}) == 2

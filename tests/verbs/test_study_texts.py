"""A typed text that stands for no recording goes out as a text, and comes in again with everything on its words."""

from __future__ import annotations

import itertools
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tapewright.exchange import refi_package
from tapewright.exchange.study_file import one_line
from tapewright.model import Case, Code, Codebook, Coding, HeardBy, Memo, MemoAbout, Quote, Span, StudySet, TapeId, Turn
from tapewright.testing.harbour import harbour_project
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate
from tapewright.verbs.correct import correct_turn
from tapewright.verbs.import_transcript import NewTape, import_transcript
from tapewright.verbs.places import quote_of
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.studyexchange import export_study, import_study
from tapewright.verbs.studyout import StudyGuids
from tapewright.verbs.transcript import transcript, written

SPACE = "{urn:QDA-XML:project:1.0}"
SCHEMA = Path(__file__).parents[2].parent / "shared/data/study-and-captions/refi-qda/src/Project.xsd"
TYPED = """\
ASKER: Where were you, Zoë, when the boats 🚢🚢 left?

ZOË: At the café, with the 🥐. Note: nobody saw them go.
I never slept that night.

ASKER: And then?

ZOË: Then the storm 🌪️ took the pier, and naïve as we were, we danced.
"""
CODED = ("the boats 🚢🚢 left?", "with the 🥐. Note: nobody", "the storm 🌪️ took", "naïve", "we danced.")
TAPE = TapeId("FIELD")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A text without times and without a recording, coded by two people, with memos about everything."""
    (tmp_path / "typed.txt").write_text(TYPED, encoding="utf-8")
    with new_project(tmp_path / "one", title="One") as made:
        import_transcript(made, "txt", tmp_path / "typed.txt", new_tape=NewTape(id=TAPE, title="talks/Zoë 🌊.txt"))
        fill(made)
        yield made


def span(project: Project, passage: str) -> Span:
    """Where the words of a passage stand on the tape."""
    words = project.store.transcript(TAPE).words  # type: ignore[union-attr]
    wanted = passage.split()
    at = next(n for n in range(len(words)) if [word.text for word in words[n : n + len(wanted)]] == wanted)
    return Span(TAPE, Interval(words[at].start, words[at + len(wanted) - 1].end))


def fill(project: Project) -> None:
    with project.store.change("study") as pen:
        book = pen.add(Codebook(name="Signs"))
        wind, bread = pen.add(Code(codebook=book.id, name="wind")), pen.add(Code(codebook=book.id, name="bread"))
        for number, passage in enumerate(CODED):
            quote = quote_of(project, span(project, passage))
            one = pen.add(Coding(code=wind.id, quote=quote, coder=("Rosa", "Émile")[number % 2], note="n" * number))
        quote = quote_of(project, span(project, CODED[0]))
        pen.add(Coding(code=wind.id, quote=quote, coder="Émile"))
        pen.add(Coding(code=bread.id, quote=quote, coder="Rosa"))
        # Not at the edges of words, and between two words, where a word was that day.
        whole = span(project, "nobody saw them").interval
        pen.add(Coding(code=bread.id, quote=Quote(Span(TAPE, whole.moved(12_345_679)), "as it read"), coder="Rosa"))
        edge = span(project, "café,").interval.end
        between = Span(TAPE, Interval(Ticks(edge - 7), Ticks(edge + 5)))
        pen.add(Coding(code=bread.id, quote=Quote(between, "a word of that day"), coder="Émile"))
        pen.add(Memo(text="about the text", about=MemoAbout.TAPE, tape=TAPE, who="Rosa"))
        pen.add(Memo(text="about a passage", about=MemoAbout.SPAN, quote=quote, who="Émile"))
        pen.add(Memo(text="elsewhere", about=MemoAbout.SPAN, quote=quote_of(project, span(project, "And then?"))))
        pen.add(Memo(text="about a coding", about=MemoAbout.CODING, target=one.id))
        pen.add(StudySet(name="texts", tapes=(TAPE,), codes=(bread.id,)))
        pen.add(Case(name="Zoë", tapes=(TAPE,)))


def everything(project: Project) -> dict[str, list[Any]]:
    """All that lies on the text, by GUIDs, with its words of that day and those that stand there now."""
    guids, store = StudyGuids(project), project.store
    tapes = [(tape.id, tape.title, tape.duration, tape.format) for tape in store.tapes()]
    transcripts = [store.transcript(tape.id) for tape in store.tapes()]
    names = {speaker.id: speaker.name for speaker in store.speakers()}
    return {
        "tapes": sorted(tapes),
        "said": [(names.get(turn.speaker), turn.text) for one in transcripts if one for turn in one.turns],  # type: ignore[arg-type]
        "codings": sorted(
            (guids.of("coding", one.id, one.guid), one.quote, quote_of(project, one.quote.span), one.coder, one.note)
            for one in store.codings()
        ),
        "memos": sorted(
            (guids.of("memo", one.id, one.guid), one.text, one.about, str(one.tape), str(one.quote), one.who)
            for one in store.memos()
        ),
        "sets": [(one.name, one.tapes, len(one.codes)) for one in store.study_sets()],
        "cases": [(one.name, one.tapes) for one in store.cases()],
    }


def xml_of(path: Path) -> Any:
    from lxml import etree

    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read("project.qde"))


def alike(path: Path) -> list[bytes]:
    """The parts of a file, but for when and by which project it was written, in which a tape has a GUID of its own."""
    from lxml import etree

    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name != "project.qde"]
    root = xml_of(path)
    for name in ("creationDateTime", "name"):
        del root.attrib[name]
    (source,) = root.iter(f"{SPACE}TextSource")
    guid, source.attrib["plainTextPath"] = source.get("guid"), ""
    return [etree.tostring(root).replace(guid.encode(), b"its own"), *parts]


def test_a_typed_text_goes_out_as_a_text(project: Project) -> None:
    root = xml_of(export_study(project).path)
    assert [one.tag for one in root.find(f"{SPACE}Sources")] == [f"{SPACE}TextSource"]
    (source,) = root.iter(f"{SPACE}TextSource")
    # QualCoder copies it to a file of its name: nothing in it leads elsewhere.
    assert source.get("name") == "talks_Zoë 🌊.txt"
    assert source.get("path") is None
    assert source.get("plainTextPath").startswith("internal://")
    assert root.get("basePath") is None
    assert not list(root.iter(f"{SPACE}SyncPoint"))


def test_it_is_valid_by_the_schema(project: Project) -> None:
    from lxml import etree

    if not SCHEMA.is_file():
        pytest.skip("the REFI-QDA schema is not among the shared data")
    etree.XMLSchema(etree.parse(str(SCHEMA))).assertValid(xml_of(export_study(project).path))


def test_it_comes_in_the_same_to_the_tick_and_goes_out_the_same(project: Project, tmp_path: Path) -> None:
    first = export_study(project)
    assert first.left == ()
    with new_project(tmp_path / "two", title="Two") as two:
        done = import_study(two, first.path)
        assert done.left == ()
        assert everything(two) == everything(project)
        again = export_study(two)
        assert alike(again.path) == alike(first.path)
        assert import_study(project, again.path).brought == {}
        with new_project(tmp_path / "three", title="Three") as three:
            import_study(three, again.path)
            assert everything(three) == everything(project)


def test_what_lies_on_the_words_lies_on_the_same_words_there(project: Project, tmp_path: Path) -> None:
    with new_project(tmp_path / "two", title="Two") as two:
        import_study(two, export_study(project).path)
        for coding in two.store.codings():
            if coding.quote.text in CODED:
                assert quote_of(two, coding.quote.span).text == coding.quote.text


def test_an_independent_reader_sees_the_same_words_at_the_same_places(project: Project, tmp_path: Path) -> None:
    pyrefiqda = pytest.importorskip("pyrefiqda")
    written = export_study(project, out=tmp_path / "study.qdpx")
    read = pyrefiqda.RefiProject.load(written.path, extract_dir=str(tmp_path / "x"))
    (source,) = read.sources.text_source
    text = pyrefiqda.RefiProject.resolve_source_path(source.plain_text_path, tmp_path / "x").read_text("utf-8")
    users = {user.guid: user.name for user in read.users.user}
    guids = StudyGuids(project)
    seen = {
        coding.guid: (one_line(text[one.start_position : one.end_position]), users[coding.creating_user])
        for one in source.plain_text_selection
        for coding in one.coding
    }
    codings = project.store.codings()
    assert len(seen) == len(codings)
    for coding in codings:
        now = quote_of(project, coding.quote.span).text
        words, coder = seen[guids.of("coding", coding.id, coding.guid)]
        assert words == now or (not now and words in ("café,", "with"))
        assert coder == coding.coder
    # QualCoder takes the maker of a selection for the coder of what is on it.
    for one in source.plain_text_selection:
        assert {coding.creating_user for coding in one.coding} <= {one.creating_user}


def test_positions_are_code_points_also_where_a_sign_is_two_units(project: Project) -> None:
    path = export_study(project).path
    with zipfile.ZipFile(path) as archive:
        (name,) = (part for part in archive.namelist() if part.startswith("sources/"))
        text = archive.read(name).decode("utf-8")
    assert not text.startswith("\ufeff")
    for one in xml_of(path).iter(f"{SPACE}PlainTextSelection"):
        words = text[int(one.get("startPosition")) : int(one.get("endPosition"))]
        assert one_line(words) == one.get("name")


def test_a_selection_that_somebody_moved_is_where_they_moved_it(project: Project, tmp_path: Path) -> None:
    from lxml import etree

    path = export_study(project).path
    root = xml_of(path)
    with zipfile.ZipFile(path) as archive:
        (name,) = (part for part in archive.namelist() if part.startswith("sources/"))
        data = archive.read(name)
    text = data.decode()
    moved = next(one for one in root.iter(f"{SPACE}PlainTextSelection") if one.get("name") == "naïve")
    at = text.index("we were")
    moved.set("startPosition", str(at)), moved.set("endPosition", str(at + len("we were")))
    with zipfile.ZipFile(tmp_path / "moved.qdpx", "w") as archive:
        archive.writestr("project.qde", etree.tostring(root))
        archive.writestr(name, data)
    with new_project(tmp_path / "two", title="Two") as two:
        import_study(two, tmp_path / "moved.qdpx")
        assert "we were," in [quote_of(two, one.quote.span).text for one in two.store.codings()]
        assert "naïve" not in [quote_of(two, one.quote.span).text for one in two.store.codings()]


def test_it_comes_in_on_its_words_where_the_same_text_is_already_and_reads_otherwise(
    project: Project, tmp_path: Path
) -> None:
    """Reckoned times hold on their own text: on a longer one the same second has other words."""
    (tmp_path / "typed.txt").write_text("ASKER: Good morning to all of you who have come.\n\n" + TYPED, "utf-8")
    with new_project(tmp_path / "two", title="Two") as two:
        import_transcript(two, "txt", tmp_path / "typed.txt", new_tape=NewTape(id=TAPE, title="talks/Zoë 🌊.txt"))
        done = import_study(two, export_study(project).path)
        assert not done.sources[0].is_new
        found = [one.quote for one in two.store.codings() if one.quote.text in CODED]
        assert len(found) >= len(CODED)
        assert [quote_of(two, one.span).text for one in found] == [one.text for one in found]


def test_another_text_of_that_name_is_another_tape(project: Project, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Bread and nothing else was sold here, every morning, for years.", "utf-8")
    with new_project(tmp_path / "two", title="Two") as two:
        import_transcript(two, "txt", tmp_path / "other.txt", new_tape=NewTape(id=TAPE, title="talks/Zoë 🌊.txt"))
        done = import_study(two, export_study(project).path)
        assert done.sources[0].is_new
        assert done.sources[0].tape != TAPE


def test_a_text_that_was_corrected_since_is_still_a_text_and_comes_in_the_same(
    project: Project, tmp_path: Path
) -> None:
    turn = project.store.transcript(TAPE).turns[-1]  # type: ignore[union-attr]
    said = turn.text.replace("the pier,", "the old stone pier,").replace("naïve as", "as")
    correct_turn(project, turn.id, turn.revision, said)
    path = export_study(project).path
    assert list(xml_of(path).iter(f"{SPACE}TextSource"))
    with new_project(tmp_path / "two", title="Two") as two:
        assert import_study(two, path).left == ()
        assert everything(two) == everything(project)
        assert alike(export_study(two).path) == alike(path)


def test_a_typed_text_that_has_a_recording_stays_a_recording_with_its_transcript(tmp_path: Path) -> None:
    (tmp_path / "typed.txt").write_text(TYPED, encoding="utf-8")
    with harbour_project(tmp_path / "harbour", TimecodeFormat(frame_rate("25"))) as made:
        import_transcript(made, "txt", tmp_path / "typed.txt", tape="T001")
        with made.store.change("study") as pen:
            pen.add(Codebook(name="Signs"))
        assert not list(xml_of(export_study(made).path).iter(f"{SPACE}TextSource"))


def test_a_transcript_with_times_whose_recording_is_elsewhere_stays_a_recording(tmp_path: Path) -> None:
    captions = "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Zoë>The boats left.\n\n00:09.000 --> 00:12.000\n<v Zoë>At night."
    (tmp_path / "typed.vtt").write_text(captions, encoding="utf-8")
    (tmp_path / "typed.txt").write_text("[00:00:04] ZOË: The boats left.\n\n[00:00:10] ASKER: And then?\n", "utf-8")
    with new_project(tmp_path / "one", title="One") as one:
        for kind in ("vtt", "txt"):
            import_transcript(one, kind, tmp_path / f"typed.{kind}", new_tape=NewTape(id=kind), heard_by=HeardBy.PERSON)
        with one.store.change("study") as pen:
            pen.add(Codebook(name="Signs"))
        root = xml_of(export_study(one).path)
        assert len(list(root.iter(f"{SPACE}AudioSource"))) == 2
        assert not list(root.iter(f"{SPACE}TextSource"))


@pytest.mark.parametrize("title", ["../../etc/passwd", "..", "C:\\talk", 'a<b>&"c"', "x" * 300, "Zoë\n🌊", " "])
def test_a_hostile_title_leads_nowhere_and_comes_back(title: str, tmp_path: Path) -> None:
    (tmp_path / "typed.txt").write_text(TYPED, encoding="utf-8")
    with new_project(tmp_path / "one", title="One") as one, new_project(tmp_path / "two", title="Two") as two:
        import_transcript(one, "txt", tmp_path / "typed.txt", new_tape=NewTape(id=TAPE, title=title))
        fill(one)
        path = export_study(one).path
        (source,) = xml_of(path).iter(f"{SPACE}TextSource")
        assert not set("/\\") & set(source.get("name"))
        import_study(two, path)
        assert everything(two) == everything(one)


def test_nothing_is_said_before_the_first_word_there_either(project: Project, tmp_path: Path) -> None:
    transcript = project.store.transcript(TAPE)
    assert transcript is not None
    later = tuple(
        replace(word, start=Ticks(word.start + 10**9), end=Ticks(word.end + 10**9)) for word in transcript.words
    )
    with project.store.change("a text that begins later") as pen:
        turn = Turn(words=later, speaker=transcript.turns[0].speaker)
        pen.add_transcript(replace(transcript, turns=(turn,)))
        silence = Quote(Span(TAPE, Interval(Ticks(5), Ticks(9 * 10**8))), "")
        pen.add(Coding(code=project.store.codes()[0].id, quote=silence, coder="Rosa"))
    with new_project(tmp_path / "two", title="Two") as two:
        import_study(two, export_study(project).path)
        (there,) = (one for one in two.store.codings() if one.quote == silence)
        assert quote_of(two, there.quote.span).text == ""


def test_an_end_in_the_middle_of_a_word_goes_by_the_word(project: Project, tmp_path: Path) -> None:
    """The times of words that nobody coded are reckoned anew, so that their middles lie a little elsewhere."""
    words = project.store.transcript(TAPE).words  # type: ignore[union-attr]
    code = project.store.codes()[0].id
    with project.store.change("from and to the middle of every word") as pen:
        for word, later in itertools.pairwise(words):
            for start, end in (
                (word.interval.middle, later.end),
                (word.start, later.interval.middle),
                (word.start, later.interval.middle + 1),
            ):
                quote = quote_of(project, Span(TAPE, Interval(Ticks(start), Ticks(end))))
                pen.add(Coding(code=code, quote=quote, coder="Rosa", note="cut"))
    with new_project(tmp_path / "two", title="Two") as two:
        assert {one.what for one in import_study(two, export_study(project).path).left} <= {"coding"}
        cut = [one for one in two.store.codings() if one.note == "cut"]
        assert len(cut) > 50
        assert [quote_of(two, one.quote.span).text for one in cut] == [one.quote.text for one in cut]


def test_words_that_a_correction_put_on_one_time_come_to_no_coding_beside_them(tmp_path: Path) -> None:
    (tmp_path / "typed.txt").write_text("10:00 ANN:", encoding="utf-8")
    with new_project(tmp_path / "one", title="One") as one, new_project(tmp_path / "two", title="Two") as two:
        import_transcript(one, "txt", tmp_path / "typed.txt", new_tape=NewTape(id=TAPE))
        turn = one.store.transcript(TAPE).turns[0]  # type: ignore[union-attr]
        correct_turn(one, turn.id, turn.revision, "10:00 né 10:00 ANN:")
        with one.store.change("study") as pen:
            code = pen.add(Code(codebook=pen.add(Codebook(name="Signs")).id, name="wind"))
            late = Span(TAPE, Interval(Ticks(100_420_422), Ticks(286_799_450)))
            pen.add(Coding(code=code.id, quote=quote_of(one, late), coder="Rosa"))
        import_study(two, export_study(one).path)
        assert everything(two)["codings"] == everything(one)["codings"]


def test_a_tape_without_words_has_no_text_to_go_out_as(tmp_path: Path) -> None:
    (tmp_path / "typed.txt").write_text("gone", encoding="utf-8")
    with new_project(tmp_path / "one", title="One") as one, new_project(tmp_path / "two", title="Two") as two:
        import_transcript(one, "txt", tmp_path / "typed.txt", new_tape=NewTape(id=TAPE))
        turn = one.store.transcript(TAPE).turns[0]  # type: ignore[union-attr]
        with one.store.change("study") as pen:
            code = pen.add(Code(codebook=pen.add(Codebook(name="Signs")).id, name="wind"))
            pen.add(Coding(code=code.id, quote=quote_of(one, span(one, "gone")), coder="Rosa"))
        correct_turn(one, turn.id, turn.revision, "")
        path = export_study(one).path
        assert not list(xml_of(path).iter(f"{SPACE}TextSource"))
        assert import_study(two, path).left == ()
        assert [coding.quote for coding in two.store.codings()] == [coding.quote for coding in one.store.codings()]


def test_what_came_in_as_a_text_goes_out_as_a_text_and_a_recording_as_a_recording(tmp_path: Path) -> None:
    guid = "{:08d}-1111-1111-1111-111111111111".format
    said = "Zoë: The boats 🚢 left.\n\nNobody saw them."
    at = said.index("left")
    chosen = (
        f'<PlainTextSelection guid="{guid(4)}" startPosition="{at}" endPosition="{at + 5}"><Coding guid="{guid(5)}">'
        f'<CodeRef targetGUID="{guid(1)}"/></Coding></PlainTextSelection>'
    )
    (tmp_path / "a.qde").write_text(
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="Harbour"><CodeBook><Codes><Code guid="{guid(1)}" name="quay"'
        f' isCodable="true"/></Codes></CodeBook><Sources><TextSource guid="{guid(2)}" name="notes"><PlainTextContent>'
        f'{said}</PlainTextContent>{chosen}</TextSource><AudioSource guid="{guid(3)}" name="a.wav"'
        f' path="relative:///a.wav"><Transcript guid="{guid(6)}"><PlainTextContent>{said}</PlainTextContent>'
        "</Transcript></AudioSource></Sources></Project>",
        encoding="utf-8",
    )
    with new_project(tmp_path / "one", title="One") as one, new_project(tmp_path / "two", title="Two") as two:
        import_study(one, tmp_path / "a.qde")
        first = export_study(one).path
        root = xml_of(first)
        assert [one.get("name") for one in root.iter(f"{SPACE}TextSource")] == ["notes"]
        assert [one.get("name") for one in root.iter(f"{SPACE}AudioSource")] == ["a.wav"]
        (selection,) = root.iter(f"{SPACE}PlainTextSelection")
        assert selection.get("name") == "left."
        import_study(two, first)
        assert everything(two) == everything(one)
        assert import_study(one, export_study(two).path).brought == {}


def test_copies_of_recordings_leave_a_text_out_of_the_count(project: Project) -> None:
    assert export_study(project, paths="copy").left == ()


def test_a_text_that_went_through_our_own_json_is_still_a_text(project: Project, tmp_path: Path) -> None:
    (tmp_path / "FIELD.json").write_text(written(transcript(project, TAPE), format="json"), encoding="utf-8")
    with new_project(tmp_path / "two", title="Two") as two:
        import_transcript(two, "json", tmp_path / "FIELD.json", new_tape=NewTape(id=TAPE))
        with two.store.change("study") as pen:
            pen.add(Codebook(name="Signs"))
        assert list(xml_of(export_study(two).path).iter(f"{SPACE}TextSource"))


def test_a_text_that_nobody_could_read_back_stays_behind_and_is_counted(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refi_package, "LARGEST_TEXT", 100)
    done = export_study(project)
    assert [(one.what, one.count) for one in done.left] == [("transcript", 1)]
    with new_project(tmp_path / "two", title="Two") as two:
        assert import_study(two, done.path).left == ()
        found = sorted(str(coding.quote) for coding in two.store.codings())
        assert found == sorted(str(coding.quote) for coding in project.store.codings())

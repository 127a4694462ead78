"""The annotated script of a real project: what was proved, who has heard it, what it states, and what is open."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree, html

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.errors import NotFoundError, StorageError, UsageError
from tapewright.model import AudioStream, Listen, Quote, SourceFile, Span, Tape, TapeId, Transcript, Turn, Verdict
from tapewright.model.annotated import AnnotatedScript, LineKind, OpenKind
from tapewright.model.provenance import Provenance
from tapewright.testing.cuts import spread
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate, from_seconds
from tapewright.verbs.annotating import annotated_script
from tapewright.verbs.claims import add_claim, add_source
from tapewright.verbs.history import mark
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.report import report

PAL = TimecodeFormat(frame_rate("25"))
SAID = "The harbour was quiet that year and nobody asked us. I did not know the captain until the boats came back."

EDIT = """\
---
title: Nine years
---

# The gap

ARCHIVE: the harbour from the mole, winter

For nine years nobody in Elbridge spoke of the ferry. As Marian said, "nobody asked us".

> The harbour was quiet that year
>
> — MARIAN [T001](tape:T001#t=0.000000,3.000000)

<!-- ask her about the captain -->

> I did know the captain until the boats came back
>
> — MARIAN [T001](tape:T001#t=5.000000,11.000000)

> what nobody can find
>
> — JONAS [T009](tape:T009#t=1.000000,2.000000)

> and what nobody has typed yet
>
> — JONAS [T002](tape:T002#t=1.000000,2.000000)
"""


def tape_of(tape: str, path: Path) -> Tape:
    path.write_bytes(b"RIFF")
    file = SourceFile(
        path=str(path),
        size=4,
        duration=from_seconds(20),
        audio=AudioStream(rate_hz=48_000, channels=1),
        digests={"xxh128": "99aa06d3014798d86001c324468d497f", "xxh64": "0"},
    )
    return Tape(
        id=TapeId(tape),
        title=tape,
        format=PAL,
        duration=from_seconds(20),
        start_timecode=from_seconds(3600),
        files=(file,),
    )


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path / "series", title="The harbour") as made:
        with made.store.change("tapes") as pen:
            pen.add_tape(tape_of("T001", tmp_path / "Bänd & “one”.wav"))
            pen.add_tape(tape_of("T002", tmp_path / "two.wav"))
            marian = pen.add_speaker("MARIAN")
            words = spread(SAID, Interval(Ticks(0), from_seconds(11)))
            pen.add_transcript(
                Transcript(
                    tape=TapeId("T001"),
                    turns=(Turn(words=words, speaker=marian.id),),
                    provenance=Provenance(
                        tool="faster-whisper",
                        version="1.2.1",
                        settings={"model": "base"},
                        made_at="2026-11-20T08:12:00Z",
                    ),
                    language="en",
                )
            )
        first = Interval(Ticks(0), from_seconds(3))
        with made.store.change("listen") as pen:
            quote = Quote(
                Span(TapeId("T001"), first), " ".join(w.text for w in words if first.holds(w.interval.middle))
            )
            pen.add_listen(Listen(who="J. Lind", when="2026-11-24T10:00:00Z", quote=quote))
        (made.edits / "gap.md").write_text(EDIT, "utf-8")
        (made.edits / "empty.md").write_text("", "utf-8")
        claim = add_claim(made, "For nine years nobody in Elbridge spoke of the ferry.", edit="gap")
        add_source(made, claim.id, document="harbour office, timetable 1984, page 3")
        yield made


@pytest.fixture
def script(project: Project) -> AnnotatedScript:
    return annotated_script(project, "gap")


def test_lines_are_numbered_in_their_order_and_are_what_the_edit_says(script: AnnotatedScript) -> None:
    assert [(line.n, line.kind.value) for line in script.lines] == [
        (1, "scene"), (2, "picture"), (3, "narration"), (4, "bite"), (5, "note"), (6, "bite"), (7, "bite"), (8, "bite"),
    ]  # fmt: skip
    assert script.title == "Nine years"
    assert script.lines[4].text == "ask her about the captain"
    assert [line.timecode for line in script.lines if line.kind is LineKind.BITE][:2] == ["01:00:00:00", "01:00:03:00"]


def test_a_bite_has_its_verdict_its_place_and_who_has_heard_it(script: AnnotatedScript) -> None:
    quiet, captain = script.lines[3], script.lines[5]
    assert quiet.verdict is not None
    assert quiet.verdict.verdict is Verdict.VERBATIM
    [source] = quiet.sources
    assert (source.place.span.tape, source.place.timecode[:8], source.out_timecode[:8]) == (
        "T001",
        "01:00:00",
        "01:00:03",
    )
    assert source.heard_by == ("J. Lind, 2026-11-24",)
    assert source.place.is_heard
    assert source.file.endswith("Bänd & “one”.wav")
    assert captain.verdict is not None
    assert "negation_dropped" in [flag.flag.value for flag in captain.verdict.flags]
    assert not captain.sources[0].place.is_heard


def test_a_join_stands_at_the_bite_that_it_begins(script: AnnotatedScript) -> None:
    assert [len(line.joins) for line in script.lines if line.kind is LineKind.BITE][:2] == [0, 1]


def test_narration_has_its_claims_and_its_quotations(script: AnnotatedScript) -> None:
    narration = script.lines[2]
    [claim] = narration.claims
    assert claim.sources == ("harbour office, timetable 1984, page 3",)
    assert claim.rests_on_one
    [quoted] = narration.quoted
    assert quoted.verdict.quotation.text == "nobody asked us"
    assert quoted.verdict.verdict is Verdict.VERBATIM
    assert quoted.sources[0].place.span.tape == "T001"
    assert narration.unclaimed == ()  # the second sentence says where it has its words from


def test_what_cannot_be_played_or_proved_is_open_and_never_silent(script: AnnotatedScript) -> None:
    lost, untyped = script.lines[6], script.lines[7]
    assert lost.problem == "there is no tape T009 in this project"
    assert untyped.verdict is not None
    assert untyped.verdict.verdict is Verdict.UNSETTLED
    kinds = {point.kind: point.lines for point in script.open_points}
    assert kinds[OpenKind.BROKEN] == (7,)
    assert kinds[OpenKind.UNSETTLED] == (8,)
    assert kinds[OpenKind.ONE_SOURCE] == (3,)
    assert 6 in kinds[OpenKind.MEANING]
    assert set(kinds[OpenKind.UNHEARD]) == {3, 6}
    assert kinds[OpenKind.UNREAD] == ()
    order = [list(OpenKind).index(point.kind) for point in script.open_points]
    assert order == sorted(order)


def test_the_recordings_have_their_digests_and_the_words_their_origin(script: AnnotatedScript) -> None:
    assert [(one.tape, one.digest_name, one.size) for one in script.tapes] == [("T001", "xxh128", 4)]
    [transcript] = script.transcripts
    assert (transcript.tool, transcript.tool_version, transcript.model) == ("faster-whisper", "1.2.1", "base")


def test_the_state_is_that_of_the_last_transaction_and_its_last_name(project: Project) -> None:
    locked = mark(project, "locked for legal")
    add_claim(project, "Something else.", edit="gap")
    made = annotated_script(project, "gap").made_from
    last = project.store.history()[-1]
    assert (made.transaction, made.digest, made.when) == (last.number, last.digest, last.when)
    assert (made.mark, made.marked_at) == ("locked for legal", locked.number)


def test_all_formats_are_written_and_are_the_same_bytes_again(project: Project, tmp_path: Path) -> None:
    first = report(project, "gap", ("docx", "pdf", "html"))
    assert [file.path.name for file in first.files] == [
        f"gap-annotated-script.{name}" for name in ("docx", "pdf", "html")
    ]
    assert all(file.path.parent == project.root / "exports" for file in first.files)
    again = report(project, "gap", ("docx", "pdf", "html"), tmp_path / "again")
    for one, two in zip(first.files, again.files, strict=True):
        assert one.path.read_bytes() == two.path.read_bytes()
        assert one.size == one.path.stat().st_size
    page = html.document_fromstring(first.files[2].path.read_bytes())
    assert "the tape has" in page.text_content()
    with zipfile.ZipFile(io.BytesIO(first.files[0].path.read_bytes())) as package:
        read = etree.fromstring(package.read("word/document.xml"))
    assert "I did know the captain until the boats came back" in "".join(read.itertext())


def test_one_format_may_be_given_its_file(project: Project, tmp_path: Path) -> None:
    [file] = report(project, "gap", "pdf", tmp_path / "for the lawyer.pdf").files
    assert file.path == tmp_path / "for the lawyer.pdf"
    assert file.path.read_bytes().startswith(b"%PDF")


def test_a_dry_run_writes_nothing(project: Project) -> None:
    [file] = report(project, "gap", "html", dry_run=True).files
    assert file.size > 1000
    assert not file.path.exists()


def test_what_cannot_be_meant_is_refused_before_anything_is_written(project: Project, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no format 'odt'"):
        report(project, "gap", ("html", "odt"))
    with pytest.raises(UsageError, match="no format"):
        report(project, "gap", ())
    with pytest.raises(NotFoundError, match="no paper edit"):
        report(project, "nothing", "html")
    with pytest.raises(UsageError, match="one file cannot hold 2 formats"):
        report(project, "gap", ("html", "pdf"), tmp_path / "one.pdf")
    assert not (project.root / "exports").exists()


def test_a_recording_is_never_written_over(project: Project, tmp_path: Path) -> None:
    (tmp_path / "link.html").symlink_to(tmp_path / "two.wav")
    with pytest.raises(UsageError, match="is a file of tape T002"):
        report(project, "gap", "html", tmp_path / "link.html")
    assert (tmp_path / "two.wav").read_bytes() == b"RIFF"


def test_a_folder_that_cannot_be_made_is_named(project: Project, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError, match="file"):
        report(project, "gap", "html", tmp_path / "file" / "below")


def test_an_empty_edit_is_a_report_too(project: Project) -> None:
    result = report(project, "empty", ("docx", "pdf", "html"))
    assert result.script.lines == ()
    assert [point.kind for point in result.script.open_points] == [OpenKind.UNREAD]


def test_the_command_says_what_it_wrote_and_what_is_open(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["report", "annotated-script", "gap", "--to", "html", "--project", str(project.root)]) == 0
    out = capsys.readouterr().out
    assert "gap-annotated-script.html" in out
    assert "8 lines, 4 bites" in out
    assert "line 7: there is no tape T009 in this project" in out


def test_the_command_has_the_record_as_json(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["report", "annotated-script", "gap", "--to", "pdf", "--dry-run", "--json"]
    assert run(app, [*arguments, "--project", str(project.root)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["clean"] is False
    assert told["dry_run"] is True
    assert [line["n"] for line in told["lines"]] == list(range(1, 9))
    assert told["lines"][3]["sources"][0]["heard_by"] == ["J. Lind, 2026-11-24"]
    assert told["tapes"][0]["digest"] == "xxh128:99aa06d3014798d86001c324468d497f"
    assert told["made_from"]["transaction"] == project.store.history()[-1].number

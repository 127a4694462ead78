"""A locked cut read back: what has changed since the paper edit, at which word, by how many frames."""

from __future__ import annotations

import json
import re
import warnings
from dataclasses import replace
from pathlib import Path

import opentimelineio as otio
import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.errors import ConflictError, InputError, NotFoundError
from tapewright.exchange.cut_formats import cut_formats
from tapewright.model import Cut, CutEvent, Flag, MeaningFlag
from tapewright.proof.conforming import ChangeKind
from tapewright.testing.cuts import FORMATS
from tapewright.testing.harbour import harbour_project, place_of
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate, from_milliseconds, write_fragment
from tapewright.verbs.anchors import anchors
from tapewright.verbs.conform import Conformed, NewFlag, conform, record
from tapewright.verbs.edit import cut_of
from tapewright.verbs.export import export

PAL = TimecodeFormat(frame_rate("25"))
KINDS = ("edl", "otio", "fcpxml")
AIR = from_milliseconds(40)
BITES = (
    ("T001", "MARIAN", "The harbour was quiet that year, ~~you know,~~ and nobody asked us"),
    ("T001", "MARIAN", "I saw the lights on the water."),
    ("T002", "JONAS", "We had flour for two days"),
    ("T001", "ASKER", "Were you afraid of your brother?"),
    ("T001", "MARIAN", "I was afraid of the storm."),
)


def write_edit(project, name, bites=BITES):
    blocks = []
    for tape, speaker, text in bites:
        plain = " ".join(word.strip(".,?") for word in text.replace("~~", "").split())
        place = place_of(tape, plain)
        place = Interval(Ticks(place.start - AIR), Ticks(place.end + AIR))
        blocks.append(f"> {text}\n>\n> — {speaker} [{tape}](tape:{tape}#{write_fragment(place)})\n")
    (project.edits / f"{name}.md").write_text("# The gap\n\nNarration.\n\n" + "\n".join(blocks), encoding="utf-8")


@pytest.fixture
def project(tmp_path):
    with harbour_project(tmp_path / "p", PAL) as made:
        write_edit(made, "cut")
        yield made


def laid(project, name="cut") -> Cut:
    return cut_of(project, name).cut


def relaid(cut: Cut, events: list[tuple[CutEvent, Interval]]) -> Cut:
    """The cut with other events, or the same with other stretches of their tapes, end to end."""
    made, at = [], 0
    for event, source in events:
        record = source.moved(at - source.start)
        made.append(CutEvent(tape=event.tape, file=event.file, source=source, record=record, bite=event.bite, words=()))
        at = record.end
    return Cut(title=cut.title, format=cut.format, start=cut.start, events=tuple(made))


def locked(project, cut: Cut, kind: str = "otio"):
    (data,) = cut_formats().formats[kind].make().write(cut, name="locked").values()
    path = project.root / f"locked.{kind}"
    path.write_bytes(data)
    return path


def conformed(project, events, kind: str = "otio") -> Conformed:
    return conform(project, locked(project, relaid(laid(project), events), kind), "cut")


def told(found: Conformed):
    return [(change.kind, change.line, change.head, change.tail, change.words) for change in found.changes]


def on_frames(place: Interval) -> Interval:
    return Interval(*(PAL.rate.at_frame(PAL.rate.nearest_frame(tick)) for tick in (place.start, place.end)))


def as_they_are(project):
    return [(event, event.source) for event in laid(project).events]


def moved_end(source: Interval, frames: int, counting: TimecodeFormat = PAL) -> Interval:
    return Interval(source.start, Ticks(source.end + frames * counting.rate.ticks_per_frame))


def moved_start(source: Interval, frames: int, counting: TimecodeFormat = PAL) -> Interval:
    return Interval(Ticks(source.start + frames * counting.rate.ticks_per_frame), source.end)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("counting", FORMATS[::3], ids=str)
def test_what_was_exported_has_not_changed(tmp_path, counting, kind):
    with harbour_project(tmp_path / "p", counting) as project:
        write_edit(project, "cut")
        (file,) = export(project, "cut", kind).files
        found = conform(project, file.path, "cut")
        assert found.is_same
        assert (found.changes, found.new_joins, found.new_flags, found.remarks) == ((), (), (), ())
        assert found.lines == 5


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("counting", [FORMATS[0], FORMATS[2], FORMATS[4], FORMATS[7]], ids=str)
def test_one_frame_trimmed_at_one_edit_point_is_reported_there_and_nowhere_else(tmp_path, counting, kind):
    with harbour_project(tmp_path / "p", counting) as project:
        write_edit(project, "cut")
        cut = laid(project)
        for number, event in enumerate(cut.events):
            for at_end in (False, True):
                events = [(one, one.source) for one in cut.events]
                source = event.source
                trimmed = moved_end(source, -1, counting) if at_end else moved_start(source, 1, counting)
                events[number] = (event, trimmed)
                found = conform(project, locked(project, relaid(cut, events), kind), "cut")
                inside = (number, at_end) in ((0, True), (1, False))  # around the words that are struck
                (change,) = found.changes
                assert change.line == event.bite
                assert change.kind is (ChangeKind.LIFTED if inside else ChangeKind.TRIMMED)
                assert inside or (change.head, change.tail) == ((0, 1) if at_end else (1, 0))
                assert change.words == ""
                assert (found.new_joins, found.new_flags) == ((), ())


def test_a_line_that_is_gone_and_one_that_is_new_are_named(project):
    events = as_they_are(project)
    gone = events.pop(2)
    new = Interval(*(Ticks(PAL.rate.at_frame(frame)) for frame in (700, 750)))
    found = conformed(project, [*events[:3], (gone[0], new), *events[3:]])
    assert [(kind, line) for kind, line, *_ in told(found)] == [(ChangeKind.GONE, 2), (ChangeKind.ADDED, None)]
    assert found.changes[0].explanation == "it is gone: “I saw the lights on the water.”"


def test_a_line_that_has_moved_is_moved_and_not_gone(project):
    events = as_they_are(project)
    events.append(events.pop(2))
    found = conformed(project, events)
    assert [(kind, line) for kind, line, *_ in told(found)] == [(ChangeKind.MOVED, 2)]
    assert [(len(join.kinds) > 0, join.n) for join in found.new_joins] == [(True, 2), (True, 5)]


def test_words_that_are_trimmed_off_are_named(project):
    events = as_they_are(project)
    event, source = events[3]
    events[3] = (event, Interval(source.start, on_frames(place_of("T002", "We had flour")).end))
    found = conformed(project, events)
    (change,) = found.changes
    assert (change.kind, change.line, change.words) == (ChangeKind.TRIMMED, 3, "for two days,")
    assert change.tail > 20
    assert change.at_word == "flour"


def test_a_trim_that_clips_a_word_is_a_new_flag(project):
    events = as_they_are(project)
    event, source = events[2]
    events[2] = (event, moved_end(source, -4))
    found = conformed(project, events)
    (change,) = found.changes
    assert change.explanation == "4 frames shorter at its end: it ends inside “water.”"
    assert {new.flag.flag for new in found.new_flags} == {Flag.CLIPPED_WORD}
    assert found.new_joins == ()


def test_words_lifted_out_of_a_line_are_named_and_so_are_those_put_back(project):
    events = as_they_are(project)
    whole = Interval(events[0][1].start, events[1][1].end)
    back = conformed(project, [(events[0][0], whole), *events[2:]])
    assert [(c.kind, c.line, c.words) for c in back.changes] == [(ChangeKind.PUT_BACK, 1, "you know,")]
    event, source = events[4]
    hole = on_frames(place_of("T001", "your"))
    parts = [(event, Interval(source.start, hole.start)), (event, Interval(hole.end, source.end))]
    out = conformed(project, [*events[:4], *parts, *events[5:]])
    assert [(c.kind, c.line, c.words) for c in out.changes] == [(ChangeKind.LIFTED, 4, "your")]
    assert len(out.new_joins) == 1


def test_a_negation_cut_out_in_the_editing_program_is_a_new_flag(project):
    write_edit(project, "cut", (("T001", "MARIAN", "No, I did not see the boats."), *BITES[2:]))
    events = as_they_are(project)
    event, source = events[0]
    hole = on_frames(place_of("T001", "not"))
    parts = [(event, Interval(source.start, hole.start)), (event, Interval(hole.end, source.end))]
    found = conformed(project, [*parts, *events[1:]])
    assert [new.flag.flag for new in found.new_flags] == [Flag.NEGATION_DROPPED]


def test_an_earlier_timeline_can_be_compared_with(project):
    cut = laid(project)
    first = locked(project, cut, "edl")
    events = as_they_are(project)
    del events[4]
    found = conform(project, locked(project, relaid(cut, events)), first)
    assert [change.kind for change in found.changes] == [ChangeKind.GONE]
    assert conform(project, first, first).is_same


def test_a_cut_in_several_lists_is_one_programme(project, monkeypatch):
    monkeypatch.setattr("tapewright.exchange.edl.MOST_EVENTS", 4)
    files = cut_formats().formats["edl"].make().write(laid(project), name="cut")
    assert len(files) == 2
    for name, data in files.items():
        (project.root / name).write_bytes(data)
    paths = [project.root / name for name in files]
    assert conform(project, paths, "cut").is_same
    assert conform(project, paths[::-1], "cut").is_same
    assert [change.kind for change in conform(project, paths[0], "cut").changes] == [ChangeKind.GONE] * 2


def test_a_reel_with_another_name_is_said_and_can_be_told(project):
    path = locked(project, laid(project), "edl")
    text = re.sub(r"T002(\.WAV)?", "CARD9", path.read_text("ascii"), flags=re.IGNORECASE)
    path.write_text(text, "ascii")
    found = conform(project, path, "cut")
    assert [one.why for one in found.now.unplaced] == ["reel CARD9 is no tape here; name it with --reel CARD9=TAPE"]
    assert [change.kind for change in found.changes] == [ChangeKind.GONE]
    assert conform(project, path, "cut", reels={"card9": "T002"}).is_same
    with pytest.raises(NotFoundError, match="no tape T099"):
        conform(project, path, "cut", reels={"CARD9": "T099"})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("counting", FORMATS[::3], ids=str)
def test_a_paper_edit_made_of_a_cut_gives_the_same_frames(tmp_path, counting, kind):
    with harbour_project(tmp_path / "p", counting) as project:
        write_edit(project, "cut")
        cut = laid(project)
        events = [(one, one.source) for one in cut.events]
        events[3] = (events[3][0], moved_end(events[3][1], -3, counting))
        events.append(events.pop(2))
        path = locked(project, relaid(cut, events), kind)
        found = conform(project, path, "cut", write="locked")
        assert found.written is not None
        again = laid(project, "locked")
        assert [(e.tape.id, e.source, e.record) for e in again.events] == [
            (p.tape, p.source, p.record) for p in found.now.pieces
        ]
        assert (again.format, again.start) == (cut.format, cut.start)
        assert conform(project, path, "locked").is_same
        assert all(one.holds for one in anchors(project, ["locked"]))
        text = found.written.read_text("utf-8")
        # What has not changed stays as it was written, and so does what stands around it.
        assert (
            "# The gap\n\nNarration.\n\n> The harbour was quiet that year, ~~you know,~~ and nobody asked us\n" in text
        )
        with pytest.raises(ConflictError):
            conform(project, path, "cut", write="locked")


@pytest.mark.parametrize(("source", "programme"), [("23.976", "25"), ("50", "25"), ("47.952", "23.976"), ("25", "24")])
def test_so_it_does_at_mixed_rates(tmp_path, source, programme):
    counting, counts = TimecodeFormat(frame_rate(source)), TimecodeFormat(frame_rate(programme))
    with harbour_project(tmp_path / "p", counting, programme=counts) as project:
        write_edit(project, "cut")
        (file,) = export(project, "cut", "otio").files
        found = conform(project, file.path, "cut", write="back")
        assert found.is_same
        assert [(e.source, e.record) for e in laid(project, "back").events] == [
            (p.source, p.record) for p in found.now.pieces
        ]


def test_the_command_says_so_and_leaves_with_0_or_1(project, capsys):
    path = locked(project, laid(project))
    arguments = ["conform", str(path), "--against", "cut", "--project", str(project.root)]
    assert run(app, arguments) == 0
    assert capsys.readouterr().out == "nothing has changed: 5 lines, 6 pieces, to the frame\n"
    events = as_they_are(project)
    locked(project, relaid(laid(project), events[:-1]))
    assert run(app, arguments) == 1
    out = capsys.readouterr().out
    assert "gone      bite 5 T001: it is gone: “I was afraid of the storm.”" in out
    assert out.endswith("1 change to 5 lines\n")
    assert run(app, [*arguments, "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [change["name"] for change in answer["changes"]] == ["bite 5"]
    assert run(app, [*arguments, "--reel", "nonsense"]) == 2


def test_what_could_not_be_compared_is_said_beside_the_answer(project, capsys):
    path = locked(project, laid(project), "edl")
    narration = "099  VO1      AA    C        00:00:00:00 00:00:02:00 01:00:20:00 01:00:22:00\r\n"
    path.write_text(path.read_text("ascii") + narration, "ascii")
    assert run(app, ["conform", str(path), "--against", "cut", "--project", str(project.root)]) == 0
    said = capsys.readouterr()
    assert "1 event of it is on no tape here and could not be compared\nnothing has changed" in said.out
    assert "reel VO1 is no tape here; name it with --reel VO1=TAPE" in said.err


def test_the_record_holds_everything_and_no_more(project):
    events = as_they_are(project)
    answer = record(conformed(project, events[1:]))
    assert set(answer) == set(
        "cut against same lines changes new_joins new_flags unplaced unread remarks written".split()
    )
    assert answer["same"] is False
    assert json.loads(json.dumps(answer)) == answer


def test_what_is_no_timeline_is_named(project, tmp_path):
    with pytest.raises(NotFoundError):
        conform(project, locked(project, laid(project)), "nothing")
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all")
    with pytest.raises(InputError, match="no timeline"):
        conform(project, letter, "cut")
    with pytest.raises(InputError, match="cannot be read"):
        conform(project, tmp_path / "missing.edl", "cut")


def test_the_record_is_as_documented(project):
    """docs/reference/json.md: every documented key is there, with a value of its kind, and none that is not told."""
    page = (Path(__file__).resolve().parents[2] / "docs/reference/json.md").read_text("utf-8")
    example = json.loads(re.search(r"## conform\n.*?```json\n(.*?)```", page, re.S)[1])
    events = as_they_are(project)
    event, source = events[2]
    path = locked(project, relaid(laid(project), [(event, moved_end(source, -4)), *events[3:]]), "edl")
    path.write_text(re.sub(r"T002(\.WAV)?", "CARD9", path.read_text("ascii"), flags=re.IGNORECASE), "ascii")
    answer = record(conform(project, path, "cut"))
    assert set(answer) == set(example)
    for name in ("changes", "new_joins", "new_flags", "unplaced"):
        assert answer[name], name
        for key, value in example[name][0].items():
            assert key in answer[name][0], (name, key)
            assert value is None or answer[name][0][key] is None or type(answer[name][0][key]) is type(value), key
        assert set(answer[name][0]) == set(example[name][0])


@pytest.mark.parametrize("counting", [FORMATS[0], FORMATS[2], FORMATS[4], FORMATS[7]], ids=str)
@pytest.mark.parametrize("adapter", ["fcp_xml", "AAF", "cmx_3600"])
def test_what_other_writers_make_of_our_timeline_has_not_changed(tmp_path, counting, adapter):
    """The adapters of OpenTimelineIO write it: their reading of these formats is not ours."""
    with harbour_project(tmp_path / "p", counting) as project:
        write_edit(project, "cut")
        path = written_by(adapter, locked(project, laid(project)), tmp_path)
        found = conform(project, path, "cut", format=counting if adapter == "cmx_3600" else None)
        assert [change.explanation for change in found.changes] == []
        assert found.now.unplaced == ()
        assert found.now.format.rate == counting.rate
        assert len(found.now.pieces) == 6


def written_by(adapter: str, ours: Path, folder: Path) -> Path:
    timeline = otio.adapters.read_from_file(str(ours))
    for clip in timeline.find_clips():
        clip.metadata.clear()
        del clip.markers[:]
        if adapter == "cmx_3600":
            clip.metadata["cmx_3600"] = {"reel": clip.name[:4]}
    if adapter == "cmx_3600":  # its writer knows pictures only
        timeline.tracks[:] = [track for track in timeline.tracks if track.kind == "Audio"]
        timeline.tracks[0].kind = "Video"
    path = folder / f"cut.{ {'fcp_xml': 'xml', 'AAF': 'aaf', 'cmx_3600': 'edl'}[adapter] }"
    more = {"use_empty_mob_ids": True} if adapter == "AAF" else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        otio.adapters.write_to_file(timeline, str(path), adapter_name=adapter, **more)
    return path


def test_narration_and_notes_stay_where_the_lines_in_place_are(project):
    write_edit(project, "cut")
    path = project.edits / "cut.md"
    blocks = path.read_text("utf-8").split("\n\n> ")
    head, bites = blocks[0], [f"> {block.strip()}\n" for block in blocks[1:]]
    told = [f"Told before {n}.\n" for n in range(1, 6)]
    text = head + "\n\n" + "\n".join(t + "\n" + b for t, b in zip(told, bites, strict=True)) + "\n<!-- the end -->\n"
    path.write_text(text, "utf-8")
    events = as_they_are(project)
    moved = [*events[:2], *events[3:], events[2]]
    found = conform(project, locked(project, relaid(laid(project), moved)), "cut", write="moved")
    again = found.written.read_text("utf-8")
    order = [line for line in again.splitlines() if line.startswith(("Told", "> I saw", "> We had", "<!--"))]
    assert order == [
        "Told before 1.", "Told before 2.", "Told before 3.", "> We had flour for two days", "Told before 4.",
        "Told before 5.", "> I saw the lights on the water.", "<!-- the end -->",
    ]  # fmt: skip
    assert conform(project, locked(project, relaid(laid(project), moved)), "moved").is_same


def test_a_comment_that_was_never_closed_does_not_hide_the_bites(project):
    path = project.edits / "cut.md"
    path.write_text(path.read_text("utf-8") + "\n<!-- never closed\n", "utf-8")
    events = as_they_are(project)
    found = conform(project, locked(project, relaid(laid(project), events[::-1])), "cut", write="odd")
    assert [e.source for e in laid(project, "odd").events] == [piece.source for piece in found.now.pieces]


def test_a_new_flag_alone_is_a_change(project):
    found = conform(project, locked(project, laid(project)), "cut")
    assert found.is_same
    flag = NewFlag(join=None, flag=MeaningFlag(flag=Flag.PAUSE_ADDED, why="a pause was put in"), record=0)
    assert not replace(found, new_flags=(flag,)).is_same

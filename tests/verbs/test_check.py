"""A check gives every quotation of a script, paper edit or timeline a verdict, and passes over nothing silently."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.errors import InputError, NotFoundError
from tapewright.model import (
    CHECKED,
    Flag,
    Listen,
    Provenance,
    Quote,
    Span,
    Tape,
    TapeId,
    Transcript,
    Turn,
    Verdict,
    Word,
)
from tapewright.model.progress import Step
from tapewright.timing import Interval, TimecodeFormat, frame_rate, from_milliseconds, from_seconds
from tapewright.verbs import paperfile
from tapewright.verbs.anchors import Finding
from tapewright.verbs.annotating import annotated_script
from tapewright.verbs.check import check, page, prove_edit, record
from tapewright.verbs.export import export
from tapewright.verbs.fairness import fairness
from tapewright.verbs.project import Project, new_project, open_project

MARIAN = (
    "The ferry did not leave on Monday because of the fog. We waited in the bakery until the evening. "
    "I think about forty people slept there that night."
)
INTERVIEWER = "And who brought the bread up from the harbour?"
TOMAS = "My brother brought it, as far as I know. He carried twelve loaves up the hill in the rain."


def words(text: str, at_ms: int, confidence: int | None = CHECKED) -> tuple[Word, ...]:
    return tuple(
        Word(
            text=token,
            start=from_milliseconds(at_ms + 300 * n),
            end=from_milliseconds(at_ms + 300 * n + 250),
            confidence=confidence,
        )
        for n, token in enumerate(text.split())
    )


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path / "series") as made:
        with made.store.change("tapes") as pen:
            marian, asking, tomas = (pen.add_speaker(name).id for name in ("MARIAN", "INTERVIEWER", "Tomas Hale"))
            for name in ("T1", "T2", "T3"):
                pen.add_tape(
                    Tape(
                        id=TapeId(name),
                        title="",
                        format=TimecodeFormat(frame_rate(25)),
                        duration=from_seconds(600),
                        start_timecode=from_seconds(36_000),
                        reel=name,
                    )
                )
            provenance = Provenance(tool="hand")
            said = [
                ("T1", [(marian, MARIAN, 1000)]),
                ("T2", [(asking, INTERVIEWER, 1000), (tomas, TOMAS, 5000)]),
            ]
            for tape, turns in said:
                made_turns = tuple(Turn(words=words(text, at), speaker=who) for who, text, at in turns)
                pen.add_transcript(Transcript(tape=TapeId(tape), turns=made_turns, provenance=provenance))
        yield made


def script(project: Project, text: str, name: str = "article.md") -> Path:
    path = project.root / "scripts" / name
    path.write_text(text, "utf-8")
    return path


def only(project: Project, text: str) -> tuple[Verdict, set[Flag]]:
    (proved,) = check(project, script(project, text)).quotes
    return proved.verdict, {flag.flag for flag in proved.flags}


@pytest.mark.parametrize(
    ("text", "verdict", "flag"),
    [
        ("“The ferry did not leave on Monday because of the fog,” said Marian.", Verdict.VERBATIM, None),
        ("“The ferry didn't leave on Monday because of the fog,” said Marian.", Verdict.VERBATIM, None),
        ("“The ferry did not leave … because of the fog,” said Marian.", Verdict.ELIDED, None),
        ("“The ferry did leave on Monday because of the fog,” said Marian.", None, Flag.NEGATION_DROPPED),
        (
            "“The ferry did not leave on Tuesday because of the fog,” said Marian.",
            Verdict.ALTERED,
            Flag.QUANTITY_CHANGED,
        ),
        ("“I think about sixty people slept there that night,” said Marian.", Verdict.ALTERED, Flag.QUANTITY_CHANGED),
        ("“About forty people slept there that night,” said Marian.", None, Flag.HEDGE_DROPPED),
        ("“He carried twelve loaves up the hill in the rain,” said Marian.", Verdict.MISATTRIBUTED, None),
        ("“He carried twelve loaves up the hill in the rain,” said Mr Hale.", Verdict.VERBATIM, None),
        ("“He carried twelve loaves up the hill in the rain,” said Johnson.", Verdict.UNSETTLED, None),
        ("“The lighthouse keeper sold his clocks to a passing circus,” said Marian.", Verdict.NOT_FOUND, None),
        (
            "“The ferry did not leave on Monday because of the fog. He carried twelve loaves up the hill in the rain,” "
            "she said.",
            Verdict.RECOMBINED,
            None,
        ),
    ],
)
def test_every_kind_of_quotation_gets_its_verdict(
    project: Project, text: str, verdict: Verdict | None, flag: Flag | None
) -> None:
    got, flags = only(project, text + "\n")
    assert verdict is None or got is verdict
    assert flags == ({flag} if flag else set())


def test_a_verdict_names_the_place_the_words_and_what_differs(project: Project) -> None:
    path = script(project, "“The ferry did leave on Monday because of the fog,” said Marian.\n")
    told = json.loads(json.dumps(record(check(project, path))))
    assert told["input"] == str(path)
    assert told["transcript_coverage"] == {"tapes": 3, "unread": ["T3"]}
    (quote,) = told["quotes"]
    assert quote["attributed_to"] == "Marian"
    (source,) = quote["sources"]
    assert (source["tape"], source["speaker"], source["timecode"]) == ("T1", "MARIAN", "10:00:01:00")
    assert source["text"].startswith("The ferry did not leave")
    assert any(piece["tape"] == "not" and piece["kind"] == "gone" for piece in quote["diff"])
    assert "not" in quote["explanation"]
    assert told["summary"]["fails"] is True
    assert told["summary"]["flags"] == {"negation_dropped": 1}


def test_what_a_person_has_heard_is_marked_so(project: Project) -> None:
    with project.store.change("machine words") as pen:
        provenance = Provenance(tool="hand")
        turns = (Turn(words=words(MARIAN, 1000, confidence=240)),)
        pen.add_transcript(Transcript(tape=TapeId("T1"), turns=turns, provenance=provenance))
    path = script(project, "“We waited in the bakery until the evening,” she said.\n")
    (proved,) = check(project, path).quotes
    assert not proved.sources[0].is_heard
    span = proved.sources[0].span
    with project.store.change("heard") as pen:
        pen.add_listen(Listen(who="JL", when="2026-01-02T03:04:05Z", quote=Quote(span, proved.sources[0].text)))
    (again,) = check(project, path).quotes
    assert again.sources[0].is_heard


def test_a_doubtful_word_is_to_be_heard_and_not_called_altered(project: Project) -> None:
    doubtful = [
        Word(text=w.text, start=w.start, end=w.end, confidence=40 if w.text == "Monday" else 240)
        for w in words(MARIAN, 1000)
    ]
    with project.store.change("machine words") as pen:
        turns = (Turn(words=tuple(doubtful)),)
        pen.add_transcript(Transcript(tape=TapeId("T1"), turns=turns, provenance=Provenance(tool="hand")))
    (proved,) = check(project, script(project, "“The ferry did not leave on Sunday because of the fog.”\n")).quotes
    assert proved.verdict is Verdict.UNSETTLED
    assert "10:00:0" in proved.settle


BITE = "> {text}\n>\n> — {who} [T1](tape:T1#t={place})\n"


def edit(project: Project, *blocks: str) -> str:
    (project.edits / "fog.md").write_text("\n".join(blocks), "utf-8")
    return "fog"


class TestPaperEdits:
    def test_bites_are_proved_at_their_places_and_keep_their_anchors(self, project: Project) -> None:
        name = edit(
            project,
            "# Fog\n",
            "Marian remembers: “We waited in the bakery until the evening.”\n",
            BITE.format(
                text="The ferry did ~~not~~ leave on Monday because of the fog.", who="MARIAN", place="0.9,4.3"
            ),
            BITE.format(text="We waited in the bakery.", who="Tomas Hale", place="4.2,6.1"),
        )
        checked = check(project, name)
        assert [proved.quotation.n for proved in checked.quotes] == [1, 2, 3]
        narration, struck, attributed = checked.quotes
        assert narration.verdict is Verdict.VERBATIM
        assert Flag.NEGATION_DROPPED in {flag.flag for flag in struck.flags}
        assert attributed.verdict is Verdict.MISATTRIBUTED
        assert checked.anchors[2].finding is Finding.HOLDS
        assert checked.joins

    def test_what_a_join_leaves_out_is_sure_once_a_person_has_heard_it(self, project: Project) -> None:
        unsure = [
            replace(word, confidence=40 if word.text == "not" else 240) for word in words(MARIAN, 1000, confidence=240)
        ]
        with project.store.change("machine words") as pen:
            turns = (Turn(words=tuple(unsure), speaker=project.store.speakers()[0].id),)
            pen.add_transcript(Transcript(tape=TapeId("T1"), turns=turns, provenance=Provenance(tool="hand")))
        struck = BITE.format(
            text="The ferry did ~~not~~ leave on Monday because of the fog.", who="MARIAN", place="1,4.28"
        )
        name = edit(project, struck)
        (dropped,) = (flag for join in check(project, name).joins for flag in join.flags)
        assert (dropped.flag, dropped.is_doubtful) == (Flag.NEGATION_DROPPED, True)
        span = Span(TapeId("T1"), Interval(unsure[0].start, unsure[10].end))
        with project.store.change("heard") as pen:
            heard = " ".join(word.text for word in unsure[:11])
            pen.add_listen(Listen(who="JL", when="2026-01-02T03:04:05Z", quote=Quote(span, heard)))
        (dropped,) = (flag for join in check(project, name).joins for flag in join.flags)
        assert (dropped.flag, dropped.is_doubtful) == (Flag.NEGATION_DROPPED, False)

    def test_narration_is_read_in_the_language_of_the_project(self, project: Project) -> None:
        (project.root / "tapewright.toml").write_text('language = "xx"\n', "utf-8")
        text = "“We waited,” said Marian.\n"
        with open_project(project.root) as same:
            of_script = check(same, script(same, text)).quotes
            of_narration = check(same, edit(same, text)).quotes
        assert [one.quotation.text for one in of_narration] == [one.quotation.text for one in of_script]

    def test_all_that_an_edit_quotes_beside_its_bites_is_judged_in_its_order(self, project: Project) -> None:
        name = edit(
            project,
            "---\ntitle: Fog\n---\n",
            "Tomas Hale carried bread.\nHe said: “He carried ten loaves up the hill in the rain.”\n",
            BITE.format(text="We waited in the bakery until the evening.", who="MARIAN", place="4.2,6.7"),
            "> We waited in the bakery until the morning.\n>\n> — MARIAN\n",
            "- a list: “I think about fifty people slept there that night.”\n",
            "CARD: “I think about sixty people slept there that night.”\n",
            "<!-- “I think about seventy people slept there that night.” -->\n",
            "“The ferry did not leave on Monday\n",
            "“because of the fog.”\n",
        )
        checked = check(project, name)
        assert [(one.quotation.n, one.quotation.place, one.verdict.value) for one in checked.quotes] == [
            (1, "line 6", "altered"),
            (2, "line 8", "verbatim"),
            (3, "line 12", "altered"),
            (4, "line 16", "altered"),
            (5, "line 22", "verbatim"),
        ]
        assert [one.quotation.attributed_to for one in checked.quotes] == ["Tomas Hale", "MARIAN", "MARIAN", "", ""]
        assert checked.remarks == ("2 quotations name nobody, so who says it was not checked: 4, 5",)
        lines = annotated_script(project, name).lines
        assert [one.verdict.quotation.n for line in lines for one in line.quoted] == [1, 3, 4, 5]
        assert "We waited in the bakery until the morning." in [line.text.split("\n")[0] for line in lines]

    def test_where_a_pronoun_means_another_than_the_tape_has_it_is_open_who_is_meant(self, project: Project) -> None:
        told = "Tomas Hale carried bread.\n\n“We waited in the {place} until the evening,” he said.\n"
        (proved,) = check(project, script(project, told.format(place="bakery"))).quotes
        assert (proved.quotation.attributed_to, proved.quotation.is_inferred) == ("Tomas Hale", True)
        assert proved.verdict is Verdict.UNSETTLED
        assert proved.settle == "name in the text who says it: MARIAN or Tomas Hale"
        (altered,) = check(project, script(project, told.format(place="library"))).quotes
        assert altered.verdict is Verdict.ALTERED
        (named,) = check(project, script(project, told.format(place="bakery").replace("he said", "said Tomas"))).quotes
        assert named.verdict is Verdict.MISATTRIBUTED

    def test_a_bite_that_cannot_be_proved_is_never_passed(self, project: Project) -> None:
        name = edit(project, "> Fog.\n>\n> — ANNA [T3](tape:T3#t=1,2)\n", "> Fog.\n>\n> — ANNA [T9](tape:T9#t=1,2)\n")
        checked = check(project, name)
        assert checked.quotes[0].verdict is Verdict.UNSETTLED
        assert {anchor.finding for anchor in checked.anchors.values()} == {Finding.UNCHECKED, Finding.BROKEN}
        assert checked.fails(Verdict.UNSETTLED)

    @pytest.mark.parametrize("form", ["edl", "otio", "fcpxml"])
    def test_an_exported_timeline_gets_the_joins_and_flags_of_its_edit(self, project: Project, form: str) -> None:
        name = edit(
            project,
            BITE.format(text="The ferry did ~~not~~ leave on Monday because of the fog.", who="MARIAN", place="1,4.28"),
            "> He carried twelve loaves up the hill in the rain.\n>\n> — Tomas Hale [T2](tape:T2#t=7.68,11)\n",
        )
        paper = check(project, name)
        (written,) = export(project, name, form).files
        cut = check(project, written.path)
        assert cut.unplaced == ()
        assert [(join.kinds, join.gap, join.flags) for join in cut.joins] == [
            (join.kinds, join.gap, join.flags) for join in paper.joins
        ]
        assert [proved.verdict for proved in cut.quotes] == [proved.verdict for proved in paper.quotes]
        assert [{f.flag for f in proved.flags} for proved in cut.quotes] == [
            {f.flag for f in proved.flags} for proved in paper.quotes
        ]


class TestTheCommand:
    def test_exit_status_and_level(self, project: Project, capsys: pytest.CaptureFixture[str]) -> None:
        root = ["--project", str(project.root)]
        path = str(script(project, "“We waited … until the evening,” said Marian.\n"))
        assert run(app, ["check", path, *root]) == 0
        assert run(app, ["check", path, *root, "--fail-on", "elided"]) == 1
        assert run(app, ["check", path, *root, "--fail-on", "condensed"]) == 0
        told = capsys.readouterr().out
        assert "elided" in told
        assert "cannot prove on 1 of 3 tapes, which has no transcript: T3" in told
        altered = str(script(project, "“We waited in the library until the evening,” said Marian.\n"))
        assert run(app, ["check", altered, *root]) == 1
        assert run(app, ["check", altered, *root, "--fail-on", "never"]) == 0
        assert run(app, ["check", altered, *root, "--fail-on", "best"]) == 2

    def test_several_files_and_a_page(self, project: Project, capsys: pytest.CaptureFixture[str]) -> None:
        root = ["--project", str(project.root)]
        one = str(script(project, "“We waited in the bakery until the evening,” said Marian.\n"))
        two = str(script(project, "Nobody says anything here.\n", "quiet.md"))
        assert run(app, ["check", one, two, *root, "--json"]) == 3
        told = json.loads(capsys.readouterr().out)
        assert [len(each["quotes"]) for each in told["checks"]] == [1, 0]
        assert [each["summary"]["empty"] for each in told["checks"]] == [False, True]
        assert run(app, ["check", one, two, *root, "--allow-empty"]) == 0
        capsys.readouterr()
        page = project.root / "page.html"
        assert run(app, ["check", one, *root, "--html", str(page)]) == 0
        assert "bakery" in page.read_text("utf-8")
        assert run(app, ["check", one, two, *root, "--html", str(page)]) == 2

    @pytest.mark.parametrize("name", ["quiet.md", "quiet.txt", "../edits/quiet.md"])
    def test_where_nothing_can_be_proved_it_does_not_pass_in_silence(
        self, project: Project, capsys: pytest.CaptureFixture[str], name: str
    ) -> None:
        (project.root / "edits").mkdir(exist_ok=True)
        quiet = str(script(project, "Marian ran the ferry for years and said nothing of it.\n", name))
        arguments = ["check", quiet, "--project", str(project.root)]
        assert run(app, arguments) == 3
        told = capsys.readouterr()
        assert "no quotation was found in its 11 words: nothing was proved" in told.out
        assert "--allow-empty" in told.err
        for allowed in (["--allow-empty"], ["--fail-on", "never"]):
            assert run(app, [*arguments, *allowed]) == 0
            assert "nothing was proved" in capsys.readouterr().out
        altered = str(script(project, "“We waited in the library until the evening,” said Marian.\n"))
        assert run(app, ["check", altered, quiet, "--project", str(project.root)]) == 3
        assert run(app, ["check", altered, quiet, "--project", str(project.root), "--allow-empty"]) == 1

    def test_no_name_and_no_edit(self, project: Project, capsys: pytest.CaptureFixture[str]) -> None:
        root = ["--project", str(project.root)]
        assert run(app, ["check", *root]) == 3
        assert "no paper edits yet" in capsys.readouterr().out
        assert run(app, ["check", *root, "--allow-empty"]) == 0
        assert run(app, ["check", "nowhere", *root]) == 2

    def test_a_reel_that_names_no_tape(self, project: Project) -> None:
        path = str(script(project, "“We waited,” said Marian.\n"))
        assert run(app, ["check", path, "--project", str(project.root), "--reel", "A017"]) == 2


def test_a_file_that_cannot_be_read_is_named(project: Project) -> None:
    empty = script(project, "", "empty.docx")
    with pytest.raises(InputError, match=r"empty\.docx"):
        check(project, empty)
    with pytest.raises(InputError, match="is not a Word document"):
        check(project, script(project, "not one at all", "renamed.docx"))
    with pytest.raises(NotFoundError):
        check(project, "nothing-like-it.docx")
    with pytest.raises(NotFoundError, match="is a folder"):
        check(project, project.root)


def test_a_timeline_of_other_tapes_names_each_reason_once(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    event = "{n:03d}  A999     A     C        01:00:0{n}:00 01:00:0{m}:00 01:00:0{n}:00 01:00:0{m}:00"
    lines = ["TITLE: OTHER", "FCM: NON-DROP FRAME", *(event.format(n=n, m=n + 1) for n in (1, 2))]
    path = script(project, "\n".join(lines) + "\n", "other.edl")
    (reason,) = check(project, path).unplaced
    assert reason.endswith("(2 events)")
    assert "A999" in reason
    assert run(app, ["check", str(path), "--project", str(project.root)]) == 1
    assert "no tape of this project is heard in it: nothing was proved" in capsys.readouterr().out


def test_a_person_is_asked_which_tape_a_name_means(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["TITLE: OTHER", "001  A999     A     C        10:00:01:00 10:00:04:00 01:00:00:00 01:00:03:00"]
    path = script(project, "\n".join(lines) + "\n", "other.edl")
    monkeypatch.setattr("tapewright.cli.check.is_person", lambda: True)
    questions = []

    def answer(question: str, **_: object) -> str:
        questions.append(question)
        return "T1"

    monkeypatch.setattr("click.prompt", answer)
    run(app, ["check", str(path), "--project", str(project.root)])
    assert len(questions) == 1
    assert "A999" in questions[0]
    assert "The ferry did not leave" in capsys.readouterr().out


def test_a_tape_that_reads_otherwise_since_changes_the_verdict(project: Project) -> None:
    path = script(project, "“We waited in the bakery until the evening,” she said.\n")
    assert check(project, path).quotes[0].verdict is Verdict.VERBATIM
    (turn,) = project.store.turns_in(TapeId("T1"), Interval(from_seconds(1), from_seconds(2)))
    changed = tuple(
        Word(text="brewery", start=w.start, end=w.end, confidence=CHECKED) if w.text == "bakery" else w
        for w in turn.words
    )
    with project.store.change("corrected") as pen:
        pen.replace_turns([turn], [Turn(words=changed, speaker=turn.speaker, id=turn.id, revision=turn.revision)])
    assert check(project, path).quotes[0].verdict is Verdict.ALTERED


def test_a_name_of_a_span_is_not_needed(project: Project) -> None:
    (proved,) = check(project, script(project, "> He carried twelve loaves up the hill.\n")).quotes
    assert proved.sources[0].span == Span(TapeId("T2"), proved.sources[0].span.interval)
    assert proved.verdict is Verdict.VERBATIM
    assert {flag.flag for flag in proved.flags} <= {Flag.SENTENCE_ENDED_EARLY}


def test_half_of_a_contraction_that_differs_is_shown_once(project: Project) -> None:
    (proved,) = check(project, script(project, "“The ferry didn't leave on Monday,” said Marian.\n")).quotes
    assert " ".join(piece.quote for piece in proved.diff).count("didn't") == 1
    (proved,) = check(project, script(project, "“He didn't carry twelve loaves up the hill,” said Mr Hale.\n")).quotes
    assert " ".join(piece.quote for piece in proved.diff).split().count("didn't") == 1


def test_a_check_says_how_far_it_is(project: Project) -> None:
    steps: list[Step] = []
    text = (
        "“The ferry did not leave on Monday,” said Marian.\n\n“He carried twelve loaves up the hill,” said Mr Hale.\n"
    )
    check(project, script(project, text), report=steps.append)
    assert [(step.done, step.total) for step in steps] == [(0, 2), (1, 2), (2, 2)]
    assert steps[0].what == "check article.md"


def test_the_nearest_places_are_listed_and_not_told_twice(project: Project) -> None:
    text = "“The lighthouse keeper sold his loaves up the hill to a circus,” said Marian.\n"
    (proved,) = check(project, script(project, text)).quotes
    assert proved.verdict is Verdict.NOT_FOUND
    assert not any(place.timecode in proved.explanation for place in proved.sources)


def test_the_page_says_which_reading_was_judged_and_what_has_no_place(project: Project, tmp_path: Path) -> None:
    name = edit(project, "> Nobody said so.\n>\n> — MARIAN [T9](tape:T9#t=1.000000,2.000000)")
    page(check(project, name), tmp_path / "page.html")
    assert "T9" in (tmp_path / "page.html").read_text("utf-8")


def test_a_word_that_the_first_bite_cuts_into_is_flagged_on_paper_as_in_its_timeline(project: Project) -> None:
    bites = [
        BITE.format(text="ferry did not leave on Monday because of the fog.", who="MARIAN", place="1.12,4.28"),
        BITE.format(text="We waited in the bakery until the evening.", who="MARIAN", place="4.28,6.68"),
    ]
    name = edit(project, *bites)
    paper = check(project, name)
    clipped = {flag.why for proved in paper.quotes for flag in proved.flags if flag.flag is Flag.CLIPPED_WORD}
    (written,) = export(project, name, "otio").files
    cut = check(project, written.path)
    assert clipped == {flag.why for one in cut.quotes for flag in one.flags if flag.flag is Flag.CLIPPED_WORD}
    at_joins = {flag for join in cut.joins for flag in join.flags}
    assert not at_joins & {flag for proved in cut.quotes for flag in proved.flags}


def test_who_says_it_stays_open_where_nobody_has_said_who_speaks(project: Project) -> None:
    with project.store.change("a tape without names") as pen:
        turn = Turn(words=words("The lighthouse keeper sold nine clocks to a circus.", 1000), speaker=None)
        pen.add_transcript(Transcript(tape=TapeId("T3"), turns=(turn,), provenance=Provenance(tool="hand")))
    text = "“The lighthouse keeper sold nine clocks to a circus,”"
    for name in ("Marian", "Johnson"):
        (proved,) = check(project, script(project, f"{text} said {name}.\n")).quotes
        assert proved.verdict is Verdict.UNSETTLED
        assert "who speaks there" in proved.explanation
        assert "T3 10:00:01:00" in proved.settle
    assert only(project, text)[0] is Verdict.VERBATIM


def test_of_several_files_one_that_cannot_be_read_does_not_stop_the_others(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    root = ["--project", str(project.root)]
    one = str(script(project, "“We waited in the bakery until the evening,” said Marian.\n"))
    broken = str(script(project, "", "broken.docx"))
    assert run(app, ["check", broken, one, "nowhere.md", *root]) == 3
    told = capsys.readouterr().out
    assert "article.md: 1 quotation: 1 verbatim" in told
    assert "broken.docx: could not be checked" in told
    assert "nowhere.md: could not be checked" in told
    assert run(app, ["check", broken, one, *root, "--json"]) == 3
    record = json.loads(capsys.readouterr().out)
    assert [len(record["checks"]), record["failed"][0]["input"]] == [1, broken]
    assert run(app, ["check", broken, *root]) == 3


def test_a_project_without_tapes_proves_nothing_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with new_project(tmp_path / "empty") as empty:
        path = script(empty, "“We waited in the bakery until the evening,” said Marian.\n")
    assert run(app, ["check", str(path), "--project", str(tmp_path / "empty")]) == 1
    assert "there are no tapes: nothing can be proved" in capsys.readouterr().out


def test_what_is_not_judged_for_want_of_a_language_is_said_once(tmp_path: Path) -> None:
    new_project(tmp_path / "other").close()
    settings = tmp_path / "other" / "tapewright.toml"
    settings.write_text(settings.read_text("utf-8").replace('language = "en"', 'language = "xx"'), "utf-8")
    with open_project(tmp_path / "other") as project:
        checked = check(project, script(project, "„We waited in the bakery until“, sagte Marian.\n"))
    assert len([remark for remark in checked.remarks if "no rules for the language xx" in remark]) == 1


def test_who_says_mm_hm_in_between_is_no_speaker_of_the_words(project: Project) -> None:
    with project.store.change("an interjection") as pen:
        marian, asking = (pen.add_speaker(name).id for name in ("Ida Moss", "ASKER"))
        said = [(marian, "The lighthouse keeper sold", 1000), (asking, "Mm-hm.", 2200), (marian, "nine clocks.", 2600)]
        turns = tuple(Turn(words=words(text, at), speaker=who) for who, text, at in said)
        pen.add_transcript(Transcript(tape=TapeId("T3"), turns=turns, provenance=Provenance(tool="hand")))
    (proved,) = check(project, script(project, "“The lighthouse keeper sold nine clocks,” said Moss.\n")).quotes
    assert [place.speaker for place in proved.sources] == ["Ida Moss"]
    assert "Ida Moss says so" in proved.explanation
    text = (
        "“And who brought the bread up from the harbour? My brother brought it, as far as I know,” said Tomas Hale.\n"
    )
    (both,) = check(project, script(project, text)).quotes
    assert "INTERVIEWER and Tomas Hale say it, not Tomas Hale alone" in both.explanation


def test_a_quotation_that_names_nobody_is_counted_as_such(project: Project) -> None:
    text = "“We waited in the bakery until the evening.”\n\n“The ferry did not leave on Monday,” said Marian.\n"
    remarks = check(project, script(project, text)).remarks
    assert remarks == ("1 quotation names nobody, so who says it was not checked: 1",)


def test_a_page_that_cannot_be_written_is_refused_before_the_work(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(script(project, "“We waited in the bakery until the evening.”\n"))
    page = str(project.root / "nowhere" / "page.html")
    assert run(app, ["check", path, "--project", str(project.root), "--html", page]) == 2
    assert "there is no folder" in capsys.readouterr().err


@pytest.mark.parametrize("verb", [prove_edit, annotated_script, fairness])
def test_what_is_said_of_a_paper_edit_is_of_one_text_though_somebody_saves_it_meanwhile(
    project: Project, monkeypatch: pytest.MonkeyPatch, verb: Callable[[Project, str], object]
) -> None:
    bites = [
        BITE.format(text="We waited in the bakery until the evening.", who="MARIAN", place="4.28,6.68"),
        BITE.format(text="The ferry did not leave on Monday", who="MARIAN", place="0.00,2.40"),
    ]
    name = edit(project, *bites)
    before = verb(project, name)
    read = paperfile.read_text

    def read_and_saved_over(path: Path) -> str:
        text = read(path)
        path.write_text(text.replace(bites[0], "The bakery alone."), "utf-8")
        return text

    monkeypatch.setattr(paperfile, "read_text", read_and_saved_over)
    assert verb(project, name) == before
    assert verb(project, name) != before

"""Find: what a person gets for a query, page by page, with its place, its words and their neighbours."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tapewright.cli.search import command
from tapewright.errors import NotFoundError, UsageError
from tapewright.model import Provenance, SpeakerId, Tape, TapeId, Transcript, Turn, Word
from tapewright.timing import Ticks, TimecodeFormat, frame_rate, from_seconds
from tapewright.verbs.find import find, record
from tapewright.verbs.project import Project, new_project

HARBOUR = [
    ("MARIAN", "The harbour was quiet that year, and nobody asked"),
    ("LEE", "Mhm."),
    ("MARIAN", "until the boats came back. — We baked twenty-five loaves a day."),
    ("LEE", "Until the boats came back? And the ferry?"),
    ("MARIAN", "The ferry never stopped."),
]
BAKERY = [("LEE", "The oven was cold at four in the morning."), ("LEE", "The harbour was quiet, too.")]


def add_tape(project: Project, tape: str, said: list[tuple[str, str]], *, start: str = "10:00:00:00") -> None:
    """A tape on which a word is said every half second and takes 0.4 s."""
    counts = TimecodeFormat(frame_rate("25"))
    ids = {speaker.name: speaker.id for speaker in project.store.speakers()}
    with project.store.change("a tape for the test") as pen:
        turns, at = [], 0
        for name, text in said:
            if name not in ids:
                ids[name] = pen.add_speaker(name).id
            words = []
            for token in text.split():
                begin = from_seconds(at) // 2
                words.append(Word(text=token, start=Ticks(begin), end=Ticks(begin + from_seconds("0.4"))))
                at += 1
            turns.append(Turn(words=tuple(words), speaker=ids[name]))
        pen.add_tape(
            Tape(
                id=TapeId(tape),
                title=tape,
                format=counts,
                duration=Ticks(from_seconds(at) // 2),
                start_timecode=counts.read(start),
            )
        )
        pen.add_transcript(Transcript(tape=TapeId(tape), turns=tuple(turns), provenance=Provenance(tool="test")))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with new_project(tmp_path_factory.mktemp("search") / "project") as made:
        add_tape(made, "T1", HARBOUR)
        add_tape(made, "T2", BAKERY)
        yield made


def texts(project: Project, query: str, **options: object) -> list[str]:
    return [hit.text for hit in find(project, query, **options).hits]  # type: ignore[arg-type]


def test_a_hit_reads_as_the_tape_does_and_knows_its_place(project: Project) -> None:
    page = find(project, '"harbour was QUIET that"', context_words=3)
    (hit,) = page.hits
    assert page.total == 1
    assert hit.text == "harbour was quiet that"
    assert (hit.before, hit.after) == ("The", "year, and nobody")
    assert hit.span.tape == "T1"
    assert hit.span.interval.start == from_seconds("0.5")
    assert hit.span.interval.end == from_seconds("2.4")
    assert hit.timecode == "10:00:00:12"
    assert (hit.speaker, hit.score, hit.differs) == ("MARIAN", 1000, 0)


def test_context_runs_over_turns_and_keeps_what_has_no_letters(project: Project) -> None:
    (hit,) = find(project, '"came back we baked"', context_words=4).hits
    assert hit.text == "came back. — We baked"
    assert (hit.before, hit.after) == ("Mhm. until the boats", "twenty-five loaves a day.")


def test_a_phrase_is_found_across_turns_with_both_speakers(project: Project) -> None:
    (hit,) = find(project, '"nobody asked mhm until"').hits
    assert hit.text == "nobody asked Mhm. until"
    assert hit.speaker == "MARIAN, LEE"


def test_a_phrase_is_found_past_an_interjection_in_its_speakers_own_words(project: Project) -> None:
    (hit,) = find(project, '"nobody asked until the boats"', context_words=2).hits
    assert hit.text == "nobody asked … until the boats"
    assert hit.speaker == "MARIAN"
    assert (hit.before, hit.after) == ("year, and", "came back.")
    assert hit.span.interval.start == from_seconds("3.5")
    assert hit.span.interval.end == from_seconds("6.4")


def test_ones_words_around_a_long_answer_of_another_are_no_phrase(tmp_path: Path) -> None:
    with new_project(tmp_path / "p") as project:
        add_tape(project, "T", [("A", "so it began"), ("B", "rain " * 45), ("A", "with the ferry")])
        assert find(project, '"it began with the ferry"').total == 0
        assert find(project, '"it began rain"').total == 1


def test_a_hyphenated_word_is_one_token_and_two_words(project: Project) -> None:
    assert texts(project, '"baked twenty five loaves"') == ["baked twenty-five loaves"]
    assert texts(project, "five") == ["twenty-five"]


def test_all_hits_are_counted_and_come_in_pages(project: Project) -> None:
    everything = find(project, "the").hits
    assert len(everything) == find(project, "the", limit=0).total == 8
    pages = [find(project, "the", offset=offset, limit=3) for offset in (0, 3, 6, 9)]
    assert [len(page.hits) for page in pages] == [3, 3, 2, 0]
    assert all(page.total == 8 for page in pages)
    assert tuple(hit for page in pages for hit in page.hits) == everything
    assert [hit.span for hit in everything] == sorted(hit.span for hit in everything)


def test_words_of_a_passage_are_shown_with_all_between(project: Project) -> None:
    assert texts(project, "quiet boats") == ["quiet that year, and nobody asked Mhm. until the boats"]
    assert texts(project, "ferry NEAR/2 boats") == []
    assert texts(project, "harbour NOT boats") == ["harbour"]
    assert texts(project, "(oven OR loaves) NOT ferry") == ["oven"]
    assert texts(project, "harb* -oven") == ["harbour"]


def test_filters_keep_to_a_tape_a_speaker_and_a_time(project: Project) -> None:
    assert find(project, '"the harbour was quiet"').total == 2
    assert find(project, '"the harbour was quiet"', tape="T2").total == 1
    assert find(project, '"the harbour was quiet"', speaker="marian").total == 1
    assert find(project, '"nobody asked mhm"', speaker="MARIAN").total == 0
    assert find(project, '"nobody asked until"', speaker="MARIAN").total == 1
    lee = next(speaker.id for speaker in project.store.speakers() if speaker.name == "LEE")
    assert {hit.speaker for hit in find(project, "the", speaker=SpeakerId(lee)).hits} == {"LEE"}
    assert find(project, "ferry", start=from_seconds(15)).total == 1
    assert find(project, "ferry", end=from_seconds(15)).total == 1
    assert find(project, "ferry", start=from_seconds(15), end=from_seconds(15)).total == 0


def test_a_hit_belongs_where_its_middle_is(project: Project) -> None:
    middle = find(project, "mhm").hits[0].span.interval.middle
    assert find(project, "mhm", start=middle, end=Ticks(middle + 1)).total == 1
    assert find(project, "mhm", end=middle).total == 0
    assert find(project, "mhm", start=Ticks(middle + 1)).total == 0


def test_a_correction_is_found_at_once_and_what_it_replaced_no_more(tmp_path: Path) -> None:
    with new_project(tmp_path / "p") as project:
        add_tape(project, "T", BAKERY)
        turn = project.store.transcript(TapeId("T")).turns[0]  # type: ignore[union-attr]
        words = tuple(
            Word(text="warm", start=word.start, end=word.end) if word.text == "cold" else word for word in turn.words
        )
        with project.store.change("correct") as pen:
            pen.replace_turns([turn], [Turn(id=turn.id, revision=turn.revision, speaker=turn.speaker, words=words)])
        assert find(project, '"oven was warm"').total == 1
        assert find(project, '"oven was cold"').total == 0
        project.store.undo()
        assert find(project, '"oven was cold"').total == 1


def test_the_json_record_has_times_in_seconds_and_in_ticks(project: Project) -> None:
    page = record(find(project, "mhm", context_words=1))
    assert json.loads(json.dumps(page)) == {
        "query": "mhm",
        "way": "exact",
        "total": 1,
        "offset": 0,
        "hits": [
            {
                "tape": "T1",
                "speaker": "LEE",
                "start": 4.5,
                "end": 4.9,
                "ticks": {"start": from_seconds("4.5"), "end": from_seconds("4.9")},
                "timecode": "10:00:04:12",
                "text": "Mhm.",
                "before": "asked",
                "after": "until",
                "score": 1.0,
                "differs": 0,
                "differences": [],
                "lit": [[0, 1]],
            }
        ],
    }


def test_what_is_asked_wrongly_is_said(project: Project) -> None:
    for wrong, error in (
        ({"query": 'the "harbour'}, UsageError),
        ({"query": "the", "tape": "T9"}, NotFoundError),
        ({"query": "the", "speaker": "MARION"}, NotFoundError),
        ({"query": "the", "way": "guess"}, UsageError),
        ({"query": "the", "offset": -1}, UsageError),
        ({"query": "the", "start": Ticks(5), "end": Ticks(4)}, UsageError),
    ):
        with pytest.raises(error):
            find(project, **wrong)  # type: ignore[arg-type]


def test_an_empty_project_answers_with_nothing(tmp_path: Path) -> None:
    with new_project(tmp_path / "p") as project:
        assert find(project, "harbour").total == 0


def run(project: Project, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, [*arguments, "--project", str(project.root)], standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.return_value, result.output


def test_the_command_prints_hits_and_how_to_go_on(project: Project) -> None:
    status, printed = run(project, "the", "--limit", "2", "--context", "2")
    assert status == 0
    assert "T1  10:00:00:00  MARIAN\n    The harbour was" in printed
    assert printed.rstrip().endswith("1 to 2 of 8; --offset 2 for more")
    assert "\x1b" not in printed


def test_what_the_shell_got_in_quotation_marks_is_a_phrase(project: Project) -> None:
    assert run(project, "--json", "quiet boats")[0] == 1
    assert run(project, "--json", "quiet", "boats")[0] == 0
    assert run(project, "--json", "was quiet", "boats")[0] == 0
    assert run(project, "--json", "quiet AND boats")[0] == 0
    status, printed = run(project, "--json", "boats", "NOT", "ferry", "--tape", "T2")
    assert (status, json.loads(printed)["total"]) == (1, 0)


def test_the_command_takes_times_as_seconds_clock_or_the_tapes_timecode(project: Project) -> None:
    for time in ("15", "0:00:15", "00:15"):
        assert json.loads(run(project, "--json", "ferry", "--from", time)[1])["total"] == 1
    assert json.loads(run(project, "--json", "ferry", "--from", "10:00:15:00", "--tape", "T1")[1])["total"] == 1
    for wrong in (
        ["--from", "10:00:15:00"],
        ["--from", "soon"],
        ["--from", "1e999999999"],
        ["--from", "5,9"],
        ["--from", "09:59:00:00", "--tape", "T1"],
        ["--to", "99:00:00", "--tape", "T1"],
    ):
        with pytest.raises(UsageError):
            run(project, "ferry", *wrong)


def test_nothing_found_is_the_answer_no(project: Project) -> None:
    status, printed = run(project, "lighthouse")
    assert status == 1
    assert "nothing found" in printed


def test_a_sentence_remembered_wrongly_is_found_with_what_differs(project: Project) -> None:
    page = find(project, "the harbor was so quiet that year", way="close")
    assert (page.way, page.total) == ("close", len(page.hits))
    best = page.hits[0]
    assert best.text == "The harbour was quiet that year,"
    assert (best.span.tape, best.timecode, best.speaker) == ("T1", "10:00:00:00", "MARIAN")
    assert best.differs == 2
    assert 600 < best.score < 1000
    assert [hit.score for hit in page.hits] == sorted((hit.score for hit in page.hits), reverse=True)
    assert record(page)["hits"][0]["score"] == best.score / 1000  # type: ignore[index]


def test_close_search_keeps_to_tape_speaker_and_time(project: Project) -> None:
    wrong = "the harbour were quiet"
    assert {hit.span.tape for hit in find(project, wrong, way="close").hits} == {"T1", "T2"}
    assert {hit.span.tape for hit in find(project, wrong, way="close", tape="T2").hits} == {"T2"}
    assert {hit.speaker for hit in find(project, wrong, way="close", speaker="LEE").hits} == {"LEE"}
    assert {hit.span.tape for hit in find(project, wrong, way="close", start=from_seconds(3)).hits} == {"T2"}
    assert find(project, wrong, way="close", start=from_seconds(60)).total == 0
    with pytest.raises(UsageError):
        find(project, "—", way="close")


def test_close_search_hears_of_corrections_and_keeps_its_index(tmp_path: Path) -> None:
    with new_project(tmp_path / "p") as project:
        for number in range(8):
            add_tape(project, f"T{number}", BAKERY)
        assert find(project, "the oven were cold", way="close").total == 8
        kept = [path.name for path in (project.cache / "corpus").iterdir()]
        turn = project.store.transcript(TapeId("T3")).turns[0]  # type: ignore[union-attr]
        words = tuple(Word(text="ice", start=word.start, end=word.end) for word in turn.words)
        with project.store.change("correct") as pen:
            pen.replace_turns([turn], [Turn(id=turn.id, revision=turn.revision, speaker=turn.speaker, words=words)])
        assert {hit.span.tape for hit in find(project, "the oven were cold", way="close").hits} == {
            f"T{number}" for number in range(8) if number != 3
        }
        assert find(project, "ice ice ice ice", way="close").hits[0].span.tape == "T3"
        assert [path.name for path in (project.cache / "corpus").iterdir()] == kept
        shutil.rmtree(project.cache / "corpus")
        assert find(project, "the oven were cold", way="close").total == 7


def test_what_sounds_alike_is_found_with_what_differs(project: Project) -> None:
    page = find(project, "fairy", way="sound")
    assert {hit.text.strip("?").casefold() for hit in page.hits[:2]} == {"ferry"}
    assert all(hit.differs == 1 and hit.score <= 1000 for hit in page.hits)
    assert all(hit.lit == ((0, len(hit.text.split())),) for hit in page.hits)
    assert page.hits[0].differences == (("fairy", "ferry"),)
    assert find(project, "fairy", way="sound", tape="T2", start=from_seconds(60)).total == 0


@pytest.mark.parametrize("query", ["25", '"25 loaves"', '"twenty-five loaves"', "baked NEAR/1 25"])
def test_numbers_are_found_in_figures_and_in_words(project: Project, query: str) -> None:
    assert find(project, query).total == 1
    assert find(project, query.replace("NEAR/1 ", ""), way="close").total >= 1

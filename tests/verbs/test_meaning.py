"""Search by meaning and suggestions, with an embedder that knows a few words which mean the same."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.errors import ConflictError, MissingError, UsageError
from tapewright.model import DecisionKind, TapeId
from tapewright.search.meant import MOST_WORDS, cut
from tapewright.testing.harbour import harbour_project
from tapewright.testing.meant import MeantWords
from tapewright.timing import TimecodeFormat, frame_rate
from tapewright.verbs import meaningindex
from tapewright.verbs.codebooks import add_code, edit_code, new_codebook
from tapewright.verbs.codings import code_span, uncode
from tapewright.verbs.correct import correct_turn
from tapewright.verbs.find import find
from tapewright.verbs.history import undo
from tapewright.verbs.places import write_span
from tapewright.verbs.project import Project, open_project
from tapewright.verbs.searchable import searchable
from tapewright.verbs.suggestcodes import decide, suggestions


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with harbour_project(tmp_path / "harbour", TimecodeFormat(frame_rate("25"))) as made:
        made.embedder = MeantWords()
        yield made


def asked(project: Project) -> list[str]:
    embedder = project.embedder
    assert isinstance(embedder, MeantWords)
    return embedder.asked


def test_what_was_said_in_other_words_is_found(project: Project) -> None:
    assert find(project, "vessel").total == 0
    page = find(project, "the vessel", way="meaning")
    assert "boats" in page.hits[0].text
    assert [hit.score for hit in page.hits] == sorted((hit.score for hit in page.hits), reverse=True)
    (bread, *_others) = find(project, "loaf", way="meaning").hits
    assert (bread.span.tape, bread.speaker) == ("T002", "JONAS")


def test_it_keeps_to_a_tape_a_speaker_and_a_time(project: Project) -> None:
    assert {hit.span.tape for hit in find(project, "loaf", way="meaning", tape="T001").hits} <= {"T001"}
    assert {hit.speaker for hit in find(project, "scared", way="meaning", speaker="ASKER").hits} == {"ASKER"}
    with pytest.raises(UsageError, match="no word to search for"):
        find(project, "…", way="meaning")


def test_a_text_is_embedded_once_and_a_correction_embeds_its_own_passage_alone(project: Project) -> None:
    find(project, "ferry", way="meaning")
    first = len(asked(project))
    find(project, "ship", way="meaning")
    assert asked(project)[first:] == ["ship"]

    (turn, *_rest) = project.store.transcript(TapeId("T001")).turns  # type: ignore[union-attr]
    correct_turn(project, turn.id, turn.revision, "Did you see the trams that night?")
    before = len(asked(project))
    find(project, "ship", way="meaning")
    assert asked(project)[before:] == ["Did you see the trams that night?", "ship"]

    with open_project(project.root) as again:
        again.embedder = MeantWords()
        assert find(again, "ship", way="meaning").total
        assert asked(again) == ["ship"], "what another process embedded is kept"


def test_a_damaged_or_missing_cache_is_made_again(project: Project) -> None:
    wanted = find(project, "ship", way="meaning")
    folder = project.cache / "meaning"
    for path in folder.rglob("vector.npy"):
        path.write_bytes(path.read_bytes()[:40])
    for path in folder.rglob("start.npy"):
        np.save(path, np.zeros(2, dtype="i4"))
    for damage in (lambda: None, lambda: shutil.rmtree(folder)):
        damage()
        with open_project(project.root) as again:
            again.embedder = MeantWords()
            assert find(again, "ship", way="meaning") == wanted


def test_a_project_in_another_language_is_warned(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    settings = project.root / "tapewright.toml"
    settings.write_text(settings.read_text() + 'language = "de"\n')
    run(app, ["search", "--way", "meaning", "Schiff", "--project", str(project.root)])
    assert "search by meaning reads English; what is spoken here is de" in capsys.readouterr().err


class Stopped(MeantWords):
    """An embedder that is stopped at its third call."""

    calls = 0

    def vectors(self, texts: Sequence[str]) -> Any:
        self.calls += 1
        if self.calls == 3:
            raise KeyboardInterrupt
        return super().vectors(texts)


def test_work_that_was_stopped_goes_on_where_it_was(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaningindex, "_AT_ONCE", 3)
    project.embedder = stopped = Stopped()
    with pytest.raises(KeyboardInterrupt):
        find(project, "ship", way="meaning")
    assert len(stopped.asked) == 6
    with open_project(project.root) as again:
        again.embedder = rest = MeantWords()
        found = find(again, "ship", way="meaning")
    assert not set(stopped.asked) & set(rest.asked)
    project.embedder = MeantWords()
    shutil.rmtree(project.cache / "meaning")
    assert find(project, "ship", way="meaning") == found


def test_many_small_parts_become_one(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaningindex, "_AT_ONCE", 1)
    monkeypatch.setattr(meaningindex, "_MOST_PARTS", 4)
    found = find(project, "ship", way="meaning")
    assert len(list((project.cache / "meaning" / "meant-1").glob("part-*"))) == 1
    with open_project(project.root) as again:
        again.embedder = MeantWords()
        assert find(again, "ship", way="meaning") == found
        assert asked(again) == ["ship"]


def test_without_weights_the_command_says_what_fetches_them(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TAPEWRIGHT_MODELS", str(tmp_path / "none"))
    assert run(app, ["search", "--way", "meaning", "ship", "--project", str(project.root)]) == MissingError.exit_status
    assert "tapewright models fetch meaning" in capsys.readouterr().err
    assert searchable(project).needs == {}, "this project has an embedder"
    with open_project(project.root) as without:
        assert searchable(without).needs == {"meaning": "tapewright models fetch meaning"}


def test_passages_are_whole_sentences_and_cover_every_word() -> None:
    words = ("one two three four five six seven eight nine ten. " * 9 + "and on " * 70).split()
    passages = cut(words)
    assert [first for first, _ in passages] == [0, *(behind for _, behind in passages[:-1])]
    assert passages[-1][1] == len(words)
    assert max(behind - first for first, behind in passages) == MOST_WORDS
    assert passages[0] == (0, 20)
    assert cut([]) == []


# --- suggestions -------------------------------------------------------------------------------------------------


@pytest.fixture
def fear(project: Project) -> int:
    new_codebook(project, "Harbour")
    return add_code(project, "fear", codebook=1).id


def _a_passage(project: Project, words: str) -> str:
    return write_span(find(project, words, way="meaning").hits[0].span)


def test_passages_like_those_coded_are_offered_and_are_no_codings(project: Project, fear: int) -> None:
    assert "nothing is coded with it yet" in suggestions(project, fear).why
    code_span(project, _a_passage(project, "I was afraid of the storm"), fear, coder="JL")
    found = suggestions(project, fear)
    assert found.offered
    assert "afraid" in found.offered[0].hit.text
    assert found.offered[0].like.startswith("Never. I was afraid")
    assert len(project.store.codings()) == 1
    coded = {coding.quote.span for coding in project.store.codings()}
    assert not coded & {one.hit.span for one in found.offered}


def test_a_definition_alone_is_enough_to_go_by(project: Project) -> None:
    new_codebook(project, "Harbour")
    code = add_code(project, "boats", codebook=1, definition="a vessel is seen")
    assert "boats" in suggestions(project, code.id).offered[0].hit.text


def test_what_is_taken_is_a_coding_what_is_left_is_none_and_neither_is_offered_again(
    project: Project, fear: int
) -> None:
    code_span(project, _a_passage(project, "I was afraid of the storm"), fear, coder="JL")
    first, second, *_more = suggestions(project, fear).offered
    taken = decide(project, first.key, take=True, who="MB")
    left = decide(project, second.key, take=False, who="MB")
    assert (taken.answer, left.answer, left.kind) == ("taken", "left", DecisionKind.SUGGESTED_CODING)
    assert [one.coder for one in project.store.codings(coder="MB")] == ["MB"]
    now = suggestions(project, fear)
    assert not {first.key, second.key} & {one.key for one in now.offered}
    assert now.decided == 2
    with pytest.raises(ConflictError, match="decided already"):
        decide(project, second.key, take=True)
    undo(project)
    assert second.key in {one.key for one in suggestions(project, fear).offered}


def test_what_the_same_person_coded_meanwhile_is_not_taken_on_top_and_no_heading_is_given(
    project: Project, fear: int
) -> None:
    code_span(project, _a_passage(project, "I was afraid of the storm"), fear, coder="JL")
    first, second, *_more = suggestions(project, fear).offered
    code_span(project, first.hit.span, fear, coder="MB")
    before = project.store.last_transaction()
    with pytest.raises(ConflictError, match="MB has coded that passage so already"):
        decide(project, first.key, take=True, who="MB")
    assert project.store.last_transaction() == before
    for coding in project.store.codings():
        uncode(project, [coding.id])
    edit_code(project, fear, is_codable=False)
    with pytest.raises(UsageError, match="is a heading"):
        decide(project, second.key, take=True, who="MB")


def test_what_was_left_stays_left_after_a_correction(project: Project, fear: int) -> None:
    code_span(project, _a_passage(project, "I was afraid of the storm"), fear, coder="JL")
    first = suggestions(project, fear).offered[0]
    decide(project, first.key, take=False)
    turn = next(t for t in project.store.transcript(TapeId("T001")).turns if t.interval.meets(first.hit.span.interval))  # type: ignore[union-attr]
    correct_turn(project, turn.id, turn.revision, f"Well, {turn.text}")
    assert not [one for one in suggestions(project, fear).offered if one.hit.span.interval.meets(turn.interval)]


@pytest.mark.parametrize(
    "key", ["", "C1", "C1:T001@5-5", "C1:T001@9-2", "C1:T001@1-2", "C1:T001@1-2'", "C99:T001@1-9", "C1:T9@1-9"]
)
def test_a_key_that_is_none_is_refused(project: Project, fear: int, key: str) -> None:
    with pytest.raises(UsageError):
        decide(project, key, take=True)

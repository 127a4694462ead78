"""Typed transcripts as people really typed them, and everything that is none: the right answer, or a clear one."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tapewright.errors import InputError, TapewrightError
from tapewright.exchange.encoding import decode
from tapewright.exchange.typed_script import read_script
from tapewright.model import Mark, Provenance, Tape, TapeId, Transcript, Turn, Word
from tapewright.speech import registry
from tapewright.testing.documents import docx_of, p, r
from tapewright.testing.hostile import mutations
from tapewright.testing.recordings import chatter, write_sound
from tapewright.testing.typed import shared
from tapewright.timing import TimecodeFormat, frame_rate, from_milliseconds, from_seconds, to_float_seconds
from tapewright.verbs.align import align
from tapewright.verbs.ingest import ingest
from tapewright.verbs.project import Project, new_project
from tapewright.words.normal import key, parts

BRAIDED = ("57_BC_SP_CROSS-raw.txt", "27_BC_SP_KIDD-plain.txt", "11_BC_DV_DEBNEY-raw.txt")


def heard(texts: Sequence[str]) -> Transcript:
    """What an engine makes of words that come three a second: one in nine lost, one in eleven misheard."""
    chance = random.Random(3)
    words = []
    for number, text in enumerate(texts):
        if chance.random() > 1 / 9:
            at = from_milliseconds(1000 + 333 * number)
            shown = chance.choice(texts) if chance.random() < 1 / 11 else text
            words.append(Word(text=shown, start=at, end=from_milliseconds(1300 + 333 * number), confidence=200))
    made_by = Provenance(tool="scripted", settings={"guards": {}})
    return Transcript(tape=TapeId("T001"), turns=(Turn(words=tuple(words)),), provenance=made_by)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path / "p") as opened:
        yield opened


def add(project: Project, transcript: Transcript, *, hours: int = 1, start: str = "00:00:00:00") -> None:
    counting = TimecodeFormat(frame_rate(25))
    tape = Tape(
        id=TapeId("T001"),
        title="",
        format=counting,
        duration=from_seconds(3600 * hours),
        start_timecode=counting.read(start),
    )
    with project.store.change("a tape that was heard") as pen:
        pen.add_tape(tape)
        pen.add_transcript(transcript)


@pytest.mark.parametrize("name", BRAIDED)
def test_a_real_interview_is_laid_whole_with_its_names_and_doubts_and_without_its_heads(
    project: Project, name: str
) -> None:
    path = shared("texts/braided-channels-tapes") / "Braided-Channels" / name
    script = read_script(decode(path.read_bytes(), name=name).text)
    said = [token.text for block in script.blocks for token in block.tokens if "[" not in token.text]
    add(project, heard([text for text in said if key(text)]), start="03:00:00:00")
    done = align(project, "T001", path)
    assert done.belongs
    assert done.found > 0.7
    stored = project.store.transcript(TapeId("T001"))
    assert stored is not None
    texts = [word.text for word in stored.words]
    assert sorted(texts) == sorted(token.text for block in script.blocks for token in block.tokens)
    assert sum(done.statuses.values()) == len(texts) == done.words
    assert done.statuses["said"] > 0.75 * len(texts)
    assert done.statuses["absent"] < 0.03 * len(texts) + sum("[" in text for text in texts) + 40
    starts = [turn.interval.start for turn in stored.turns]
    assert starts == sorted(starts)
    unsure = sum(token.unsure for block in script.blocks for token in block.tokens)
    assert sum(Mark.UNSURE in word.marks for word in stored.words) == unsure
    again = align(project, "T001", path)
    assert (again.statuses, again.differences) == (done.statuses, done.differences)


def test_the_transcript_of_another_interview_is_told_from_the_right_one(project: Project) -> None:
    folder = shared("texts/braided-channels-tapes") / "Braided-Channels"
    script = read_script(decode((folder / BRAIDED[0]).read_bytes(), name="x").text)
    add(project, heard([token.text for block in script.blocks for token in block.tokens if key(token.text)]))
    for other in BRAIDED[1:]:
        done = align(project, "T001", folder / other)
        assert (done.belongs, done.version) == (False, 0)
        assert done.found < 0.1


TALK = (
    "We had the bakery on the quay and the harbour master came in every morning before the ferry left. He bought two "
    "loaves and a bun, and he never paid until Friday. Then the winter came and nobody had any flour for nine weeks. "
    "My sister said we should close, but I did not want to close, so we sold fish from the window until the spring."
)


@pytest.fixture
def bakery(project: Project) -> Project:
    add(project, heard([*TALK.split(), *TALK.upper().split()]))
    return project


def put(tmp_path: Path, data: bytes, name: str) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_a_word_document_is_read_with_its_names(bakery: Project, tmp_path: Path) -> None:
    halves = TALK.split(". Then")
    body = p(r("Interview with Marian"), style="Heading1") + p(r(f"MARIAN: {halves[0]}."))
    body += p(r(f"TRISH: Then{halves[1]}"))
    done = align(bakery, "T001", put(tmp_path, docx_of(body), "m.docx"))
    assert done.belongs
    assert (done.format, done.speakers) == ("docx", ("MARIAN", "TRISH"))


def as_pdf() -> bytes:
    import typst

    sentences = TALK.split(". ")
    pages = "\n#pagebreak()\n".join(
        f"MARIAN: {one}.\n\nTRISH: {other}." for one, other in zip(sentences[::2], sentences[1::2], strict=True)
    )
    head = '#set page(paper: "a5", header: [Interview Marian Hale], footer: context [page #counter(page).display()])\n'
    return typst.compile((head + pages).encode())


def as_html() -> bytes:
    lines = "".join(f"<p><b>{who}:</b> {text}.</p>" for who, text in zip(WHO, TALK.split(". "), strict=False))
    return f"<!doctype html><title>Marian</title><h1>Interview</h1>{lines}".encode()


def as_markdown() -> bytes:
    return "\n\n".join(f"**{who}:** {text}." for who, text in zip(WHO, TALK.split(". "), strict=False)).encode()


def as_captions() -> bytes:
    cues = [
        f"{n}\n00:00:{n * 8:02},000 --> 00:00:{n * 8 + 7:02},000\n{text}.\n"
        for n, text in enumerate(TALK.split(". "), 1)
    ]
    return "\n".join(cues).encode()


WHO = ("MARIAN", "TRISH") * 4


@pytest.mark.parametrize(
    ("name", "make"), [("m.pdf", as_pdf), ("m.html", as_html), ("m.md", as_markdown), ("m.srt", as_captions)]
)
def test_a_text_is_laid_from_whatever_it_was_typed_in(
    bakery: Project, tmp_path: Path, name: str, make: Callable[[], bytes]
) -> None:
    done = align(bakery, "T001", put(tmp_path, make(), name))
    assert done.belongs
    assert done.format == name.split(".")[1]
    assert done.found > 0.7
    assert done.statuses["absent"] <= 3
    assert done.speakers == (() if name == "m.srt" else ("MARIAN", "TRISH"))
    stored = bakery.store.transcript(TapeId("T001"))
    assert stored is not None
    said = " ".join(word.text for word in stored.words)
    assert "page" not in said
    assert said.replace("Interview ", "").rstrip(".") == TALK.rstrip(".")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("german.txt", "Der Hafen war in jenem Jahr sehr ruhig und niemand hat uns nach den Booten gefragt. " * 3),
        ("hebrew.txt", "הנמל היה שקט מאוד באותה שנה ואף אחד לא שאל אותנו על הסירות " * 3),
        ("chinese.txt", "港口 那 一年 很 安静 没有 人 问 我们 船 的 事 " * 3),
        ("one.txt", "Yes."),
        ("heads.txt", "INTERVIEW\n\nPage 1\n\nPART ONE\n\nPage 2\n\nPART TWO\n\nPage 3\n\nTHE END\n"),
        ("numbers.txt", "1 2 3 4 5 6 7 8 9 10 11 12"),
    ],
)
def test_what_is_not_the_text_of_this_tape_gets_a_clear_no(
    bakery: Project, tmp_path: Path, name: str, text: str
) -> None:
    done = align(bakery, "T001", put(tmp_path, text.encode(), name))
    assert (done.belongs, done.version) == (False, 0)
    assert len(bakery.store.transcript_heads(TapeId("T001"))) == 1
    kept = align(bakery, "T001", put(tmp_path, text.encode(), name), anyway=True)
    stored = bakery.store.transcript(TapeId("T001"))
    assert stored is not None
    assert kept.version == 2
    assert len(stored.words) == sum(kept.statuses.values())


def test_a_broken_file_is_read_or_named_and_keeps_the_project_as_it_was(bakery: Project, tmp_path: Path) -> None:
    for good, ending in ((TALK.encode(), "txt"), (docx_of(p(r(TALK))), "docx")):
        for what, data in mutations(good):
            began = time.process_time()
            path = put(tmp_path, data, f"{what}.{ending}")
            error: TapewrightError | None = None
            try:
                align(bakery, "T001", path, dry_run=True)
            except TapewrightError as caught:
                error = caught
            assert error is None or (isinstance(error, InputError) and error.place), what
            assert time.process_time() - began < 30, what  # a loose guard: the longest takes 4 s on a quiet machine
    assert len(bakery.store.transcript_heads(TapeId("T001"))) == 1


def test_a_tape_on_which_nobody_speaks_takes_no_text(project: Project, tmp_path: Path) -> None:
    add(project, heard([]))
    done = align(project, "T001", put(tmp_path, TALK.encode(), "t.txt"))
    assert (done.belongs, done.found, done.version) == (False, 0.0, 0)
    assert done.statuses["absent"] == done.words


def test_a_text_of_page_heads_alone_is_said_to_hold_no_words(bakery: Project, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there are no words in it; 2 lines of headers left out: Page 1; Page 2"):
        align(bakery, "T001", put(tmp_path, b"Page 1\n\nPage 2\n", "heads.txt"))


def test_page_heads_that_count_are_left_out_and_named(bakery: Project, tmp_path: Path) -> None:
    pages = TALK.split(". ")
    text = "\n\n".join(f"Marian Hale, tape 17, page {n}\n\n{page}." for n, page in enumerate(pages, 1))
    done = align(bakery, "T001", put(tmp_path, text.encode(), "t.txt"), dry_run=True)
    assert done.words == len(TALK.split())
    assert any("of pages left out: Marian Hale, tape 17, page 1" in remark for remark in done.remarks)


def test_a_real_reading_is_laid_on_its_sound(project: Project, tmp_path: Path) -> None:
    if not registry.state("tiny.en").is_installed:
        pytest.skip("the model tiny.en is not here: tapewright models fetch tiny.en")
    folder = shared("speech/ljspeech-LJ001")
    lines = [line.split("|") for line in (folder / "metadata.csv").read_text("utf-8").splitlines()[:4]]
    (project.root / "tapewright.toml").write_text('model = "tiny.en"\nlanguage = "en"\n', "utf-8")
    ingest(project, [folder / "wavs" / f"{name}.wav" for name, _, _ in lines], together=True)
    (tape,) = project.store.tapes()
    typed = [text for _, _, text in lines]
    text = f"A HEADING THAT NOBODY EVER SAYS ALOUD\n\n{typed[0]}\n\n{' '.join(typed[2:])}\n"
    done = align(project, tape.id, put(tmp_path, text.encode(), "reader.txt"))
    assert (done.belongs, done.machine_version, done.version) == (True, 1, 2)  # it was transcribed first
    stored = project.store.transcript(tape.id)
    assert stored is not None
    first = tape.files[0].extent
    for word, expected in zip(stored.words[7:], typed[0].split(), strict=False):
        assert word.text == expected
        assert first.holds(word.interval.middle)
    absent = [word.text for word in stored.words if Mark.ABSENT in word.marks and parts(word.text)]
    assert absent == "A HEADING THAT NOBODY EVER SAYS ALOUD".split()
    missed = " ".join(d.heard_text for d in done.differences if d.kind.value == "heard")
    assert "comparatively modern" in missed
    assert to_float_seconds(stored.words[-1].end) < to_float_seconds(tape.duration) + 0.001


def test_sound_that_is_gone_is_named_and_the_words_of_the_engine_still_give_their_times(
    project: Project, tmp_path: Path
) -> None:
    write_sound(tmp_path / "T001.wav", chatter(40), rate_hz=48_000)
    ingest(project, [tmp_path / "T001.wav"])
    (tape,) = project.store.tapes()
    (tmp_path / "T001.wav").unlink()
    shutil.rmtree(project.cache)
    with project.store.change("what an engine heard") as pen:
        pen.add_transcript(replace(heard(TALK.split()), tape=tape.id))
    done = align(project, tape.id, put(tmp_path, TALK.encode(), "t.txt"))
    assert done.belongs
    assert done.statuses["said"] > 0.75 * done.words
    assert any("sound cannot be read" in remark for remark in done.remarks), done.remarks

"""What goes out as REFI-QDA comes back in, to the tick and to the letter."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tapewright.exchange.refi_codebook import read_qdc, write_qdc
from tapewright.exchange.refi_reader import read_qdpx
from tapewright.exchange.refi_writer import write_qdpx
from tapewright.exchange.study_file import (
    FileCase,
    FileCode,
    FileCodebook,
    FileCoding,
    FileMemo,
    FilePlace,
    FileSet,
    FileSource,
    FileText,
    StudyFile,
    SyncPoint,
    one_line,
)
from tapewright.model.coding import MemoAbout
from tapewright.timing import Interval, Ticks

SCHEMA = Path(__file__).parents[2].parent / "shared/data/study-and-captions/refi-qda/src/Project.xsd"

_texts = st.text(
    st.one_of(
        st.sampled_from("aé ñ🎈\n\r\t–][\ufeff"),
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
    ),
    max_size=40,
)
_notes = st.one_of(
    _texts,
    st.sampled_from(
        (
            'a\n[tapewright {"t": "1,2"}]',
            "[tapewright {}]",
            "Example: the quay",
            "so\n\nExample: the quay\n\nUse when: asked",
            "\n\n",
            " ",
        )
    ),
)
_names = _texts.filter(lambda text: text.strip() and text == text.strip())
_coders = st.sampled_from(("Rosa", "Émile", "渡辺", " Rosa", "a  b"))
_whens = st.sampled_from(("2026-11-25T10:00:00Z", "2001-01-01T00:00:00Z"))


def _at(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012x}"


@st.composite
def _books(draw: st.DrawFn, base: int) -> FileCodebook:
    codes: list[FileCode] = []
    for number in range(draw(st.integers(0, 5))):
        # A child stands behind its parent and before the parent's next sibling: depth first.
        above = [""] if not codes else _open_parents(codes)
        codes.append(
            FileCode(
                guid=_at(base + 1 + number),
                name=draw(_names),
                parent=draw(st.sampled_from(above)),
                definition=draw(_notes),
                use_when=draw(_notes),
                not_when=draw(_notes),
                example=draw(_notes),
                source=draw(_notes),
                colour=draw(st.sampled_from(("", "#00ff00", "#a0b0c0"))),
                key=draw(st.sampled_from(("", "1", "9"))),
                is_codable=draw(st.booleans()),
            )
        )
    return FileCodebook(guid=_at(base), name=draw(_names), note=draw(_notes), origin=draw(_texts), codes=tuple(codes))


def _open_parents(codes: list[FileCode]) -> list[str]:
    """The last code and those above it: under which the next one may stand, depth first."""
    by_guid = {code.guid: code for code in codes}
    chain = [codes[-1].guid]
    while (above := by_guid[chain[-1]].parent) != "":
        chain.append(above)
    return [*chain, ""]


@st.composite
def _sources(draw: st.DrawFn, number: int) -> FileSource:
    length = draw(st.integers(1, 10**12))
    text = draw(st.one_of(st.none(), _texts.filter(lambda text: text.strip())))
    points: list[SyncPoint] = []
    if text is not None:
        places = sorted(draw(st.sets(st.integers(0, len(text)), max_size=4)))
        points = [SyncPoint(place, 705_600 * (10 * n)) for n, place in enumerate(places)]
    is_text = text is not None and draw(st.booleans())
    return FileSource(
        guid=_at(900 + number),
        name=draw(st.one_of(_names, st.sampled_from(("talks/Zoë", "..\\..\\Zoë")))),
        tape=f"T{number:03d}",
        is_text=is_text,
        is_video=not is_text and draw(st.booleans()),
        path="" if is_text else draw(st.sampled_from(("", "relative:///harbour é.wav"))),
        duration=length,
        start=draw(st.integers(0, 10**12)),
        rate=draw(st.sampled_from(("25", "30000/1001;"))),
        text=None if text is None else FileText(text=text, points=tuple(points), is_by_machine=draw(st.booleans())),
    )


@st.composite
def _places(draw: st.DrawFn, sources: list[FileSource]) -> FilePlace:
    source = draw(st.sampled_from(sources))
    start = draw(st.integers(0, 10**13))
    interval = Interval(Ticks(start), Ticks(start + draw(st.integers(1, 10**11))))
    positions = None
    if source.text is not None and draw(st.booleans()):
        first = draw(st.integers(0, len(source.text.text) - 1))
        positions = (first, draw(st.integers(first + 1, len(source.text.text))))
    words = draw(_texts.map(one_line))
    if positions and source.text and draw(st.booleans()):
        words = one_line(source.text.text[positions[0] : positions[1]])
    return FilePlace(source=source.guid, interval=interval, words=words, positions=positions)


@st.composite
def studies(draw: st.DrawFn) -> StudyFile:
    books = [draw(_books(100 * (n + 1))) for n in range(draw(st.integers(1, 3)))]
    sources = [draw(_sources(n)) for n in range(draw(st.integers(1, 3)))]
    codes = [code.guid for book in books for code in book.codes]
    codings = [
        FileCoding(
            guid=_at(2000 + n),
            code=draw(st.sampled_from(codes)),
            place=draw(_places(sources)),
            coder=draw(_coders),
            when=draw(_whens),
            note=draw(_notes),
        )
        for n in range(draw(st.integers(0, 5)) if codes else 0)
    ]
    sets = [
        FileSet(
            guid=_at(3000 + n),
            name=draw(_names),
            note=draw(_notes),
            codes=tuple(draw(st.lists(st.sampled_from(codes), unique=True))) if codes else (),
            sources=tuple(draw(st.lists(st.sampled_from([s.guid for s in sources]), unique=True))),
        )
        for n in range(draw(st.integers(0, 2)))
    ]
    cases = [
        FileCase(guid=_at(4000 + n), name=draw(_names), note=draw(_notes), sources=(sources[0].guid,))
        for n in range(draw(st.integers(0, 2)))
    ]
    targets = {
        MemoAbout.PROJECT: [""],
        MemoAbout.TAPE: [s.guid for s in sources],
        MemoAbout.CODEBOOK: [book.guid for book in books],
        MemoAbout.CODE: codes,
        MemoAbout.CODING: [coding.guid for coding in codings],
        MemoAbout.SET: [one.guid for one in sets],
        MemoAbout.CASE: [case.guid for case in cases],
        MemoAbout.SPAN: [""],
    }
    abouts = [about for about, found in targets.items() if found]
    memos = []
    for n in range(draw(st.integers(0, 5))):
        about = draw(st.sampled_from(abouts))
        memos.append(
            FileMemo(
                guid=_at(5000 + n),
                text=draw(_notes),
                title=draw(_texts),
                about=about,
                target=draw(st.sampled_from(targets[about])),
                place=draw(_places(sources)) if about is MemoAbout.SPAN else None,
                who=draw(_coders),
                when=draw(_whens),
            )
        )
    return StudyFile(
        name="A harbour",
        format="qdpx",
        codebooks=tuple(books),
        sources=tuple(sources),
        codings=tuple(codings),
        memos=tuple(memos),
        sets=tuple(sets),
        cases=tuple(cases),
    )


def _sorted(study: StudyFile) -> StudyFile:
    """The same study in an order of its own; sync points aside, of which the codings add some."""
    return replace(
        study,
        origin="",
        remarks=(),
        sources=tuple(
            replace(source, text=source.text and replace(source.text, points=(), is_estimated=False))
            for source in study.sources
        ),
        codings=tuple(sorted(study.codings, key=lambda coding: coding.guid)),
        memos=tuple(sorted(study.memos, key=lambda memo: memo.guid)),
    )


def _without_points(text: FileText) -> FileText:
    return replace(text, points=(), is_estimated=False)


def _written(study: StudyFile, when: str = "") -> io.BytesIO:
    file = io.BytesIO()
    write_qdpx(file, study, origin="tapewright", when=when)
    file.seek(0)
    return file


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(studies())
def test_any_study_comes_back_as_it_went_out(study: StudyFile) -> None:
    read = read_qdpx(_written(study), name="harbour.qdpx")
    assert read.left == ()
    assert _sorted(read) == _sorted(study)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(studies())
def test_any_study_is_valid_by_the_schema(study: StudyFile) -> None:
    from lxml import etree

    if not SCHEMA.is_file():
        pytest.skip("the REFI-QDA schema is not among the shared data")
    from tapewright.exchange.refi_package import StudyPackage

    project = StudyPackage(_written(study, "2026-11-25T12:00:00Z"), name="harbour").project()
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    schema.assertValid(etree.fromstring(project))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.integers(1, 3), min_size=1, max_size=3, unique=True).flatmap(
        lambda numbers: st.tuples(*(_books(100 * n) for n in numbers))
    )
)
def test_any_codebook_comes_back_as_it_went_out(books: tuple[FileCodebook, ...]) -> None:
    assert read_qdc(write_qdc(books, origin="tapewright"), name="harbour.qdc").codebooks == books

"""The timecode that a file carries: rate, drop flag, reel, and how sure it is."""

from __future__ import annotations

import struct
from fractions import Fraction
from pathlib import Path

import pytest

from tapewright.media import FileFacts
from tapewright.media.pyav import PyAvReader
from tapewright.testing.recordings import bext, chatter, ixml, wav, write_film
from tapewright.timing import TimecodeFormat, frame_rate, from_seconds

NTSC, FILM, FAST = Fraction(30_000, 1001), Fraction(24_000, 1001), Fraction(60_000, 1001)


def facts_of(path: Path) -> FileFacts:
    return PyAvReader().facts(path, cache=path.parent / "cache")


def label(facts: FileFacts) -> str:
    assert facts.timecode is not None
    assert facts.file.start_timecode is not None
    return facts.timecode.write(facts.file.start_timecode)


@pytest.mark.parametrize(
    ("rate", "timecode"),
    [
        (FILM, "01:00:00:00"),
        (Fraction(24), "23:59:59:23"),
        (Fraction(25), "10:00:00:24"),
        (NTSC, "01:00:00;02"),
        (NTSC, "01:00:00:02"),
        (Fraction(30), "00:00:00:00"),
        (Fraction(48), "01:02:03:47"),
        (Fraction(50), "09:59:59:49"),
        (FAST, "10:00:00;00"),
        (FAST, "10:00:00:00"),
        (Fraction(60), "01:00:00:59"),
    ],
    ids=str,
)
@pytest.mark.parametrize("ending", ["mov", "mp4"])
def test_a_timecode_track_is_read_to_the_frame(tmp_path: Path, ending: str, rate: Fraction, timecode: str) -> None:
    path = write_film(tmp_path / f"a.{ending}", frames=5, rate=rate, timecode=timecode, reel="A001C003")
    facts = facts_of(path)
    assert label(facts) == timecode
    assert facts.timecode == TimecodeFormat(frame_rate(rate), ";" in timecode)
    assert facts.file.video is not None
    assert facts.file.video.format == facts.timecode
    assert facts.is_timecode_certain
    assert facts.file.reel == ("A001C003" if ending == "mov" else facts.file.reel)


@pytest.mark.parametrize(("ending", "codec"), [("mxf", "mpeg2video"), ("mkv", "libx264")])
def test_timecode_in_tags_is_read(tmp_path: Path, ending: str, codec: str) -> None:
    path = write_film(tmp_path / f"a.{ending}", frames=5, rate=NTSC, timecode="09:59:59;28", codec=codec)
    assert label(facts_of(path)) == "09:59:59;28"


def test_a_file_without_timecode_says_so(tmp_path: Path) -> None:
    facts = facts_of(write_film(tmp_path / "a.mp4", rate=25))
    assert facts.file.start_timecode is None
    assert facts.timecode == TimecodeFormat(frame_rate(25))


def test_the_timecode_track_counts_and_not_the_picture(tmp_path: Path) -> None:
    """Cameras at 50 frames a second may count 25: the track's own rate is the one that makes sense of its count."""
    path = write_film(tmp_path / "a.mov", frames=5, rate=50, timecode="10:00:00:24")
    data = bytearray(path.read_bytes())
    entry = _timecode_entry(data)
    scale, step = struct.unpack_from(">II", data, entry + 20)
    assert Fraction(scale, step) == 50
    struct.pack_into(">II", data, entry + 20, scale, 2 * step)
    data[entry + 28] = 25
    path.write_bytes(data)
    facts = facts_of(path)
    assert label(facts) == "20:00:00:24"
    assert facts.timecode == TimecodeFormat(frame_rate(25))
    assert facts.file.video is not None
    assert facts.file.video.format == TimecodeFormat(frame_rate(50))


def _timecode_entry(data: bytearray) -> int:
    """Where the type of the timecode sample description stands."""
    at = -1
    while True:
        at = data.index(b"stsd", at + 1)
        if data[at + 16 : at + 20] == b"tmcd":
            return at + 16


def test_a_label_that_cannot_be_is_named_and_the_file_goes_in(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mkv", frames=5, rate=25, timecode="10:00:00:24")
    path.write_bytes(path.read_bytes().replace(b"10:00:00:24", b"10:00:00:27"))
    facts = facts_of(path)
    assert facts.file.start_timecode is None
    assert any("timecode cannot be used" in remark for remark in facts.remarks)


@pytest.mark.parametrize(
    ("rate", "drop", "samples", "timecode"),
    [
        ("25/1", False, 3600 * 48_000, "01:00:00:00"),
        ("30000/1001", False, 3600 * 48_000 * 1001 // 1000, "01:00:00:00"),
        ("30000/1001", True, round(Fraction(107_892 * 1001, 30_000) * 48_000), "01:00:00;00"),
        ("24000/1001", False, 3600 * 48_000 * 1001 // 1000, "01:00:00:00"),
        ("29.97", False, round(Fraction(1001, 30_000) * 48_000), "00:00:00:01"),
        ("24", False, 86_399 * 48_000, "23:59:59:00"),
    ],
)
def test_a_recorders_reference_is_real_time(tmp_path: Path, rate: str, drop: bool, samples: int, timecode: str) -> None:
    """01:00:00:00 at 29.97 non-drop is 3,603.6 s of samples, drop 3,599.9964 s."""
    notes = ixml(rate=rate, drop=drop, tape="ROLL7", scene="12A", take="3")
    path = tmp_path / "T01.wav"
    path.write_bytes(wav(chatter(0.5), chunks=[(b"bext", bext(samples))], after=[(b"iXML", notes)]))
    facts = facts_of(path)
    assert label(facts) == timecode
    assert facts.is_timecode_certain
    assert facts.file.reel == "ROLL7"
    assert facts.title == "12A take 3"
    assert facts.recorded_at == "2026-05-04T10:11:12"


def test_without_a_rate_the_label_is_a_guess_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "T01.wav"
    path.write_bytes(wav(chatter(0.5), chunks=[(b"bext", bext(172_972_800))]))
    facts = facts_of(path)
    assert facts.timecode is None
    assert facts.file.start_timecode == from_seconds("3603.6")
    assert not facts.is_timecode_certain
    assert any("--rate" in remark for remark in facts.remarks)


@pytest.mark.parametrize("rate", ["1e999999999", "1e-999999999", "25/0", "9" * 5000, "fast"])
def test_a_rate_that_is_none_leaves_the_label_a_guess(tmp_path: Path, rate: str) -> None:
    path = tmp_path / "T01.wav"
    path.write_bytes(wav(chatter(0.5), chunks=[(b"bext", bext(48_000))], after=[(b"iXML", ixml(rate=rate))]))
    facts = facts_of(path)
    assert facts.timecode is None
    assert not facts.is_timecode_certain


def test_a_pulled_down_recorder_counts_with_its_own_sample_rate(tmp_path: Path) -> None:
    notes = ixml(rate="24000/1001").replace(b"<SPEED>", b"<SPEED><TIMESTAMP_SAMPLE_RATE>48048</TIMESTAMP_SAMPLE_RATE>")
    path = tmp_path / "T01.wav"
    path.write_bytes(wav(chatter(0.5), chunks=[(b"bext", bext(48_048 * 1001 * 36 // 10))], after=[(b"iXML", notes)]))
    assert label(facts_of(path)) == "01:00:00:00"


@pytest.mark.parametrize(
    "chunk",
    [
        (b"bext", b"short"),
        (b"bext", b"\xff" * 700),
        (b"iXML", b""),
        (b"iXML", b"<BWFXML><SPEED><TIMECODE_RATE>0/0</TIMECODE_RATE></SPEED></BWFXML>"),
        (b"iXML", b"<BWFXML><SPEED><TIMECODE_RATE>" + b"9" * 500 + b"</TIMECODE_RATE></SPEED></BWFXML>"),
        (b"iXML", b"\x00\x01\x02 not xml <<<"),
        (
            b"iXML",
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY d SYSTEM "file:///etc/passwd">]><x><TAPE>&d;</TAPE></x>',
        ),
        (b"iXML", "<BWFXML><TAPE>Bänd</TAPE></BWFXML>".encode("latin-1")),
    ],
    ids=lambda chunk: repr(chunk[1][:24]),
)
def test_broken_notes_do_not_keep_a_recording_out(tmp_path: Path, chunk: tuple[bytes, bytes]) -> None:
    path = tmp_path / "T01.wav"
    path.write_bytes(wav(chatter(0.5), chunks=[chunk]))
    facts = facts_of(path)
    assert facts.file.duration == from_seconds("0.5")
    assert "root:" not in facts.file.reel


def test_notes_behind_sound_of_more_than_four_gigabytes_are_found(tmp_path: Path) -> None:
    """RF64 (EBU Tech 3306), sparse on disk. Only the notes are looked for: decoding it would take a while."""
    from tapewright.media.bwf import recorder_notes

    size = 5 << 30
    path = tmp_path / "long.wav"
    head = struct.pack("<HHIIHH", 1, 1, 48_000, 96_000, 2, 16)
    ds64 = struct.pack("<QQQI", size + 2000, size, size // 2, 0)
    notes = ixml(rate="25/1", tape="LONG")
    with path.open("wb") as file:
        file.write(b"RF64\xff\xff\xff\xffWAVEds64" + struct.pack("<I", len(ds64)) + ds64)
        file.write(b"fmt " + struct.pack("<I", 16) + head + b"data\xff\xff\xff\xff")
        file.seek(size, 1)
        file.write(b"iXML" + struct.pack("<I", len(notes)) + notes)
    with path.open("rb") as file:

        def peek(offset: int, count: int) -> bytes:
            file.seek(offset)
            return file.read(count)

        found = recorder_notes(peek, path.stat().st_size)
    assert found is not None
    assert (found.reel, found.rate) == ("LONG", 25)

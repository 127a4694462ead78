"""What one read tells of a file: its true length, its picture and sound, and what is odd about it."""

from __future__ import annotations

import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tapewright.errors import InputError
from tapewright.media import FileFacts
from tapewright.media.pyav import PyAvReader
from tapewright.testing.recordings import chatter, numbered, tone, wav, write_film, write_sound
from tapewright.timing import TimecodeFormat, frame_rate, from_seconds


def facts_of(path: Path) -> FileFacts:
    return PyAvReader().facts(path, cache=path.parent / "cache")


def complaint(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        facts_of(path)
    assert caught.value.place == str(path)
    assert caught.value.hint
    assert not [p for p in (path.parent / "cache").rglob("*") if p.is_file()]
    return caught.value.message


RATES = ["23.976", "24", "25", "29.97", "30", "48", "50", "59.94", "60", "100", "120", "12.5", "15"]


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("ending", ["mov", "mp4", "mkv"])
def test_every_rate_is_found_exactly(tmp_path: Path, ending: str, rate: str) -> None:
    exact = frame_rate(rate)
    facts = facts_of(write_film(tmp_path / f"a.{ending}", frames=60, rate=exact.fraction))
    assert facts.file.video is not None
    assert facts.file.video.format == TimecodeFormat(exact)
    assert not facts.file.video.is_variable
    # Matroska stamps in whole milliseconds.
    slack = from_seconds("0.0015") if ending == "mkv" else 1
    assert abs(facts.file.duration - exact.at_frame(60)) <= slack
    assert facts.remarks == ("it has no sound",)


def test_uneven_frames_are_noticed(tmp_path: Path) -> None:
    chance = np.random.default_rng(3)
    times, at = [], Fraction(0)
    for _ in range(80):
        times.append(at)
        at += Fraction(int(chance.integers(20, 60)), 1000)
    facts = facts_of(write_film(tmp_path / "vfr.mp4", frames=80, rate=30, times=times))
    assert facts.file.video is not None
    assert facts.file.video.is_variable
    assert any("variable frame rate" in remark for remark in facts.remarks)
    assert abs(facts.file.duration - from_seconds(at)) < from_seconds("0.1")


def test_a_few_lost_frames_are_not_a_variable_rate(tmp_path: Path) -> None:
    times = [Fraction(n + 3 * (n > 300), 25) for n in range(600)]
    facts = facts_of(write_film(tmp_path / "lost.mp4", frames=600, rate=25, times=times, size=(32, 32)))
    assert facts.file.video is not None
    assert not facts.file.video.is_variable
    assert facts.file.video.format == TimecodeFormat(frame_rate(25))
    assert any("1 uneven step" in remark for remark in facts.remarks)


def test_silence_is_named(tmp_path: Path) -> None:
    facts = facts_of(write_sound(tmp_path / "silent.wav", np.zeros((2, 48_000), dtype=np.float32)))
    assert facts.is_silent
    assert "it is silent from beginning to end" in facts.remarks
    assert not facts_of(write_sound(tmp_path / "quiet.wav", tone(1.0, level=0.001))).is_silent


def test_a_cover_is_not_a_film(tmp_path: Path) -> None:
    path = tmp_path / "cover.mp3"
    with av.open(str(path), "w") as output:
        sound = output.add_stream("libmp3lame", rate=48_000, layout="mono")
        cover = output.add_stream("mjpeg")
        cover.width, cover.height, cover.pix_fmt = 128, 64, "yuvj420p"
        cover.disposition = av.stream.Disposition.attached_pic
        output.mux(cover.encode(numbered(7)))
        output.mux(cover.encode(None))
        block = (chatter(1.0) * 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(block, format="s16", layout="mono")
        frame.sample_rate = 48_000
        for packed in av.AudioResampler("fltp", "mono", 48_000, frame_size=1152).resample(frame):
            output.mux(sound.encode(packed))
        output.mux(sound.encode(None))
    facts = facts_of(path)
    assert facts.file.video is None
    assert facts.file.audio is not None


@pytest.mark.parametrize("ending", ["png", "jpg", "bmp", "tiff"])
def test_a_picture_is_not_a_recording(tmp_path: Path, ending: str) -> None:
    codec, pixels = {
        "png": ("png", "rgb24"),
        "jpg": ("mjpeg", "yuvj420p"),
        "bmp": ("bmp", "bgr24"),
        "tiff": ("tiff", "rgb24"),
    }[ending]
    context = av.CodecContext.create(codec, "w")
    context.width, context.height, context.pix_fmt, context.time_base = 128, 64, pixels, Fraction(1, 25)
    data = b"".join(bytes(p) for p in context.encode(numbered(3).reformat(format=pixels)) + context.encode(None))
    path = tmp_path / f"still.{ending}"
    path.write_bytes(data)
    assert "picture" in complaint(path)
    path.rename(tmp_path / "still.mov")
    assert "picture" in complaint(tmp_path / "still.mov")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"The harbour was quiet that year.\n" * 50, "text"),
        ("Es war still im Hafen – früher.\n".encode() * 50, "text"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nquiet\n", "text"),
        (b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nother.ts\n#EXT-X-ENDLIST\n", "playlist"),
        (b"ffconcat version 1.0\nfile 'secret.wav'\n", "playlist"),
        (b"v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n", "text"),
        (b'<?xml version="1.0"?><MPD></MPD>', "XML"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04" + bytes(200), "ZIP"),
        (bytes(100_000), "zeroes"),
    ],
    ids=lambda value: repr(value[:16]) if isinstance(value, bytes) else None,
)
@pytest.mark.parametrize("name", ["a.mov", "a.mp3"])
def test_what_is_no_recording_is_called_what_it_is(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert says in complaint(tmp_path / name)


def test_a_playlist_never_opens_what_it_names(tmp_path: Path) -> None:
    (tmp_path / "other.ts").write_bytes(write_sound(tmp_path / "x.ts", tone(1.0), codec="aac").read_bytes())
    (tmp_path / "list.m3u8").write_text(
        f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{tmp_path}/other.ts\n#EXT-X-ENDLIST\n"
    )
    assert "playlist" in complaint(tmp_path / "list.m3u8")


def protected(data: bytes, kind: bytes) -> bytes:
    """The same file with its sound's sample entry renamed as a protected one."""
    first = data.index(b"mp4a", data.index(b"stsd"))
    return data[:first] + kind + data[first + 4 :]


@pytest.mark.parametrize("kind", [b"drms", b"enca"])
def test_a_protected_file_is_named_as_such(tmp_path: Path, kind: bytes) -> None:
    path = write_sound(tmp_path / "song.m4a", chatter(1.0), codec="aac")
    target = tmp_path / "song.m4p"
    target.write_bytes(protected(path.read_bytes(), kind))
    assert "DRM" in complaint(target)


@pytest.mark.parametrize(("name", "codec"), [("a.m4a", "aac"), ("a.mov", "pcm_s16le")])
def test_a_film_without_its_index_is_named(tmp_path: Path, name: str, codec: str) -> None:
    path = write_sound(tmp_path / name, chatter(3.0), codec=codec)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    assert "index (moov) is missing" in complaint(path)


@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.wav", "pcm_s16le"), ("a.flac", "flac"), ("a.mp3", "libmp3lame"), ("a.mkv", "libopus"), ("a.opus", "libopus")],
)
def test_of_a_truncated_recording_what_is_there_is_kept(tmp_path: Path, name: str, codec: str) -> None:
    path = write_sound(tmp_path / name, chatter(6.0), codec=codec)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    facts = facts_of(path)
    assert from_seconds("2.5") < facts.file.duration < from_seconds("3.6")
    if name == "a.wav":
        assert any("bytes are missing" in remark for remark in facts.remarks)
    elif name not in ("a.mp3", "a.opus"):
        assert any("header says 00:00:06" in remark for remark in facts.remarks)


@pytest.mark.parametrize("claim", [0, 0xFFFFFFFF, 10, 4_000_000_000])
def test_a_header_that_lies_about_the_length_is_not_believed(tmp_path: Path, claim: int) -> None:
    data = bytearray(wav(chatter(2.0)))
    at = data.index(b"data")
    struct.pack_into("<I", data, at + 4, claim)
    path = tmp_path / "lying.wav"
    path.write_bytes(data)
    if claim == 10:
        # Nothing tells that the rest is sound: chunks may follow one another.
        assert facts_of(path).file.duration == from_seconds(Fraction(5, 48_000))
    else:
        assert facts_of(path).file.duration == from_seconds(2)


def test_a_long_recording_in_rf64_is_read(tmp_path: Path) -> None:
    data = (chatter(1.0) * 32767).astype("<i2").tobytes()
    ds64 = struct.pack("<QQQI", 0, len(data), len(data) // 2, 0)
    head = struct.pack("<HHIIHH", 1, 1, 48_000, 96_000, 2, 16)
    path = tmp_path / "rf64.wav"
    path.write_bytes(
        b"RF64\xff\xff\xff\xffWAVEds64"
        + struct.pack("<I", len(ds64))
        + ds64
        + b"fmt "
        + struct.pack("<I", 16)
        + head
        + b"data\xff\xff\xff\xff"
        + data
    )
    assert facts_of(path).file.duration == from_seconds(1)


def test_only_picture_only_sound_and_both(tmp_path: Path) -> None:
    both = facts_of(write_film(tmp_path / "both.mp4", sound=chatter(1.0))).file
    mute = facts_of(write_film(tmp_path / "mute.mp4")).file
    blind = facts_of(write_sound(tmp_path / "blind.m4a", chatter(1.0), codec="aac")).file
    assert [bool(file.video) for file in (both, mute, blind)] == [True, True, False]
    assert [bool(file.audio) for file in (both, mute, blind)] == [True, False, True]
    assert mute.duration == blind.duration == from_seconds(1)
    # The edit list of a film is written in whole milliseconds.
    assert 0 <= both.duration - from_seconds(1) < from_seconds("0.003")


def test_tags_give_title_and_date(tmp_path: Path) -> None:
    tags = {"title": "The ferry, take 2", "creation_time": "2026-03-04T05:06:07.000000Z"}
    facts = facts_of(write_sound(tmp_path / "a.m4a", chatter(1.0), codec="aac", tags=tags))
    assert facts.title == "The ferry, take 2"
    assert facts.recorded_at == "2026-03-04T05:06:07+00:00"


def test_what_was_read_once_is_not_read_again_unless_touched(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.wav", chatter(1.0))
    reader, told = PyAvReader(), []
    first = reader.facts(path, cache=tmp_path / "cache")
    note = next((tmp_path / "cache" / "facts").iterdir())
    stamp = note.stat().st_mtime_ns
    assert reader.facts(path, cache=tmp_path / "cache", report=told.append) == first
    assert note.stat().st_mtime_ns == stamp
    assert told == []
    write_sound(path, chatter(1.5))
    assert reader.facts(path, cache=tmp_path / "cache").file.duration == from_seconds("1.5")
    note.write_text("{ not json")
    assert reader.facts(path, cache=tmp_path / "cache").file.duration == from_seconds("1.5")


def test_damage_in_the_middle_keeps_what_follows_in_place(tmp_path: Path) -> None:
    samples = chatter(8.0)
    path = write_sound(tmp_path / "a.flac", samples, codec="flac")
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 3000] = bytes(3000)
    path.write_bytes(data)
    facts = facts_of(path)
    assert abs(facts.file.duration - from_seconds(8)) < from_seconds("0.1")
    assert any("damaged" in remark or "gaps" in remark for remark in facts.remarks)

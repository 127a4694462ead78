"""FCPXML, read back by an independent reader, and held against what Final Cut demands."""

from __future__ import annotations

import importlib.util
from fractions import Fraction
from pathlib import Path
from urllib.parse import unquote_to_bytes

import opentimelineio as otio
import otio_fcpx_xml_lite_adapter.reader as lite
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.exchange.fcpxml import FcpxmlWriter, xml_text
from tapewright.model import Cut, Tape
from tapewright.testing.cuts import FORMATS, HOURS, Piece, make_cut, make_tape, pieces
from tapewright.testing.hostile import HOSTILE_NAMES
from tapewright.timing import Ticks

_found = importlib.util.spec_from_file_location("fcpxml_rules", Path(__file__).with_name("fcpxml_rules.py"))
assert _found
assert _found.loader
rules = importlib.util.module_from_spec(_found)
_found.loader.exec_module(rules)

COUNTINGS = pytest.mark.parametrize("counting", FORMATS, ids=str)


def written(cut: Cut) -> bytes:
    (data,) = FcpxmlWriter().write(cut, name="cut").values()
    return data


def checked(cut: Cut):
    root = rules.parse(written(cut))
    rules.check(root)
    return root


@pytest.fixture
def exact_reader(monkeypatch):
    """The reader counts 29 frames a second at 29.97 (it truncates the rate): it is given exact arithmetic.

    Everything else of it is as published: how it finds assets, spines, offsets and starts.
    """

    def exact(seconds, rate):
        nominal = Fraction(round(rate))
        fraction = nominal if float(rate).is_integer() else nominal * 1000 / 1001
        frames = (seconds or 0) * fraction
        assert Fraction(frames).denominator == 1, f"{seconds} is no whole number of frames at {rate}"
        return otio.opentime.RationalTime(int(frames), rate)

    monkeypatch.setattr(lite, "_to_rational_time", exact)
    return lambda data: lite.FcpXmlReader(data).build_timeline()


@COUNTINGS
@pytest.mark.parametrize("hour", HOURS)
def test_an_independent_reader_finds_every_frame(counting, hour, exact_reader, capsys):
    first = counting.frame_number(hour if not counting.drop else hour[:-3] + ";00")
    tape = make_tape(counting, frames=(5000, 5000), starts=(first, first + 100_000))
    made = [
        Piece(file=1, frame=4000, length=75),
        Piece(file=0, frame=10, length=1),
        Piece(file=0, frame=10, length=1),
        Piece(file=0, frame=900, length=2, gap=7),
        Piece(file=1, frame=0, length=5000),
    ]
    timeline = exact_reader(written(make_cut(tape, made, start=first)))
    capsys.readouterr()  # the reader prints
    assert int(timeline.global_start_time.value) == first
    (track,) = timeline.tracks
    clips = [item for item in track if isinstance(item, otio.schema.Clip)]
    for clip, piece in zip(clips, made, strict=True):
        assert int(clip.source_range.start_time.value) == first + 100_000 * piece.file + piece.frame
        assert int(clip.source_range.duration.value) == piece.length
        available = clip.media_reference.available_range
        assert int(available.start_time.value) == first + 100_000 * piece.file
        assert int(available.duration.value) == 5000
        assert clip.media_reference.target_url == f"file:///media/tapes/T001_{piece.file + 1}.mov"
    # It adds the start to offsets that have it already (Final Cut's own files have it), so the lead is one start long.
    gaps = [int(item.duration().value) for item in track if isinstance(item, otio.schema.Gap)]
    assert gaps == [*([first] if first else []), 7]


@COUNTINGS
@settings(max_examples=25, deadline=None)
@given(made=pieces(), data=st.data())
def test_every_cut_obeys_final_cuts_rules_and_is_exact(counting, made, data):
    first = data.draw(st.integers(0, counting.frames_per_day - 1))
    tape = make_tape(counting, frames=(5000, 5000), starts=(first, first + 100_000), picture=data.draw(st.booleans()))
    root = checked(make_cut(tape, made, start=first))
    frame = 1 / counting.rate.fraction
    at = first
    clips = root.findall(".//asset-clip")
    for clip, piece in zip(clips, made, strict=True):
        at += piece.gap
        assert rules.seconds(clip.get("offset")) / frame == at
        assert rules.seconds(clip.get("duration")) / frame == piece.length
        assert rules.seconds(clip.get("start")) / frame == first + 100_000 * piece.file + piece.frame
        at += piece.length
    sequence = root.find(".//sequence")
    assert sequence.get("tcFormat") == ("DF" if counting.drop else "NDF")


@pytest.mark.parametrize("source", FORMATS, ids=str)
@pytest.mark.parametrize("programme", FORMATS, ids=str)
def test_a_source_of_another_rate_plays_at_its_own_speed(source, programme):
    tape = make_tape(source, frames=(200_000,), starts=(source.rate.nominal * 3600,))
    root = checked(make_cut(tape, [Piece(file=0, frame=1000, length=480)], counting=programme))
    (clip,) = root.findall(".//asset-clip")
    assert rules.seconds(clip.get("start")) * source.rate.fraction == source.rate.nominal * 3600 + 1000
    assert clip.get("tcFormat") == ("DF" if source.drop else "NDF")
    conform = clip.find("conform-rate")
    if source.rate != programme.rate:
        assert conform.get("scaleEnabled") == "0"


def test_sound_alone_has_no_format_and_its_channels():
    root = checked(make_cut(make_tape(FORMATS[2], picture=False, channels=1), [Piece(file=0, frame=0, length=25)]))
    (asset,) = root.findall(".//asset")
    assert (asset.get("hasVideo"), asset.get("format"), asset.get("audioChannels")) == (None, None, "1")
    assert root.find(".//sequence").get("format") == "r1"


def test_a_silent_picture_has_no_audio():
    root = checked(make_cut(make_tape(FORMATS[2], channels=0), [Piece(file=0, frame=0, length=25)]))
    assert root.find(".//asset").get("hasAudio") is None
    assert root.find(".//asset-clip").get("audioRole") is None


def test_a_source_used_often_is_one_asset():
    root = checked(make_cut(make_tape(FORMATS[2]), [Piece(file=0, frame=n, length=5) for n in range(20)]))
    assert len(root.findall(".//asset")) == 1
    assert len(root.findall(".//format")) == 1
    assert root.find(".//format").get("name") == "FFVideoFormat1080p25"


def test_markers_and_notes_say_who_and_what():
    root = checked(make_cut(make_tape(FORMATS[2]), [Piece(file=0, frame=5, length=50)], speaker='A & "B" <C>: D'))
    assert root.find(".//marker").get("value") == 'Morning: A & "B" <C>: D'
    assert root.find(".//asset-clip/note").text == "the boats came back"


def test_media_elsewhere_is_still_an_asset_that_can_be_relinked():
    counting = FORMATS[2]
    (event,) = make_cut(make_tape(counting), [Piece(file=0, frame=50, length=10)]).events
    tape = Tape(id="T9", title="", format=counting, duration=Ticks(10**11), start_timecode=counting.read("02:00:00:00"))
    moved = type(event)(tape=tape, file=None, source=event.source, record=event.record, bite=1)
    root = checked(Cut(title="x", format=counting, start=Ticks(0), events=(moved,)))
    assert root.find(".//media-rep").get("src") == "./T9"
    assert rules.seconds(root.find(".//asset-clip").get("start")) == 7202


def test_there_is_no_date_in_it_so_that_the_same_cut_writes_the_same_bytes():
    cut = make_cut(make_tape(FORMATS[4]), [Piece(file=0, frame=7, length=70, gap=1)])
    assert written(cut) == written(cut)
    assert b"modDate" not in written(cut)


def test_an_empty_cut_is_an_empty_spine():
    root = checked(Cut(title="", format=FORMATS[2], start=Ticks(0), events=()))
    assert len(root.find(".//spine")) == 0


CONTROLS = ["nul\0.wav", "bell\a.wav", "line\nfeed\r.wav", "\ud800lone.wav", "\udcff.wav", "\ufffe.wav", "\x7f\x85.wav"]


@pytest.mark.parametrize("name", [*(n.replace("/", "|") for n in HOSTILE_NAMES), *CONTROLS])
def test_any_name_is_well_formed_and_leads_to_its_file(name):
    tape = make_tape(FORMATS[2], names=[name])
    root = checked(make_cut(tape, [Piece(file=0, frame=0, length=5)], title=name, speaker=name, words="so it was"))
    assert root.find(".//asset-clip").get("name") == xml_text(name)
    address = root.find(".//media-rep").get("src").removeprefix("file://")
    assert unquote_to_bytes(address) == f"/media/tapes/{name}".encode(
        "utf-8", "surrogateescape" if "\udcff" in name else "surrogatepass"
    )


@given(text=st.text(st.characters(exclude_categories=())))
def test_whatever_text_comes_xml_can_hold_it(text):
    root = rules.parse(written(make_cut(make_tape(FORMATS[2]), [Piece(file=0, frame=0, length=5)], speaker=text)))
    assert root.find(".//marker").get("value").endswith(xml_text(text))

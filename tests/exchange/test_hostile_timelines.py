"""What a person gets: a broken timeline is named with its place and what to do, or read as far as makes sense."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tapewright.errors import InputError
from tapewright.exchange.cut_formats import cut_formats
from tapewright.exchange.timelines import guess_timeline, read_timeline
from tapewright.model import Timeline
from tapewright.testing.cuts import FORMATS, Piece, make_cut, make_tape
from tapewright.testing.hostile import HOSTILE_NAMES, mutations

LIMIT_S = 5.0
AAF = Path(__file__).resolve().parents[2].parent / "shared/data/timelines/otio-aaf/sample_data/2997fps-DFTC.aaf"

FCP7 = b"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE xmeml>
<xmeml version="5"><sequence id="s1"><name>cut</name><rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate>
<timecode><rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate><frame>90000</frame><displayformat>NDF</displayformat>
</timecode><media><audio><track>
<clipitem id="c1"><name>T001.mov</name><enabled>TRUE</enabled><rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate>
<start>0</start><end>100</end><in>50</in><out>150</out><file id="f1"><name>T001.mov</name>
<pathurl>file://localhost/media/T001.mov</pathurl><rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate>
<timecode><rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate><frame>900000</frame><reel><name>T001</name></reel>
</timecode></file></clipitem>
<clipitem id="c2"><name>T001.mov</name><start>100</start><end>130</end><in>500</in><out>530</out>
<file id="f1"/></clipitem>
</track></audio></media></sequence></xmeml>"""


def good() -> dict[str, bytes]:
    tape = make_tape(FORMATS[2], names=("Bänd & 7.mov", "two.mov"), frames=(5000, 5000), starts=(90_000, 200_000))
    cut = make_cut(tape, [Piece(file=0, frame=10, length=50), Piece(file=1, frame=7, length=13, gap=5)])
    made = {}
    for kind in ("edl", "otio", "fcpxml"):
        (made[kind],) = cut_formats().formats[kind].make().write(cut, name="cut").values()
    made["fcp7"] = FCP7
    return made


GOOD = good()
BROKEN = [
    pytest.param(kind, data, id=f"{kind}, {what}") for kind, whole in GOOD.items() for what, data in mutations(whole)
]
BROKEN_AAF = (
    [pytest.param("aaf", data, id=f"aaf, {what}") for what, data in mutations(AAF.read_bytes())] if AAF.exists() else []
)


ODD = (
    b"-1",
    b"0",
    b"00",
    b"99999999999999999999",
    b"NaN",
    b"1e400",
    b"",
    b"0x10",
    b"1/0",
    b"\xd9\xa3",
    b"None",
    b"-0.5",
)


def odd_numbers(data: bytes, *, seed: int) -> Iterator[bytes]:
    """Thirty versions of a file in which one to five numbers are something that no program writes."""
    chance = random.Random(seed)
    places = [found.span() for found in re.finditer(rb"\d+", data)]
    for _ in range(30):
        broken = data
        for start, end in sorted(chance.sample(places, chance.randint(1, 5)), reverse=True):
            broken = broken[:start] + chance.choice(ODD) + broken[end:]
        yield broken


@pytest.mark.parametrize("kind", GOOD)
def test_odd_numbers_are_read_or_named(kind):
    began = time.process_time()
    for data in odd_numbers(GOOD[kind], seed=11):
        sound(data, f"cut.{kind}", kind)
    assert time.process_time() - began < LIMIT_S


def sound(data: bytes, name: str, kind: str) -> Timeline | None:
    """The timeline, with what is promised of every one; None where it was refused, and with its place."""
    timeline = tried(data, name, kind)
    if isinstance(timeline, InputError):
        assert timeline.place == name
        assert timeline.message
        return None
    assert [e.record.start for e in timeline.events] == sorted(e.record.start for e in timeline.events)
    for event in timeline.events:
        assert event.record.start >= 0
        assert event.source.start >= 0
        assert timeline.format.write(timeline.start + event.record.start)
    return timeline


def tried(data: bytes, name: str, kind: str) -> Timeline | InputError:
    try:
        return read_timeline(data, name=name, kind=kind)
    except InputError as error:
        return error


@pytest.mark.parametrize(("kind", "data"), BROKEN + BROKEN_AAF)
def test_a_broken_file_is_read_or_named(kind, data):
    began = time.process_time()
    for asked in (kind, ""):
        sound(data, f"cut.{kind}", asked)
    assert time.process_time() - began < LIMIT_S


@pytest.mark.parametrize("reader", [*GOOD, "aaf"])
@pytest.mark.parametrize("kind", GOOD)
def test_a_file_of_another_kind_is_named(reader, kind):
    if reader == kind:
        assert sound(GOOD[kind], "cut", reader)
        return
    with pytest.raises(InputError) as caught:
        read_timeline(GOOD[kind], name="cut", kind=reader)
    assert caught.value.place == "cut"


EDL_HEAD = "TITLE: x\nFCM: NON-DROP FRAME\n"
HOSTILE_EDL = {
    "numbers beyond timecode": "001  T001 AA C  99:99:99:99 99:99:99:99 99:99:99:99 99:99:99:99",
    "frames that do not exist": "001  T001 AA C  01:00:00:30 01:00:02:00 01:00:00:00 01:00:01:20",
    "no reel": "001  AA C  01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00",
    "out before in": "001  T001 AA C  01:00:02:00 01:00:00:00 01:00:02:00 01:00:00:00",
    "a speed of letters": "001  T001 AA C  01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00\nM2 T001 fast 01:00:00:00",
    "a speed beyond reason": "001 T001 AA C 01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00\nM2 T001 9999. 01:00:00:00",
    "a very long reel": f"001  {'T' * 5000} AA C  01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00",
    "many spaces": f"001  T001{' ' * 1900}AA{' ' * 1900}C 01:00:00:00",
    "a note before any event": "* FROM CLIP NAME: x\n001  T001 AA C  01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00",
    "a bite beyond reason": "001  T001 AA C  01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00\n* BITE: 99999999999999",
    "a rate that is none": "001  T001 AA C  01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00\n* PROGRAMME RATE: 0/0",
    "only black": "001  BL AA C  00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00",
    "other digits": "٠٠١  T001 AA C  ٠١:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00",
}


@pytest.mark.parametrize("lines", HOSTILE_EDL.values(), ids=list(HOSTILE_EDL))
def test_a_strange_list_is_read_or_named(lines):
    timeline = sound((EDL_HEAD + lines + "\n").encode(), "cut.edl", "edl")
    assert timeline is None or len(timeline.events) <= 1


def otio(**changes: object) -> dict:
    clip = {
        "OTIO_SCHEMA": "Clip.2",
        "name": "T001",
        "source_range": {
            "start_time": {"OTIO_SCHEMA": "RationalTime.1", "rate": 25, "value": 10},
            "duration": {"OTIO_SCHEMA": "RationalTime.1", "rate": 25, "value": 50},
        },
        **changes,
    }
    track = {"OTIO_SCHEMA": "Track.1", "kind": "Audio", "children": [clip]}
    return {"OTIO_SCHEMA": "Timeline.1", "tracks": {"OTIO_SCHEMA": "Stack.1", "children": [track]}}


def time_of(value: object, rate: object = 25) -> dict:
    return {"start_time": {"value": value, "rate": rate}, "duration": {"value": 5, "rate": 25}}


def deep(levels: int) -> dict:
    inner = otio()["tracks"]["children"][0]
    for _ in range(levels):
        inner = {"OTIO_SCHEMA": "Stack.1", "children": [{"OTIO_SCHEMA": "Track.1", "children": [inner]}]}
    return {"OTIO_SCHEMA": "Timeline.1", "tracks": inner}


HOSTILE_OTIO = {
    "no times": otio(source_range={}),
    "a time of text": otio(source_range=time_of("ten")),
    "a time that is no number": otio(source_range=time_of(float("nan"))),
    "an endless time": otio(source_range=time_of(float("inf"))),
    "a time beyond reason": otio(source_range=time_of(1e300)),
    "a rate of nothing": otio(source_range=time_of(1, 0)),
    "a negative rate": otio(source_range=time_of(1, -25)),
    "a tiny rate": otio(source_range=time_of(1, 1e-300)),
    "a list for a range": otio(source_range=[1, 2]),
    "a number for media": otio(media_reference=7),
    "effects that are none": otio(effects=[None, 3, {"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": 1e300}]),
    "a warp that is none": otio(effects=[{"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": "fast"}]),
    "metadata of a list": otio(metadata=[1]),
    "a bite of text": otio(metadata={"tapewright": {"bite": "three", "tape": 9}}),
    "a name of a list": otio(name=["T001"]),
    "no children": {"OTIO_SCHEMA": "Timeline.1", "tracks": {"OTIO_SCHEMA": "Stack.1", "children": None}},
    "children of text": {"OTIO_SCHEMA": "Timeline.1", "tracks": {"OTIO_SCHEMA": "Stack.1", "children": "abc"}},
    "no tracks": {"OTIO_SCHEMA": "Timeline.1", "tracks": None},
    "no schema": {"tracks": []},
    "deep": deep(40),
    "too deep": deep(150),
    "an empty collection": {"OTIO_SCHEMA": "SerializableCollection.1", "children": []},
}


@pytest.mark.parametrize("content", HOSTILE_OTIO.values(), ids=list(HOSTILE_OTIO))
def test_a_strange_otio_file_is_read_or_named(content):
    timeline = sound(json.dumps(content).encode(), "cut.otio", "otio")
    assert timeline is None or len(timeline.events) <= 1


FCPXML = """<?xml version="1.0"?><!DOCTYPE fcpxml><fcpxml version="1.10"><resources>
<format id="r1" frameDuration="{frame}"/><asset id="r2" name="T001" start="3600s" duration="60s" hasAudio="1">
<media-rep src="{address}"/></asset>{more}</resources><project name="x"><sequence format="r1" tcStart="{start}">
<spine>{spine}</spine></sequence></project></fcpxml>"""
CLIP = '<asset-clip ref="r2" offset="3600s" start="3610s" duration="5s"/>'


def fcpxml(spine: str = CLIP, *, frame="1/25s", address="file:///media/T001.wav", start="3600s", more="") -> bytes:
    return FCPXML.format(frame=frame, address=address, start=start, more=more, spine=spine).encode()


ROUND = (
    '<media id="r9"><sequence format="r1"><spine><ref-clip ref="r9" offset="0s" duration="9s"/></spine></sequence>'
    "</media>"
)
MULTICAM = (
    '<media id="r8"><multicam><mc-angle angleID="a"><asset-clip ref="r2" offset="0s" duration="9s"/></mc-angle>'
    "</multicam></media>"
)
HOSTILE_FCPXML = {
    "good": fcpxml(),
    "a frame of nothing": fcpxml(frame="0s"),
    "a frame of text": fcpxml(frame="often"),
    "an odd rate": fcpxml(frame="1/7s"),
    "a division by nothing": fcpxml(start="1/0s"),
    "a start of text": fcpxml(start="early"),
    "a start beyond reason": fcpxml(start="99999999999999999s"),
    "a negative start": fcpxml(start="-5s"),
    "an address that is none": fcpxml(address="file://[::1/T001"),
    "no address": fcpxml(address=""),
    "a reference to nothing": fcpxml('<asset-clip ref="r7" offset="3600s" duration="5s"/>'),
    "a reference to a format": fcpxml('<asset-clip ref="r1" offset="3600s" duration="5s"/>'),
    "no times": fcpxml('<asset-clip ref="r2"/>'),
    "a negative length": fcpxml('<asset-clip ref="r2" offset="3600s" duration="-5s"/>'),
    "a clip inside itself": fcpxml('<ref-clip ref="r9" offset="3600s" duration="9s"/>', more=ROUND),
    "an angle that is missing": fcpxml(
        '<mc-clip ref="r8" offset="3600s" duration="5s"><mc-source angleID="b"/></mc-clip>', more=MULTICAM
    ),
    "a multicam clip": fcpxml(
        '<mc-clip ref="r8" offset="3600s" duration="5s"><mc-source angleID="a"/></mc-clip>', more=MULTICAM
    ),
    "one point of time": fcpxml(f'{CLIP[:-2]}><timeMap><timept time="0s" value="0s"/></timeMap></asset-clip>'),
    "two points at once": fcpxml(
        f'{CLIP[:-2]}><timeMap><timept time="1s" value="0s"/><timept time="1s" value="9s"/></timeMap></asset-clip>'
    ),
    "clips in clips": fcpxml("<clip offset='3600s' duration='5s'>" * 100 + "</clip>" * 100),
    "a comment for a clip": fcpxml("<!-- nothing --><?what now?>"),
    "entities": b'<!DOCTYPE fcpxml [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><fcpxml>&b;</fcpxml>',
    "laughs": b"<!DOCTYPE fcpxml ["
    + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"ha") for n in range(12))
    + b']><fcpxml a="&l11;"/>',
}


@pytest.mark.parametrize("data", HOSTILE_FCPXML.values(), ids=list(HOSTILE_FCPXML))
def test_a_strange_fcpxml_file_is_read_or_named(data):
    began = time.process_time()
    timeline = sound(data, "cut.fcpxml", "fcpxml")
    assert timeline is None or len(timeline.events) <= 1
    assert time.process_time() - began < LIMIT_S


HOSTILE_FCP7 = {
    "no rate": (b"<timebase>25</timebase>", b""),
    "a rate of text": (b"<timebase>25</timebase>", b"<timebase>fast</timebase>"),
    "a rate of nothing": (b"<timebase>25</timebase>", b"<timebase>0</timebase>"),
    "a place of text": (b"<start>100</start>", b"<start>soon</start>"),
    "a place beyond reason": (b"<end>130</end>", b"<end>1e18</end>"),
    "a place that is no number": (b"<end>130</end>", b"<end>nan</end>"),
    "a transition that is missing": (b"<start>100</start>", b"<start>-1</start>"),
    "an end before its start": (b"<end>130</end>", b"<end>90</end>"),
    "a negative in": (b"<in>500</in>", b"<in>-500</in>"),
    "a file that is nowhere": (b'<file id="f1"/>', b'<file id="f9"/>'),
    "no file": (b'<file id="f1"/>', b""),
    "a sequence inside itself": (b'<file id="f1"/>', b'<sequence id="s1"/>'),
    "ticks of text": (b"<in>500</in>", b"<in>500</in><pproTicksIn>many</pproTicksIn>"),
    "a speed of text": (
        b'<file id="f1"/>',
        b'<file id="f1"/><filter><effect><effectid>timeremap</effectid><parameter><parameterid>speed</parameterid>'
        b"<value>fast</value></parameter></effect></filter>",
    ),
}


@pytest.mark.parametrize(("old", "new"), HOSTILE_FCP7.values(), ids=list(HOSTILE_FCP7))
def test_a_strange_final_cut_7_file_is_read_or_named(old, new):
    assert old in FCP7
    timeline = sound(FCP7.replace(old, new), "cut.xml", "fcp7")
    assert timeline is None or len(timeline.events) <= 2


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_the_name_of_a_file_does_not_matter(name):
    for kind, data in GOOD.items():
        form = guess_timeline(data, name=name)
        assert form is not None
        assert form.name == kind
        assert len(read_timeline(data, name=name).events) >= 2


def test_two_thousand_events_are_read_in_seconds():
    counting = FORMATS[2]
    tape = make_tape(counting, frames=(500_000,), starts=(90_000,))
    cut = make_cut(tape, [Piece(file=0, frame=40 * n, length=20) for n in range(2_000)])
    for kind in ("otio", "fcpxml"):
        (data,) = cut_formats().formats[kind].make().write(cut, name="cut").values()
        began = time.process_time()
        timeline = read_timeline(data, name="cut")
        assert sum(event.has_sound for event in timeline.events) == 2_000
        assert time.process_time() - began < 2 * LIMIT_S

"""Everything that a timeline holds and we do not judge is named; what is heard of the rest is where it lies."""

from __future__ import annotations

import json

import pytest

from tapewright.exchange.timelines import read_timeline
from tapewright.model import Timeline
from tapewright.timing import TICKS_PER_SECOND, from_seconds

RESOURCES = """<format id="r1" frameDuration="1/25s"/><format id="r24" frameDuration="1/24s"/>
<asset id="r2" name="T001" start="3600s" duration="600s" hasVideo="1" hasAudio="1" format="r1">
<media-rep kind="original-media" src="file:///media/T001.mov"/></asset>
<asset id="r3" name="T002" start="0s" duration="600s" hasVideo="1" hasAudio="1" format="r24">
<media-rep kind="original-media" src="file:///media/T002.mov"/></asset>
<media id="r8" name="pair"><multicam format="r1" tcStart="0s"><mc-angle angleID="a"><asset-clip ref="r2" offset="0s"
duration="100s"/></mc-angle><mc-angle angleID="b"><asset-clip ref="r3" offset="0s" duration="100s"/></mc-angle>
</multicam></media>
<media id="r9" name="compound"><sequence format="r1" tcStart="0s" duration="20s"><spine><asset-clip ref="r2"
offset="0s" start="3610s" duration="20s"/></spine></sequence></media>"""


def fcpxml(spine: str) -> Timeline:
    data = f"""<?xml version="1.0"?><fcpxml version="1.10"><resources>{RESOURCES}</resources><project name="x">
    <sequence format="r1" tcStart="0s"><spine>{spine}</spine></sequence></project></fcpxml>"""
    return read_timeline(data.encode(), name="cut.fcpxml")


def heard(timeline: Timeline) -> list[tuple[str, float, float, float]]:
    """Clip, place in the programme, place in the source and length, in seconds, of what has sound."""
    return [
        (
            e.clip,
            e.record.start / TICKS_PER_SECOND,
            e.source.start / TICKS_PER_SECOND,
            e.record.duration / TICKS_PER_SECOND,
        )
        for e in timeline.events
        if e.has_sound
    ]


PLAIN = 'ref="r2" offset="0s" start="3610s" duration="5s"'


@pytest.mark.parametrize(
    ("spine", "sound", "remarks"),
    [
        (f"<asset-clip {PLAIN}/>", [("T001", 0, 3610, 5)], ()),
        (f'<asset-clip {PLAIN} srcEnable="video"/>', [], ()),
        (f'<asset-clip {PLAIN} audioStart="3608s" audioDuration="9s"/>', [("T001", 0, 3610, 7)], ()),
        (
            f'<asset-clip {PLAIN}><adjust-volume amount="-96dB"/></asset-clip>',
            [],
            ("1 clip with its sound turned down, not counted as heard",),
        ),
        (f'<asset-clip {PLAIN}><adjust-volume amount="-12dB"/></asset-clip>', [("T001", 0, 3610, 5)], ()),
        (
            f'<asset-clip {PLAIN}><audio-channel-source srcCh="1" active="0"/></asset-clip>',
            [],
            ("1 clip with its sound turned down, not counted as heard",),
        ),
        (
            '<asset-clip ref="r3" offset="0s" duration="5s"><conform-rate srcFrameRate="24"/></asset-clip>',
            [("T002", 0, 0, 5)],
            ("1 clip maybe played frame by frame at the programme's rate: check its speed",),
        ),
        (
            '<ref-clip ref="r9" offset="0s" start="5s" duration="8s"/>',
            [("T001", 0, 3615, 8)],
            (),
        ),
        (
            '<ref-clip ref="r9" offset="0s" duration="8s"><timeMap><timept time="0s" value="0s"/></timeMap></ref-clip>',
            [("T001", 0, 3610, 8)],
            ("1 clip that holds others, at another speed: read as recorded",),
        ),
        (
            '<mc-clip ref="r8" offset="0s" start="30s" duration="4s"><mc-source angleID="a" srcEnable="video"/>'
            '<mc-source angleID="b" srcEnable="audio"/></mc-clip>',
            [("T002", 0, 30, 4)],
            (),
        ),
        (
            '<gap offset="0s" start="3600s" duration="9s"><asset-clip ref="r2" lane="1" offset="3602s" start="3700s" '
            'duration="3s"/></gap>',
            [("T001", 2, 3700, 3)],
            (),
        ),
        (
            '<sync-clip offset="0s" start="3610s" duration="5s"><asset-clip ref="r2" offset="3600s" start="3600s" '
            'duration="60s"/></sync-clip>',
            [("T001", 0, 3610, 5)],
            (),
        ),
        (
            f'<audition><asset-clip {PLAIN}/><asset-clip ref="r3" duration="5s"/></audition>',
            [("T001", 0, 3610, 5)],
            ("1 audition read as its first pick",),
        ),
    ],
)
def test_a_clip_of_final_cut_is_heard_where_it_lies(spine, sound, remarks):
    timeline = fcpxml(spine)
    assert heard(timeline) == sound
    assert remarks is None or timeline.remarks == remarks


def rational(value: float, rate: float = 25) -> dict:
    return {"OTIO_SCHEMA": "RationalTime.1", "value": value, "rate": rate}


def span(start: float, length: float, rate: float = 25) -> dict:
    return {"start_time": rational(start, rate), "duration": rational(length, rate)}


def clip(start: float, length: float, **more: object) -> dict:
    return {"OTIO_SCHEMA": "Clip.2", "name": "T001", "source_range": span(start, length), **more}


def otio(*children: dict, **more: object) -> Timeline:
    track = {"OTIO_SCHEMA": "Track.1", "kind": "Audio", "children": list(children), **more}
    whole = {"OTIO_SCHEMA": "Timeline.1", "tracks": {"OTIO_SCHEMA": "Stack.1", "children": [track]}}
    return read_timeline(json.dumps(whole).encode(), name="cut.otio")


SLOW = {"effects": [{"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": 0.5}]}


@pytest.mark.parametrize(
    ("children", "sound", "remarks"),
    [
        ([clip(100, 50), clip(0, 25)], [("T001", 0, 4, 2), ("T001", 2, 0, 1)], ()),
        ([clip(100, 50, enabled=False)], [], ("1 item switched off, left out",)),
        (
            [clip(100, 50), {"OTIO_SCHEMA": "Transition.1"}, clip(0, 25)],
            [("T001", 0, 4, 2), ("T001", 2, 0, 1)],
            ("1 transition read as a cut in its middle",),
        ),
        (
            [{"OTIO_SCHEMA": "Stack.1", "children": [clip(100, 50)], "source_range": span(10, 20), **SLOW}],
            [("T001", 0, 4.4, 0.8)],
            ("1 track or stack at another speed: read as recorded",),
        ),
        ([{"OTIO_SCHEMA": "Clip.2", "name": "T001"}, clip(0, 25)], [("T001", 0, 0, 1)], None),
        ([{"OTIO_SCHEMA": "Widget.1"}], [], None),
    ],
)
def test_a_clip_of_otio_is_heard_where_it_lies(children, sound, remarks):
    timeline = otio(*children)
    assert heard(timeline) == sound
    assert remarks is None or timeline.remarks == remarks
    assert timeline.remarks or remarks == ()


def test_speed_and_freeze_frames_are_kept():
    slow, still = otio(clip(100, 50, **SLOW)), otio(clip(100, 50, effects=[{"OTIO_SCHEMA": "FreezeFrame.1"}]))
    assert [(e.speed, e.source.duration) for e in slow.events] == [(50, from_seconds(1))]
    assert [e.speed for e in still.events] == [0]


def test_a_double_is_the_tick_that_its_rate_means():
    (event,) = otio(clip(0, 1) | {"source_range": span(107_892, 3, 29.97)}).events
    assert event.source.start == 107_892 * 23_543_520
    assert event.format is not None
    assert str(event.format.rate) == "29.97"

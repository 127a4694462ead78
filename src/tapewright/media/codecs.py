"""What the FFmpeg inside PyAV can read and write here."""

from __future__ import annotations

# Sound and picture that tapes come in, and what rough cuts and proxies are written with, by FFmpeg's names.
DECODERS = (
    *("pcm_s16le", "pcm_s24le", "pcm_s16be", "pcm_f32le", "aac", "mp3", "flac", "alac", "opus", "vorbis", "ac3"),
    *("h264", "hevc", "prores", "dnxhd", "mpeg2video", "mjpeg", "dvvideo", "vp9"),
)
ENCODERS = ("libx264", "aac", "flac", "pcm_s16le")


def ffmpeg_version() -> str:
    """The version of the FFmpeg that PyAV brings. ImportError where PyAV itself cannot be loaded."""
    import av

    return str(av.ffmpeg_version_info)


def missing_codecs() -> list[str]:
    """Codecs that tapewright uses and that are not in this FFmpeg: ``["decoder prores"]``; empty where all are."""
    import av.codec

    missing = []
    for role, mode, names in (("decoder", "r", DECODERS), ("encoder", "w", ENCODERS)):
        for name in names:
            try:
                av.codec.Codec(name, mode)
            except ValueError:  # PyAV's UnknownCodecError is one
                missing.append(f"{role} {name}")
    return missing

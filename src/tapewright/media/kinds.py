"""Which files of a folder are taken for recordings by their names; what is in them is found out by reading."""

from __future__ import annotations

from pathlib import PurePath

_SOUND = """
wav wave bwf rf64 w64 aif aiff aifc caf flac mp3 mp2 mpa m4a m4b m4p aac adts ac3 eac3 ogg oga opus spx wma amr awb ape
wv tta tak alac au snd ra sph dss dsf voc shn mka weba dts 3ga aa aax
"""
_PICTURE = """
mov qt mp4 m4v mpg mpeg m2v m1v mpv vob ts mts m2ts tod mod mkv webm avi divx mxf gxf dv dif wmv asf flv f4v ogv ogm 3gp
3g2 rm rmvb wtv nut mj2 lrv
"""
_SUFFIXES = frozenset(f".{name}" for name in f"{_SOUND} {_PICTURE}".split())


def is_recording_name(path: PurePath) -> bool:
    """Whether a file with this name is worth reading: ``A001.MOV`` is, ``A001.XML`` and ``.A001.MOV`` are not."""
    return path.suffix.lower() in _SUFFIXES and not path.name.startswith(".")

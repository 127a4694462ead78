"""What an FCPXML document must obey beyond being well-formed; shared by the tests of its writer.

The grammar is the part of Apple's published DTD of version 1.10 that our documents use, told again as a table: which
attributes an element must and may have, and which children in which order. The rest is what the DTD cannot say and
Final Cut demands all the same.
"""

from __future__ import annotations

import re
from fractions import Fraction

from lxml import etree

# element: (required attributes, optional attributes, children in order; "*" any number, "?" at most one)
GRAMMAR: dict[str, tuple[str, str, str]] = {
    "fcpxml": ("version", "", "import-options? resources? library?"),
    "resources": ("", "", "(format|asset)*"),
    "format": ("id", "name frameDuration fieldOrder width height paspH paspV colorSpace", ""),
    "asset": (
        "id",
        "name uid start duration hasVideo format hasAudio videoSources audioSources audioChannels audioRate",
        "media-rep+ metadata?",
    ),
    "media-rep": ("src", "kind sig suggestedFilename", "bookmark?"),
    "metadata": ("", "", "md*"),
    "md": ("key", "value editable type displayName description source", ""),
    "library": ("", "location colorProcessing", "event*"),
    "event": ("", "name uid", "project*"),
    "project": ("", "name uid id", "sequence"),
    "sequence": (
        "format",
        "duration tcStart tcFormat audioLayout audioRate renderFormat keywords",
        "note? spine metadata?",
    ),
    "spine": ("", "lane offset name format", "(asset-clip|gap)*"),
    "gap": ("duration", "name offset start enabled", "note? marker*"),
    "asset-clip": (
        "ref",
        "lane offset name start duration enabled srcEnable audioStart audioDuration format tcStart tcFormat audioRole "
        "videoRole",
        "note? conform-rate? marker* metadata?",
    ),
    "conform-rate": ("", "scaleEnabled srcFrameRate frameSampling", ""),
    "marker": ("start value", "duration completed note", ""),
    "note": ("", "", ""),
}
CHOICES = {
    "tcFormat": {"DF", "NDF"},
    "audioLayout": {"mono", "stereo", "surround"},
    "srcFrameRate": set("23.98 24 25 29.97 30 60 47.95 48 50 59.94".split()),
    "scaleEnabled": {"0", "1"},
}


def parse(data: bytes) -> etree._Element:
    """The document, read with entities and the network off."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def seconds(text: str) -> Fraction:
    """``1001/30000s`` as a fraction."""
    shape = re.fullmatch(r"(-?\d+)(?:/(\d+))?s", text)
    assert shape, f"not a time: {text!r}"
    return Fraction(int(shape[1]), int(shape[2] or 1))


def check(root: etree._Element) -> None:
    """Assert everything at once."""
    for element in root.iter(etree.Element):
        _check_grammar(element)
    resources = {r.get("id"): r for r in root.find("resources")}
    assert len(resources) == len(root.find("resources")), "ids are used twice"
    for element in root.iter("asset-clip", "asset", "sequence"):
        for attribute, kind in (("ref", "asset"), ("format", "format")):
            if element.get(attribute):
                assert resources[element.get(attribute)].tag == kind
    for sequence in root.iter("sequence"):
        _check_sequence(sequence, resources)


def _check_grammar(element: etree._Element) -> None:
    required, optional, content = GRAMMAR[element.tag]
    has = set(element.keys())
    assert set(required.split()) <= has <= set((required + " " + optional).split()), f"<{element.tag}> {has}"
    for name, allowed in CHOICES.items():
        assert element.get(name) is None or element.get(name) in allowed
    children = "".join(f"<{child.tag}>" for child in element)
    model = re.sub(r"[a-z-]+", lambda tag: f"(?:<{tag[0]}>)", content).replace(" ", "")
    assert re.fullmatch(model, children), f"<{element.tag}> holds {children}, not {content}"


def _check_sequence(sequence: etree._Element, resources: dict) -> None:
    frame = seconds(resources[sequence.get("format")].get("frameDuration"))

    def whole(text: str, unit: Fraction = frame) -> Fraction:
        assert seconds(text) % unit == 0, f"{text} is not a whole number of {unit}"
        return seconds(text)

    at = whole(sequence.get("tcStart"))
    for item in sequence.find("spine"):
        assert whole(item.get("offset")) == at, "items do not touch"
        at += whole(item.get("duration"))
        assert whole(item.get("duration")) > 0
        if item.tag == "asset-clip":
            _check_clip(item, resources, frame, whole)
    assert at - seconds(sequence.get("tcStart")) == whole(sequence.get("duration"))


def _check_clip(clip: etree._Element, resources: dict, frame: Fraction, whole) -> None:
    asset = resources[clip.get("ref")]
    own = seconds(resources[asset.get("format")].get("frameDuration")) if asset.get("format") else None
    start, begin = seconds(clip.get("start")), seconds(asset.get("start"))
    if own:
        whole(clip.get("start"), own)
        whole(asset.get("start"), own)
        assert clip.get("format") == asset.get("format")
        assert (own == frame) == (clip.find("conform-rate") is None)
    # A source of another rate may end within its last frame.
    assert begin <= start
    assert start + seconds(clip.get("duration")) <= begin + seconds(asset.get("duration")) + (own or frame)
    if own in (frame, None):
        assert start + seconds(clip.get("duration")) <= begin + seconds(asset.get("duration"))
    for marker in clip.findall("marker"):
        assert start <= seconds(marker.get("start")) < start + seconds(clip.get("duration"))
    assert asset.get("hasVideo") or asset.get("hasAudio")
    if asset.get("hasAudio"):
        assert int(asset.get("audioChannels")) >= 1
        assert int(asset.get("audioRate")) > 0
    source = asset.find("media-rep").get("src")
    assert source.startswith(("file:///", "./"))
    assert re.fullmatch(r"[A-Za-z0-9:/._~%-]+", source), source

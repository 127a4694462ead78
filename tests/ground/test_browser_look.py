"""The look of the app, computed: every pair of colours that can meet is readable, by night and by day."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from tapewright.web.assets import CLIENT

TOKENS = CLIENT / "styles" / "tokens.css"
VOICES = tuple(f"voice-{number}" for number in range(1, 9))
SURFACES = ("ground", "raised", "pressed")

_BLOCK = re.compile(r"(?P<selector>:root[^{]*)\{(?P<body>[^}]*)\}")
_COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6})\s*;")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def _schemes() -> dict[str, dict[str, str]]:
    found = {}
    for block in _BLOCK.finditer(_COMMENT.sub("", TOKENS.read_text("utf-8"))):
        colours = dict(_COLOUR.findall(block["body"]))
        if colours:
            found[block["selector"].strip()] = colours
    return found


SCHEMES = _schemes()
DAY, NIGHT, NIGHT_BY_SYSTEM = (
    SCHEMES[":root"],
    SCHEMES[':root[data-theme="night"]'],
    SCHEMES[':root:not([data-theme="day"])'],
)
both = pytest.mark.parametrize("colours", [DAY, NIGHT], ids=["day", "night"])


def _light(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_light(one), _light(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_counted_as_the_standard_does() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_night_is_the_same_whether_chosen_or_asked_for_by_the_system() -> None:
    assert NIGHT == NIGHT_BY_SYSTEM
    assert set(NIGHT) == set(DAY)


@both
def test_text_is_readable_on_every_surface(colours: dict[str, str]) -> None:
    for text in ("ink", "soft", "mute", "now", "bad", "good", "focus", *VOICES):
        for surface in SURFACES:
            assert _contrast(colours[text], colours[surface]) >= 4.5, f"{text} on {surface}"


@both
def test_ink_is_readable_on_every_mark_and_the_lit_word_on_the_playheads_colour(colours: dict[str, str]) -> None:
    for mark in ("found", "join", "select"):
        assert _contrast(colours["ink"], colours[mark]) >= 4.5, mark
    assert _contrast(colours["on-now"], colours["now"]) >= 4.5


@both
def test_edges_of_fields_and_the_focus_ring_can_be_seen(colours: dict[str, str]) -> None:
    for surface in ("ground", "raised"):
        assert _contrast(colours["edge"], colours[surface]) >= 3, f"edge on {surface}"
        assert _contrast(colours["focus"], colours[surface]) >= 3, f"focus on {surface}"


@both
def test_the_main_button_is_readable_also_under_the_pointer(colours: dict[str, str]) -> None:
    assert _contrast(colours["ground"], colours["ink"]) >= 4.5
    assert _contrast(colours["ground"], colours["soft"]) >= 4.5


@both
def test_voices_are_not_the_colours_that_mean_something_else(colours: dict[str, str]) -> None:
    hues = {name: _hue(colours[name]) for name in (*VOICES, "now", "bad")}
    for voice in VOICES:
        for meaning in ("now", "bad"):
            apart = abs(hues[voice] - hues[meaning]) % 360
            assert min(apart, 360 - apart) >= 15, f"{voice} looks like {meaning}"
    turns = sorted(hues[voice] for voice in VOICES)
    assert all(later - earlier >= 10 for earlier, later in pairwise(turns))


def test_no_other_stylesheet_names_a_colour() -> None:
    for path in sorted(CLIENT.rglob("*.css")):
        if path in (TOKENS, CLIENT / "styles" / "print.css"):
            continue
        text = re.sub(r"@media print\s*\{.*", "", _COMMENT.sub("", path.read_text("utf-8")), flags=re.DOTALL)
        for number, line in enumerate(text.splitlines(), 1):
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?![-\w])|\brgba?\(|\bhsla?\(", line.split("{")[-1]), (
                f"{path.relative_to(CLIENT)}:{number}: {line.strip()}"
            )


def test_every_token_that_is_used_exists() -> None:
    texts = {path: _COMMENT.sub("", path.read_text("utf-8")) for path in _styles_and_modules()}
    made = {name for text in texts.values() for name in re.findall(r"(--[\w-]+)\s*:", text)}
    made |= {name for text in texts.values() for name in re.findall(r"setProperty\(\s*['\"`](--[\w-]+)", text)}
    for path, text in texts.items():
        if path.suffix == ".css":
            for name, fallback in re.findall(r"var\((--[\w-]+)\s*([,)])", text):
                assert name in made or fallback == ",", f"{path.relative_to(CLIENT)} uses {name}"


def _styles_and_modules() -> list[Path]:
    return sorted([*CLIENT.rglob("*.css"), *CLIENT.rglob("*.js")])


def _hue(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    most, least = max(red, green, blue), min(red, green, blue)
    if most == red:
        turn = (green - blue) / (most - least) % 6
    elif most == green:
        turn = (blue - red) / (most - least) + 2
    else:
        turn = (red - green) / (most - least) + 4
    return turn * 60


@pytest.mark.parametrize("path", sorted(CLIENT.rglob("*.css")), ids=lambda path: path.name)
def test_a_stylesheet_closes_what_it_opens(path: Path) -> None:
    """They are one sheet in the page: a bracket that is left open takes every rule of the next ones away."""
    depth = 0
    for sign in _COMMENT.sub("", path.read_text("utf-8")):
        depth += (sign == "{") - (sign == "}")
        assert depth in (0, 1, 2)
    assert depth == 0

"""``--reel NAME=TAPE``: which tape a name in a timeline means, where the name itself does not say so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click

from tapewright.errors import UsageError


def reel_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--reel``, any number of times; the function gets ``reels`` as a mapping of names to tapes."""
    return click.option(
        "--reel",
        "reels",
        multiple=True,
        metavar="NAME=TAPE",
        callback=lambda context, option, values: reels_of(values),
        help="Which tape a reel, clip or file of a timeline is; may be given several times.",
    )(function)


def reels_of(values: Iterable[str]) -> dict[str, str]:
    """Names and their tapes. UsageError for what is no such pair."""
    pairs = {}
    for value in values:
        name, sign, tape = value.rpartition("=")
        if not sign or not name.strip() or not tape.strip():
            raise UsageError(f"--reel {value!r} names no tape", hint="write --reel A017=T017")
        pairs[name.strip()] = tape.strip()
    return pairs

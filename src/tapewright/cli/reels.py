"""What a timeline may leave open: which tape a name means (``--reel NAME=TAPE``) and how it counts (``--rate``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click

from tapewright.cli.terminal import bare
from tapewright.errors import UsageError
from tapewright.timing import TimecodeFormat, frame_rate


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


def rate_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--rate`` and ``--drop``; the function gets ``rate`` and ``drop``, for ``format_of``."""
    rate = click.option("--rate", help="How a timeline counts, where it does not say: 25, 23.976, 29.97 …")
    return rate(click.option("--drop", is_flag=True, help="With --rate: it counts drop-frame.")(function))


def format_of(rate: str | None, drop: bool) -> TimecodeFormat | None:
    """How a timeline counts, if somebody says so."""
    return TimecodeFormat(frame_rate(rate), drop) if rate else None


def asked(names: Iterable[str]) -> dict[str, str]:
    """Ask a person at a terminal which tape each name means; those that are passed over with Enter are left out."""
    answers = {}
    for name in names:
        tape = click.prompt(f"Which tape is {bare(name)}? (Enter: none)", default="", show_default=False, err=True)
        if tape.strip():
            answers[name] = tape.strip()
    return answers


def reels_of(values: Iterable[str]) -> dict[str, str]:
    """Names and their tapes. UsageError for what is no such pair."""
    pairs = {}
    for value in values:
        name, sign, tape = value.rpartition("=")
        if not sign or not name.strip() or not tape.strip():
            raise UsageError(f"--reel {value!r} names no tape", hint="write --reel A017=T017")
        pairs[name.strip()] = tape.strip()
    return pairs

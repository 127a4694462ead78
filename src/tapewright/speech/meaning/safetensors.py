"""The tensors in a ``.safetensors`` file as numpy arrays: a header in JSON, then raw numbers. Nothing in it is run."""

from __future__ import annotations

import json
import math
import struct
from pathlib import Path
from typing import Any

from tapewright.errors import InputError

Array = Any
"""``numpy.ndarray``."""

_LARGEST_HEADER = 1 << 20
_TYPES = {"F32": "<f4"}


def read_tensors(path: Path) -> dict[str, Array]:
    """Every tensor of 32-bit floats by its name; others are passed over. InputError where the file is not whole."""
    import numpy as np

    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read the weights: {error.strerror or error}", place=path.name) from error
    head, begin = _header(raw, path.name)
    tensors: dict[str, Array] = {}
    for name, about in head.items():
        if name == "__metadata__" or not isinstance(about, dict) or about.get("dtype") not in _TYPES:
            continue
        first, last, shape = _place(about, len(raw) - begin, f"{path.name}: {name[:60]}")
        kind = np.dtype(_TYPES[about["dtype"]])
        if math.prod(shape) * kind.itemsize != last - first:
            raise InputError("a tensor has another length than its shape", place=f"{path.name}: {name[:60]}")
        # A copy: whoever quantizes works in place.
        tensors[name] = np.frombuffer(raw, kind, math.prod(shape), begin + first).reshape(shape).copy()
    return tensors


def _header(raw: bytes, place: str) -> tuple[dict[str, Any], int]:
    if len(raw) < 8:
        raise InputError("no safetensors file: it has no header", place=place)
    (size,) = struct.unpack("<Q", raw[:8])
    if size > min(_LARGEST_HEADER, len(raw) - 8):
        raise InputError("no safetensors file: its header is longer than it may be", place=place)
    try:
        head = json.loads(raw[8 : 8 + size])
    except (ValueError, RecursionError) as error:
        raise InputError("no safetensors file: its header is no JSON", place=place) from error
    if not isinstance(head, dict):
        raise InputError("no safetensors file: its header is no list of tensors", place=place)
    return head, 8 + size


def _place(about: dict[str, Any], length: int, place: str) -> tuple[int, int, list[int]]:
    ends, shape = about.get("data_offsets"), about.get("shape")
    numbers = [*ends, *shape] if isinstance(ends, list) and isinstance(shape, list) and len(ends) == 2 else [-1]
    if any(type(number) is not int or number < 0 for number in numbers):
        raise InputError("a tensor says no place and shape", place=place)
    first, last = ends  # type: ignore[misc]
    if not first <= last <= length:
        raise InputError("a tensor lies outside the file", place=place)
    return first, last, shape  # type: ignore[return-value]

"""Keys that keep an order and always leave room between: fractions in base 256, compared byte by byte.

A turn's place is such a key, so that a split or a join touches no other turn. Keys never end in a zero byte, which
is why there is always one between two. Appending gives short keys; halving the same gap again and again costs one
byte every eight times.
"""

from __future__ import annotations

from tapewright.errors import UsageError


def first_keys(count: int) -> list[bytes]:
    """``count`` keys in order, of equal width, with room before, between and after."""
    width = 1
    while 256**width < 4 * (count + 1):
        width += 1
    step = 256**width // (count + 1)
    return [(step * (number + 1)).to_bytes(width, "big").rstrip(b"\0") for number in range(count)]


def keys_between(low: bytes, high: bytes | None, count: int) -> list[bytes]:
    """``count`` keys in order after ``low`` (``b""``: the beginning) and before ``high`` (None: the end).

    >>> keys_between(b"A", b"C", 1)
    [b'B']
    """
    if high is not None and low >= high:
        raise UsageError(f"no key lies between {low.hex()} and {high.hex()}")
    width = max(len(low), len(high or b""))
    while True:
        least = int.from_bytes(low.ljust(width, b"\0"), "big")
        most = 256**width if high is None else int.from_bytes(high.ljust(width, b"\0"), "big")
        step = (most - least) // (count + 1)
        if step >= 1:
            # Cutting zero bytes off keeps the order: the fraction stays the same.
            return [(least + step * (n + 1)).to_bytes(width, "big").rstrip(b"\0") for n in range(count)]
        width += 1

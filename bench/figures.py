"""How a benchmark tells a figure: one JSON object on one line of stdout, with its goal where there is one."""

from __future__ import annotations

import json


def figure(name: str, value: float, unit: str, *, most: float | None = None, least: float | None = None) -> bool:
    """Print a figure and whether it met its goal (``value`` ≤ ``most``, ≥ ``least``); true where there is none."""
    met = (most is None or value <= most) and (least is None or value >= least)
    record: dict[str, object] = {"name": name, "value": round(value, 4), "unit": unit}
    if most is not None:
        record["most"] = most
    if least is not None:
        record["least"] = least
    if most is not None or least is not None:
        record["met"] = met
    print(json.dumps(record, ensure_ascii=False), flush=True)
    return met

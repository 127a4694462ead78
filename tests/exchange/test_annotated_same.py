"""Whoever makes an annotated script again, in another process, gets the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys

DIGESTS = """
import hashlib
from tapewright.exchange.report_formats import report_formats
from tapewright.testing.annotated import a_script
for form in report_formats().formats.values():
    print(form.name, hashlib.sha256(form.make().write(a_script())).hexdigest())
"""


def digests(seed: str, zone: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LANG": "C"}
    return subprocess.run(
        [sys.executable, "-c", DIGESTS], env=environment, capture_output=True, text=True, check=True, timeout=60
    ).stdout


def test_another_process_in_another_zone_makes_the_same_bytes() -> None:
    first = digests("1", "UTC")
    assert len(first.splitlines()) == 3
    assert digests("2", "Asia/Tokyo") == first

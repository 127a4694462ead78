"""What the heavy libraries are told before they load: no network, no telemetry, no threads of their own."""

from __future__ import annotations

import os

_SETTINGS = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    # One thread a worker: the linear algebra under numpy would otherwise start one for every core in every worker.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}


def settle() -> None:
    """Set the environment of this process, and of workers that it starts. Call it before a library is imported.

    Engines are given paths of files and never names, so nothing asks for a network; this is the second lock.
    """
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)

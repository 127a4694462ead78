"""A process that ends with the one that started it: work must not go on unnoticed when nobody waits for it."""

from __future__ import annotations

import os
import signal
import threading

PARENT = "TAPEWRIGHT_PARENT"
"""The variable that tells a job's process who started it."""

_LOOK_EVERY_S = 0.5
_PATIENCE_S = 10.0


def end_with(parent: int, *, at_once: bool = True) -> None:
    """End this process soon after ``parent`` has: at once, or as Ctrl-C ends it, so that it can put things in order."""

    def watch() -> None:
        while os.getppid() == parent:
            threading.Event().wait(_LOOK_EVERY_S)
        if not at_once:
            os.kill(os.getpid(), signal.SIGINT)
            threading.Event().wait(_PATIENCE_S)
        os._exit(130)

    threading.Thread(target=watch, daemon=True).start()


def take_leash() -> None:
    """In a process that a desk of jobs has started: end with it, and let SIGINT stop us even where it was ignored."""
    parent = os.environ.pop(PARENT, "")
    if not parent.isdecimal():
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    end_with(int(parent), at_once=False)

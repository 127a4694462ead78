"""Work in a thread of its own while the caller waits, so that Ctrl-C cannot fall into a read callback.

Python delivers Ctrl-C to the main thread, at whatever it runs there. Inside a callback of FFmpeg it would be swallowed
and the file taken for ended, half-read. In another thread it never arrives.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


class Stop:
    """Asked for by the waiting thread; looked at by the working one."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def ask(self) -> None:
        """The work is not wanted any more."""
        self._asked.set()

    def check(self) -> None:
        """Leave, if that was asked for."""
        if self._asked.is_set():
            raise KeyboardInterrupt


def apart(work: Callable[[Stop], Answer]) -> Answer:
    """What ``work`` returns or raises. On Ctrl-C the work is asked to stop, waited for, and Ctrl-C goes on.

    ``work`` calls ``stop.check()`` often. In any thread but the main one it is simply called.
    """
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        return work(stop)
    answers: list[Answer] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            answers.append(work(stop))
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, name="media", daemon=True)
    thread.start()
    try:
        thread.join()
    except BaseException:
        stop.ask()
        thread.join()
        raise
    if errors:
        raise errors[0]
    return answers[0]

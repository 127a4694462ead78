"""The runner for one machine: worker processes that live as long as the run.

Ours and not ``concurrent.futures``, whose whole pool is lost when one worker is killed: an engine that runs out of
memory on one stretch of one tape must cost that stretch, not the night's work.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from tapewright.errors import TapewrightError, UsageError
from tapewright.jobs import Done, Piece
from tapewright.jobs.leash import end_with

MOST_TRIES = 3
"""A piece whose worker died is begun this often in all."""


_PATIENCE_S = 3.0


class WorkerDiedError(TapewrightError):
    """A worker was killed or crashed each time it was given this piece."""

    code = "worker_died"
    exit_status = 3


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    piece: Piece | None = None


class LocalRunner:
    """Runs pieces in ``workers`` processes of this machine, each started afresh (spawned, never forked: engines keep
    threads). What a worker's module keeps in memory, such as loaded weights, serves all its pieces.
    """

    def __init__(self, workers: int) -> None:
        if workers < 1:
            raise UsageError(f"there is no work without workers: {workers}", hint="give one or more")
        self._workers = workers

    def run(self, pieces: Iterable[Piece]) -> Iterator[Done]:
        waiting: deque[tuple[Piece, int]] = deque()
        source = iter(pieces)
        tries: dict[str, int] = {}
        crew: list[_Worker] = []
        try:
            while True:
                while len(waiting) < self._workers and (piece := next(source, None)) is not None:
                    waiting.append((piece, 1))
                busy = [worker for worker in crew if worker.piece]
                if not waiting and not busy:
                    _send_home(crew)
                    return
                yield from self._hand_out(waiting, crew, tries)
                busy = [worker for worker in crew if worker.piece]
                for ready in wait([w.pipe for w in busy] + [w.process.sentinel for w in busy]) if busy else ():
                    worker = next((w for w in busy if ready in (w.pipe, w.process.sentinel)), None)
                    if worker is None or worker.piece is None:
                        continue  # its pipe and its end were both ready; the first of them was dealt with
                    done_or_none = self._collect(worker, waiting, crew, tries)
                    if done_or_none:
                        yield done_or_none
        finally:
            _dismiss(crew)

    def _hand_out(
        self, waiting: deque[tuple[Piece, int]], crew: list[_Worker], tries: dict[str, int]
    ) -> Iterator[Done]:
        idle = deque(worker for worker in crew if not worker.piece)
        while waiting and (idle or len(crew) < self._workers):
            piece, attempt = waiting.popleft()
            try:
                order = pickle.dumps((piece.do, piece.argument))
            except Exception as error:  # pickle raises many kinds
                yield Done(name=piece.name, error=UsageError(f"the piece {piece.name} cannot be sent: {error}"))
                continue
            if not idle:
                crew.append(_hire())
                idle.append(crew[-1])
            worker = idle.popleft()
            worker.piece, tries[piece.name] = piece, attempt
            # A worker that died while idle is found by its sentinel, and the piece is tried again.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                worker.pipe.send_bytes(order)

    def _collect(
        self, worker: _Worker, waiting: deque[tuple[Piece, int]], crew: list[_Worker], tries: dict[str, int]
    ) -> Done | None:
        piece = worker.piece
        assert piece is not None
        try:
            if not worker.pipe.poll():
                raise EOFError
            result, error = pickle.loads(worker.pipe.recv_bytes())
        except (EOFError, OSError):
            worker.piece = None
            crew.remove(worker)
            _dismiss([worker])
            attempt = tries.pop(piece.name)
            if attempt < MOST_TRIES:
                waiting.append((piece, attempt + 1))
                return None
            status = worker.process.exitcode
            died = WorkerDiedError(
                f"the worker died {attempt} times over it (exit {status})",
                place=piece.name,
                hint="is there enough memory? try fewer workers or smaller weights",
            )
            return Done(name=piece.name, error=died)
        worker.piece = None
        tries.pop(piece.name)
        return Done(name=piece.name, result=result, error=error)


_OF_THE_TRACKER = "ignore:resource_tracker"
"""A worker that is killed leaves its libraries' semaphores to multiprocessing's tracker, which frees them. It would
tell the person too; it takes its filters from here when it is started.
"""


def _hire() -> _Worker:
    if _OF_THE_TRACKER not in sys.warnoptions:
        sys.warnoptions.append(_OF_THE_TRACKER)
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, os.getpid()), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process=process, pipe=ours)


def _send_home(crew: list[_Worker]) -> None:
    """Let idle workers end by themselves, so that what their libraries hold is given back."""
    for worker in crew:
        worker.pipe.close()
    for worker in crew:
        worker.process.join(_PATIENCE_S)


def _dismiss(crew: list[_Worker]) -> None:
    for worker in crew:
        worker.process.kill()
        worker.pipe.close()
    for worker in crew:
        worker.process.join()


def _work(pipe: Connection, parent: int) -> None:
    """A worker's life: take an order, answer it, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    end_with(parent)
    while True:
        try:
            do, argument = pickle.loads(pipe.recv_bytes())
        except (EOFError, OSError):
            return
        try:
            answer = pickle.dumps((do(argument), None))
        except Exception as error:
            answer = pickle.dumps((None, _portable(error)))
        try:
            pipe.send_bytes(answer)
        except OSError:
            return


def _portable(error: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error

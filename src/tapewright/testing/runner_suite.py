"""The suite that every job runner must pass. Subclass it with a ``runner`` fixture."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from tapewright.errors import InputError
from tapewright.jobs import Piece, Runner


def square(number: int) -> int:
    """A piece that works."""
    return number * number


def refuse(name: str) -> None:
    """A piece that fails with an error of ours."""
    raise InputError("cannot be read", place=name, hint="try another")


def nap(seconds: float) -> float:
    """A piece that takes its time."""
    time.sleep(seconds)
    return seconds


def die_once(marker: str) -> str:
    """A piece whose worker is killed the first time."""
    path = Path(marker)
    if not path.exists():
        path.write_text("died", encoding="utf-8")
        os.kill(os.getpid(), signal.SIGKILL)
    return "came back"


def die(_: object) -> None:
    """A piece that kills every worker."""
    os.kill(os.getpid(), signal.SIGKILL)


def own_process(_: object) -> int:
    """A piece that says where it ran."""
    time.sleep(0.05)
    return os.getpid()


class RunnerSuite:
    """What every runner does, whatever it runs on."""

    def test_every_piece_is_answered_once(self, runner: Runner) -> None:
        """Forty pieces, forty answers, each its own."""
        done = list(runner.run(Piece(name=str(n), do=square, argument=n) for n in range(40)))
        assert sorted((int(d.name), d.result) for d in done) == [(n, n * n) for n in range(40)]

    def test_nothing_to_do_is_done_at_once(self, runner: Runner) -> None:
        """No pieces, no answers."""
        assert list(runner.run([])) == []

    def test_a_failing_piece_does_not_end_the_others(self, runner: Runner) -> None:
        """The error comes back as it was raised, with its place and hint."""
        pieces = [Piece(name="bad", do=refuse, argument="tape 7")]
        pieces += [Piece(name=str(n), do=square, argument=n) for n in range(5)]
        done = {d.name: d for d in runner.run(pieces)}
        error = done["bad"].error
        assert isinstance(error, InputError)
        assert (error.place, error.hint) == ("tape 7", "try another")
        assert [done[str(n)].result for n in range(5)] == [0, 1, 4, 9, 16]

    def test_stopping_early_ends_the_run(self, runner: Runner) -> None:
        """Closing the iterator leaves nothing running."""
        run = runner.run(Piece(name=str(n), do=square, argument=n) for n in range(1000))
        assert next(run).error is None
        run.close()  # type: ignore[attr-defined]
        assert next(run, None) is None


class ProcessRunnerSuite(RunnerSuite):
    """What a runner with workers of its own does besides."""

    def test_a_killed_worker_costs_only_its_piece(self, runner: Runner, tmp_path: Path) -> None:
        """The piece is begun again; the others never notice."""
        pieces = [Piece(name="dies", do=die_once, argument=str(tmp_path / "marker"))]
        pieces += [Piece(name=str(n), do=square, argument=n) for n in range(6)]
        done = {d.name: d for d in runner.run(pieces)}
        assert done["dies"].result == "came back"
        assert len(done) == 7
        assert all(d.error is None for d in done.values())

    def test_a_piece_that_kills_every_worker_is_given_up(self, runner: Runner) -> None:
        """It is reported as an error, and the rest is done."""
        pieces = [Piece(name="deadly", do=die, argument=None), Piece(name="good", do=square, argument=3)]
        done = {d.name: d for d in runner.run(pieces)}
        assert done["good"].result == 9
        assert done["deadly"].error is not None

    def test_what_cannot_be_sent_is_an_error_of_that_piece(self, runner: Runner) -> None:
        """A lambda does not pickle."""
        pieces = [Piece(name="bad", do=lambda x: x, argument=1), Piece(name="good", do=square, argument=2)]
        done = {d.name: d for d in runner.run(pieces)}
        assert done["bad"].error is not None
        assert done["good"].result == 4

"""The paper edits of a project, each with what one wants to know before opening it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tapewright.errors import TapewrightError
from tapewright.timing import to_float_seconds
from tapewright.verbs.paperfile import papers
from tapewright.verbs.project import Project
from tapewright.verbs.runningorder import RunningOrder, show


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEdit:
    """One paper edit; ``order`` is None where it cannot be read, and ``trouble`` says why. ``changed_ns`` is the
    file's time.
    """

    path: Path
    changed_ns: int
    order: RunningOrder | None
    trouble: TapewrightError | None = None


def edits(project: Project) -> tuple[ListedEdit, ...]:
    """Every paper edit of the project, by name."""
    return tuple(_listed(project, path) for path in papers(project))


def record(listed: Sequence[ListedEdit]) -> dict[str, object]:
    """``{"edits": [{"edit", "title", "digest", "changed_ns", "bites", "problems", "running", "ticks", "trouble"}]}``.

    ``running`` is the running time in seconds, ``ticks`` the same exactly; ``problems`` counts what is named.
    """
    return {"edits": [_edit_record(one) for one in listed]}


def _listed(project: Project, path: Path) -> ListedEdit:
    try:
        changed = path.stat().st_mtime_ns
        return ListedEdit(path=path, changed_ns=changed, order=show(project, path))
    except OSError:
        # Gone between the listing and the look: it is told as what cannot be read.
        return ListedEdit(path=path, changed_ns=0, order=None)
    except TapewrightError as trouble:
        return ListedEdit(path=path, changed_ns=changed, order=None, trouble=trouble)


def _edit_record(one: ListedEdit) -> dict[str, object]:
    order = one.order
    return {
        "edit": one.path.stem,
        "title": order.title if order else one.path.stem,
        "digest": order.digest if order else None,
        "changed_ns": one.changed_ns,
        "bites": sum(row.bite is not None for row in order.rows) if order else 0,
        "problems": len(order.problems) if order else 0,
        "running": to_float_seconds(order.running) if order else 0,
        "ticks": order.running if order else 0,
        "trouble": one.trouble.to_record() if one.trouble else None,
    }

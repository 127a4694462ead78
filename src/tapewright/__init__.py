"""tapewright: from tapes to a story you can prove.

    import tapewright
    with tapewright.open_project("my-series") as project:
        ...

The verbs in ``tapewright.verbs`` are the Python API: each takes a project and plain records.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, whose import would be the longest before Ctrl-C is answered
if TYPE_CHECKING:
    from typing import Any

    from tapewright.verbs.project import Project, new_project, open_project

__version__ = "0.5.0"
__all__ = ["Project", "__version__", "new_project", "open_project"]


def __getattr__(name: str) -> Any:
    # Importing the store costs a quarter of a second; `tapewright --version` must not pay for it.
    if name in ("Project", "new_project", "open_project"):
        from tapewright.verbs import project

        return getattr(project, name)
    raise AttributeError(f"module 'tapewright' has no attribute {name!r}")

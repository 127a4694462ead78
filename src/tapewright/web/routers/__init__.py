"""One module for each room of the app; what it declares as ``router`` is served. None is listed anywhere else."""

from __future__ import annotations

import importlib
import pkgutil

from fastapi import APIRouter


def routers() -> list[APIRouter]:
    """The router of every module here, in the order of their names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = [importlib.import_module(f"{__name__}.{name}").router for name in names]
    assert all(isinstance(router, APIRouter) for router in found)
    return found

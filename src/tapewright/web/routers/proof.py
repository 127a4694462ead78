"""Proof: what was checked and what the check says, sign-off, ear-checks, reports."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter(prefix="/api", tags=["proof"])

"""Whose program it is that asks: the account that holds the other end of a connection inside this machine.

An address that is opened stands in the list of processes, where other accounts of the machine can read it; the token
in it must not help them.
"""

from __future__ import annotations

import os
from pathlib import Path

_CONNECTIONS = Path("/proc/net/tcp")
_LOOPBACK = "0100007F"
"""127.0.0.1 as the kernel's table writes it."""

_ESTABLISHED = "01"


def is_another_accounts(client: tuple[str, int] | None, *, table: Path = _CONNECTIONS) -> bool:
    """Whether a connection comes from another account of this machine. False where the system does not tell, and for
    its administrator, who may read everything and runs what passes connections on.
    """
    account = _account(client, table)
    return account is not None and account not in (0, os.getuid())


def _account(client: tuple[str, int] | None, table: Path) -> int | None:
    if client is None or client[0] != "127.0.0.1":
        return None
    wanted = f"{_LOOPBACK}:{client[1]:04X}"
    try:
        for line in table.read_text("ascii").splitlines()[1:]:
            fields = line.split()
            if fields[1] == wanted and fields[3] == _ESTABLISHED:
                return int(fields[7])
    except (OSError, ValueError, IndexError):
        pass
    return None

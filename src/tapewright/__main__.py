"""``tapewright`` and ``python -m tapewright``: the command line, from its first import on."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line. Ctrl-C while it is still being loaded is answered as it is later."""
    try:
        from tapewright.cli import main as command_line

        command_line()
    except KeyboardInterrupt:
        print("tapewright: stopped", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()

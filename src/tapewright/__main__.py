"""``python -m tapewright``: the command line."""

from tapewright.cli import main

main()

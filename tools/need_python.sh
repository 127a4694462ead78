#!/bin/sh
# Say plainly what is missing before anything else fails: need_python.sh PYTHON
python=$1
if ! command -v "$python" >/dev/null 2>&1; then
    echo "tapewright needs Python 3.11 or later, and there is no '$python' here." >&2
    echo "  Install Python, or name yours: make PYTHON=/path/to/python3.12 …" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "tapewright needs Python 3.11 or later; '$python' is $("$python" -V 2>&1)." >&2
    echo "  Name a later one: make PYTHON=python3.12 …" >&2
    exit 1
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    echo "'$python' has no venv module." >&2
    echo "  On Debian and Ubuntu: apt-get install python3-venv" >&2
    exit 1
fi

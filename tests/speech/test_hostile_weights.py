"""Broken files and broken packages in the place of weights: refused by name, nothing installed."""

import pytest

from tapewright.errors import InputError
from tapewright.speech import registry
from tapewright.testing.hostile import mutations
from tapewright.testing.small_model import CONFIG, MODEL, is_untouched, wheels

FIRST = "gull_one-1.0-py3-none-any.whl"


@pytest.fixture(autouse=True)
def gull(small_model):
    """One small known model, and a folder of models of its own."""


@pytest.mark.parametrize("name", [name for name, _ in mutations(MODEL)])
def test_any_other_bytes_are_refused(tmp_path, name):
    (tmp_path / "config.json").write_bytes(CONFIG)
    (tmp_path / "model.bin").write_bytes(dict(mutations(MODEL))[name])
    with pytest.raises(InputError, match="not the pinned file"):
        registry.fetch("gull", source=tmp_path)
    assert is_untouched()


@pytest.mark.parametrize("name", [name for name, _ in mutations(b"")])
def test_a_broken_package_is_refused_or_was_broken_where_nothing_is_read(tmp_path, name):
    path = wheels(tmp_path / "w") / FIRST
    path.write_bytes(dict(mutations(path.read_bytes()))[name])
    try:
        registry.fetch("gull", source=tmp_path / "w")
    except InputError:
        assert is_untouched()
    else:
        assert registry.verify("gull") == []

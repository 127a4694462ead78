"""The default engine: Whisper models on CTranslate2 by faster-whisper. Local files only."""

from __future__ import annotations

import importlib.metadata
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tapewright.errors import InputError, MissingError, TapewrightError, UsageError
from tapewright.model import Word
from tapewright.speech import SAMPLE_RATE_HZ, Heard, HearingSettings, Samples
from tapewright.speech.environment import settle
from tapewright.speech.lengths import with_lengths
from tapewright.speech.registry import folder_digests
from tapewright.timing import Ticks, from_seconds

_NEEDED = ("model.bin", "config.json", "tokenizer.json")

_BATCH = 8

_TOKENS_PER_S = 12
_TOKENS_BESIDE = 16
"""What a stretch shorter than a window may be written with: fast talk needs 7 tokens a second with its times. Without
a limit a decoder that turns in a circle fills its whole window, at ten times the cost of the stretch."""

_WINDOW_S = 30

_LANGUAGE_TOKEN = re.compile(r"<\|([a-z]{2,3})\|>")
_FEWEST_OF_MANY = 51_865
"""Tokens of a vocabulary of several languages, at least; CTranslate2 tells them apart so."""

_SIGNS = frozenset(".,?!…-–—*♪♫")
"""Alone between spaces they are no words: what Whisper writes over noise and music."""
_MOST_HOTWORD_TOKENS = 223
"""What fits before the text in a window of 448 tokens; faster-whisper cuts the rest off without a word."""


class FasterWhisperEngine:
    """Whisper in int8 on the CPU, one window of 30 s after the other, with word times from cross-attention.

    No text is carried from window to window, so that a loop cannot feed itself and a stretch reads the same whatever
    was said before it. ``draft`` decodes windows in batches: faster, and it loses more.
    """

    name = "faster-whisper"
    needs_weights = True

    def __init__(self, settings: HearingSettings, weights: Path | None) -> None:
        if weights is None:
            raise MissingError("faster-whisper needs weights", hint=f"tapewright models fetch {settings.model}")
        for needed in _NEEDED:
            # Without its tokenizer the library would ask a network for one.
            if not (weights / needed).is_file():
                raise InputError(f"{needed} is not in the folder of weights", place=str(weights))
        _check_language(settings, weights)
        self.version = importlib.metadata.version("faster-whisper")
        self._settings = settings
        self._weights = weights
        self._model: Any = None

    def hear(self, samples: Samples) -> Heard:
        model = self._loaded()
        settings = self._settings
        if len(samples) == 0:
            return Heard(words=())
        options: dict[str, Any] = {
            "language": None if settings.language == "auto" else settings.language,
            "beam_size": settings.beam_size,
            "temperature": list(settings.temperatures),
            "condition_on_previous_text": False,
            "word_timestamps": True,
            "hotwords": ", ".join(settings.names) or None,
        }
        seconds = len(samples) / SAMPLE_RATE_HZ
        if seconds < _WINDOW_S * 0.6:
            options["max_new_tokens"] = int(seconds * _TOKENS_PER_S) + _TOKENS_BESIDE
        if settings.draft:
            from faster_whisper import BatchedInferencePipeline

            options["batch_size"] = _BATCH
            segments, info = BatchedInferencePipeline(model).transcribe(samples, **options)
        else:
            segments, info = model.transcribe(samples, vad_filter=False, **options)
        heard = list(segments)
        words = _words(word for segment in heard for word in segment.words or ())
        fell_back = sum(1 for segment in heard if (segment.temperature or 0.0) > settings.temperatures[0])
        return Heard(words=words, language=info.language, remarks={"fell_back": fell_back} if fell_back else {})

    def provenance(self) -> Mapping[str, object]:
        settings = self._settings
        return {
            "engine": self.name,
            "version": self.version,
            "ctranslate2": importlib.metadata.version("ctranslate2"),
            "model": Path(settings.model).name,
            "weights_sha256": folder_digests(self._weights),
            "language": settings.language,
            "names": list(settings.names),
            "compute_type": settings.compute_type,
            "threads": settings.threads,
            "beam_size": settings.beam_size,
            "temperatures": list(settings.temperatures),
            "condition_on_previous_text": False,
            "tokens_per_s": _TOKENS_PER_S,
            "draft": settings.draft,
        }

    def _loaded(self) -> Any:
        if self._model is not None:
            return self._model
        settle()
        from faster_whisper import WhisperModel

        settings = self._settings
        try:
            model = WhisperModel(
                str(self._weights),
                device="cpu",
                compute_type=settings.compute_type,
                cpu_threads=settings.threads,
                num_workers=1,
                local_files_only=True,
            )
        except TapewrightError:
            raise
        except Exception as error:  # CTranslate2 raises RuntimeError and ValueError, tokenizers a bare Exception
            raise InputError(
                f"cannot load the weights: {error}", place=str(self._weights), hint="tapewright models verify"
            ) from error
        self._check_names(model)
        self._model = model
        return model

    def _check_names(self, model: Any) -> None:
        tokens = len(model.hf_tokenizer.encode(" " + ", ".join(self._settings.names), add_special_tokens=False).ids)
        if self._settings.names and tokens > _MOST_HOTWORD_TOKENS:
            raise UsageError(
                f"the list of names is too long: {tokens} tokens, {_MOST_HOTWORD_TOKENS} fit",
                hint="tell it those that are said most, some fifty: tapewright names add NAME --untold keeps one back",
            )


def _check_language(settings: HearingSettings, weights: Path) -> None:
    """UsageError where the weights do not know the language: told before anything is loaded or searched."""
    if settings.language == "auto":
        return
    languages = _languages(weights)
    if languages and settings.language not in languages:
        raise UsageError(
            f"the model {settings.model} does not know the language {settings.language!r}",
            hint="choose another model or language (two letters, as in 'en'; 'auto' guesses)",
        )


def _languages(weights: Path) -> frozenset[str]:
    """The codes of the languages that are tokens of the weights; empty where their vocabulary cannot be read.

    The vocabulary of English-only weights has tokens for all languages too, but one token less than the others'.
    """
    try:
        if (weights / "vocabulary.json").is_file():
            tokens = json.loads((weights / "vocabulary.json").read_bytes())
        else:
            tokens = (weights / "vocabulary.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
        found = frozenset(match[1] for token in tokens if (match := _LANGUAGE_TOKEN.fullmatch(token)))
    except (OSError, ValueError, TypeError, RecursionError):
        return frozenset()
    return found if len(tokens) >= _FEWEST_OF_MANY else found & {"en"}


def _words(words: Iterable[Any]) -> tuple[Word, ...]:
    """faster-whisper's words as ours: starts in order, no end before its start; float seconds become ticks here."""
    made: list[Word] = []
    earliest = Ticks(0)
    for word in words:
        text = "".join(word.word.split())
        if not text or (word.word[0].isspace() and set(text) <= _SIGNS):
            continue
        start = max(from_seconds(round(float(word.start), 3)), earliest)
        end = max(from_seconds(round(float(word.end), 3)), start)
        confidence = max(0, min(254, round(float(word.probability) * 254)))
        if made and _continues(word.word, made[-1].text):
            before = made.pop()
            text, start, confidence = before.text + text, before.start, min(before.confidence or 0, confidence)
        made.append(Word(text=text, start=start, end=end, confidence=confidence))
        earliest = max(earliest, start)
    return with_lengths(made)


def _continues(raw: str, before: str) -> bool:
    """Whether the engine's piece belongs to the word before it: ``100`` ``%``, ``ill`` ``-disposed``.

    A piece without a space before it continues a word; between two letters it does not, for languages that are written
    without spaces come as such pieces too.
    """
    return bool(raw) and not raw[0].isspace() and not (raw[0].isalnum() and before[-1].isalnum())

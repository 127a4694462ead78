"""The suite that every engine must pass. Subclass it with fixtures ``make`` (a new engine) and ``speech`` (samples)."""

from __future__ import annotations

import json
from collections.abc import Callable

from tapewright.speech import SAMPLE_RATE_HZ, Engine, Samples
from tapewright.timing import from_samples

Make = Callable[[], Engine]


class EngineSuite:
    """What every engine does."""

    def test_it_hears_words_in_speech(self, make: Make, speech: Samples) -> None:
        """Some words, each with a confidence or none."""
        heard = make().hear(speech)
        assert heard.words
        assert all(word.confidence is None or 0 <= word.confidence <= 254 for word in heard.words)

    def test_words_start_in_order_inside_the_stretch(self, make: Make, speech: Samples) -> None:
        """Times are ticks from the stretch's first sample."""
        words = make().hear(speech).words
        end = from_samples(len(speech), SAMPLE_RATE_HZ)
        assert [word.start for word in words] == sorted(word.start for word in words)
        assert all(0 <= word.start <= word.end <= end + from_samples(SAMPLE_RATE_HZ, SAMPLE_RATE_HZ) for word in words)

    def test_the_same_sound_gives_the_same_words(self, make: Make, speech: Samples) -> None:
        """From one engine twice, and from another that was made alike."""
        engine = make()
        first = engine.hear(speech)
        assert engine.hear(speech) == first
        assert make().hear(speech) == first

    def test_nothing_gives_no_words(self, make: Make, speech: Samples) -> None:
        """A stretch without samples is not an error."""
        assert make().hear(speech[:0]).words == ()

    def test_the_sound_is_left_as_it_was(self, make: Make, speech: Samples) -> None:
        """Engines do not write into what they are given."""
        before = speech.copy()
        make().hear(speech)
        assert (speech == before).all()

    def test_its_provenance_is_plain_json_that_names_it(self, make: Make) -> None:
        """It can be told before anything was heard, and without the weights being loaded."""
        engine = make()
        told = json.loads(json.dumps(dict(engine.provenance())))
        assert told["engine"] == engine.name
        assert told["version"] == engine.version
        assert "model" in told

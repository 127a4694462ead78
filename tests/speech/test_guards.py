"""Nothing spoken is lost, nothing is invented."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tapewright.model import Mark, Word
from tapewright.speech.activity import Spoken
from tapewright.speech.guards import guard
from tapewright.speech.loops import loops
from tapewright.timing import Interval, Ticks, from_milliseconds


def ms(value):
    return Ticks(from_milliseconds(value))


def words(*rows, confidence=220):
    """Words out of (text, start ms, end ms)."""
    return [Word(text=text, start=ms(a), end=ms(b), confidence=confidence) for text, a, b in rows]


def speech(*pairs, clear=True):
    found = tuple(Interval(ms(a), ms(b)) for a, b in pairs)
    return Spoken(possible=found, clear=found if clear else ())


def phrase(text, start, *, each=300, confidence=220):
    return words(
        *[(t, start + n * each, start + n * each + each) for n, t in enumerate(text.split())], confidence=confidence
    )


class Ear:
    """Hears prepared words, and remembers where it was asked."""

    def __init__(self, *said):
        self.said = list(said)
        self.asked = []

    def __call__(self, interval):
        self.asked.append(interval)
        return [word for word in self.said if interval.holds(word.interval.middle)]


def marked(guarded, mark):
    return [word.text for word in guarded.words if mark in word.marks]


def test_words_that_fit_their_speech_are_left_alone_and_nothing_is_heard_again():
    heard = phrase("the boat came in at dawn", 1000)
    ear = Ear()
    guarded = guard(heard, speech((950, 2900)), ear)
    assert list(guarded.words) == heard
    assert ear.asked == []
    assert guarded.counts == {"heard_again": 0, "recovered_words": 0, "unsupported_words": 0, "unheard_ticks": 0}


def test_a_lost_sentence_is_heard_again_and_merged_in_order():
    before, after = phrase("the boat came", 0), phrase("bread was warm", 6000)
    ear = Ear(*phrase("nobody asked us why", 3000))
    guarded = guard(before + after, speech((0, 900), (2900, 4300), (6000, 6900)), ear)
    assert [w.text for w in guarded.words] == "the boat came nobody asked us why bread was warm".split()
    assert marked(guarded, Mark.RECOVERED) == "nobody asked us why".split()
    assert guarded.counts["recovered_words"] == 4
    assert guarded.counts["unheard_ticks"] == 0


def test_speech_that_nobody_understands_is_counted():
    guarded = guard(phrase("the boat came", 0), speech((0, 900), (3000, 5000)), Ear())
    assert guarded.counts["unheard_ticks"] == ms(2000)
    assert guarded.counts["heard_again"] == 1


def test_speech_under_one_word_that_was_stretched_over_it_is_heard_again():
    heard = words(("located", 0, 500), ("at", 500, 5000), ("once", 5000, 5400))
    ear = Ear(*phrase("the harbour master rang", 2000))
    guarded = guard(heard, speech((0, 5400)), ear)
    assert marked(guarded, Mark.RECOVERED) == "the harbour master rang".split()


def test_a_word_squeezed_to_nothing_fills_the_speech_before_it():
    heard = words(("splendid", 0, 600), ("soldiers", 1700, 1700))
    ear = Ear(*words(("solters", 700, 1600)))
    guarded = guard(heard, speech((0, 1700)), ear)
    assert ear.asked == []
    assert guarded.counts["recovered_words"] == 0


def test_what_the_neighbours_say_already_is_not_said_twice():
    before, after = phrase("the boat came", 0), phrase("bread was warm", 4000)
    ear = Ear(*phrase("came in at dawn bread", 1000, each=550))
    guarded = guard(before + after, speech((0, 900), (1000, 3900), (4000, 4900)), ear)
    assert [w.text for w in guarded.words] == "the boat came in at dawn bread was warm".split()


def test_a_guess_is_not_a_recovery():
    ear = Ear(*phrase("thank you", 3000, confidence=40))
    guarded = guard(phrase("the boat came", 0), speech((0, 900), (3000, 4000)), ear)
    assert guarded.counts["recovered_words"] == 0
    assert guarded.counts["unheard_ticks"] == ms(1000)


def test_a_second_hearing_that_turns_in_a_circle_adds_nothing():
    ear = Ear(*phrase("see you see you see you see you see you", 3000, each=100))
    guarded = guard(phrase("the boat came", 0), speech((0, 900), (3000, 4000)), ear)
    assert guarded.counts["recovered_words"] == 0


def test_words_without_speech_are_kept_and_marked():
    heard = phrase("the boat came", 0) + phrase("thanks for watching", 5000)
    guarded = guard(heard, speech((0, 900)), Ear())
    assert [w.text for w in guarded.words] == [w.text for w in heard]
    assert marked(guarded, Mark.UNSUPPORTED) == "thanks for watching".split()
    assert guarded.counts["unsupported_words"] == 3


def test_words_of_little_confidence_over_music_are_marked_and_confident_ones_are_not():
    music = speech((0, 2000), clear=False)
    assert guard(phrase("you know", 500, confidence=60), music, Ear()).counts["unsupported_words"] == 2
    assert guard(phrase("you know", 500, confidence=240), music, Ear()).counts["unsupported_words"] == 0


def test_a_pile_of_words_that_nobody_could_say_is_marked():
    heard = phrase("the boat came", 0) + words(*[(t, 900, 900) for t in "we will see you in the next one".split()])
    guarded = guard(heard, speech((0, 900)), Ear())
    assert marked(guarded, Mark.UNSUPPORTED) == "we will see you in the next one".split()


def test_the_fastest_real_talk_is_not_marked():
    heard = phrase("so we went down there and he said no way am I doing that again", 0, each=110)
    assert guard(heard, speech((0, 1700)), Ear()).counts["unsupported_words"] == 0


def test_a_loop_without_speech_to_carry_it_keeps_its_first_time_only():
    heard = phrase("I am sorry I am sorry I am sorry I am sorry", 0, each=120)
    guarded = guard(heard, speech((0, 900)), Ear())
    assert [w.text for w in guarded.words if Mark.UNSUPPORTED not in w.marks][:3] == "I am sorry".split()
    assert guarded.counts["unsupported_words"] == 9


def test_a_loop_that_hides_real_speech_gives_way_to_a_second_hearing():
    heard = phrase("I am sorry I am sorry I am sorry I am sorry", 0)
    ear = Ear(*phrase("nobody asked us why the boat came in at dawn so", 0, each=320))
    guarded = guard(heard, speech((0, 3600)), ear)
    assert guarded.counts["unsupported_words"] == 12
    assert guarded.counts["recovered_words"] >= 8


def test_a_chant_that_is_heard_again_as_a_chant_stays():
    heard = phrase("four more years four more years four more years four more years", 0)
    guarded = guard(heard, speech((0, 3600)), Ear(*heard))
    assert guarded.counts["unsupported_words"] == 0


def test_pieces_of_lost_speech_close_together_are_heard_as_one():
    ear = Ear()
    guard([], speech((0, 1000), (1500, 2600), (9000, 10_000)), ear)
    assert len(ear.asked) == 2


def scraps_and_clear(*, scraps, clear):
    found = speech(*scraps, *clear)
    return Spoken(possible=found.possible, clear=speech(*clear).clear)


def test_of_a_soft_voice_the_scraps_around_what_is_lost_are_heard_with_it():
    spoken = scraps_and_clear(scraps=((1900, 2500), (4900, 5400), (8200, 9100)), clear=((10_600, 18_700),))
    ear = Ear(*phrase("so this is the", 1950, each=140), *phrase("boat that came", 8300))
    guarded = guard([], spoken, ear)
    assert len(ear.asked) == 1
    assert ear.asked[0].start <= ms(1900)
    assert ear.asked[0].end >= ms(18_700)
    assert marked(guarded, Mark.RECOVERED) == "so this is the boat that came".split()


def test_scraps_alone_and_the_ends_of_heard_words_are_not_worth_a_second_hearing():
    alone = scraps_and_clear(scraps=((1900, 2500), (4900, 5400), (8200, 9100)), clear=())
    ear = Ear()
    guard([], alone, ear)
    assert ear.asked == []
    heard = phrase("the boat came", 0)
    guard(heard, scraps_and_clear(scraps=(), clear=((0, 1100), (3000, 5000))), ear)
    assert [i.start for i in ear.asked] == [ms(2800)]  # not from the end of "came"


def test_what_lies_behind_a_heard_word_is_not_heard_again_with_what_was_lost_before_it():
    spoken = scraps_and_clear(scraps=((6500, 7200),), clear=((0, 900), (2000, 4000), (5000, 5900)))
    ear = Ear()
    guard(phrase("the boat came", 0) + phrase("bread was warm", 5000), spoken, ear)
    assert [i.end for i in ear.asked] == [ms(4200)]


@given(
    st.lists(
        st.tuples(st.sampled_from("the boat came in at dawn".split()), st.integers(0, 20_000), st.integers(0, 3_000)),
        max_size=40,
    ),
    st.lists(st.tuples(st.integers(0, 20_000), st.integers(1, 4_000)), max_size=12),
)
def test_whatever_comes_no_word_is_removed_moved_or_reworded(rows, pairs):
    heard = sorted((w for t, a, d in rows for w in words((t, a, a + d))), key=lambda w: (w.start, w.end))
    ear = Ear(*phrase("nobody asked us why", 3000))
    guarded = guard(heard, speech(*[(a, a + d) for a, d in pairs]), ear)
    plain = [(w.text, w.start, w.end) for w in guarded.words if Mark.RECOVERED not in w.marks]
    assert sorted(plain) == sorted((w.text, w.start, w.end) for w in heard)
    assert [w.start for w in guarded.words] == sorted(w.start for w in guarded.words)


@given(st.lists(st.sampled_from("abc"), max_size=60))
def test_loops_are_repetitions_in_order_without_overlap(keys):
    found = loops(keys)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for loop in found:
        said = keys[loop.start : loop.end]
        assert said == said[: loop.length] * loop.times
        assert loop.times >= 3

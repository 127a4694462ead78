"""Groups of embeddings: their number found, told and bounded, whatever the tape does to likeness."""

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.speech.voices import clustering
from tapewright.speech.voices.networks import unit


def people(counts, *, alike, seed=0, size=192, common=0.0):
    """Embeddings of some people: ``alike`` is the likeness of one's two embeddings, ``common`` that of two people."""
    chance = numpy.random.default_rng(seed)
    shared = unit(chance.standard_normal(size))
    voices = unit(chance.standard_normal((len(counts), size)))
    voices = numpy.sqrt(common) * shared + numpy.sqrt(1 - common) * voices
    rows, who = [], []
    for person, count in enumerate(counts):
        noise = unit(chance.standard_normal((count, size)))
        rows.append(numpy.sqrt(alike) * voices[person] + numpy.sqrt(1 - alike) * noise)
        who += [person] * count
    order = chance.permutation(len(who))
    return unit(numpy.concatenate(rows))[order].astype("float32"), numpy.array(who)[order]


def same(groups, who):
    """Whether the groups are the people, under other numbers."""
    return len(set(zip(groups.tolist(), who.tolist(), strict=True))) == len(set(who.tolist())) == groups.max() + 1


@pytest.mark.parametrize("alike", [0.9, 0.6, 0.45])
@pytest.mark.parametrize("counts", [(30,), (20, 20), (5, 60), (9, 9, 9, 9), (8, 8, 8, 8, 8, 8, 8, 8)])
def test_people_are_told_apart_on_good_and_bad_tapes(counts, alike):
    embeddings, who = people(counts, alike=alike)
    assert same(clustering.group(embeddings, numpy.full(len(who), 2.0)), who)


def test_a_room_that_makes_everybody_alike_does_not_make_them_one():
    embeddings, who = people((15, 15, 15), alike=0.6, common=0.4)
    assert same(clustering.group(embeddings, numpy.full(len(who), 2.0)), who)


def test_a_number_that_is_told_is_the_number():
    embeddings, who = people((20, 20), alike=0.6)
    seconds = numpy.full(len(who), 2.0)
    for count in (1, 2, 3, 5, 40):
        assert clustering.group(embeddings, seconds, count=count).max() + 1 == count
    assert same(clustering.group(embeddings, seconds, count=2), who)


def test_a_bound_joins_the_likest():
    embeddings, who = people((10, 10, 10, 10), alike=0.7)
    groups = clustering.group(embeddings, numpy.full(len(who), 2.0), most=3)
    assert groups.max() + 1 == 3
    assert all(len(set(groups[who == person].tolist())) == 1 for person in range(4))
    assert clustering.group(embeddings, numpy.full(len(who), 2.0), most=9).max() + 1 == 4


def test_a_cough_is_no_voice_but_two_strange_words_may_be_somebody():
    embeddings, who = people((40, 40, 1), alike=0.7)
    groups = clustering.group(embeddings, numpy.where(who == 2, 1.0, 2.0))
    assert groups.max() + 1 == 2
    short, who = people((8, 6, 1), alike=0.7)
    assert clustering.group(short, numpy.where(who == 2, 1.0, 2.0)).max() + 1 == 3


def test_a_known_voice_joins_what_a_change_of_microphone_has_parted():
    chance = numpy.random.default_rng(3)
    voice, one, two = unit(chance.standard_normal((3, 192)))
    noise = unit(chance.standard_normal((20, 192)))
    near = 0.72 * voice + 0.69 * one
    far = 0.72 * voice + 0.69 * two
    rows = [0.8 * near + 0.6 * row for row in noise[:10]] + [0.8 * far + 0.6 * row for row in noise[10:]]
    embeddings = unit(numpy.stack(rows)).astype("float32")
    seconds = numpy.full(20, 2.0)
    assert clustering.group(embeddings, seconds).max() + 1 == 2
    assert clustering.group(embeddings, seconds, known=[tuple(voice)]).max() + 1 == 1
    stranger = unit(chance.standard_normal(192))
    assert clustering.group(embeddings, seconds, known=[tuple(stranger), (1.0, 0.0)]).max() + 1 == 2


@given(
    n=st.integers(0, 12),
    seed=st.integers(0, 99),
    count=st.none() | st.integers(1, 6),
    most=st.none() | st.integers(1, 6),
)
def test_groups_are_numbered_from_0_as_they_come_up(n, seed, count, most):
    embeddings = unit(numpy.random.default_rng(seed).standard_normal((n, 8)))
    groups = clustering.group(embeddings, numpy.full(n, 1.0), count=count, most=most)
    assert len(groups) == n
    firsts = list(dict.fromkeys(groups.tolist()))
    assert firsts == list(range(len(firsts)))
    if n:
        assert len(firsts) == min(n, count) if count else len(firsts) <= (most or n)

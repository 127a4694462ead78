"""Dates that are said are found: on a sample marked by hand, and in the ways of saying them one by one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.study.mentions.finding import find_mentions
from tapewright.study.mentions.mention import Hook, MentionKind
from tapewright.testing import interviewsample
from tapewright.testing import mentionsample as sample
from tapewright.timing.edtf import read_edtf

needs_texts = pytest.mark.skipif(
    not (sample.TEXTS / "lampard-inquiry").is_dir() or not (sample.TEXTS / "braided-channels-tapes").is_dir(),
    reason="the transcripts of the sample (shared/data/texts) are not beside the project",
)


needs_interviews = pytest.mark.skipif(
    not (sample.TEXTS / "rev16-verbatim-vs-clean").is_dir() or not (sample.TEXTS / "braided-channels-tapes").is_dir(),
    reason="the interviews of the second sample (shared/data/texts) are not beside the project",
)


@needs_texts
@pytest.mark.parametrize("kind", ["absolute", "relative"])
def test_dates_of_the_marked_interviews_are_found_and_little_else(kind: str) -> None:
    kinds, _ = sample.scores("report")
    assert kinds[kind].precision >= 0.95
    assert kinds[kind].recall >= 0.8


@needs_texts
def test_dates_of_the_marked_interviews_get_their_edtf() -> None:
    _, dates = sample.scores("report")
    assert dates["right"] / (dates["right"] + dates["wrong"]) >= 0.95


@needs_texts
@pytest.mark.parametrize("kind", ["absolute", "relative"])
def test_dates_are_found_without_punctuation_and_capitals(kind: str) -> None:
    kinds, _ = sample.scores("report", sample.as_recognised)
    assert kinds[kind].precision >= 0.9
    assert kinds[kind].recall >= 0.8


@needs_interviews
@pytest.mark.parametrize(
    ("part", "precisions"),
    [("development", (0.98, 0.94)), ("held out", (0.96, 0.87)), ("last", (0.95, 0.7))],
)
def test_dates_of_oral_histories_are_found_as_well_as_is_published(part: str, precisions: tuple[float, float]) -> None:
    kinds, _ = interviewsample.scores(part)
    for kind, least in zip(("absolute", "relative"), precisions, strict=True):
        assert kinds[kind].precision >= least
        assert kinds[kind].recall >= 0.9


@needs_interviews
def test_numbers_in_words_are_read_in_oral_histories() -> None:
    kinds, _ = interviewsample.scores("development", sample.as_spoken)
    assert min(score.precision for score in kinds.values()) >= 0.9
    assert min(score.recall for score in kinds.values()) >= 0.89


def test_the_second_sample_holds_120_dates_in_each_half_and_no_transcript() -> None:
    rows = [line.split("\t") for line in interviewsample.MARKED.read_text("utf-8").splitlines()[1:]]
    assert min(sum(row[1] == half for row in rows) for half in interviewsample.HALVES) >= 120
    assert max(len(row[6].split()) for row in rows) <= 10
    for row in rows:
        assert not row[7] or read_edtf(row[7])
        assert row[8] in set(Hook)


def test_the_report_half_holds_300_dates_and_no_transcript() -> None:
    rows = [line.split("\t") for line in sample.MARKED.read_text("utf-8").splitlines()[1:]]
    assert sum(row[1] == "report" for row in rows) >= 300
    assert max(len(row[6].split()) for row in rows) <= 9
    for row in rows:
        assert not row[7] or read_edtf(row[7])


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("on the fourteenth of June 1978 we", "1978-06-14"),
        ("on the fourteenth of june nineteen seventy eight we", "1978-06-14"),
        ("it was June '78 when", "1978-06"),
        ("it was june seventy eight and", "1978-06"),
        ("we left in seventy-eight", "1978"),
        ("we left in seventy eight and", "1978"),
        ("on Tuesday the 3rd of May", "XXXX-05-03"),
        ("Tuesday, May 3rd, 2011", "2011-05-03"),
        ("the summer of 1978", "1978-22"),
        ("in the seventies they", "197X"),
        ("in the nineteen seventies they", "197X"),
        ("in the early '70s they", "197X"),
        ("the 1970's", "197X"),
        ("nineteen eighty-five", "1985"),
        ("two thousand and five was", "2005"),
        ("It was 2019.", "2019"),
        ("about 1950,", "1950~"),
        ("between 1979 and 1983 we", "1979/1983"),
        ("from 22 March to 23 May 2018", "2018-03-22/2018-05-23"),
        ("in 2014/15 they", "2014/2015"),
        ("the 25th of the 2nd, 2019", "2019-02-25"),
        ("14/06/1978", "1978-06-14"),
        ("Christmas 1978", "1978-12"),
        ("on Christmas Eve", "XXXX-12-24"),
        ("the eighteen hundreds", "18XX"),
        ("the nineteenth century", "18XX"),
        ("in late September", "XXXX-09"),
        ("in '06", "2006"),
        ("it was printed in 1465, and", "1465"),
        ("In August I'd made up my mind", "XXXX-08"),
        ("it was Halloween, and", "XXXX-10-31"),
        ("I joined before nine eleven. I", "2001-09-11"),
        ("on 9/11 we", "2001-09-11"),
        ("after VE Day we danced", "1945-05-08"),
        ("it was in January ' 96 and", "1996-01"),
        ("Once November 1 hits, it is over", "XXXX-11-01"),
        ("in the year 1462, imitates", "1462"),
        ("it was early 80s, I think", "198X"),
        ("they never left until mid-forties after", "194X"),
        ("it was about late eighties when", "198X"),
        ("around the late 1800s", "18XX"),
        ("the early 1900s", "190X"),
        ("I'll be turning fifteen this September.", "XXXX-09"),
        ("we moved last October, and", "XXXX-10"),
        ("August of last year, so", "XXXX-08"),
        ("I went in October, November '96 and", "1996-10/1996-11"),
        ("by August, September it was dry", "XXXX-08"),
    ],
)
def test_a_date_is_found_with_its_edtf(said: str, date: str) -> None:
    (only,) = find_mentions([said.split()])
    assert (only.kind, only.date) == (MentionKind.ABSOLUTE, date)


@pytest.mark.parametrize(
    ("said", "words", "hook"),
    [
        ("and nine years later he", "nine years later", Hook.MENTION),
        ("that summer we", "that summer", Hook.MENTION),
        ("it was two weeks before the meeting", "two weeks before", Hook.NEXT_WORDS),
        ("so the next day I", "the next day", Hook.MENTION),
        ("when I was fifteen we", "when I was fifteen", Hook.BIRTH),
        ("when my brother was about five years old", "when my brother was about five years old", Hook.BIRTH),
        ("the year before, he", "the year before", Hook.MENTION),
        ("they came ten years ago", "ten years ago", Hook.RECORDING),
        ("they came last year", "last year", Hook.RECORDING),
        ("on the Friday evening we", "on the Friday evening", Hook.MENTION),
        ("and on the 21st they", "on the 21st", Hook.MENTION),
        ("I ran into him two nights ago in the harbour", "two nights ago", Hook.RECORDING),
        ("and this night there was a moon", "this night", Hook.MENTION),
        ("we opened a little over two months ago and", "two months ago", Hook.RECORDING),
        ("it was fifty-odd years ago.", "fifty-odd years ago", Hook.RECORDING),
        ("where will you be 30 years from now?", "30 years from now", Hook.RECORDING),
        ("it will still be around in fifty years' time.", "in fifty years' time", Hook.RECORDING),
        ("away they went the next mornin'.", "the next mornin'", Hook.MENTION),
        ("it's on the same night as the other concert", "the same night", Hook.NEXT_WORDS),
        ("early in the century the managers", "early in the century", Hook.RECORDING),
        ("around the turn of the century they", "the turn of the century", Hook.RECORDING),
        ("they put it up a few days ago that inspired me", "a few days ago", Hook.RECORDING),
    ],
)
def test_a_relative_date_is_found_with_what_it_hangs_on(said: str, words: str, hook: Hook) -> None:
    (only,) = find_mentions([said.split()])
    assert (only.kind, only.words, only.hook) == (MentionKind.RELATIVE, words, hook)


@pytest.mark.parametrize(
    "said",
    [
        "we may go and they may not, and that may or may not be",
        "on page 1402 of the bundle, paragraph 1998",
        "there were 2,000 boats and 1500 people",
        "she was 36 years old and he was in his eighties",
        "in his late 20s",
        "they march in and march out",
        "for two years we waited, over the last ten years",
        "ask June and April, or May Smith",
        "the Harbours Act 1847 and the Act of 1997",
        "it took 24 hours a day, at 10.19 am",
        "one day, some day, every Sunday, each year",
        "a Sunday roast for forty",
        "call sign 1940 on channel 16",
        "from 1430 to 1500 hours, about 1245, by 1300 or in 1200 boats",
        "if you get 50s and 50s of them, or tens and twenties",
        "a second helping and a third of the bread",
        "bus 1983 hundred miles",
        "today and tomorrow, this morning",
        "nobody told her about that fall",
        "under the HWA 1974 and the 2012 Act",
        "it looked like a scene from Halloween, the Halloween incident, answer it in 30 to 60 seconds",
        "until this day, up till this day, one night after work",
        "after the first, second and third boat",
        "you had the May holidays and the August holidays, and went to a Halloween party",
        "the merger of NEPT and SEPT followed",
        "that's Wednesday, and on Thursday nights we bake",
        "so that Year 4 girl learned it when I was first there",
        "Monday the mail goes out, Wednesday it comes",
    ],
)
def test_what_is_no_date_is_left(said: str) -> None:
    assert [each.words for each in find_mentions([said.split()])] == []


@pytest.mark.parametrize(
    ("said", "dates"),
    [
        ("during the sixties and seventies we baked", ["196X", "197X"]),
        ("during the sixties, early seventies, principals stayed", ["196X", "197X"]),
        ("it was the fifties, sixties.", ["195X", "196X"]),
        ("Back then. Fifties and sixties.", ["195X", "196X"]),
        ("in your twenties and thirties you sail", []),
        ("she was a woman in her forties or fifties", []),
        ("he was mid fifties and bald, a man of late sixties", []),
    ],
)
def test_a_decade_beside_another_one_or_with_a_part_of_it_needs_no_article(said: str, dates: list[str]) -> None:
    assert [each.date for each in find_mentions([said.split()])] == dates


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("in oh nine we moved to the harbour", "2009"),
        ("we met on june second nineteen seventy eight in the bakery", "1978-06-02"),
        ("it was the twenty second of june two thousand and raining", "2000-06-22"),
        ("on june second we opened", "XXXX-06-02"),
        ("he came in the two thousands and stayed", "200X"),
        ("since the early two thousands it was shut", "200X"),
        ("i have known him since ninety two coming down to the boats", "1992"),
        ("it was the summer of sixty nine and hot", "1969-22"),
        ("it was in june of seventy eight and", "1978-06"),
        ("i came out here in late fifty nine and stayed", "1959"),
        ("what happened on twenty five august when you drove away", "XXXX-08-25"),
        ("in fact on twenty one may the boat was gone", "XXXX-05-21"),
        ("from twenty two march to twenty three may twenty eighteen we waited", "2018-03-22/2018-05-23"),
        ("conflict in the early twentieth centuries", "19XX"),
        ("it went on through march and stopped", "XXXX-03"),
    ],
)
def test_a_date_is_found_as_a_recogniser_writes_it(said: str, date: str) -> None:
    (only,) = find_mentions([said.split()])
    assert (only.kind, only.date) == (MentionKind.ABSOLUTE, date)


@pytest.mark.parametrize(
    "said",
    [
        "they may go on page twenty one may i ask",
        "on twenty one may be a mistake",
        "an order of fifty eight for the bakery",
        "how old were you when you married well i was twenty two then",
        "the second one and the twenty second one",
        "oh nine boats came",
        "she was late fifty nine of them came",
        "he slept for the rest of the day after the storm, and woke in the middle of the night after it",
    ],
)
def test_what_is_no_date_is_left_without_punctuation(said: str) -> None:
    assert [each.words for each in find_mentions([said.split()])] == []


def test_a_month_that_is_a_verb_is_one_behind_another_month() -> None:
    talk = "in february and march we sailed and from april or may we fished"
    assert [each.date for each in find_mentions([talk.split()])] == ["XXXX-02", "XXXX-03", "XXXX-04", "XXXX-05"]


def test_a_habit_reaches_less_far_where_nobody_set_a_full_stop() -> None:
    talk = "we were always moving about and then he stopped all that and sold the boat a couple of years after that"
    assert [each.words for each in find_mentions([talk.split()])] == ["a couple of years after that"]


@pytest.mark.parametrize(
    "said",
    [
        "They'd be home for a night and they'd be gone again next morning when you woke up.",
        "Most times she went down, used to come down in December and stay until about March.",
        "The baker will usually ring you back that evening or the next morning.",
        "Every year they have a regatta at the beginning of the year at the club.",
        "It's hard, but after a couple of years you get used to it.",
        "They get, on Saturday morning they go round and find a few boats.",
        "Now the Saturday is the social day, and the Friday draws the boats.",
        "You buy a boat and race it, next day it's put back in the shed.",
        "You need to use it for that month that you have the key.",
        "Kids were sent to sea when they were 8.",
        "The whole thing they'd do again the next day.",
        "It'd be nearly three months before they got to the harbour.",
        "We used to make all our gear up until next year, ready for the sea.",
        "They'd spell the boats, and next year they were fresh.",
        "They had to have five years before they could sail, and I'd been here three years before he asked.",
    ],
)
def test_what_is_told_of_a_habit_is_left(said: str) -> None:
    assert [each.words for each in find_mentions([said.split()])] == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("We used to bake bread. The next day he came.", ["The next day"]),
        ("I'd like to sail next year, if the boat is ready.", ["next year"]),
        ("He'd gone by then, and she'd left that morning.", ["that morning"]),
        ("It was two weeks before he sailed.", ["two weeks before"]),
        ("When I was eight we went every Sunday, and in 1978 we stopped.", ["When I was eight", "1978"]),
    ],
)
def test_what_happened_once_is_no_habit(said: str, words: list[str]) -> None:
    assert [each.words for each in find_mentions([said.split()])] == words


@pytest.mark.parametrize(
    ("said", "recorded", "guess"),
    [
        ("We opened in August of last year.", "2018-11-03", "2017-08?"),
        ("We opened last October.", "2018-11-03", "2018-10?"),
        ("We opened last December.", "2018-11-03", "2017-12?"),
        ("We open next March.", "2018-11-03", "2019-03?"),
        ("We opened last October.", "2018", ""),
        ("We open this December.", "2018-11-03", "2018-12?"),
    ],
)
def test_a_month_that_counts_from_the_talk_takes_its_year(said: str, recorded: str, guess: str) -> None:
    (only,) = find_mentions([said.split()], recorded=recorded)
    assert (only.hook, only.guess) == (Hook.RECORDING, guess)


def test_a_day_of_that_year_hangs_on_the_date_before() -> None:
    _, day = find_mentions(["It was 1978 . We sailed on 3 May of that year .".split()])
    assert (day.hook, day.guess) == (Hook.MENTION, "1978-05-03?")


def test_a_guess_counts_from_the_date_before_and_says_that_it_is_one() -> None:
    talk = "He left on 18 September 2004. Two days later he came. The following year he sold it. That summer it rained."
    mentions = find_mentions([talk.split()])
    assert [each.guess for each in mentions] == ["", "2004-09-20?", "2005?", "2005-22?"]
    assert [each.anchor for each in mentions] == [None, 0, 1, 2]


def test_a_date_far_behind_is_nothing_to_hang_on() -> None:
    far = [*"It was 1978 .".split(), *["boats"] * 150, *"The next year it stopped .".split()]
    assert [(each.guess, each.anchor) for each in find_mentions([far])] == [("", None), ("", None)]
    assert find_mentions([far[:4] + far[20:]])[1].guess == "1979?"


def test_a_day_without_a_year_takes_the_year_of_the_date_before() -> None:
    mentions = find_mentions(["They met in March 2004 .".split(), "It was signed on 20 July .".split()])
    assert [(each.date, each.guess) for each in mentions] == [("2004-03", ""), ("XXXX-07-20", "2004-07-20?")]


def test_what_counts_from_the_talk_takes_the_day_of_the_recording() -> None:
    (only,) = find_mentions(["We moved last year .".split()], recorded="2000-06-15")
    assert only.guess == "1999?"


def test_a_year_of_two_figures_does_not_come_after_the_years_that_are_said_in_full() -> None:
    talk = ["It is 15 June 2000 .".split(), "The drought was in '28 , and the rain in '98 .".split()]
    assert [each.date for each in find_mentions(talk)] == ["2000-06-15", "1928", "1998"]
    assert [each.date for each in find_mentions([talk[1]], recorded="2030")] == ["2028", "1998"]


def test_a_language_without_words_has_no_mentions() -> None:
    assert find_mentions(["am 3. Mai 1978".split()], language="de") == []


@settings(deadline=None)  # the first one reads the language's words
@given(st.lists(st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=12), max_size=30))
def test_any_words_are_read_and_every_mention_lies_within_them(words: list[str]) -> None:
    for each in find_mentions([words]):
        assert 0 <= each.first < each.end <= len(words)
        assert not each.date or read_edtf(each.date)
        assert not each.guess or read_edtf(each.guess)


_SPOKEN = st.sampled_from(
    (
        "the a of in on 1978 may march june 3rd third second '78 80s seventies two years later ago before after "
        "that next last when I was fifteen , . day week summer christmas between and to from 21 31 30 tuesday early "
        "mid about nineteen eighty"
    ).split()
)


@settings(deadline=None)
@given(st.lists(_SPOKEN, max_size=25))
def test_any_mix_of_date_words_is_read_in_order_without_overlap(words: list[str]) -> None:
    mentions = find_mentions([words])
    for one, other in pairwise(mentions):
        assert one.first < other.end
        assert one.end <= other.first + 1
    for each in mentions:
        assert not each.date or read_edtf(each.date)
        assert not each.guess or read_edtf(each.guess)

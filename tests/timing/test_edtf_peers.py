"""Two other readers of EDTF give the same days as ours, but for differences that are listed, each with its reason.

Their answers were written down once (``edtf_peers.json``), so that the test asks for neither npm nor PyPI.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tapewright.timing.edtf import read_edtf

PEERS: dict[str, dict[str, object]] = json.loads(Path(__file__).with_name("edtf_peers.json").read_text("utf-8"))
"""What npm edtf 4.11.1 and PyPI edtf 5.0.2 answer (``edtf_peers.json`` holds their bounds as days)."""

_END_IN_START = "npm refuses an end that is written shorter than the start and holds it"
NPM_DIFFERS = {
    "1985-04-12T23:20:30-04": "npm counts the day in universal time; ours is the day as written",
    **dict.fromkeys(["Y170000002", "Y-170000002", "Y-17E7"], "beyond JavaScript's Date"),
    **dict.fromkeys(["1950S2", "Y171010000S3", "Y3388E2S3"], "npm leaves the significant figures out of its bounds"),
    **dict.fromkeys(
        ["2001-21", "2001-22", "2001-23", "2001-24", "2001-25", "2001-29", "2001-30", "2001-32"],
        "npm reads seasons as quarters of the year; ours are the meteorological seasons",
    ),
    "2001-37": "npm gives a third of a year five months",
    **dict.fromkeys(["[1667,1668,1670..1672]", "{1667,1668,1670..1672}"], "npm leaves out the end of the range"),
    "XXXX-02-29": "npm takes 29 February of a common year for 1 March",
    **dict.fromkeys(
        ["1923-21/1924", "1952-23~/1953", "2003-22/2004-22", "2003-22/2003-22", "2003-22/2003-23"],
        "npm has no seasons in intervals",
    ),
    **dict.fromkeys(["0000/0000", "1111-01-01/1111", "0000-01/0000", "2000/2000-XX-XX"], _END_IN_START),
    **dict.fromkeys(["1984-11-12/1984-11-XX", "1919-12-02/1919-XX-04", "1919-XX-02/1919-XX-01"], _END_IN_START),
    **dict.fromkeys(["-2000-12-XX/2012", "-2000-XX-10/2012"], "npm takes the later end of a start before the year 0"),
    "1984?/2004~-06": "npm refuses this qualifier, which the specification allows",
    **dict.fromkeys(
        [
            *("1930-X0-10/1930-10-30", "1919-11-02/1919-1X-01", "1919-09-02/1919-X0-01", "1919-08-02/1919-0X-01"),
            *("1919-10-02/1919-X1-01", "2018-05-X0/2018-05-11", "-2018-05-X0/2018-05-11", "1919-07-30/1919-07-3X"),
            *("1908-05-02/1908-05-0X", "0501-11-18/0501-11-1X", "1112-08-22/1112-08-2X", "2015-02-27/2015-02-X8"),
            "2016-02-28/2016-02-X9",
        ],
        "npm takes single unsaid figures of a month or a day for their lowest value, or refuses them",
    ),
}
_TEN_YEARS = "PyPI gives an unknown end ten years"
PYPI_DIFFERS = {
    **dict.fromkeys(["2001-24", "2001-30"], "PyPI ends a season of December with that December"),
    **dict.fromkeys(["1985-04-12/", "1985-04/", "1985/", "/1985-04-12", "/1985-04", "/1985"], _TEN_YEARS),
    **dict.fromkeys(["1984-06-02?/", "-2004-06-01/", "-1985/"], _TEN_YEARS),
    **dict.fromkeys(["1950S2", "Y171010000S3", "Y3388E2S3"], "PyPI's strict bounds leave the significant figures out"),
    "XXXX-02-29": "PyPI answers a day that is not in the calendar",
    **dict.fromkeys(["/..", "../"], "PyPI fails"),
}
"""Beside these, PyPI edtf fails or refuses where it has no answer in the table: qualifiers inside intervals, and single
unsaid figures of a month or a day."""


@pytest.mark.parametrize("text", PEERS)
def test_both_other_readers_give_the_same_bounds_but_for_the_listed_reasons(text: str) -> None:
    ours = [read_edtf(text).earliest, read_edtf(text).latest]
    npm, pypi = PEERS[text]["npm"], PEERS[text]["pypi"]
    assert (npm == ours) == (text not in NPM_DIFFERS), f"npm edtf says {npm}, ours {ours}"
    assert pypi in (ours, "refused") or text in PYPI_DIFFERS, f"PyPI edtf says {pypi}, ours {ours}"


def test_every_text_is_answered_by_one_of_the_others_or_has_its_reason() -> None:
    alone = [text for text, said in PEERS.items() if said["pypi"] == "refused" and text in NPM_DIFFERS]
    assert len(alone) <= 14
    assert set(NPM_DIFFERS) <= set(PEERS)
    assert set(PYPI_DIFFERS) <= set(PEERS)


@pytest.mark.parametrize(
    ("text", "first", "last"), [("-000X", -3652, -366), ("-XXXX", -3652424, -366), ("-00X0", -33237, -3653)]
)
def test_years_before_0_with_unsaid_figures_end_before_the_year_0(text: str, first: int, last: int) -> None:
    assert (read_edtf(text).earliest, read_edtf(text).latest) == (first, last)


def test_unsaid_figures_in_an_interval_are_of_level_2() -> None:
    assert [read_edtf(text).level for text in ("2004-06-XX", "2004-06-XX/2004-07-03", "1985/..")] == [1, 2, 1]

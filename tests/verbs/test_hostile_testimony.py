"""Broken paper edits, places and statements are read as far as they can be, or refused by name."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from tapewright.errors import InputError, UsageError
from tapewright.testing.hostile import mutations
from tapewright.testing.material import filled
from tapewright.verbs.claimcheck import check_claims, offers
from tapewright.verbs.claims import add_claim, add_source
from tapewright.verbs.earreport import ear_report
from tapewright.verbs.listening import kept_listens
from tapewright.verbs.places import bite_spans, read_span
from tapewright.verbs.project import Project, new_project

GOOD = """\
---
title: Fog
rate: 25
---

# The pier

Nobody left Elbridge in 1984. It was closed for nine years.

> the harbour was quiet
>
> — MARIAN [T001](tape:T001#t=0.000000,4.000000)
"""


@pytest.fixture
def project(tmp_path: Path):
    with new_project(tmp_path / "series") as made:
        filled(made.store)
        (made.edits / "good.md").write_text(GOOD, encoding="utf-8")
        add_claim(made, "It was closed for nine years.", edit="good")
        yield made


def test_a_broken_paper_edit_is_named_and_the_others_are_read(project: Project) -> None:
    for name, data in mutations(GOOD.encode()):
        (project.edits / "broken.md").write_bytes(data)
        report = ear_report(project)
        assert report.cut.words >= 4, name
        assert [one.trouble.value for one in check_claims(project).findings] == ["no_source"], name
        is_read = not any("broken.md" in problem for problem in report.problems)
        for ask in (bite_spans, offers):
            with nullcontext() if is_read else pytest.raises(InputError, match=r"broken\.md"):
                ask(project, "broken")


@pytest.mark.parametrize(
    "text",
    [
        "T001@" + "9" * 5000,
        "T001@1e9,2e9",
        "T001@nan,inf",
        "T001@-1,2",
        "T001@١,٢",
        "T001@1," + "," * 5000,
        "../../etc/passwd@1,2",
        "tape:T001#t=" + "9" * 5000 + ",1",
        "tape:T001#t=smpte-0:00:00:00:01,00:00:00:02",
        "tape:../../etc/passwd#t=1,2",
        "tape:#t=1,2",
        "@" * 5000,
        "T001@99:99:99:99,99:99:99:99",
        "\0@1,2",
        "\ud800@1,2",
    ],
)
def test_a_hostile_place_is_refused_in_words_and_nothing_is_written(project: Project, text: str) -> None:
    with pytest.raises(UsageError):
        read_span(project, text)
    with pytest.raises(UsageError):
        add_source(project, 1, span=text)
    assert project.store.claims()[0].sources == ()
    assert kept_listens(project).total == 0


@pytest.mark.parametrize(
    "text", ["half a \ud800 character", "\x1b[2J escape", "<b>bold</b>", "“" * 4000, "'; DROP TABLE claim; --"]
)
def test_a_statement_of_any_signs_comes_back_or_is_refused(project: Project, text: str) -> None:
    try:
        made = add_claim(project, text)
    except UsageError:
        assert len(project.store.claims()) == 1
    else:
        assert project.store.claim(made.id).text == " ".join(text.split())
    assert project.store.verify() == []

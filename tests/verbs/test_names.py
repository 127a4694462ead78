"""The list of names stays a file that a person writes: comments, order and everything else in it are kept."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.errors import InputError, NotFoundError, UsageError
from tapewright.model import Provenance, Transcript, Turn
from tapewright.model.names import KnownName, NameKind, merged
from tapewright.testing.material import TAPE, a_tape, some_words
from tapewright.verbs.names import add_names, export_names, import_names, names, remove_name, suggested_names
from tapewright.verbs.namesfile import rewrite, to_value
from tapewright.verbs.project import Project, new_project, open_project, read_settings

BY_HAND = """\
# The series about the harbour.
title = "Harbour"   # working title
names = [
    "Marian Voss", # the sister
    # ships
    { name = "Karla", kind = "term" },
]

# how it counts
rate = "25"
"""

TEXT = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=30).map(
    lambda text: " ".join(text.split())
)
NAME_TEXT = TEXT.filter(lambda text: text and text.isprintable())
NAMES = st.builds(
    KnownName,
    name=NAME_TEXT,
    kind=st.sampled_from(NameKind),
    spellings=st.lists(NAME_TEXT, max_size=2, unique=True).map(tuple),
    sounds_like=st.lists(NAME_TEXT, max_size=2, unique=True).map(tuple),
    is_told=st.booleans(),
)


@pytest.fixture
def project(tmp_path: Path):
    with new_project(tmp_path / "series") as made:
        (made.root / "tapewright.toml").write_text(BY_HAND, "utf-8")
        yield made


def test_every_comment_and_setting_stays_where_a_name_is_added_and_removed(project: Project) -> None:
    add_names(project, [KnownName(name="Orford Ness", kind=NameKind.PLACE)])
    remove_name(project, "karla")
    text = (project.root / "tapewright.toml").read_text("utf-8")
    for line in ("# The series about the harbour.", "# working title", "# the sister", "# ships", "# how it counts"):
        assert line in text
    assert [name.name for name in names(project)] == ["Marian Voss", "Orford Ness"]
    assert project.settings.rate == "25"
    assert read_settings(project.root / "tapewright.toml").told_names == ("Marian Voss", "Orford Ness")


def test_a_name_that_is_there_learns_what_is_new(project: Project) -> None:
    done = add_names(project, [KnownName(name="MARIAN VOSS", kind=NameKind.PERSON, sounds_like=("marion foss",))])
    assert done.added == ()
    assert done.changed == done.names[:1]
    assert names(project)[0] == KnownName(
        name="Marian Voss", kind=NameKind.PERSON, spellings=("MARIAN VOSS",), sounds_like=("marion foss",)
    )
    assert add_names(project, [KnownName(name="Marian Voss")]).changed == ()


def test_a_dry_run_writes_nothing(project: Project) -> None:
    before = (project.root / "tapewright.toml").read_bytes()
    assert [one.name for one in add_names(project, [KnownName(name="Tom")], dry_run=True).added] == ["Tom"]
    assert [one.name for one in remove_name(project, "Karla", dry_run=True).removed] == ["Karla"]
    assert (project.root / "tapewright.toml").read_bytes() == before


def test_a_name_that_is_not_there_cannot_be_removed(project: Project) -> None:
    with pytest.raises(NotFoundError, match="no name 'Nobody'"):
        remove_name(project, "Nobody")


def test_a_project_without_a_settings_file_gets_one(project: Project) -> None:
    (project.root / "tapewright.toml").unlink()
    project.reread_settings()
    add_names(project, [KnownName(name="Tom")])
    assert tomllib.loads((project.root / "tapewright.toml").read_text("utf-8")) == {"names": ["Tom"]}


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("names = 3", "must be a list"),
        ("names = [3]", "list of strings and of tables"),
        ('names = [{ kind = "place" }]', "list of strings and of tables"),
        ('names = [{ name = "A", kind = "planet" }]', "no kind of names 'planet'"),
        ('names = [{ name = "A", colour = "red" }]', "'colour', which is not known"),
        ('names = [{ name = "A", spellings = [1] }]', "spellings must be a list"),
        ('names = [{ name = "A", told = "maybe" }]', "neither true nor false"),
        ('names = [""]', "not a name"),
        (f'names = ["{"a" * 500}"]', "not a name"),
        ('names = ["a\\u0000b"]', "not a name"),
        ("names = [", "cannot read the settings"),
    ],
)
def test_a_list_that_cannot_be_meant_is_named_and_not_written_over(
    project: Project, written: str, message: str
) -> None:
    path = project.root / "tapewright.toml"
    path.write_text(written + "\n", "utf-8")
    with pytest.raises(InputError, match=message):
        add_names(project, [KnownName(name="Tom")])
    with pytest.raises(InputError, match=message):
        rewrite(path, lambda old: [*old, KnownName(name="Tom")])
    assert path.read_text("utf-8") == written + "\n"


def test_names_written_as_tables_of_their_own_are_read_and_not_rewritten(project: Project) -> None:
    path = project.root / "tapewright.toml"
    path.write_text('[[names]]\nname = "Tom"\n', "utf-8")
    assert [name.name for name in names(project)] == ["Tom"]
    with pytest.raises(UsageError, match="read but not changed"):
        add_names(project, [KnownName(name="Jonas")])


@given(old=st.lists(NAMES, max_size=4), new=st.lists(NAMES, max_size=5))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_any_list_is_written_and_read_back(tmp_path: Path, old: list[KnownName], new: list[KnownName]) -> None:
    path = tmp_path / "any.toml"
    path.write_text('title = "Any" # stays\nnames = []\n', "utf-8")
    rewrite(path, lambda _: old)
    # what stays keeps its line, so new names may come between
    mixed = [*old[::2], *new]
    assert rewrite(path, lambda _: mixed) == tuple(mixed)
    assert read_settings(path).names == tuple(mixed)
    assert "# stays" in path.read_text("utf-8")


@given(NAMES, NAMES)
def test_what_two_sides_know_is_kept(one: KnownName, other: KnownName) -> None:
    both = merged(one, other)
    assert both.name == one.name
    assert set(one.spellings) | set(other.written) - {one.name} == set(both.spellings) | (
        set(one.spellings) & {one.name}
    )
    assert merged(both, other) == both
    assert to_value(both)


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_list_goes_out_and_comes_back(project: Project, tmp_path: Path, ending: str) -> None:
    add_names(project, [KnownName(name="Ness, Orford", kind=NameKind.PLACE, spellings=("Orfordness",), is_told=False)])
    export_names(project, tmp_path / f"names.{ending}")
    with new_project(tmp_path / "other") as other:
        import_names(other, tmp_path / f"names.{ending}")
        assert names(other) == names(project)


def test_names_of_speakers_and_names_often_said_are_offered(project: Project) -> None:
    said = "we met Tom Harker and Tom Harker said nothing but Tom laughed with Marian Voss on Monday"
    with project.store.change("a tape") as pen:
        pen.add_tape(a_tape())
        asker = pen.add_speaker("JONAS")
        turns = tuple(Turn(words=some_words(said, 20.0 * n), speaker=asker.id) for n in range(2))
        pen.add_transcript(Transcript(tape=TAPE, turns=turns, provenance=Provenance(tool="scripted")))
    offered = {one.name.name: (one.why, one.count) for one in suggested_names(project)}
    assert offered == {"JONAS": ("speaker", 0), "Tom Harker": ("said", 6)}


def test_the_commands_tell_what_they_did(project: Project, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def told(*arguments: str, status: int = 0) -> str:
        assert run(app, ["names", *arguments, "--project", str(project.root)]) == status
        return capsys.readouterr().out

    assert "added: Orford Ness  (place; sounds like or ferdness)" in told(
        "add", "Orford Ness", "--kind", "place", "--sounds-like", "or ferdness"
    )
    assert "Karla  (term)" in told("list")
    assert json.loads(told("list", "--json"))["names"][0]["name"] == "Marian Voss"
    assert "removed: Karla" in told("remove", "Karla")
    assert json.loads(told("add", "Tom", "--dry-run", "--json"))["dry_run"] is True
    assert told("export") == "Marian Voss\nOrford Ness\n"
    (tmp_path / "more.txt").write_text("Tom\n# the bakery\nJonas # her brother\n", "utf-8")
    assert told("import", str(tmp_path / "more.txt")).splitlines() == ["added: Tom", "added: Jonas"]
    assert told("suggest") == "no names to offer\n"
    told("add", "A", "B", "--spelling", "C", status=2)
    told("import", str(tmp_path / "none.txt"), status=3)


def test_more_names_than_the_recogniser_can_be_told_are_kept_and_said(project: Project) -> None:
    done = add_names(project, [KnownName(name=f"Name {n}") for n in range(60)])
    assert "62 names are told to the recogniser" in done.remarks[0]
    with open_project(project.root) as again:
        assert len(again.settings.told_names) == 62

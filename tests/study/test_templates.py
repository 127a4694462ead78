"""The codebooks that come with the product: every code has rules, an example, and a published source."""

from __future__ import annotations

import re
from importlib.metadata import EntryPoint

import pytest

from tapewright.errors import NotFoundError, UsageError
from tapewright.study import templates as module
from tapewright.study.templates import Template, TemplateCode, read_template, template, templates

OURS = ("institutions", "warning-signs")


def test_two_come_with_the_product() -> None:
    found, left_out = templates()
    assert set(OURS) <= set(found)
    assert left_out == ()


@pytest.mark.parametrize("name", OURS)
def test_every_code_says_when_when_not_shows_an_example_and_names_its_source(name: str) -> None:
    chosen = template(name)
    assert len(chosen.codes) >= 20
    assert "no instrument" in chosen.note or "describes" in chosen.note
    for code in chosen.codes:
        assert code.definition
        assert code.use_when
        assert code.not_when
        assert len(code.example) > 20 if code.is_codable else not code.example
        assert re.search(r"(19|20)\d\d", code.source), code.path
        assert code.path[:-1] in {one.path for one in chosen.codes} or len(code.path) == 1


def test_number_keys_are_given_once_and_only_to_codes() -> None:
    keys = [code.key for name in OURS for code in template(name).codes if code.key]
    assert sorted(keys) == sorted(set(keys)) == list("123456789")


@pytest.mark.parametrize("name", OURS)
def test_every_source_stands_alone_with_its_year_and_what_it_allows(name: str) -> None:
    for code in template(name).codes:
        assert "above" not in code.source, code.path
        allowed = ("ublic domain.", "Licence.", "v3.0.", "publication.", "with its title.", "not quoted.")
        assert code.source.endswith(allowed), code.path
        assert "page" not in code.source


@pytest.mark.parametrize(
    ("paths", "told"),
    [
        ([["a", "b"]], "does not come before"),
        ([["a"], ["a"]], "twice"),
        ([["a/b"]], "not a path"),
        ([[""]], "not a path"),
        ([[]], "not a path"),
    ],
)
def test_a_template_that_is_no_tree_is_refused(paths: list[list[str]], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        Template(name="x", title="X", note="", origin="", codes=tuple(TemplateCode(path=tuple(path)) for path in paths))


def test_a_template_with_a_key_or_colour_that_is_none_is_refused() -> None:
    for wrong in (TemplateCode(path=("a",), key="0"), TemplateCode(path=("a",), colour="red")):
        with pytest.raises(UsageError):
            Template(name="x", title="X", note="", origin="", codes=(wrong,))


def test_a_template_of_another_package_that_fails_is_named_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = EntryPoint("broken", "tapewright.nothing:here", module.GROUP)
    wrong = EntryPoint("wrong", "tapewright.errors:UsageError", module.GROUP)
    own = EntryPoint("mine", "tapewright.study.templates:institutions", module.GROUP)
    monkeypatch.setattr(module, "entry_points", lambda group: [broken, wrong, own])
    found, left_out = templates()
    assert list(found) == ["institutions"]
    assert [told.split()[1] for told in left_out] == ["broken", "wrong"]
    with pytest.raises(NotFoundError, match="nothing"):
        template("nothing")


def test_a_template_is_read_out_of_toml() -> None:
    made = read_template(
        'name = "x"\ntitle = "X"\nnote = "n"\norigin = "o"\n[[code]]\npath = ["a"]\ndefinition = "one\\ntwo"\n'
    )
    assert isinstance(made, Template)
    assert made.codes[0].definition == "one two"

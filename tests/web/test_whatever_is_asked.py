"""Whatever the API's document allows, and what it does not, is answered: never with a fault, and errors in one shape.

Half of the requests follow the document, half break it; names in addresses are those of the project every other time,
so that handlers get to their verbs. Jobs are refused here: each would be a process.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode

from tapewright.model import Span, TapeId
from tapewright.testing.harbour import harbour_project, place_of
from tapewright.testing.served import Served
from tapewright.timing import TimecodeFormat, frame_rate
from tapewright.verbs.edit import insert, new_edit
from tapewright.verbs.paperfile import read_paper

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = json.loads((ROOT / "docs" / "reference" / "openapi.json").read_text("utf-8"))
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
NO_HTTP = "Invalid HTTP request received."
"""What the server under us says before a request is one."""

ENDLESS = {"/api/live"}
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
LAST = ("get", "put", "patch", "post", "delete")
ASKED = sorted(
    (operation for operation in OPERATIONS if operation.path not in ENDLESS),
    key=lambda operation: (operation.path == "/api/undo", LAST.index(operation.method)),  # what takes away comes last
)
SECOND = 705_600_000
HERE: dict[str, list[object]] = {
    "tape": ["T001", "T001", "T002", "T009"],
    "name": ["gap", "gap", "selects", "MARIAN"],
    "edit": ["gap"],
    "turn": [1, 2, 3, 99],
    "speaker": [1, 2, 9],
    "voice": [1],
    "number": [1, 2],
    "filename": ["tape.wav"],
    "event": [1, 2, 9],
    "party": [1, 2, 9],
}
"""Values of parameters that mean something in the project."""

IN_BODIES: dict[str, list[object]] = {
    **HERE,
    "start": [0, 1, SECOND, 3 * SECOND],
    "end": [2, 3, 4 * SECOND, 9 * SECOND, 70 * SECOND],
    "block": [0, 1, 2, "1"],
    "where": [{}, {"after": 1}, {"before": 1}],
    "word": [0, 1, 3],
    "first": [0, 1],
    "text": ["Did you see the goats that night?", "“The harbour was loud that year,” says Marian."],
    "into": [1, 2],
    "revision": [0, 1],
    "q": ["harbour", "the boats came back"],
    "heard": ["as written", "the goats"],
    "exact": [True, False],
    "title": ["A title"],
    "note": ["A note"],
    "reel": ["R1"],
    "group": ["witnesses"],
    "sources": [[{"document": "a letter"}], [{"place": "T001@1,4", "date": "1978~"}]],
    "parties": [[{"name": "Marian Voss", "role": "saw"}, {"name": "Office", "role": "told", "kind": "institution"}]],
    "date": ["1978-06", "1979~", "[1978..1980]", "that summer"],
    "words": ["nine years later", "that summer"],
    "after": ["E1", "E2"],
    "tells_of": ["E1", "E2"],
    "born": ["1962-04", ""],
    "one": [1],
    "other": [2],
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("asked") / "harbour"
    with harbour_project(root, TimecodeFormat(frame_rate("25"))) as project:
        new_edit(project, "gap")
        for tape, phrase in (("T001", "The harbour was quiet that year"), ("T002", "The bakery opened at four")):
            insert(project, "gap", Span(TapeId(tape), place_of(tape, phrase)))
        with Served(project) as serving:
            yield serving


def _reference() -> ModuleType:
    found = importlib.util.spec_from_file_location("make_reference", ROOT / "tools" / "make_reference.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_the_document_is_what_the_code_says() -> None:
    assert _reference().openapi_page() == (ROOT / "docs" / "reference" / "openapi.json").read_text("utf-8"), (
        "run: make docs"
    )


def test_every_operation_says_what_it_does() -> None:
    for operation in OPERATIONS:
        assert operation.definition.raw.get("description"), f"{operation.method} {operation.path} has no docstring"


@pytest.mark.parametrize("operation", ASKED, ids=lambda operation: f"{operation.method} {operation.path}")
def test_no_request_makes_it_fail(served: Served, operation: Any) -> None:
    right = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    wrong = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    cases = st.one_of(st.tuples(right, st.just(True)), st.tuples(right | wrong, st.booleans()))

    @seed(5)
    @settings(
        max_examples=16,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(asked=cases, names=st.randoms(use_true_random=False))
    def ask(asked: tuple[Any, bool], names: Any) -> None:
        case, is_known = asked
        if is_known:
            _named(served, case, names)
        answer = case.call(base_url=served.address, cookies=served.cookies, timeout=20)
        text = answer.content[:2000].decode("utf-8", "replace")
        told = f"{case.as_curl_command()}\n{answer.status_code} {text}"
        assert answer.status_code < 500 or answer.status_code in (501, 507), told
        if answer.status_code >= 400 and text != NO_HTTP:
            assert set(answer.json()["error"]) == {"code", "message", "hint", "place"}, told
            assert answer.json()["error"]["message"], told

    ask()


def _named(served: Served, case: Any, names: Any) -> None:
    """Give the request names, values and versions that are there."""
    for values, known in ((case.path_parameters, HERE), (case.query, HERE), (case.body, IN_BODIES)):
        if isinstance(values, dict):
            for name in values:
                if name in known:
                    values[name] = names.choice(known[name])
    if any(parameter["name"] == "if-match" for parameter in case.operation.definition.raw.get("parameters", ())):
        digest = read_paper(served.project, "gap").digest if "/edits/" in case.path else names.choice("0012")
        case.headers["if-match"] = f'"{digest}"'

"""`make bench` keeps every figure, names what failed or missed its goal, and goes on."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    found = importlib.util.spec_from_file_location("bench_runner", ROOT / "bench" / "__main__.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    monkeypatch.setitem(sys.modules, "bench_runner", module)
    found.loader.exec_module(module)
    (tmp_path / "figures.py").write_text((ROOT / "bench" / "figures.py").read_text("utf-8"), "utf-8")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    monkeypatch.setattr(module, "SUMMARY", tmp_path / "build" / "bench.json")
    return module


def test_figures_are_kept_and_the_rest_goes_on(
    bench: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bench_a.py").write_text("import sys; sys.exit('no recordings here')")
    (tmp_path / "bench_b.py").write_text(
        "from figures import figure\nprint('for people')\n"
        "figure('slow', 9, 'ms', most=3)\nfigure('fast', 2, 'x', least=1)\n"
    )
    assert bench.main([]) == 1
    told = json.loads((tmp_path / "build" / "bench.json").read_text("utf-8"))
    assert told["machine"]["cores"] >= 1
    failed, measured = told["benchmarks"]
    assert failed["status"] == 1
    assert [figure["name"] for figure in measured["figures"]] == ["slow", "fast"]
    shown = capsys.readouterr().out
    assert "FAILED with status 1" in shown
    assert "goal missed: slow" in shown


def test_one_benchmark_can_be_asked_for(bench: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "bench_a.py").write_text("raise SystemExit(9)")
    (tmp_path / "bench_b.py").write_text("print('{not json}')")
    assert bench.main(["bench_b"]) == 0

# Needs Python 3.11 or later (with its venv module), make and git. Everything else goes into .venv.
#
#   make demo     real tapes become a cut that opens in an editing program
#   make test     everything that is checked
#   make bench    us beside the peers, in one run
#   make help     the other targets

PYTHON ?= python3
VENV   ?= .venv
WORKERS ?= 2
DEMO   ?= demo

BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
# Recipes must not wait for answers, and pip's own news is not ours.
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_NO_INPUT = 1

.DEFAULT_GOAL := help
.PHONY: help setup demo web test check lint format types floors modules weights tests bench docs screenshots lock clean

help:  ## what there is to make
	@sed -n 's/^\([a-z]*\):.*##  *\(.*\)/  make \1\t\2/p' Makefile | expand -t 18

setup: $(READY)  ## .venv with exactly the locked packages, and tapewright in it

$(READY): requirements.lock pyproject.toml tools/need_python.sh web-build/package-lock.json web-build/build.mjs
	@sh tools/need_python.sh "$(PYTHON)"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@$(BIN)/python tools/build_web.py --check || true # all but the browser app works without it
	@touch $@

web: $(READY)  ## bundle what the browser app takes from others (setup does it too)
	@$(BIN)/python tools/build_web.py

demo: $(READY)  ## real tapes become a cut, in the folder demo/
	@$(BIN)/tapewright models fetch base || $(BIN)/tapewright models fetch tiny.en
	@$(BIN)/tapewright models fetch voices || true # without them the demo says what it leaves out
	@tapes=$$($(BIN)/python tools/demo_tapes.py) && $(BIN)/tapewright demo "$(DEMO)" --tapes "$$tapes"
	@if [ -t 0 ] && [ -t 1 ]; then $(BIN)/tapewright serve --project "$(DEMO)"; fi

test: check weights tests  ## everything that is checked

check: lint types floors modules

lint: $(READY)  ## style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(READY)  ## put the formatting right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(READY)
	$(BIN)/mypy

floors: $(READY)
	$(BIN)/lint-imports

modules: $(READY)  # the browser app's own modules: types by JSDoc
	@$(BIN)/python tools/check_modules.py

weights: $(READY)
	@for model in tiny.en voices; do $(BIN)/tapewright models fetch $$model \
	  || echo "make: the weights of $$model cannot be had here; tests that need them will be skipped and say so"; done

tests: $(READY)
	@$(BIN)/python -m compileall -q src # once: with PYTHONDONTWRITEBYTECODE each process that a test starts would do it
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup

bench: $(READY)  ## us beside the peers, in one run
	$(BIN)/python -m bench

screenshots: $(READY)  ## every screen of the browser app, by night and by day, into docs/screens
	$(BIN)/python tools/screenshots.py

docs: $(READY)  ## write the reference anew from the code
	$(BIN)/python tools/make_reference.py

lock:  ## resolve the dependencies anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --group dev pyproject.toml -o requirements.lock

clean:  ## remove what can be made again, the demo's tapes too
	rm -rf $(VENV) build dist $(DEMO) node_modules src/tapewright/web/vendor .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# `make site` builds the reference playbook into site/, `make test` proves everything, `make serve` opens it for editing.
# Each sets up what it needs: a virtual environment from the locked requirements, and for the tests two browsers, nginx and,
# for Node, parsers and linters.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SET_UP := $(VENV)/.site
SET_UP_TESTS := $(VENV)/.test
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

export NO_MKDOCS_2_WARNING := 1
export PYTHONDONTWRITEBYTECODE := 1

# Tests of the engine that build no site, begin no command, open no browser and are done at once; `tests/test_structure.py`
# holds that.
QUICK := tests/views tests/changes/test_burdens.py tests/changes/test_classes.py tests/changes/test_differences.py \
	tests/changes/test_prose.py tests/changes/test_wording.py tests/test_checks.py tests/test_citations.py \
	tests/test_docs.py tests/test_gates.py tests/test_hours.py tests/test_load.py tests/test_readers.py \
	tests/test_recurrence.py tests/test_slips.py tests/test_spellings.py tests/test_structure.py \
	tests/test_text_cache.py tests/test_zones.py

.DEFAULT_GOAL := site
.PHONY: site serve check test quick fuzz lint bench bless words lock clean

site: $(SET_UP) ## Build the reference playbook into site/
	$(BIN)/playbook build --strict

serve: $(SET_UP) ## Open it on http://127.0.0.1:8000/ and rebuild it on each save
	$(BIN)/playbook serve --open

check: $(SET_UP) ## Say what is wrong with the data and the pages
	$(BIN)/playbook check

test: $(SET_UP_TESTS) ## Lint, check types, and run every test, those in a real browser included
	$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

quick: $(SET_UP_TESTS) ## Lint, check types, and run the tests of the engine that need no build and no browser
	$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(QUICK)

fuzz: $(SET_UP_TESTS) ## Draw thousands of other examples for every property test; it takes some minutes
	$(BIN)/python -m pytest -n auto --dist load -m hypothesis --hypothesis-profile fuzz

lint: $(SET_UP_TESTS)
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .
	$(BIN)/mypy
	$(BIN)/python -m tests.lint.look

bench: $(SET_UP_TESTS) ## Say what a tree of twenty versions costs, as ratios
	$(BIN)/python -m tests.bench.versions

bless: $(SET_UP_TESTS) ## Accept what the golden tests now see
	$(BIN)/python -m pytest --bless

words: $(SET_UP_TESTS) ## Find the phrases of the interface, and bring the catalogue of every language up to date
	$(BIN)/python -m tests.words

lock: ## Lock the newest allowed versions (needs uv)
	uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate \
		--custom-compile-command "make lock" --group build -o requirements/site.txt
	uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
		--custom-compile-command "make lock" --group build --group test -c requirements/site.txt -o requirements/test.txt
	for engine in properdocs zensical; do echo $$engine | uv pip compile - --quiet --universal --python-version 3.11 \
		--generate-hashes --no-annotate --custom-compile-command "make lock" -c requirements/test.txt \
		-o requirements/$$engine.txt; done

clean: ## Remove what the other targets make
	rm -rf $(VENV) tests/fingerprint/node/node_modules tests/schema/node_modules tests/lint/node_modules site build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: set PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(SET_UP): requirements/site.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements/site.txt
	$(PIP) install --no-build-isolation --no-deps --editable .
	touch $@

$(SET_UP_TESTS): requirements/test.txt requirements/properdocs.txt requirements/zensical.txt \
		tests/nginx.py tests/browser/firefox.py tests/node.py tests/engines.py \
		tests/fingerprint/node/package-lock.json tests/schema/package-lock.json tests/lint/package-lock.json \
		$(SET_UP)
	$(PIP) install --require-hashes -r requirements/test.txt
	$(BIN)/python tests/browser/install.py
	$(BIN)/python tests/browser/firefox.py
	$(BIN)/python tests/nginx.py
	$(BIN)/python tests/node.py
	$(BIN)/python tests/engines.py
	touch $@

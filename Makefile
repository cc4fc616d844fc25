# Needs Python 3.11 or later, make, and a way to install Python packages; everything else it makes.
# `make PYTHON=python3.12 test` takes another interpreter, after a `make clean`.

PYTHON ?= python3
WORKERS ?= 2
DATA ?=
BENCH_OPTIONS ?=

DEV := .venv-dev/bin
TEST := .venv-test/bin
BENCH := .venv-bench/bin
WHEEL := build/wheel
SOURCES := $(shell find src -name '*.py' -o -name py.typed)
LINTED := $(wildcard src tests examples benchmarks tools)
TYPED := $(LINTED)
BENCHES := $(sort $(wildcard benchmarks/bench_*.py))
PIP_QUIET := -qq --disable-pip-version-check --no-input

.DEFAULT_GOAL := help
.PHONY: help demo test test-deep bench docs format clean lint types layers wheel doctests

# What is tested is what was installed, whatever the caller's shell points at.
unexport PYTHONPATH
export NO_MKDOCS_2_WARNING := 1

help:
	@echo "make demo [DATA=folder]   one business day of a distributor, or the orders in a data folder"
	@echo "make test                 everything a change must pass; a few minutes"
	@echo "make test-deep            the property tests with many more examples"
	@echo "make bench                the figures that the docs quote (BENCH_OPTIONS=--quick or --markdown)"
	@echo "make docs                 the documentation, into site/"
	@echo "make format               lint fixes and formatting"
	@echo "make clean                remove everything that make made"

# --- for users -------------------------------------------------------------------------------

demo: .venv/.installed
	@.venv/bin/python -m examples.demo $(if $(DATA),--data "$(DATA)")

.venv/.installed: pyproject.toml $(SOURCES)
	@$(call require_python)
	@echo "installing orderkit into .venv (only when it changed)"
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install $(PIP_QUIET) .
	@touch $@

# --- for contributors ------------------------------------------------------------------------

# The test run comes last, so that its closing line is the last thing to be seen.
test: lint types layers docs doctests
	@echo "== tests, on the wheel"
	@ORDERKIT_SITE=site ORDERKIT_TEST_WHEEL=1 $(TEST)/python -m pytest -q -n $(WORKERS) --cov --cov-report=term-missing

test-deep: wheel
	@ORDERKIT_PROFILE=deep ORDERKIT_TEST_WHEEL=1 $(TEST)/python -m pytest -q -n $(WORKERS)

bench: wheel .venv-bench/.installed
	@$(BENCH)/python -m pip install $(PIP_QUIET) --force-reinstall --no-deps $(WHEEL)/orderkit-*.whl
	@rm -rf build/bench
	@for bench in $(BENCHES); do echo "== $$bench"; $(BENCH)/python $$bench --record build/bench $(BENCH_OPTIONS) || exit 1; done
	@echo "== summary"
	@$(BENCH)/python benchmarks/summary.py build/bench

docs: .venv-dev/.installed
	@echo "== docs, strict"
	@$(DEV)/mkdocs --quiet build --strict --clean --site-dir site

format: .venv-dev/.installed
	@$(DEV)/ruff check --fix $(LINTED)
	@$(DEV)/ruff format $(LINTED)

clean:
	rm -rf .venv .venv-dev .venv-test .venv-bench .venv-lock build dist site .hypothesis .coverage .coverage.*
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +

# --- the stages of `make test` -----------------------------------------------------------------

lint: .venv-dev/.installed
	@echo "== ruff"
	@$(DEV)/ruff check --quiet $(LINTED)
	@$(DEV)/ruff format --check --quiet $(LINTED) || { echo "run: make format" >&2; exit 1; }

types: .venv-dev/.installed
	@echo "== mypy, strict"
	@$(DEV)/mypy --strict $(TYPED)

layers: .venv-dev/.installed
	@echo "== layers"
	@mkdir -p build
	@PYTHONPATH=src $(DEV)/lint-imports --no-cache --no-logo > build/layers.txt 2>&1 || { cat build/layers.txt >&2; exit 1; }

wheel: .venv-dev/.installed .venv-test/.installed
	@echo "== wheel"
	@rm -rf $(WHEEL)
	@$(DEV)/python -m build --wheel --no-isolation --outdir $(WHEEL) . > build/wheel.txt 2>&1 || { cat build/wheel.txt >&2; exit 1; }
	@$(TEST)/python -m pip install $(PIP_QUIET) --force-reinstall --no-deps $(WHEEL)/orderkit-*.whl

doctests: wheel
	@echo "== doctests, on the wheel"
	@$(TEST)/python -m pytest -q --doctest-modules --pyargs orderkit

.venv-dev/.installed: requirements/dev.txt pyproject.toml
	@$(call require_python)
	@echo "== tools, into .venv-dev (only when their pins changed)"
	@mkdir -p build
	@test -x .venv-dev/bin/python || $(PYTHON) -m venv .venv-dev
	@$(DEV)/python -m pip install $(PIP_QUIET) -r requirements/dev.txt
	@touch $@

.venv-test/.installed: requirements/test.txt pyproject.toml
	@$(call require_python)
	@echo "== what the tests need, into .venv-test (only when their pins changed)"
	@test -x .venv-test/bin/python || $(PYTHON) -m venv .venv-test
	@$(TEST)/python -m pip install $(PIP_QUIET) -r requirements/test.txt
	@touch $@

.venv-bench/.installed: requirements/bench.txt requirements/test.txt
	@$(call require_python)
	@echo "== the peers of the benchmarks, into .venv-bench (only when their pins changed)"
	@mkdir -p build
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	@$(BENCH)/python -m pip install $(PIP_QUIET) -r requirements/bench.txt 2> build/bench-peers.txt || { \
	  echo "the peers cannot be installed here; the benchmarks go on without them"; \
	  $(BENCH)/python -m pip install $(PIP_QUIET) -r requirements/test.txt; }
	@touch $@

define require_python
$(PYTHON) -c 'import sys; sys.exit("orderkit needs Python 3.11 or later; try: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
endef

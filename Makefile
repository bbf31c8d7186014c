SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DELETE_ON_ERROR:

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export DO_NOT_TRACK := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false

VENV := .venv
BIN := $(VENV)/bin
LOCKED := $(VENV)/.locked
READY := $(VENV)/.ready

SUITABLE := import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))
PYTHON := $(shell for name in python3.11 python3; do \
	$$name -c '$(SUITABLE)' >/dev/null 2>&1 && echo $$name && break; done)

PANGO := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
PANGO_LOADS := $(PYTHON) -c 'import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]' \
	libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0

.PHONY: help
help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(READY) ## Build a simulated product and publish one review of it into demo/
	@$(BIN)/product-review demo demo

.PHONY: test
test: $(READY) ## Run the tests that need only pip packages and Pango
	@$(BIN)/pytest -q -n 2 --dist loadfile -m "not slow"

.PHONY: slow
slow: $(READY) | chromium ## Run the tests that need a browser, time or load
	@$(BIN)/pytest -q -n 2 --dist loadfile -m slow

.PHONY: test-all
test-all: test slow ## Run all tests

.PHONY: bench
bench: $(READY) ## Run the benchmarks (ROWS=1000000 for fewer rows) and print what they measure
	@$(BIN)/pytest -q tests/benchmarks/bench_*.py \
		$(if $(ROWS),--rows=$(ROWS) --server-rows=$(ROWS))

.PHONY: lint
lint: $(READY) ## Check style, types and the contracts between modules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

.PHONY: format
format: $(READY) ## Format the source and apply the safe fixes
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

.PHONY: lock
lock: python ## Resolve the requirements again and write requirements.lock
	@scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; \
	$(PYTHON) -m venv "$$scratch"; \
	"$$scratch/bin/pip" install -q uv; \
	"$$scratch/bin/uv" pip compile -q pyproject.toml --extra dev --generate-hashes \
		--no-emit-index-url --python-version 3.11 --universal --no-header --no-annotate \
		-o requirements.lock

.PHONY: clean
clean: ## Remove the demo, builds and caches; the environment stays
	@rm -rf demo build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis \
		.import_linter_cache
	@find reports flows tests -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: python
python:
	@test -n "$(PYTHON)" || { echo "product-review needs Python 3.11 or newer with its venv module \
	(on Debian or Ubuntu: python3 and python3-venv)." >&2; exit 1; }

.PHONY: pango
pango: python
	@$(PANGO_LOADS) 2>/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Pango: $(PANGO)"; \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get update -qq >/dev/null && \
		apt-get install -y -qq --no-install-recommends $(PANGO) >/dev/null || true; \
	fi; \
	$(PANGO_LOADS) 2>/dev/null || { echo "product-review needs Pango to make PDFs; on Debian or \
	Ubuntu install it with: apt-get install $(PANGO)" >&2; exit 1; }

.PHONY: chromium
chromium:
	@command -v chromium >/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium"; \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get update -qq >/dev/null && \
		apt-get install -y -qq --no-install-recommends chromium >/dev/null || true; \
	fi; \
	command -v chromium >/dev/null || { echo "The slow tests need Chromium; on Debian or Ubuntu \
	install it with: apt-get install chromium" >&2; exit 1; }

# pip refuses extras of hashed requirements unless it is told to add nothing by itself (--no-deps);
# "pip check" then proves that nothing is missing.
$(LOCKED): requirements.lock | pango
	@echo "Creating the environment in $(VENV) from requirements.lock"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/pip install -q --no-deps --require-hashes -r requirements.lock
	@touch $@

$(READY): $(LOCKED) pyproject.toml | pango
	@$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@$(BIN)/pip check >/dev/null || $(BIN)/pip check
	@touch $@

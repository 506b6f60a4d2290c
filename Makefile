# KuaiCRM. `make help` lists what can be done.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
PYTEST := $(BIN)/python -m pytest
# More for pytest, such as PYTEST_ARGS="-k relay -x".
PYTEST_ARGS ?=
# Tests that wait for servers, on more processes than a small machine has processors; each has servers of its own.
SPREAD ?= -n 3 --dist worksteal

SHARED := shared/contracts shared/platform shared/origin
SERVICES := $(addprefix services/,leads opportunities orders field-service analytics integration-gateway)
PACKAGES := $(SHARED) $(SERVICES) deploy/local
SOURCES := shared services deploy tests $(wildcard bench evals)

.PHONY: help
help: ## This list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z][a-z0-9-]*:.*## / {printf "  \033[1m%-16s\033[0m %s\n", $$1, $$2} /^## / {printf "\n%s\n", substr($$0, 4)}' $(MAKEFILE_LIST)

## Run it
.PHONY: run reset
run: $(VENV)/.run $(VENV)/.node ## Everything on this machine: PostgreSQL, broker, services, peers, demo people. Ctrl-C ends it
	@$(BIN)/python -m crm_local web || echo "Going on without it 跳过网页端"
	@$(BIN)/python -m crm_local run

reset: $(VENV)/.run ## Forget the data of `make run`
	@$(BIN)/python -m crm_local reset

## Test it
.PHONY: test check unit service contract architecture e2e fault apart together
test: $(VENV)/.dev $(VENV)/.node ## Every tier, some side by side; at the end what failed, also for want of something on this machine
	@$(BIN)/python -m crm_testing.tiers

check: lint types imports contracts-check ## What needs no server: lint, types, imports, contracts

unit: $(VENV)/.dev ## Domain and pure functions, no store, no loop
	@$(PYTEST) tests/unit $(PYTEST_ARGS)

service: $(VENV)/.dev ## Each part on real PostgreSQL, the embedded broker and real Kafka
	@$(PYTEST) tests/service $(SPREAD) $(PYTEST_ARGS)

contract: $(VENV)/.dev ## Published contracts: schemas, compatibility, stored events of every version
	@$(PYTEST) tests/contract $(PYTEST_ARGS)

architecture: $(VENV)/.dev ## Import contracts and house rules, each proven by a planted violation
	@$(PYTEST) tests/architecture $(PYTEST_ARGS)

e2e: $(VENV)/.dev web ## The whole journey on real PostgreSQL and real Kafka
	@$(PYTEST) tests/e2e $(PYTEST_ARGS)

fault: $(VENV)/.dev ## Kills, pauses and wipes under load, then an audit (bounded; longer by PYTEST_ARGS)
	@$(PYTEST) tests/fault $(PYTEST_ARGS)

# As `test` runs them: what needs no server in one process, and what mostly waits in two, the longest first.
LONGEST := tests/e2e/test_tour.py
apart: $(VENV)/.dev
	@$(PYTEST) tests/unit tests/contract tests/architecture $(PYTEST_ARGS)

together: $(VENV)/.dev web
	@$(PYTEST) $(LONGEST) tests/fault $(filter-out $(LONGEST),$(wildcard tests/e2e/test_*.py)) \
		-n 2 --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

## Web app
.PHONY: web web-test web-client web-e2e web-offline screenshots
web: $(VENV)/.node ## Build web/dist, when its sources changed
	@$(BIN)/python -m crm_local web

web-test: web ## Client types are current, types, logic, words in both languages, size of what is loaded
	@$(BIN)/python -m crm_local web check

web-client: $(VENV)/.node ## Write the types of the services' APIs into web/src/api/types
	@$(BIN)/python -m crm_local web client

web-e2e: web ## A day in the browser on a running installation (KUAICRM_URL); needs Chromium
	@$(BIN)/python -m crm_local web e2e

web-offline: web ## What can go wrong on a phone, on a running installation (KUAICRM_URL); needs Chromium
	@$(BIN)/python -m crm_local web offline

screenshots: web ## Write docs/screenshots from a running installation (KUAICRM_URL); needs Chromium
	@$(BIN)/python -m crm_local web screenshots

## Keep it clean
.PHONY: lint fmt types imports contracts-check
lint: $(VENV)/.dev ## Ruff: rules and format
	@$(BIN)/ruff check $(SOURCES)
	@$(BIN)/ruff format --check $(SOURCES)

fmt: $(VENV)/.dev ## Ruff: repair and format
	@$(BIN)/ruff check --fix $(SOURCES)
	@$(BIN)/ruff format $(SOURCES)

types: $(VENV)/.dev ## mypy --strict
	@$(BIN)/mypy $(SOURCES)

imports: $(VENV)/.dev ## Who may import whom
	@$(BIN)/lint-imports

contracts-check: $(VENV)/.dev ## Committed schemas are current and compatible
	@$(BIN)/python -m crm_contracts check docs

## Documents and figures
.PHONY: docs bench evals
docs: $(VENV)/.dev ## Write JSON Schemas, AsyncAPI and OpenAPI into docs/
	@$(BIN)/python -m crm_contracts write docs
	@$(BIN)/python -m crm_local openapi docs/openapi

bench: $(VENV)/.dev ## Print the ratios of docs/benchmarks.md, measured here
	@$(BIN)/python -m bench

evals: $(VENV)/.dev ## Print how good the clever parts are, on data with known answers
	@$(BIN)/python -m evals

## Environment
.PHONY: venv lock clean
venv: $(VENV)/.dev ## Everything installed, with development tools, from the lock files

# Without the tools: what a machine needs that only runs it.
$(VENV)/.run: requirements/build.txt requirements/run.txt $(addsuffix /pyproject.toml,$(PACKAGES)) | $(VENV)/bin/python
	@echo "Installing what it needs into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/run.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation $(addprefix -e ./,$(PACKAGES))
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt shared/testing/pyproject.toml
	@echo "Installing the development tools into $(VENV) ..."
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e ./shared/testing
	@touch $@

# The machine's Node.js if it is recent enough, else the one of the package index.
$(VENV)/.node: requirements/node.txt | $(VENV)/.run
	@node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' 2> /dev/null && npm --version > /dev/null 2>&1 \
		|| { echo "Installing Node.js into $(VENV) ..."; $(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/node.txt; }
	@touch $@

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit(f"KuaiCRM needs Python 3.11 or newer; $(PYTHON) is {sys.version.split()[0]}. Try make PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)

# Pins stay as they are unless a declaration needs another; all to their newest: make lock UPGRADE=--upgrade
UPGRADE ?=
LOCK = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links $(UPGRADE) \
	$(addprefix --no-emit-package ,crm-contracts crm-platform crm-origin crm-leads crm-opportunities crm-orders crm-field-service \
	crm-analytics crm-integration-gateway crm-local crm-testing)
lock: $(VENV)/.run ## Compile requirements/*.in, with hashes and without addresses
	@$(LOCK) requirements/build.in -o requirements/build.txt
	@$(LOCK) requirements/run.in -o requirements/run.txt
	@$(LOCK) requirements/services.in -c requirements/run.txt -o requirements/services.txt
	@$(LOCK) requirements/dev.in -o requirements/dev.txt
	@$(LOCK) requirements/node.in -o requirements/node.txt

clean: ## Delete the environment and every cache; the data of `make run` stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .schemathesis .bench dist web/dist web/node_modules
	@find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +

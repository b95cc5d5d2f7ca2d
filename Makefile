# Trucewatch: set-up, checks and locks. `make` alone lists the targets.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:

PYTHON ?= python3
DEMO_ARGS ?=
PYTEST_ARGS ?=
MAP_WINDOW ?= 25,28,50,43
MAP_COUNTRIES ?= SY

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
UV_COMPILE := $(BIN)/uv pip compile pyproject.toml --group build --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links --quiet
NO_ADDRESS := ! grep -nE '://|file:|--(extra-)?index-url|--find-links| @ ' requirements.lock requirements-dev.lock \
	&& ! grep -n '"resolved"' package-lock.json
PYTEST := $(BIN)/python -m pytest
PARALLEL := -n 2 --dist loadfile --max-worker-restart 0
VENDOR := src/trucewatch/web/static/vendor
LOCALE := src/trucewatch/locale
# Pure engines and rules touch no database, and what the demonstration holds is the same on any: one
# run of their tests is enough. That it loads is asked of both.
PURE := $(foreach engine,extraction linkage names geo vocabulary,--ignore=tests/$(engine)) \
	$(foreach rule,chasing contacts drafts_rules machine presence redline schedule splitting,--ignore=tests/talks/test_$(rule).py) \
	$(foreach paper,languages redline_paper render templates,--ignore=tests/papers/test_$(paper).py) \
	$(foreach text,agreed said tabled,--ignore=tests/demonstration/test_what_was_$(text).py) \
	$(foreach text,talks who_came who_met_whom,--ignore=tests/demonstration/test_$(text).py) \
	$(foreach rule,capabilities catalogues docs layers,--ignore=tests/house_rules/test_$(rule).py)
LINKAGE := src/trucewatch/linkage
CATALOGUES := $(wildcard $(LOCALE)/*/LC_MESSAGES/django.po)

# $(call step,name,command): says what runs and how long it took; a failing step ends the run.
define step
@printf '\n==> %s\n' "$(1)"; start=$$(date +%s); status=0; { $(2); } || status=$$?; \
took=$$(($$(date +%s) - start)); \
if [ $$status -ne 0 ]; then printf '==> %s FAILED after %s s\n' "$(1)" $$took >&2; exit $$status; fi; \
printf '==> %s took %s s\n' "$(1)" $$took
endef

.PHONY: help setup setup-dev front-end demo check locks lint types layers migrations test \
	test-postgresql journeys format messages lock clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

setup: $(VENV)/.installed $(VENV)/.catalogues $(VENV)/.compiled front-end ## make .venv with the command line and build the front end

setup-dev: $(VENV)/.installed-dev $(VENV)/.catalogues $(VENV)/.compiled front-end ## the same, with what the checks need

front-end: node_modules/.installed ## fonts and base map (MAP_WINDOW=west,south,east,north MAP_COUNTRIES=SY,…)
	@node frontend/build.mjs --window=$(MAP_WINDOW) --admin1=$(MAP_COUNTRIES)

demo: setup ## set up, fill a demonstration record and serve it (DEMO_ARGS=…)
	$(BIN)/trucewatch demo $(DEMO_ARGS)

check: setup-dev locks lint types layers migrations test test-postgresql journeys ## everything that must pass

locks: setup-dev ## the locks cover what is asked for and name no address
	$(call step,locks,$(BIN)/python -m pip check && $(NO_ADDRESS))

lint: setup-dev ## style and likely mistakes
	$(call step,ruff,$(BIN)/ruff check . && $(BIN)/ruff format --check .)

types: setup-dev ## static types
	$(call step,mypy,$(BIN)/mypy)

layers: setup-dev ## no package imports one that stands above it
	$(call step,import-linter,$(BIN)/lint-imports)

migrations: setup-dev ## the migrations say what the models say
	$(call step,migrations,home=$$(mktemp -d) && trap 'rm -rf "$$home"' EXIT && \
		DJANGO_SETTINGS_MODULE=trucewatch.config.settings TRUCEWATCH_HOME="$$home" DATABASE_URL= \
		$(BIN)/python -m django makemigrations --check --dry-run)

test: setup-dev ## all other tests, on SQLite
	$(call step,tests on SQLite,TEST_DATABASE=sqlite $(PYTEST) -m 'not browser' $(PARALLEL) $(PYTEST_ARGS))

test-postgresql: setup-dev ## the same on PostgreSQL, without those of pure engines
	$(call step,tests on PostgreSQL,TEST_DATABASE=postgresql $(PYTEST) -m 'not browser' $(PARALLEL) $(PURE) $(PYTEST_ARGS))

journeys: setup-dev ## the tests that drive a browser
	$(call step,browser journeys,$(PYTEST) -m browser $(PARALLEL) $(PYTEST_ARGS))

format: setup-dev ## put the code in the house's layout
	$(BIN)/ruff check --fix-only . && $(BIN)/ruff format .

messages: setup-dev ## enter new texts into the catalogues and say what is left to translate
	@home=$$(mktemp -d) && trap 'rm -rf "$$home"' EXIT && TRUCEWATCH_HOME="$$home" $(BIN)/python tools/messages.py

lock: setup-dev ## remake the locks from pyproject.toml and package.json (UPGRADE=1 takes newer releases)
	$(UV_COMPILE) $(if $(UPGRADE),--upgrade) -o requirements.lock
	$(UV_COMPILE) $(if $(UPGRADE),--upgrade) --extra dev --constraint requirements.lock -o requirements-dev.lock
	npm $(if $(UPGRADE),update,install) --package-lock-only
	@$(NO_ADDRESS)

clean: ## remove what was built or installed; the record in var/ stays
	rm -rf $(VENV) node_modules $(VENDOR) dist build .mypy_cache .ruff_cache .pytest_cache \
		.hypothesis .import_linter_cache

# Each stamp lies in the folder that it vouches for, so that removing the folder removes it too.

$(VENV)/.made:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) not found: install Python 3.11 or newer, or name one with PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is $$($(PYTHON) --version 2>&1): Python 3.11 or newer is needed; name one with PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make virtual environments: install its venv package (on Debian: apt-get install python3-venv)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.made requirements.lock pyproject.toml
	@echo "installing requirements.lock"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@echo "installing requirements-dev.lock"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.catalogues: $(VENV)/.installed $(CATALOGUES)
	@$(BIN)/pybabel --quiet compile --domain django --directory $(LOCALE)
	@touch $@

# Native code that was compiled from other files than these is thrown away first: numba looks at the
# file of a function only, not at those of the functions that it calls.
$(VENV)/.compiled: $(VENV)/.installed $(wildcard $(LINKAGE)/*.py)
	@rm -f $(LINKAGE)/__pycache__/*.nbi $(LINKAGE)/__pycache__/*.nbc
	@echo "compiling the linkage engine"
	@$(BIN)/python -m trucewatch.linkage
	@touch $@

node_modules/.installed: package.json package-lock.json
	@command -v node >/dev/null && command -v npm >/dev/null || { echo "node or npm not found: install Node 20 or newer" >&2; exit 1; }
	@node -e 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)' || { \
		echo "node is $$(node --version): Node 20 or newer is needed" >&2; exit 1; }
	npm ci --loglevel=error
	@touch $@

# `make` lists what there is. Nothing here needs more than Python 3.11 and Node 20.

PORT ?= $(or $(MADANG_PORT),8000)
PYTHON := .venv/bin/python
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check --no-input
LOCK := uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11
SOURCES := backend/madang migrations tests scripts $(wildcard bench)

FRONTEND := $(shell find frontend -type d \( -name node_modules -o -name build -o -name .svelte-kit \) -prune \
	-o -type f -print)

# Compiled once, every start is fast, also where the machine was told otherwise.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test dev check bench openapi migration format lock clean
.DELETE_ON_ERROR:

help: ## list these commands
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/.made/run frontend/build/index.html ## install, build and serve everything; PORT=8123 for another port
	@MADANG_PORT=$(PORT) .venv/bin/madang serve

test: ## install what tests need and run them all
	@# Python's packages, which come in silence, while the frontend is built.
	@$(MAKE) --no-print-directory --jobs=2 .venv/.made/dev frontend/build/index.html
	scripts/ensure-browser.sh
	cd frontend && npm test
	$(PYTHON) -m pytest -n 2 --dist worksteal --durations=10 --ignore=tests/e2e
	$(PYTHON) -m pytest -n 2 --dist worksteal tests/e2e

dev: .venv/.made/dev frontend/node_modules/.made ## serve and reload on both sides while you edit
	scripts/dev.sh $(PORT)

check: .venv/.made/dev frontend/node_modules/.made ## format, lint, types, imports, drift of openapi.json
	$(PYTHON) -m ruff format --check $(SOURCES)
	$(PYTHON) -m ruff check $(SOURCES)
	$(PYTHON) -m mypy
	.venv/bin/lint-imports
	.venv/bin/madang openapi --check
	cd frontend && npm run api-types -- --check && npm run check && npm run lint

bench: .venv/.made/dev frontend/build/index.html ## measure public feeds beside a bare server, long lists beside short
	$(PYTHON) -m bench

openapi: .venv/.made/dev frontend/node_modules/.made ## write openapi.json and the frontend's types of it
	.venv/bin/madang openapi
	cd frontend && npm run api-types

migration: .venv/.made/dev ## write a revision of what changed in the models; M="Add a table"
	@test -n "$(M)" || { echo 'say what it does: make migration M="Add a table"'; exit 2; }
	@data=$$(mktemp -d) && export MADANG_DATA_DIR=$$data && .venv/bin/alembic upgrade head && \
		.venv/bin/alembic revision --autogenerate -m "$(M)" --rev-id \
		$$(printf '%04d' $$(($$(ls migrations/versions/*.py 2>/dev/null | wc -l) + 1))); rm -r $$data

format: .venv/.made/dev frontend/node_modules/.made ## format all code
	$(PYTHON) -m ruff format $(SOURCES)
	$(PYTHON) -m ruff check --fix $(SOURCES)
	cd frontend && npm run format

lock: ## resolve what changed in pyproject.toml, needs uv; UPGRADE=--upgrade for newer versions of everything
	$(LOCK) $(UPGRADE) --group dev pyproject.toml -o requirements-dev.lock
	$(LOCK) --constraint requirements-dev.lock pyproject.toml -o requirements.lock
	$(LOCK) --constraint requirements-dev.lock --group pyproject.toml:build -o requirements-build.lock

clean: ## remove what these commands made, but no data
	rm -rf .venv frontend/node_modules frontend/build frontend/.svelte-kit

.venv/.made/venv: scripts/ensure-venv.sh
	scripts/ensure-venv.sh
	@mkdir -p $(@D) && touch $@

.venv/.made/run: .venv/.made/venv requirements.lock requirements-build.lock pyproject.toml
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --require-hashes -r requirements-build.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@# What is locked suffices: shown here, before the tests' own dependencies could hide a gap.
	.venv/bin/madang --help >/dev/null
	@touch $@

.venv/.made/dev: .venv/.made/run requirements-dev.lock
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

frontend/node_modules/.made: frontend/package-lock.json frontend/package.json scripts/ensure-node.sh
	scripts/ensure-node.sh
	cd frontend && npm ci --no-audit --no-fund
	@touch $@

frontend/build/index.html: frontend/node_modules/.made $(FRONTEND)
	cd frontend && npm run build
	@touch $@

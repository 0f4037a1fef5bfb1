# 驿站. `make run` and `make test` do everything, installing included.
#
#   make run STATION=pingdi BANK=/dev/ttyUSB0

SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:

STATION ?= huaken
BANK ?=
DATA ?=
ARGS ?=
PYTEST_ARGS ?=

BIN := .venv/bin
PACKAGES := $(wildcard kiosk screens drivers)
TYPED := $(PACKAGES) $(wildcard main.py tests tools)

# One process a core; who has nothing left to do takes from the others: the long tests stand together.
SPREAD := -n auto --dist worksteal

# Every process of the tests would compile everything again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup setup-run run test check format lint types imports words quick \
        soak bench lock clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## install everything the terminal and the tests need
	@tools/setup dev

setup-run:
	@tools/setup run

run: setup-run ## start the terminal (STATION=huaken BANK=/dev/ttyUSB0)
	@$(BIN)/python tools/run.py --station "$(STATION)" $(if $(BANK),--bank "$(BANK)") $(if $(DATA),--data "$(DATA)") $(ARGS)

test: setup lint types imports words ## everything that must pass, UI and end-to-end tests included
	$(BIN)/python -m pytest $(SPREAD) tests/unit tests/contract $(PYTEST_ARGS)
	$(BIN)/python -m pytest $(SPREAD) tests/ui $(PYTEST_ARGS)
	$(BIN)/python -m pytest $(SPREAD) tests/web $(PYTEST_ARGS)
	$(BIN)/python -m pytest -n auto --dist loadfile -m "not alone" tests/e2e $(PYTEST_ARGS)
	$(BIN)/python -m pytest -m alone tests/e2e $(PYTEST_ARGS)

check: setup lint types imports words quick ## the one meaning of "good", in about two minutes

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: setup
	$(BIN)/mypy $(TYPED)

imports: setup
	$(BIN)/lint-imports

words: setup ## check that every sentence has its translations
	$(BIN)/python tools/words.py --check

quick: setup
	$(BIN)/python -m pytest -q $(SPREAD) tests/unit tests/contract

format: setup ## rewrite the sources in the house style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

soak: setup ## the full counts of the long tests
	HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest --timeout=0 tests/unit tests/soak $(PYTEST_ARGS)

bench: setup ## measure; figures go to build/bench.json
	@mkdir -p build
	$(BIN)/python -m tests.bench --json build/bench.json

lock: ## choose the newest versions that fit pyproject.toml and pin them by hash
	tools/lock

clean: ## remove what was made here: environment, caches, build
	rm -rf .venv .setup.lock build dist .hypothesis .ruff_cache .import_linter_cache *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

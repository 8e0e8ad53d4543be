# What a person does with a checkout. `make` alone lists it.
#
# The first call makes .venv from the locked versions; later calls do so again only when the lock
# changes. Another interpreter: make test PYTHON=/path/to/python3.12

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
READY := $(VENV)/.editable

# The first Python on this machine that is new enough and can make a virtual environment.
PYTHON ?= $(shell for one in python3.11 python3.12 python3.13 python3 python3.14 python; do \
	$$one -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' \
	2>/dev/null && command -v $$one && break; done)

# Whole files go to one process, so that what a file builds once is built once.
WORKERS ?= -n auto --maxprocesses 8 --dist loadfile
ARGS ?=
PYTEST = $(BIN)/python -m pytest

CATALOGUE := buendnis/locale
# The sentences of a tally are data (votes knows no catalogue), so they are listed for Babel here.
SENTENCES := build/catalogue/sentences.py

$(VENV)/.locked: requirements.lock
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or later with venv was found. Install one" \
		"(Debian: apt install python3-venv) or name it: make $(MAKECMDGOALS) PYTHON=…" >&2; exit 1; }
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	@echo "Installing the locked versions into $(VENV) …"
	@$(PIP) install --quiet --require-hashes -r requirements.lock
	@touch $@

# No isolation: hatchling is among the locked versions, so nothing is fetched here.
$(READY): pyproject.toml $(VENV)/.locked
	@$(PIP) install --quiet --no-deps --no-build-isolation --no-index --editable .
	@touch $@

.PHONY: help
help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: install
install: $(READY) ## make .venv from the locked versions

.PHONY: demo
demo: $(READY) ## play a whole project in ./demo: a database and its letters
	@$(BIN)/buendnis demo

.PHONY: test
test: $(READY) ## run the tests
	@$(PYTEST) $(WORKERS) $(ARGS)

.PHONY: lint
lint: $(READY) ## look at style and likely mistakes (ruff)
	@$(BIN)/ruff check .

.PHONY: types
types: $(READY) ## check the types (mypy, strict)
	@$(BIN)/mypy

.PHONY: contracts
contracts: $(READY) ## check who may import whom (import-linter)
	@$(BIN)/lint-imports

.PHONY: packaging
packaging: $(READY) ## build wheel and sdist, install them elsewhere and use them there
	@$(PYTEST) tests/packaging -m "network or not network" $(ARGS)

.PHONY: docs
docs: $(READY) ## check the handbook: its links, and the commands it names
	@$(PYTEST) tests/docs $(ARGS)

.PHONY: check
check: lint types contracts docs packaging test ## all of the above

.PHONY: check-outside
check-outside: $(READY) ## ask programs that are not ours (poppler, LibreOffice, OpenSSL)
	@for one in pdftotext:poppler-utils openssl:openssl \
		"soffice:libreoffice-calc-nogui libreoffice-writer-nogui"; do \
		command -v $${one%%:*} >/dev/null || { echo "$${one%%:*} is missing" \
		"(Debian: apt install $${one#*:})" >&2; exit 1; }; done
	@$(PYTEST) -m outside $(ARGS)

.PHONY: proofs
proofs: $(READY) ## explore much more than the tests do (minutes); the numbers are kept in docs/proofs.txt
	@$(PYTEST) -m proofs -rP --no-header $(ARGS) | tee docs/proofs.txt

.PHONY: bench
bench: $(READY) ## measure side by side with the floors, write bench/results.json
	@$(BIN)/python -m bench

.PHONY: lock
lock: $(VENV)/.locked ## resolve the versions again (UPGRADE=--upgrade takes newer ones)
	@command -v uv >/dev/null || test -x $(BIN)/uv || $(PIP) install --quiet uv
	@PATH="$$PATH:$(abspath $(BIN))" uv pip compile --quiet pyproject.toml --group dev \
		--generate-hashes --universal --python-version 3.11 --custom-compile-command "make lock" \
		$(UPGRADE) --output-file requirements.lock

# The letters of Windows-1252, for the fields of a form; no hinting, one table of letters.
FORM_FONT := buendnis/documents/fonts/DejaVuSans-Form.ttf
LETTERS := U+20-7E,U+A0-FF,U+152-153,U+160-161,U+178,U+17D-17E,U+192,U+2C6,U+2DC,U+2013-2014,$\
	U+2018-201A,U+201C-201E,U+2020-2022,U+2026,U+2030,U+2039-203A,U+20AC,U+2122
.PHONY: form-font
form-font: $(READY) ## cut the font of the forms' fields from DejaVu Sans again
	@$(BIN)/pyftsubset buendnis/documents/fonts/DejaVuSans.ttf --output-file=$(FORM_FONT) \
		--unicodes=$(LETTERS) --no-hinting --layout-features= --drop-tables+=FFTM,MATH,gasp \
		--notdef-outline --name-IDs=0,1,2,4,5,6,13

# Click's own words are part of the catalogue: they meet the same readers.
.PHONY: texts
texts: $(READY) ## bring the catalogues up to date with the sentences in the code
	@mkdir -p $(dir $(SENTENCES))
	@$(BIN)/python -c 'from votes import derivation, problems; \
		pairs = [one for pair in problems.SENTENCES.values() for one in pair]; \
		print("\n".join(f"_({one!r})" for one in [*derivation.SENTENCES.values(), *pairs]))' \
		> $(SENTENCES)
	@$(BIN)/pybabel --quiet extract --mapping babel.cfg --keyword T --keyword _ --no-location \
		--sort-output --omit-header --output $(CATALOGUE)/buendnis.pot buendnis votes $(SENTENCES) \
		"$$($(BIN)/python -c 'import click; print(*click.__path__)')"
	@for po in $(CATALOGUE)/*/LC_MESSAGES/buendnis.po; do \
		language=$$(basename $$(dirname $$(dirname $$po))); \
		$(BIN)/pybabel --quiet update --domain buendnis --locale $$language --no-fuzzy-matching \
			--ignore-obsolete --ignore-pot-creation-date --input-file $(CATALOGUE)/buendnis.pot \
			--output-dir $(CATALOGUE); \
		$(BIN)/pybabel --quiet compile --domain buendnis --locale $$language \
			--directory $(CATALOGUE); \
	done
	@git --no-pager diff --stat -- $(CATALOGUE)

.PHONY: clean
clean: ## remove what was built and cached (.venv and ./demo stay)
	@rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

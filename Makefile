# make pack   install into .venv and generate the example document set into output/
# make test   everything a change must pass: ruff, mypy, import-linter, pytest
# make bench  whole-process times and peak memory
# make clean  remove what the above made, but never output/: your edited documents lie there
#
# Needs Python 3.11 or later; name one with `make PYTHON=/path/to/python3 pack`.
# Only relative paths and GNU make 3.81, so that it works on macOS and in a folder with spaces in its name.

PROFILE ?= profiles/example.yaml
OUTPUT ?= output

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet install
JUDGES := tests/judges
VALIDATOR := $(JUDGES)/node_modules/.installed
PACKAGE := pyproject.toml iso20k_docs/__init__.py

.DEFAULT_GOAL := pack
.PHONY: pack test bench clean judges

# 3 means: done, and a document that somebody edited was left alone (the run says which).
pack: $(VENV)/.installed
	@$(PY) -m iso20k_docs generate "$(PROFILE)" -o "$(OUTPUT)" || [ $$? -eq 3 ]
	@echo "Open these first:"
	@find "$(OUTPUT)" -name '*-M-01-*.docx' | LC_ALL=C sort | sed 's/^/  /'

# The checks before pytest do not stop it: its closing line is the last one, unless one of them failed.
test: $(VENV)/.installed-dev judges
	@failed=; \
	$(PY) -m ruff check . || failed="$$failed ruff"; \
	$(PY) -m mypy || failed="$$failed mypy"; \
	layers=$$($(VENV)/bin/lint-imports 2>&1) || { echo "$$layers"; failed="$$failed import-linter"; }; \
	$(PY) -m pytest -n auto || failed="$$failed pytest"; \
	[ -z "$$failed" ] || { echo "make test: failed:$$failed" >&2; exit 1; }

bench: $(VENV)/.installed-dev
	@$(PY) benchmarks/run.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info $(JUDGES)/node_modules
	find iso20k_docs tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# --- what the targets above stand on

$(VENV)/.installed: $(PACKAGE) | $(PY)
	@echo "Installing iso20k-docs and what it needs into $(VENV) ..."
	@$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: $(PACKAGE) | $(PY)
	@echo "Installing iso20k-docs and the tools of its tests into $(VENV) ..."
	@$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.installed

$(PY):
	@set -e; \
	for python in $(if $(PYTHON),"$(PYTHON)",python3 python3.14 python3.13 python3.12 python3.11 python); do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			"$$python" -c 'import ensurepip, venv' 2>/dev/null || { \
				echo "$$python cannot make environments; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }; \
			exec "$$python" -m venv --clear $(VENV); \
		fi; \
	done; \
	echo "Python 3.11 or later is needed and was not found; name one: make PYTHON=/path/to/python3" >&2; exit 1

# The Open XML validator and the driver of the browser; without npm the tests that need them are skipped (and fail
# where CI is set). The browser itself is the system's Chromium or Chrome.
judges:
	@if command -v npm >/dev/null 2>&1; then $(MAKE) --no-print-directory $(VALIDATOR); \
	else echo "npm is not here: no Open XML validator and no browser judge the documents" >&2; fi

$(VALIDATOR): $(wildcard $(JUDGES)/package.json $(JUDGES)/package-lock.json)
	@echo "Installing the Open XML validator and the browser's driver into $(JUDGES) ..."
	@cd $(JUDGES) && if [ -f package-lock.json ]; then npm ci --no-audit --no-fund --loglevel=error; \
	else npm install --no-audit --no-fund --no-package-lock --loglevel=error; fi
	@touch $@

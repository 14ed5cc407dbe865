# Two commands: `make report` (the retail case, end to end) and `make test`. Each sets everything up first.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check

# Kernels start three times faster from byte code; pictures need the notebook's own backend.
unexport PYTHONDONTWRITEBYTECODE PYTHONPATH MPLBACKEND

.DEFAULT_GOAL := help
.PHONY: help setup report test lint types layers pytest notebooks verify bench lab execute sample excerpts catalogue lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## the virtual environment in .venv, from the hashed lock

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "This needs Python 3.11 or later; found %s. Name another: make PYTHON=python3.12" % sys.version.split()[0])'
	@echo "Setting up .venv from requirements.lock (about a minute) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) --require-hashes --requirement requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q idic_lib
	@touch $@

report: $(READY) ## run the retail case and print where its report is
	@$(BIN)/idic run retail

test: lint types layers pytest notebooks ## everything that must hold
	@echo "All tests passed."

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

layers: $(READY)
	$(BIN)/lint-imports

pytest: $(READY)
	$(BIN)/python -W error -m pytest

notebooks: $(READY)
	$(BIN)/python -m pytest --nbval --nbval-current-env --nbval-cell-timeout=300 --nbval-sanitize-with tests/notebooks/sanitize.cfg notebooks

verify: $(READY) ## the long simulations, then the measured numbers
	$(BIN)/python -W error -m pytest -m verify
	@$(MAKE) --no-print-directory bench

bench: $(READY) ## the measured numbers: time, memory, sizes
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

lab: $(READY) ## JupyterLab on the notebooks
	@$(BIN)/idic lab

execute: $(READY) ## run the committed notebooks in place, as Run All would, and keep their outputs
	@$(BIN)/python -c "from idic_lib.run.lab import Quiet; from idic_lib.run.stage import execute_in_place; execute_in_place(Quiet())"

sample: report ## make the committed sample report from the latest retail run
	@rm -rf reports/sample && mkdir -p reports/sample/notebooks
	@cp reports/retail/$$(cat reports/retail/latest)/report.html reports/retail/$$(cat reports/retail/latest)/facts.json reports/retail/$$(cat reports/retail/latest)/decisions.json reports/sample/
	@cp reports/retail/$$(cat reports/retail/latest)/notebooks/*.html reports/sample/notebooks/

excerpts: $(READY) ## write the committed excerpts of the generated cases again
	@for world in dairy property; do \
		rm -rf data/cases/$$world/excerpt; \
		$(BIN)/idic world $$world --customers 1000 --seed 1 --out data/cases/$$world/excerpt > /dev/null || exit 1; \
		rm -r data/cases/$$world/excerpt/truth; \
		sed -i.old "s/^name = \"excerpt\"/name = \"$$world-excerpt\"/" data/cases/$$world/excerpt/case.toml && rm data/cases/$$world/excerpt/case.toml.old; \
	done

catalogue: $(READY) ## find every message again; lists those that wait for their translation
	$(BIN)/python -m idic_lib.text.extract

lock: ## resolve pyproject.toml again, keeping what still fits (needs uv)
	@command -v uv > /dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv/"; exit 2; }
	uv pip compile --quiet pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --output-file requirements.lock

clean: ## remove the virtual environment, caches and runs
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

# The commands of sandi's house. `make demo` and `make test` are the only two a newcomer needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ARGS ?=

.PHONY: help setup demo test gauntlet lint sbom bench lock clean
.DEFAULT_GOAL := help

help:  ## Show these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

setup: $(READY) chromium  ## Build .venv with everything sandi needs, and Chromium where that is possible

$(READY): requirements/runtime.txt requirements/dev.txt requirements/datasette.txt pyproject.toml rules/_kernel.c
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "sandi needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Setting up $(VENV) (once; a few minutes the first time) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements/dev.txt
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: chromium
chromium: $(READY)
	@$(BIN)/python -m sandi.chromium --install

demo: setup  ## Crawl market town, print the leads, open the workbench (ARGS=--no-serve to stop before it)
	@$(BIN)/python -m demo.run $(ARGS)

test: setup  ## Run every test
	@$(BIN)/python -m pytest $(ARGS)

gauntlet: setup  ## Run the 52 faults of the gauntlet at full figures (half an hour; ARGS=--quick for what make test leaves out)
	@$(BIN)/python -m tests.gauntlet $(ARGS)

lint: $(READY)  ## Check style, types, the direction of imports, and known weaknesses where they can be asked
	@echo "ruff ..." && $(BIN)/ruff check . && $(BIN)/ruff format --check .
	@echo "mypy --strict ..." && $(BIN)/mypy
	@echo "import arrows ..." && $(BIN)/lint-imports
	@echo "known weaknesses ..." && $(BIN)/python tools/audit.py

sbom: $(READY)  ## Write sbom.json: what an installation runs, with versions, hashes and licences (CycloneDX)
	@$(BIN)/python tools/sbom.py > sbom.json && echo "sbom.json"

bench: setup  ## Run the benchmarks: sandi beside other engines, and the packs on real text
	@echo "sandi rules bench ..." && $(BIN)/sandi rules bench
	@for f in benchmarks/*.py; do echo "$$f ..." && $(BIN)/python $$f || exit 1; done

lock: $(READY)  ## Renew the locked dependencies (hashes, no addresses)
	@for set in "runtime:" "dev:--group dev" "datasette:--extra datasette"; do \
		echo "locking $${set%%:*} ..."; \
		$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
			--no-annotate --no-emit-index-url --no-emit-find-links --output-file requirements/$${set%%:*}.txt \
			$$(test "$${set%%:*}" = runtime || echo "--constraint requirements/runtime.txt") \
			pyproject.toml $${set#*:} || exit 1; \
	done

clean:  ## Remove what the commands above made
	rm -rf $(VENV) data/demo .pytest_cache .mypy_cache .ruff_cache

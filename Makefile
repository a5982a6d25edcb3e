# Every target installs what it needs first; nothing has to be prepared, and a second run is quick.
# PYTHON=... chooses the Python that .venv is made with.
.DEFAULT_GOAL := help
.PHONY: help demo test test-engines check build types bench look format dev chromium
export PYTHON
.NOTPARALLEL:
BIN := .venv/bin

help:
	@echo "make demo    install, build, open JupyterLab on the quickstart (BROWSER=none only prints the URL)"
	@echo "make test    everything: check, then the Python and the front end's tests, Chromium included"
	@echo "make test-engines  every question of every golden vector on Spark and Ibis, too: an hour"
	@echo "make check   style, types, layers, the bundle's size"
	@echo "make build   the front end, src/evallens/static"
	@echo "make types   js/src/data/wire.ts, from what Python says it sends"
	@echo "make bench   the benchmarks, beside other widgets; writes docs/benchmarks.md (QUICK=1: less, only printed)"
	@echo "make look    contact sheets of the widget, build/look (ONLY=\"dental dark 1280 selected\": only these)"
	@echo "make format  put all files in order"

demo:
	@scripts/install.sh node demo
	@node js/build.mjs
	@scripts/install.sh python demo
	@$(BIN)/python scripts/open_quickstart.py

# The front end comes before Python: an editable install builds it when it is missing.
dev:
	@scripts/install.sh node dev
	@node js/build.mjs
	@scripts/install.sh python dev

# Two processes, each with a browser and a JupyterLab of its own: most of a test in a browser is waiting.
test: chromium check
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder
	cd js && node_modules/.bin/vitest run

# `make test` asks DuckDB and Polars everything, the slower engines each question of each vector once.
test-engines: dev
	EVALLENS_TEST_ENGINES=1 $(BIN)/python -m pytest --numprocesses 2 --dist worksteal tests/tables/test_vectors_in_tables.py tests/tables/test_ibis.py tests/tables/test_spark.py

# First, so that what is missing is said before anything takes long.
chromium:
	@scripts/need_chromium.sh

check: dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python scripts/generate_types.py --check
	cd js && node_modules/.bin/biome check --error-on-warnings
	cd js && node_modules/.bin/tsc
	cd js && node_modules/.bin/tsc --project tests

build:
	@scripts/install.sh node demo
	@node js/build.mjs

types:
	@scripts/install.sh python dev
	@$(BIN)/python scripts/generate_types.py

bench: chromium
	@scripts/install.sh node dev
	@node js/build.mjs
	@scripts/install.sh python bench
	@$(BIN)/python -m benchmarks $(if $(QUICK),--quick)

look: chromium dev
	@PYTHONPATH=src:. $(BIN)/python -m tests.look $(ONLY)

format: dev
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format
	cd js && node_modules/.bin/biome check --write

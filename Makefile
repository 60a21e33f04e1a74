# `make demo` and `make test` work from a fresh clone with Python 3.11+ and make; each sets up what it needs.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: demo test check soak bench lock clean locale

demo: .venv/.ready
	$(BIN)/reviewer demo

test: check
	$(BIN)/python -m pytest -q -m "not soak"

check: .venv/.dev-ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

soak: .venv/.dev-ready
	$(BIN)/python -m pytest -q -m soak

bench: .venv/.bench-ready
	for script in tests/benchmarks/bench_*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "reviewer needs Python 3.11 or later: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv

.venv/.ready: .venv/bin/python requirements.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/.dev-ready: .venv/.ready requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

.venv/.bench-ready: .venv/.dev-ready requirements-bench.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	touch $@

# After a change of pyproject.toml: the locked versions with their hashes and without index addresses (needs uv).
LOCK = uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --quiet
lock:
	printf 'hatchling==1.27.0\neditables==0.5\n' | $(LOCK) pyproject.toml - -o requirements.txt
	$(LOCK) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	$(LOCK) pyproject.toml --group dev --group bench -c requirements-dev.txt -o requirements-bench.txt

clean:
	rm -rf .venv build dist

# After a change of reviewer/locale/en/LC_MESSAGES/reviewer.po: the compiled catalogue that gettext loads.
locale: .venv/.dev-ready
	$(BIN)/pybabel compile -D reviewer -d reviewer/locale

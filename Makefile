# Every target sets up what it needs first; a second call starts at once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo chat test lint types check format bench-turn bench-stalls bench-budget bench-lookup faults faults-short diagrams clean

demo: $(VENV)/.runtime
	$(BIN)/python -m bot demo

chat: $(VENV)/.runtime
	@$(BIN)/python -m bot chat

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

# Before every push: format, lint, types, tests.
check: format lint types test

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only --quiet .

bench-turn: $(VENV)/.dev
	$(BIN)/python -m benchmarks.turn
	$(BIN)/python -m benchmarks.process

# How long it takes to find a name of a long list in a whole sentence.
bench-lookup: $(VENV)/.dev
	$(BIN)/python -m benchmarks.lookup

bench-budget: $(VENV)/.dev
	$(BIN)/python -m benchmarks.budget

# Frontdesk under counted faults (docs/faults.md). ARGS go to the programme:
# make faults ARGS="--minutes 60 --resume results", with --rows PracSuite for one system alone
faults: $(VENV)/.dev
	$(BIN)/python -m tests.faults $(ARGS)

# A few runs of each fault, in at most five minutes.
faults-short: $(VENV)/.dev
	$(BIN)/python -m tests.faults --short $(ARGS)

# How long the event loop is held up, callback by callback, beside a process that does nothing.
bench-stalls: $(VENV)/.dev
	$(BIN)/python -m benchmarks.stalls

# What is generated from the code and compared by a test: diagrams and .env.example.
diagrams: $(VENV)/.dev
	$(BIN)/python -m bot generate

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

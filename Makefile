# Two commands for a stranger: `make run` serves the page, `make test` checks everything. Both set themselves up.
VENV := .venv
BIN := $(VENV)/bin
TRAIN_VENV := .venv-train
TRAIN_BIN := $(TRAIN_VENV)/bin

.PHONY: run test test-train lint clean

$(VENV)/.ready: pyproject.toml constraints.txt
	python3 -m venv $(VENV)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[test]'
	touch $@

# Trainers need torch, which the page never does: an environment of their own. pip, not uv: it finds CPU builds.
$(TRAIN_VENV)/.ready: pyproject.toml constraints-train.txt
	python3 -m venv $(TRAIN_VENV)
	$(TRAIN_BIN)/python -m pip install --quiet -r constraints-train.txt
	touch $@

run: $(VENV)/.ready
	$(BIN)/miaoti ui

test: $(VENV)/.ready
	$(BIN)/python -m pytest

test-train: $(TRAIN_VENV)/.ready
	$(TRAIN_BIN)/python -m pytest tests/train

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/mypy

clean:
	rm -rf $(VENV) $(TRAIN_VENV)

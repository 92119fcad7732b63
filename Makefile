# Two commands for a stranger: `make run` serves the page, `make test` checks everything. Both set themselves up.
VENV := .venv
BIN := $(VENV)/bin
TRAIN_VENV := .venv-train
TRAIN_BIN := $(TRAIN_VENV)/bin
EVALS_VENV := .venv-evals
EVALS_BIN := $(EVALS_VENV)/bin

.PHONY: run test test-train test-evals lint clean

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

# inspect_ai wants an older python-dateutil than the page has.
$(EVALS_VENV)/.ready: pyproject.toml constraints-evals.txt
	python3 -m venv $(EVALS_VENV)
	$(EVALS_BIN)/python -m pip install --quiet uv
	$(EVALS_BIN)/uv pip install --quiet --python $(EVALS_BIN)/python -c constraints-evals.txt -e '.[test,evals]'
	touch $@

run: $(VENV)/.ready
	$(BIN)/miaoti ui

test: $(VENV)/.ready
	$(BIN)/python -m pytest

test-train: $(TRAIN_VENV)/.ready
	$(TRAIN_BIN)/python -m pytest tests/train

test-evals: $(EVALS_VENV)/.ready
	$(EVALS_BIN)/python -m pytest tests/unit/test_evals_inspect.py tests/unit/test_evals_matching.py

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/mypy

clean:
	rm -rf $(VENV) $(TRAIN_VENV) $(EVALS_VENV)

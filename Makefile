# Two commands for a stranger: `make run` serves the page, `make test` checks everything. Both set themselves up.
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test test-train lint clean

$(VENV)/.ready: pyproject.toml constraints.txt
	python3 -m venv $(VENV)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[test]'
	touch $@

run: $(VENV)/.ready
	$(BIN)/miaoti ui

test: $(VENV)/.ready
	$(BIN)/python -m pytest

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/mypy

clean:
	rm -rf $(VENV)

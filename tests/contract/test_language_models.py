"""What every language model promises, checked on each that can run here.

`llamacpp` always runs; `openai` talks to a real llama.cpp server on loopback; `transformers` needs the extra `hf`;
`vllm` asks the server at MIAOTI_VLLM_URL, which `make vllm` starts, with the key in MIAOTI_VLLM_KEY.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.llm import (
    LanguageModel,
    ModelClosed,
    ModelError,
    ModelRequestError,
    ModelSpec,
    Sampling,
    load_language_model,
    prepare_model,
)
from models.llm.gbnf import parse_grammar
from models.llm.llamacpp import start_server
from models.llm.openai import OpenAIEndpoint

KEY = "a key for this test"
GREEDY = Sampling(max_tokens=8, temperature=0.0, stop=())
CAPITAL = "The capital of France is"
GRAMMAR = r"""root ::= "{\"" [a-z]{1,4} "\":" ("true" | "false") "}" """


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("llm-home")


@pytest.fixture(scope="session")
def model_file(home: Path) -> Path:
    return prepare_model(home)


@pytest.fixture(scope="module", params=["llamacpp", "openai", "transformers", "vllm"])
def model(request: pytest.FixtureRequest, home: Path, model_file: Path) -> Iterator[LanguageModel]:
    loaded, keep = load(request.param, home, model_file)
    yield loaded
    loaded.close()
    del keep


def load(kind: str, home: Path, file: Path) -> tuple[LanguageModel, object]:
    """A model of `kind` and whatever must live as long as it does."""
    if kind == "openai":
        server = start_server(file, None, KEY, 256, 1, parallel=4)
        return load_language_model(ModelSpec(kind="openai", url=server.listening_address, api_key=KEY)), server
    if kind == "vllm":
        if not (url := os.environ.get("MIAOTI_VLLM_URL")):
            pytest.skip("MIAOTI_VLLM_URL names no server; start one with make vllm")
        return load_language_model(ModelSpec(kind="openai", url=url, api_key=os.environ.get("MIAOTI_VLLM_KEY"))), None
    if kind == "transformers":
        for module in ("torch", "transformers", "gguf"):
            pytest.importorskip(module, reason=f"{module} is missing: install the extra hf")
        from models.llm.export_hf import export_hf

        folder = export_hf(file, home / "exported")
        return load_language_model(ModelSpec(kind="transformers", model=str(folder))), None
    return load_language_model(ModelSpec(home=home, parallel=4, context=256, threads=1)), None


def test_one_completion_for_each_prompt_in_order(model: LanguageModel) -> None:
    prompts = [CAPITAL, "1, 2, 3, 4,", CAPITAL]
    first, count, again = model.complete(prompts, GREEDY)
    assert first.text == again.text
    assert "5" in count.text
    assert first.tokens == GREEDY.max_tokens and first.finish == "length"


def test_no_prompts_give_no_completions(model: LanguageModel) -> None:
    assert model.complete([], GREEDY) == []


def test_a_stop_string_ends_the_text_before_it(model: LanguageModel) -> None:
    (free,) = model.complete([CAPITAL], GREEDY)
    word = free.text.split()[2]
    (stopped,) = model.complete([CAPITAL], GREEDY.model_copy(update={"stop": (word,)}))
    assert stopped.finish == "stop"
    assert stopped.text == free.text[: free.text.index(word)]


def test_max_tokens_bounds_the_text(model: LanguageModel) -> None:
    (one,) = model.complete([CAPITAL], GREEDY.model_copy(update={"max_tokens": 1}))
    assert one.tokens == 1 and one.finish == "length"
    assert len(model.tokenize(one.text)) == 1


def test_a_grammar_holds_for_every_sample(model: LanguageModel) -> None:
    sampling = Sampling(max_tokens=24, temperature=1.2, seed=3)
    for completion in model.complete(["JSON: "] * 3, sampling, grammar=GRAMMAR):
        assert completion.finish == "stop"
        assert parse_grammar(GRAMMAR).matches(completion.text)
        assert next(iter(json.loads(completion.text).values())) in (True, False)


def test_a_grammar_can_say_chinese(model: LanguageModel) -> None:
    (answer,) = model.complete(["今天"], Sampling(max_tokens=8), grammar='root ::= "是的" | "不是"')
    assert answer.text in {"是的", "不是"}


def test_a_broken_grammar_is_refused(model: LanguageModel) -> None:
    with pytest.raises(ModelRequestError):
        model.complete([CAPITAL], GREEDY, grammar="root ::= [a")


def test_greedy_is_deterministic(model: LanguageModel) -> None:
    texts = {model.complete([CAPITAL], GREEDY)[0].text for _ in range(3)}
    assert len(texts) == 1


def test_samples_of_one_prompt_differ(model: LanguageModel) -> None:
    sampling = Sampling(max_tokens=8, temperature=1.0, seed=11, stop=())
    assert len({completion.text for completion in model.complete(["从前有"] * 4, sampling)}) > 1


def test_streamed_pieces_make_up_the_text(model: LanguageModel) -> None:
    pieces = list(model.stream("从前有一只小猫😀，", GREEDY))
    assert len(pieces) > 1
    assert "".join(pieces) == model.complete(["从前有一只小猫😀，"], GREEDY)[0].text


def test_leaving_a_stream_frees_the_model(model: LanguageModel) -> None:
    for _ in model.stream("Once upon a time", Sampling(max_tokens=200, stop=())):
        break
    assert model.complete([CAPITAL], GREEDY)[0].tokens == 8


def test_cancel_returns_within_half_a_second(model: LanguageModel) -> None:
    cancel = threading.Event()
    set_at: list[float] = []
    timer = threading.Timer(0.3, lambda: (set_at.append(time.monotonic()), cancel.set()))
    timer.start()
    endless = "root ::= [a-z] root"
    completions = model.complete(["Once upon"] * 2, Sampling(max_tokens=220, stop=()), grammar=endless, cancel=cancel)
    assert time.monotonic() - set_at[0] < 0.5
    assert any(completion.finish == "cancelled" for completion in completions)


def test_cancelled_streams_are_free_for_the_next_call(model: LanguageModel) -> None:
    started = time.monotonic()
    model.complete([CAPITAL], GREEDY)
    alone = time.monotonic() - started
    cancel = threading.Event()
    threading.Timer(0.3, cancel.set).start()
    prompts = [f"Once upon {number}" for number in range(8)]
    model.complete(prompts, Sampling(max_tokens=220, stop=()), grammar="root ::= [a-z] root", cancel=cancel)
    started = time.monotonic()
    assert model.complete([CAPITAL], GREEDY)[0].tokens == 8
    assert time.monotonic() - started < 3 * alone + 0.7, "what was cancelled was still being drawn"


def test_a_call_that_is_cancelled_beforehand_draws_nothing(model: LanguageModel) -> None:
    cancel = threading.Event()
    cancel.set()
    (nothing,) = model.complete([CAPITAL], GREEDY, cancel=cancel)
    assert (nothing.finish, nothing.tokens, nothing.text) == ("cancelled", 0, "")
    assert list(model.stream(CAPITAL, GREEDY, cancel=cancel)) == []


def test_mean_logprob_comes_only_on_request(model: LanguageModel) -> None:
    (without,) = model.complete([CAPITAL], GREEDY)
    (with_,) = model.complete([CAPITAL], GREEDY.model_copy(update={"logprobs": True}))
    assert without.mean_logprob is None
    assert with_.mean_logprob is not None and -5 < with_.mean_logprob < 0


def test_sense_scores_above_scrambled_text(model: LanguageModel) -> None:
    texts = ["今天天气很好，我们去公园玩。", "好天很今气天，公去玩园们我。", ""]
    if isinstance(model, OpenAIEndpoint) and model.dialect == "llamacpp":
        # llama-server scores no prompts: it must say so
        with pytest.raises(ModelError, match="log-prob"):
            model.mean_logprobs(texts)
        return
    sense, scrambled, empty = model.mean_logprobs(texts)
    assert -5 < sense < 0 and scrambled < sense - 1
    assert empty == float("-inf")


def test_tokenize_counts_without_begin(model: LanguageModel) -> None:
    assert model.tokenize("") == []
    assert len(model.tokenize("你好")) in {1, 2}
    assert len(model.tokenize("\U0001f9ff\u9f98")) >= 2


@pytest.mark.parametrize("kind", ["llamacpp", "openai"])
def test_a_closed_model_says_so(kind: str, home: Path, model_file: Path) -> None:
    closed, _keep = load(kind, home, model_file)
    closed.close()
    closed.close()
    for use in (
        lambda: closed.complete([CAPITAL], GREEDY),
        lambda: closed.stream(CAPITAL, GREEDY),
        lambda: closed.mean_logprobs(["x"]),
        lambda: closed.tokenize("x"),
    ):
        with pytest.raises(ModelClosed, match="load"):
            use()


def test_a_prompt_beyond_the_context_is_refused(home: Path, model_file: Path) -> None:
    small = load_language_model(ModelSpec(home=home, parallel=1, context=256, threads=1))
    try:
        with pytest.raises(ModelRequestError, match="too long"):
            small.complete(["one two three " * 200], GREEDY)
    finally:
        small.close()

"""The reference: a Hugging Face folder run by transformers. For parity tests and for models llama.cpp cannot read."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from models.llm.errors import ModelClosed, ModelMissing, ModelRequestError
from models.llm.gbnf import Grammar, parse_grammar
from models.llm.hf_grammar import Interrupted, TokenTrie
from models.llm.hf_sampling import choose, penalise
from models.llm.protocol import Completion, Finish, Sampling
from models.llm.stopping import Stop


class Transformers:
    """A model in this process, one stream at a time: slow on purpose, plain in its arithmetic.

    The same seed and call give the same text on one machine, since nothing shares a batch.
    """

    def __init__(self, folder: str, *, adapter: Path | None = None, threads: int | None = None) -> None:
        """Load `folder`, and the PEFT folder `adapter` on it. Raises ModelMissing where either is not there."""
        if not Path(folder).is_dir():
            raise ModelMissing(f"{folder} is no folder; export one with python -m models.llm.export_hf")
        if threads:
            torch.set_num_threads(threads)
        self.name = Path(folder).name
        self.adapter = adapter.name if adapter else None
        self._tokenizer: Any = AutoTokenizer.from_pretrained(folder)
        self._network: Any = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
        if adapter is not None:
            if not (adapter / "adapter_config.json").is_file():
                raise ModelMissing(f"{adapter} holds no adapter; train it first or correct the setting")
            from peft import PeftModel

            self._network = PeftModel.from_pretrained(self._network, str(adapter)).eval()
        self._trie: TokenTrie | None = None
        self._grammars = lru_cache(maxsize=8)(parse_grammar)
        self._lock = threading.Lock()
        self._closing = threading.Event()

    def complete(
        self,
        prompts: Sequence[str],
        sampling: Sampling,
        *,
        grammar: str | None = None,
        cancel: threading.Event | None = None,
    ) -> list[Completion]:
        """See LanguageModel. Prompts are worked off one after another."""
        self._check_open()
        result = []
        for position, prompt in enumerate(prompts):
            run = _Run(sampling)
            for _ in self._draw(run, prompt, position, grammar, cancel):
                pass
            result.append(run.completion())
        return result

    def stream(
        self, prompt: str, sampling: Sampling, *, grammar: str | None = None, cancel: threading.Event | None = None
    ) -> Iterator[str]:
        """See LanguageModel."""
        self._check_open()
        return self._draw(_Run(sampling), prompt, 0, grammar, cancel)

    def mean_logprobs(self, texts: Sequence[str]) -> list[float]:
        """See LanguageModel."""
        self._check_open()
        return [self._score(self.tokenize(text)) for text in texts]

    def tokenize(self, text: str) -> list[int]:
        """See LanguageModel."""
        self._check_open()
        ids: list[int] = self._tokenizer(text, add_special_tokens=False).input_ids
        return ids

    def close(self) -> None:
        """See LanguageModel."""
        self._closing.set()
        with self._lock:
            self._network = self._trie = None

    def _check_open(self) -> None:
        if self._closing.is_set():
            raise ModelClosed(f"{self.name} was closed; load it again with load_language_model")

    def _draw(
        self, run: _Run, prompt: str, position: int, grammar: str | None, cancel: threading.Event | None
    ) -> Iterator[str]:
        sampling = run.sampling
        rules = self._grammars(grammar) if grammar is not None else None
        seed = None if sampling.seed is None else sampling.seed + position
        dice = torch.Generator().manual_seed(seed) if seed is not None else torch.Generator()
        if seed is None:
            dice.seed()
        given = self._tokenizer(prompt).input_ids
        stop = Stop(cancel, self._closing)
        past: Any = None
        feed = given
        with self._lock:
            while run.finish is None:
                if stop.wanted():
                    run.finish = "cancelled"
                    break
                logits, past = self._step(feed, past)
                try:
                    token = self._choose(logits, given + run.ids, run, rules, dice, stop)
                except Interrupted:
                    continue
                yield from run.add(token, self._tokenizer)
                feed = [token]
            yield from run.rest()

    def _step(self, ids: list[int], past: Any) -> tuple[torch.Tensor, Any]:
        with torch.inference_mode():
            output = self._network(input_ids=torch.tensor([ids]), past_key_values=past, use_cache=True)
        return output.logits[0, -1].float(), output.past_key_values

    def _choose(
        self, logits: torch.Tensor, seen: list[int], run: _Run, rules: Grammar | None, dice: torch.Generator, stop: Stop
    ) -> int:
        end = self._tokenizer.eos_token_id
        weights = penalise(logits, seen[-64:], run.sampling.repeat_penalty)
        if rules is not None:
            if self._trie is None:
                self._trie = TokenTrie(self._tokenizer)
            ids = run.allowed(rules, self._trie, end, stop)
            mask = torch.full_like(weights, float("-inf"))
            mask[ids] = weights[ids]
            weights = mask
        token = choose(weights, run.sampling, dice)
        run.logprobs.append(float(torch.log_softmax(logits, -1)[token]))
        run.ended = token == end
        return token

    def _score(self, ids: list[int]) -> float:
        if not ids:
            return float("-inf")
        with self._lock, torch.inference_mode():
            given = torch.tensor([[self._tokenizer.bos_token_id, *ids]])
            logprobs = torch.log_softmax(self._network(input_ids=given).logits[0, :-1].float(), -1)
        return float(logprobs[torch.arange(len(ids)), torch.tensor(ids)].mean())


class _Run:
    """One completion in the making: ids, the text that is safe to show, and why it ended."""

    def __init__(self, sampling: Sampling) -> None:
        self.sampling = sampling
        self.ids: list[int] = []
        self.logprobs: list[float] = []
        self.ended = False
        self.finish: Finish | None = None
        self._text = ""
        self._shown = 0

    def add(self, token: int, tokenizer: Any) -> Iterator[str]:
        """Take a token; yields text that no stop string can still take back."""
        self.ids.append(token)
        if self.ended:
            self.finish = "stop"
            return
        self._text = tokenizer.decode(self.ids, skip_special_tokens=True)
        cuts = [at for stop in self.sampling.stop if (at := self._text.find(stop)) >= 0]
        if cuts:
            self._text, self.finish = self._text[: min(cuts)], "stop"
        elif len(self.ids) >= self.sampling.max_tokens:
            self.finish = "length"
        else:
            yield from self._show(self._safe())

    def allowed(self, rules: Grammar, trie: TokenTrie, end: int, stop: Stop) -> list[int]:
        """Ids that the grammar allows next, `end` among them where the text may be over."""
        state = rules.read(self._text)
        ids = trie.allowed(rules, state, stop.wanted) + ([end] if None in state else [])
        if not ids:
            raise ModelRequestError("the grammar leaves no token to draw; correct it")
        return ids

    def rest(self) -> Iterator[str]:
        """What is still to be shown when the run has ended."""
        self._text = self._text.rstrip("\ufffd")
        yield from self._show(len(self._text))

    def completion(self) -> Completion:
        """The finished run."""
        wanted = self.sampling.logprobs and self.logprobs
        return Completion(
            text=self._text,
            tokens=len(self.ids),
            finish=self.finish or "cancelled",
            mean_logprob=sum(self.logprobs) / len(self.logprobs) if wanted else None,
        )

    def _safe(self) -> int:
        end = len(self._text.rstrip("\ufffd"))
        for stop in self.sampling.stop:
            tails = (size for size in range(len(stop) - 1, 0, -1) if self._text.endswith(stop[:size]))
            end = min(end, len(self._text) - next(tails, 0))
        return end

    def _show(self, end: int) -> Iterator[str]:
        if end > self._shown:
            start, self._shown = self._shown, end
            yield self._text[start:end]

"""A baseline: the language model alone, prompted with the talk so far, without tools, readers or checks."""

from __future__ import annotations

from pathlib import Path

from evals.cases import Case
from evals.drivers import Conversation
from evals.records import Observation, SeenTitle
from models.llm import LanguageModel, ModelSpec, Sampling, load_language_model

_HEAD = "你是B站广告标题助手。根据广告主的要求写标题，一行一条。\n产品：{product}\n卖点：{facts}\n"


class RawModelDriver:
    """Every line that the model writes counts as a title; the intent is always generate."""

    name = "raw"

    def __init__(self, model: LanguageModel, seed: int = 0) -> None:
        self._model = model
        self._seed = seed

    @classmethod
    def on(cls, home: Path, seed: int) -> RawModelDriver:
        """With the embedded model kept in `home`."""
        return cls(load_language_model(ModelSpec(kind="llamacpp", home=home)), seed)

    def open(self, case: Case) -> Conversation:
        return _Raw(self._model, case, self._seed)

    def close(self) -> None:
        self._model.close()


class _Raw:
    def __init__(self, model: LanguageModel, case: Case, seed: int) -> None:
        product = case.advertiser.products[0]
        self._model, self._case, self._seed = model, case, seed
        self._talk = _HEAD.format(product=product.name, facts="、".join(product.facts))
        self._product_id = product.id
        self._turns = 0

    def send(self, text: str) -> Observation:
        self._talk += f"广告主：{text}\n标题：\n"
        sampling = Sampling(max_tokens=120, seed=self._seed, stop=("广告主：",))
        reply = self._model.complete([self._talk], sampling)[0].text.strip()
        self._talk += reply + "\n"
        self._turns += 1
        lines = [line.strip() for line in reply.splitlines() if line.strip()]
        titles = tuple(
            SeenTitle(id=f"{self._case.id}-{self._turns}-{number}", text=line, product_id=self._product_id)
            for number, line in enumerate(lines)
        )
        return Observation(user=text, reply=reply, intent="generate", titles=titles)

    def stop(self) -> None:
        """A completion is short; the turn's limit is left to the runner."""

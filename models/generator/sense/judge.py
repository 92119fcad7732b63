"""Whether a title makes sense for its keywords, from the language model's own odds of answering yes."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence

from models.llm import LanguageModel, Sampling

YES, NO = "是", "否"
CONTEXT = 160  # tokens: eight keywords and a title of sixty characters
SURE = 6.0  # log odds beyond which the model's word is not finer than its data
_GRAMMAR = f'root ::= "{YES}" | "{NO}"'
_SAMPLING = Sampling(max_tokens=1, temperature=0.0, logprobs=True)
_LEAST = 1e-6


def question(words: Sequence[str], title: str) -> str:
    """What the model is asked; its answer is the next token. All but the title is read once for a list of titles."""
    return f"关键词：{'、'.join(words)}\n说得通吗：{title}\n"


class SenseJudge:
    """`model` must carry the adapter of this folder: any other model has never heard the question."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model

    def log_odds(
        self, titles: Sequence[str], words: Sequence[str], cancel: threading.Event | None = None
    ) -> list[float]:
        """Natural log odds that each title makes sense for `words`, within ±SURE; 0 where `cancel` came first."""
        prompts = [question(words, title) for title in titles]
        answers = self._model.complete(prompts, _SAMPLING, grammar=_GRAMMAR, cancel=cancel) if prompts else []
        return [_log_odds(answer.text, answer.mean_logprob) for answer in answers]

    def close(self) -> None:
        """Let go of the model."""
        self._model.close()


def _log_odds(answer: str, logprob: float | None) -> float:
    if answer not in (YES, NO) or logprob is None:
        return 0.0
    said = min(max(math.exp(logprob), _LEAST), 1 - _LEAST)
    odds = math.log(said / (1 - said))
    # A greedy answer is the likelier of the two, though a third token may have had a share.
    return min(max(odds, 0.0), SURE) * (1 if answer == YES else -1)

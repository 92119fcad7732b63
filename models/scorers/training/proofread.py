"""Trains the proofreader on titles that the counts have not seen."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.corruption import ALL_KINDS, BASIC_KINDS, Corrupter
from models.scorers import data as sets
from models.scorers.encoder import TitleEncoder
from models.scorers.evidence import Evidence
from models.scorers.ngram import NgramModel
from models.scorers.ngram_train import counted_titles, is_counted
from models.scorers.proofreader import INPUTS, Floats, Proofreader, inputs, whole

_WIDTH, _HIDDEN, _DRAWS = 48, 32, 5
_BATCH, _RATE = 64, 3e-3


class Network(nn.Module):  # type: ignore[misc]
    """The same sums as `Proofreader`, over titles in a row with their edges between them."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv1d(INPUTS, _WIDTH, 5, padding=2)
        self.second = nn.Conv1d(_WIDTH, _WIDTH, 3, padding=1)
        self.token = nn.Linear(_WIDTH, 1)
        self.hidden = nn.Linear(2 * _WIDTH + 4, _HIDDEN)
        self.out = nn.Linear(_HIDDEN, 1)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x: Tensor, inside: Tensor, rows: Tensor, about: Tensor) -> tuple[Tensor, Tensor]:
        """x (positions, INPUTS) standardised; about (titles, 2) -> logits of titles and of positions."""
        keep = inside.float()[:, None]
        y = self.dropout(torch.relu(self.first((x * keep).T[None])[0].T) * keep)
        y = torch.relu(self.second(y.T[None])[0].T) + y
        token = torch.where(inside, self.token(y)[:, 0], torch.tensor(-1e4))
        count = len(about)
        where = rows[:, None].expand_as(y)
        blank = torch.full((count, y.shape[1]), -1e4)
        highest = blank.scatter_reduce(0, where, torch.where(keep > 0, y, -1e4), "amax")
        lengths = torch.zeros(count).index_add(0, rows, keep[:, 0]).clamp(min=1)
        mean = torch.zeros(count, y.shape[1]).index_add(0, rows, y * keep) / lengths[:, None]
        worst = torch.full((count,), -1e4).scatter_reduce(0, rows, token, "amax")
        total = worst + torch.zeros(count).index_add(0, rows, torch.exp(token - worst[rows])).log()
        pooled = torch.cat([highest, mean, about, total[:, None], worst[:, None]], dim=1)
        return self.out(torch.relu(self.hidden(pooled)))[:, 0], token

    def arrays(self) -> dict[str, Floats]:
        """Weights as `Proofreader` reads them."""
        found = {name: parameter.detach().numpy() for name, parameter in self.named_parameters()}
        return {
            "first": found["first.weight"].transpose(2, 1, 0),
            "first_bias": found["first.bias"],
            "second": found["second.weight"].transpose(2, 1, 0),
            "second_bias": found["second.bias"],
            "token": found["token.weight"][0],
            "token_bias": found["token.bias"],
            "hidden": found["hidden.weight"].T,
            "hidden_bias": found["hidden.bias"],
            "out": found["out.weight"][0],
            "out_bias": found["out.bias"],
        }


class Read:
    """Titles as the network reads them: one block of positions each."""

    def __init__(self, titles: Sequence[str], encoder: TitleEncoder, evidence: Evidence) -> None:
        read = encoder.read(titles)
        found, rows, inside = inputs(evidence, titles, read.wrong)
        cuts = np.flatnonzero(np.diff(rows)) + 1
        self.blocks, self.inside = np.split(found, cuts), np.split(inside, cuts)
        self.about = whole(read.scores[:, 0], np.array([len(title) for title in titles]))


def drawn(titles: Sequence[str], seed: int) -> tuple[list[str], list[frozenset[int]]]:
    """Each title spoiled once: alone, one in 8 or one in 5 characters, half of them by the basic kinds."""
    corrupter, chance = Corrupter(titles, seed, fragments=titles), random.Random(seed)
    found = [
        corrupter.corrupt(
            title,
            max(1, chance.choice((1, 1, len(title) // 8, len(title) // 5))),
            BASIC_KINDS if chance.random() < 0.5 else ALL_KINDS,
        )
        for title in titles
    ]
    return [one.text for one in found], [one.touched for one in found]


def fit_proofreader(
    titles: Sequence[str],
    encoder: TitleEncoder,
    evidence: Evidence,
    epochs: int = 10,
    seed: int = 0,
) -> Proofreader:
    """Learn to tell `titles` from their spoiled forms; in each epoch another of five forms of each."""
    torch.manual_seed(seed)
    right = Read(titles, encoder, evidence)
    forms = [drawn(titles, seed + 1 + draw) for draw in range(_DRAWS)]
    wrong = [Read(texts, encoder, evidence) for texts, _ in forms]
    sample = np.vstack([*right.blocks[:5000], *wrong[0].blocks[:5000]])
    mean, scale = sample.mean(0), sample.std(0) + 1e-3
    network = Network()
    optimiser = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=0.02)
    steps = epochs * -(-len(titles) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _RATE, total_steps=steps)
    random_ = np.random.default_rng(seed)
    for epoch in range(epochs):
        spoiled, (_, touched) = wrong[epoch % _DRAWS], forms[epoch % _DRAWS]
        order = random_.permutation(len(titles))
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            loss = _loss(network, right, spoiled, touched, chosen, mean, scale)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return Proofreader(evidence, {"mean": mean, "scale": scale, **network.arrays()})


def _loss(
    network: Network,
    right: Read,
    wrong: Read,
    touched: Sequence[frozenset[int]],
    chosen: np.ndarray,
    mean: Floats,
    scale: Floats,
) -> Tensor:
    both = [(right, one) for one in chosen] + [(wrong, one) for one in chosen]
    blocks = [read.blocks[one] for read, one in both]
    x = torch.from_numpy((np.concatenate(blocks) - mean) / scale)
    inside = torch.from_numpy(np.concatenate([read.inside[one] for read, one in both]))
    rows = torch.repeat_interleave(torch.arange(len(both)), torch.tensor([len(block) for block in blocks]))
    logit, token = network(x, inside, rows, torch.from_numpy(np.stack([read.about[one] for read, one in both])))
    target = torch.zeros(len(x))
    at = sum(len(block) for block in blocks[: len(chosen)])
    for one, block in zip(chosen, blocks[len(chosen) :], strict=True):
        target[[at + 1 + place for place in touched[one]]] = 1
        at += len(block)
    label = torch.repeat_interleave(torch.tensor([1.0, 0.0]), len(chosen))
    spots = F.binary_cross_entropy_with_logits(token[inside], target[inside])
    return F.binary_cross_entropy_with_logits(logit, label) + 1.5 * spots


def train_proofreader(data: Path, floor: Path, encoder: Path, seed: int = 0) -> Path:
    """Write proofreader.npz beside the encoder of the folder `encoder`; `floor` is an ngram.npz.

    It learns from titles that neither the counts nor the blends and curves see.
    """
    statistics = NgramModel.load(floor).statistics
    evidence = Evidence.count(statistics, counted_titles(data))
    fitted = fit_proofreader(held_titles(data), TitleEncoder(encoder), evidence, seed=seed)
    fitted.save(encoder / "proofreader.npz")
    return encoder / "proofreader.npz"


def held_titles(data: Path) -> list[str]:
    """Train titles that are not counted, and validation titles beyond those of the blends and curves."""
    videos = sets.videos(data)
    train, validation = (videos[videos.part == part] for part in ("train", "validation"))
    titles = [*train.title[~is_counted(train)], *validation.title[9000:]]
    return [title for title in titles if len(title) >= 6]

"""Targets of a batch as tensors, and the sum of the tasks' losses."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

from models.scorers.pieces import Encoded, Pieces, padded
from models.scorers.training.batches import CODES, Row

WEIGHTS = {"fluency": 1.0, "token": 2.0, "style": 0.5, "popular": 0.5, "judge": 0.6, "sense": 0.7, "topic": 0.15}
WEIGHTS |= {"angle": 0.15, "code": 0.15}


def encoded(rows: Sequence[Row], pieces: Pieces) -> list[Encoded]:
    """Ids and spans of each row; rows with keywords carry them before the title."""
    plain = [index for index, row in enumerate(rows) if row.keywords is None]
    paired = [index for index, row in enumerate(rows) if row.keywords is not None]
    out: dict[int, Encoded] = dict(zip(plain, pieces.encode([rows[i].title for i in plain]), strict=True))
    if paired:
        before = [rows[i].keywords or "" for i in paired]
        out |= dict(zip(paired, pieces.encode([rows[i].title for i in paired], before), strict=True))
    return [out[index] for index in range(len(rows))]


def _token_targets(rows: Sequence[Row], items: Sequence[Encoded], length: int) -> Tensor:
    """(n, length): 1 where a token covers a touched character, 0 where none, -1 where unknown."""
    out = torch.full((len(rows), length), -1.0)
    for index, (row, item) in enumerate(zip(rows, items, strict=True)):
        if row.touched is None:
            continue
        for place, (start, end) in enumerate(item.spans):
            if end > start:
                out[index, place] = float(any(start <= at < end for at in row.touched))
    return out


def _binary(logit: Tensor, target: Tensor) -> Tensor:
    known = target >= 0
    if not known.any():
        return logit.sum() * 0
    return F.binary_cross_entropy_with_logits(logit[known], target[known])


def _one_of(logits: Tensor, target: Tensor) -> Tensor:
    """Cross-entropy over rows with a target; 0 where no row has one (the mean of nothing is NaN)."""
    known = target >= 0
    return F.cross_entropy(logits[known], target[known]) if known.any() else logits.sum() * 0


def _forward(model: torch.nn.Module, items: Sequence[Encoded], groups: int = 8) -> tuple[dict[str, Tensor], Tensor]:
    """Logits of every row, in order; rows of like length run together, which halves the padding.

    Words are looked up once for all groups: each look-up's gradient is a table as large as the vocabulary.
    """
    order = sorted(range(len(items)), key=lambda index: len(items[index].ids))
    size = -(-len(order) // groups)
    longest = len(items[order[-1]].ids)
    parts = [
        torch.from_numpy(padded([items[index].ids for index in order[start : start + size]]))
        for start in range(0, len(order), size)
    ]
    words = model.word(torch.cat([ids.flatten() for ids in parts]))
    heads: list[dict[str, Tensor]] = []
    tokens: list[Tensor] = []
    with torch.autocast("cpu", torch.bfloat16):
        for ids, part in zip(parts, words.split([ids.numel() for ids in parts]), strict=True):
            _, logits, token = model(ids, part.view(*ids.shape, -1))
            heads.append(logits)
            tokens.append(F.pad(token.float(), (0, longest - token.shape[1])))
    back = torch.argsort(torch.tensor(order))
    return {name: torch.cat([part[name] for part in heads]).float()[back] for name in heads[0]}, torch.cat(tokens)[back]


def losses(model: torch.nn.Module, rows: Sequence[Row], pieces: Pieces, offset: Tensor) -> dict[str, Tensor]:
    """Loss of every task. `offset` is a learned logit a topic, so that popularity is told within a category."""
    items = encoded(rows, pieces)
    logits, token = _forward(model, items)

    def target(name: str) -> Tensor:
        return torch.tensor([getattr(row, name) for row in rows], dtype=torch.float32)

    topic = torch.tensor([row.topic for row in rows])
    popular = logits["popular"][:, 0] + torch.where(topic >= 0, offset[topic.clamp(min=0)], torch.zeros(()))
    out = {name: _binary(logits[name][:, 0], target(name)) for name in ("fluency", "style", "sense")}
    out["popular"] = _binary(popular, target("popular"))
    out["token"] = _binary(token, _token_targets(rows, items, token.shape[1]))
    rated = [index for index, row in enumerate(rows) if row.judge is not None]
    wanted = torch.tensor([rows[index].judge for index in rated], dtype=torch.float32)
    out["judge"] = F.mse_loss(logits["judge"][rated, 0], wanted)
    codes = torch.tensor([[float(code in (rows[i].codes or "")) for code in CODES] for i in rated])
    out["code"] = F.binary_cross_entropy_with_logits(logits["code"][rated], codes)
    out["topic"] = _one_of(logits["topic"], topic)
    angle = torch.tensor([row.angle for row in rows])
    out["angle"] = _one_of(logits["angle"], angle)
    return out


def total(parts: dict[str, Tensor]) -> Tensor:
    """Weighted sum."""
    return torch.stack([WEIGHTS[name] * value for name, value in parts.items()]).sum()

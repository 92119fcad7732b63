"""Joins, character by character, what the encoder finds wrong with what usage says, and judges fluency by both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.scorers.evidence import FEATURES, Evidence
from models.scorers.statistics import Statistics

Floats = npt.NDArray[np.float32]
INPUTS = FEATURES + 2  # with the encoder's logit that the character is wrong, and a mark that it is a character
UNREAD = -9.0  # the logit of a character that no piece of the encoder covers
_NOTHING = -1e4
_BLOCK = 192  # positions at a time: a product so small stays on one thread, and the encoder's are not disturbed


def inputs(
    evidence: Evidence, titles: Sequence[str], wrong: Sequence[Floats]
) -> tuple[Floats, npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """(positions, INPUTS) of all titles in a row, their rows, and which positions are characters.

    `wrong` has one logit a character for each title. An empty title has no position between its edges.
    """
    found, rows, inside = evidence.read(titles)
    out = np.empty((len(found), INPUTS), np.float32)
    out[:, :FEATURES] = found
    out[:, FEATURES] = 0
    out[inside, FEATURES] = np.clip(np.concatenate(wrong), UNREAD, -UNREAD)
    out[:, FEATURES + 1] = inside
    return out, rows, inside


def whole(fluency: Floats, lengths: npt.NDArray[np.int64]) -> Floats:
    """(n, 2): the encoder's logit of the whole title and its length, scaled."""
    return np.stack([fluency / 3, np.log1p(lengths) - 2.8], axis=1).astype(np.float32)


@dataclass(frozen=True)
class Proofreader:
    """Two convolutions over a title's characters, pooled, and a hidden layer.

    `weights`: mean, scale (INPUTS,); first (width, INPUTS, channels), second (width, channels, channels), token
    (channels,), hidden (2 * channels + 4, units), out (units,), each of these with its bias, as in first_bias.
    """

    evidence: Evidence
    weights: dict[str, Floats]

    def __call__(self, titles: Sequence[str], fluency: Floats, wrong: Sequence[Floats]) -> Floats:
        """(n,) logits that a title is whole, from the encoder's logits of titles and of their characters."""
        w = self.weights
        found, rows, inside = inputs(self.evidence, titles, wrong)
        keep = inside[:, None].astype(np.float32)
        x = (found - w["mean"]) / w["scale"] * keep
        y = np.maximum(_convolved(x, w["first"], w["first_bias"]), 0) * keep
        y = np.maximum(_convolved(y, w["second"], w["second_bias"]), 0) + y
        token = np.where(inside, np.einsum("ij,j->i", y, w["token"]) + w["token_bias"], _NOTHING)
        starts = np.searchsorted(rows, np.arange(len(titles)))
        lengths = np.add.reduceat(inside.astype(np.int64), starts)
        highest = np.maximum.reduceat(np.where(keep > 0, y, _NOTHING), starts)
        mean = np.add.reduceat(y * keep, starts) / np.maximum(lengths, 1)[:, None]
        worst = np.maximum.reduceat(token, starts)
        total = worst + np.log(np.add.reduceat(np.exp(token - worst[rows]), starts))
        pooled = np.hstack([highest, mean, whole(fluency, lengths), total[:, None], worst[:, None]])
        hidden = np.maximum(pooled @ w["hidden"] + w["hidden_bias"], 0)
        out: Floats = (hidden @ w["out"] + w["out_bias"]).astype(np.float32)
        return out

    def save(self, path: Path) -> None:
        """The longer counts and the weights, without those counts that the floor keeps."""
        arrays: dict[str, npt.NDArray[np.generic]] = {f"far_{name}": table for name, table in self.evidence.far.items()}
        arrays |= {f"weight_{name}": value.astype(np.float32) for name, value in self.weights.items()}
        np.savez_compressed(path, **arrays)  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: Path, near: Statistics) -> Proofreader:
        """Raises FileNotFoundError where the artefact is missing."""
        with np.load(path, allow_pickle=False) as stored:
            far = {name[4:]: stored[name] for name in stored.files if name.startswith("far_")}
            weights = {name[7:]: stored[name] for name in stored.files if name.startswith("weight_")}
        return cls(Evidence(near, far), weights)


def _convolved(x: Floats, weights: Floats, bias: Floats) -> Floats:
    """One-dimensional convolution over positions; weights (width, inputs, outputs), zeros beyond both ends."""
    width, _, outputs = weights.shape
    reach = width // 2
    padded = np.pad(x, ((reach, reach), (0, 0)))
    out = np.empty((len(x), outputs), np.float32)
    for start in range(0, len(x), _BLOCK):
        stop = min(start + _BLOCK, len(x))
        out[start:stop] = bias
        for place in range(width):
            out[start:stop] += padded[start + place : stop + place] @ weights[place]
    return out

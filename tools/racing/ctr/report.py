"""How good the model is on days it has not seen, and what has changed since it was trained."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from tools.racing.beliefs import Array
from tools.racing.events import CONTEXT

BINS = 10
LEAST_CLICKS = 20


def evaluate(frame: pd.DataFrame, rate: Array) -> dict[str, float]:
    """AUC over impressions, log loss per impression, calibration error (ECE) and normalised entropy.

    Normalised entropy is the loss beside that of always saying the average rate (He et al. 2014): below 1 is useful.
    """
    shown, clicks = frame.shown.to_numpy(float), frame.clicks.to_numpy(float)
    rate = np.clip(rate, 1e-7, 1 - 1e-7)
    loss = -(clicks * np.log(rate) + (shown - clicks) * np.log(1 - rate)).sum() / shown.sum()
    level = float(np.clip(clicks.sum() / shown.sum(), 1e-7, 1 - 1e-7))
    flat = -(level * np.log(level) + (1 - level) * np.log(1 - level))
    return {
        "impressions": float(shown.sum()),
        "clicks": float(clicks.sum()),
        "auc": auc(rate, shown, clicks),
        "log_loss": float(loss),
        "normalised_entropy": float(loss / flat),
        "ece": calibration_error(rate, shown, clicks),
    }


def auc(rate: Array, shown: Array, clicks: Array) -> float:
    """Chance that a clicked impression was rated above one that was not; ties count half."""
    order = np.argsort(rate, kind="stable")
    _value, group = np.unique(rate[order], return_inverse=True)
    hits = np.bincount(group, weights=clicks[order])
    misses = np.bincount(group, weights=(shown - clicks)[order])
    if hits.sum() == 0 or misses.sum() == 0:
        return float("nan")
    below = np.concatenate([[0.0], misses.cumsum()[:-1]])
    return float((hits * (below + misses / 2)).sum() / (hits.sum() * misses.sum()))


def calibration_error(rate: Array, shown: Array, clicks: Array) -> float:
    """Mean distance of predicted and measured rate over bins of equal impressions, weighted by impressions."""
    order = np.argsort(rate, kind="stable")
    share = (shown[order].cumsum() - shown[order] / 2) / shown.sum()
    group = np.minimum((share * BINS).astype(int), BINS - 1)
    n = np.bincount(group, weights=shown[order], minlength=BINS)
    said = np.bincount(group, weights=(rate * shown)[order], minlength=BINS)
    was = np.bincount(group, weights=clicks[order], minlength=BINS)
    return float(np.abs(said - was).sum() / n.sum())


def by_segment(frame: pd.DataFrame, rate: Array) -> dict[str, dict[str, float]]:
    """`evaluate` for every value of every circumstance with enough clicks to say anything."""
    found = {}
    for name in CONTEXT:
        for value in sorted(frame[name].unique()):
            at = (frame[name] == value).to_numpy()
            if frame.clicks[at].sum() >= LEAST_CLICKS:
                found[f"{name}={value}"] = evaluate(frame[at], rate[at])
    return found


def drift(before: pd.DataFrame, after: pd.DataFrame) -> dict[str, float]:
    """Population stability index of each feature between two matrices; above 0.2 is usually called a shift."""
    return dict(sorted(((name, _psi(before[name], after[name])) for name in before), key=lambda pair: -pair[1]))


def _psi(before: Any, after: Any) -> float:
    edges = np.unique(np.quantile(before, np.linspace(0, 1, BINS + 1)[1:-1]))
    one = np.bincount(np.searchsorted(edges, before, side="right"), minlength=len(edges) + 1) + 0.5
    two = np.bincount(np.searchsorted(edges, after, side="right"), minlength=len(edges) + 1) + 0.5
    p, q = one / one.sum(), two / two.sum()
    return float(((q - p) * np.log(q / p)).sum())

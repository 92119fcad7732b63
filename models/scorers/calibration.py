"""From raw scores to probabilities, and how honest those are.

Isotonic regression (Zadrozny and Elkan, KDD 2002) thinned to at most 40 knots; expected calibration error in
bins of equal mass (Guo et al., ICML 2017).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """A rising piecewise-linear map from raw scores to [0, 1]: probability `y` at raw score `x`."""

    x: Floats
    y: Floats

    def __call__(self, raw: npt.ArrayLike) -> Floats:
        values = np.interp(np.asarray(raw, dtype=np.float64), self.x, self.y)
        return np.clip(values, 0.0, 1.0)

    def as_array(self) -> Floats:
        """(2, knots) for an artefact."""
        return np.stack([self.x, self.y])

    @classmethod
    def from_array(cls, array: npt.ArrayLike) -> Curve:
        """From what `as_array` gave."""
        x, y = np.asarray(array, dtype=np.float64)
        return cls(x, y)


def fit(raw: npt.ArrayLike, label: npt.ArrayLike, bins: int = 20, weight: npt.ArrayLike | None = None) -> Curve:
    """Fit on held-out rows: means of `bins` equal-mass bins, made rising by isotonic regression.

    A tiny slope is kept so that the order of titles, hence AUC, survives calibration.
    """
    from sklearn.isotonic import IsotonicRegression

    scores, labels = np.asarray(raw, np.float64), np.asarray(label, np.float64)
    weights = np.ones_like(scores) if weight is None else np.asarray(weight, np.float64)
    if len(scores) < 2 * bins or len(set(labels.tolist())) < 2:
        raise ValueError(f"calibration needs both classes and {2 * bins} rows; got {len(scores)}")
    smooth = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(scores, labels, weights)
    order = np.argsort(scores)
    groups = np.array_split(order, bins)
    x = np.array([np.average(scores[group], weights=weights[group]) for group in groups])
    y = np.array([np.average(smooth.predict(scores[group]), weights=weights[group]) for group in groups])
    x, keep = np.unique(x, return_index=True)
    y = np.maximum.accumulate(y[keep])
    span = max(1e-6, x[-1] - x[0])
    x = np.concatenate([[x[0] - span], x, [x[-1] + span]])
    y = np.concatenate([[max(0.0, y[0] / 4)], y, [min(1.0, 1 - (1 - y[-1]) / 4)]])
    return Curve(x, np.clip(y + np.linspace(0, 1e-4, len(y)), 0, 1))


def fit_logistic(raw: npt.ArrayLike, label: npt.ArrayLike, weight: npt.ArrayLike | None = None) -> Curve:
    """Platt scaling (1999) on held-out rows, for sets too small for bins; drawn as a curve of 41 knots."""
    from sklearn.linear_model import LogisticRegression

    scores, labels = np.asarray(raw, np.float64), np.asarray(label, np.int64)
    middle, spread = float(scores.mean()), float(scores.std()) + 1e-9
    model = LogisticRegression(C=10.0).fit(((scores - middle) / spread)[:, None], labels, sample_weight=weight)
    knots = np.linspace(-6, 6, 41)
    return Curve(knots * spread + middle, model.predict_proba(knots[:, None])[:, 1])


def chance_error(probability: npt.ArrayLike, bins: int = 15, seed: int = 0, times: int = 200) -> float:
    """The ECE that perfectly calibrated scores of this size would show by chance: labels drawn from them."""
    probabilities = np.asarray(probability, np.float64)
    random = np.random.default_rng(seed)
    draws = [
        expected_error(probabilities, random.random(len(probabilities)) < probabilities, bins) for _ in range(times)
    ]
    return float(np.mean(draws))


def expected_error(probability: npt.ArrayLike, label: npt.ArrayLike, bins: int = 15) -> float:
    """ECE in `bins` equal-mass bins, in [0, 1]."""
    probabilities, labels = np.asarray(probability, np.float64), np.asarray(label, np.float64)
    groups = np.array_split(np.argsort(probabilities, kind="stable"), bins)
    gaps = [abs(probabilities[g].mean() - labels[g].mean()) * len(g) for g in groups if len(g)]
    return float(sum(gaps) / len(probabilities))

"""Gradient-boosted trees of click-through rate: a bootstrap ensemble, calibrated on days after those it learned."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

import lightgbm
import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import expit, logit

from tools.racing.beliefs import Array
from tools.racing.ctr.features import Describe, Encoder, TextEffect, folds_of, matrix
from tools.racing.ctr.log import any_context, circumstances_of, is_made_up
from tools.racing.ctr.proof import Proof

MEMBERS = 8
ROUNDS = 120
REFRESH_ROUNDS = 30
PARAMETERS = {
    "objective": "cross_entropy",
    "learning_rate": 0.06,
    "num_leaves": 15,
    "min_sum_hessian_in_leaf": 2.0,
    "feature_fraction": 0.7,
    "lambda_l2": 5.0,
    "verbosity": -1,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
}


@dataclass(frozen=True)
class Prediction:
    """Rates 0..1, each (rows,); `low`..`high` is the spread of the ensemble (its 5th and 95th percentile)."""

    mean: Array
    low: Array
    high: Array


@dataclass
class CtrModel:
    """Fit with `fit`, go on with `refresh`. `slope` and `shift` calibrate log-odds (Platt 1999)."""

    encoder: Encoder
    text: TextEffect
    members: list[lightgbm.Booster]
    slope: float = 1.0
    shift: float = 0.0
    prior_weight: float = 300.0
    """Impressions that the model's word on an unseen title is worth; see `prior.py`."""
    describe: Describe | None = None
    circumstances: pd.DataFrame = field(default_factory=any_context)
    """What viewers come in, so that each row stands for as many impressions; see `log.circumstances_of`."""
    proof: Proof = field(default_factory=Proof)

    @classmethod
    def fit(
        cls,
        frame: pd.DataFrame,
        later: pd.DataFrame,
        *,
        describe: Describe | None = None,
        members: int = MEMBERS,
        seed: int = 0,
    ) -> CtrModel:
        """From `frame` of a log (see `log.py`), calibrated on `later` rows. Raises ValueError without clicks."""
        if frame.empty or frame.clicks.sum() < 20:
            raise ValueError("fewer than 20 clicks: too little to learn from")
        model = cls(Encoder().fit(frame), TextEffect().fit(frame), [], describe=describe)
        model.circumstances, model.proof = circumstances_of(frame), Proof(made_up=is_made_up(frame))
        features, rng = _held_out(frame, describe), np.random.default_rng(seed)
        for number in range(members):
            model.members.append(_boost(features, frame, rng, ROUNDS, seed + number, None))
        model._calibrate(later)
        return model

    def refresh(self, frame: pd.DataFrame, later: pd.DataFrame, seed: int = 0) -> CtrModel:
        """The same trees and a few more, learned from newer rows; the tables of rates are those of `frame`."""
        fresh = CtrModel(Encoder().fit(frame), TextEffect().fit(frame), [], describe=self.describe)
        fresh.circumstances = circumstances_of(frame)
        fresh.proof = Proof(made_up=self.proof.made_up or is_made_up(frame))
        features, rng = _held_out(frame, self.describe), np.random.default_rng(seed)
        for number, member in enumerate(self.members):
            fresh.members.append(_boost(features, frame, rng, REFRESH_ROUNDS, seed + number, member))
        fresh._calibrate(later)
        return fresh

    def features(self, frame: pd.DataFrame) -> pd.DataFrame:
        return matrix(frame, self.encoder.encode(frame), self.text.of(list(frame.title)), self.describe)

    def predict(self, frame: pd.DataFrame) -> Prediction:
        """Rates for rows with title_id, title, hour and circumstances; values never seen are fine."""
        rates = self.rates(self.features(frame))
        low, high = np.quantile(rates, [0.05, 0.95], axis=0)
        return Prediction(rates.mean(axis=0), low, high)

    def rates(self, features: pd.DataFrame | Array) -> Array:
        """Calibrated rates of feature rows, (members, rows)."""
        return np.asarray(expit(self.slope * self._odds(features) + self.shift))

    def importance(self) -> dict[str, float]:
        """Share of the ensemble's gain by feature, most first; sums to 1."""
        gain = np.sum([member.feature_importance("gain") for member in self.members], axis=0)
        order = np.argsort(-gain)
        names = self.members[0].feature_name()
        return {names[i]: float(gain[i] / max(gain.sum(), 1e-12)) for i in order if gain[i] > 0}

    def save(self, path: Path, notes: Mapping[str, Any] | None = None) -> None:
        """One JSON file; `notes` (evaluation, drift baseline) are kept beside the model."""
        weights = self.text.weights
        content = {
            "level": self.encoder.level,
            "tables": {
                name: [[at, *pair] for at, pair in table.items()] for name, table in self.encoder.tables.items()
            },
            "text": [] if weights is None else [round(float(value), 5) for value in weights],
            "intercept": self.text.intercept,
            "members": [member.model_to_string() for member in self.members],
            "slope": self.slope,
            "shift": self.shift,
            "prior_weight": self.prior_weight,
            "described": self.describe.name if self.describe else None,
            "circumstances": self.circumstances.to_dict("records"),
            "proof": asdict(self.proof),
            "notes": dict(notes or {}),
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        spare = path.with_suffix(".part")
        spare.write_text(json.dumps(content), encoding="utf-8")
        spare.replace(path)

    @classmethod
    def load(cls, path: Path, describe: Describe | None = None) -> CtrModel:
        """Raises ValueError when the model was trained with titles described in a way that `describe` is not."""
        content = json.loads(path.read_text(encoding="utf-8"))
        described = None if content["described"] is None else describe
        if content["described"] != (described.name if described else None):
            raise ValueError("this model was trained with other scores and tags: train it again")
        tables = {name: {int(at): (n, c) for at, n, c in rows} for name, rows in content["tables"].items()}
        text = TextEffect(np.array(content["text"]) if content["text"] else None, content["intercept"])
        members = [lightgbm.Booster(model_str=member) for member in content["members"]]
        numbers = (content["slope"], content["shift"], content["prior_weight"])
        context, proof = pd.DataFrame(content["circumstances"]), Proof(**content["proof"])
        return cls(Encoder(content["level"], tables), text, members, *numbers, described, context, proof)

    def _odds(self, features: pd.DataFrame | Array) -> Array:
        """Log-odds before calibration, (members, rows). One thread: waking others takes longer than a few rows."""
        return np.array([member.predict(features, raw_score=True, num_threads=1) for member in self.members])

    def _calibrate(self, later: pd.DataFrame) -> None:
        if later.empty or later.clicks.sum() < 20:
            return
        raw = logit(expit(self._odds(self.features(later))).mean(axis=0))
        shown, clicks = later.shown.to_numpy(float), later.clicks.to_numpy(float)

        def loss(at: Array) -> float:
            rate = np.clip(expit(at[0] * raw + at[1]), 1e-9, 1 - 1e-9)
            # The pull on the slope is worth a few clicks: few of them would tilt it at random.
            fit = -(clicks * np.log(rate) + (shown - clicks) * np.log(1 - rate)).sum()
            return float(fit + 5 * (at[0] - 1) ** 2)

        found = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead")
        self.slope, self.shift = float(max(found.x[0], 0.05)), float(found.x[1])


def _held_out(frame: pd.DataFrame, describe: Describe | None) -> pd.DataFrame:
    """Features of training rows, with every rate taken from other folds.

    A third of the titles are held out whole, so that the trees also learn what to say of titles never seen.
    """
    by_row, by_title = folds_of(frame), folds_of(frame, "title")
    whole = np.array([crc32(f"whole{title}".encode()) % 3 == 0 for title in frame.title])
    encoded: dict[str, Array] = {}
    text = np.zeros(len(frame))
    for fold in np.unique(by_title):
        at = by_title == fold
        text[at] = TextEffect().fit(frame[~at]).of(list(frame.title[at])) if (~at).any() else 0.0
    for folds, chosen in ((by_row, ~whole), (by_title, whole)):
        for fold in np.unique(folds):
            at = chosen & (folds == fold)
            if not at.any():
                continue
            for name, values in Encoder().fit(frame[folds != fold]).encode(frame[at]).items():
                encoded.setdefault(name, np.zeros(len(frame)))[at] = values
    return matrix(frame, encoded, text, describe)


def _boost(
    features: pd.DataFrame,
    frame: pd.DataFrame,
    rng: np.random.Generator,
    rounds: int,
    seed: int,
    start: lightgbm.Booster | None,
) -> lightgbm.Booster:
    """One member: titles are drawn with replacement (Poisson weights), as rows of one title are not independent."""
    codes, titles = pd.factorize(frame.title_id)
    weight = frame.shown.to_numpy(float) * rng.poisson(1.0, size=len(titles))[codes]
    keep = weight > 0
    rate = (frame.clicks / frame.shown).to_numpy(float)
    data = lightgbm.Dataset(features[keep], rate[keep], weight=weight[keep], free_raw_data=False)
    return lightgbm.train(PARAMETERS | {"seed": seed}, data, rounds, init_model=start)

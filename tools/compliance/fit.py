"""Train the learned second look (`learned.npz`) on the project's own labelled titles.

    python -m tools.compliance.fit --own tests/data/compliance_own.jsonl --data FOLDER

FOLDER holds compliance.jsonl (only the tuning half and its compliant rewrites are used), native_*.jsonl and
zeroshot_a.jsonl (ordinary titles, beside the project's own hand-written ones). Takes seconds on one core.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.compliance.checker import load_checker
from tools.compliance.learned import SIZE, WEIGHTS, places
from tools.compliance.rewriting import candidates

WRITTEN = Path(__file__).parents[2] / "models" / "training" / "data"
Example = tuple[str, str | None, str]  # title, industry, category or none
LABELLED_WEIGHT = 3.0  # ordinary titles are many and certain, labelled ones few and hard
STRENGTH = 40.0  # inverse of the L2 penalty
PRECISION = 0.95
MISSED = 0.2  # part of violations that the rules do not find, measured on titles written before the rules
LOWEST = 0.45  # a threshold below this would call a title illegal that is more likely legal
FALSE_ALARMS = 0.01  # of ordinary titles; among what people really write violations are rare
FOLDS = 8
SHORTEST = 5  # different characters below which a text says too little


def read(path: Path) -> list[dict[str, Any]]:
    """Rows of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def labelled(rows: Iterable[dict[str, Any]]) -> list[Example]:
    """Titles with their category, and compliant rewrites as ordinary ones."""
    examples: list[Example] = []
    for row in rows:
        if "title" in row:
            examples.append(
                (row["title"], row["industry"], row["category"] if row["verdict"] == "violation" else "none")
            )
        if row.get("fix"):
            examples.append((row["fix"], row["industry"], "none"))
    return examples


def legal_versions(examples: Iterable[Example]) -> list[Example]:
    """What remains of violations without the words that rules object to, as ordinary titles."""
    checker = load_checker()
    versions: list[Example] = []
    for title, industry, category in examples:
        found = checker.by_rules(title, industry)
        if category == "none" or found.verdict != "violation":
            continue
        for text in candidates(checker, title, found, industry):
            if text and checker.by_rules(text, industry).verdict != "violation":
                versions.append((text, industry, "none"))
    return versions


def ordinary(folder: Path) -> list[Example]:
    """Ordinary titles on which no rule fires."""
    checker = load_checker()
    rows = [row for name in ("native_a", "native_b", "zeroshot_a") for row in read(folder / f"{name}.jsonl")]
    rows += [row for path in sorted(WRITTEN.glob("titles_*.jsonl")) for row in read(path)]
    texts = [(row["title"], row.get("category")) for row in rows if row.get("title")]
    return [(text, kind, "none") for text, kind in texts if not checker.by_rules(text, kind).findings]


def matrix(examples: Sequence[Example]) -> Any:
    """Sparse counts (n, SIZE), each row divided by the root of its number of features."""
    from scipy.sparse import csr_matrix

    checker = load_checker()
    texts = [(checker.restore(title).chars, checker.industries.groups(industry)) for title, industry, _ in examples]
    found, ends = places(texts)
    sizes = np.diff(ends)
    values = np.repeat(1 / np.sqrt(np.maximum(sizes, 1)), sizes)
    return csr_matrix((values, found, ends), shape=(len(texts), SIZE))


def fit(examples: Sequence[Example], hard: int, threshold: float) -> dict[str, NDArray[Any]]:
    """Weights of both models; the first `hard` examples weigh more."""
    from sklearn.linear_model import LogisticRegression

    features = matrix(examples)
    binary = _binary(features, examples, hard)
    broken = np.array([category != "none" for *_, category in examples])
    names = np.array([category for *_, category in examples])[broken]
    classes = LogisticRegression(C=STRENGTH, max_iter=400).fit(features[broken], names)
    return {
        **_packed("binary", binary.coef_[0]),
        **_packed("classes", classes.coef_),
        "binary_bias": np.float32(binary.intercept_[0]),
        "classes_bias": classes.intercept_.astype(np.float32),
        "categories": classes.classes_.astype(str),
        "threshold": np.float32(threshold),
        "shortest": np.int32(SHORTEST),
    }


def _binary(features: Any, examples: Sequence[Example], hard: int) -> Any:
    from sklearn.linear_model import LogisticRegression

    broken = [category != "none" for *_, category in examples]
    weights = np.where(np.arange(len(examples)) < hard, LABELLED_WEIGHT, 1.0)
    return LogisticRegression(C=STRENGTH, max_iter=400).fit(features, broken, sample_weight=weights)


def choose_threshold(examples: Sequence[Example], hard: int, judged: int) -> tuple[float, float, float]:
    """Threshold with precision `PRECISION` on the first `judged` examples, each scored by a model that has not seen it.

    It is raised until no more than `FALSE_ALARMS` of the ordinary titles, those from `hard` on, reach it.

    Returns threshold, and precision and recall of rules and second look together. A violation is found by the rules
    with the chance 1 - `MISSED`; legal titles in which a rule finds something never reach the second look.
    """
    folds = np.array([zlib.crc32(title.encode()) % FOLDS for title, *_ in examples])
    features = matrix(examples)
    every = np.zeros(len(examples))
    for fold in range(FOLDS):
        seen = np.flatnonzero(folds != fold)
        model = _binary(features[seen], [examples[i] for i in seen.tolist()], int((seen < hard).sum()))
        asked = np.flatnonzero(folds == fold)
        every[asked] = model.predict_proba(features[asked])[:, 1]
    scores, lowest = every[:judged], max(LOWEST, float(np.quantile(every[hard:], 1 - FALSE_ALARMS)))
    broken = np.array([category != "none" for *_, category in examples[:judged]])
    checker = load_checker()
    reach = broken | np.array([not checker.by_rules(title, kind).findings for title, kind, _ in examples[:judged]])
    order = np.argsort(-scores)
    right = broken.sum() * (1 - MISSED) + np.cumsum(broken[order]) * MISSED
    precise = right / (right + np.cumsum(reach[order] & ~broken[order]))
    good = np.flatnonzero((precise >= PRECISION) & (scores[order] >= lowest))
    at = int(good[-1]) if len(good) else 0
    return float(scores[order[at]]), float(precise[at]), float(right[at] / broken.sum())


def _packed(name: str, weights: NDArray[Any]) -> dict[str, NDArray[Any]]:
    scale = np.abs(weights).max() / 127
    return {name: np.round(weights / scale).astype(np.int8), f"{name}_scale": np.float32(scale)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--own", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--extra", type=Path, nargs="*", default=(), help="more labelled files in the same format")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args(arguments)
    shared = read(options.data / "compliance.jsonl")
    dev = [row for row in shared if hashlib.sha256(row["id"].encode()).digest()[0] % 2 == 0]
    extra = [row for path in options.extra for row in read(path)]
    rows = labelled([*read(options.own), *dev, *extra])
    hard = [*rows, *legal_versions(rows)]
    examples = [*hard, *ordinary(options.data)]
    threshold, precision, recall = choose_threshold(examples, len(hard), len(rows))
    arrays: dict[str, Any] = fit(examples, len(hard), threshold)
    np.savez_compressed(options.out, **arrays)
    print(f"{len(examples)} titles, {options.out.name} {options.out.stat().st_size / 1024:.0f} KB")
    print(f"threshold {threshold:.2f}: precision {precision:.3f}, recall {recall:.3f} with the rules (held out)")
    return 0


if __name__ == "__main__":
    sys.exit(main())

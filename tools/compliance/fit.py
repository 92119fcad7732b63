"""Train the learned second look (`learned.npz`) on the project's own labelled titles.

    python -m tools.compliance.fit --data FOLDER

FOLDER holds compliance.jsonl (only the tuning half and its compliant rewrites are used), native_*.jsonl and
zeroshot_a.jsonl (ordinary titles, beside the project's own hand-written ones and its sentence patterns). `--blind` are
titles labelled by people who did not know the rules: on them the bars of `learned.Bars` are chosen, each title scored
by models that have not seen it. Takes minutes on one core.
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

from models.generator.patterns import SLOT, load_patterns
from models.generator.product_class import product_classes
from tools.compliance.bars import Chosen, choose
from tools.compliance.checker import load_checker
from tools.compliance.learned import SIZE, WEIGHTS, places, scored
from tools.compliance.rewriting import candidates

LABELLED = Path(__file__).parents[2] / "tests" / "data"
WRITTEN = Path(__file__).parents[2] / "models" / "training" / "data"
Example = tuple[str, str | None, str]  # title, industry, category or none
LABELLED_WEIGHT = 3.0  # ordinary titles are many and certain, labelled ones few and hard
STRENGTH = 40.0  # inverse of the L2 penalty
FALSE_ALARMS = 0.0095  # of ordinary titles by people, in files that the models have not seen; set by hand
FOLDS = 8
SPOKEN = {"audience": "上班族", "scene": "周末", "feature": "颜值"}  # what fills a sentence pattern
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


def legal_versions(examples: Iterable[Example]) -> list[tuple[str, Example]]:
    """What remains of violations without the words that rules object to, as legal titles, each after its violation."""
    checker = load_checker()
    versions: list[tuple[str, Example]] = []
    for title, industry, category in examples:
        found = checker.by_rules(title, industry)
        if category == "none" or found.verdict != "violation":
            continue
        for text in candidates(checker, title, found, industry):
            if text and checker.by_rules(text, industry).verdict != "violation":
                versions.append((title, (text, industry, "none")))
    return versions


def ordinary(folder: Path) -> list[tuple[str, Example]]:
    """Ordinary titles on which no rule fires, each with the name of the file or pair of files that it comes from."""
    checker = load_checker()
    paths = [folder / f"{name}.jsonl" for name in ("native_a", "native_b", "zeroshot_a")]
    rows = [(path.stem[:-2], row) for path in paths for row in read(path)]
    rows += [(path.stem, row) for path in sorted(WRITTEN.glob("titles_*.jsonl")) for row in read(path)]
    texts = [(source, row["title"], row.get("category")) for source, row in rows if row.get("title")]
    return [(source, (text, kind, "none")) for source, text, kind in texts if not checker.by_rules(text, kind).findings]


def patterned() -> list[tuple[str, Example]]:
    """Every sentence pattern and every version of one as an ordinary title: people wrote them to be legal."""
    checker, classes, found = load_checker(), product_classes(), list[tuple[str, Example]]()
    for pattern in load_patterns().every:
        things = [word for name in sorted(pattern.classes & classes.keys()) for word in classes[name].examples]
        said = SPOKEN | {"product": pattern.kind or (things[_fold(pattern.text) % len(things)] if things else "小满")}
        for text in (pattern.text, *pattern.versions.values()):
            title = SLOT.sub(lambda slot: said[slot[1]], text)  # noqa: B023
            if not checker.by_rules(title).findings:
                found.append((f"pattern {_fold(pattern.text)}", (title, None, "none")))
    return found


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


def _fold(name: str) -> int:
    return zlib.crc32(name.encode()) % FOLDS


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--own", type=Path, default=LABELLED / "compliance_own.jsonl")
    parser.add_argument("--blind", type=Path, default=LABELLED / "compliance_blind.jsonl")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args(arguments)
    shared = read(options.data / "compliance.jsonl")
    dev = [row for row in shared if hashlib.sha256(row["id"].encode()).digest()[0] % 2 == 0]
    rows = read(options.blind)
    blind = labelled(rows)
    if len(blind) != len(rows):
        raise ValueError(f"{options.blind} holds rewrites: each of its rows must be one title.")
    known = labelled([*read(options.own), *dev])
    versions = legal_versions((*blind, *known))
    innocent = [*ordinary(options.data), *patterned()]
    hard = [*((title, (title, kind, name)) for title, kind, name in (*blind, *known)), *versions]
    examples = [example for _, example in (*hard, *innocent)]
    folds = np.array([_fold(source) for source, _ in (*hard, *innocent)])
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

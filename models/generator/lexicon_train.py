"""Fit the lexicon on hand-labelled words: `python -m models.generator.lexicon_train`; `--check` keeps some to measure,
`--on FILE` measures what ships on requests like those of `keyword_roles.tsv` and fits nothing.

`words.tsv` holds single words, `keyword_roles.tsv` what advertisers ask for, word by word. Roles: P a thing, service or
work that can stand as the product; A people it is for; D a doing, O an outing, E an event, M a moment, L a place;
N a noun quality, T a trait, S a part, material or amount; Q a price; V an act; B a brand; X none of these.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier

from models.generator.lexicon import (
    ARTEFACT,
    THING,
    Lexicon,
    Linear,
    class_features,
    load_lexicon,
    role_features,
    width,
)
from models.quantisation import quantised_rows
from models.splits import part_of

DATA = Path(__file__).parents[1] / "training" / "data"
ROLES = frozenset("PADOEMLNTSQVBX")
ASKED_WEIGHT, LABELLED_WEIGHT, WRITTEN_THING_WEIGHT = 2.0, 3.0, 0.2
CLASS_PENALTY, ROLE_PENALTY = 1e-5, 1e-5
EPOCHS = 25
_Floats = NDArray[np.float32]
_Features = tuple[NDArray[np.int64], _Floats]


@dataclass(frozen=True)
class Asked:
    """What an advertiser asked for. `thing`: place of the word that can stand for the product, from 1; 0 of none."""

    words: tuple[str, ...]
    named: str | None
    product_class: str
    thing: int
    roles: str

    @property
    def held(self) -> bool:
        """Whether it is kept to measure."""
        return part_of("\0".join(sorted(self.words))) != "train"

    @property
    def telling(self) -> list[str]:
        """The product's name and the words that tell most of it."""
        return [*((self.named,) if self.named else ()), *self.words[: 3 if self.named else 4]]


def read_asked(path: Path = DATA / "keyword_roles.tsv") -> list[Asked]:
    """Rows of the file. Raises ValueError naming a line that is none."""
    found = []
    for number, fields in _lines(path, 5):
        words = tuple(fields[0].split("、"))
        if len(fields[4]) != len(words) or not ROLES.issuperset(fields[4]) or not 0 <= int(fields[3]) <= len(words):
            raise ValueError(f"{path.name}, line {number}: a role for each word and the place of one are needed")
        found.append(Asked(words, None if fields[1] == "-" else fields[1], fields[2], int(fields[3]), fields[4]))
    return found


def read_words(folder: Path = DATA) -> list[tuple[str, str, str]]:
    """(word, class or -, role) of `words.tsv`."""
    return [(word, name, role) for _, (word, name, role) in _lines(folder / "words.tsv", 3)]


def fit(words: Sequence[tuple[str, str, str]], asked: Sequence[Asked], seed: int = 0) -> Lexicon:
    """Both regressions."""
    rows = [(class_features(texts), name, weight) for texts, name, weight in labelled(words, asked)]
    classes = _fit(rows, CLASS_PENALTY, seed)
    rows = [(role_features(word), role, weight) for word, role, weight in in_roles(words, asked)]
    return Lexicon(classes, _fit(rows, ROLE_PENALTY, seed))


def labelled(
    words: Sequence[tuple[str, str, str]], asked: Sequence[Asked]
) -> Iterator[tuple[Sequence[str], str, float]]:
    """(texts, the class of the product that they speak of, weight): whole requests, and things alone."""
    for one in asked:
        yield one.telling, one.product_class, ASKED_WEIGHT
        if one.thing:
            yield [one.words[one.thing - 1]], one.product_class, 1.0
    yield from (([word], name, 1.0) for word, name, role in words if role == THING)


def in_roles(words: Sequence[tuple[str, str, str]], asked: Sequence[Asked]) -> Iterator[tuple[str, str, float]]:
    """(word, its role, weight)."""
    counts = Counter((word, role) for one in asked for word, role in zip(one.words, one.roles, strict=True))
    counts += Counter((one.named, THING) for one in asked if one.named)
    yield from ((word, role, LABELLED_WEIGHT * float(np.sqrt(n))) for (word, role), n in counts.items())
    yield from ((word, role, WRITTEN_THING_WEIGHT if role == THING else 1.0) for word, _, role in words)


def _fit(rows: Sequence[tuple[_Features, str, float]], penalty: float, seed: int) -> Linear:
    columns = np.concatenate([found for (found, _), _, _ in rows])
    values = np.concatenate([found for (_, found), _, _ in rows])
    ends = np.cumsum([0, *(len(found) for (found, _), _, _ in rows)])
    matrix = csr_matrix((values, columns, ends), shape=(len(rows), width()))
    model = SGDClassifier(loss="log_loss", alpha=penalty, average=True, max_iter=EPOCHS, tol=None, random_state=seed)
    model.fit(matrix, [label for _, label, _ in rows], sample_weight=[weight for _, _, weight in rows])
    return Linear(tuple(model.classes_.tolist()), model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32))


def save(lexicon: Lexicon, path: Path = ARTEFACT) -> None:
    """int8 rows, each with its own scale."""
    stored: dict[str, Any] = {}
    for name, one in (("classes", lexicon.classes), ("roles", lexicon.roles)):
        stored[f"{name}_rows"], stored[f"{name}_scales"] = quantised_rows(one.weights)
        stored[f"{name}_bias"] = one.bias.astype(np.float32)
        stored[f"{name}_labels"] = np.array(one.labels)
    np.savez_compressed(path, **stored)


def measure(asked: Sequence[Asked], class_of: Callable[..., str], thing: Callable[..., str | None]) -> dict[str, float]:
    """Shares of requests: class named, right where named; thing right where there is one, none where there is none."""
    named = [(class_of(one.words[:4], one.named), one.product_class) for one in asked]
    told = [(found, wanted) for found, wanted in named if found]
    bare = [one for one in asked if not one.named]
    with_thing = [one for one in bare if one.thing]
    without = [one for one in bare if not one.thing]
    return {
        "class_named": len(told) / len(named),
        "class_right": sum(found == wanted for found, wanted in told) / len(told),
        "thing_right": sum(thing(one.words) == one.words[one.thing - 1] for one in with_thing) / len(with_thing),
        "thing_missed": sum(thing(one.words) is None for one in with_thing) / len(with_thing),
        "no_thing_seen": sum(thing(one.words) is None for one in without) / max(1, len(without)),
    }


def told(asked: Sequence[Asked], figures: dict[str, float]) -> str:
    """The figures on a line."""
    return f"{len(asked)} requests: " + ", ".join(f"{name} {share:.3f}" for name, share in figures.items()) + "\n"


def _lines(path: Path, fields: int) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            found = line.split("\t")
            if len(found) != fields:
                raise ValueError(f"{path.name}, line {number}: {fields} fields, separated by tabs, are needed")
            yield number, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=ARTEFACT)
    parser.add_argument("--check", action="store_true", help="measure on a quarter kept aside; write nothing")
    parser.add_argument("--on", type=Path, help="measure the lexicon that ships on this file of requests")
    options = parser.parse_args()
    if options.on:
        shipped, kept = load_lexicon(), read_asked(options.on)
        sys.stdout.write(told(kept, measure(kept, shipped.class_of, shipped.thing)))
        return
    words, asked = read_words(options.data), read_asked(options.data / "keyword_roles.tsv")
    if options.check:
        kept = [one for one in asked if one.held]
        seen = {word for one in kept for word in one.words}
        lexicon = fit([row for row in words if row[0] not in seen], [one for one in asked if not one.held])
        figures = measure(kept, lexicon.class_of, lexicon.thing)
        sys.stdout.write(told(kept, figures))
        return
    save(fit(words, asked), options.out)
    sys.stdout.write(f"{len(words)} words, {len(asked)} requests; {options.out.stat().st_size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()

"""Whom a sentence pattern suits: people read each with unlike products of a class; a new product counts as those near.

With each example left out in turn, 76 % of patterns read naturally and 4.2 % are nonsense; of those with a fit of .92
and more by the other examples 87 and 1.4 % (`python -m models.generator.meaning_train --fits`).
"""

from __future__ import annotations

from collections.abc import Mapping

from models.generator.meaning import Meaning, load_meaning
from models.generator.product_class import product_classes, wider

Fits = Mapping[str, tuple[float, ...]]  # by class, for its examples in their order: 0 nonsense, .5 odd, 1 natural
_MARKS = {"0": 0.0, "1": 0.5, "2": 1.0}
UNREAD_FIT = 0.85  # the mean of what was read


def read_fits(listed: str) -> Fits:
    """From "goods=2210… vehicle=2212…", a digit for each example of the class. Raises ValueError on anything else."""
    found = {}
    for one in listed.split():
        name, _, marks = one.partition("=")
        known = product_classes().get(name)
        if known is None or len(marks) != len(known.examples) or not set(marks) <= set(_MARKS):
            wanted = f"{len(known.examples)} digits from 0 to 2" if known else "a class of classes.toml"
            raise ValueError(f"{one}: {wanted} needed")
        found[name] = tuple(_MARKS[mark] for mark in marks)
    return found


class Fitting:
    """How well patterns suit one product, called `word`, of class `name`."""

    def __init__(self, word: str, name: str, meaning: Meaning | None = None) -> None:
        meaning = meaning or load_meaning()
        self._likeness = {one: meaning.likeness(word, one) for one in dict.fromkeys((name, wider(name)))}

    def of(self, fits: Fits) -> float:
        """From 0 (nonsense) to 1 (natural), by what was read for its own class, or else for the wider one."""
        for name, likeness in self._likeness.items():
            if name in fits and likeness:
                return sum(share * mark for share, mark in zip(likeness, fits[name], strict=True))
        return UNREAD_FIT

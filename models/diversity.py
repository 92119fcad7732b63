"""Good and different: choosing a few of many that do not repeat one another."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def mmr(values: Sequence[float], likeness: Callable[[int, int], float], n: int, penalty: float) -> list[int]:
    """Places of the `n` chosen by maximal marginal relevance, in the order chosen.

    Each next one has the highest value less `penalty` times its likeness (0..1) to the most like of those chosen; of
    equals the first. `likeness(a, b)` is asked once for each place left and each one chosen.
    Carbonell and Goldstein, "The use of MMR, diversity-based reranking", SIGIR 1998, where penalty is (1 - λ) / λ.
    """
    nearest = dict.fromkeys(range(len(values)), 0.0)
    chosen: list[int] = []
    while nearest and len(chosen) < n:
        best = max(nearest, key=lambda place: values[place] - penalty * nearest[place])
        del nearest[best]
        chosen.append(best)
        for place in nearest:
            nearest[place] = max(nearest[place], likeness(place, best))
    return chosen

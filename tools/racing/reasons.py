"""Why each final was taken, as facts for whoever tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict

from models.types import Title
from tools.opinions import Opinions
from tools.worth import standing

Why = Literal["named", "picked", "liked", "recalled", "rank", "apart"]


class Because(TypedDict):
    """`rank` is the title's among the `among` candidates by their scores, 1 the best."""

    why: Why
    rank: int
    among: int


def because(
    finals: Sequence[Title],
    candidates: Sequence[Title],
    opinions: Mapping[str, Opinions],
    *,
    named: bool,
    recalled: Sequence[Title],
) -> list[Because]:
    """One for each final. `apart`: a better one says nearly what is taken already, or the predicted rate decided."""
    ranked = [one.id for one in sorted(candidates, key=standing, reverse=True)]
    filled, taken = {one.id for one in recalled}, {one.id for one in finals}
    found: list[Because] = []
    for title in finals:
        said = opinions[title.id].rank if title.id in opinions else 0
        rank = ranked.index(title.id)
        passed = any(other not in taken for other in ranked[:rank])
        why: Why = (
            "named" if named
            else "picked" if said == 2
            else "liked" if said == 1
            else "recalled" if title.id in filled
            else "apart" if passed
            else "rank"
        )  # fmt: skip
        found.append({"why": why, "rank": rank + 1, "among": len(ranked)})
    return found
